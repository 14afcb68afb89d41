"""The prices of one list: found by product, with breaks and days, keyed in the grid or pasted from a sheet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QBoxLayout, QHBoxLayout, QLineEdit

from app.domain.errors import RefusedError
from app.domain.issues import Issue, Severity
from app.i18n import _, format_date, n_
from app.messages import text_of_issue
from app.models.cells_model import CellColumn, CellRow, CellsModel, Picked
from app.services.history import HistoryEntry, read_history
from app.services.prices import PriceListCard, PriceRowCard, read_price_lists, read_price_rows_of_list
from app.services.products import ResolvedCode, resolve_codes
from app.services.unit_of_work import Reading, UnitOfWork
from app.views.kit import price_cells
from app.views.kit.cards import Card, muted_label
from app.views.kit.cell_values import CellReader
from app.views.kit.cells_grid import CellsGrid
from app.views.kit.context import Context
from app.views.kit.history_view import HistoryView
from app.views.kit.list_export import ListExport
from app.views.kit.price_cells import KeyedPrice, PriceChanges
from app.views.kit.price_history import price_words
from app.views.kit.product_picking import ask_products
from app.views.kit.record_page import RecordPage, Values
from app.views.prices.list_file import list_wish
from app.views.prices.versions_keys import show_versions_of

ROWS_MOST = 500  # so many rows stand in the grid; a list of thousands is narrowed by what is searched
HISTORY_WIDTH, HISTORY_HEIGHT = 250, 150
_ANY = 16_777_215  # Qt's own for no limit
NARROW = 1180  # pixels; below, the history lies under the prices: all their columns are read whole then


Keyed = list[tuple[KeyedPrice, Picked]]
"""Changed prices with their products, some of which are only numbers so far."""


@dataclass(frozen=True, slots=True)
class ListRecord:
    """The list, those of its prices that were asked for, and who changed what."""

    card: PriceListCard
    rows: tuple[PriceRowCard, ...]
    has_more: bool
    history: tuple[HistoryEntry, ...]


class PriceListPage(RecordPage[ListRecord]):
    """Ctrl+F narrows the rows to products, Ctrl+S saves all changed rows or none."""

    def __init__(self, context: Context, list_id: int) -> None:
        super().__init__(context, "price", list_id, _("Price list"))
        self.setObjectName("priceListPage")
        self._from_top = True  # what was just found begins with its first price, not at the empty row
        self.search = QLineEdit()
        self.search.setObjectName("priceSearch")
        self.search.setAccessibleName(_("Find product"))
        self.search.setPlaceholderText(_("SKU, name, family or GTIN  Ctrl+F"))
        self.search.setClearButtonEnabled(True)
        self.search.textEdited.connect(self._searched)
        self.search.returnPressed.connect(self.enter)
        self.note = muted_label()
        self.grid = self._make_grid()
        self.history = HistoryView({})
        self._lay_out()
        self.can_do |= {"find": self._find, "change": self._change, "export": self.export}
        show_versions_of(self, self._rule)
        self._find_text = ""
        self._keyed_products: list[int] = []

    def _make_grid(self) -> CellsGrid:
        cells = CellsModel(_columns())
        cells.add_hint = _("New …")
        grid = self.add_grid(price_cells.GRID, CellsGrid(cells))
        grid.setAccessibleName(_("Prices"))
        grid.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        grid.set_pick("product", ask_products(self.context, self))
        cells.show_rows([])
        cells.set_editable(self.context.allowed("price.edit"))
        new = QShortcut(QKeySequence("Ins"), grid)
        new.setContext(Qt.ShortcutContext.WidgetShortcut)
        new.activated.connect(lambda: grid.select_row(cells.rowCount() - 1, 0))
        return grid

    def _lay_out(self) -> None:
        card = Card(_("Prices"))
        top = QHBoxLayout()
        top.addWidget(self.search, 1)
        top.addWidget(self.note, 1)
        card.body.addLayout(top)
        card.body.addWidget(self.grid, 1)
        self.story = Card(_("History"))
        self.story.body.addWidget(self.history)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(12)
        self._row.addWidget(card, 1)
        self._row.addWidget(self.story)
        self._place_story()
        self.column.addLayout(self._row, 1)
        keys = _("F2 edit · Ins new row · Ctrl+Del take out · Shift+Down, Ctrl+C copy rows · Ctrl+V paste")
        self.add_footer(keys, "price.edit")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_story()

    def _place_story(self) -> None:
        """Beside the prices, or under them where they would not have room for their columns."""
        narrow = self.width() < NARROW
        ways = QBoxLayout.Direction
        self._row.setDirection(ways.TopToBottom if narrow else ways.LeftToRight)
        width, height = (0, HISTORY_HEIGHT) if narrow else (HISTORY_WIDTH, 0)
        self.story.setMinimumSize(width, height)
        self.story.setMaximumSize(width or _ANY, height or _ANY)

    def narrow(self, text: str) -> None:
        """Show the prices of what this finds, unless something is keyed that would be gone."""
        self.search.setText(text)
        self._searched(text)

    # reading

    def load(self) -> None:
        changed = self.grid.cells.changed_rows()
        keyed = (row.values["product"] for row in changed if row.key is not None)
        self._keyed_products = [each.id for each in keyed if isinstance(each, Picked) and each.id]
        super().load()

    def read(self, view: Reading) -> ListRecord:
        list_id, text = self.record_id, self._find_text
        assert list_id is not None, "a list is made on the tab of the lists"
        card = next(each for each in read_price_lists(view) if each.id == list_id)
        rows = read_price_rows_of_list(view, list_id, text=text, limit=ROWS_MOST + 1)
        history = read_history(view, "price", list_id, limit=50)
        return ListRecord(card, self._seen(view, list_id, rows), len(rows) > ROWS_MOST, history)

    def _seen(self, view: Reading, list_id: int, rows: tuple[PriceRowCard, ...]) -> tuple[PriceRowCard, ...]:
        """So many as stand in the grid, and those that are keyed, whatever came before them meanwhile."""
        if not self._keyed_products:
            return rows[:ROWS_MOST]
        known = {row.id for row in rows[:ROWS_MOST]}
        keyed = read_price_rows_of_list(view, list_id, product_ids=self._keyed_products, limit=ROWS_MOST)
        return (*rows[:ROWS_MOST], *(row for row in keyed if row.id not in known))

    def form_values(self, record: ListRecord) -> Values:
        return {}

    def grid_rows(self, record: ListRecord) -> Mapping[str, Sequence[CellRow]]:
        return {price_cells.GRID: [_row(each) for each in record.rows]}

    def show_record(self, record: ListRecord) -> None:
        count = len(record.rows)
        told = n_("{count} price", "{count} prices", count).format(count=count)
        if record.has_more:
            told = _("The first {count} prices; search to see others.").format(count=count)
        self.note.setText(told)
        if self._from_top and not self.is_dirty():
            self.grid.select_row(0, 0)
        self._from_top = False
        self.history.words = price_words(record.card.currency)
        self.history.show_entries(record.history)

    def name_of_record(self) -> str:
        return self.record.card.name if self.record else self.title

    def detail_of_record(self) -> str:
        return _about(self.record.card) if self.record else ""

    def enter(self) -> None:
        self.grid.setFocus()
        if self.grid.current_row() < 0:
            self.grid.select_row(0, 0)

    def _rule(self) -> str:
        """The price under the cursor; the list itself on the empty row."""
        row = self.grid.cells.row_at(self.grid.current_row())
        return f"row:{row.key}" if row is not None and row.key is not None else f"list:{self.record_id}"

    def _find(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _change(self) -> None:
        """Ctrl+M: many of them at once."""
        if self.record is not None:
            self.context.bus.ask("price.change", self.record.card.id, code=self.record.card.code)

    @cached_property
    def exports(self) -> ListExport:
        """What writes the list into files."""
        exports = ListExport(self.context, self)
        self.column.insertWidget(1, exports.card)
        return exports

    def export(self) -> None:
        """Ctrl+E: every price of the list as XLSX or CSV, which the import reads back."""
        if self.record is not None and not self.exports.is_running:
            self.exports.ask_file(self.record.card.code, self.export_to)

    def export_to(self, path: Path) -> None:
        """Write the file."""
        assert self.record is not None, "the list was read"
        self.exports.start(path, list_wish(self.record.card.id, self.record.card.code))

    def _searched(self, text: str) -> None:
        if self.is_dirty():
            told = _("Save the changed prices first (Ctrl+S): other rows would take their place.")
            self.message_bar.show_message(told, "warn")
            self.search.setText(self._find_text)
            return
        self._find_text, self._from_top = text.strip(), True
        self.load()

    # writing

    def make_write(self) -> Callable[[UnitOfWork], int] | None:
        list_id = self.record_id
        texts: dict[str, str] = {}
        assert list_id is not None, "a list is made on the tab of the lists"
        keyed = self._read_keyed(list_id, texts)
        if texts:
            self.show_texts(texts)
            self._tell_unknown(list_id, keyed)
            return None
        removed = tuple((list_id, row.key) for row in self.grid.cells.removed_rows() if row.key is not None)

        def write(uow: UnitOfWork) -> int:
            price_cells.save_prices(uow, PriceChanges(_with_products(uow, keyed), removed))
            return list_id

        return write

    def _tell_unknown(self, list_id: int, keyed: Keyed) -> None:
        """Numbers that nobody knows, in the same round as what cannot be read."""
        codes = [product.text for _price, product in keyed if not product.id]

        def told(known: Mapping[str, ResolvedCode]) -> None:
            texts: dict[str, str] = {}
            unknown = _unknown(
                [each for each in self._read_keyed(list_id, texts) if each[1].text in codes], known
            )
            if unknown:
                self.show_texts(texts | {each.where: text_of_issue(each) for each in unknown})

        if codes:
            self.context.jobs.read(
                self, lambda view: resolve_codes(view, codes), told, latest="unknown codes"
            )

    def _read_keyed(self, list_id: int, texts: dict[str, str]) -> Keyed:
        changed = {id(row) for row in self.grid.cells.changed_rows()}
        found: Keyed = []
        for number, row in enumerate(self.grid.cells.rows()):
            if id(row) not in changed:
                continue
            read = CellReader(price_cells.GRID, number, row, texts)
            product = read.value("product")
            data = price_cells.price_input(read, self.today())
            if isinstance(product, Picked):
                found.append((KeyedPrice(number, row, row.key, list_id, data), product))
            else:
                read.note("product", _("Which product? Type the beginning of its number or name."))
        return found


def _unknown(keyed: Keyed, known: Mapping[str, ResolvedCode]) -> list[Issue]:
    return [
        Issue(
            "price.code_unknown",
            Severity.BLOCK,
            f"{price_cells.GRID}/{price.number}/product",
            {"code": product.text},
        )
        for price, product in keyed
        if not product.id and product.text not in known
    ]


def _with_products(uow: UnitOfWork, keyed: Keyed) -> tuple[KeyedPrice, ...]:
    """The prices with the ids of their products; numbers that nobody knows are refused, all at once."""
    known = resolve_codes(uow, [product.text for _price, product in keyed if not product.id])
    if unknown := _unknown(keyed, known):
        raise RefusedError("price.refused", issues=unknown)
    return tuple(
        replace(price, data=replace(price.data, product_id=product.id or known[product.text].product_id))
        for price, product in keyed
    )


def _columns() -> tuple[CellColumn, ...]:
    return (
        CellColumn("product", _("SKU"), "pick", width=156, only_new=True, takes_text=True),
        CellColumn("name", _("Name"), width=96, read_only=True, quiet=True, stretch=True),
        price_cells.unit_column(),
        *price_cells.what_columns(),
    )


def _row(card: PriceRowCard) -> CellRow:
    values: dict[str, object] = {
        "product": Picked(card.product_id, card.sku),
        "name": card.product_name,
    }
    return price_cells.row_of(card, values)


def _about(card: PriceListCard) -> str:
    parts = [card.code, _("Draft") if card.draft else "", card.currency, card.price_group]
    parts.append(_("Prices incl. VAT") if card.includes_tax else "")
    if card.valid_from is not None:
        parts.append(_("from {day}").format(day=format_date(card.valid_from)))
    if card.valid_to is not None:
        parts.append(_("to {day}").format(day=format_date(card.valid_to)))
    return " · ".join(part for part in parts if part)
