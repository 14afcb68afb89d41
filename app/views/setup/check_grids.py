"""The order checks as a grid: on or off, how heavy, from which number on, who answers."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.issues import SEVERITY_ORDER
from app.domain.money import MICRO, decimal_of_micro
from app.domain.rights import ROLES
from app.i18n import _
from app.messages import text_of
from app.models.cells_model import CellColumn, CellRow, SavedRow
from app.services.check_settings import KIND, CheckCard, CheckInput, read_check_cards, update_check
from app.services.unit_of_work import UnitOfWork
from app.views.kit.cell_values import CellReader, shown_number
from app.views.kit.grid_page import GridSpec
from app.views.kit.history_words import Word, chosen

HITS = "hits"
_SCALES = {
    "days": 1,
    "months": 1,
    "money": 100,
    "quantity": MICRO,
    "share": MICRO // 100,
    "likeness": MICRO // 100,
}
"""How many of the stored units make one of what is keyed."""


def severity_words() -> dict[str, str]:
    """How heavy an issue weighs, in a word each."""
    return {severity.value: text_of(f"severity.{severity.value}", {}) for severity in SEVERITY_ORDER}


def area_words() -> dict[str, str]:
    """The areas of the checks."""
    return {
        "customer": _("Customer"), "address": _("Address"), "dates": _("Dates"), "number": _("Customer PO"),
        "contents": _("Contents"), "article": _("Article"), "quantity": _("Quantity"), "price": _("Price"),
        "tax": _("Tax"), "stock": _("Stock"), "credit": _("Credit"), "habit": _("Habits"), "policy": _("Own rules"),
        "goods": _("Goods"), "export": _("Export"), "compliance": _("Compliance"),
    }  # fmt: skip


def unit_words(currency: str) -> dict[str, str]:
    """In what the number of a check is counted."""
    return {
        "days": _("days"),
        "months": _("months"),
        "money": currency,
        "quantity": _("base units"),
        "share": _("% of orders"),
        "likeness": _("% alike"),
        "": "",
    }


def role_choices() -> tuple[tuple[object, str], ...]:
    """Who may answer for an issue."""
    return tuple((role, text_of(f"role.{role}", {})) for role in ROLES)


def checks_spec(currency: str, counted: Mapping[str, int]) -> GridSpec[CheckCard, CheckInput]:
    """Every check; none is added or taken out. `counted`: how many orders each would have hit."""

    def write(uow: UnitOfWork, row: CellRow, data: CheckInput) -> SavedRow:
        assert row.key is not None, "checks are not added here"
        return SavedRow(row.key, version=update_check(uow, row.key, data, version=row.version))

    severities = tuple(severity_words().items())
    return GridSpec(
        kind=KIND,
        title=_("Order checks"),
        hint=_(
            "What is checked on every edit of an order. What the law or the books need always blocks."
            " Ctrl+M counts which orders of the last month each check would have hit."
        ),
        columns=(
            CellColumn("name", _("What is checked"), width=210, read_only=True, stretch=True),
            CellColumn("area", _("Area"), width=120, read_only=True, quiet=True),
            CellColumn("is_on", _("On"), "check", width=50),
            CellColumn("severity", _("Severity"), "choice", width=136, choices=severities, note=_held_note),
            CellColumn("threshold", _("Threshold"), "number", width=136, note=_unit_note, joint=" "),
            CellColumn("owner", _("Answers"), "choice", width=104, choices=role_choices()),
            CellColumn("exempt", _("Except"), width=100, help=_("Such as RV-*, 4711; * stands for anything")),
            CellColumn(HITS, _("Last month"), "number", width=106, read_only=True),
            CellColumn("unit", _("Counted in"), read_only=True, beside=True),
            CellColumn("held", _("Why always"), read_only=True, beside=True),
        ),
        read=read_check_cards,
        row=lambda card: _row(card, currency, counted.get(card.code)),
        parse=lambda read: _input(read, currency),
        write=write,
        can_add=False,
        words={"severity": Word(_("Severity"), chosen(severity_words().items()))},
    )


def _held_note(values: Mapping[str, object]) -> str:
    return str(values["held"])


def _unit_note(values: Mapping[str, object]) -> str:
    return str(values["unit"]) if values["threshold"] else ""


def _row(card: CheckCard, currency: str, hits: int | None) -> CellRow:
    held = {"": "", "law": _("law"), "books": _("books")}
    values: dict[str, object] = {
        "name": text_of(f"check.{card.code}", {}),
        "area": area_words()[card.area],
        "is_on": card.is_on,
        "severity": card.severity.value,
        "threshold": _shown(card.threshold, card.unit),
        "unit": unit_words(currency)[card.unit],
        "owner": card.owner,
        "exempt": ", ".join(card.exempt),
        "held": held[card.held_by],
        "hits": "" if hits is None else str(hits),
    }
    return CellRow(card.id, values, card.version)


def _shown(threshold: int | None, unit: str) -> str:
    return "" if threshold is None else shown_number(decimal_of_micro(threshold * (MICRO // _SCALES[unit])))


def _input(read: CellReader, currency: str) -> CheckInput:
    return CheckInput(
        is_on=read.flag("is_on"),
        severity=read.text("severity"),
        owner=read.text("owner"),
        threshold=_threshold(read, currency),
        exempt=tuple(part.strip() for part in read.text("exempt").split(",") if part.strip()),
    )


def _threshold(read: CellReader, currency: str) -> int | None:
    """The number in the unit of the check; what is finer than that is told in its cell."""
    units = {words: unit for unit, words in unit_words(currency).items()}
    value = read.number("threshold")
    if value is None:
        return None
    scaled = value * _SCALES[units[read.text("unit")] or "days"]
    if scaled != int(scaled):
        read.note("threshold", _("That is finer than it is counted here."))
    return int(scaled)
