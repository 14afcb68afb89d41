"""What sums of a model leave of a number beside what is decided: found by adding up, without the engine."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from app.domain.configurator.compiling import CompiledModel
from app.domain.configurator.sums import Sum

Ends: TypeAlias = Callable[[int], tuple[int, int]]
"""By place of a number: its lowest and its highest value, as far as known; with 0 where it may be not asked."""


@dataclass(frozen=True, slots=True)
class _Share:
    """Of a number in a sum.

    Args:
        asking: literals each of which says that the sum binds; none: it always does.
        numbers: weights and places of the others.
    """

    weight: int
    asking: frozenset[int]
    numbers: tuple[tuple[int, int], ...]
    options: tuple[tuple[int, int], ...]
    bound: int


class Budgets:
    """The sums of one model, by number."""

    def __init__(self, compiled: CompiledModel) -> None:
        asking: dict[int, set[int]] = defaultdict(set)
        always: set[int] = set()
        for clause in compiled.clauses:
            if len(clause) == 1:
                always.add(clause[0])
            elif len(clause) == 2:
                one, other = clause
                asking[one].add(-other)
                asking[other].add(-one)
        self._of: dict[int, list[_Share]] = defaultdict(list)
        for each in compiled.book.sums:
            known = frozenset(asking[each.guard])
            if each.guard in always or known:
                self._take(each, frozenset() if each.guard in always else known)

    def _take(self, each: Sum, asking: frozenset[int]) -> None:
        for weight, at in each.numbers:
            others = tuple(pair for pair in each.numbers if pair[1] != at)
            self._of[at].append(_Share(weight, asking, others, each.options, each.bound))

    def limits(
        self, number: int, held: Collection[int], values: Mapping[int, int], ends: Ends
    ) -> tuple[int | None, int | None]:
        """The lowest and the highest value that sums leave of a number; None: they leave all on that side.

        Args:
            number: by its place.
            held: literals that hold.
            values: of numbers that are decided.
            ends: of the others.
        """
        low: int | None = None
        high: int | None = None
        for share in self._of.get(number, ()):
            if share.asking and share.asking.isdisjoint(held):
                continue
            slack = share.bound
            for weight, literal in share.options:
                if weight < 0:
                    slack -= 0 if -literal in held else weight
                elif literal in held:
                    slack -= weight
            for weight, at in share.numbers:
                value = values.get(at)
                slack -= weight * (ends(at)[weight < 0] if value is None else value)
            if share.weight > 0:
                most = slack // share.weight
                high = most if high is None else min(high, most)
            else:
                least = -(slack // -share.weight)
                low = least if low is None else max(low, least)
        return low, high
