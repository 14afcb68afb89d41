"""What is keyed into rows of a record stays while the record is read again."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Generic, TypeVar

from app.models.entry_model import EntryModel

R = TypeVar("R")


class KeyedRows(Generic[R]):
    """`value` is what is keyed of a row; where it differs from what was read or booked, somebody keyed it.

    `keep(mine, read, fresh)` lays it over the row as it is now, None where it no longer fits; `read` is the
    value that stood there before it was keyed.
    """

    def __init__(
        self,
        model: EntryModel[R],
        key: Callable[[R], Hashable],
        value: Callable[[R], object],
        keep: Callable[[R, object, R], R | None],
    ) -> None:
        self._model = model
        self._key = key
        self._value = value
        self._keep = keep
        self._read: dict[Hashable, object] = {}

    def show(self, fresh: Sequence[R]) -> list[int]:
        """Show the rows as they are now, with what is keyed; the places of those where it was lost."""
        keyed = {self._key(row): row for row in self._model.rows() if self._is_keyed(row)}
        rows, lost = [], []
        for place, row in enumerate(fresh):
            mine = keyed.get(self._key(row))
            kept = row if mine is None else self._keep(mine, self._read[self._key(row)], row)
            if kept is None:
                lost.append(place)
            rows.append(row if kept is None else kept)
        self.booked(fresh)
        self._model.set_rows(rows)
        return lost

    def booked(self, rows: Sequence[R]) -> None:
        """These rows are written as they stand: only what is keyed since is kept."""
        self._read = {self._key(row): self._value(row) for row in rows}

    def _is_keyed(self, row: R) -> bool:
        key = self._key(row)
        return key in self._read and self._value(row) != self._read[key]
