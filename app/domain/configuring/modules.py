"""Sub-products added, removed, copied and moved: their choices go with them, the rest of the preview stays."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from itertools import islice
from typing import NoReturn, TypeVar

from app.domain.configurator.model import Configuration
from app.domain.configuring.choices import Choices, Lost, Value
from app.domain.configuring.form import Field
from app.domain.configuring.situation import Situation
from app.domain.configuring.values import value_issue
from app.domain.errors import RefusedError

_Kept = TypeVar("_Kept")

Places = Callable[[int], Iterable[int]]
"""Where what stood in a place stands afterwards: nowhere, in one place, or in two."""


def added(now: Situation, slot: Field) -> Choices:
    """One more at the end; RefusedError `configuring.number_*` where there is no room."""
    return _arranged(now, slot, now.count(slot.code) + 1, lambda place: (place,))


def removed(now: Situation, slot: Field, place: int) -> Choices:
    """Without the one in this place; those behind it move up."""
    return _arranged(
        now,
        slot,
        now.count(slot.code) - 1,
        lambda each: () if each == place else (each - 1,) if each > place else (each,),
    )


def doubled(now: Situation, slot: Field, place: int) -> Choices:
    """With a copy of the one in this place behind it."""
    return _arranged(
        now,
        slot,
        now.count(slot.code) + 1,
        lambda each: (each, each + 1) if each == place else (each + 1,) if each > place else (each,),
    )


def moved(now: Situation, slot: Field, place: int, to: int) -> Choices:
    """With the one in this place at another; those between make room."""
    count = now.count(slot.code)
    order = [each for each in range(1, count + 1) if each != place]
    order.insert(min(max(to, 1), count) - 1, place)
    return _arranged(now, slot, None, lambda each: (order.index(each) + 1,) if each in order else (each,))


def _arranged(now: Situation, slot: Field, count: int | None, places: Places) -> Choices:
    """The choices in their new places; what of them fits no more is lost, what is not of the slot always stays.

    More sub-products must have room beside what was chosen; fewer come before it.
    """
    _refuse_given(now, slot, places)
    user = now.choices.user
    there = _Placed(slot.code, places)
    wanted = {code: value for code, value in user.items() if not there.is_inside(code) and code != slot.key}
    number: dict[str, Value] = {slot.key: user[slot.key]} if slot.key in user else {}
    if count is not None:
        number = {slot.key: Fraction(count)}
    is_more = count is not None and count > now.count(slot.code)
    originals = there.shifted(user, only_first=True) if is_more else {}
    wanted |= {**originals, **number, **there.shifted(user)}
    fits = now.product.fitting(now.product.given_wants, wanted)
    if count is not None and slot.key not in fits:
        _refuse_count(now, slot, Fraction(count))
    lost = tuple(Lost(code, value) for code, value in wanted.items() if code not in fits)
    return Choices(fits, _shifted_base(now.preview, slot, count, there), lost)


def _refuse_count(now: Situation, slot: Field, count: Fraction) -> NoReturn:
    issue = value_issue(now, slot, count)
    if issue is None:
        raise RefusedError("configuring.blocked", name=str(count), field=slot.name)
    raise RefusedError(issue.code, (issue,), **issue.params)


def _shifted_base(preview: Configuration, slot: Field, count: int | None, there: _Placed) -> Configuration:
    options = {code for code in preview.options if not there.is_inside(code)}
    inside = dict.fromkeys(preview.options - options, True)
    numbers = {code: value for code, value in preview.numbers.items() if not there.is_inside(code)}
    if count is not None:
        numbers[slot.key] = count * slot.scale
    return Configuration(
        frozenset({*options, *there.shifted(inside)}), {**numbers, **there.shifted(preview.numbers)}
    )


def _refuse_given(now: Situation, slot: Field, places: Places) -> None:
    """What the customer owns stays where it is."""
    there = _Placed(slot.code, places)
    for code, given in now.product.given.items():
        if there.is_inside(code) and list(there.codes(code)) != [code]:
            field = now.product.form.field_of[code]
            raise RefusedError("configuring.module_given", field=field.name, origin=given.origin or code)


class _Placed:
    """Codes of a slot's sub-products when these have changed places."""

    def __init__(self, slot: str, places: Places) -> None:
        self._prefix = f"{slot}."
        self._places = places

    def is_inside(self, code: str) -> bool:
        """Whether it is of a sub-product of the slot."""
        return code.startswith(self._prefix) and "/" in code

    def codes(self, code: str) -> Iterable[str]:
        """What the code becomes."""
        place, _, rest = code.removeprefix(self._prefix).partition("/")
        return (f"{self._prefix}{each}/{rest}" for each in self._places(int(place)))

    def shifted(self, values: Mapping[str, _Kept], *, only_first: bool = False) -> dict[str, _Kept]:
        """What is inside, under the codes that it has then; of copies, if `only_first`, the first ones alone."""
        return {
            after: value
            for code, value in values.items()
            if self.is_inside(code)
            for after in islice(self.codes(code), 1 if only_first else None)
        }
