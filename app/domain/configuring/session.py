"""A product being configured: what the screen asks and does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from app.domain.configurator.checking import compile_model
from app.domain.configurator.compiling import CompiledModel
from app.domain.configuring.choices import Choices, Given, Value, without_field
from app.domain.configuring.form import Field
from app.domain.configuring.history import History
from app.domain.configuring.needs import Consequences, FlatModel, Terms
from app.domain.configuring.reasons import reason_of, repairs_of, wanted_view
from app.domain.configuring.showing import field_view, pages_there, step_view
from app.domain.configuring.situation import Product, situation_after
from app.domain.configuring.values import value_issue
from app.domain.configuring.views import (
    ConfiguringView,
    Deed,
    DeedKind,
    Difference,
    FieldView,
    Level,
    ReasonView,
    RepairView,
)
from app.domain.configuring.words import lost_view, value_text
from app.domain.errors import RefusedError
from app.domain.issues import Issue
from app.domain.product_models.results import Configuration


class Session:
    """Choices about one product, always with a whole preview. Not for two threads at once.

    Codes are flat (see `views`); of a slot both "modules" and "modules.count" serve.

    Args:
        flat: the model.
        consequences: prices and days of whole configurations.
        terms: price list, day, language.
        compiled: the model made ready, where somebody has it already.
        given: what the customer owns; what of it does not fit with what stands before it is in `view().conflicts`.

    Raises:
        RefusedError: `configuring.void` where no configuration exists; `model.refused` with its issues.
    """

    def __init__(
        self,
        flat: FlatModel,
        consequences: Consequences,
        terms: Terms,
        *,
        compiled: CompiledModel | None = None,
        given: Sequence[Given] = (),
    ) -> None:
        self._product = Product(flat, consequences, terms, compiled or compile_model(flat.model), given)
        self._history = History(Choices(lost=self._product.misfits))
        self._now = situation_after(self._product, self._history.now)

    @property
    def preview(self) -> Configuration:
        """The whole configuration as it stands: user's choices, defaults, and what was filled in."""
        return self._product.flat.configuration(self._now.preview)

    @property
    def choices(self) -> Mapping[str, Value]:
        """What the user chose and refused: by code True, False or a number's value."""
        return dict(self._now.choices.user)

    @property
    def levels(self) -> dict[str, Level]:
        """Who decided what of the preview: by code of its options and numbers."""
        now = self._now
        options = {
            code: now.level_of(code, follows=not now.domain.can_leave(code))
            for code in now.preview.options
            if code in self._product.form.options
        }
        numbers = {code: now.level(self._product.form.field_of[code]) for code in now.preview.numbers}
        return {**options, **numbers}

    def view(self, step: str = "") -> ConfiguringView:
        """What the screen shows, with the fields of one page.

        Args:
            step: code of the page; where it is not there (any more), the first one.
        """
        now = self._now
        pages = pages_there(now)
        shown = next((page for page in pages if page.code == step), pages[0] if pages else None)
        steps = tuple(step_view(now, page) for page in pages)
        progress = now.progress([self._field(code) for page in pages for code in page.fields])
        worth = self._product.worths.worth(now.preview)
        return ConfiguringView(
            steps,
            shown.code if shown else "",
            tuple(self.field(code) for code in shown.fields) if shown else (),
            progress,
            worth.price,
            worth.cost,
            worth.days,
            self._product.consequences.line_text(self.preview),
            progress.decided == progress.asked,
            tuple(lost_view(self._product, each) for each in now.choices.lost),
            self._history.undoes,
            self._history.redoes,
            self._history.version,
        )

    def field(self, code: str, *, priced: bool = True) -> FieldView:
        """One field with all its answers and, where `priced`, what each would change."""
        return field_view(self._now, self._field(code), priced=priced)

    def difference(self, code: str, value: Fraction | None = None) -> Difference | None:
        """What an option, or a value of a number, would change; None where it is not possible."""
        asked = self._possible_value(code, value)
        return None if asked is None else self._now.difference(self._now.asked(*asked))

    def number_issue(self, code: str, value: Fraction) -> Issue | None:
        """What is wrong with a typed value, with the nearest possible ones; None where it can be set."""
        return value_issue(self._now, self._field(code), value)

    def reason(self, code: str, value: Fraction | None = None, *, taken: bool = True) -> ReasonView | None:
        """Why an option or a value of a number is blocked; None where it is possible.

        Args:
            code: of the option or number.
            value: of the number.
            taken: False asks why an option cannot be refused.
        """
        asked = self._possible_value(code, value)
        if asked is None:
            return None
        return reason_of(self._now, self._now.asked(*asked), wanted_view(self._now, *asked), taken=taken)

    def repairs(self, code: str, value: Fraction | None = None) -> tuple[RepairView, ...]:
        """One to three ways to have what is blocked; none where it is possible, or only given choices block it."""
        asked = self._possible_value(code, value)
        if asked is None:
            return ()
        return repairs_of(self._now, self._now.asked(*asked), wanted_view(self._now, *asked))

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
        """Have what was wanted, without the choices that the repair drops; one step to undo."""
        wanted = repair.wanted
        code = self._field(wanted.code).key if wanted.value is not None else wanted.code
        dropped = {
            self._field(each.code).key if each.value is not None else each.code for each in repair.dropped
        }
        stay = without_field(self._now.choices.user, self._field(code))
        user = {each: value for each, value in stay.items() if each not in dropped}
        user[code] = True if wanted.value is None else wanted.value
        self._do(user, Deed(DeedKind.REPAIRED, wanted.field_name, wanted.name))

    def undo(self) -> bool:
        """Back by a step; False where there is none."""
        return self._moved(self._history.undo())

    def redo(self) -> bool:
        """Forward by a step that was undone; False where there is none."""
        return self._moved(self._history.redo())

    def _field(self, code: str) -> Field:
        return self._product.form.field_of[code]

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
        self._history_do(replace(self._now.choices, user=dict(user)), deed)

    def _history_do(self, choices: Choices, deed: Deed) -> None:
        self._moved(self._history.do(choices, deed))

    def _moved(self, is_moved: bool) -> bool:
        if is_moved:
            self._now = situation_after(self._product, self._history.now)
        return is_moved
