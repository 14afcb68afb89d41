"""Keying numbers in the person's own way: 1.234,56 and 1,234.56, the number pad's comma, € behind."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from app.domain.number_input import decimals_of, parse_decimal
from app.i18n import _, format_decimal
from app.views.kit.field_state import decimal_mark, set_invalid, too_many_decimals
from app.views.kit.stray_keys import is_stray


class NumberEdit(QLineEdit):
    """A right-aligned number field. `value()` is None for empty; `is_valid()` tells bad input apart.

    More decimals than `places_max` are bad input: they would have to be rounded.
    """

    value_edited = Signal(object)  # Decimal | None, when the field is left or Enter is pressed

    def __init__(
        self,
        *,
        decimals: int = 2,
        places_max: int = 6,
        suffix: str = "",
        grouped: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._decimals = decimals
        self.places_max = places_max
        self._suffix = suffix
        self._grouped = grouped
        self._told: str | None = None
        self.editingFinished.connect(self._finish)

    def value(self) -> Decimal | None:
        """The keyed number; None when empty or bad."""
        number = self._number()
        return number if number is not None and decimals_of(number) <= self.places_max else None

    def complaint(self) -> str:
        """What is wrong with the text, "" for nothing."""
        if not self._bare() or self.value() is not None:
            return ""
        if self._number() is None:
            return _("This is not a number. Key it like 12.50.")
        return too_many_decimals(self.places_max)

    def set_value(self, value: Decimal | None) -> None:
        """Show a number with at least the field's decimals; None empties the field."""
        self.setText("" if value is None else self._shown(value))
        self._told = self.text()
        set_invalid(self, invalid=False)

    def is_valid(self) -> bool:
        """False when there is text that is not a number, or one with too many decimals."""
        return not self.complaint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_stray(event):
            event.ignore()
            return
        keypad = event.modifiers() & Qt.KeyboardModifier.KeypadModifier
        if keypad and event.text() in (",", "."):
            self.insert(decimal_mark())
            self.textEdited.emit(self.text())
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.selectAll()

    def _number(self) -> Decimal | None:
        return parse_decimal(self._bare(), decimal_mark()) if self._bare() else None

    def _bare(self) -> str:
        text = self.text().strip()
        return text.removesuffix(self._suffix).strip() if self._suffix else text

    def _shown(self, value: Decimal) -> str:
        exponent = value.as_tuple().exponent
        own = -exponent if isinstance(exponent, int) else 0
        places = max(self._decimals, own)
        text = format_decimal(value, places_min=self._decimals, places_max=places, grouped=self._grouped)
        return f"{text} {self._suffix}" if self._suffix else text

    def _finish(self) -> None:
        set_invalid(self, invalid=not self.is_valid())
        if not self.is_valid() or self.text() == self._told:
            return
        self.set_value(self.value())
        self.value_edited.emit(self.value())
