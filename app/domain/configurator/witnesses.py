"""Configurations that were found before, as bits: a row is one, and answers "possible" without asking the solver.

For open variables that hang together, a row is a proof of their values as soon as it agrees with what was chosen
on their edge (see `residual`): what else was chosen does not touch them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from app.domain.configurator.residual import Components, Flags, Indices, Values, Words

_WORD = 64


class Witnesses:
    """Up to `rows` models over `variables`; the newest replaces the oldest.

    Args:
        variables: each row has a bit for each of 1 to `variables`.
        rows: a multiple of 64.
    """

    def __init__(self, variables: int, rows: int) -> None:
        self._bits: Words = np.zeros((variables + 1, rows // _WORD), np.uint64)
        self._rows: Words = np.zeros(rows // _WORD, np.uint64)
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

    def having(self, literals: Sequence[int]) -> Words:
        """The rows that have all these literals, as bits."""
        bits, rows = self._filled()
        for literal in literals:
            rows &= bits[literal] if literal > 0 else ~bits[-literal]
        return rows

    def most_held(self, rows: Words, literals: Sequence[int]) -> set[int]:
        """The most of these literals that one of these rows (as bits, one at least) has."""
        bits, _ = self._filled()
        numbers = self.rows_of(rows)
        of = np.array(literals, np.intp)
        held = np.unpackbits(bits[np.abs(of)].view(np.uint8), axis=1, bitorder="little")[:, numbers]
        held = held != (of < 0)[:, None]
        best = int(np.argmax(np.count_nonzero(held, axis=0)))
        return {literal for literal, is_held in zip(literals, held[:, best].tolist(), strict=True) if is_held}

    @property
    def next_row(self) -> int:
        """Where the next model will be kept."""
        return self._added % self._capacity

    def agreeing(self, values: Values, edge: Indices) -> Words:
        """The rows that agree with the values on the edge, as bits."""
        bits, agreeing = self._filled()
        signs = values[edge]
        agreeing &= np.bitwise_and.reduce(bits[edge[signs > 0]], axis=0)
        agreeing &= ~np.bitwise_or.reduce(bits[edge[signs < 0]], axis=0)
        return agreeing

    def seen(self, agreeing: Words) -> tuple[Flags, Flags]:
        """By variable: whether it is true, and whether false, in some of these rows."""
        bits, _ = self._filled()
        used = np.flatnonzero(agreeing)
        if len(used) < len(agreeing):
            bits, agreeing = bits[:, used], agreeing[used]
        return _both(bits, agreeing)

    def rows_of(self, words: Words) -> Indices:
        """The rows that these bits name."""
        return np.flatnonzero(np.unpackbits(words.view(np.uint8), bitorder="little"))

    def words_of(self, rows: Indices) -> Words:
        """The bits that name these rows."""
        flags = np.zeros(len(self._filled()[1]) * _WORD, np.bool_)
        flags[rows] = True
        words: Words = np.packbits(flags, bitorder="little").view(np.uint64)
        return words

    def bits_of(self, variables: Indices, rows: Indices) -> Flags:
        """Whether these variables are true, row by row."""
        words, bit = np.divmod(rows, _WORD)
        found: Flags = (
            self._bits[variables[None, :], words[:, None]] >> bit.astype(np.uint64)[:, None] & 1 != 0
        )
        return found

    def bits(self) -> Words:
        """Of each variable the rows in which it is true, as bits, as far as rows are filled."""
        return self._filled()[0]

    def filled_rows(self) -> Words:
        """The rows that are filled, as bits."""
        return self._filled()[1]

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

    def _filled(self) -> tuple[Words, Words]:
        words = -(-min(self._added, self._capacity) // _WORD)
        return self._bits[:, :words], self._rows[:words].copy()


def _both(bits: Words, agreeing: Words) -> tuple[Flags, Flags]:
    true: Words = bits & agreeing
    holds: Flags = np.any(true != 0, axis=1)
    fails: Flags = np.any(true != agreeing, axis=1)
    return holds, fails
