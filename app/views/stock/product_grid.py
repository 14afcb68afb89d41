"""Lines of products with quantities: the SKU by type-ahead, scanner or paste."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex
from PySide6.QtWidgets import QLineEdit, QStyleOptionViewItem, QWidget

from app.domain.orders.context import ProductFacts
from app.domain.orders.keying import PastedRow, is_quantity, read_pasted
from app.domain.quantity import Unit, shown_quantity
from app.domain.units import split_unit
from app.i18n import _, format_date
from app.models.entry_model import EntryColumn, EntryModel
from app.models.unit_words import unit_word
from app.services.orders.context import read_product_facts
from app.services.products.finding import ProductHit, find_products, resolve_codes
from app.services.unit_of_work import Reading
from app.views.kit.ask_again import AskAgain
from app.views.kit.context import Context
from app.views.kit.entry_grid import EntryDelegate, EntryGrid
from app.views.kit.errors import find_message_bar, show_error, words
from app.views.kit.field_state import decimal_mark
from app.views.kit.keyed import keyed_day, keyed_micro, micro_text, wanted_day, wanted_quantity
from app.views.kit.search_popup import SearchPopup, SearchRow
from app.views.stock.cost_column import cost_columns
from app.views.stock.product_line import ProductLine

Index = QModelIndex | QPersistentModelIndex


class ProductGrid(EntryGrid):
    """Knows its products; an empty line stands at the end."""

    def __init__(
        self,
        context: Context,
        *,
        quantity_title: str,
        below_zero: bool,
        due: dt.date | None,
        has_cost: bool = False,
    ) -> None:
        self.context = context
        self._due = due
        self._below_zero = below_zero
        self.keyed = 0  # how often somebody changed something: more since means that it is not the same
        self._unread: dict[str, str] = {}  # codes whose look-up got no answer, and why
        self.lines: EntryModel[ProductLine] = EntryModel(
            (
                *_columns(quantity_title, below_zero=below_zero, today=due),
                *(cost_columns() if has_cost else ()),
            ),
            [ProductLine(due=due)],
        )
        super().__init__("productGrid", _("Lines"), self.lines)
        self.lines.setParent(self)
        self.setItemDelegate(_ProductDelegate(self))
        self.lines.edited.connect(self._edited)
        self.lines.edited.connect(self._count)
        self.lines.refused.connect(self._count)
        self.line_wanted.connect(self._add_line)
        self.rows_pasted.connect(self._paste)
        self._again = AskAgain(self)

    def filled(self) -> list[ProductLine]:
        """The keyed lines."""
        return [line for line in self.lines.rows() if not line.is_empty]

    def _count(self, *_cell: object) -> None:
        self.keyed += 1

    def is_typing(self) -> bool:
        """Whether something was typed into an open cell."""
        cells = self.findChildren(QLineEdit, "entryCell")
        return any(cell.isVisible() and cell.isModified() for cell in cells)

    def rows_to_copy(self) -> list[int]:
        return [row for row in super().rows_to_copy() if self.lines.rows()[row].sku]

    def mark_unknown(self) -> None:
        """Mark lines without a product."""
        for number, line in enumerate(self.lines.rows()):
            if not line.is_empty and line.product_id is None:
                self._refuse_code(number, line.sku)

    def look_up_again(self) -> bool:
        """Ask for the codes that got no answer: somebody wants them now. False where there are none."""
        return self._again.now()

    def _refuse_code(self, number: int, code: str) -> None:
        text = _("No product has the code {code}. Correct it, or take the line out.")
        if code in self._unread:
            text = _("{code} could not be looked up. {reason}")
        self.refuse(number, "sku", text.format(code=code[:40], reason=self._unread.get(code, "")))

    def drop_booked(self, booked: Sequence[ProductLine]) -> bool:
        """Take out what was booked; False where something stays that was keyed over or added since."""
        gone = list(booked)
        typed = self.currentIndex().row() if self.is_typing() else -1
        for number in reversed(range(self.lines.rowCount())):
            line = self.lines.rows()[number]
            if line in gone and number != typed:
                gone.remove(line)
                self.lines.remove_rows(number, 1)
        if self.filled() or self.is_typing():
            if not self.lines.rowCount() or not self.lines.rows()[-1].is_empty:
                self.lines.append([ProductLine(due=self._due)])
            return False
        self.clear_lines()
        return True

    def clear_lines(self) -> None:
        """Start again with an empty line."""
        self.lines.clear_marks()
        self._unread.clear()
        self.lines.set_rows([ProductLine(due=self._due)])
        self.select_row(0)

    def add_product(self, sku: str) -> None:
        """Key a product's code into the last line."""
        self.lines.replace(0, replace(self.lines.rows()[0], sku=sku))
        self._edited(0)

    def take_hit(self, number: int, hit: ProductHit) -> None:
        """The product of a line was chosen: its units are read, then the line is filled."""
        row = self.lines.row(number)
        if row is not None:
            self._count()
            changed = replace(
                row, sku=hit.sku, product=None, unit=None, named=_kept_unit(row) or hit.unit_found
            )
            self.lines.replace(number, changed, corrects="sku")
            self._edited(number)

    def _fill(self, number: int, found: _Found) -> None:
        """The product is known: what was keyed counts in the unit that was named, or that the code stands for."""
        row = self.lines.row(number)
        assert row is not None, "its line was just found"
        product = found.product
        beside = row.beside if row.beside and product.unit(row.beside) else ""
        named = row.named or beside or found.unit
        unit = _own_unit(product, named)
        filled = replace(row, sku=product.sku, product=product, named="", beside="", unit=unit)
        if named and product.unit(named) is None:
            self.lines.replace(number, replace(filled, count_micro=0))
            self.refuse(number, "quantity", _no_unit(named, product))
        else:
            self.lines.replace(number, filled, corrects="sku")

    def remove_line(self, number: int) -> None:
        """Take a line out; where it was the last one, an empty line stands in its place."""
        self._count()
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
        if row is None or not row.sku or row.product is not None:
            return
        self._ask_code(row.sku)

    def _ask_code(self, code: str) -> None:
        self.context.jobs.read(
            self,
            lambda view: _look_up(view, code),
            lambda found: self._take_found(code, found),
            failed=lambda error: self._not_found_out(code, error),
        )

    def _not_found_out(self, code: str, error: Exception) -> None:
        """Whether a product has the code is not known: it is asked again, and the line takes keys meanwhile."""
        if code not in self._unread:
            show_error(self, error)
        self._unread[code] = words(error)
        self._again.owe(code, lambda: self._ask_if_wanted(code), error)

    def _ask_if_wanted(self, code: str) -> None:
        if any(row.sku == code and row.product is None for row in self.lines.rows()):
            self._ask_code(code)
        else:
            self._unread.pop(code, None)

    def _take_found(self, code: str, found: _Found | None) -> None:
        self._again.answered(code)
        self._clear_outage(self._unread.pop(code, ""))
        for number, row in enumerate(self.lines.rows()):
            if row.sku == code and row.product is None:
                if found is not None:
                    self._fill(number, found)
                else:
                    self._refuse_code(number, code)

    def _clear_outage(self, told: str) -> None:
        bar = find_message_bar(self)
        if told and bar is not None and bar.text() == told:
            bar.clear()

    def _paste(self, rows: Sequence[Sequence[str]]) -> None:
        """Rows of a sheet: code and quantity; what cannot be read is marked, to be keyed."""
        self._count()
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
    return ProductLine(sku=row.code, count_micro=micro, named=named, beside=row.beside, due=due)


@dataclass(frozen=True, slots=True)
class _Found:
    """A product with its units; `unit` is the one whose own code was read, such as that of a carton."""

    product: ProductFacts
    unit: str = ""


def _kept_unit(row: ProductLine) -> str:
    """The unit that was keyed, by its code: another product has it too, or the line is refused."""
    return row.unit.code if row.unit is not None else row.named


def _own_unit(product: ProductFacts, named: str) -> Unit | None:
    """The unit of that name; None for the base unit, and where the product has none of it."""
    unit = product.unit(named) if named else None
    return None if unit == product.units[0] else unit


def _no_unit(named: str, product: ProductFacts) -> str:
    text = _("{sku} has no unit “{unit}”. It has: {units}.")
    units = ", ".join(unit_word(unit.code) for unit in product.units)
    return text.format(sku=product.sku, unit=named, units=units)


def _look_up(view: Reading, code: str) -> _Found | None:
    """The product with exactly this code."""
    resolved = resolve_codes(view, [code], with_made=True).get(code)
    if resolved is None:
        return None
    facts = read_product_facts(view, [resolved.product_id]).get(resolved.product_id)
    return _Found(facts, resolved.unit) if facts is not None else None


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
        if micro is None:
            return None
        if row.product is None:
            return replace(row, count_micro=micro, named=named)
        if not named:
            return replace(row, count_micro=micro)
        known = row.product.unit(named) is not None
        return replace(row, count_micro=micro, unit=_own_unit(row.product, named)) if known else None

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
        EntryColumn("name", _("Name"), lambda row: row.product.name if row.product else "", stretch=True),
        EntryColumn(
            "quantity", quantity_title, lambda row: micro_text(row.count_micro) if row.sku else "",
            take_quantity, wanted=wanted, align_right=True, width=130,
        ),
        EntryColumn("unit", _("Unit"), _unit_text, width=80, quiet=True),
        EntryColumn("base", _("Makes"), _base_text, align_right=True, width=96, quiet=True),
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


def _unit_text(row: ProductLine) -> str:
    """The unit it is keyed in."""
    if row.product is None:
        return row.named
    return unit_word((row.unit or row.product.units[0]).code, shown_quantity(row.count_micro))


def _base_text(row: ProductLine) -> str:
    """How many of the base unit the packs make."""
    if row.product is None or row.unit is None:
        return ""
    return micro_text(row.quantity_micro, row.product.units[0].code)


def _sku_text(row: ProductLine) -> str:
    return row.sku or _("Type SKU or name…")


def _take_sku(row: ProductLine, text: str) -> ProductLine | None:
    return replace(row, sku=text, product=None, unit=None, named=_kept_unit(row))
