"""Choices on the way to a whole configuration: what is decided so far, and what is taken back when it clashes.

Nothing is asked of the engine while steps are taken: they are refused by clashes that were found before, so a draft may
be wrong. What the engine then finds not to hold together says which step was the first that should not have been.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from app.domain.configurator.compiling import CompiledModel
from app.domain.configurator.loose import LooseChoices
from app.domain.configurator.model import Configuration, Key, Point
from app.domain.configuring.budgets import Budgets
from app.domain.configuring.refusals import Refusals, Span

Wish: TypeAlias = tuple[Key, bool]
"""A choice that is made where it fits."""


Room: TypeAlias = Callable[[str], bytes]
"""By code of a number: by place of its values 1 where it may be had, whatever is decided."""


@dataclass(frozen=True, slots=True)
class Step:
    """What may be decided together.

    Args:
        wishes: options taken or refused, or a number's value.
        literals: of the engine; of loose options what each asks for by itself.
        spots: what it decides: options or a number, and the field of which it is the only answer.
        options: of those that are taken.
        number: of a value, by its place in the model; -1: it is none.
        place: of the value among those of the number.
        value: scaled.
        loose: options that counting decides, each by its place in the model, taken or not.
        asked, idle: numbers, by their places, that are known to be asked, or not to be.
    """

    wishes: tuple[Wish, ...]
    literals: tuple[int, ...]
    spots: tuple[str, ...]
    options: tuple[str, ...] = ()
    number: int = -1
    place: int = -1
    value: int = 0
    loose: tuple[tuple[int, bool], ...] = ()
    asked: tuple[int, ...] = ()
    idle: tuple[int, ...] = ()


class Steps:
    """The steps of one model, each made once."""

    def __init__(self, compiled: CompiledModel) -> None:
        self._compiled = compiled
        self._only_one = {
            code: group.code for group in compiled.model.groups if group.hi == 1 for code in group.options
        }
        self._known: dict[Wish, Step] = {}

    def of(self, wish: Wish) -> Step:
        """To have a wish."""
        step = self._known.get(wish)
        if step is None:
            step = self._known[wish] = self._made(wish)
        return step

    def together(self, wishes: Iterable[Wish]) -> Step:
        """To have several options, or have them not, at once."""
        steps = [self.of(wish) for wish in wishes]
        return Step(
            tuple([wish for step in steps for wish in step.wishes]),
            tuple([literal for step in steps for literal in step.literals]),
            tuple([spot for step in steps for spot in step.spots]),
            tuple([option for step in steps for option in step.options]),
            loose=tuple([one for step in steps for one in step.loose]),
        )

    def _made(self, wish: Wish) -> Step:
        key, is_taken = wish
        literals = self._compiled.meaning(key, taken=is_taken)
        if isinstance(key, Point):
            at = self._compiled.book.place(key.number)
            place = bisect_left(self._compiled.book.orders[at].values, key.value)
            return Step((wish,), literals, (key.number,), (), at, place, key.value)
        loose: tuple[tuple[int, bool], ...] = ()
        if not literals:
            loose = ((self._compiled.places[key], is_taken),)
            alone = LooseChoices()
            self._compiled.loose.note(alone, self._compiled.places[key], is_taken=is_taken)
            literals = tuple(alone.literals)
        return Step((wish,), literals, self._spots(key, is_taken=is_taken), (key,) * is_taken, loose=loose)

    def _spots(self, code: str, *, is_taken: bool) -> tuple[str, ...]:
        return (code, self._only_one[code]) if is_taken and code in self._only_one else (code,)


class Draft:
    """What is decided so far.

    Attributes:
        decided: spots of it.
        options: those that are taken.
        values: of numbers, by code.
        literals: what the engine is asked for.
        asked: codes of the fields that are asked, as far as that is decided.
        answered: spots that count as decided from the beginning.
    """

    def __init__(
        self, steps: Steps, compiled: CompiledModel, refusals: Refusals, budgets: Budgets, room: Room
    ) -> None:
        self._steps = steps
        self._compiled = compiled
        self._refusals = refusals
        self._budgets = budgets
        self._room = room
        self._first: list[Step] = []
        self._base = 0
        self._taken: list[tuple[int, Step]] = []
        self._ends: list[int] = []
        self._barred: dict[int, set[tuple[Wish, ...]]] = {}
        self.asked: set[str] = set()
        self.answered: frozenset[str] = frozenset()
        self._clear()

    def _clear(self) -> None:
        self.decided: set[str] = set(self.answered)
        self.options: set[str] = set()
        self.values: dict[str, int] = {}
        self.literals: list[int] = []
        self._places: dict[int, int] = {}
        self._numbers: dict[int, int] = {}
        self._held: set[int] = {self._compiled.book.always}
        self._loose = LooseChoices()

    def begin(self, wishes: Iterable[Wish], answered: frozenset[str] = frozenset()) -> bool:
        """Have these whatever comes, and count spots as decided; False where counting refuses them."""
        self.answered = answered
        self.decided |= answered
        self._first = [self._steps.of(wish) for wish in wishes]
        is_possible = all(self._add(step) for step in self._first)
        self._base = len(self.literals)
        return is_possible

    def told(self) -> dict[Key, bool]:
        """All that is decided, as choices."""
        steps = [*self._first, *(step for _, step in self._taken)]
        return dict([wish for step in steps for wish in step.wishes])

    def configuration(self) -> Configuration:
        """All that is decided, where that is everything."""
        return Configuration(frozenset(self.options), dict(self.values))

    def take(self, at: int, step: Step) -> bool:
        """Decide a step at a place of the plan; False, and nothing is decided, where it is known not to fit."""
        if self._barred and step.wishes in self._barred.get(at, ()):
            return False
        if not self._may_add(step):
            return False
        if not self._add(step):
            self._recount()
            return False
        self.note(at, step)
        return True

    def note(self, at: int, step: Step) -> None:
        """That a step was decided at a place of the plan."""
        self._taken.append((at, step))
        self._ends.append(len(self.literals))

    def have(self, at: int, wishes: Iterable[Wish]) -> None:
        """Decide what is known to hold together with the draft."""
        for wish in wishes:
            step = self._steps.of(wish)
            self._add(step)
            self.note(at, step)

    def follow(self, at: int, step: Step) -> None:
        """What is so since all is decided that it follows from."""
        self._add_following(step)
        self.note(at, step)

    def failures(self, at: int) -> int:
        """How many steps were wrong at a place of the plan, with the draft as it stands."""
        return len(self._barred.get(at, ()))

    def learn(self, core: Iterable[int]) -> None:
        """Keep that literals do not hold together."""
        self._refusals.learn(core)

    def _may_add(self, step: Step) -> bool:
        """Whether no clash is known with what is held."""
        if step.number >= 0:
            return self._may_have(step)
        held, refuses, literals = self._held, self._refusals.refuses, step.literals
        if len(literals) == 1:
            (literal,) = literals
            return literal in held or not (-literal in held or refuses(literal, held, self._places))
        news = [literal for literal in literals if literal not in held]
        if any(-literal in held for literal in news):
            return False
        together = held.union(news)
        return not any(refuses(literal, together, self._places) for literal in news)

    def _may_have(self, step: Step) -> bool:
        """Whether no clash is known of a number's value, and sums have room for it."""
        number = step.number
        low, high = self._limits(number)
        if not low <= step.value <= high:
            return False
        order, held = self._compiled.book.orders[number], self._held
        if order.asked not in held:
            if -order.asked in held or self._refusals.refuses(order.asked, held, self._places):
                return False
            held = {*held, order.asked}
        return not self._refusals.refuses_place(number, step.place, held, self._places)

    def _add(self, step: Step) -> bool:
        """Add what a step decides; False where counting refuses it, with some of it added."""
        literals = step.literals
        if step.loose:
            before = len(self._loose.literals)
            for option, is_taken in step.loose:
                if not self._compiled.loose.note(self._loose, option, is_taken=is_taken):
                    return False
            literals = (*literals, *self._loose.literals[before:])
        self._held.update(literals)
        self.literals += literals
        self.decided.update(step.spots)
        if step.options:
            self.options.update(step.options)
        if step.number >= 0:
            self._places[step.number] = step.place
            self._numbers[step.number] = self.values[step.spots[0]] = step.value
        return True

    def _add_following(self, step: Step) -> None:
        orders = self._compiled.book.orders
        self.options.update(step.options)
        self._held.update([orders[number].asked for number in step.asked])
        for number in step.idle:
            self._places[number] = bisect_left(orders[number].values, 0)
            self._numbers[number] = 0

    def _recount(self) -> None:
        """Begin the counting of loose options anew, after something of it was taken back."""
        self._loose = LooseChoices()
        for step in (*self._first, *(step for _, step in self._taken)):
            for option, is_taken in step.loose:
                self._compiled.loose.note(self._loose, option, is_taken=is_taken)

    def refused_spans(self, at: int, number: int) -> list[Span]:
        """Values of a number, which is asked, that are known not to fit at a place of the plan, by their places."""
        barred = [self._steps.of(wish).place for (wish,) in self._barred.get(at, ())]
        known = self._refusals.refused_spans(number, self._held, self._places)
        low, high = self._limits(number)
        values = self._compiled.book.orders[number].values
        first, after = bisect_left(values, low), bisect_right(values, high)
        limits = [Span(number, 0, first), Span(number, after, len(values))]
        return [*limits, *known, *(Span(number, place, place + 1) for place in barred)]

    def _limits(self, number: int) -> tuple[int, int]:
        """The lowest and the highest value of a number that sums leave."""
        low, high = self._budgets.limits(number, self._held, self._numbers, self._open_ends)
        values = self._compiled.book.orders[number].values
        return values[0] if low is None else low, values[-1] if high is None else high

    def _open_ends(self, number: int) -> tuple[int, int]:
        """The lowest and the highest value that a number may have that is not decided."""
        order = self._compiled.book.orders[number]
        if order.asked not in self._held:
            return order.values[0], order.values[-1]
        room = self._room(order.number.code)
        return order.values[room.find(1)], order.values[room.rfind(1)]

    def blame(self, core: Sequence[int]) -> int:
        """Take back the first step that should not have been, and all after it; it is barred there from now on.

        Args:
            core: of the draft's literals some that do not hold together.

        Returns:
            The step's place in the plan; -1: already what the draft began with does not hold together.
        """
        firsts = {literal: at for at, literal in reversed(list(enumerate(self.literals)))}
        while core:
            self._refusals.learn(core)
            last = max([firsts[literal] for literal in core])
            if last < self._base:
                return -1
            count = bisect_right(self._ends, last)
            before = self._ends[count - 1] if count else self._base
            core = self._compiled.refusal(self.literals[:before])
        at, step = self._taken[count]
        while count and self._taken[count - 1][0] == at:
            count -= 1
        self._barred = {place: barred for place, barred in self._barred.items() if place <= at}
        self._barred.setdefault(at, set()).add(step.wishes)
        self._go_back_to(count)
        return at

    def _go_back_to(self, count: int) -> None:
        taken = self._taken[:count]
        self._taken, self._ends = [], []
        self._clear()
        for step in self._first:
            self._add(step)
        for at, step in taken:
            if step.spots:
                self._add(step)
            else:
                self._add_following(step)
            self.note(at, step)
