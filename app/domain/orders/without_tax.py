"""What an order's amounts and prices are without tax, whatever its prices include: margins are taken of that. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from app.domain.orders.draft import Draft, Line
from app.domain.pricing.derived_rows import with_tax
from app.domain.tax import PriceMode, TaxedAmount, TaxRounding, document_totals


def net_minor(lines: Iterable[Line], draft: Draft) -> int:
    """What lines of the order come to without tax."""
    if draft.price_mode == PriceMode.NET:
        return sum([line.amount_minor for line in lines])
    amounts = (TaxedAmount(line.amount_minor, line.tax) for line in lines)
    return document_totals(amounts, PriceMode.GROSS, TaxRounding(draft.tax_rounding)).net_minor


def included_ppm(line: Line, price_mode: str) -> int:
    """The rate of the tax that the line's price includes: none where prices are net."""
    return line.tax_ppm if price_mode == PriceMode.GROSS else 0


def net_price(line: Line, price_mode: str) -> int:
    """The line's price without tax, for as many units as it is for."""
    return with_tax(line.price_micro, -included_ppm(line, price_mode))
