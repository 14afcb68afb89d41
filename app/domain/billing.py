"""How much of an order line a part is worth, and what kind of paper a total makes.

A line that is invoiced in parts sums to its whole exactly: every part is rounded by itself and never passes
what is left; the last part takes the cents left over (A7). Credits of invoice lines: `crediting.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.domain.money import MICRO, minor_per_major
from app.domain.rounding import divide_half_up
from app.domain.tax import TaxGroup, Totals


class InvoiceKind(StrEnum):
    """What a posted paper is; amounts are positive in both."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"


ONCE_KINDS = frozenset({"service", "charge", "free", "discount"})
"""Order lines that need no shipment: they come with the order's first invoice, discounts as far as they fit there."""


@dataclass(frozen=True, slots=True)
class LineProgress:
    """An order line as far as invoicing needs it; `*_micro` without "price" or "quantity" are base units."""

    base_micro: int
    cancelled_micro: int
    invoiced_micro: int
    invoiced_minor: int
    quantity_micro: int
    price_micro: int
    amount_minor: int
    factor_num: int = 1
    factor_den: int = 1
    price_per: int = 1

    @property
    def left_micro(self) -> int:
        """What may still be invoiced at most."""
        return max(self.base_micro - self.cancelled_micro - self.invoiced_micro, 0)


def quantity_of_part(line: LineProgress, base_micro: int) -> int:
    """A base quantity in the line's unit; the whole line gives the keyed quantity."""
    if base_micro == line.base_micro:
        return line.quantity_micro
    return divide_half_up(base_micro * line.factor_den, line.factor_num)


def amount_of_base(line: LineProgress, base_micro: int, currency: str) -> int:
    """What a base quantity is worth at the line's price, rounded once (no rounding of the quantity)."""
    if base_micro == line.base_micro:
        return line.amount_minor
    worth = base_micro * line.factor_den * line.price_micro * minor_per_major(currency)
    return divide_half_up(worth, line.factor_num * line.price_per * MICRO * MICRO)


def amount_of_part(line: LineProgress, base_micro: int, currency: str) -> int:
    """The net of the next part of a line: its own rounding, never beyond the rest, the last takes the rest."""
    assert 0 < base_micro <= line.left_micro, "a part lies within what is left"
    whole = amount_of_base(line, line.base_micro - line.cancelled_micro, currency)
    rest = whole - line.invoiced_minor
    if base_micro == line.left_micro:
        return rest
    return within(amount_of_base(line, base_micro, currency), rest)


def within(amount: int, rest: int) -> int:
    """The amount, but not beyond the rest and not against its sign."""
    return max(0, min(amount, rest)) if rest >= 0 else min(0, max(amount, rest))


def mirrored(totals: Totals) -> Totals:
    """The same totals with the opposite sign: a negative invoice is a credit note (D67)."""
    groups = tuple(
        TaxGroup(group.key, -group.base_minor, -group.tax_minor, tuple(-part for part in group.parts))
        for group in totals.groups
    )
    return Totals(-totals.net_minor, -totals.tax_minor, -totals.gross_minor, groups)
