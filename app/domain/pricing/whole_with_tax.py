"""Amounts of rules for the whole order, which are without tax, in an order whose prices include it."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.pricing.amounts import LineAmount
from app.domain.pricing.asked import OrderTerms
from app.domain.pricing.derived_rows import with_tax
from app.domain.rounding import divide_half_up
from app.domain.tax import PriceMode, TaxedAmount, document_totals


class WithTax:
    """How amounts of an order's counted lines and of rules become one another; nothing where prices are net.

    `net_minor`: what the lines come to without tax.
    """

    def __init__(self, lines: Sequence[LineAmount], base: int, terms: OrderTerms, mode: PriceMode) -> None:
        self._base = self.net_minor = base
        self._classes: dict[str, int] = {}
        self._is_gross = mode is PriceMode.GROSS
        if self._is_gross:
            taxed = (TaxedAmount(line.amount_minor, line.tax) for line in lines)
            self.net_minor = document_totals(taxed, mode).net_minor
            of_lines = sorted((line.tax_class, line.tax) for line in lines)
            self._classes = {name: tax.rate_ppm for name, tax in of_lines} | dict(terms.class_ppm)

    def added(self, amount: int, tax_class: str) -> int:
        """A rule's amount with tax: that of its class, or as the lines have it together."""
        if not self._is_gross:
            return amount
        if tax_class:
            return with_tax(amount, self._classes.get(tax_class, 0))
        return divide_half_up(amount * self._base, self.net_minor) if self._has_sums else amount

    def taken_out(self, amount: int) -> int:
        """A part of what the lines come to, without the tax that they have together."""
        if not self._is_gross or not self._has_sums:
            return amount
        return divide_half_up(amount * self.net_minor, self._base)

    @property
    def _has_sums(self) -> bool:
        return self._base > 0 and self.net_minor > 0
