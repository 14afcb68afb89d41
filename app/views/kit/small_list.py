"""A short read-only list inside a card: all its rows are there at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

from app.domain.pages import Page
from app.models.columns import Column
from app.models.rows_model import RowsModel
from app.views.kit.nothing import say_when_empty
from app.views.kit.table_view import TableView

R = TypeVar("R")


class SmallList(TableView, Generic[R]):
    """`show_rows(rows)`; Enter gives the row by `row_activated`, `row_of(number)` the record."""

    readable = 64  # a panel at the side is narrow: rather a cut word than a list that scrolls sideways

    def __init__(self, columns: Sequence[Column[R]], name: str, title: str, *, nothing: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(title)
        self._rows: tuple[R, ...] = ()
        self._list: RowsModel[R] = RowsModel(columns, self._fetch, parent=self)
        self.setModel(self._list)
        if nothing:
            say_when_empty(self, nothing, self._list.modelReset)

    def show_rows(self, rows: Sequence[R]) -> None:
        """Show these."""
        self._rows = tuple(rows)
        self._list.restart()
        self._fetch(0, 0, "")

    def row_of(self, number: int) -> R | None:
        """The record of a row."""
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def _fetch(self, first: int, _count: int, _sort_key: str) -> None:
        self._list.put(first, Page(self._rows[first:], len(self._rows)))
