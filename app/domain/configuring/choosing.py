"""What people do to a product that is being configured: every step can be undone, none leads to a dead end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from app.domain.configuring.choices import Choices, Value, without_field
from app.domain.configuring.form import Field
from app.domain.configuring.history import History
from app.domain.configuring.situation import Product, situation_after
from app.domain.configuring.values import value_issue
from app.domain.configuring.views import Deed, DeedKind, RepairView
from app.domain.configuring.words import value_text
from app.domain.errors import RefusedError


class Choosing:
    """Choices about a product, with their history."""

    def __init__(self, product: Product, first: Choices) -> None:
        self._product = product
        self._history = History(first)
        self._now = situation_after(product, first)

    def choose(self, code: str) -> None:
        """Take an option; in place of another one where only one may be chosen.

        Raises:
            RefusedError: `configuring.blocked`; `repairs` says what would make it possible.
        """
        self._take(code, True, DeedKind.CHOSE)

    def refuse(self, code: str) -> None:
        """Say that an option is not wanted; RefusedError `configuring.needed` where nothing goes without it."""
        field = self._field(code)
        stay = {each: value for each, value in self._now.choices.user.items() if each != code}
        user: dict[str, Value] = {**stay, code: False}
        if code in self._product.given or not self._fits(user):
            raise RefusedError("configuring.needed", name=self._name(code), field=field.name)
        self._do(user, Deed(DeedKind.REFUSED, field.name, self._name(code)))

    def leave_empty(self, code: str) -> None:
        """Choose nothing in a group that may be empty; RefusedError `configuring.needed` where it may not be."""
        field = self._field(code)
        own = {each.code for each in field.options}
        stay = {each: value for each, value in self._now.choices.user.items() if each not in own}
        user: dict[str, Value] = {**stay, **dict.fromkeys(own - self._product.given.keys(), False)}
        if not self._fits(user):
            raise RefusedError("configuring.needed", name=field.name, field=field.name)
        self._do(user, Deed(DeedKind.REFUSED, field.name))

    def set_number(self, code: str, value: Fraction) -> None:
        """Give a number a value, or a slot so many sub-products.

        Raises:
            RefusedError: `configuring.number_range`, `number_step` or `number_blocked`, with the nearest values.
        """
        field = self._field(code)
        issue = value_issue(self._now, field, value)
        if issue is not None:
            raise RefusedError(issue.code, (issue,), **issue.params)
        self._take(field.key, value, DeedKind.SET)

    def retract(self, code: str) -> None:
        """Take back what the user chose or refused: of an option, or of a whole field."""
        field = self._field(code)
        own = {code} if code in self._product.form.options else self._own_codes(field)
        name = self._name(code) if code in self._product.form.options else ""
        self._drop(own, Deed(DeedKind.RETRACTED, field.name, name))

    def clear(self, code: str) -> None:
        """Take back all choices in a field."""
        field = self._field(code)
        self._drop(self._own_codes(field), Deed(DeedKind.CLEARED, field.name))

    def clear_all(self) -> None:
        """Take back all the user's choices; the preview is then what the model's defaults make of what is given."""
        self._history_do(Choices(), Deed(DeedKind.CLEARED_ALL))

    def take(self, repair: RepairView) -> None:
        """Have what was wanted, without the choices that the repair drops; one step to undo.

        Raises:
            RefusedError: `configuring.blocked`: the repair is of an earlier moment, and no longer enough.
        """
        wanted = repair.wanted
        code = self._field(wanted.code).key if wanted.value is not None else wanted.code
        dropped = {
            self._field(each.code).key if each.value is not None else each.code for each in repair.dropped
        }
        stay = without_field(self._now.choices.user, self._field(code))
        user = {each: value for each, value in stay.items() if each not in dropped}
        user[code] = True if wanted.value is None else wanted.value
        user |= {self._field(each.code).key: each.value for each in repair.nearest if each.value is not None}
        if not self._fits(user):
            raise RefusedError("configuring.blocked", name=wanted.name, field=wanted.field_name)
        self._do(user, Deed(DeedKind.REPAIRED, wanted.field_name, wanted.name))

    def undo(self) -> bool:
        """Back by a step; False where there is none."""
        return self._moved(self._history.undo())

    def redo(self) -> bool:
        """Forward by a step that was undone; False where there is none."""
        return self._moved(self._history.redo())

    def _field(self, code: str) -> Field:
        return self._product.form.field_of[code]

    def _placed(self, path: str) -> tuple[Field, int]:
        """The slot of a sub-product, and its place; RefusedError `configuring.module_gone` where none stands there."""
        slot, _, place = path.partition(".")
        field = self._field(slot)
        if not 0 < int(place) <= self._now.count(slot):
            raise RefusedError("configuring.module_gone", name=field.name, place=place)
        return field, int(place)

    def _own_codes(self, field: Field) -> set[str]:
        return {field.key, *(each.code for each in field.options)}

    def _name(self, code: str, value: Value = True) -> str:
        if isinstance(value, Fraction):
            return value_text(self._product, self._field(code), value)
        return self._product.form.options[code].name

    def _possible_value(self, code: str, value: Fraction | None) -> tuple[str, Value] | None:
        """The choice that is asked about; None where the model itself has no such value."""
        if value is None:
            return code, True
        key = self._field(code).key
        return (key, value) if self._product.can_be(key, value) else None

    def _take(self, code: str, value: Value, kind: DeedKind) -> None:
        field = self._field(code)
        name = self._name(code, value)
        if not self._now.is_possible(self._now.asked(code, value)):
            raise RefusedError("configuring.blocked", name=name, field=field.name)
        stay = without_field(self._now.choices.user, field)
        self._do({**stay, code: value}, Deed(kind, field.name, name))

    def _fits(self, user: Mapping[str, Value]) -> bool:
        told = self._product.keys.of({**user, **self._product.given_wants})
        return self._product.answers.fits(told)

    def _drop(self, codes: set[str], deed: Deed) -> None:
        self._do({code: value for code, value in self._now.choices.user.items() if code not in codes}, deed)

    def _do(self, user: Mapping[str, Value], deed: Deed) -> None:
        """What the user has chosen again, or otherwise, is no longer lost."""
        choices = self._now.choices
        before = choices.user
        changed = {
            self._field(code).code for code in user if code not in before or before[code] != user[code]
        }
        lost = tuple(each for each in choices.lost if self._product.field_code(each.code) not in changed)
        self._history_do(replace(choices, user=dict(user), lost=lost), deed)

    def _history_do(self, choices: Choices, deed: Deed) -> None:
        self._moved(self._history.do(choices, deed))

    def _moved(self, is_moved: bool) -> bool:
        if is_moved:
            self._now = situation_after(self._product, self._history.now)
        return is_moved
