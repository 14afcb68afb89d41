"""A list of any length, loaded page by page: a row is put into words when it comes into sight, and once."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from app.domain.pages import Mark, Page
from app.i18n import format_decimal
from app.models.columns import Column, State

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex
PAGE_ROWS = 200
MAX_PAGES = 64
MAX_ASKS = 3
MAX_MARKS = 20_000
STATE_ROLE = int(Qt.ItemDataRole.UserRole) + 1
QUIET_ROLE = int(Qt.ItemDataRole.UserRole) + 2

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(slots=True)
class _Ready(Generic[R]):
    """A page, with its rows in words as far as they were looked at: all of them at once is a turn of 7 ms."""

    rows: tuple[R, ...]
    columns: tuple[Column[R], ...]
    said: dict[int, tuple[tuple[str, State | None], ...]] = field(default_factory=dict)
    fresh: bool = True

    def cell(self, place: int, column: int) -> tuple[str, State | None]:
        """Text and state; of a row that the page does not have, nothing."""
        cells = self.said.get(place)
        if cells is None:
            cells = self.said[place] = self._say(place)
        return cells[column]

    def _say(self, place: int) -> tuple[tuple[str, State | None], ...]:
        if place >= len(self.rows):
            return (("", None),) * len(self.columns)
        row = self.rows[place]
        return tuple((each.text(row), each.state(row) if each.state else None) for each in self.columns)


class RowsModel(QAbstractTableModel, Generic[R]):
    """Rows fetched in pages of 200 as they come into sight.

    `fetch(first, count, sort_key)` starts a job and returns at once; the answer comes by
    `put(first, page, sort_key=...)`. A descending sort key begins with "-".
    """

    total_changed = Signal()

    def __init__(
        self,
        columns: Sequence[Column[R]],
        fetch: Callable[[int, int, str], None],
        *,
        sort_key: str = "",
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._fetch = fetch
        self._sort_key = sort_key
        self._total = 0
        self._exact = True
        self._loaded = False
        self._pages: OrderedDict[int, _Ready[R]] = OrderedDict()
        self._wanted: OrderedDict[int, None] = OrderedDict()
        self._asked: set[int] = set()
        self._marks: list[Mark] = []
        self._counted = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._ask_wanted)

    # what Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else self._total

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return self._cell(index.row(), index.column())[0]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if self._columns[index.column()].align_right else _LEFT
        if role == STATE_ROLE:
            return self._cell(index.row(), index.column())[1]
        if role == QUIET_ROLE:
            return self._columns[index.column()].quiet
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._hint(index)
        return None

    def _hint(self, index: Index) -> str | None:
        shown, row = self._columns[index.column()], self.row(index.row())
        return shown.hint(row) or None if shown.hint is not None and row is not None else None

    def cell(self, row: int, column: int) -> tuple[str, bool, bool, State | None]:
        """What a cell shows, in one answer: text, right-aligned, quiet, state."""
        shown = self._columns[column]
        text, state = self._cell(row, column)
        return text, shown.align_right, shown.quiet, state

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

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        key = self._columns[column].sort_key if 0 <= column < len(self._columns) else ""
        if key:
            sign = "-" if order == Qt.SortOrder.DescendingOrder else ""
            self.set_sort_key(sign + key)

    # what screens ask

    @property
    def columns(self) -> tuple[Column[R], ...]:
        """The columns shown."""
        return self._columns

    @property
    def sort_key(self) -> str:
        """What the rows are sorted by; "-" in front for descending."""
        return self._sort_key

    def set_sort_key(self, sort_key: str) -> None:
        """Sort by another key; all pages are asked again."""
        if sort_key != self._sort_key:
            self._sort_key = sort_key
            self._marks.clear()
            self._forget_pages()

    def restart(self) -> None:
        """Forget everything, for another filter; the list starts again at its top."""
        self.beginResetModel()
        self._total, self._exact, self._loaded = 0, True, False
        self._pages.clear()
        self.endResetModel()
        self._forget_places()
        self._want(0)

    def refresh(self) -> None:
        """Ask again for what is in sight, showing the old rows until the new ones are there."""
        for ready in self._pages.values():
            ready.fresh = False
        self._forget_places()
        if self._total:
            self.dataChanged.emit(self.index(0, 0), self.index(self._total - 1, len(self._columns) - 1))
        self._want(0)

    def total(self) -> int:
        """Rows known so far."""
        return self._total

    def known_total(self) -> int | None:
        """The count for the next request, None when it must be counted again."""
        return self._total if self._counted else None

    def near(self, first: int) -> Mark | None:
        """The known place nearest to a row, from which its page is found soonest."""
        at = bisect_left(self._marks, first, key=_position)
        beside = self._marks[max(0, at - 1) : at + 1]
        return min(beside, key=lambda mark: abs(mark.position - first), default=None)

    def total_text(self) -> str:
        """The count as people read it: `1,234`, or `10,000+` when counting was capped."""
        shown = format_decimal(Decimal(self._total))
        return shown if self._exact else f"{shown}+"

    def is_loaded(self) -> bool:
        """True once the first page has come, even an empty one."""
        return self._loaded

    def row(self, number: int) -> R | None:
        """The row's value, None while its page is missing."""
        ready = self._pages.get(number // PAGE_ROWS)
        place = number % PAGE_ROWS
        return ready.rows[place] if ready is not None and place < len(ready.rows) else None

    def find(self, wanted: Callable[[R], bool]) -> int | None:
        """The number of the first loaded row that fits, None when none does."""
        for page in sorted(self._pages):
            for place, row in enumerate(self._pages[page].rows):
                if wanted(row):
                    return page * PAGE_ROWS + place
        return None

    def put(self, first: int, page: Page[R], *, sort_key: str | None = None) -> None:
        """Take the answer to `fetch`; one for another sort key than today's is dropped."""
        assert first % PAGE_ROWS == 0, first
        if sort_key is not None and sort_key != self._sort_key:
            return
        number = first // PAGE_ROWS
        if number in self._asked:  # an answer from before the last refresh says nothing about places
            self._asked.discard(number)
            self._note_places(page)
        self._pages[number] = _Ready(page.rows[:PAGE_ROWS], self._columns)
        self._pages.move_to_end(number)
        while len(self._pages) > MAX_PAGES:
            self._pages.popitem(last=False)
        self._loaded = True
        self._set_total(page.total, exact=page.exact)
        last = min(first + len(page.rows), self._total) - 1
        if last >= first:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self._columns) - 1))

    def fetch_failed(self, first: int) -> None:
        """The page did not come; it is asked again when it is next looked at."""
        self._asked.discard(first // PAGE_ROWS)

    # pages

    def _page_at(self, row: int) -> _Ready[R] | None:
        number = row // PAGE_ROWS
        ready = self._pages.get(number)
        if ready is None or not ready.fresh:
            self._want(number)
        else:
            self._pages.move_to_end(number)
        return ready

    def _cell(self, row: int, column: int) -> tuple[str, State | None]:
        ready = self._page_at(row)
        return ready.cell(row % PAGE_ROWS, column) if ready is not None else ("", None)

    def _want(self, number: int) -> None:
        if number in self._asked:
            return
        self._wanted[number] = None
        self._wanted.move_to_end(number)
        if not self._timer.isActive():
            self._timer.start()

    def _ask_wanted(self) -> None:
        """Ask for the pages looked at last; those scrolled past are not worth a query."""
        newest = list(self._wanted)[-MAX_ASKS:]
        self._wanted.clear()
        for number in newest:
            if number not in self._asked:
                self._asked.add(number)
                self._fetch(number * PAGE_ROWS, PAGE_ROWS, self._sort_key)

    def _note_places(self, page: Page[R]) -> None:
        self._counted = True
        for mark in page.marks:
            at = bisect_left(self._marks, mark.position, key=_position)
            if at == len(self._marks) or self._marks[at].position != mark.position:
                insort(self._marks, mark, key=_position)
        del self._marks[MAX_MARKS:]

    def _forget_places(self) -> None:
        self._asked.clear()
        self._marks.clear()
        self._counted = False

    def _forget_pages(self) -> None:
        self._pages.clear()
        self._asked.clear()
        if self._total:
            self.dataChanged.emit(self.index(0, 0), self.index(self._total - 1, len(self._columns) - 1))
        else:
            self._want(0)

    def _set_total(self, total: int, *, exact: bool) -> None:
        if total > self._total:
            self.beginInsertRows(QModelIndex(), self._total, total - 1)
            self._total = total
            self.endInsertRows()
        elif total < self._total:
            self.beginRemoveRows(QModelIndex(), total, self._total - 1)
            self._total = total
            self.endRemoveRows()
        self._exact = exact
        self.total_changed.emit()


def _position(mark: Mark) -> int:
    return mark.position
