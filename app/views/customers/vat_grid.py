"""What online checks of the VAT id answered, as a grid of the card: rows are added, never changed."""

from __future__ import annotations

from datetime import date

from app.domain.vat_checks import INVALID, UNAVAILABLE, VALID, VatCheckInput
from app.i18n import _
from app.models.cells_model import CellColumn, CellRow, SavedRow
from app.services.parties.vat_checks import VatCheckFacts, note_vat_check
from app.services.unit_of_work import UnitOfWork
from app.views.customers.fields import Choices
from app.views.kit.cell_values import CellReader, shown_fields

GRID = "vatChecks"
ENQUIRY = "WAPIAAAAYmWkGwQM"
"""As wide as the numbers are that the Commission's page gives."""
_TEXTS = ("vat_id", "result", "asked_by", "reference", "name", "address")


def result_words() -> dict[str, str]:
    """The answers in words."""
    return {VALID: _("valid"), INVALID: _("not valid"), UNAVAILABLE: _("no answer")}


def vat_columns() -> tuple[CellColumn, ...]:
    """The columns; whose usual value is left empty says so."""
    results: Choices = (("", ""), *result_words().items())
    longest = max(result_words().values(), key=len)
    own, today, you = _("Empty: that of the card"), _("Empty: today"), _("Empty: you")
    return (
        CellColumn(
            "result", _("Answer"), "choice", width=118, choices=results, only_new=True, sample=longest
        ),
        CellColumn("day", _("Asked on"), "date", width=104, only_new=True, help=today),
        CellColumn("reference", _("Enquiry no."), width=184, only_new=True, sample=ENQUIRY),
        CellColumn("name", _("Name"), width=116, only_new=True),
        CellColumn("address", _("Address"), width=120, only_new=True, stretch=True),
        CellColumn("asked_by", _("Asked by"), width=96, only_new=True, help=you),
        CellColumn("vat_id", _("VAT id"), width=112, only_new=True, help=own),
    )


def vat_row(facts: VatCheckFacts) -> CellRow:
    """A stored check as a row."""
    return CellRow(facts.id, shown_fields(facts, *_TEXTS, days=("day",)))


def vat_input(read: CellReader, *, vat_id: str, today: date, person: str) -> VatCheckInput:
    """A keyed check; what was left empty is the card's VAT id, today and who keys."""
    day = read.day("day", today)
    return VatCheckInput(
        vat_id=read.text("vat_id") or vat_id,
        day=today if day is None and not read.text("day") else day,
        result=read.text("result"),
        asked_by=read.text("asked_by") or person,
        reference=read.text("reference"),
        name=read.text("name"),
        address=read.text("address"),
    )


def save_check(uow: UnitOfWork, customer_id: int, data: VatCheckInput) -> SavedRow:
    """Note a check."""
    return SavedRow(note_vat_check(uow, customer_id, data))
