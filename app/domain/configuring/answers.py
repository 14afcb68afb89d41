"""The engine's answers, kept: the same choices are asked for again and again while a page is shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from app.domain.configurator.compiling import CompiledModel, LateNumbers, Possibilities
from app.domain.configurator.model import Choices, Key, Point

_MOST_FLAGS = 2_000_000
"""Of all domains that are kept: some thousands of a desk, a hundred of a car."""

_MOST_GONE = 8
_LARGEST_CORE = 12
"""Beyond these, what does not fit together says too little about which wishes have to go."""

Wish = tuple[Key, bool]


class Domain:
    """What is still possible after some choices."""

    def __init__(self, places: Mapping[str, int], possible: Possibilities) -> None:
        self._places = places
        self._can_hold: list[bool] = possible.can_hold.tolist()
        self._can_fail: list[bool] = possible.can_fail.tolist()
        self.numbers = possible.numbers

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

    def room(self, number: str) -> tuple[range, ...]:
        """The same, perhaps with some that it cannot have, without a search."""
        found = self.numbers
        return found.room(number) if isinstance(found, LateNumbers) else self.values(number)

    def is_fixed(self, number: str) -> bool:
        """Whether it can have one value only."""
        found = self.numbers
        if isinstance(found, LateNumbers):
            return found.is_fixed(number)
        return sum(map(len, self.values(number))) == 1

    def may_allow(self, wish: Wish) -> bool:
        """Whether some configuration fulfils it, as far as that is known without a search."""
        key, _ = wish
        if isinstance(key, Point):
            return any(key.value in values for values in self.room(key.number))
        return self.allows(wish)

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

    def bounds(self, choices: Choices) -> Mapping[str, tuple[int, int]]:
        """By number scaled values outside of which it has none beside the choices, as far as that is known."""
        return self.compiled.bounds(choices)

    def left(self, choices: Choices, wishes: Iterable[Wish]) -> list[Wish]:
        """Without those that the choices refuse at once; what is left may be refused all the same."""
        return self.compiled.left(choices, wishes)

    def prefer(self, choices: Choices, found: Sequence[int]) -> None:
        """What is tried first where a configuration is looked for; `found` is of an earlier one."""
        self.compiled.prefer(choices, found)

    def found(self) -> Sequence[int]:
        """Of the configuration that was found last, for `prefer`."""
        return self.compiled.found()

    def conflict(self, choices: Choices) -> list[Key]:
        """Choices among these that do not fit together; none where all of them do."""
        return self.compiled.conflict(choices)

    def granted(
        self, choices: Choices, wishes: Sequence[Wish], refused: dict[Wish, list[Key]] | None = None
    ) -> dict[Key, bool]:
        """The choices, which fit, and of the wishes, the first ones first, each that still fits.

        Of what does not fit together the last wish goes. That is right if all the others of it stay, being before it;
        where one of these goes too, halves are tried in turn.

        Args:
            choices: that fit together.
            wishes: in order; of one key there is one wish.
            refused: takes up the wishes that were not granted, as far as it is known with what they do not fit.
        """
        left = dict(wishes)
        if not left:
            return dict(choices)
        places = {key: at for at, key in enumerate(left)}
        gone: list[list[Key]] = []
        found: dict[Wish, list[Key]] = {}
        while conflict := self.conflict({**choices, **left}):
            core = sorted((key for key in conflict if key in places), key=places.__getitem__)
            if len(gone) == _MOST_GONE or not 0 < len(core) <= _LARGEST_CORE:
                return self._halved(choices, wishes)
            gone.append(core)
            last = core[-1]
            found[last, left.pop(last)] = [key for key in conflict if key != last]
        if all(key in left for core in gone for key in core[:-1]):
            if refused is not None:
                refused |= found
            return {**choices, **left}
        return self._halved(choices, wishes)

    def _halved(self, choices: Choices, wishes: Sequence[Wish]) -> dict[Key, bool]:
        together = {**choices, **dict(wishes)}
        if not wishes or self.fits(together):
            return together
        if len(wishes) == 1:
            return dict(choices)
        middle = len(wishes) // 2
        return self._halved(self._halved(choices, wishes[:middle]), wishes[middle:])

    def largest(self, wishes: Iterable[Wish]) -> dict[Key, bool]:
        """Of the wishes, the first ones first, each that fits with those before it."""
        return self.granted({}, list(wishes))


def nearest(spans: Sequence[range], wanted: int) -> int | None:
    """The value in these ranges that is nearest to the wanted one, of two the lower; None where there is none."""
    found: list[int] = []
    for span in spans:
        if span:
            steps = (wanted - span.start) // span.step
            found.extend(span[min(max(at, 0), len(span) - 1)] for at in (steps, steps + 1))
    return min(found, key=lambda value: (abs(value - wanted), value), default=None)


def nearest_first(spans: Sequence[range], wanted: int, most: int) -> list[int]:
    """The values in these ranges that are nearest to the wanted one, up to so many; of two as near the lower first."""
    found: list[int] = []
    for span in spans:
        if span:
            at = min(max((wanted - span.start) // span.step, 0), len(span) - 1)
            found.extend(span[max(0, at - most) : at + most + 1])
    return sorted(found, key=lambda value: (abs(value - wanted), value))[:most]
