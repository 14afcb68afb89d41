"""What was keyed into a cell, as whole micro or minor units; and today, as the office's clock says."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

from app.domain.money import micro_of, minor_digits, minor_of
from app.domain.number_input import decimals_of, parse_decimal
from app.domain.quantity import fits_decimals
from app.domain.units import same_unit, split_unit
from app.i18n import _, format_decimal, format_price
from app.models.unit_words import quantity_text
from app.views.kit.date_text import parse_date
from app.views.kit.field_state import decimal_mark

if TYPE_CHECKING:
    from app.domain.orders.context import ProductFacts
    from app.domain.quantity import Unit
    from app.views.kit.context import Context

MICRO_MAX = 10**15
ALL_DECIMALS = 6


def today_of(context: Context) -> dt.date:
    """The office's day."""
    return context.opened.clock.today()


def keyed_quantity(text: str, unit: str, *, below_zero: bool = False) -> int | None:
    """A keyed quantity in millionths, with or without this unit behind it; None in another unit."""
    number, named = split_unit(text)
    return None if named and not same_unit(named, unit) else keyed_micro(number, below_zero=below_zero)


def keyed_base(text: str, own: Unit, product: ProductFacts | None) -> int | None:
    """A keyed quantity in base units, counted in `own` or in the unit of the product that stands behind it.

    None for a unit that the product does not have, and for what makes no whole base units.
    """
    number, named = split_unit(text)
    is_own = not named or same_unit(named, own.code)
    unit = own if is_own else product.unit(named) if product is not None else None
    count = keyed_micro(number)
    if unit is None or count is None or count * unit.factor_num % unit.factor_den:
        return None
    base = unit.to_base(count)
    return base if product is None or fits_decimals(base, product.units[0].decimals) else None


def keyed_micro(text: str, *, below_zero: bool = False) -> int | None:
    """A keyed quantity or price in millionths; None for what is none. Empty is 0."""
    number = parse_decimal(text, decimal_mark()) if text.strip() else None
    if not text.strip():
        return 0
    if number is None or abs(number) > MICRO_MAX // 10**6 or (number < 0 and not below_zero):
        return None
    return micro_of(number) if decimals_of(number) <= ALL_DECIMALS else None


def keyed_minor(text: str, currency: str) -> int | None:
    """A keyed amount in minor units; None for what is none, also for parts of a cent. Empty is 0."""
    if not text.strip():
        return 0
    number = parse_decimal(text, decimal_mark())
    if number is None or not 0 <= number <= MICRO_MAX or decimals_of(number) > minor_digits(currency):
        return None
    return minor_of(number, currency)


def wanted_quantity(*_row: object) -> str:
    """What to key in place of what is no quantity."""
    return _("Key a number from 0 to {most}, such as 12.").format(most=format_decimal(Decimal(10**9)))


def wanted_day(*_row: object) -> str:
    """What to key in place of what is no day."""
    return _("Key a day such as 23.11., +3 or 2026-11-23.")


def keyed_day(text: str, today: dt.date) -> dt.date | None:
    """A keyed day; None for what is none."""
    return parse_date(text, today)


def micro_text(micro: int, unit: str = "") -> str:
    """A quantity as lists show it, with the word for its unit."""
    return quantity_text(micro, unit)


def price_text(micro: int | None, per: int = 1) -> str:
    """A price as lists show it, with at least two places, and for how many units it is."""
    return "" if micro is None else format_price(micro, per)
