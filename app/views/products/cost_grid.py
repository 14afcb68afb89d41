"""What a product costs, as grids: standard costs with their first days, and receipts whose cost may be corrected."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.domain.costs import SINCE_EVER, CostInput
from app.domain.errors import RefusedError
from app.domain.issues import Issue
from app.domain.money import decimal_of_micro
from app.i18n import _, format_date, format_micro
from app.models.cells_model import CellColumn, CellRow, CellsModel, SavedRow
from app.models.cost_words import cost_source_word
from app.services.costs import CostRow, ReceiptCostRow, correct_receipt_cost, replace_costs
from app.services.unit_of_work import UnitOfWork
from app.views.kit.cards import Card
from app.views.kit.cell_values import CellReader, shown_day, shown_number
from app.views.kit.cells_grid import CellsGrid
from app.views.kit.row_saving import KeyedRow, keyed_rows, save_rows

COSTS, RECEIPTS = "costs", "receipts"
_CELL_OF = {"cost_micro": "cost", "valid_from": "since"}


def cost_columns() -> tuple[CellColumn, ...]:
    """The columns of the standard costs."""
    return (
        CellColumn("cost", _("Cost"), "number", width=110, help=_("What one base unit costs the firm")),
        CellColumn("since", _("Valid from"), "date", width=110, help=_("Empty: from the beginning")),
        CellColumn("source", _("Known from"), width=130, read_only=True, quiet=True, stretch=True),
        CellColumn("who", _("Entered"), width=200, read_only=True, quiet=True),
    )


def cost_row(card: CostRow) -> CellRow:
    """A stored cost as a row; each change gives it another id, its first day stays."""
    values: dict[str, object] = {
        "cost": shown_number(decimal_of_micro(card.cost_micro), 2),
        "since": shown_day(card.first_day),
        "source": cost_source_word(card.source),
        "who": " · ".join(filter(None, (card.entered_by, format_date(card.entered_at.date())))),
    }
    return CellRow(card.id, values, same=str(card.valid_from))


def read_cost(read: CellReader, today: date) -> CostInput:
    """A keyed cost, of a product that is named when it is saved."""
    if not read.text("cost"):
        read.note("cost", _("The cost is missing. Enter one, or take the row out with Ctrl+Del."))
    return CostInput(
        product_id=0, cost_micro=read.micro("cost"), valid_from=read.day("since", today) or SINCE_EVER
    )


def save_costs(
    uow: UnitOfWork, product_id: int, rows: Sequence[KeyedRow[CostInput]], removed: Sequence[CellRow]
) -> None:
    """Put what was keyed in the place of what was changed or taken out."""
    if not rows and not removed:
        return
    closing = [row.key for row in (*removed, *(each.row for each in rows)) if row.key is not None]
    keyed = [replace(each.data, product_id=product_id) for each in rows]
    try:
        ids = replace_costs(uow, keyed, closing=closing)
    except RefusedError as error:
        issues = [_at(issue, rows) for issue in error.issues]
        raise RefusedError(error.code, issues=issues, **error.params) from error
    for each, id_ in zip(rows, ids, strict=True):
        each.row.saved = SavedRow(id_, same=str(each.data.valid_from))


def _at(issue: Issue, rows: Sequence[KeyedRow[CostInput]]) -> Issue:
    """The issue at the cell of the grid in place of the service's row."""
    _rows, _slash, rest = issue.where.partition("/")
    number, _slash, name = rest.partition("/")
    place = rows[int(number)].number if number.isdigit() else 0
    return replace(issue, where=f"{COSTS}/{place}/{_CELL_OF.get(name, 'cost')}")


def receipt_columns() -> tuple[CellColumn, ...]:
    """The columns of the receipts."""
    return (
        CellColumn("date", _("Date"), width=98, read_only=True, quiet=True),
        CellColumn("arrival", _("Arrival"), width=150, read_only=True, quiet=True, stretch=True),
        CellColumn("quantity", _("Came"), "number", width=84, read_only=True),
        CellColumn("cost", _("Cost"), "number", width=96, help=_("Such as the supplier's invoice says")),
        CellColumn("average", _("Average after it"), "number", width=120, read_only=True),
    )


def receipts_model() -> CellsModel:
    """The receipts: none is added by hand, and only its cost is keyed."""
    return CellsModel(receipt_columns(), can_add=False)


def receipt_row(row: ReceiptCostRow) -> CellRow:
    """A receipt as a row."""
    values: dict[str, object] = {
        "date": format_date(row.date),
        "arrival": " · ".join(filter(None, (row.number, row.supplier))) or _("not announced"),
        "quantity": format_micro(row.quantity_micro),
        "cost": shown_number(decimal_of_micro(row.cost_micro), 2),
        "average": format_micro(row.average_micro, places_min=2),
    }
    return CellRow(row.id, values, version=row.version)


@dataclass(frozen=True, slots=True)
class KeyedReceipt:
    """Another cost of a receipt."""

    cost_micro: int


def read_receipt(read: CellReader) -> KeyedReceipt:
    """A keyed cost of a receipt."""
    if not read.text("cost"):
        read.note("cost", _("The cost is missing. Key what the goods cost."))
    return KeyedReceipt(read.micro("cost"))


def save_receipt(uow: UnitOfWork, row: CellRow, data: KeyedReceipt) -> SavedRow:
    """Correct a receipt; the averages after it are computed again."""
    assert row.key is not None, "a receipt is not made by hand"
    correct_receipt_cost(uow, row.key, cost_micro=data.cost_micro, version=row.version)
    return SavedRow(row.key, version=row.version + 1)


class CostGrids:
    """Both grids with their cards."""

    def __init__(self, costs: CellsGrid, receipts: CellsGrid) -> None:
        self.costs, self.receipts = costs, receipts
        self.card, self.receipts_card = (Card(grid.accessibleName()) for grid in (costs, receipts))
        for card, grid in ((self.card, costs), (self.receipts_card, receipts)):
            card.body.addWidget(grid)
            grid.cells.show_rows([])
        self.receipts_card.setVisible(False)

    def rows(
        self, costs: Sequence[CostRow], receipts: Sequence[ReceiptCostRow]
    ) -> Mapping[str, Sequence[CellRow]]:
        """What is stored, as rows by grid."""
        return {COSTS: [cost_row(each) for each in costs], RECEIPTS: [receipt_row(each) for each in receipts]}

    def make_save(self, texts: dict[str, str], today: date) -> Callable[[UnitOfWork, int], None]:
        """What saves both for the product of an id; what cannot be read goes into `texts`."""
        costs = keyed_rows(COSTS, self.costs.cells, lambda read: read_cost(read, today), texts)
        receipts = keyed_rows(RECEIPTS, self.receipts.cells, read_receipt, texts)
        removed = self.costs.cells.removed_rows()

        def save(uow: UnitOfWork, product_id: int) -> None:
            save_costs(uow, product_id, costs, removed)
            save_rows(uow, receipts, save_receipt)

        return save
