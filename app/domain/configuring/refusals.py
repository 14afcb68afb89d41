"""What was found not to go together, kept: what refuses a wish once does so in every other draft that has it too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from app.domain.configurator.compiling import CompiledModel

_MOST = 60
"""So many are kept of a literal or number; the newest are looked at first."""

_ENDLESS = 1 << 40


class Span(NamedTuple):
    """A number, by its place in the model, has a value from one place to before another one."""

    number: int
    first: int
    after: int


class _Rest(NamedTuple):
    """What does not go with a literal, or with the values of a number in `own`: all of it together."""

    literals: frozenset[int]
    spans: tuple[Span, ...]
    own: Span | None = None


class Refusals:
    """Clashes of one model, found by what they are about. All of them follow from the model alone."""

    def __init__(self, compiled: CompiledModel) -> None:
        self._compiled = compiled
        self._of_literal: dict[int, list[_Rest]] = {}
        self._of_number: dict[int, list[_Rest]] = {}

    def learn(self, core: Iterable[int]) -> None:
        """Keep that these literals do not hold together."""
        found: set[int] = set()
        ends: dict[int, tuple[int, int]] = {}
        numbered = self._compiled.numbered
        for literal in core:
            cut = numbered.cut_at(abs(literal)) if numbered else None
            if cut is None:
                found.add(literal)
                continue
            number, place = cut
            first, after = ends.get(number, (0, _ENDLESS))
            ends[number] = (max(first, place), after) if literal > 0 else (first, min(after, place))
        literals = frozenset(found)
        spans = tuple([Span(number, *span) for number, span in ends.items()])
        for literal in literals:
            _keep(self._of_literal.setdefault(literal, []), _Rest(literals - {literal}, spans))
        for own in spans:
            others = tuple([span for span in spans if span is not own])
            _keep(self._of_number.setdefault(own.number, []), _Rest(literals, others, own))

    def refuses(self, literal: int, held: set[int], places: Mapping[int, int]) -> bool:
        """Whether a literal is known not to hold beside others (`held`), with values of numbers at these places."""
        for rest in self._of_literal.get(literal, ()):
            if rest.literals <= held and (not rest.spans or _are_in(rest.spans, places)):
                return True
        return False

    def refuses_place(self, number: int, place: int, held: set[int], places: Mapping[int, int]) -> bool:
        """Whether a number is known not to have its value at a place, beside what is held."""
        for literals, spans, own in self._of_number.get(number, ()):
            if (
                own
                and own[1] <= place < own[2]
                and literals <= held
                and (not spans or _are_in(spans, places))
            ):
                return True
        return False

    def refused_spans(self, number: int, held: set[int], places: Mapping[int, int]) -> list[Span]:
        """Values that a number is known not to have beside what is held."""
        return [
            rest.own
            for rest in self._of_number.get(number, ())
            if rest.own and rest.literals <= held and (not rest.spans or _are_in(rest.spans, places))
        ]


def _keep(known: list[_Rest], rest: _Rest) -> None:
    known.insert(0, rest)
    del known[_MOST:]


def _are_in(spans: Iterable[Span], places: Mapping[int, int]) -> bool:
    return all(first <= places.get(number, -1) < after for number, first, after in spans)
