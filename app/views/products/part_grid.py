"""Customers' own numbers for a product, as a grid."""

from __future__ import annotations

from dataclasses import dataclass

from app.i18n import _
from app.models.cells_model import CellColumn, CellRow, Picked, SavedRow
from app.services.products import remove_customer_part, set_customer_part
from app.services.products.cards import CustomerPartFacts
from app.services.unit_of_work import UnitOfWork
from app.views.kit.cell_values import CellReader

GRID = "parts"


@dataclass(frozen=True, slots=True)
class KeyedPart:
    """A customer's number as keyed."""

    customer_id: int
    code: str


def part_columns() -> tuple[CellColumn, ...]:
    """The columns."""
    return (
        CellColumn("customer", _("Customer"), "pick", width=220, only_new=True, stretch=True),
        CellColumn("code", _("Their number"), width=220),
    )


def part_row(facts: CustomerPartFacts) -> CellRow:
    """A stored number as a row."""
    return CellRow(facts.id, {"customer": Picked(facts.customer_id, facts.customer_name), "code": facts.code})


def part_input(read: CellReader) -> KeyedPart:
    """A keyed number."""
    customer_id = read.picked("customer")
    if customer_id is None:
        read.note("customer", _("Choose the customer: type the beginning of the name."))
    return KeyedPart(customer_id or 0, read.text("code"))


def save_part(uow: UnitOfWork, product_id: int, row: CellRow, data: KeyedPart) -> SavedRow:
    """Remember a number; one that was changed replaces the one before."""
    id_ = set_customer_part(uow, customer_id=data.customer_id, product_id=product_id, code=data.code)
    if row.key is not None and row.key != id_:
        remove_customer_part(uow, row.key)
    return SavedRow(id_, same=id_)


def remove_parts(uow: UnitOfWork, cells_removed: tuple[CellRow, ...]) -> None:
    """Forget the numbers that were taken out."""
    for row in cells_removed:
        if row.key is not None:
            remove_customer_part(uow, row.key)
