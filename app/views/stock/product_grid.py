"""Lines of products with quantities: the SKU by type-ahead, scanner or paste."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex
from PySide6.QtWidgets import QLineEdit, QStyleOptionViewItem, QWidget

from app.domain.orders.keying import PastedRow, is_quantity, read_pasted
from app.domain.units import same_unit, split_unit
from app.i18n import _, format_date
from app.models.entry_model import EntryColumn, EntryModel
from app.models.unit_words import MANY, unit_word
from app.services.products.finding import ProductHit, find_products, resolve_codes
from app.services.unit_of_work import Reading
from app.views.kit.context import Context
from app.views.kit.entry_grid import EntryDelegate, EntryGrid
from app.views.kit.field_state import decimal_mark
from app.views.kit.keyed import keyed_day, keyed_micro, micro_text, wanted_day, wanted_quantity
from app.views.kit.search_popup import SearchPopup, SearchRow

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class ProductLine:
    """One keyed line; `product_id` is None while its code is looked up or unknown."""

    sku: str = ""
    product_id: int | None = None
    name: str = ""
    unit: str = ""
    quantity_micro: int = 0
    named: str = ""  # the unit that was keyed or pasted before the product was known
    due: dt.date | None = None

    @property
    def is_empty(self) -> bool:
        """Nothing was keyed into it."""
        return not self.sku and not self.quantity_micro


@dataclass(frozen=True, slots=True)
class _Found:
    hit: ProductHit | None


class ProductGrid(EntryGrid):
    """Knows its products; an empty line stands at the end."""

    def __init__(
        self, context: Context, *, quantity_title: str, below_zero: bool, due: dt.date | None
    ) -> None:
        self.context = context
        self._due = due
        self._below_zero = below_zero
        self.lines: EntryModel[ProductLine] = EntryModel(
            _columns(quantity_title, below_zero=below_zero, today=due), [ProductLine(due=due)]
        )
        super().__init__("productGrid", _("Lines"), self.lines)
        self.lines.setParent(self)
        self.setItemDelegate(_ProductDelegate(self))
        self.lines.edited.connect(self._edited)
        self.line_wanted.connect(self._add_line)
        self.rows_pasted.connect(self._paste)

    def filled(self) -> list[ProductLine]:
        """The keyed lines."""
        return [line for line in self.lines.rows() if not line.is_empty]

    def rows_to_copy(self) -> list[int]:
        return [row for row in super().rows_to_copy() if self.lines.rows()[row].sku]

    def mark_unknown(self) -> None:
        """Mark lines without a product."""
        for number, line in enumerate(self.lines.rows()):
            if not line.is_empty and line.product_id is None:
                self._refuse_code(number, line.sku)

    def _refuse_code(self, number: int, code: str) -> None:
        text = _("No product has the code {code}. Correct it, or take the line out.")
        self.refuse(number, "sku", text.format(code=code[:40]))

    def clear_lines(self) -> None:
        """Start again with an empty line."""
        self.lines.set_rows([ProductLine(due=self._due)])
        self.select_row(0)

    def add_product(self, sku: str) -> None:
        """Key a product's code into the last line."""
        self.lines.replace(0, replace(self.lines.rows()[0], sku=sku))
        self._edited(0)

    def take_hit(self, number: int, hit: ProductHit) -> None:
        """The product of a line was chosen."""
        row = self.lines.row(number)
        if row is not None:
            filled = replace(row, sku=hit.sku, product_id=hit.id, name=hit.name, unit=hit.unit, named="")
            if row.named and not same_unit(row.named, hit.unit):
                self.lines.replace(number, replace(filled, quantity_micro=0))
                self.refuse(number, "quantity", _other_unit(row.named, hit))
            else:
                self.lines.replace(number, filled, corrects="sku")

    def remove_line(self, number: int) -> None:
        """Take a line out; where it was the last one, an empty line stands in its place."""
        if number == self.lines.rowCount() - 1:
            self.lines.append([ProductLine(due=self._due)])
        self.lines.remove_rows(number, 1)
        self.select_row(min(number, self.lines.rowCount() - 1))

    def _add_line(self) -> None:
        last = self.lines.rows()[-1]
        if not last.is_empty:
            self.lines.append([ProductLine(due=last.due)])
            self.select_row(self.lines.rowCount() - 1, 0)

    def _edited(self, number: int) -> None:
        row = self.lines.row(number)
        if row is None or not row.sku or row.product_id is not None:
            return
        code = row.sku
        self.context.jobs.read(
            self, lambda view: _look_up(view, code), lambda found: self._take_found(code, found)
        )

    def _take_found(self, code: str, found: _Found) -> None:
        for number, row in enumerate(self.lines.rows()):
            if row.sku == code and row.product_id is None:
                if found.hit is not None:
                    self.take_hit(number, found.hit)
                else:
                    self._refuse_code(number, code)

    def _paste(self, rows: Sequence[Sequence[str]]) -> None:
        """Rows of a sheet: code and quantity; what cannot be read is marked, to be keyed."""
        heads = [column.title for column in self.lines.columns]
        sheet = [cells for cells in rows if list(cells) != heads]  # our own, copied with its headings
        pasted = read_pasted(sheet, decimal_mark())
        for number in reversed(range(self.lines.rowCount())):
            if self.lines.rows()[number].is_empty:
                self.lines.remove_rows(number, 1)
        first = self.lines.rowCount()
        micros = [_pasted_quantity(row, below_zero=self._below_zero) for row in pasted]
        lines = [_pasted(row, micro or 0, self._due) for row, micro in zip(pasted, micros, strict=True)]
        self.lines.append([*lines, ProductLine(due=self._due)])
        for number, (row, micro) in enumerate(zip(pasted, micros, strict=True), start=first):
            if micro is None:
                self._refused(number, "quantity", row.quantity_text)
            self._edited(number)


def _pasted_quantity(row: PastedRow, *, below_zero: bool) -> int | None:
    """The quantity of a pasted row, None where none can be read; of a lone code it is still to be keyed."""
    if sum(map(bool, row.cells)) < 2:
        return 0
    if not is_quantity(row.quantity_text, decimal_mark()):
        return None
    return keyed_micro(split_unit(row.quantity_text)[0], below_zero=below_zero)


def _pasted(row: PastedRow, micro: int, due: dt.date | None) -> ProductLine:
    """A pasted row; a word in the cell beside its quantity is its unit if it is one."""
    named = (split_unit(row.quantity_text)[1] or row.unit_text(None)) if micro else ""
    return ProductLine(sku=row.code, quantity_micro=micro, named=named, due=due)


def _other_unit(named: str, hit: ProductHit) -> str:
    text = _("{sku} is counted in {unit}, not in {named}.")
    return text.format(sku=hit.sku, unit=unit_word(hit.unit, MANY), named=named)


def _look_up(view: Reading, code: str) -> _Found:
    """The product with exactly this code."""
    resolved = resolve_codes(view, [code]).get(code)
    if resolved is None:
        return _Found(None)
    hits = find_products(view, code)
    return _Found(next((hit for hit in hits if hit.id == resolved.product_id), None))


class _ProductDelegate(EntryDelegate):
    """The SKU cell shows a type-ahead list."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = super().createEditor(parent, option, index)
        grid = self.parent()
        assert isinstance(editor, QLineEdit), "cells are keyed into line edits"
        assert isinstance(grid, ProductGrid), "the delegate belongs to its grid"
        if grid.lines.columns[index.column()].name == "sku":
            self._add_popup(grid, editor, index.row())
        return editor

    def _add_popup(self, grid: ProductGrid, editor: QLineEdit, number: int) -> None:
        def ask(text: str) -> None:
            grid.context.jobs.read(
                popup,
                lambda view: find_products(view, text),
                lambda hits: answer(text, hits),
                latest="products",
            )

        def answer(text: str, hits: Sequence[ProductHit]) -> None:
            goods = [hit for hit in hits if hit.kind == "goods"]
            popup.put([SearchRow(hit, hit.sku, hit.name, hit.family) for hit in goods], text=text)

        def choose(hit: object) -> None:
            assert isinstance(hit, ProductHit), "the list holds products"
            editor.setProperty("chosen", True)
            grid.take_hit(number, hit)  # the Enter or Tab that chose it goes on to the next cell

        popup = SearchPopup(editor, ask)
        popup.chosen.connect(choose)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if not editor.property("chosen"):
            super().setModelData(editor, model, index)


def _columns(
    quantity_title: str, *, below_zero: bool, today: dt.date | None
) -> tuple[EntryColumn[ProductLine], ...]:
    def take_quantity(row: ProductLine, text: str) -> ProductLine | None:
        number, named = split_unit(text)
        micro = keyed_micro(number, below_zero=below_zero)
        if micro is None or (named and row.unit and not same_unit(named, row.unit)):
            return None
        return replace(row, quantity_micro=micro, named=named if not row.unit else "")

    def wanted(row: ProductLine) -> str:
        if below_zero:
            return _("Key a number such as 12 or -3.")
        return wanted_quantity(row)

    def take_due(row: ProductLine, text: str) -> ProductLine | None:
        assert today is not None, "only announced goods have a day"
        day = keyed_day(text, today)
        return None if day is None else replace(row, due=day)

    columns: list[EntryColumn[ProductLine]] = [
        EntryColumn("sku", _("SKU"), _sku_text, _take_sku, edit=lambda row: row.sku, width=170),
        EntryColumn("name", _("Name"), lambda row: row.name, stretch=True),
        EntryColumn(
            "quantity", quantity_title, lambda row: micro_text(row.quantity_micro) if row.sku else "",
            take_quantity, wanted=wanted, align_right=True, width=130,
        ),
        EntryColumn("unit", _("Unit"), lambda row: unit_word(row.unit), width=70, quiet=True),
    ]  # fmt: skip
    if today is not None:
        due: EntryColumn[ProductLine] = EntryColumn(
            "due",
            _("Due"),
            lambda row: format_date(row.due) if row.due and row.sku else "",
            take_due,
            wanted=wanted_day,
            width=120,
        )
        columns.append(due)
    return tuple(columns)


def _sku_text(row: ProductLine) -> str:
    return row.sku or _("Type SKU or name…")


def _take_sku(row: ProductLine, text: str) -> ProductLine | None:
    return replace(row, sku=text, product_id=None, name="", unit="")
