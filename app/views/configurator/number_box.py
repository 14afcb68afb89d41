"""A number in the form: typed with its unit, or one of the standard sizes; what is possible stands beside it."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.domain.configuring.views import Difference, FieldView, Level, NumberView, SizeView, State
from app.domain.measures import has_measures, read_measure
from app.i18n import _
from app.views.configurator.chips import Chip, ChipStrip
from app.views.configurator.field_box import FieldBox
from app.views.configurator.undone_edit import UndoneByPage
from app.views.configurator.values import next_value
from app.views.configurator.words import (
    days_text,
    difference_words,
    price_text,
    short_difference,
    size_text,
    value_text,
)
from app.views.kit.cards import Badge, muted_label
from app.views.kit.field_state import decimal_mark, set_invalid

_WIDE = 92


class ValueEdit(UndoneByPage):
    """Enter takes the number and goes on, Up and Down go to the next possible value; with `unit` or others.

    Alt+Down asks for the standard sizes, as it opens the list of a field that has one.
    """

    stepped = Signal(int)
    reached = Signal()
    sizes_wanted = Signal()

    def __init__(self, unit: str, parent: QWidget | None = None) -> None:
        super().__init__(decimals=0, grouped=False, parent=parent)
        self._unit = unit
        self._refused: str | None = None  # what was asked for and cannot be had: not asked again by leaving

    def refuse(self) -> None:
        """The text stays to be read, marked as wrong."""
        self._refused = self.text()
        set_invalid(self, invalid=True)

    def is_valid(self) -> bool:
        """See `NumberEdit.is_valid`; what was refused is not."""
        return super().is_valid() and self.text() != self._refused

    def complaint(self) -> str:
        """See `NumberEdit.complaint`; with an example of what can be read."""
        if not self._bare() or self._number() is not None:
            return super().complaint()
        if has_measures(self._unit):
            return _("This is not a number in {unit}. Key it like 1800 or with its unit.").format(
                unit=self._unit
            )
        return _("This is not a number. Key it like 12.")

    def _number(self) -> Decimal | None:
        return read_measure(self._bare(), self._unit, decimal_mark()) if self._bare() else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and not event.modifiers():
            self.stepped.emit(1 if event.key() == Qt.Key.Key_Up else -1)
        elif event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.sizes_wanted.emit()
        elif event.key() in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.reached.emit()


class SizeStrip(ChipStrip):
    """Standard sizes. What is typed on them is meant for the number: `typed(text)`.

    Tab passes them by: who keys width, Tab, depth would else key the depth here.
    """

    typed = Signal(str)

    def __init__(self, name: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(name, title, parent)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().isdecimal() and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)


class NumberBox(FieldBox):
    """`valued(code, value)` where a value was typed that is another one; whether it is possible is asked elsewhere."""

    def __init__(self, view: FieldView, currency: str, parent: QWidget | None = None) -> None:
        super().__init__(view, parent)
        self._currency = currency
        number = self._number()
        self.edit = ValueEdit(number.unit, self)
        self.edit.setObjectName(f"number:{view.code}")
        self.edit.setAccessibleName(f"{view.name} ({number.unit})" if number.unit else view.name)
        self.edit.setFixedWidth(_WIDE)
        self.special = Badge("", "warn", self)
        row = QHBoxLayout()
        row.setContentsMargins(10, 0, 10, 0)
        row.setSpacing(8)
        row.addWidget(self.edit)
        if number.unit:
            row.addWidget(muted_label(number.unit, self))
        row.addWidget(self.special)
        row.addStretch(1)
        self._row, self._below = row, QHBoxLayout()
        self._below.setContentsMargins(10, 0, 10, 0)
        self._below.addStretch(1)
        self.body.addLayout(row)
        self.body.addLayout(self._below)
        self.sizes: SizeStrip | None = None
        if number.sizes:
            self._make_sizes(view)
        self._connect()
        self.head.show_field(view)
        self.show_field(view)

    def _make_sizes(self, view: FieldView) -> None:
        self.sizes = SizeStrip(
            f"sizes:{view.code}", _("Standard sizes of {name}").format(name=view.name), self
        )
        holder = QHBoxLayout()
        holder.setContentsMargins(10, 4, 10, 2)
        holder.addWidget(self.sizes)
        self.body.addLayout(holder)
        self.sizes.picked.connect(self._pick_size)
        self.sizes.stood_on.connect(lambda place: self.told.emit(self.view.code, self._number().sizes[place]))
        self.sizes.passed.connect(self._leave_sizes)
        self.sizes.typed.connect(self._type_number)
        self.edit.sizes_wanted.connect(self.sizes.setFocus)

    def _connect(self) -> None:
        self.edit.value_edited.connect(lambda _value: self._take())
        self.edit.stepped.connect(self._step)
        self.edit.entered.connect(self._enter_pressed)
        self.edit.reached.connect(lambda: self.told.emit(self.view.code, None))

    def _number(self) -> NumberView:
        assert self.view.number is not None, "a number's field has one"
        return self.view.number

    def show_field(self, view: FieldView) -> None:
        number = self._number()
        if not self.edit.isModified():
            self.show_value()
        special = ""
        if number.is_special:
            special = _("special")
            if number.special is not None:
                special = f"{special}  {short_difference(number.special, self._currency)}"
        self.special.set_state(special, "warn")
        self._place_special()
        if self.sizes is not None:
            self.sizes.set_chips([self._chip(size) for size in number.sizes])

    def _place_special(self) -> None:
        """Beside the number, or where there is no room for all of it, below."""
        used = self._row.contentsMargins().left() + _WIDE + 3 * self._row.spacing()
        used += self.fontMetrics().horizontalAdvance(self._number().unit)
        has_room = used + self.special.sizeHint().width() <= self.width()
        wanted = self._row if has_room else self._below
        if wanted.indexOf(self.special) < 0:
            wanted.insertWidget(wanted.count() - 1, self.special)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._place_special()

    def show_value(self) -> None:
        """Write the value of the preview into the field, whatever was typed."""
        number = self._number()
        value = number.value
        self.edit.set_value(None if value is None else Decimal(value.numerator) / Decimal(value.denominator))
        self.edit.setModified(False)
        if self.edit.hasFocus():
            self.edit.selectAll()  # what is typed next takes its place

    def mark_wrong(self) -> None:
        """What was typed cannot be had; it stays to be read."""
        self.edit.refuse()

    def tell(self) -> None:
        if self.sizes is not None and self.sizes.hasFocus():
            self.told.emit(self.view.code, self._number().sizes[self.sizes.at()])
        else:
            super().tell()

    def first_stop(self) -> QWidget:
        return self.edit

    def last_stop(self) -> QWidget:
        return self.sizes or self.edit

    def _chip(self, size: SizeView) -> Chip:
        unit = self._number().unit
        is_chosen, is_blocked = size.state is State.CHOSEN, size.state is State.BLOCKED
        detail = "" if size.difference is None else _in_lines(size.difference, self._currency)
        said = value_text(size.value, unit)
        if is_blocked:
            said = _("{name}, blocked: Enter shows ways out").format(name=said)
        elif size.difference is not None:
            said = f"{said}, {difference_words(size.difference, self._currency)}"
        return Chip(
            size_text(size.value), detail or (_("now") if is_chosen else ""), is_chosen, is_blocked, said
        )

    def _pick_size(self, place: int) -> None:
        size = self._number().sizes[place]
        self.edit.setModified(False)
        if size.state is State.CHOSEN and self.view.level is Level.USER:
            self.went_on.emit(self.view.code, 1)
        else:
            self.ask_value(size.value)

    def _type_number(self, text: str) -> None:
        """A digit that was typed on a size begins the number anew."""
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edit.selectAll()
        self.edit.insert(text)

    def _leave_sizes(self, step: int) -> None:
        if step < 0:
            self.edit.setFocus(Qt.FocusReason.BacktabFocusReason)
        else:
            self.went_on.emit(self.view.code, 1)

    def _take(self) -> bool:
        """Ask for what was typed; False where it is no number, or the value that holds."""
        number, typed = self._number(), self.edit.value()
        self.edit.setModified(False)
        if typed is None:
            self.show_value()
            return False
        value = Fraction(typed)
        if value == number.value:
            self.show_value()
            return False
        self.ask_value(value)
        return True

    def _enter_pressed(self) -> None:
        if wrong := self.edit.complaint():
            self.mark_wrong()
            self.told.emit(self.view.code, wrong)
            return
        self._take()
        if not self.edit.property("invalid"):
            self.went_on.emit(self.view.code, 1)

    def _step(self, step: int) -> None:
        """The next value that is possible, up or down."""
        number = self._number()
        typed = self.edit.value()
        here = Fraction(typed) if typed is not None else number.value
        found = next_value(number, here, step)
        if found is not None:
            self.edit.setModified(False)
            self.ask_value(found)


def _in_lines(difference: Difference, currency: str) -> str:
    """Price, and days below it."""
    return "\n".join(filter(None, (price_text(difference, currency), days_text(difference.days))))
