"""The field for a discount off the order as a whole: `3 %` or an amount; empty leaves it to the rules."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from app.domain.issues import Issue, Severity
from app.domain.orders.terms_typed import key_order_discount, read_discount
from app.i18n import _, format_amount, format_rate
from app.views.kit.field_state import decimal_mark, set_invalid


class OrderDiscountField(QLineEdit):
    """`discount_edited` brings it as the order keeps it; what cannot be read stays in the field and is refused."""

    discount_edited = Signal(str)
    refused = Signal(object)  # Issue

    def __init__(self) -> None:
        super().__init__()
        self._currency = "EUR"
        self._stored = ""
        self.setPlaceholderText(_("3 % or an amount"))
        self.editingFinished.connect(self._read)

    def show_discount(self, stored: str, currency: str, *, editable: bool) -> None:
        """Show what the order keeps, unless something is being typed or waits to be corrected."""
        self._currency, self._stored = currency, stored
        self.setReadOnly(not editable)
        if not self.hasFocus() and (self.wrong() is None or not editable):
            self.setText(shown_discount(stored, currency))
            set_invalid(self, invalid=False)

    def wrong(self) -> Issue | None:
        """What stands in the field and is no discount."""
        if key_order_discount(self.text(), decimal_mark(), self._currency) is not None:
            return None
        params = {"text": self.text().strip()[:40]}
        return Issue("order.discount_not_read", Severity.BLOCK, "header/order_discount", params)

    def _read(self) -> None:
        typed = key_order_discount(self.text(), decimal_mark(), self._currency)
        set_invalid(self, invalid=typed is None)
        wrong = self.wrong()
        if typed is None or wrong is not None:
            self.refused.emit(wrong)
        elif typed.text != self._stored:
            self.discount_edited.emit(typed.text)


def shown_discount(stored: str, currency: str) -> str:
    """A typed order discount as people write it."""
    typed = read_discount(stored)
    if typed.minor is not None:
        return format_amount(typed.minor, currency)
    return "" if typed.ppm is None else format_rate(typed.ppm)
