"""A whole configuration from choices: the same for the same choices, whatever was clicked before.

What asks for others is decided before what is asked: so no default of a field that need not be there calls for it.
Among fields of one depth wishes are taken in order, each where it still fits: the model's defaults and what a base
configuration has. What no wish speaks of takes the first option that is possible, and a number the value nearest to
the one wished for. So a field of the preview moves only when it must, and goes back when it may.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.domain.configurator.formulas import codes_in
from app.domain.configurator.model import (
    Choices,
    Configuration,
    Group,
    Key,
    Number,
    Point,
    ProductModel,
)
from app.domain.configuring.answers import Answers, Domain, Wish, nearest
from app.domain.configuring.form import Field, Form
from app.domain.configuring.swapping import Swaps


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole configuration of the engine.

    Args:
        passed: wishes for asked fields that did not fit, the opposite of what follows, and options before those that
            were taken for want of a wish: where one of them becomes possible the completion may become another.
        pulled: by number the scaled value wished for, where it has another one.
    """

    chosen: Configuration
    passed: tuple[Wish, ...]
    pulled: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class _Depth:
    """Fields and conditions that are as deep below others, and wishes: in bundles, none asking for a field twice."""

    fields: tuple[Field, ...]
    hidden: tuple[Group, ...]
    runs: tuple[tuple[Wish, ...], ...]


class Completion:
    """Makes choices whole.

    Args:
        wishes: in order, the first ones first; of options and numbers that the model has.
    """

    def __init__(self, form: Form, answers: Answers, swaps: Swaps, wishes: Sequence[Wish]) -> None:
        self._form = form
        self._answers = answers
        self._swaps = swaps
        self._wished_value: dict[str, int] = {}
        for key, _taken in wishes:
            if isinstance(key, Point):
                self._wished_value.setdefault(key.number, key.value)
        model = answers.compiled.model
        for number in model.numbers:
            self._wished_value.setdefault(number.code, number.lo)
        self._depths = self._by_depth(_depths(model), wishes)

    def whole(self, choices: Choices) -> Whole | None:
        """The configuration with these choices; None where they do not fit together."""
        domain = self._answers.domain(choices)
        if domain is None:
            return None
        told, passed = dict(choices), list[Wish]()
        for depth in self._depths:
            asked = self._asked(depth.fields, told)
            forced = [wish for field in asked.values() for wish in _forced(field, domain, told)]
            passed.extend((key, not taken) for key, taken in forced if isinstance(key, str))
            told = self._wished(depth, asked, {**told, **dict(forced)}, domain, passed)
            told = self._filled(asked, told, passed)
            told |= self._stood_for(depth, told)
        chosen = _read(told)
        wished = self._wished_value.items()
        pulled = {code: value for code, value in wished if chosen.numbers.get(code, value) != value}
        return Whole(chosen, tuple(passed), pulled)

    def _by_depth(self, depths: Mapping[str, int], wishes: Sequence[Wish]) -> list[_Depth]:
        fields: dict[int, list[Field]] = defaultdict(list)
        wished: dict[int, list[Wish]] = defaultdict(list)
        for field in self._form.fields.values():
            fields[depths.get(field.key, 0)].append(field)
        for wish in wishes:
            wished[depths.get(self._field(wish[0]).key, 0)].append(wish)
        hidden: dict[int, list[Group]] = defaultdict(list)
        for group in self._swaps.hidden:
            hidden[depths[group.code]].append(group)
        return [
            _Depth(tuple(fields[at]), tuple(hidden[at]), tuple(self._runs(wished[at])))
            for at in sorted({*fields, *hidden})
        ]

    def _field(self, key: Key) -> Field:
        return self._form.field_of[key.number if isinstance(key, Point) else key]

    def _asked(self, fields: Sequence[Field], told: Choices) -> dict[str, Field]:
        """Those of the fields that are asked, since all above them is decided."""
        sofar = _read(told)
        return {field.code: field for field in fields if self._swaps.asks(field.key, sofar)}

    def _stood_for(self, depth: _Depth, told: Choices) -> dict[Key, bool]:
        """Options that stand for conditions, since all above these is decided."""
        sofar = _read(told) if depth.hidden else None
        return {
            option: self._swaps.is_asked(group, sofar)
            for group in depth.hidden
            for option in group.options
            if sofar is not None
        }

    def _runs(self, wishes: Sequence[Wish]) -> Iterator[tuple[Wish, ...]]:
        run: list[Wish] = []
        spots: set[str] = set()
        for wish in wishes:
            own = self._spots(wish)
            if not spots.isdisjoint(own):
                yield tuple(run)
                run, spots = [], set()
            run.append(wish)
            spots.update(own)
        if run:
            yield tuple(run)

    def _spots(self, wish: Wish) -> tuple[str, ...]:
        """What a wish decides: the option or number, and where it is the only answer, the group."""
        key, is_taken = wish
        if isinstance(key, Point):
            return (key.number,)
        field = self._form.field_of[key]
        return (key, field.code) if is_taken and field.hi == 1 else (key,)

    def _wished(
        self, depth: _Depth, asked: Mapping[str, Field], told: Choices, domain: Domain, passed: list[Wish]
    ) -> dict[Key, bool]:
        """With those wishes for the asked fields that fit."""
        now = dict(told)
        decided = {spot for wish in now.items() for spot in self._spots(wish)}
        for run in depth.runs:
            wishes = [
                wish
                for wish in run
                if self._field(wish[0]).code in asked and decided.isdisjoint(self._spots(wish))
            ]
            now = self._answers.granted(now, [wish for wish in wishes if domain.allows(wish)])
            passed.extend(wish for wish in wishes if wish[0] not in now)
            decided.update(spot for wish in wishes if wish[0] in now for spot in self._spots(wish))
        return now

    def _filled(self, asked: Mapping[str, Field], told: Choices, passed: list[Wish]) -> dict[Key, bool]:
        """With an answer for each asked field that no wish decided."""
        now = dict(told)
        while left := [field for field in asked.values() if not _is_decided(field, now)]:
            domain = self._answers.domain(now)
            assert domain is not None, "wishes are only granted where they fit"
            now |= {key: taken for field in left for key, taken in _forced(field, domain, now)}
            tried = [
                wish
                for field in left
                if not _is_decided(field, now)
                for wish in self._preferred(field, domain, now, passed)
            ]
            now = self._answers.granted(now, tried)
            passed.extend(wish for wish in tried if wish[0] not in now)
        return now

    def _preferred(self, field: Field, domain: Domain, told: Choices, passed: list[Wish]) -> Iterator[Wish]:
        """What an open field takes for want of a wish: nothing where nothing need be, else the first options."""
        if field.is_number:
            value = nearest(domain.values(field.key), self._wished_value[field.key])
            assert value is not None, "a number that is asked has a value"
            yield Point(field.key, value), True
            return
        open_ones = [each.code for each in field.options if each.code not in told]
        short = max(0, field.lo - sum(1 for each in field.options if told.get(each.code)))
        yield from ((code, True) for code in open_ones[:short])
        if field.hi > 1 or not short:
            yield from ((code, False) for code in open_ones[short:])
        if short:
            passed.extend((each.code, True) for each in field.options if told.get(each.code) is False)


def _forced(field: Field, domain: Domain, told: Choices) -> list[Wish]:
    """What of a field is decided by the choices."""
    if field.is_number:
        values = [span for span in domain.values(field.key) if span]
        is_one = len(values) == 1 and len(values[0]) == 1
        return [(Point(field.key, values[0].start), True)] if is_one else []
    return [
        (each.code, domain.can_take(each.code))
        for each in field.options
        if each.code not in told and not domain.is_open(each.code)
    ]


def _is_decided(field: Field, told: Choices) -> bool:
    if field.is_number:
        return any(isinstance(key, Point) and key.number == field.key for key in told)
    if field.hi == 1 and any(told.get(each.code) for each in field.options):
        return True
    return all(each.code in told for each in field.options)


def _read(told: Choices) -> Configuration:
    taken = [key for key, is_taken in told.items() if is_taken]
    numbers = {key.number: key.value for key in taken if isinstance(key, Point)}
    return Configuration(frozenset(key for key in taken if isinstance(key, str)), numbers)


def _depths(model: ProductModel) -> dict[str, int]:
    """How many others stand above a group or number that is asked for only where they say so."""
    both: tuple[Group | Number, ...] = (*model.groups, *model.numbers)
    asked = {each.code: each for each in both}
    above = {option: group.code for group in model.groups for option in group.options}
    depths: dict[str, int] = {}

    def depth(code: str) -> int:
        if code not in depths:
            when = asked[code].when
            named = {above.get(each, each) for each in codes_in(when)} if when else set()
            depths[code] = 1 + max(map(depth, named), default=-1)
        return depths[code]

    for code in asked:
        depth(code)
    return depths


def wishes_of(form: Form, base: Configuration) -> Iterator[Wish]:
    """What a configuration has, as wishes: by the form, with what it has not where it is free to have nothing."""
    for field in form.fields.values():
        if field.is_number:
            if field.key in base.numbers:
                yield Point(field.key, base.numbers[field.key]), True
            continue
        codes = [each.code for each in field.options]
        taken = [code for code in codes if code in base.options]
        yield from ((code, True) for code in taken)
        if field.hi > 1 or (field.lo == 0 and not taken):
            yield from ((code, False) for code in codes if code not in base.options)
