"""Prices: one pure function over an immutable snapshot of the rules, with a trace (docs/pricing.md)."""

from app.domain.pricing.engine import PriceResult, price_line
from app.domain.pricing.request import PriceRequest
from app.domain.pricing.rules import DISCOUNT_KINDS, DiscountRule, ListFacts, PriceRow, RulesSnapshot
from app.domain.pricing.trace import NearMiss, Step

__all__ = [
    "DISCOUNT_KINDS",
    "DiscountRule",
    "ListFacts",
    "NearMiss",
    "PriceRequest",
    "PriceResult",
    "PriceRow",
    "RulesSnapshot",
    "Step",
    "price_line",
]
