"""Discount rules: off a line's price or off a whole order."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.price_inputs import DiscountInput, check_discount
from app.domain.pricing import DiscountRule
from app.services.prices.rule_book import RuleBook
from db.schema import prices as tables

DISCOUNTS = 0
"""The id under which discount rules speak of their changes (kind "price")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscountCard(DiscountInput):
    """A discount rule in force or to come, or a draft of one that no order uses: see `DiscountRule` in the schema."""

    id: int
    draft: bool = False
    replaces_id: int | None = None


DISCOUNT_BOOK = RuleBook(
    tables.DiscountRule,
    DiscountCard,
    DiscountInput,
    DISCOUNTS,
    "discount.",
    order=("name",),
    check=lambda _view, data: check_discount(data),
    rule=DiscountRule,
    part="discounts",
)
read_discounts = DISCOUNT_BOOK.read
read_discount_history = DISCOUNT_BOOK.read_history
create_discount = DISCOUNT_BOOK.create
change_discount = DISCOUNT_BOOK.change
end_discount = DISCOUNT_BOOK.end
