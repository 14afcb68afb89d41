"""A whole configuration from choices: the same for the same choices, whatever was clicked before.

What asks for others is decided before what is asked: so no default of a field that need not be there calls for it.
Among fields of one depth wishes are taken in order, each where it still fits: the model's defaults and what a base
configuration has. What no wish speaks of takes the first option that is possible, and a number the value nearest to
the one wished for. So a field of the preview moves only when it must, and goes back when it may.

Where several options may be chosen, those that people choose are meant: from the first one on the model's defaults of
that field are there only as far as it needs more, or a rule does.

All that is a plan of steps. A draft takes those of them that no known clash refuses; then the engine is asked once
whether everything holds together. Where it does not, the last step of the clash was wrong beside those before it, and
from there the plan is gone through again: in the end each step that was left out is known not to fit.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple, TypeAlias

from app.domain.configurator.formulas import Formula, codes_in
from app.domain.configurator.model import (
    Choices,
    Configuration,
    Group,
    Key,
    Number,
    Point,
    ProductModel,
)
from app.domain.configuring.answers import Answers, Domain
from app.domain.configuring.conditions import Condition, condition_of
from app.domain.configuring.drafting import Draft, Step, Wish
from app.domain.configuring.form import Field, Form
from app.domain.configuring.nearing import Nearing, nearest_place
from app.domain.configuring.refusals import Span

_FEW = 2
"""So many values of a number are tried before the nearest one is looked for by halves."""

_MOST_KNOWN = 1000
"""Of whole configurations that are kept: those of a page's options are asked for again when one is chosen."""

_Deed: TypeAlias = Callable[[Draft, int, Domain], bool]
"""Decides something at a place of the plan; False where nothing fits."""


class _Item(NamedTuple):
    """Of a plan: a wish, or else what is done.

    Args:
        field: code of the field that it is about, which must be asked; "" for none.
        key: of the field, or its spot of being answered; where it is decided, nothing is left to do.
    """

    field: str
    key: str
    step: Step | None
    deed: _Deed


@dataclass(frozen=True, slots=True)
class _Asking:
    """A condition, and what is asked, or holds, where it does: fields, numbers by place, options that stand for it."""

    condition: Condition
    fields: list[str] = dataclasses.field(default_factory=list)
    numbers: list[int] = dataclasses.field(default_factory=list)
    options: list[str] = dataclasses.field(default_factory=list)


class Completion:
    """Makes choices whole.

    Args:
        wishes: in order, the first ones first; of options and numbers that the model has.
        defaults: wishes behind them that give way in a field of several options where people chose in it.
        given: codes of choices that are not the user's: they answer no field of several options.
    """

    def __init__(
        self,
        form: Form,
        answers: Answers,
        hidden: Sequence[Group],
        wishes: Sequence[Wish],
        defaults: Sequence[Wish],
        given: Collection[str] = (),
    ) -> None:
        self._form = form
        self._answers = answers
        model = answers.compiled.model
        self._wished_value: dict[str, int] = {}
        for key, _ in (*wishes, *defaults):
            if isinstance(key, Point):
                self._wished_value.setdefault(key.number, key.value)
        for number in model.numbers:
            self._wished_value.setdefault(number.code, number.lo)
        known = {*(group.code for group in model.groups), *(number.code for number in model.numbers)}
        self._always = {field.code for field in form.fields.values() if field.key in known}
        self._many = {
            option.code: field.code
            for field in form.fields.values()
            if field.hi > 1 and not field.is_number
            for option in field.options
            if option.code not in given
        }
        proposed = dict.fromkeys(code_of(key) for key, is_taken in defaults if is_taken)
        self._rank = {code: at for at, code in enumerate(proposed)}
        self._plan = list(self._planned(hidden, wishes, defaults))
        self._known: dict[frozenset[Wish], Configuration | None] = {}

    def whole(self, choices: Choices, within: Domain | None = None) -> Configuration | None:
        """The configuration with these choices; None where they do not fit together.

        Args:
            choices: of people.
            within: what is possible beside some of the choices, where it is known that all of them fit together;
                left out: it is found out.
        """
        asked = frozenset(choices.items())
        if asked not in self._known:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            domain = within or self._answers.domain(choices)
            self._known[asked] = None if domain is None else self._found(choices, domain)
        return self._known[asked]

    def _found(self, choices: Choices, domain: Domain) -> Configuration | None:
        draft = self._answers.draft(domain)
        chosen = [self._many[key] for key, is_taken in choices.items() if is_taken and key in self._many]
        if not draft.begin(choices.items(), frozenset(map(_answered, chosen))):
            return None
        draft.asked = set(self._always)
        at = 0
        while at >= 0:
            at = self._go_on(draft, at, domain)
            core = self._answers.compiled.refusal(draft.literals)
            if not core:
                assert at == len(self._plan), "where all that is decided holds together something more fits"
                found = draft.configuration()
                domain.show(found)
                return found
            at = draft.blame(core)
        return None

    def _go_on(self, draft: Draft, at: int, domain: Domain) -> int:
        """Go through the plan from a place on: to its end, or to where nothing fits."""
        plan, asked, decided = self._plan, draft.asked, draft.decided
        for place in range(at, len(plan)):
            code, key, step, deed = plan[place]
            if key in decided or (code and code not in asked):
                continue
            if step is None:
                if not deed(draft, place, domain):
                    return place
            elif decided.isdisjoint(step.spots):
                draft.take(place, step)
        return len(plan)

    def _planned(
        self, hidden: Sequence[Group], wishes: Sequence[Wish], defaults: Sequence[Wish]
    ) -> Iterator[_Item]:
        model = self._answers.compiled.model
        depths = _depths(model)
        both: tuple[Group | Number, ...] = (*model.groups, *model.numbers)
        whens = {each.code: each.when for each in both}
        fields: dict[int, list[Field]] = defaultdict(list)
        wished: dict[int, list[_Item]] = defaultdict(list)
        standing: dict[int, list[Group]] = defaultdict(list)
        for field in self._form.fields.values():
            fields[depths.get(field.key, 0)].append(field)
        for at, wish in enumerate((*wishes, *defaults)):
            field = field_of(self._form, wish[0])
            is_soft = at >= len(wishes) and wish[0] in self._many
            key = _answered(field.code) if is_soft else field.key
            item = _Item(field.code, key, self._answers.steps.of(wish), _nothing)
            wished[depths.get(field.key, 0)].append(item)
        for group in hidden:
            standing[depths[group.code]].append(group)
        for depth in sorted({*fields, *standing}):
            yield _Item("", "", None, self._asking(fields[depth], standing[depth], whens))
            yield from wished[depth]
            yield from (
                _Item(field.code, field.key, None, partial(self._fill, field)) for field in fields[depth]
            )

    def _asking(
        self, fields: Sequence[Field], hidden: Sequence[Group], whens: Mapping[str, Formula | None]
    ) -> _Deed:
        """Finds out which of the fields are asked, and which hidden groups hold, since all above is decided."""
        known: dict[Formula, _Asking] = {}
        for field in fields:
            when = whens.get(field.key)
            if when is not None:
                asking = known.setdefault(when, _Asking(condition_of(when)))
                asking.fields.append(field.code)
                if field.is_number:
                    asking.numbers.append(self._answers.compiled.book.place(field.key))
        for group in hidden:
            if group.when is not None:
                known.setdefault(group.when, _Asking(condition_of(group.when))).options.extend(group.options)
        return partial(_ask, tuple(known.values()))

    def _fill(self, field: Field, draft: Draft, at: int, domain: Domain) -> bool:
        """Answer an asked field that no wish decided: with nothing where nothing need be, else with the first."""
        if field.is_number:
            return self._fill_number(field, draft, at, domain)
        left = [each.code for each in field.options if each.code not in draft.decided]
        if not left:
            return True
        steps = self._answers.steps
        least = field.lo - sum(1 for each in field.options if each.code in draft.options)
        if least <= 0 and draft.take(at, steps.together([(code, False) for code in left])):
            return True
        if field.hi > 1:
            return self._fill_many(field, draft, at)
        return any(domain.may_take(code) and draft.take(at, steps.of((code, True))) for code in left)

    def _fill_number(self, field: Field, draft: Draft, at: int, domain: Domain) -> bool:
        compiled = self._answers.compiled
        number, wished = compiled.book.place(field.key), self._wished_value[field.key]
        room, values = domain.room(field.key), compiled.book.orders[number].values
        if draft.failures(at) >= _FEW:
            room = Nearing(compiled, number, room, wished).room(draft, at)
        refused = draft.refused_spans(at, number)
        while (place := nearest_place(values, room, refused, wished)) >= 0:
            if draft.take(at, self._answers.steps.of((Point(field.key, values[place]), True))):
                return True
            refused.append(Span(number, place, place + 1))
        return False

    def _fill_many(self, field: Field, draft: Draft, at: int) -> bool:
        """What nothing else leaves, then as few as there have to be; False where the draft does not hold together."""
        if self._answers.compiled.refusal(draft.literals):
            return False
        while left := [each.code for each in field.options if each.code not in draft.decided]:
            told = draft.told()
            domain = self._answers.domain(told)
            assert domain is not None, "what holds together leaves something possible"
            forced: dict[Key, bool] = {
                code: domain.can_take(code) for code in left if not domain.is_open(code)
            }
            open_ones = [code for code in left if code not in forced]
            short = field.lo - sum(1 for each in field.options if {**told, **forced}.get(each.code))
            open_ones.sort(key=self._rank_of)
            needed, spare = open_ones[: max(0, short)], open_ones[max(0, short) :]
            wishes: list[Wish] = [(code, True) for code in needed]
            wishes += [(code, False) for code in sorted(spare, key=self._rank_of, reverse=True)]
            granted = self._answers.granted({**told, **forced}, wishes)
            draft.have(at, [wish for wish in granted.items() if wish[0] not in told])
        return True

    def _rank_of(self, code: str) -> int:
        """Its place among what the model proposes; behind all that where it is none of it."""
        return self._rank.get(code, len(self._rank))


def _ask(conditions: Sequence[_Asking], draft: Draft, at: int, _domain: Domain) -> bool:
    options: list[str] = []
    asked: list[int] = []
    idle: list[int] = []
    for each in conditions:
        if each.condition(draft.options, draft.values):
            draft.asked.update(each.fields)
            options += each.options
            asked += each.numbers
        else:
            draft.asked.difference_update(each.fields)
            idle += each.numbers
    draft.follow(at, Step((), (), (), tuple(options), asked=tuple(asked), idle=tuple(idle)))
    return True


def _answered(code: str) -> str:
    """The spot that says of a field of several options that people chose in it."""
    return f"{code} answered"


def _nothing(_draft: Draft, _at: int, _domain: Domain) -> bool:
    return True


def code_of(key: Key) -> str:
    """Of the option or number of a choice."""
    return key.number if isinstance(key, Point) else key


def field_of(form: Form, key: Key) -> Field:
    """The field of a choice."""
    return form.field_of[code_of(key)]


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
