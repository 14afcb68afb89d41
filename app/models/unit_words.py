"""Units of measure in the words of the window's language; a unit of the firm's own is shown as it is."""

from __future__ import annotations

from decimal import Decimal

from app.domain import units
from app.domain.quantity import shown_quantity
from app.i18n import current_language, format_quantity

MANY = Decimal(2)  # of what is counted without a number, such as "in packs"


def unit_word(code: str, count: Decimal = Decimal(1)) -> str:
    """The word for a unit beside such a count: `Stk.` for `pc`."""
    return units.unit_word(code, current_language(), count)


def counted_text(value: Decimal, code: str) -> str:
    """A number with its unit: `12 Stk.`, `1,5 m`."""
    return format_quantity(value, unit_word(code, value) if code else "")


def quantity_text(micro: int, code: str = "") -> str:
    """A quantity of millionths with its unit, as lists show it."""
    return counted_text(shown_quantity(micro), code)
