"""What the solver is to try first, so that one model proves many of the literals that are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from app.domain.configurator.residual import Indices

LARGE = 5_000
"""Of fewer variables the literals are found one after the other as quickly."""

_FEW = 64
"""So many are simply preferred."""

_LONG = 16
"""Literals that ask for more than so many others each, on the average, contradict one another too often."""


_SHARE = 8
"""Of the preferred ones a model should prove one in so many; else fewer are preferred at once."""


class Hints:
    """Of one question to a solver: which literals it should prefer.

    To prefer what is asked for is enough for most of it. What needs others, which need others in turn, is not found
    that way: one of those is decided first, as false. So the rest is preferred with all that it asks for, and only so
    many at once as do not stand in each other's way.

    Args:
        solver: of PySAT, or another that propagates.
        chosen: what holds beside whatever is asked for.
        variables: of the solver.
    """

    def __init__(self, solver: Any, chosen: Sequence[int], variables: int) -> None:
        self._solver = solver
        self._chosen = chosen
        self._is_large = variables >= LARGE
        self._left = 0  # so many were asked for the last time
        self._bundle = 0
        self._first: list[int] = []  # the opposite of the first ones, which stand in the way now
        self._asking: dict[int, Indices] | None = None

    def of(self, asked: Sequence[int]) -> list[int]:
        """The literals to prefer, for those that are still asked for; where they contradict one another: the last."""
        before, self._left = self._left, len(asked)
        if not (before and self._is_large) or len(asked) < _FEW:
            self._bundle, self._first = len(asked), self._first or [-literal for literal in asked]
            return list(asked)
        if self._asking is None:
            self._asking = self._look_up(asked)
        grows = _SHARE * (before - len(asked)) >= self._bundle
        self._bundle = max(_FEW, min(len(asked), self._bundle * 2 if grows else self._bundle // 2))
        now = asked[-self._bundle :]
        literals = np.concatenate(
            [np.array(self._first), *(self._asking.get(literal, np.array([literal])) for literal in now)]
        )
        wished = np.zeros(np.abs(literals).max() + 1, literals.dtype)
        wished[np.abs(literals)] = literals
        found: list[int] = wished[wished != 0].tolist()
        return found

    def _look_up(self, asked: Sequence[int]) -> dict[int, Indices]:
        """What each of them asks for; of none where that is too much."""
        found: dict[int, Indices] = {}
        left = _LONG * len(asked)
        for literal in asked:
            fits, derived = self._solver.propagate([*self._chosen, literal])
            if fits:
                found[literal] = np.array([*derived, literal], np.intp)
                left -= len(derived)
            if left < 0:
                return {}
        return found
