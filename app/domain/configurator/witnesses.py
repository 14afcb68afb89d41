"""Configurations that were found before, as bits: a row is one, and answers "possible" without asking the solver.

For open variables that hang together, a row is a proof of their values as soon as it agrees with what was chosen
on their edge (see `residual`): what else was chosen does not touch them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from app.domain.configurator.residual import Components, Flags, Indices, Values

_Words: TypeAlias = npt.NDArray[np.uint64]
_WORD = 64


class Witnesses:
    """Up to `rows` models over `variables`; the newest replaces the oldest.

    Args:
        variables: each row has a bit for each of 1 to `variables`.
        rows: a multiple of 64.
    """

    def __init__(self, variables: int, rows: int) -> None:
        self._bits: _Words = np.zeros((variables + 1, rows // _WORD), np.uint64)
        self._rows: _Words = np.zeros(rows // _WORD, np.uint64)
        self._capacity = rows
        self._added = 0

    def add(self, model: Sequence[int]) -> Flags:
        """Keep a model, the literals of variables 1, 2, ... in this order; which of them are true, by variable."""
        true = np.zeros(len(self._bits), np.bool_)
        true[1:] = np.fromiter(model, np.int32, len(self._bits) - 1) > 0
        word, bit = divmod(self._added % self._capacity, _WORD)
        self._added += 1
        mask = np.uint64(1 << bit)
        column = self._bits[:, word]
        column &= ~mask
        column[true] |= mask
        self._rows[word] |= mask
        return true

    def seen(self, values: Values, edge: Indices) -> tuple[Flags, Flags]:
        """By variable: whether it is true, and whether false, in some row that agrees with the values on the edge."""
        bits, agreeing = self._filled()
        signs = values[edge]
        agreeing &= np.bitwise_and.reduce(bits[edge[signs > 0]], axis=0)
        agreeing &= ~np.bitwise_or.reduce(bits[edge[signs < 0]], axis=0)
        used = np.flatnonzero(agreeing)
        if len(used) < len(agreeing):
            bits, agreeing = bits[:, used], agreeing[used]
        return _both(bits, agreeing)

    def seen_by_component(self, values: Values, parts: Components) -> tuple[Flags, Flags]:
        """The same for each of the components' variables, by rows that agree on the edge of its own component."""
        bits, rows = self._filled()
        agreeing = np.tile(rows, (parts.count, 1))
        if len(parts.edge):
            on_edge = bits[parts.edge]
            np.invert(on_edge, out=on_edge, where=(values[parts.edge] < 0)[:, None])
            starts = np.flatnonzero(np.diff(parts.edge_component, prepend=-1))
            agreeing[parts.edge_component[starts]] &= np.bitwise_and.reduceat(on_edge, starts, axis=0)
        return _both(bits[parts.variables], agreeing[parts.component])

    def _filled(self) -> tuple[_Words, _Words]:
        words = -(-min(self._added, self._capacity) // _WORD)
        return self._bits[:, :words], self._rows[:words].copy()


def _both(bits: _Words, agreeing: _Words) -> tuple[Flags, Flags]:
    true: _Words = bits & agreeing
    holds: Flags = np.any(true != 0, axis=1)
    fails: Flags = np.any(true != agreeing, axis=1)
    return holds, fails
