"""The lines of one order for the grid: ready strings, one empty line at the end to key into."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from app.domain.orders.context import OrderContext
from app.domain.orders.draft import KIT, Draft, Line
from app.domain.tax import PriceMode
from app.domain.units import USUAL_UNIT
from app.i18n import (
    _,
    format_date,
)
from app.models.columns import State
from app.models.list_prices import ListPrices
from app.models.order_columns import LOCK, GridColumn, discount_words, grid_columns, price_text, tax_text
from app.models.rows_model import QUIET_ROLE, STATE_ROLE
from app.models.unit_words import quantity_text

Index = QModelIndex | QPersistentModelIndex
LINE_KEY_ROLE = int(Qt.ItemDataRole.UserRole) + 3


@dataclass(frozen=True, slots=True)
class LinePromise:
    """What the plan says of a line: availability with its colour, the ship date, and why from there."""

    available_text: str = ""
    state: State = "muted"
    date_text: str = ""
    reason: str = ""


_READ = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_KEYED = _READ | Qt.ItemFlag.ItemIsEditable
"""Ready made: every painted cell asks for them, and joining flags took a fifth of its time."""


class OrderLinesModel(QAbstractTableModel):
    """Rows of a draft. Keying a cell emits `cell_keyed(line key or "", column name, text)` and changes nothing."""

    cell_keyed = Signal(str, str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = grid_columns()
        self._lines: tuple[Line, ...] = ()
        self._texts: list[tuple[str, ...]] = []
        self._currency = "EUR"
        self._list_prices = ListPrices()
        self._promises: Mapping[str, LinePromise] = {}
        self._bad: Mapping[tuple[str, str], str] = {}
        self._editable = True
        self._joined = False
        self._is_gross = False
        self.may_type_prices = True  # the page asks the right `price.manual`

    @property
    def columns(self) -> tuple[GridColumn, ...]:
        """The columns from left to right."""
        return self._columns

    def column_of(self, name: str) -> int:
        """The place of a column by its name."""
        return next(i for i, column in enumerate(self._columns) if column.name == name)

    def key_at(self, row: int) -> str:
        """The line's key, "" on the empty line."""
        return self._lines[row].key if 0 <= row < len(self._lines) else ""

    def line_at(self, row: int) -> Line | None:
        """The line itself, None on the empty line."""
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def kind_at(self, row: int) -> str:
        """What kind of line it is, "" on the empty line."""
        return self._lines[row].kind if 0 <= row < len(self._lines) else ""

    def is_part_at(self, row: int) -> bool:
        """Whether the line is a part of a kit."""
        return 0 <= row < len(self._lines) and self._lines[row].is_part

    def keyed_count(self) -> int:
        """How many lines were keyed."""
        return sum(not line.is_made for line in self._lines)

    def last_keyed_row(self) -> int:
        """The row of the last line that was keyed, -1 where there is none; parts of kits stand between them."""
        return max((row for row, line in enumerate(self._lines) if not line.is_made), default=-1)

    def keyed_row_below(self, row: int) -> int:
        """The next row that is keyed, past those that rules added; the last one at the end."""
        below = row + 1
        while below < len(self._lines) and self._lines[below].is_made:
            below += 1
        return min(below, self.rowCount() - 1)

    def row_of(self, key: str) -> int:
        """The row of a line, -1 if it is gone."""
        return next((row for row, line in enumerate(self._lines) if line.key == key), -1)

    def set_editable(self, *, editable: bool) -> None:
        """Whether lines may be keyed; a confirmed order has no empty line at its end."""
        if editable == self._editable:
            return
        end = len(self._lines)
        if editable:
            self.beginInsertRows(QModelIndex(), end, end)
            self._editable = True
            self.endInsertRows()
        else:
            self.beginRemoveRows(QModelIndex(), end, end)
            self._editable = False
            self.endRemoveRows()

    def set_draft(self, draft: Draft, context: OrderContext) -> None:
        """Show the draft; only rows that differ are told to the view."""
        self._currency = draft.currency
        self._show_kind(is_gross=draft.price_mode == PriceMode.GROSS)
        has_other_lists = self._list_prices.use(draft, context)
        old, new = self._lines, draft.lines
        same = 0
        while same < min(len(old), len(new)) and old[same].key == new[same].key:
            same += 1
        tail = 0
        while tail < min(len(old), len(new)) - same and old[-1 - tail].key == new[-1 - tail].key:
            tail += 1
        self._remove(same, len(old) - tail)
        self._insert(same, len(new) - tail, new)
        shown = self._lines
        for row, line in enumerate(new):
            # untouched lines are shared between two drafts
            if has_other_lists or (shown[row] is not line and shown[row] != line):
                self._replace(row, line)

    def _show_kind(self, *, is_gross: bool) -> None:
        """Prices with tax are called so."""
        if is_gross != self._is_gross:
            self._is_gross = is_gross
            place = self.column_of("price")
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, place, place)

    def join_units(self, *, joined: bool) -> None:
        """Whether units other than pieces stand behind their quantity, for their own column is not in sight."""
        if joined != self._joined:
            self._joined = joined
            place, last = self.column_of("quantity"), len(self._lines) - 1
            if last >= 0:
                self.dataChanged.emit(self.index(0, place), self.index(last, place))

    def _remove(self, first: int, end: int) -> None:
        if end <= first:
            return
        self.beginRemoveRows(QModelIndex(), first, end - 1)
        self._lines = self._lines[:first] + self._lines[end:]
        del self._texts[first:end]
        self.endRemoveRows()

    def _insert(self, first: int, end: int, lines: tuple[Line, ...]) -> None:
        if end <= first:
            return
        self.beginInsertRows(QModelIndex(), first, end - 1)
        self._lines = self._lines[:first] + lines[first:end] + self._lines[first:]
        self._texts[first:first] = [self._row_texts(line) for line in lines[first:end]]
        self.endInsertRows()

    def _replace(self, row: int, line: Line) -> None:
        self._lines = (*self._lines[:row], line, *self._lines[row + 1 :])
        before, after = self._texts[row], self._row_texts(line)
        self._texts[row] = after
        changed = [place for place, text in enumerate(after) if text != before[place]]
        if changed:
            self.dataChanged.emit(self.index(row, changed[0]), self.index(row, changed[-1]))

    def _row_texts(self, line: Line) -> tuple[str, ...]:
        return tuple(
            price_text(self._list_prices.of(line), line.price_per)
            if column.name == "list"
            else column.text(line, self._currency)
            for column in self._columns
        )

    def set_promises(self, promises: Mapping[str, LinePromise]) -> None:
        """Availability and dates by line key, as the last plan says."""
        before, self._promises = self._promises, promises
        first, last = self.column_of("available"), self.column_of("date")
        for row, line in enumerate(self._lines):
            if before.get(line.key) != promises.get(line.key):
                self.dataChanged.emit(self.index(row, first), self.index(row, last))

    def set_bad_cells(self, bad: Mapping[tuple[str, str], str]) -> None:
        """Cells with an issue: (line key, column name) -> text for the tooltip."""
        before, self._bad = self._bad, bad
        changed = {cell[0] for cell in {*before, *bad} if before.get(cell) != bad.get(cell)}
        if changed:
            last = len(self._columns) - 1
            for row in range(self.rowCount()):
                if self.key_at(row) in changed:
                    self.dataChanged.emit(self.index(row, 0), self.index(row, last))

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._lines) + self._editable

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Vertical:
            shown = role == Qt.ItemDataRole.DisplayRole and section < len(self._lines)
            return str((section + 1) * 10) if shown else None
        column = self._columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return _("Gross") if self._is_gross and column.name == "price" else column.title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(right=column.align_right)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = index.row(), self._columns[index.column()]
        if row >= len(self._lines):
            return self._empty_line(column, role)
        line = self._lines[row]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._display(row, index.column(), line)
        if role == Qt.ItemDataRole.EditRole:
            return self._edit_text(row, index.column(), line)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(right=column.align_right)
        return self._decoration(line, column, role)

    def _decoration(self, line: Line, column: GridColumn, role: int) -> Any:
        if role == STATE_ROLE:
            return self._state(line, column.name)
        if role == QUIET_ROLE:
            return _is_quiet(line, column.name)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._bad.get((line.key, column.name)) or self._hint(line, column.name) or None
        if role == LINE_KEY_ROLE:
            return line.key
        return None

    def _hint(self, line: Line, name: str) -> str:
        """Why it ships from there and then; at the amount, its tax; at what rules added, how it goes."""
        if name == "amount":
            return tax_text(line)
        if name in {"discount", "price"} and line.discount_part_micro is not None:
            return discount_words(line)
        if line.is_part and name in {"sku", "text"}:
            return _("A part of the kit above: it follows that line. Ctrl+Del takes the whole kit out.")
        if line.is_made and name in {"sku", "text"}:
            return _("Added by the rules for the whole order. Ctrl+Del takes it out.")
        promise = self._promises.get(line.key) if name in {"available", "date"} else None
        return promise.reason if promise else ""

    def cell(self, row: int, column: int) -> tuple[str, bool, bool, State | None]:
        """A cell for painting, in one look: text, right-aligned, quiet, state."""
        shape = self._columns[column]
        if row >= len(self._lines):
            is_first = shape.name == "sku"
            bad: State | None = "bad" if ("", shape.name) in self._bad else None
            return _("SKU or text …") if is_first else "", shape.align_right, is_first, bad
        line = self._lines[row]
        state = self._state(line, shape.name)
        return self._display(row, column, line), shape.align_right, _is_quiet(line, shape.name), state

    def _state(self, line: Line, name: str) -> State | None:
        if (line.key, name) in self._bad:
            return "bad"
        promise = self._promises.get(line.key) if name == "available" else None
        return promise.state if promise and promise.available_text else None

    def _display(self, row: int, column: int, line: Line) -> str:
        name = self._columns[column].name
        promise = self._promises.get(line.key)
        if name == "available":
            return promise.available_text if promise else ""
        if name == "date":
            return promise.date_text if promise else ""
        if name == "quantity" and self._joined and line.has_price and line.unit != USUAL_UNIT:
            return quantity_text(line.quantity_micro, line.unit)
        return self._texts[row][column]

    def _edit_text(self, row: int, column: int, line: Line) -> str:
        name = self._columns[column].name
        if name == "date":
            return format_date(line.requested_date) if line.requested_date else ""
        return self._texts[row][column].removeprefix(LOCK).strip()

    def _empty_line(self, column: GridColumn, role: int) -> Any:
        if column.name != "sku":
            return _alignment(right=column.align_right) if role == Qt.ItemDataRole.TextAlignmentRole else None
        if role == Qt.ItemDataRole.DisplayRole:
            return _("SKU or text …")
        if role == Qt.ItemDataRole.EditRole:
            return ""
        if role == STATE_ROLE and ("", column.name) in self._bad:
            return "bad"
        return True if role == QUIET_ROLE else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        return _KEYED if self.may_key(index.row(), index.column()) else _READ

    def may_key(self, row: int, column: int) -> bool:
        """Whether the clerk may type into the cell."""
        if not self._editable:
            return False
        if row >= len(self._lines):
            return self._columns[column].name == "sku"
        if self._lines[row].is_made:
            return False
        kind = self._lines[row].kind
        name = self._columns[column].name
        if name == "sku" and kind not in {"goods", "service", KIT}:
            return False
        if name in {"price", "discount"} and not self.may_type_prices:
            return False
        return kind in self._columns[column].keyed

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole:
            return False
        self.cell_keyed.emit(self.key_at(index.row()), self._columns[index.column()].name, str(value))
        return True


def _is_quiet(line: Line, name: str) -> bool:
    if line.is_part or line.kind == "note":
        return True
    return name in {"list", "unit"} or (line.is_made and name == "quantity")


def _alignment(*, right: bool) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
