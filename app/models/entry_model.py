"""A small list that may be keyed into: receipts, picked quantities, credits, allocations; or only looked at."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from app.models.columns import State, Value
from app.models.rows_model import QUIET_ROLE, STATE_ROLE

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class EntryColumn(Generic[R]):
    """One column. `take(row, text)` gives the changed row, or None for a text that cannot be read.

    Without `take` the column is only shown; `keyed` says of a row whether it may be keyed, `edit` what the
    editor starts with, `hint` the tooltip, `wanted` what to key in place of a text that cannot be taken.
    """

    name: str
    title: str
    text: Callable[[R], str]
    take: Callable[[R, str], R | None] | None = None
    keyed: Callable[[R], bool] | None = None
    edit: Callable[[R], str] | None = None
    state: Callable[[R], State | None] | None = None
    hint: Callable[[R], str] | None = None
    wanted: Callable[[R], str] | None = None
    align_right: bool = False
    width: int = 0
    quiet: bool = False
    stretch: bool = False
    passed: bool = False  # seldom keyed: Enter and Tab go past it, the arrows reach it
    sort_key: str = ""  # these three matter in an `EntryList`, as in a `Column`
    right: str = ""
    value: Callable[[R], Value] | None = None


class EntryModel(QAbstractTableModel, Generic[R]):
    """Rows as frozen values. `edited(row)` follows a keyed cell, `refused(row, column, text)` an unreadable one.

    `key` says what a row is about: by it a row stays itself in `set_rows`, wherever it stands then.
    """

    edited = Signal(int)
    refused = Signal(int, str, str)
    was_set = Signal()

    def __init__(
        self,
        columns: Sequence[EntryColumn[R]],
        rows: Sequence[R] = (),
        parent: QObject | None = None,
        *,
        key: Callable[[R], Hashable] | None = None,
    ) -> None:
        super().__init__(parent)
        self._key = key
        self._columns = tuple(columns)
        self._rows: list[R] = list(rows)
        self._bad: dict[tuple[int, int], str] = {}

    # what screens ask

    @property
    def columns(self) -> tuple[EntryColumn[R], ...]:
        """The columns shown."""
        return self._columns

    def rows(self) -> tuple[R, ...]:
        """All rows as they stand."""
        return tuple(self._rows)

    def row(self, number: int) -> R | None:
        """One row, None where there is none."""
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def column_of(self, name: str) -> int:
        """The place of a column by its name."""
        return next(place for place, column in enumerate(self._columns) if column.name == name)

    def set_rows(self, rows: Sequence[R]) -> None:
        """Show other rows. With a key the cursor, an open cell and a mark stay with what they are about.

        Without one they stay at their place, and the mark of a row that changed goes.
        """
        if self._key is not None:
            self._set_keyed(rows, self._key)
        else:
            self._set_by_place(rows)
        self.was_set.emit()

    def _set_by_place(self, rows: Sequence[R]) -> None:
        common = min(len(rows), len(self._rows))
        self.remove_rows(common)
        for number in range(common):
            if self._rows[number] != rows[number]:
                self.replace(number, rows[number])
        self.append(rows[common:])

    def _set_keyed(self, rows: Sequence[R], key: Callable[[R], Hashable]) -> None:
        places = {key(row): place for place, row in enumerate(rows)}
        old = {key(row) for row in self._rows}
        for first, end in reversed(_runs([key(row) not in places for row in self._rows])):
            self.remove_rows(first, end - first)
        self._reorder([places[key(row)] for row in self._rows])
        for first, end in _runs([key(row) not in old for row in rows]):
            self._insert(first, rows[first:end])
        for number, row in enumerate(rows):
            if self._rows[number] != row:
                self._rows[number] = row
                self._tell(number)
        gone = [(row, column) for row, column in self._bad if not self._may_key(self.index(row, column))]
        for place in gone:
            del self._bad[place]
            self._tell(place[0])

    def _reorder(self, places: Sequence[int]) -> None:
        """Sort the rows by `places`; what points at a row goes with it."""
        if all(before < after for before, after in pairwise(places)):
            return
        self.layoutAboutToBeChanged.emit()
        held = self.persistentIndexList()
        order = sorted(range(len(places)), key=places.__getitem__)
        now = {old: new for new, old in enumerate(order)}
        self._rows = [self._rows[old] for old in order]
        self._bad = {(now[row], column): text for (row, column), text in self._bad.items()}
        moved = [self.index(now[index.row()], index.column()) for index in held]
        self.changePersistentIndexList(held, moved)
        self.layoutChanged.emit()

    def append(self, rows: Sequence[R]) -> None:
        """Add rows at the end."""
        self._insert(len(self._rows), rows)

    def _insert(self, first: int, rows: Sequence[R]) -> None:
        if rows:
            self.beginInsertRows(QModelIndex(), first, first + len(rows) - 1)
            self._rows[first:first] = rows
            self._bad = {
                (row + len(rows) if row >= first else row, column): text
                for (row, column), text in self._bad.items()
            }
            self.endInsertRows()

    def remove_rows(self, first: int, count: int | None = None) -> None:
        """Take rows away, all from `first` on without a count."""
        end = len(self._rows) if count is None else min(len(self._rows), first + count)
        if first < end:
            self.beginRemoveRows(QModelIndex(), first, end - 1)
            del self._rows[first:end]
            gone = end - first
            self._bad = {
                (row - gone if row >= end else row, column): text
                for (row, column), text in self._bad.items()
                if not first <= row < end
            }
            self.endRemoveRows()

    def replace(self, number: int, row: R, *, corrects: str = "") -> None:
        """Show a changed row; it corrects what was wrong in this column, by default in all of the row."""
        self._rows[number] = row
        column = self.column_of(corrects) if corrects else None
        for key in [key for key in self._bad if key[0] == number and column in (None, key[1])]:
            del self._bad[key]
        self._tell(number)

    def mark_bad(self, number: int, name: str, text: str) -> None:
        """Give a cell the colour of a wrong entry and say why."""
        self._bad[number, self.column_of(name)] = text
        self._tell(number)

    def clear_marks(self) -> None:
        """Forget what was refused: something else is shown on purpose."""
        rows = {row for row, _column in self._bad}
        self._bad.clear()
        for row in rows:
            self._tell(row)

    def is_bad(self, index: Index) -> bool:
        """True for a cell whose last text was refused."""
        return (index.row(), index.column()) in self._bad

    def has_bad(self) -> bool:
        """True while a cell could not be read."""
        return bool(self._bad)

    def first_bad(self) -> tuple[int, int, str] | None:
        """Row, column and words of the first cell that is marked."""
        place = min(self._bad, default=None)
        return None if place is None else (*place, self._bad[place])

    def _tell(self, number: int) -> None:
        self.dataChanged.emit(self.index(number, 0), self.index(number, len(self._columns) - 1))

    # what Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if self._columns[section].align_right else _LEFT
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        column, row = self._columns[index.column()], self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text(row)
        if role == Qt.ItemDataRole.EditRole:
            return (column.edit or column.text)(row)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column.align_right else _LEFT
        return self._decoration(index, column, row, role)

    def _decoration(self, index: Index, column: EntryColumn[R], row: R, role: int) -> Any:
        bad = self._bad.get((index.row(), index.column()))
        if role == STATE_ROLE:
            return "bad" if bad else column.state(row) if column.state else None
        if role == QUIET_ROLE:
            return column.quiet
        if role == Qt.ItemDataRole.ToolTipRole:
            return bad or (column.hint(row) if column.hint else None)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsEditable if self._may_key(index) else flags

    def _may_key(self, index: Index) -> bool:
        if not index.isValid() or index.row() >= len(self._rows):
            return False
        column = self._columns[index.column()]
        return column.take is not None and (column.keyed is None or column.keyed(self._rows[index.row()]))

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not self._may_key(index):
            return False
        column = self._columns[index.column()]
        assert column.take is not None, "only keyed columns are written"
        changed = column.take(self._rows[index.row()], str(value).strip())
        if changed is None:
            self.refused.emit(index.row(), column.name, str(value).strip())
            return False
        self.replace(index.row(), changed, corrects=column.name)
        self.edited.emit(index.row())
        return True


def _runs(flags: Sequence[bool]) -> list[tuple[int, int]]:
    """Where neighbours are true: first and end of each run."""
    edges = [place for place, (a, b) in enumerate(pairwise([False, *flags, False])) if a != b]
    return list(zip(edges[::2], edges[1::2], strict=True))
