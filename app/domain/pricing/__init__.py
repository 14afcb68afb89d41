"""Prices: one pure function over an immutable snapshot of the rules, with a trace (docs/pricing.md)."""

from app.domain.pricing.abroad import in_currency
from app.domain.pricing.amounts import LineAmount, MadeLine
from app.domain.pricing.asked import (
    NO_PURCHASES,
    AskedLine,
    AskedOrder,
    Counted,
    OrderTerms,
    Purchases,
    SharedFacts,
    shared_facts,
)
from app.domain.pricing.engine import explain_line, price_line, reached_part
from app.domain.pricing.formula import Formula
from app.domain.pricing.made_lines import WholeOrder, made_lines, whole_order
from app.domain.pricing.metals import MetalContent, MetalQuote
from app.domain.pricing.order import PricedOrder, price
from app.domain.pricing.price_row import PriceRow
from app.domain.pricing.promotions import EFFECTS, Gift, Promotion, Used, coupon_key
from app.domain.pricing.rules import (
    BREAKS_OVER,
    COUNTS,
    DISCOUNT_KINDS,
    Buyer,
    DiscountRule,
    ListFacts,
    PriceRight,
    RulesSnapshot,
    SurchargeRule,
)
from app.domain.pricing.trace import NearMiss, PriceResult, PromotionPart, Step

__all__ = [
    "BREAKS_OVER",
    "COUNTS",
    "DISCOUNT_KINDS",
    "EFFECTS",
    "NO_PURCHASES",
    "AskedLine",
    "AskedOrder",
    "Buyer",
    "Counted",
    "DiscountRule",
    "Formula",
    "Gift",
    "LineAmount",
    "ListFacts",
    "MadeLine",
    "MetalContent",
    "MetalQuote",
    "NearMiss",
    "OrderTerms",
    "PriceResult",
    "PriceRight",
    "PriceRow",
    "PricedOrder",
    "Promotion",
    "PromotionPart",
    "Purchases",
    "RulesSnapshot",
    "SharedFacts",
    "Step",
    "SurchargeRule",
    "Used",
    "WholeOrder",
    "coupon_key",
    "explain_line",
    "in_currency",
    "made_lines",
    "price",
    "price_line",
    "reached_part",
    "shared_facts",
    "whole_order",
]
