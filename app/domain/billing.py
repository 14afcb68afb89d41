"""How much of an order line or invoice line a part is worth, and what kind of paper a total makes.

A line that is invoiced (or credited) in parts sums to its whole exactly: every part is rounded by itself
and never passes what is left; the last part takes the cents left over (A7, D60).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from app.domain.money import MICRO, line_amount, minor_per_major
from app.domain.rounding import divide_half_up
from app.domain.tax import PriceMode, TaxedAmount, TaxGroup, TaxKey, Totals, document_totals


class InvoiceKind(StrEnum):
    """What a posted paper is; amounts are positive in both."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"


ONCE_KINDS = frozenset({"service", "charge", "free", "discount"})
"""Order lines that are invoiced whole, with the order's first invoice."""


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
    return divide_half_up(worth, line.factor_num * MICRO * MICRO)


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


@dataclass(frozen=True, slots=True)
class CreditProgress:
    """An invoice line and how much of it was credited; credited values are sizes without a sign."""

    quantity_micro: int
    base_micro: int
    price_micro: int
    amount_minor: int
    credited_micro: int
    credited_minor: int

    @property
    def left_micro(self) -> int:
        """The quantity (in the line's unit) that may still be credited."""
        return abs(self.quantity_micro) - self.credited_micro


def credit_of_part(line: CreditProgress, quantity_micro: int, currency: str) -> int:
    """What crediting a quantity gives back, with the line's sign: own price, the last takes the rest (D60)."""
    assert 0 < quantity_micro <= line.left_micro, "a credit lies within what is left"
    sign = 1 if line.amount_minor >= 0 else -1
    rest = abs(line.amount_minor) - line.credited_minor
    if quantity_micro == line.left_micro:
        return sign * rest
    price = abs(line.price_micro)
    worth = line_amount(quantity_micro=quantity_micro, price_micro=price, per=1, currency=currency)
    return sign * within(worth, rest)


def base_of_credit(line: CreditProgress, quantity_micro: int) -> int:
    """The base quantity that belongs to a credited quantity."""
    if line.quantity_micro == 0:
        return 0
    return divide_half_up(quantity_micro * abs(line.base_micro), abs(line.quantity_micro))


@dataclass(frozen=True, slots=True)
class InvoicedTax:
    """The tax of one group of an invoice, what earlier credits gave back of it, and whether this one is last."""

    tax_minor: int
    credited_minor: int
    is_last: bool


def credit_totals(
    amounts: Iterable[TaxedAmount], mode: PriceMode, invoiced: Mapping[TaxKey, InvoicedTax]
) -> Totals:
    """The totals of a credit note over invoice lines.

    Tax by rate on the credit's own base, but never more than the invoice's tax still holds, and the credit
    that takes the last of a rate takes the rest of its tax: so all credits together are the invoice (D60).
    """
    groups = []
    for group in document_totals(amounts, mode).groups:
        known = invoiced[group.key]
        rest = known.tax_minor - known.credited_minor
        tax = rest if known.is_last else _not_beyond(group.tax_minor, rest)
        base = group.base_minor + (group.tax_minor - tax if mode is PriceMode.GROSS else 0)
        groups.append(replace(group, base_minor=base, tax_minor=tax))
    net = sum(group.base_minor for group in groups)
    tax_sum = sum(group.tax_minor for group in groups)
    return Totals(net_minor=net, tax_minor=tax_sum, gross_minor=net + tax_sum, groups=tuple(groups))


def _not_beyond(tax: int, rest: int) -> int:
    """The tax, clamped to the rest when both point the same way."""
    same_way = (tax >= 0) == (rest >= 0)
    return within(tax, rest) if same_way else tax


def mirrored(totals: Totals) -> Totals:
    """The same totals with the opposite sign: a negative invoice is a credit note (D67)."""
    groups = tuple(
        TaxGroup(key=group.key, base_minor=-group.base_minor, tax_minor=-group.tax_minor)
        for group in totals.groups
    )
    return Totals(-totals.net_minor, -totals.tax_minor, -totals.gross_minor, groups)
