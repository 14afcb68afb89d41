"""What people chose: choices with levels, as a value that undo can go back to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeAlias

from app.domain.configurator.model import Configuration, Key, Point
from app.domain.configuring.form import Field, Form
from app.domain.configuring.views import Level

Value: TypeAlias = bool | Fraction
"""Of an option: taken or refused; of a number: its value."""

Wanted: TypeAlias = Mapping[str, Value]
"""By flat code of the option or number."""


@dataclass(frozen=True, slots=True)
class Given:
    """Something that the customer owns, with a word of where it comes from.

    Args:
        code: of an option or a number.
        value: True for an option that he has, False for one that he cannot have, a number's value.
        origin: "frame F2, hall 3, order 2024-17".
    """

    code: str
    value: Value = True
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Lost:
    """A choice that fits no more, or whose option is gone."""

    code: str
    value: Value
    level: Level = Level.USER


@dataclass(frozen=True, slots=True)
class Choices:
    """All that a session knows of what was done; undo puts back an earlier one.

    Args:
        user: what was chosen and refused at the desk; fits together with what is given.
        base: a whole configuration that the preview keeps to where it can, before all defaults; None: the defaults
            come first.
        lost: what of an earlier configuration is invalid.
    """

    user: Wanted = field(default_factory=dict)
    base: Configuration | None = None
    lost: tuple[Lost, ...] = ()


class Keys:
    """Choices by flat code as those of the engine, and back."""

    def __init__(self, form: Form) -> None:
        self._form = form

    def of(self, wanted: Wanted) -> dict[Key, bool]:
        """As the engine takes them."""
        return dict(self.pair(code, value) for code, value in wanted.items())

    def pair(self, code: str, value: Value) -> tuple[Key, bool]:
        """One of them."""
        return (code, value) if isinstance(value, bool) else (self.point(code, value), True)

    def point(self, code: str, value: Fraction) -> Point:
        """A value that is on the steps of its number."""
        scaled = value * self._form.field_of[code].scale
        assert scaled.denominator == 1, "a value of a number lies on its steps"
        return Point(code, scaled.numerator)

    def is_known(self, key: Key) -> bool:
        """Whether the form has the option or number."""
        return (key.number if isinstance(key, Point) else key) in self._form.field_of


def without_field(wanted: Wanted, field: Field) -> dict[str, Value]:
    """The choices that stay when another one is made in a field of one answer; of more answers all of them do."""
    if field.hi > 1 and not field.is_number:
        return dict(wanted)
    own = {field.key, *(option.code for option in field.options)}
    return {code: value for code, value in wanted.items() if code not in own or value is False}
