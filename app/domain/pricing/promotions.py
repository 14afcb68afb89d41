"""Promotions as values: for whom and when, on which lines, what they give, and how often (docs/pricing.md, step 11)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

EFFECTS = ("percent", "each", "amount", "cheapest", "named", "gift", "bundle", "freight")
"""What a promotion gives.

A percent off its lines; an amount off each base unit; an amount off them together; of so many units the cheapest ones
(buy X get Y); units of a named article of the order; units of an article as a free line; a price for a set of
articles; no freight.
"""
COUNTED_ON = ("line", "lines")
"""Whether each line has to reach what a promotion asks for by itself, or all of its lines together."""


@dataclass(frozen=True, slots=True)
class Gift:
    """An article that a promotion gives: added as a free line, or free among the order's own."""

    product_id: int
    sku: str = ""
    name: str = ""
    unit: str = "pc"
    family: str = ""
    tax_class: str = "standard"


@dataclass(frozen=True, slots=True)
class Promotion:
    """One promotion; what is empty, None or 0 asks for nothing and limits nothing. Quantities are in base units.

    `number` stays while the promotion is changed, `id` is the row. `products`: article ids, with what one set holds
    of each for a bundle. `coupon`: the code that an order has to name. `counts`: see `COUNTED_ON`, for `least_micro`
    and `least_minor`; `order_least_minor` is asked of the whole order. `buy_micro`, `get_micro`: so many bring so
    many more, at most `max_times`. `slot`: of which surcharge it frees. An `exclusive` one stands alone in an order.
    `max_uses`: orders, `max_customer_uses`: of one customer; `budget_minor`: what all of them together take off.
    """

    id: int
    number: int
    name: str
    effect: str
    currency: str = "EUR"
    rate_ppm: int = 0
    amount_minor: int = 0
    buy_micro: int = 0
    get_micro: int = 0
    max_times: int = 0
    gift: Gift | None = None
    slot: str = ""
    tax_class: str = ""
    customers: frozenset[int] = frozenset()
    groups: frozenset[str] = frozenset()
    channels: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    products: tuple[tuple[int, int], ...] = ()
    families: frozenset[str] = frozenset()
    counts: str = "lines"
    least_micro: int = 0
    least_minor: int = 0
    order_least_minor: int = 0
    coupon: str = ""
    exclusive: bool = False
    max_uses: int = 0
    max_customer_uses: int = 0
    budget_minor: int = 0
    valid_from: date | None = None
    valid_to: date | None = None

    @property
    def origin(self) -> str:
        """How the lines that it adds name it."""
        return f"P{self.number}"

    def is_of(self, product_id: int, family: str) -> bool:
        """Whether an article is one of those that it is for."""
        if not self.products and not self.families:
            return True
        return family in self.families or any(product_id == each for each, _micro in self.products)


@dataclass(frozen=True, slots=True)
class Used:
    """How often other orders used a promotion: orders, those of this customer, and what it took off in minor units."""

    orders: int = 0
    of_customer: int = 0
    spent_minor: int = 0


UNUSED = Used()
Uses = Mapping[int, Used]
"""By the number of the promotion; others are unused."""
UNUSED_YET: Uses = {}


def coupon_key(code: str) -> str:
    """A code as it is compared: without spaces, capitals or not."""
    return "".join(code.split()).casefold()


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks for promotions, and with what: buyer, day, coupons, and those that the clerk took out."""

    customer_id: int | None
    price_group: str
    channel: str
    country: str
    on: date
    currency: str
    coupons: frozenset[str] = field(default=frozenset())
    waived: frozenset[str] = field(default=frozenset())


def is_for_buyer(promotion: Promotion, asker: Asker) -> bool:
    """Whether customer, group, channel and country are among its own."""
    return (
        (not promotion.customers or asker.customer_id in promotion.customers)
        and (not promotion.groups or asker.price_group in promotion.groups)
        and (not promotion.channels or asker.channel in promotion.channels)
        and (not promotion.countries or asker.country in promotion.countries)
    )


def is_live(promotion: Promotion, asker: Asker) -> bool:
    """Whether it may give anything at all: buyer, day, currency and coupon fit, and nobody took it out."""
    return (
        is_for_buyer(promotion, asker)
        and promotion.currency == asker.currency
        and (promotion.valid_from is None or promotion.valid_from <= asker.on)
        and (promotion.valid_to is None or asker.on <= promotion.valid_to)
        and (not promotion.coupon or coupon_key(promotion.coupon) in asker.coupons)
        and promotion.origin not in asker.waived
    )


def gift_ids(promotions: Iterable[Promotion]) -> frozenset[int]:
    """The articles that promotions may add to an order."""
    return frozenset(each.gift.product_id for each in promotions if each.gift and each.effect == "gift")


def is_used_up(promotion: Promotion, used: Used) -> bool:
    """Whether other orders have had all of it."""
    return (
        (promotion.max_uses > 0 and used.orders >= promotion.max_uses)
        or (promotion.max_customer_uses > 0 and used.of_customer >= promotion.max_customer_uses)
        or (promotion.budget_minor > 0 and used.spent_minor >= promotion.budget_minor)
    )


def budget_left(promotion: Promotion, used: Used) -> int | None:
    """What it may still take off, None without an end."""
    return max(promotion.budget_minor - used.spent_minor, 0) if promotion.budget_minor else None
