"""Tables of values: what stands beside keys. Some keys must be there, others are taken up to the next one."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from app.domain.errors import RefusedError
from app.domain.product_models.definition import LookupDef
from app.domain.product_models.scopes import plain, shown


class Lookup:
    """A table of values, ready to be asked.

    Of several keys that are taken up, the first one goes up as little as it can, then the next; where no row has the
    next one large enough, the first goes on.
    """

    def __init__(self, definition: LookupDef) -> None:
        self.code = definition.code
        self._names = [name for name, _kind in definition.keys]
        self._exact = [at for at, (_name, kind) in enumerate(definition.keys) if kind == "exact"]
        self._up = [at for at, (_name, kind) in enumerate(definition.keys) if kind != "exact"]
        rows: dict[tuple[Any, ...], list[tuple[tuple[Any, ...], Any]]] = {}
        for keys, value in definition.rows:
            words = [each if isinstance(each, str) else plain(each) for each in keys]
            exact = tuple(words[at] for at in self._exact)
            rows.setdefault(exact, []).append((tuple(words[at] for at in self._up), plain(value)))
        self._steps = {exact: _steps(found, len(self._up)) for exact, found in rows.items()}

    def takes_up(self, at: int) -> bool:
        """Whether the key at this place is taken up to the next one, so that it must be a number."""
        return at in self._up

    def value(self, keys: Sequence[Any], row: str) -> Fraction | int:
        """What stands beside the keys; RefusedError `evaluate.lookup_*` for the row where nothing does."""
        exact = tuple([keys[at] for at in self._exact])
        steps = self._steps.get(exact)
        if steps is None:
            missing = ", ".join(_said(key) for key in exact)
            raise RefusedError("evaluate.lookup_missing", row=row, lookup=self.code, key=missing)
        found = _taken(steps, [keys[at] for at in self._up])
        if found is None:
            self._refuse_above(keys, row)
        return found  # type: ignore[no-any-return]  # values are numbers

    def _refuse_above(self, keys: Sequence[Any], row: str) -> None:
        asked = ", ".join(f"{self._names[at]} {_said(keys[at])}" for at in self._up)
        raise RefusedError("evaluate.lookup_above", row=row, lookup=self.code, key=asked)


def _steps(rows: list[tuple[tuple[Any, ...], Any]], keys: int) -> Any:
    """Sizes in order, and beside each of them the steps of the next key, or the value at the end."""
    if not keys:
        return rows[0][1]
    by_size: dict[Any, list[tuple[tuple[Any, ...], Any]]] = {}
    for (first, *rest), value in rows:
        by_size.setdefault(first, []).append((tuple(rest), value))
    sizes = sorted(by_size)
    return sizes, [_steps(by_size[size], keys - 1) for size in sizes]


def _taken(steps: Any, keys: list[Any]) -> Any:
    """The value for the keys, each of them as it is or the least above; None where no row is large enough."""
    if not keys:
        return steps
    sizes, beside = steps
    for at in range(bisect_left(sizes, keys[0]), len(sizes)):
        found = _taken(beside[at], keys[1:])
        if found is not None:
            return found
    return None


def _said(key: Any) -> str:
    if key == "":
        return "none"
    return key if isinstance(key, str) else shown(key)
