"""Prices and quantity breaks of one product on every list, as a grid; saving writes list by list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.domain.errors import RefusedError
from app.domain.issues import Issue
from app.domain.money import decimal_of_micro
from app.domain.price_inputs import PriceRowInput
from app.domain.units import unit_code
from app.i18n import _
from app.models.cells_model import CellColumn, CellRow, CellsModel, SavedRow
from app.models.unit_words import unit_word
from app.services.prices import PriceListCard, PriceRowCard, replace_price_rows
from app.services.prices.row_units import read_row_units
from app.services.unit_of_work import UnitOfWork
from app.views.kit.cell_values import CellReader, shown_day, shown_number
from app.views.kit.cells_grid import CellsGrid

GRID = "prices"


def price_columns(lists: Sequence[PriceListCard]) -> tuple[CellColumn, ...]:
    """The columns of the prices; the list of a stored price stays. Drafts of lists say so and come last."""
    choices = tuple((each.id, _list_name(each)) for each in sorted(lists, key=lambda each: each.draft))
    return (
        CellColumn(
            "list", _("Price list"), "choice", width=130, choices=choices, only_new=True, stretch=True
        ),
        *what_columns(),
        unit_column(),
    )


def show_unit_beside_per(grid: CellsGrid) -> None:
    """Show the unit behind "per"; rows are pasted with it at their end, so that those without one stay as they were."""
    header, names = grid.horizontalHeader(), [column.name for column in grid.cells.columns]
    header.moveSection(names.index("unit"), names.index("per") + 1)


def _list_name(card: PriceListCard) -> str:
    with_tax = _("incl. VAT") if card.includes_tax else ""
    parts = [card.code, card.currency, with_tax, _("Draft") if card.draft else ""]
    return " · ".join(part for part in parts if part)


def unit_column() -> CellColumn:
    """For which unit a price is; what is keyed from it on is in it."""
    told = _("Empty: the base unit. Else one of the product's further units")
    return CellColumn("unit", _("Unit"), width=58, passed=True, help=told)


def what_columns() -> tuple[CellColumn, ...]:
    """What a price says: from how many on, how much, and when."""
    return (
        CellColumn("break", _("From quantity"), "number", width=112),
        CellColumn("price", _("Price"), "number", width=92),
        CellColumn("per", _("Per"), "number", width=54, usual="1", help=_("For how many of the unit")),
        CellColumn("since", _("Valid from"), "date", width=104),
        CellColumn("until", _("Valid to"), "date", width=104),
        CellColumn(
            "agreed", _("Agreed"), "number", width=90, help=_("For how many of the unit a contract gives it")
        ),
    )


def price_row(card: PriceRowCard) -> CellRow:
    """A price as a row."""
    return row_of(card, {"list": card.price_list_id})


def row_of(card: PriceRowCard, more: dict[str, object]) -> CellRow:
    """A price with further cells. Each change gives it another id: its place in the price book stays."""
    place = _place(card.price_list_id, card, card.price_unit)
    return CellRow(card.id, {**more, **what_values(card)}, same=place)


def _place(list_id: int, price: PriceRowCard | PriceRowInput, unit: str) -> str:
    """What no two prices share: list, product, break with its unit, and first day."""
    return f"{list_id}/{price.product_id}/{price.min_quantity_micro} {unit}/{price.valid_from or ''}"


def what_values(card: PriceRowCard) -> dict[str, object]:
    """The cells of `what_columns`."""
    return {
        "unit": unit_word(card.price_unit or card.unit),
        "break": shown_number(decimal_of_micro(card.min_quantity_micro)),
        "price": shown_number(decimal_of_micro(card.price_micro), 2),
        "per": str(card.per),
        "since": shown_day(card.valid_from),
        "until": shown_day(card.valid_to),
        "agreed": shown_number(decimal_of_micro(card.agreed_micro)) if card.agreed_micro is not None else "",
    }


@dataclass(frozen=True, slots=True)
class KeyedPrice:
    """A changed price: its place in the grid, the row that it replaces, and what it is now."""

    number: int
    row: CellRow
    key: int | None
    list_id: int
    data: PriceRowInput

    def note(self, id: int) -> None:
        """It is written under this id."""
        self.row.saved = SavedRow(id, same=_place(self.list_id, self.data, self.data.unit))


@dataclass(frozen=True, slots=True)
class PriceChanges:
    """What saving does to the prices; `removed` are (list, row) ids."""

    keyed: tuple[KeyedPrice, ...]
    removed: tuple[tuple[int, int], ...]


def read_changes(cells: CellsModel, texts: dict[str, str], today: date) -> PriceChanges:
    """What was keyed; what cannot be read goes into `texts`. The product's id comes when it is saved."""
    changed = {id(row) for row in cells.changed_rows()}
    keyed = tuple(
        _keyed(number, row, texts, today) for number, row in enumerate(cells.rows()) if id(row) in changed
    )
    removed = tuple((_list_of(row), row.key) for row in cells.removed_rows() if row.key is not None)
    return PriceChanges(keyed, removed)


def _keyed(number: int, row: CellRow, texts: dict[str, str], today: date) -> KeyedPrice:
    data = price_input(CellReader(GRID, number, row, texts), today)
    return KeyedPrice(number, row, row.key, _list_of(row), data)


def price_input(read: CellReader, today: date) -> PriceRowInput:
    """The cells of `what_columns` as a price, of a product that is named later."""
    if not read.text("price"):
        read.note("price", _("The price is missing. Enter one, or take the row out with Ctrl+Del."))
    return PriceRowInput(
        product_id=0,
        price_micro=read.micro("price"),
        min_quantity_micro=read.micro("break"),
        per=read.whole("per", usual=1),
        valid_from=read.day("since", today),
        valid_to=read.day("until", today),
        agreed_micro=read.micro("agreed") if read.text("agreed") else None,
        unit=unit_code(read.text("unit")),
    )


def _list_of(row: CellRow) -> int:
    value = row.values["list"]
    return value if isinstance(value, int) else 0


def of_product(changes: PriceChanges, product_id: int) -> PriceChanges:
    """The changes as those of a product."""
    keyed = tuple(replace(each, data=replace(each.data, product_id=product_id)) for each in changes.keyed)
    return replace(changes, keyed=keyed)


def save_prices(uow: UnitOfWork, changes: PriceChanges) -> None:
    """Put what is keyed into the place of what is replaced or removed, list by list."""
    closing: dict[int, list[int]] = defaultdict(list)
    fresh: dict[int, list[KeyedPrice]] = defaultdict(list)
    for list_id, row_id in changes.removed:
        closing[list_id].append(row_id)
    for each in changes.keyed:
        fresh[each.list_id].append(each)
        if each.key is not None:
            closing[each.list_id].append(each.key)
    for list_id in {**closing, **fresh}:
        rows = fresh[list_id]
        in_units = read_row_units(uow, [each.data for each in rows]).rows
        try:
            ids = replace_price_rows(uow, list_id, in_units, closing=closing[list_id])
        except RefusedError as error:
            issues = [_at(issue, rows) for issue in error.issues]
            raise RefusedError(error.code, issues=issues, **error.params) from error
        for each, data, id_ in zip(rows, in_units, ids, strict=True):
            replace(each, data=data).note(id_)


_CELL_OF = {
    "price_micro": "price",
    "min_quantity_micro": "break",
    "product_id": "product",
    "valid_from": "since",
    "valid_to": "until",
    "per": "per",
    "agreed_micro": "agreed",
    "unit": "unit",
}


def _at(issue: Issue, rows: Sequence[KeyedPrice]) -> Issue:
    """The issue with the cell of the grid in place of the service's row."""
    _rows, _slash, rest = issue.where.partition("/")
    number, _slash, name = rest.partition("/")
    place = rows[int(number)].number if number.isdigit() else 0
    return replace(issue, where=f"{GRID}/{place}/{_CELL_OF.get(name, 'price')}")
