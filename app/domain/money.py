"""Money, prices and rates as scaled integers: no float, no bare Decimal across a function's edge.

Scales: `Money` counts minor units (cents); `Price` millionths of the currency's major unit;
`Rate` parts per million (19 % = 190,000 ppm); `Quantity` (in `quantity.py`) millionths of a unit.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from app.domain.rounding import divide_half_up
from app.i18n import currency_places

MICRO = 1_000_000


def minor_digits(currency: str) -> int:
    """How many decimals the currency's amounts have (ISO 4217)."""
    return currency_places(currency)


def minor_per_major(currency: str) -> int:
    """How many minor units make one major unit: 100 for EUR, 1 for JPY."""
    return int(10 ** minor_digits(currency))


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in minor units of its currency. Adding two currencies is our bug, not the user's."""

    minor: int
    currency: str

    def __add__(self, other: Self) -> Money:
        assert self.currency == other.currency, "amounts of two currencies never add"
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: Self) -> Money:
        assert self.currency == other.currency, "amounts of two currencies never subtract"
        return Money(self.minor - other.minor, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    @property
    def decimal(self) -> Decimal:
        """The amount in major units, exact, for showing only."""
        return Decimal(self.minor).scaleb(-minor_digits(self.currency))


@dataclass(frozen=True, slots=True, order=True)
class Rate:
    """A share in parts per million: a tax rate or a discount."""

    ppm: int

    @property
    def percent(self) -> Decimal:
        """The rate in percent, without trailing zeros: 19, 5.5."""
        return strip_zeros(Decimal(self.ppm).scaleb(-4))


def strip_zeros(value: Decimal) -> Decimal:
    """The same number without trailing zeros and without an exponent."""
    short = value.normalize()
    return short.quantize(Decimal(1)) if short == short.to_integral_value() else short


def micro_of(value: Decimal) -> int:
    """A decimal in millionths, rounded half up beyond the sixth decimal."""
    return _scaled(value, 6)


def _scaled(value: Decimal, digits: int) -> int:
    """The decimal times 10 to the `digits`, rounded half away from zero once."""
    numerator, denominator = value.as_integer_ratio()
    return divide_half_up(numerator * int(10**digits), denominator)


def decimal_of_micro(micro: int) -> Decimal:
    """Millionths as an exact decimal without trailing zeros, for showing only."""
    return strip_zeros(Decimal(micro).scaleb(-6))


def minor_of(value: Decimal, currency: str) -> int:
    """A decimal in minor units of the currency, rounded half away from zero (A8: 2.675 -> 2.68)."""
    return _scaled(value, minor_digits(currency))


def line_amount(*, quantity_micro: int, price_micro: int, per: int, currency: str) -> int:
    """quantity x price / per in minor units; the only rounding of a line (A1, A4, A11)."""
    scale = MICRO * MICRO * per
    return divide_half_up(quantity_micro * price_micro * minor_per_major(currency), scale)


def discounted_price(price_micro: int, discount_ppm: int, on_micro: int | None = None) -> int:
    """The unit price after one discount, to six decimals: the net price that is shown and multiplied.

    `on_micro`: the part of the price on which the discount counts, None for all of it (decision 0057). A part that is
    more than the price (something that no discount reaches is taken off it) leaves nothing at the least.
    """
    if on_micro is None:
        return divide_half_up(price_micro * (MICRO - discount_ppm), MICRO)
    net = divide_half_up(price_micro * MICRO - on_micro * discount_ppm, MICRO)
    return max(net, 0) if price_micro > 0 else net


def margin_ppm(*, price_micro: int, cost_micro: int) -> int | None:
    """Margin on the price, (price - cost) / price; None for a zero price (A10)."""
    if price_micro == 0:
        return None
    sign = 1 if price_micro > 0 else -1
    return divide_half_up((price_micro - cost_micro) * MICRO * sign, abs(price_micro))


def markup_ppm(*, price_micro: int, cost_micro: int) -> int | None:
    """Markup on the cost, (price - cost) / cost; None for a zero cost (A10)."""
    if cost_micro == 0:
        return None
    sign = 1 if cost_micro > 0 else -1
    return divide_half_up((price_micro - cost_micro) * MICRO * sign, abs(cost_micro))
