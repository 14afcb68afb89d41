"""The engine's answers, kept: the same choices are asked for again and again while a page is shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from app.domain.configurator.compiling import CompiledModel, LateNumbers, Possibilities
from app.domain.configurator.model import Choices, Key, Point
from app.domain.configuring.budgets import Budgets
from app.domain.configuring.drafting import Draft, Steps, Wish
from app.domain.configuring.refusals import Refusals

_MOST_FLAGS = 400_000
"""Of all domains that are kept: some thousands of a desk or a cabinet (10 KB each), twenty of a car."""


class Domain:
    """What is still possible after some choices."""

    def __init__(self, places: Mapping[str, int], possible: Possibilities) -> None:
        self._places = places
        self._can_hold: list[bool] = possible.can_hold.tolist()
        self._can_fail: list[bool] = possible.can_fail.tolist()
        self.numbers = possible.numbers
        self._room: dict[str, bytes] = {}

    def can_take(self, option: str) -> bool:
        """Whether some configuration has it."""
        return self._can_hold[self._places[option]]

    def can_leave(self, option: str) -> bool:
        """Whether some configuration has it not."""
        return self._can_fail[self._places[option]]

    def is_open(self, option: str) -> bool:
        """Whether both are possible."""
        return self.can_take(option) and self.can_leave(option)

    def values(self, number: str) -> tuple[range, ...]:
        """Scaled values that the number can have, ascending; none where it cannot be asked."""
        return self.numbers.get(number, ())

    def room(self, number: str) -> bytes:
        """By place of the number's values 1 where it may be had, as far as that is known without a search."""
        found = self._room.get(number)
        if found is None:
            numbers = self.numbers
            assert isinstance(numbers, LateNumbers), "values of a session's domains are found late"
            found = self._room[number] = numbers.room(number)
        return found

    def is_fixed(self, number: str) -> bool:
        """Whether it can have one value only."""
        found = self.numbers
        if isinstance(found, LateNumbers):
            return found.is_fixed(number)
        return sum(map(len, self.values(number))) == 1

    def allows(self, wish: Wish) -> bool:
        """Whether some configuration fulfils it."""
        key, is_taken = wish
        if isinstance(key, Point):
            return any(key.value in values for values in self.values(key.number))
        return self.can_take(key) if is_taken else self.can_leave(key)


class Answers:
    """Of one compiled model. Not for two threads at once."""

    def __init__(self, compiled: CompiledModel) -> None:
        self.compiled = compiled
        self.steps = Steps(compiled)
        self._refusals = Refusals(compiled)
        self._budgets = Budgets(compiled)
        self._domains: dict[frozenset[Wish], Domain | None] = {}

    def domain(self, choices: Choices) -> Domain | None:
        """What is possible beside the choices; None where they do not fit together."""
        asked = frozenset(choices.items())
        if asked not in self._domains:
            if len(self._domains) * len(self.compiled.places) >= _MOST_FLAGS:
                self._domains.clear()
            possible = self.compiled.possibilities(choices, late=True)
            found = None if possible is None else Domain(self.compiled.places, possible)
            self._domains[asked] = found
        return self._domains[asked]

    def fits(self, choices: Choices) -> bool:
        """Whether some configuration has them all."""
        return self.compiled.fits(choices)

    def draft(self, within: Domain | None = None) -> Draft:
        """Nothing decided yet; all that will be is `within` what is possible."""
        room = within.room if within else self._any_room
        return Draft(self.steps, self.compiled, self._refusals, self._budgets, room)

    def _any_room(self, number: str) -> bytes:
        book = self.compiled.book
        return b"\x01" * len(book.orders[book.place(number)].values)

    def granted(self, choices: Choices, wishes: Sequence[Wish]) -> dict[Key, bool]:
        """The choices, which fit, and of the wishes, the first ones first, each that still fits.

        Args:
            choices: that fit together.
            wishes: in order; of one key there is one wish.
        """
        draft, steps = self.draft(), [self.steps.of(wish) for wish in wishes]
        is_possible, at = draft.begin(choices.items()), 0
        while is_possible and at >= 0:
            for place in range(at, len(steps)):
                if draft.decided.isdisjoint(steps[place].spots):
                    draft.take(place, steps[place])
            core = self.compiled.refusal(draft.literals)
            if not core:
                return draft.told()
            at = draft.blame(core)
        raise AssertionError("the choices fit together")

    def largest(self, wishes: Iterable[Wish]) -> dict[Key, bool]:
        """Of the wishes, the first ones first, each that fits with those before it."""
        return self.granted({}, list(wishes))
