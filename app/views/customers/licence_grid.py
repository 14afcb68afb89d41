"""A customer's licences as a grid of the card; rows of a sheet are pasted into it."""

from __future__ import annotations

from datetime import date

from app.domain.regulated import LicenceInput
from app.i18n import _
from app.models.cells_model import CellColumn, CellRow, SavedRow
from app.services.goods.licences import LicenceFacts, create_licence, remove_licences, update_licence
from app.services.unit_of_work import UnitOfWork
from app.views.customers.fields import Choices
from app.views.kit.cell_values import VALIDITY, CellReader, shown_fields
from app.views.kit.row_saving import write_versioned

GRID = "licences"


def licence_columns(kinds: Choices) -> tuple[CellColumn, ...]:
    """The columns."""
    return (
        CellColumn("kind", _("Licence"), "choice", width=140, choices=kinds),
        CellColumn("number", _("Number"), width=112),
        CellColumn("issuer", _("Issued by"), width=118, stretch=True),
        CellColumn("valid_from", _("Valid from"), "date", width=110),
        CellColumn("valid_until", _("Valid until"), "date", width=110),
    )


def licence_row(facts: LicenceFacts) -> CellRow:
    """A stored licence as a row."""
    values = shown_fields(facts, "kind", "number", "issuer", days=VALIDITY)
    return CellRow(facts.id, values, facts.version)


def licence_input(read: CellReader, today: date) -> LicenceInput:
    """A keyed licence."""
    return LicenceInput(
        kind=read.text("kind"),
        number=read.text("number"),
        issuer=read.text("issuer"),
        valid_from=read.day("valid_from", today),
        valid_until=read.day("valid_until", today),
    )


def save_licence(uow: UnitOfWork, customer_id: int, row: CellRow, data: LicenceInput) -> SavedRow:
    """Make or change a licence."""
    return write_versioned(
        row,
        lambda: create_licence(uow, customer_id, data),
        lambda id_, version: update_licence(uow, id_, data, version=version),
    )


def remove_rows(uow: UnitOfWork, rows: tuple[CellRow, ...]) -> None:
    """Take out the licences of these rows."""
    remove_licences(uow, [row.key for row in rows if row.key is not None])
