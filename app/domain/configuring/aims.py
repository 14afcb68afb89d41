"""Completions towards an aim: the cheapest, the soonest.

The engine finds the least sum of what each option adds to the preview as it stands; prices that depend on several
answers (a matrix of sizes, a formula) are not sums, so from there single answers are changed as long as that is better
by the real price. No single change betters the result.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from fractions import Fraction

from app.domain.configurator.completing import Completer
from app.domain.configurator.model import Configuration, Key, Point
from app.domain.configuring.form import Field, Option
from app.domain.configuring.situation import Situation
from app.domain.rounding import divide_half_up

_UNITS = 10_000
"""Weights of the engine are whole: ten-thousandths of an amount."""

_MOST_ROUNDS = 12


class Aim(StrEnum):
    """What the open fields are filled in for."""

    DEFAULTS = "defaults"
    CHEAPEST = "cheapest"
    SOONEST = "soonest"


def aimed(now: Situation, aim: Aim) -> Configuration | None:
    """The configuration with the people's choices that is best for the aim; None for the model's defaults."""
    if aim is Aim.DEFAULTS:
        return None
    return _Search(now, aim).best()


class _Search:
    def __init__(self, now: Situation, aim: Aim) -> None:
        self._now = now
        self._aim = aim
        self._open = [field for field in now.product.form.fields.values() if not _is_settled(now, field)]

    def best(self) -> Configuration:
        """The best start, bettered until no single answer betters it any more."""
        best = min(self._starts(), key=self._score)
        for _ in range(_MOST_ROUNDS):
            better = self._bettered(best)
            if better is best:
                break
            best = better
        return best

    def _score(self, whole: Configuration) -> tuple[bool, Fraction | int, Fraction | int]:
        worth = self._now.product.worths.worth(whole)
        is_cheap, is_unknown = self._aim is Aim.CHEAPEST, worth.issue is not None
        return (is_unknown, worth.price, worth.days) if is_cheap else (is_unknown, worth.days, worth.price)

    def _starts(self) -> Iterator[Configuration]:
        now, product = self._now, self._now.product
        yield now.preview
        options = [each for field in self._open for each in field.options]
        days = {each.code: each.definition.days for each in options if each.definition.days}
        completer = Completer(product.answers.compiled, self._weights())
        is_cheap = self._aim is Aim.CHEAPEST
        found = completer.cheapest(now.told) if is_cheap else completer.soonest(now.told, days)
        whole = None if found is None else self._near(found, {})
        if whole is not None:
            yield whole

    def _weights(self) -> dict[str, int]:
        """What each open option adds: its own price, or what it adds to the preview in place of the one there."""
        return {code: weight for field in self._open for code, weight in self._weighed(field) if weight}

    def _weighed(self, field: Field) -> Iterator[tuple[str, int]]:
        now, worths = self._now, self._now.product.worths
        there = next((each for each in field.options if each.code in now.preview.options), None)
        base = _own_price(there) - worths.worth(now.preview).price if there and field.hi == 1 else None
        for each in field.options:
            amount = _own_price(each)
            changed = now.product.swaps.swapped(now.preview, each.code)
            if base is not None and changed is not None:
                amount = base + worths.worth(changed).price
            yield each.code, divide_half_up(amount.numerator * _UNITS, amount.denominator)

    def _near(self, base: Configuration, wanted: dict[Key, bool]) -> Configuration | None:
        return self._now.product.completion(base).whole({**self._now.told, **wanted})

    def _bettered(self, best: Configuration) -> Configuration:
        score = self._score(best)
        for field in self._open:
            for wish in self._answers(field):
                changed = self._changed(best, wish)
                if changed is not None and (new := self._score(changed)) < score:
                    best, score = changed, new
        return best

    def _answers(self, field: Field) -> Iterator[tuple[Key, bool]]:
        for each in field.options:
            yield from (((each.code, True),) if field.hi == 1 else ((each.code, True), (each.code, False)))
        if field.lo == 0:
            yield from ((each.code, False) for each in field.options)
        if field.number:
            values = self._now.domain.values(field.key)
            ends = (value for span in values if span for value in (span[0], span[-1]))
            sizes = (size * field.scale for size in field.number.standard)
            whole = (size.numerator for size in sizes if size.denominator == 1)
            yield from ((Point(field.key, value), True) for value in dict.fromkeys((*ends, *whole)))

    def _changed(self, best: Configuration, wish: tuple[Key, bool]) -> Configuration | None:
        """The best one with another answer; None where it has it, or nothing does."""
        key, is_taken = wish
        found: Configuration | None = None
        if not self._now.domain.allows(wish):
            return None
        if isinstance(key, Point):
            if best.numbers.get(key.number) == key.value:
                return None
            found = self._now.product.swaps.resized(best, key.number, key.value)
        elif is_taken == (key in best.options):
            return None
        elif is_taken:
            found = self._now.product.swaps.swapped(best, key)
        return self._near(best, {key: is_taken}) if found is None else found


def _own_price(option: Option) -> Fraction:
    return option.definition.price or Fraction(0)


def _is_settled(now: Situation, field: Field) -> bool:
    if field.is_number:
        return field.key in now.wanted
    taken = any(now.wanted.get(each.code) for each in field.options)
    return taken and field.hi == 1
