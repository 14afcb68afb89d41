"""What is left of the clauses once some variables are decided, as arrays.

A clause that a decided literal makes true binds nobody any more. The others bind their open variables, and which of
these must be true depends on the decided literals only by their **edge**: the decided variables in open clauses.
Open variables that no open clause ties together, directly or over others, are independent of one another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Values: TypeAlias = npt.NDArray[np.int8]
"""By variable (0 is unused): 1 true, -1 false, 0 open."""

Words: TypeAlias = npt.NDArray[np.uint64]
"""A bit for each row."""

Indices: TypeAlias = npt.NDArray[np.intp]
Flags: TypeAlias = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Residual:
    """Flags by place in the clauses: open literals and decided (false) ones of the clauses that still bind."""

    open_places: Flags
    edge_places: Flags
    edge: Indices
    """The decided variables in clauses that still bind, each once."""


@dataclass(frozen=True, slots=True)
class Components:
    """Open variables by what they hang together with: component 0, 1, ... of those that were asked for."""

    variables: Indices
    component: Indices
    """Of each of the variables."""
    edge: Indices
    edge_component: Indices
    """Of each variable of the edge; ascending. A decided variable stands here once for each component it binds."""
    count: int

    def without(self, components: Indices) -> Components:
        """The same without some of the components."""
        stays = ~np.isin(self.component, components)
        on_edge = ~np.isin(self.edge_component, components)
        return Components(
            self.variables[stays],
            self.component[stays],
            self.edge[on_edge],
            self.edge_component[on_edge],
            self.count,
        )


class ClauseArrays:
    """The literals of all clauses one after the other, and in the order of their variables.

    Args:
        clause: by literal its clause, in order.
        of: by literal its variable.
        sign: by literal 1 or -1.
        variables: 1 to this number.
    """

    def __init__(self, clause: Indices, of: Indices, sign: Values, variables: int) -> None:
        self._variables = variables
        self._of, self._sign = of, sign
        _, self._starts = _runs(clause) if len(clause) else (clause, clause)
        self._lengths = np.diff(self._starts, append=len(clause))
        self._clause = np.repeat(np.arange(len(self._lengths)), self._lengths)
        self._by_variable = np.argsort(of, kind="stable")

    @classmethod
    def of_clauses(cls, clauses: Sequence[Sequence[int]], variables: int) -> ClauseArrays:
        """Those of clauses, none of which is empty."""
        lengths = np.fromiter((len(clause) for clause in clauses), np.intp, len(clauses))
        literals = np.fromiter(
            (literal for clause in clauses for literal in clause), np.int32, int(lengths.sum())
        )
        of, sign = np.abs(literals).astype(np.intp), np.sign(literals).astype(np.int8)
        return cls(np.repeat(np.arange(len(clauses)), lengths), of, sign, variables)

    def without(self, facts: Values) -> ClauseArrays:
        """What is left where these always hold: clauses that they make true are gone, and literals that cannot hold."""
        if not len(self._of):
            return self
        truth = facts[self._of] * self._sign
        stays = np.repeat(np.maximum.reduceat(truth, self._starts) != 1, self._lengths) & (truth == 0)
        return ClauseArrays(self._clause[stays], self._of[stays], self._sign[stays], self._variables)

    def residual(self, values: Values) -> Residual:
        """What still binds under these values."""
        if not len(self._of):
            nothing = np.zeros(0, np.bool_)
            return Residual(nothing, nothing, np.zeros(0, np.intp))
        truth = values[self._of] * self._sign
        binding = np.repeat(np.maximum.reduceat(truth, self._starts) != 1, self._lengths)
        edge_places = binding & (truth == -1)
        on_edge = np.zeros(self._variables + 1, np.bool_)
        on_edge[self._of[edge_places]] = True
        return Residual(binding & (truth == 0), edge_places, np.flatnonzero(on_edge))

    def fulfilling(self, residual: Residual, bits: Words) -> Words:
        """The rows, as bits, whose open variables fulfil all clauses that still bind.

        Args:
            residual: what is left of these clauses.
            bits: of rows by variable.
        """
        found: Words = np.full(bits.shape[1], ~np.uint64(0))
        places = np.flatnonzero(residual.open_places)
        if not len(places):
            return found
        truth = bits[self._of[places]]
        np.invert(truth, out=truth, where=(self._sign[places] < 0)[:, None])
        _, starts = _runs(self._clause[places])
        fulfilled: Words = np.bitwise_and.reduce(np.bitwise_or.reduceat(truth, starts, axis=0), axis=0)
        return fulfilled

    def components(self, residual: Residual, wanted: Flags) -> Components:
        """Those of the components that hold a wanted variable (flags by variable), with all their variables."""
        labels = self._labels(residual.open_places)
        number = np.full(self._variables + 1, -1, np.intp)
        heads = np.unique(labels[wanted])
        number[heads] = np.arange(len(heads))
        component = number[labels]
        variables = np.flatnonzero(component >= 0)
        of_clause = np.full(len(self._lengths), -1, np.intp)
        of_clause[self._clause[residual.open_places]] = component[self._of[residual.open_places]]
        bound = of_clause[self._clause[residual.edge_places]]
        deciding = self._of[residual.edge_places]
        pairs = np.unique(bound[bound >= 0] * (self._variables + 1) + deciding[bound >= 0])
        edge_component, edge = np.divmod(pairs, self._variables + 1)
        return Components(variables, component[variables], edge, edge_component, len(heads))

    def _labels(self, places: Flags) -> Indices:
        """By variable the smallest one that it hangs together with.

        Labels are handed on along clauses until nothing changes; what stood for a variable so far is hooked to what
        stands for it now, and all look up what theirs has become, so that long chains take few rounds.
        """
        labels = np.arange(self._variables + 1)
        in_clauses = np.flatnonzero(places)
        if not len(in_clauses):
            return labels
        clauses, in_clause_starts = _runs(self._clause[in_clauses])
        row = np.zeros(len(self._lengths), np.intp)
        row[clauses] = np.arange(len(clauses))
        in_variables = self._by_variable[places[self._by_variable]]
        variables, in_variable_starts = _runs(self._of[in_variables])
        of, rows = self._of[in_clauses], row[self._clause[in_variables]]
        while True:
            least = np.minimum.reduceat(labels[of], in_clause_starts)[rows]
            found = np.minimum.reduceat(least, in_variable_starts)
            found = np.minimum(found, labels[found])
            before = labels[variables]
            if np.array_equal(found, before):
                return labels
            labels[variables] = found
            np.minimum.at(labels, before, found)
            labels = labels[labels]


def _runs(ordered: Indices) -> tuple[Indices, Indices]:
    """Of an array in order: its different values, and where each begins."""
    begins = np.concatenate(([True], ordered[1:] != ordered[:-1]))
    starts = np.flatnonzero(begins)
    return ordered[starts], starts
