"""What the keys of the form do to the session, and what is shown of it afterwards."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from fractions import Fraction
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.domain.configuring.views import (
    ConfiguringView,
    Difference,
    FieldKind,
    FieldView,
    Level,
    OptionView,
    RepairView,
    SizeView,
    State,
)
from app.domain.errors import RefusedError
from app.messages import text_of_error
from app.views.configurator.number_box import NumberBox
from app.views.configurator.price_card import PriceCard, by_module
from app.views.configurator.values import complaint, is_possible
from app.views.configurator.words import also_text, difference_words, level_hint, value_text

if TYPE_CHECKING:
    from app.domain.orders.own_prices import LinePricing
    from app.views.configurator.config_view import ConfigView
    from app.views.configurator.opened import Opened


class Hands(QObject):
    """Of one page. `shown(view)`: something may have changed."""

    shown = Signal(object)

    def __init__(self, opened: Opened, view: ConfigView) -> None:
        super().__init__(view)
        self.opened = opened
        self.session = opened.session
        self._view = view
        self._currency = opened.currency
        self._asked_from = ""
        self.now: ConfiguringView = self.session.view()
        form, explain = view.form, view.explain
        form.chosen.connect(self.choose)
        form.refused.connect(self.refuse)
        form.retracted.connect(self.retract)
        form.valued.connect(self.set_value)
        form.told.connect(self.tell)
        form.ended.connect(self._past)
        view.steps.step_wanted.connect(self.go_to_step)
        explain.taken.connect(self.take_repair)
        explain.left.connect(self._back_to_field)
        view.picture.view.part_asked.connect(self.go_to_field)

    # showing

    def show(self, step: str = "") -> None:
        """Show the session as it is, at a step: form, price, picture."""
        self.now = self.session.view(step or self.now.step)
        view, now = self._view, self.now
        view.show_form(now)
        preview = self.session.preview
        wish, follows = self.opened.wish, self.opened.follows
        shares = () if now.issues else follows.prices(preview, "", wish.on)
        owners = {step.path: f"{step.owner} {step.place}" for step in now.steps if step.path}
        view.price.show_price(
            now.price, now.lead_days, by_module(shares, owners), self.quantity(), is_known=not now.issues
        )
        with suppress(RefusedError):  # it is told with the price, and the picture stays as it was
            view.picture.show_scene(follows.scene(preview))
        self.shown.emit(now)

    def reprice(self, pricing: LinePricing | None = None) -> None:
        """For so many pieces as are keyed now, or for the line as it is now."""
        prices = self.opened.prices
        if prices is not None:
            prices.price_for(pricing or prices.pricing, self.quantity())
            self.session.forget_prices()
        self.show()

    @property
    def price_card(self) -> PriceCard:
        """Where the quantity is keyed."""
        return self._view.price

    def quantity(self) -> Fraction:
        """How many pieces are keyed."""
        keyed = self._view.price.quantity.value()
        return Fraction(keyed) if keyed else Fraction(1)

    def field(self, code: str) -> FieldView | None:
        """A field of the step that is shown."""
        return next((field for field in self.now.fields if field.code == code), None)

    def option(self, code: str) -> tuple[FieldView, OptionView] | None:
        """An option of the step that is shown, with its field."""
        found = (
            (field, option) for field in self.now.fields for option in field.options if option.code == code
        )
        return next(found, None)

    def tell(self, code: str, what: object) -> None:
        """What the keys are on, in words; why, where it cannot be had. A screen reader hears it with the field."""
        self._tell(code, what)
        box = self._view.form.box(code)
        if box is not None:
            box.first_stop().setAccessibleDescription(self._view.explain.text())

    def _tell(self, code: str, what: object) -> None:
        explain, field = self._view.explain, self.field(code)
        if isinstance(what, str):
            explain.show_complaint(what)
        elif isinstance(what, OptionView):
            if what.state is State.BLOCKED and (reason := self.session.reason(what.code)) is not None:
                explain.show_reason(reason)
            else:
                explain.show_option(what, self._also(what.code, None, what.difference))
        elif isinstance(what, SizeView) and field is not None:
            self._tell_size(field, what)
        elif field is not None:
            text = " · ".join(filter(None, (field.name, field.summary)))
            explain.show_text(text, "\n".join(filter(None, (field.note, level_hint(field.level)))))

    def _tell_size(self, field: FieldView, size: SizeView) -> None:
        unit = field.number.unit if field.number is not None else ""
        if size.state is State.BLOCKED:
            reason = self.session.reason(field.code, size.value)
            if reason is not None:
                self._view.explain.show_reason(reason)
                return
        detail = "" if size.difference is None else difference_words(size.difference, self._currency)
        also = self._also(field.code, size.value, size.difference)
        text = f"{field.name}: {value_text(size.value, unit)}"
        self._view.explain.show_text(text, "\n".join(filter(None, (detail, also))))

    def _also(self, code: str, value: Fraction | None, difference: Difference | None) -> str:
        """What else would change, in words; nothing is reckoned where nothing would."""
        if difference is None or not difference.moves:
            return ""
        return also_text(self.session.changes(code, value))

    # doing

    def do(self, call: Callable[[], object]) -> bool:
        """Do something to the session and show what came of it; False where it was refused, with the reason told."""
        try:
            call()
        except RefusedError as error:
            self._view.explain.show_complaint(text_of_error(error))
            self.show()
            return False
        self.show()
        self._tell_here()
        return True

    def _tell_here(self) -> None:
        """What was said below the form was of before; ways out of then are gone, and the field has the keys again."""
        if self._view.explain.drop_repairs():
            self._view.form.resume(self._asked_from)
        box = self._view.form.current()
        if box is not None:
            box.tell()
        elif not self._view.explain.isHidden():
            self._view.explain.show_nothing()

    def choose(self, code: str) -> None:
        """Have an option; one of many that people chose is let go; a blocked one is told with its ways out."""
        found = self.option(code)
        if found is None:
            return
        field, option = found
        if option.state is State.BLOCKED:
            self._offer(code, None)
        elif (call := self._turning(field, option)) is not None:
            self.do(call)

    def _turning(self, field: FieldView, option: OptionView) -> Callable[[], object] | None:
        """What a key on an option does: have it; where it need not be, let go of it. None: it is as it stays."""
        session, code = self.session, option.code
        if option.state is not State.CHOSEN:
            return lambda: session.choose(code)
        if option.level is Level.GIVEN:
            return None
        may_go = field.is_many or field.least == 0
        if option.level is Level.USER:
            return (lambda: session.retract(code)) if may_go else None
        return (lambda: session.refuse(code)) if field.least == 0 else lambda: session.choose(code)

    def refuse(self, code: str) -> None:
        """Not this one; once more takes that back."""
        found = self.option(code)
        if found is not None and found[1].state is State.REFUSED:
            self.do(lambda: self.session.retract(code))
        elif found is not None:
            self.do(lambda: self.session.refuse(code))

    def retract(self, code: str) -> None:
        """Take back what was chosen in a field."""
        field = self.field(code)
        if field is not None and (
            field.level is Level.USER or any(o.state is State.REFUSED for o in field.options)
        ):
            self.do(lambda: self.session.clear(code))

    def set_value(self, code: str, value: Fraction) -> None:
        """Give a number a value; one that cannot be had stays in the field, with the reason and the ways out."""
        field, box = self.field(code), self._view.form.box(code)
        number = field.number if field is not None else None
        if number is None:
            return
        if is_possible(number, value):
            self.do(lambda: self.session.set_number(code, value))
            return
        if isinstance(box, NumberBox):
            box.mark_wrong()
        if wrong := complaint(number, value):
            self._view.explain.show_complaint(wrong)
        else:
            self._offer(code, value)

    def _offer(self, code: str, value: Fraction | None) -> None:
        """Why it is blocked, with the ways out; they take the keys."""
        reason = self.session.reason(code, value)
        box = self._view.form.current()
        self._asked_from = box.view.code if box is not None else ""
        if reason is not None:
            self._view.explain.show_repairs(reason, self.session.repairs(code, value))

    def take_repair(self, repair: RepairView) -> None:
        """One key takes a way out; one undo brings all of it back."""
        self.do(lambda: self.session.take(repair))
        wanted = repair.wanted
        self._refresh_numbers()
        self._view.form.enter(wanted.field)
        self._view.explain.show_text(
            f"{wanted.field_name}: {wanted.name}", difference_words(repair.difference, self._currency)
        )

    def _back_to_field(self) -> None:
        self._refresh_numbers()
        self._view.form.resume(self._asked_from)

    def _refresh_numbers(self) -> None:
        """What was typed and cannot be had gives way to what holds."""
        for box in self._view.form.boxes():
            if isinstance(box, NumberBox):
                box.show_value()

    def complete(self, call: Callable[[], object], title: str) -> None:
        """Fill in the rest; what came of it is said, since much may be otherwise now."""
        before = self.now
        if self.do(call):
            now = self.now
            difference = Difference(now.price - before.price, now.lead_days - before.lead_days)
            self._view.explain.show_text(title, difference_words(difference, self._currency))

    def undo(self) -> None:
        """Ctrl+Z."""
        self.do(self.session.undo)

    def redo(self) -> None:
        """Ctrl+Shift+Z."""
        self.do(self.session.redo)

    # moving

    def go_to_step(self, code: str) -> None:
        """Show a step, and give its first field the keys."""
        self.show(code)
        self._view.form.enter()

    def step_by(self, steps: int, *, from_below: bool = False) -> None:
        """PageDown and PageUp."""
        codes = [step.code for step in self.now.steps]
        at = codes.index(self.now.step) + steps if self.now.step in codes else 0
        if 0 <= at < len(codes):
            self.show(codes[at])
            self._view.form.enter(from_below=from_below)

    def _past(self, step: int) -> None:
        """Past the last field comes the next step; past the last step the button that takes it over."""
        codes = [each.code for each in self.now.steps]
        if step > 0 and self.now.step == codes[-1]:
            self._view.take_button.setFocus()
        else:
            self.step_by(step, from_below=step < 0)

    def go_to_field(self, code: str) -> None:
        """Show the step of a field and give it the keys: a part of the picture was clicked."""
        step = next((step.code for step in self.now.steps if code in step.fields), "")
        if step:
            self.show(step)
            self._view.form.enter(code)

    def next_open(self) -> None:
        """F8: the next field that nobody decided."""
        codes = [(step.code, code) for step in self.now.steps for code in step.fields]
        box = self._view.form.current()
        here = (self.now.step, box.view.code if box is not None else "")
        start = codes.index(here) + 1 if here in codes else 0
        for step, code in codes[start:] + codes[:start]:
            field = self.session.field(code, priced=False)
            if field.is_asked and field.level in (Level.OPEN, Level.DEFAULT, Level.AUTOMATIC):
                self.show(step)
                self._view.form.enter(code)
                return

    def is_slot(self, code: str) -> bool:
        """Whether a field of the step is a slot."""
        field = self.field(code)
        return field is not None and field.kind is FieldKind.SLOT
