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
from app.domain.configuring.answers import Answers, Domain, Wish, nearest, nearest_first
from app.domain.configuring.form import Field, Form
from app.domain.configuring.swapping import Swaps

_FEW = 12
_FEW_VALUES = 24
"""So few options and values are tried one by one; of more the engine is asked which are possible."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole configuration of the engine.

    Args:
        refused: wishes that were not granted, each with the codes of the fields whose choices do not fit with it; such
            of which that is not known are left out.
    """

    chosen: Configuration
    refused: Mapping[Wish, frozenset[str]]


@dataclass(frozen=True, slots=True)
class _Wished:
    """A wish with its field, and what it decides: an option or number, and where it is the only answer, the group."""

    wish: Wish
    field: Field
    spots: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Depth:
    """Fields and conditions that are as deep below others, and wishes: in bundles, none asking for a field twice."""

    fields: tuple[Field, ...]
    hidden: tuple[Group, ...]
    runs: tuple[tuple[_Wished, ...], ...]


class _Draft:
    """Choices on the way to a whole configuration; `is_explained`: with what the refused wishes do not fit."""

    def __init__(self, choices: Choices, form: Form, *, is_explained: bool) -> None:
        self.told = dict(choices)
        self.is_explained = is_explained
        self.refused: dict[Wish, list[Key]] = {}
        self.bounds: Mapping[str, tuple[int, int]] = {}
        self._form = form
        self.decided = {spot for wish in choices.items() for spot in _spots(form, wish)}

    def take(self, told: dict[Key, bool]) -> None:
        """The choices with more of them."""
        for wish in told.items():
            if wish[0] not in self.told:
                self.decided.update(_spots(self._form, wish))
        self.told = told

    def may_have(self, field: Field, value: int) -> bool:
        """Whether a number may have a value, as far as bounds say that were found on the way."""
        ends = self.bounds.get(field.key)
        return ends is None or ends[0] <= value <= ends[1]

    def is_decided(self, field: Field) -> bool:
        """Whether its number, its one option, or every option is decided."""
        if field.key in self.decided:
            return True
        return not field.is_number and all(each.code in self.decided for each in field.options)


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
        self._of_field: dict[str, list[Wish]] = defaultdict(list)
        for wish in wishes:
            key, _taken = wish
            self._of_field[field_of(form, key).code].append(wish)
            if isinstance(key, Point):
                self._wished_value.setdefault(key.number, key.value)
        model = answers.compiled.model
        for number in model.numbers:
            self._wished_value.setdefault(number.code, number.lo)
        self._found: Sequence[int] = ()
        self._preferred = dict(reversed(wishes))
        self._depths = self._by_depth(_depths(model), wishes)

    def whole(self, choices: Choices, within: Domain | None = None) -> Whole | None:
        """The configuration with these choices; None where they do not fit together.

        Args:
            choices: of people.
            within: what is possible beside some of the choices, where it is known that all of them fit together;
                left out: it is found out.
        """
        domain = within or self._answers.domain(choices)
        if domain is None:
            return None
        self._answers.prefer(self._preferred, self._found)
        draft = _Draft(choices, self._form, is_explained=within is None)
        for depth in self._depths:
            asked = self._asked(depth.fields, draft.told)
            self._grant(depth, asked, draft, domain)
            for field in asked.values():
                if not draft.is_decided(field):
                    self._fill(field, draft, domain)
            draft.told |= self._stood_for(depth, draft.told)
        if within is None:
            self._found = self._answers.found()
        return Whole(_read(draft.told), self._against(draft.refused))

    def _against(self, refused: Mapping[Wish, Sequence[Key]]) -> dict[Wish, frozenset[str]]:
        """By wish the fields of what it does not fit with, where all of that is of fields."""
        fields = self._form.field_of
        return {
            wish: frozenset(fields[code].code for code in map(code_of, core))
            for wish, core in refused.items()
            if all(code_of(key) in fields for key in core)
        }

    def passed(self, whole: Configuration) -> Iterator[Wish]:
        """Wishes for asked fields that the configuration does not fulfil, and what is tried before what it has.

        Where one of them becomes possible the completion may become another.
        """
        for field in self._form.fields.values():
            if not self._swaps.asks(field.key, whole):
                continue
            if field.hi == 1:
                yield from self._passed_of_one(field, whole)
                continue
            wished: dict[str, bool] = {}
            for key, taken in self._of_field[field.code]:
                if isinstance(key, str):
                    wished.setdefault(key, taken)
            for each in field.options:
                has = each.code in whole.options
                if wished.get(each.code) is not has:
                    yield each.code, not has

    def _passed_of_one(self, field: Field, whole: Configuration) -> Iterator[Wish]:
        for key, taken in self._of_field[field.code]:
            if isinstance(key, Point):
                if whole.numbers.get(key.number) == key.value:
                    return
            elif taken == (key in whole.options):
                if taken:
                    return
                continue
            yield key, taken
        for each in field.options:
            if each.code in whole.options:
                if field.lo == 0:
                    yield each.code, False
                return
            yield each.code, True

    def pulled(self, whole: Configuration) -> dict[str, int]:
        """By number the scaled value wished for, where it has another one."""
        wished = self._wished_value.items()
        return {code: value for code, value in wished if whole.numbers.get(code, value) != value}

    def _by_depth(self, depths: Mapping[str, int], wishes: Sequence[Wish]) -> list[_Depth]:
        fields: dict[int, list[Field]] = defaultdict(list)
        wished: dict[int, list[_Wished]] = defaultdict(list)
        hidden: dict[int, list[Group]] = defaultdict(list)
        for field in self._form.fields.values():
            fields[depths.get(field.key, 0)].append(field)
        for wish in wishes:
            field = field_of(self._form, wish[0])
            wished[depths.get(field.key, 0)].append(_Wished(wish, field, _spots(self._form, wish)))
        for group in self._swaps.hidden:
            hidden[depths[group.code]].append(group)
        return [
            _Depth(tuple(fields[at]), tuple(hidden[at]), tuple(_runs(wished[at])))
            for at in sorted({*fields, *hidden})
        ]

    def _asked(self, fields: Sequence[Field], told: Choices) -> dict[str, Field]:
        """Those of the fields that are asked, since all above them is decided."""
        sofar = _read(told)
        return {field.code: field for field in fields if self._swaps.asks(field.key, sofar)}

    def _stood_for(self, depth: _Depth, told: Choices) -> dict[Key, bool]:
        """Options that stand for conditions, since all above these is decided."""
        if not depth.hidden:
            return {}
        sofar = _read(told)
        return {
            option: self._swaps.is_asked(group, sofar) for group in depth.hidden for option in group.options
        }

    def _grant(self, depth: _Depth, asked: Mapping[str, Field], draft: _Draft, domain: Domain) -> None:
        """Take those wishes for the asked fields that fit."""
        for run in depth.runs:
            wishes = [
                each.wish
                for each in run
                if each.field.code in asked
                and draft.decided.isdisjoint(each.spots)
                and domain.may_allow(each.wish)
            ]
            if wishes and not draft.is_explained:
                wishes = self._answers.left(draft.told, wishes)
            draft.take(self._answers.granted(draft.told, wishes, draft.refused))

    def _fill(self, field: Field, draft: _Draft, domain: Domain) -> None:
        """Answer an asked field that no wish decided: with nothing where nothing need be, else with the first."""
        if field.is_number:
            self._fill_number(field, draft, domain)
            return
        left = [each.code for each in field.options if each.code not in draft.told]
        if field.lo == 0:
            without: dict[Key, bool] = {**draft.told, **dict.fromkeys(left, False)}
            if self._answers.fits(without):
                draft.take(without)
                return
        if field.hi > 1:
            self._fill_many(field, draft)
            return
        possible = [code for code in left if domain.can_take(code)]
        if len(possible) > _FEW:
            now = self._domain(draft)
            possible = [code for code in possible if now.can_take(code)][:1]
        if len(possible) > 1 and not draft.is_explained:
            open_ones = self._answers.left(draft.told, [(code, True) for code in possible])
            possible = [key for key, _ in open_ones if isinstance(key, str)]
        for code in possible[:-1]:
            told: dict[Key, bool] = {**draft.told, code: True}
            conflict = self._answers.conflict(told)
            if not conflict:
                draft.take(told)
                return
            draft.refused[code, True] = [key for key in conflict if key != code]
        draft.take({**draft.told, possible[-1]: True})

    def _fill_number(self, field: Field, draft: _Draft, domain: Domain) -> None:
        wished = self._wished_value[field.key]
        values = nearest_first(domain.room(field.key), wished, _FEW_VALUES)
        for value in values:
            if not draft.may_have(field, value):
                continue
            told: dict[Key, bool] = {**draft.told, Point(field.key, value): True}
            if self._answers.fits(told):
                draft.take(told)
                return
            if not draft.bounds:
                draft.bounds = self._answers.bounds(draft.told)
        found = nearest(self._domain(draft).values(field.key), wished)
        assert found is not None, "a number that is asked has a value"
        draft.take({**draft.told, Point(field.key, found): True})

    def _fill_many(self, field: Field, draft: _Draft) -> None:
        while not draft.is_decided(field):
            domain = self._domain(draft)
            left = [each.code for each in field.options if each.code not in draft.told]
            forced: dict[Key, bool] = {
                code: domain.can_take(code) for code in left if not domain.is_open(code)
            }
            draft.take({**draft.told, **forced})
            open_ones = [code for code in left if code not in forced]
            short = field.lo - sum(1 for each in field.options if draft.told.get(each.code))
            wishes: list[Wish] = [(code, at < short) for at, code in enumerate(open_ones)]
            draft.take(self._answers.granted(draft.told, wishes))

    def _domain(self, draft: _Draft) -> Domain:
        domain = self._answers.domain(draft.told)
        assert domain is not None, "only what fits is taken"
        return domain


def code_of(key: Key) -> str:
    """Of the option or number of a choice."""
    return key.number if isinstance(key, Point) else key


def field_of(form: Form, key: Key) -> Field:
    """The field of a choice."""
    return form.field_of[code_of(key)]


def _spots(form: Form, wish: Wish) -> tuple[str, ...]:
    key, is_taken = wish
    if isinstance(key, Point):
        return (key.number,)
    field = form.field_of.get(key)
    return (key, field.code) if is_taken and field is not None and field.hi == 1 else (key,)


def _runs(wishes: Sequence[_Wished]) -> Iterator[tuple[_Wished, ...]]:
    run: list[_Wished] = []
    spots: set[str] = set()
    for each in wishes:
        if not spots.isdisjoint(each.spots):
            yield tuple(run)
            run, spots = [], set()
        run.append(each)
        spots.update(each.spots)
    if run:
        yield tuple(run)


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
