"""What a customer owns as a grid of the card: recorded by hand, or by itself when it was shipped."""

from __future__ import annotations

from datetime import date

from app.domain.owned import OwnedInput, known_text
from app.i18n import _
from app.models.cells_model import CellColumn, CellRow, SavedRow
from app.services.owned import OwnedFacts, change_item, record_item
from app.services.unit_of_work import UnitOfWork
from app.views.kit.cell_values import CellReader, shown_fields
from app.views.kit.row_saving import write_versioned

GRID = "owned"


def owned_columns() -> tuple[CellColumn, ...]:
    """The columns."""
    return (
        CellColumn("text", _("What it is"), width=170, stretch=True),
        CellColumn(
            "choices",
            _("Known of it"),
            width=170,
            help=_("As product models call it: frame = f2, width = 1600"),
        ),
        CellColumn("place", _("Place"), width=90),
        CellColumn("serial", _("Serial number"), width=110),
        CellColumn("since", _("Since"), "date", width=100),
        CellColumn("active", _("Active"), "check", width=58, usual=True),
    )


def owned_row(facts: OwnedFacts) -> CellRow:
    """A thing as a row."""
    values = shown_fields(facts, "text", "place", "serial", "active", days=("since",))
    return CellRow(facts.id, {**values, "choices": known_text(facts.choices)}, facts.version)


def owned_input(read: CellReader, today: date) -> OwnedInput:
    """A keyed thing."""
    return OwnedInput(
        text=read.text("text"),
        choices=read.text("choices"),
        place=read.text("place"),
        serial=read.text("serial"),
        since=read.day("since", today),
        active=read.flag("active"),
    )


def save_owned(uow: UnitOfWork, customer_id: int, row: CellRow, data: OwnedInput) -> SavedRow:
    """Record or change a thing."""
    return write_versioned(
        row,
        lambda: record_item(uow, customer_id, data),
        lambda id_, version: change_item(uow, id_, data, version=version),
    )
