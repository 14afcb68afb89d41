"""For whom and on which goods promotions are, compared: whether two may meet in an order, or one is for all of another.

Days are not looked at here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from app.domain.pricing.promotions import Promotion, coupon_key

Families = Mapping[int, str]
"""The families of the articles, by id."""
_BUYERS = ("customers", "groups", "channels", "countries")


def reach_meets(one: Promotion, two: Promotion) -> bool:
    """Whether an order may be meant by both: currency, and buyers as far as the rules tell them apart."""
    return one.currency == two.currency and all(
        not mine or not theirs or not mine.isdisjoint(theirs)
        for mine, theirs in ((getattr(one, name), getattr(two, name)) for name in _BUYERS)
    )


def goods_meet(one: Promotion, two: Promotion, families: Families) -> bool:
    """Whether there is an article of both."""
    if is_of_all(one) or is_of_all(two):
        return True
    if not one.families.isdisjoint(two.families) or not _ids(one).isdisjoint(_ids(two)):
        return True
    return any(
        families.get(id_, "") in other.families
        for own, other in ((one, two), (two, one))
        for id_ in _ids(own)
    )


def is_of_all(promotion: Promotion) -> bool:
    """Whether it is for every article."""
    return not promotion.products and not promotion.families


def covers_it(other: Promotion, rule: Promotion, families: Families) -> bool:
    """Whether whoever may have the rule may have the other one as well: buyers, goods, conditions and limits."""
    return (
        other.currency == rule.currency
        and all(_reaches(getattr(other, name), getattr(rule, name)) for name in _BUYERS)
        and _has_goods_of(other, rule, families)
        and coupon_key(other.coupon) in {"", coupon_key(rule.coupon)}
        and not (other.max_uses or other.max_customer_uses or other.budget_minor)
        and _asks_no_more(other, rule)
    )


def never_saves_more(rule: Promotion, other: Promotion) -> bool:
    """Whether what the rule takes off is never more than what the other one does, on the goods of the rule.

    Of two that take off the same those that can be combined come first, then the lower number.
    """
    if rule.effect != other.effect:
        return False
    order = _COMPARED[rule.effect](other, rule)
    if order is None or order < 0:
        return False
    comes_first = not other.exclusive or (rule.exclusive and other.number < rule.number)
    return order > 0 or comes_first


def _ids(promotion: Promotion) -> frozenset[int]:
    return frozenset(id_ for id_, _micro in promotion.products)


def _reaches(others: frozenset[Any], own: frozenset[Any]) -> bool:
    return not others or (bool(own) and own <= others)


def _has_goods_of(other: Promotion, rule: Promotion, families: Families) -> bool:
    if rule.effect in _ALIKE:
        return (other.products, other.families) == (rule.products, rule.families)
    if is_of_all(other):
        return True
    if is_of_all(rule):
        return False
    theirs = _ids(other)
    own = (id_ in theirs or families.get(id_, "") in other.families for id_ in _ids(rule))
    return rule.families <= other.families and all(own)


def _asks_no_more(other: Promotion, rule: Promotion) -> bool:
    asks = other.least_micro or other.least_minor
    return (
        other.least_micro <= rule.least_micro
        and other.least_minor <= rule.least_minor
        and other.order_least_minor <= rule.order_least_minor
        and (not asks or other.counts in {"lines", rule.counts})
    )


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)


def _rates(other: Promotion, rule: Promotion) -> int | None:
    return _sign(other.rate_ppm - rule.rate_ppm)


def _amounts(other: Promotion, rule: Promotion) -> int | None:
    return _sign(other.amount_minor - rule.amount_minor)


def _sets(other: Promotion, rule: Promotion) -> int | None:
    """The cheaper set, where it comes as often: one more may cost more than its articles."""
    return _sign(rule.amount_minor - other.amount_minor) if rule.max_times == other.max_times else None


def _frees(other: Promotion, rule: Promotion) -> int | None:
    return 0 if other.slot == rule.slot else None


def _gives(other: Promotion, rule: Promotion) -> int | None:
    """Units for units: comparable where as many bring as many of the same."""
    mine = rule.buy_micro, rule.get_micro, rule.gift.product_id if rule.gift else None
    theirs = other.buy_micro, other.get_micro, other.gift.product_id if other.gift else None
    return _rates(other, rule) if mine == theirs and _comes_as_often(other, rule) else None


def _comes_as_often(other: Promotion, rule: Promotion) -> bool:
    return not other.max_times or 0 < rule.max_times <= other.max_times


_COMPARED: Mapping[str, Callable[[Promotion, Promotion], int | None]] = {
    "percent": _rates, "each": _amounts, "amount": _amounts, "bundle": _sets, "freight": _frees,
    "cheapest": _gives, "named": _gives, "gift": _gives,
}  # fmt: skip
"""What the other one takes off against the rule: 1 more, 0 the same, -1 less, None where that depends."""
_ALIKE = frozenset({"bundle", "cheapest", "named", "gift"})
"""Effects that are compared on the very same goods alone."""
