"""The engine's answers, kept: the same choices are asked for again and again while a page is shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from app.domain.configurator.compiling import CompiledModel, LateNumbers, Possibilities
from app.domain.configurator.model import Choices, Configuration, Key, Point
from app.domain.configurator.residual import Flags
from app.domain.configuring.budgets import Budgets
from app.domain.configuring.drafting import Draft, Steps, Wish
from app.domain.configuring.refusals import Refusals

_MOST_FLAGS = 400_000
"""Of all domains that are kept: some thousands of a desk or a cabinet (10 KB each), twenty of a car."""


class Domain:
    """What is still possible after some choices; of options it is found out where somebody asks.

    Args:
        compiled: the model.
        choices: those beside which something is possible.
        possible: what is known of that from the beginning.
    """

    def __init__(self, compiled: CompiledModel, choices: Choices, possible: Possibilities) -> None:
        self._compiled = compiled
        self._choices = dict(choices)
        self._taken, self._left = _bits(possible.can_hold), _bits(possible.can_fail)
        self._refused: set[Wish] = set()
        self._is_exact = possible.is_exact
        self._seen: dict[str, int] = {}
        self._open: set[str] = set()
        self.numbers = possible.numbers
        self._room: dict[str, bytes] = {}

    def can_take(self, option: str) -> bool:
        """Whether some configuration has it."""
        is_known = self._taken >> self._compiled.places[option] & 1
        return bool(is_known) or self._finds(option, is_taken=True)

    def can_leave(self, option: str) -> bool:
        """Whether some configuration has it not."""
        is_known = self._left >> self._compiled.places[option] & 1
        return bool(is_known) or self._finds(option, is_taken=False)

    def may_take(self, option: str) -> bool:
        """Whether some configuration may have it, as far as that is known without a search."""
        is_known = self._taken >> self._compiled.places[option] & 1
        return bool(is_known) or not (self._is_exact or (option, True) in self._refused)

    def _finds(self, option: str, *, is_taken: bool) -> bool:
        """Search for a configuration; it is to show as much as it can of what nothing has shown yet."""
        compiled, wish = self._compiled, (option, is_taken)
        if self._is_exact or option in self._choices or wish in self._refused:
            return False
        known = self._taken if is_taken else self._left
        wanted = [(code, is_taken) for code in compiled.bound_codes if not known >> compiled.places[code] & 1]
        found = compiled.example({**self._choices, option: is_taken}, wanted)
        if found is None:
            self._refused.add(wish)
            return False
        left = set(compiled.bound_codes - found)
        (found if is_taken else left).add(option)
        self._note(found, left)
        return True

    def show(self, whole: Configuration) -> None:
        """Take notice of a configuration with the choices: what it has can be had, and what it has not be left."""
        if self._is_exact:
            return
        self._note(whole.options, self._compiled.places.keys() - whole.options)
        for number, value in whole.numbers.items():
            if self._seen.setdefault(number, value) != value:
                self._open.add(number)

    def _note(self, taken: Iterable[str], left: Iterable[str]) -> None:
        places = self._compiled.places
        for option in taken:
            self._taken |= 1 << places[option]
        for option in left:
            self._left |= 1 << places[option]

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

    def is_fixed(self, number: str, value: int) -> bool:
        """Whether a number, which can have a value (scaled), can have no other one."""
        found = self.numbers
        assert isinstance(found, LateNumbers), "values of a session's domains are found late"
        return number not in self._open and found.is_fixed(number, value)

    def allows(self, wish: Wish) -> bool:
        """Whether some configuration fulfils it."""
        key, is_taken = wish
        if isinstance(key, Point):
            return any(key.value in values for values in self.values(key.number))
        return self.can_take(key) if is_taken else self.can_leave(key)


def _bits(flags: Flags) -> int:
    """A bit for each."""
    return int.from_bytes(np.packbits(flags, bitorder="little").tobytes(), "little")


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
            found = None if possible is None else Domain(self.compiled, choices, possible)
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
