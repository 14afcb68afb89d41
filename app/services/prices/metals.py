"""Quotations of metals: what a metal costs from a day on."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.price_inputs import MetalQuoteInput, check_metal_quote
from app.services.prices.rule_book import RuleBook
from db.schema.prices import MetalQuote

METAL_QUOTES = -3
"""The id under which quotations speak of their changes (kind "price")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MetalQuoteCard(MetalQuoteInput):
    """A quotation in force, past or to come."""

    id: int

    @property
    def customer_id(self) -> None:
        """Quotations are for everybody."""
        return


METAL_BOOK = RuleBook(
    MetalQuote,
    MetalQuoteCard,
    MetalQuoteInput,
    METAL_QUOTES,
    "metal_quote.",
    order=("metal", "valid_from"),
    check=lambda _view, data: check_metal_quote(data),
)
