"""What is keyed into rows of a record stays while the record is read again."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Generic, TypeVar

from app.models.entry_model import EntryModel

R = TypeVar("R")


class KeyedRows(Generic[R]):
    """Rows that differ from what was read, or booked, are keyed ones.

    `keep(mine, read, fresh)` lays what is keyed over the row as it is now: None where it no longer fits.
    """

    def __init__(
        self,
        model: EntryModel[R],
        key: Callable[[R], Hashable],
        keep: Callable[[R, R, R], R | None],
    ) -> None:
        self._model = model
        self._key = key
        self._keep = keep
        self._read: dict[Hashable, R] = {}

    def show(self, fresh: Sequence[R]) -> list[int]:
        """Show the rows as they are now, with what is keyed; the places of those where it was lost."""
        mine = {self._key(row): row for row in self._model.rows()}
        rows, lost = [], []
        for place, row in enumerate(fresh):
            key = self._key(row)
            kept: R | None = row
            if key in self._read and mine.get(key, row) != self._read[key]:
                kept = self._keep(mine.get(key, row), self._read[key], row)
            if kept is None:
                lost.append(place)
            rows.append(row if kept is None else kept)
        self._read = {self._key(row): row for row in fresh}
        self._model.set_rows(rows)
        return lost

    def booked(self, rows: Sequence[R]) -> None:
        """These rows are written as they were keyed: only what is keyed since is kept."""
        self._read = {self._key(row): row for row in rows}
