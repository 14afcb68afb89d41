"""A price of a list, and which of several a line may have by the unit that it is keyed in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.domain.quantity import Unit


@dataclass(frozen=True, slots=True)
class Added:
    """What a configuration adds to the row's own price; millionths, for as many units as the row.

    `fixed_micro`: of the price what no discount reaches. `steps`: each share by its names, with the price after it.
    """

    own_micro: int
    fixed_micro: int
    steps: tuple[tuple[tuple[tuple[str, str], ...], int], ...]


@dataclass(frozen=True, slots=True)
class PriceRow:
    """A price from `min_micro` base units on, for `per` of its unit.

    `unit`: "" is the base unit; a row with another one prices only what is keyed in it, and `unit_num / unit_den` base
    units make one of it. `agreed_micro`: the base units for which a contract gives the price, None without an end.
    `source`: the row that this one was made of, by a formula, (with `rate_nano`) by an exchange rate, or by the tax of
    `tax_ppm` that was added, below zero taken out; it has that row's id. `added`: in `price_micro`, of a configuration.
    """

    id: int
    list_id: int
    min_micro: int
    price_micro: int
    per: int = 1
    valid_from: date | None = None
    valid_to: date | None = None
    agreed_micro: int | None = None
    source: PriceRow | None = None
    rate_nano: int | None = None
    tax_ppm: int = 0
    unit: str = ""
    unit_num: int = 1
    unit_den: int = 1
    added: Added | None = None

    def is_valid_on(self, day: date) -> bool:
        """Whether the day is one of the row's, both ends inclusive."""
        return is_valid_on(day, self.valid_from, self.valid_to)

    def is_of(self, unit: Unit) -> bool:
        """Whether the row is one of this unit: of its code, and so many base units."""
        return self.unit == unit.code and self.unit_num * unit.factor_den == unit.factor_num * self.unit_den

    def price_in(self, unit: Unit, of: int = 1) -> int:
        """The price of `of` of a unit, to six decimals."""
        return unit.price_from_base(self.price_micro * self.unit_den, self.per * self.unit_num, of)

    def is_exact_in(self, unit: Unit, discount_ppm: int = 0) -> bool:
        """Whether the price of one of a unit has no more than six decimals, before and after the discount."""
        return unit.has_exact_price(self.price_micro * self.unit_den, self.per * self.unit_num, discount_ppm)


Rows = tuple[PriceRow, ...]


def break_order(row: PriceRow) -> tuple[int, date, int]:
    """The highest comes first: of equal breaks the later start, then the later row."""
    return row.min_micro, row.valid_from or date.min, row.id


def rows_for(rows: Rows, unit: Unit | None) -> Rows:
    """Those that price a line keyed in a unit: the unit's own in front of those of the base unit."""
    if not any(row.unit for row in rows):
        return rows
    base = tuple(row for row in rows if not row.unit)
    return base if unit is None else (*(row for row in rows if row.is_of(unit)), *base)


def units_of(rows: Iterable[PriceRow]) -> tuple[Unit, ...]:
    """The units that rows have beside the base unit, in the order of their codes."""
    found = {(row.unit, row.unit_num, row.unit_den) for row in rows if row.unit}
    return tuple(Unit(*each) for each in sorted(found))


def is_valid_on(day: date, valid_from: date | None, valid_to: date | None) -> bool:
    """Whether the day lies in the inclusive range; None means no limit (A14)."""
    return (valid_from is None or valid_from <= day) and (valid_to is None or day <= valid_to)
