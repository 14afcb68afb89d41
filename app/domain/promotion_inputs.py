"""What a promotion must be like to be kept, and how its names and articles are written in a cell."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.domain.findings import Findings
from app.domain.issues import Issue
from app.domain.money import MICRO, decimal_of_micro, micro_of
from app.domain.price_inputs import AMOUNT_MINOR_MAX, check_days, check_lengths
from app.domain.pricing.promotions import COUNTED_ON, EFFECTS
from app.domain.quantity import MAX_QUANTITY_MICRO

USES_MAX = 10**9
_PERCENT = frozenset({"percent", "cheapest", "named"})
_AMOUNT = frozenset({"each", "amount"})
_BUYS = frozenset({"cheapest", "named"})
_GIVES = frozenset({"named", "gift"})
_UNBUDGETED = frozenset({"gift", "freight"})
_ARTICLE = re.compile(
    r"(?:(?P<count>\d{1,9}(?:\.\d{1,6})?)\s*(?:x|\N{MULTIPLICATION SIGN})\s+)?(?P<sku>\S.*)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PromotionInput:
    """A promotion as keyed; what is empty or 0 asks for nothing. See `app.domain.pricing.Promotion`.

    `gift` is an article's number; `articles`, `customers` (by number), `groups`, `channels`, `countries` and
    `families` are names separated by commas, articles of a bundle with their quantity: `2 x CH-100, LA-10`.
    """

    name: str
    effect: str
    currency: str
    rate_ppm: int = 0
    amount_minor: int = 0
    buy_micro: int = 0
    get_micro: int = 0
    max_times: int = 0
    gift: str = ""
    slot: str = ""
    tax_class: str = ""
    articles: str = ""
    families: str = ""
    customers: str = ""
    groups: str = ""
    channels: str = ""
    countries: str = ""
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


def split_names(text: str) -> tuple[str, ...]:
    """The names of a cell, each once and sorted."""
    return tuple(sorted(set(_parts(text))))


def _parts(text: str) -> list[str]:
    return [name for part in re.split("[,;\n]", text) if (name := part.strip())]


def joined_names(names: Iterable[str]) -> str:
    """Names as a cell shows them."""
    return ", ".join(sorted(names))


def read_articles(text: str) -> dict[str, int]:
    """Base units by article number, 0 where none are said."""
    found: dict[str, int] = {}
    for name in split_names(text):
        match = _ARTICLE.fullmatch(name)
        assert match is not None, "a name is not empty"
        found[match["sku"].strip()] = micro_of(Decimal(match["count"])) if match["count"] else 0
    return found


def named_twice(text: str) -> tuple[str, ...]:
    """The articles of a cell that stand in it twice with a quantity: which of them is meant nobody can tell."""
    found = [match for name in _parts(text) if (match := _ARTICLE.fullmatch(name))]
    named = [match["sku"].strip() for match in found]
    counted = {match["sku"].strip() for match in found if match["count"]}
    return tuple(sorted(sku for sku in counted if named.count(sku) > 1))


def written_articles(articles: Iterable[tuple[str, int]]) -> str:
    """Articles with their quantities as a cell shows them."""
    return ", ".join(
        f"{decimal_of_micro(micro).normalize():f} x {sku}" if micro else sku
        for sku, micro in sorted(articles)
    )


def check_promotion(data: PromotionInput, tax_classes: frozenset[str]) -> tuple[Issue, ...]:
    """Everything wrong with a promotion as keyed, but for articles and customers that nobody knows."""
    found = Findings("price")
    found.block(not data.name.strip(), "name_missing", "name")
    found.block(data.effect not in EFFECTS, "promotion_effect", "effect")
    found.block(data.counts not in COUNTED_ON, "promotion_counts", "counts")
    check_lengths(found, data, "slot", "coupon")
    found.block(len(data.currency) != 3 or not data.currency.isupper(), "currency_wrong", "currency")
    for country in split_names(data.countries):
        wrong = len(country) != 2 or not country.isupper()
        found.block(wrong, "country_wrong", "countries", country=country)
    known = data.tax_class == "" or data.tax_class in tax_classes
    found.block(not known, "tax_class_unknown", "tax_class", tax_class=data.tax_class)
    found.block("," in data.coupon or ";" in data.coupon, "coupon_sign", "coupon")
    for sku in named_twice(data.articles):
        found.block(True, "article_twice", "articles", sku=sku)
    _check_numbers(found, data)
    _check_effect(found, data)
    check_days(found, data.valid_from, data.valid_to, "")
    return found.all


def _check_numbers(found: Findings, data: PromotionInput) -> None:
    found.block(not 0 <= data.rate_ppm <= MICRO, "discount_range", "rate_ppm")
    for name in ("amount_minor", "least_minor", "order_least_minor", "budget_minor"):
        found.block(not 0 <= getattr(data, name) <= AMOUNT_MINOR_MAX, "amount_range", name)
    for name in ("buy_micro", "get_micro", "least_micro"):
        found.block(not 0 <= getattr(data, name) <= MAX_QUANTITY_MICRO, "quantity_range", name)
    for name in ("max_times", "max_uses", "max_customer_uses"):
        found.block(not 0 <= getattr(data, name) <= USES_MAX, "uses_range", name)


def _check_effect(found: Findings, data: PromotionInput) -> None:
    """What each effect needs, and what would say nothing beside it."""
    effect = data.effect
    found.block(effect in _PERCENT and not data.rate_ppm, "promotion_percent", "rate_ppm")
    found.block(effect in _AMOUNT and not data.amount_minor, "promotion_amount", "amount_minor")
    found.block(effect in _BUYS and not data.buy_micro, "promotion_buy", "buy_micro")
    found.block(effect in _BUYS | {"gift"} and not data.get_micro, "promotion_get", "get_micro")
    found.block(effect in _GIVES and not data.gift, "promotion_gift", "gift")
    found.block(effect == "freight" and not data.slot.strip(), "promotion_slot", "slot")
    found.block(effect in _UNBUDGETED and data.budget_minor, "promotion_budget", "budget_minor")
    articles = read_articles(data.articles)
    is_set = bool(articles) and all(articles.values()) and not data.families.strip()
    found.block(effect == "bundle" and not is_set, "promotion_set", "articles")
