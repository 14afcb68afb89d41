"""Numbers as the solver sees them: a literal for "at least this value" where one is needed, and sums behind literals.

A number's values stand in order, with 0 among them where it may be not asked: then it is 0. A comparison of one
number is such a literal, a **cut**. A sum of more is a literal too, its **guard**: where that holds, the sum is at
most its bound. What sums mean is not written as clauses; `bounds` and `numbered` see to it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import gcd

from app.domain.configurator.clauses import Clause
from app.domain.configurator.formulas import AtMost
from app.domain.configurator.model import Number, Span
from app.domain.configurator.tables import Column


@dataclass(frozen=True, slots=True)
class Order:
    """A number's values.

    Attributes:
        values: ascending; with 0 where it may be not asked.
        asked: literal that holds where it is asked.
        idle: the place of 0 among the values where 0 means "not asked" and nothing else; else -1.
    """

    number: Number
    values: Sequence[int]
    asked: int
    idle: int = -1


@dataclass(frozen=True, slots=True)
class Sum:
    """Where the guard holds, the weighted sum of numbers (by place) and options (by literal) is at most the bound."""

    guard: int
    numbers: tuple[tuple[int, int], ...]
    options: tuple[tuple[int, int], ...]
    bound: int


@dataclass(slots=True)
class NumberBook:
    """The numbers of a model while its clauses are written, and what of them the clauses need.

    Attributes:
        fresh: gives a variable that nothing speaks of yet.
        option: the literal of an option by its code.
        always: a literal that always holds.
        orders: of all numbers.
        cuts: by number: the literal of each "at least" by the place of its value.
        sums: those that guards stand for.
        definitions: clauses that say what the cells of tables are.
    """

    fresh: Callable[[], int]
    option: Callable[[str], int]
    always: int
    orders: list[Order] = field(default_factory=list)
    cuts: list[dict[int, int]] = field(default_factory=list)
    sums: list[Sum] = field(default_factory=list)
    definitions: list[Clause] = field(default_factory=list)
    _places: dict[str, int] = field(default_factory=dict)
    _guards: dict[object, int] = field(default_factory=dict)
    _cells: dict[tuple[int, int, int], int] = field(default_factory=dict)

    def __contains__(self, code: str) -> bool:
        return code in self._places

    def take(self, number: Number, asked: int) -> None:
        """Add a number that is asked where the literal holds."""
        at = len(self.orders)
        self._places[number.code] = at
        values: Sequence[int] = number.values
        idle = -1
        if asked != self.always and 0 not in number.values:
            values = sorted((*number.values, 0))
            idle = values.index(0)
        self.orders.append(Order(number, list(values), asked, idle))
        self.cuts.append({})
        if asked != self.always:
            self._tie_to_zero(at, asked, bisect_left(values, 0), is_idle=idle >= 0)

    def _tie_to_zero(self, at: int, asked: int, zero: int, *, is_idle: bool) -> None:
        reached, passed = self._cut(at, zero), self._cut(at, zero + 1)
        self.definitions.append([asked, reached])
        self.definitions.append([asked, -passed])
        if is_idle:
            self.definitions.append([-asked, -reached, passed])

    def place(self, code: str) -> int:
        """Of a number among all."""
        return self._places[code]

    def _cut(self, at: int, place: int) -> int:
        """The literal that a number is at least its value at this place."""
        if place <= 0:
            return self.always
        if place >= len(self.orders[at].values):
            return -self.always
        literal = self.cuts[at].get(place)
        if literal is None:
            literal = self.cuts[at][place] = self.fresh()
        return literal

    def at_least(self, at: int, value: int) -> int:
        """The literal that a number (by place) is at least this value."""
        return self._cut(at, bisect_left(self.orders[at].values, value))

    def literal(self, formula: AtMost) -> int:
        """A literal that asks for the comparison; of a sum it may be false where the comparison holds."""
        terms = _joined(formula)
        numbers = [(weight, self._places[code]) for code, weight in terms.items() if code in self._places]
        options = [(weight, self.option(code)) for code, weight in terms.items() if code not in self._places]
        least, most = self._extremes(numbers, options)
        if least > formula.bound or most <= formula.bound:
            return self.always if most <= formula.bound else -self.always
        if len(numbers) == 1 and not options:
            weight, at = numbers[0]
            if weight > 0:
                return -self.at_least(at, formula.bound // weight + 1)
            return self.at_least(at, -(formula.bound // -weight))
        if len(options) == 1 and not numbers:
            return -options[0][1] if options[0][0] > 0 else options[0][1]
        return self._guard(numbers, options, formula.bound)

    def _extremes(self, numbers: list[tuple[int, int]], options: list[tuple[int, int]]) -> tuple[int, int]:
        least = sum(min(weight, 0) for weight, _ in options)
        most = sum(max(weight, 0) for weight, _ in options)
        for weight, at in numbers:
            ends = (weight * self.orders[at].values[0], weight * self.orders[at].values[-1])
            least, most = least + min(ends), most + max(ends)
        return least, most

    def _guard(self, numbers: list[tuple[int, int]], options: list[tuple[int, int]], bound: int) -> int:
        common = gcd(*(weight for weight, _ in (*numbers, *options)))
        shared = [tuple(sorted((weight // common, of) for weight, of in each)) for each in (numbers, options)]
        key = (*shared, bound // common)
        guard = self._guards.get(key)
        if guard is None:
            guard = self._guards[key] = self.fresh()
            self.sums.append(Sum(guard, shared[0], shared[1], bound // common))
        return guard

    def column(self, code: str, spans: Sequence[Span]) -> tuple[Column, dict[Span, frozenset[str]]]:
        """A number as a table's column whose values are its parts between the ends of spans; the parts of each span."""
        at = self._places[code]
        ends = {span: self._ends(at, span) for span in spans}
        inner = sorted({0, len(self.orders[at].values), *(place for pair in ends.values() for place in pair)})
        parts = {str(first): self._cell(at, first, after) for first, after in pairwise(inner)}
        asked = self.orders[at].asked
        meant = {
            span: frozenset(str(place) for place in inner[:-1] if first <= place < after)
            for span, (first, after) in ends.items()
        }
        return Column(parts, () if asked == self.always else (asked,)), meant

    def _ends(self, at: int, span: Span) -> tuple[int, int]:
        values = self.orders[at].values
        first = 0 if span.lo is None else bisect_left(values, span.lo)
        return first, len(values) if span.hi is None else bisect_left(values, span.hi + 1)

    def _cell(self, at: int, first: int, after: int) -> int:
        begins, ends = self._cut(at, first), self._cut(at, after)
        if begins == self.always:
            return -ends
        if ends == -self.always:
            return begins
        literal = self._cells.get((at, first, after))
        if literal is None:
            literal = self._cells[at, first, after] = self.fresh()
            self.definitions += [[-literal, begins], [-literal, -ends], [literal, -begins, ends]]
        return literal

    def clauses(self) -> Iterator[Clause]:
        """What cuts and cells mean."""
        yield from self.definitions
        for cuts in self.cuts:
            places = sorted(cuts)
            for lower, upper in pairwise(places):
                yield [-cuts[upper], cuts[lower]]


def _joined(formula: AtMost) -> dict[str, int]:
    """Weights by code, those that are nothing left out."""
    weights: dict[str, int] = {}
    for weight, code in formula.terms:
        weights[code] = weights.get(code, 0) + weight
    return {code: weight for code, weight in weights.items() if weight}
