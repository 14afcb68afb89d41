"""Choices completed to a whole configuration: the cheapest, the soonest, the nearest to an earlier one, by defaults.

The cheapest is exact: a solver for weighted clauses (RC2 of python-sat) minimises the sum of the prices of what is
chosen. Loose groups, of which no rule speaks, take their cheapest options by counting; what that costs stands at the
literal that asks for them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from pysat.examples.rc2 import RC2
from pysat.formula import WCNF

from app.domain.configurator.compiling import CompiledModel, joined
from app.domain.configurator.loose import LooseChoices, LooseGroup
from app.domain.configurator.model import Choices, Configuration, Key
from app.domain.configurator.writing import Counted

_RC2: Mapping[str, Any] = MappingProxyType({"solver": "g4", "adapt": True, "minz": True})
"""Options that exclude one another are seen, and cores made small: without that some models take minutes."""

Prices = Mapping[str, int]
_NO_WISHES: Mapping[int, int] = MappingProxyType({})


class Completer:
    """Completions of choices over one compiled model.

    Args:
        compiled: the model.
        prices: of options by code, in whole units of any kind; may be below zero. Not named: 0.
    """

    def __init__(self, compiled: CompiledModel, prices: Prices) -> None:
        self._compiled = compiled
        self._prices = prices

    def cheapest(self, choices: Choices) -> Configuration | None:
        """A whole configuration with these choices and the least sum of prices; None where there is none."""
        return self._least(choices, self._prices)

    def nearest(self, choices: Choices, earlier: Configuration) -> Configuration | None:
        """The one that differs in the fewest options and numbers from an earlier one, and of those the cheapest."""
        more_than_all = 1 + 2 * sum(abs(price) for price in self._prices.values())
        kept = earlier.options
        weights = {
            code: self._prices.get(code, 0) + (-more_than_all if code in kept else more_than_all)
            for code in self._compiled.places
        }
        return self._least(choices, weights, self._equal_numbers(earlier, more_than_all))

    def soonest(self, choices: Choices, days: Prices) -> Configuration | None:
        """The one whose slowest option is there first, and of those the cheapest.

        Args:
            choices: what was taken or refused.
            days: lead time of options by code; not named: 0.
        """
        steps = sorted({0, *days.values()})
        low, high = 0, len(steps) - 1
        while low < high:
            middle = (low + high) // 2
            if self._compiled.fits(_without_slow(choices, days, steps[middle])):
                high = middle
            else:
                low = middle + 1
        return self._least(_without_slow(choices, days, steps[low]), self._prices)

    def with_defaults(self, choices: Choices, defaults: Sequence[Key]) -> dict[Key, bool]:
        """The choices, and of the defaults, the most important first, each that still fits."""
        told: dict[Key, bool] = dict(choices)
        for code in defaults:
            if code not in told and self._compiled.fits({**told, code: True}):
                told[code] = True
        return told

    def _equal_numbers(self, earlier: Configuration, weight: int) -> dict[int, int]:
        """Literals that say that a number is as it was, each with what it costs: less than nothing."""
        numbered = self._compiled.numbered
        wishes: dict[int, int] = {}
        for at, order in enumerate(self._compiled.book.orders if numbered else ()):
            value = earlier.numbers.get(order.number.code)
            if value is None:
                wishes[order.asked] = weight
            elif numbered and value in order.number.values:
                wishes[numbered.named_point(at, value)] = -weight
        return wishes

    def _least(
        self, choices: Choices, prices: Prices, wishes: Mapping[int, int] = _NO_WISHES
    ) -> Configuration | None:
        bound, told = self._compiled.sorted_choices(choices)
        if not told.fits:
            return None
        fixed = [*joined(bound), *told.literals]
        loose = _LoosePicks(self._compiled, told, prices)
        weighted = WCNF()
        weighted.extend(self._compiled.clauses)
        weighted.extend([[literal] for literal in fixed])
        follows = self._compiled.follows(fixed)
        for literal, price in self._weights(prices, loose, wishes, follows).items():
            if price and literal not in follows and -literal not in follows:
                weighted.append([-literal if price > 0 else literal], weight=abs(price))
        model = self._least_model(weighted)
        if model is None:
            return None
        true = {literal for literal in model if literal > 0}
        chosen = {code for code, literal in self._compiled.bound_literals() if _holds(literal, true)}
        return Configuration(frozenset(chosen | loose.picked(true)), self._numbers_of(true))

    def _weights(
        self, prices: Prices, loose: _LoosePicks, wishes: Mapping[int, int], follows: set[int]
    ) -> dict[int, int]:
        """What each literal costs where it holds, as low as can be."""
        weights: dict[int, int] = defaultdict(int)
        for code, literal in self._compiled.bound_literals():
            weights[literal] += prices.get(code, 0)
        for literal, price in (*loose.prices(), *wishes.items()):
            weights[literal] += price
        _move_up(weights, self._compiled.counts, follows)
        return weights

    def _least_model(self, weighted: WCNF) -> list[int] | None:
        """A model with the least sum of weights whose numbers fulfil the sums too."""
        numbered = self._compiled.numbered
        found: list[int] | None
        if numbered is None:
            with RC2(weighted, **_RC2) as solver:
                found = solver.compute()
            return found
        weighted.extend(numbered.added)
        known = len(numbered.added)
        with RC2(weighted, **_RC2) as solver:
            found = solver.compute()
            while found is not None and not numbered.accepts(_whole(found)):
                for clause in numbered.added[known:]:
                    solver.add_clause(clause)
                known = len(numbered.added)
                found = solver.compute()
        return found

    def _numbers_of(self, true: set[int]) -> dict[str, int]:
        """The values that the solver found last, of the numbers that are asked where these variables are true."""
        numbered = self._compiled.numbered
        if numbered is None:
            return {}
        pairs = zip(self._compiled.book.orders, numbered.values, strict=True)
        return {order.number.code: value for order, value in pairs if _holds(order.asked, true)}


def _whole(model: Sequence[int]) -> list[int]:
    """A model with all variables in order; those that it does not name are false."""
    whole = [-variable for variable in range(1, max(map(abs, model), default=0) + 1)]
    for literal in model:
        whole[abs(literal) - 1] = literal
    return whole


def _without_slow(choices: Choices, days: Prices, longest: int) -> dict[Key, bool]:
    return {**{code: False for code, needed in days.items() if needed > longest}, **choices}


def _holds(literal: int, true: set[int]) -> bool:
    return literal in true if literal > 0 else -literal not in true


def _move_up(weights: dict[int, int], counts: Sequence[Counted], follows: set[int]) -> None:
    """What a group costs in any case stands where the group is asked, and its options keep what they cost beyond that.

    A group that takes exactly so many options costs at least so many times its cheapest. Groups below come first, so
    that what they cost in any case goes up to the group of the option that asks for them, and further. The sums stay
    the same, but a solver that looks for what must be paid (cores) finds most of it paid already.

    Args:
        weights: by literal; changed in place.
        counts: of bound groups, each after the one that asks for it.
        follows: literals that hold in any case.
    """
    for group in reversed(counts):
        possible = [literal for literal in group.options if -literal not in follows]
        if not 0 < group.lo == group.hi <= len(possible):
            continue
        least = min(weights[literal] for literal in possible)
        for literal in group.options:
            weights[literal] -= least
        weights[group.asked] += group.lo * least


@dataclass(frozen=True, slots=True)
class _Pick:
    """What a loose group takes where it is asked, and what that costs with all below it."""

    options: tuple[int, ...]
    price: int


class _LoosePicks:
    """For each loose group the cheapest options, after what was taken and refused in it."""

    def __init__(self, compiled: CompiledModel, told: LooseChoices, prices: Prices) -> None:
        self._groups = compiled.loose
        self._told = told
        self._codes = compiled.codes
        self._prices = prices
        self._picks: dict[int, _Pick] = {}
        for at in reversed(self._groups.parents_first()):
            self._picks[at] = self._pick(at, self._groups[at])

    def _pick(self, at: int, group: LooseGroup) -> _Pick:
        taken = self._told.taken.get(at, set())
        refused = self._told.refused.get(at, set())
        costs = {option: self._cost(option) for option in group.options if option not in refused}
        free = sorted((option for option in costs if option not in taken), key=lambda one: (costs[one], one))
        must = max(0, group.lo - len(taken))
        may = sum(1 for option in free if costs[option] < 0)
        count = min(max(must, may), group.hi - len(taken))
        options = (*sorted(taken), *free[:count])
        return _Pick(options, sum(costs[option] for option in options))

    def _cost(self, option: int) -> int:
        below = sum(self._picks[at].price for at in self._groups.below(option))
        return self._prices.get(self._codes[option], 0) + below

    def prices(self) -> list[tuple[int, int]]:
        """Literals that ask for loose groups, each with what it costs that it holds."""
        asked = ((at, self._groups[at]) for at in self._picks)
        return [(group.literal, self._picks[at].price) for at, group in asked if group.literal]

    def picked(self, true: set[int]) -> set[str]:
        """The options of all groups that are asked where these variables are true."""
        found: set[int] = set()
        for at in self._groups.parents_first():
            group = self._groups[at]
            if group.parent in found if group.parent >= 0 else _holds(group.literal, true):
                found.update(self._picks[at].options)
        return {self._codes[option] for option in found}
