"""A short list that may be keyed into and is asked like a long one: search, sort, saved views, export."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from decimal import Decimal
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from app.domain.pages import Mark, Page
from app.i18n import format_decimal
from app.models.entry_model import EntryColumn, EntryModel

R = TypeVar("R")


class EntryList(EntryModel[R], Generic[R]):
    """What `RowsModel` is for a `ListBar`, over rows that are all there.

    `fetch(sort_key)` starts a job and returns at once; the answer comes by `put(page)`. A descending sort
    key begins with "-".
    """

    total_changed = Signal()

    def __init__(
        self,
        columns: Sequence[EntryColumn[R]],
        fetch: Callable[[str], None],
        *,
        sort_key: str = "",
        parent: QObject | None = None,
        key: Callable[[R], Hashable] | None = None,
    ) -> None:
        super().__init__(columns, parent=parent, key=key)
        self._fetch = fetch
        self._sort_key = sort_key

    @property
    def sort_key(self) -> str:
        """What the rows are sorted by; "-" in front for descending."""
        return self._sort_key

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        key = self.columns[column].sort_key if 0 <= column < len(self.columns) else ""
        if key:
            self.set_sort_key(f"-{key}" if order == Qt.SortOrder.DescendingOrder else key)

    def set_sort_key(self, sort_key: str) -> None:
        """Sort by another key."""
        if sort_key != self._sort_key:
            self._sort_key = sort_key
            self.restart()

    def restart(self) -> None:
        """Ask again; the old rows stay until the new ones are there."""
        self._fetch(self._sort_key)

    def put(self, page: Page[R]) -> None:
        """Take the answer to `fetch`."""
        self.set_rows(page.rows)
        self.total_changed.emit()

    def total(self) -> int:
        """How many rows are shown."""
        return self.rowCount()

    def known_total(self) -> int | None:
        """The rows are few: they are counted each time."""
        return None

    def near(self, _first: int) -> Mark | None:
        """The rows are few: they are read whole, from no known place."""
        return None

    def total_text(self) -> str:
        """The count as people read it."""
        return format_decimal(Decimal(self.rowCount()))
