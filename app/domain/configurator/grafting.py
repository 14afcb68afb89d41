"""Parts of kept models put into another one: the second door of one cabinet proves what the second door of ours can be.

A part is a group, a number, or a sub-product with all that is in it. A model that has all choices is the **base**.
Another kept model lends its values of one part; where all clauses that speak of the part hold then, and all sums do,
the base with that part is a model too. So a few models prove what each part can be beside all others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from app.domain.configurator.clauses import Clause
from app.domain.configurator.residual import Flags, Indices, Words
from app.domain.configurator.sums import NumberBook

_MOST_ROUNDS = 6

PartNames = Mapping[int, str]
"""By variable the name of the part that it belongs to; of a sub-product its path with a "/" behind it."""


def parts_of_variables(named: PartNames, clauses: Sequence[Clause], book: NumberBook) -> list[Indices]:
    """The variables of each part: with those that have no name of their own, and stand in clauses of that part only.

    Wherever a sub-product is among the parts that a variable stands beside, it is one of that sub-product.
    """
    of = dict(named)
    beside: dict[int, set[int]] = defaultdict(set)
    for clause in clauses:
        together = {abs(literal) for literal in clause} - {book.always}
        for variable in together:
            if variable not in named:
                beside[variable] |= together
    for each in book.sums:
        beside[each.guard] |= {abs(literal) for _, literal in each.options}
        beside[each.guard] |= {next(iter(book.cuts[at].values()), 0) for _, at in each.numbers}
    for _ in range(_MOST_ROUNDS):
        found = {
            variable: part
            for variable, others in beside.items()
            if variable not in of and (part := _only_one({of[one] for one in others if one in of}))
        }
        if not found:
            break
        of |= found
    members: dict[str, list[int]] = defaultdict(list)
    for variable, part in sorted(of.items()):
        if variable not in {0, book.always}:
            members[part].append(variable)
    return [np.array(each, np.intp) for each in members.values()]


def _only_one(parts: set[str]) -> str:
    below = {part for part in parts if part.endswith("/")}
    found = below or parts
    return next(iter(found)) if len(found) == 1 else ""


class Grafts:
    """Which kept models can lend a part to a base, as far as clauses say.

    Args:
        clauses: all that bind.
        parts: variables of each; none is in two of them.
    """

    def __init__(self, clauses: Iterable[Clause], parts: Sequence[Indices], variables: int) -> None:
        owner = np.full(variables + 1, -1, np.intp)
        for number, part in enumerate(parts):
            owner[part] = number
        rows: list[tuple[int, Clause]] = []
        for clause in clauses:
            owners = set(owner[np.abs(clause)].tolist()) - {-1}
            rows.extend((part, clause) for part in owners)
        rows.sort(key=lambda row: row[0])
        lengths = np.array([len(clause) for _, clause in rows], np.intp)
        literals = np.array([literal for _, clause in rows for literal in clause], np.intp)
        self._part = np.array([part for part, _ in rows], np.intp)
        self._clause = np.repeat(np.arange(len(rows)), lengths)
        self._starts = np.cumsum(lengths) - lengths
        self._of: Indices = np.abs(literals)
        self._is_positive: Flags = literals > 0
        self._is_own: Flags = owner[self._of] == self._part[self._clause]
        self.parts = parts

    def lenders(self, bits: Words, base: Flags, is_decided: Flags, wanted: Flags) -> Words:
        """By part the rows, as bits, whose values of it fit the base; of parts that are not wanted too many.

        Args:
            bits: of kept models by variable, for rows that are filled.
            base: by variable whether it is true in the base, with what is decided in its place.
            is_decided: by variable; these keep the base's value.
            wanted: by part.
        """
        found = np.full((len(self.parts), bits.shape[1]), ~np.uint64(0))
        if not len(self._starts):
            return found
        is_open = self._is_own & ~is_decided[self._of]
        is_kept = np.logical_or.reduceat(~is_open & (base[self._of] == self._is_positive), self._starts)
        asked = is_open & (wanted[self._part] & ~is_kept)[self._clause]
        places = np.flatnonzero(asked)
        if not len(places):
            return found
        truth = bits[self._of[places]]
        np.invert(truth, out=truth, where=~self._is_positive[places][:, None])
        clauses = self._clause[places]
        starts = np.flatnonzero(np.diff(clauses, prepend=-1))
        fits = np.bitwise_or.reduceat(truth, starts, axis=0)
        parts = self._part[clauses[starts]]
        firsts = np.flatnonzero(np.diff(parts, prepend=-1))
        found[parts[firsts]] = np.bitwise_and.reduceat(fits, firsts, axis=0)
        return found
