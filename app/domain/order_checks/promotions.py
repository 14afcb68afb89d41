"""Checks of promotions: a coupon that brings nothing says why, and what is over is told before the confirm."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from app.domain.issues import Remedy, Severity
from app.domain.order_checks.check import Check, Hit, OrderSeen
from app.domain.orders.asking import buyer_of, terms_of
from app.domain.orders.terms_typed import read_names
from app.domain.orders.whole import whole_of
from app.domain.pricing.made_lines import asker_of
from app.domain.pricing.promotions import UNUSED, Asker, Promotion, coupon_key, is_for_buyer, is_used_up

_UNKNOWN, _OVER, _EARLY = "order.coupon_unknown", "order.coupon_over", "order.coupon_early"
_OTHERS, _USED_UP, _IDLE = "order.coupon_not_for", "order.coupon_used_up", "order.coupon_idle"
_RANK = (_IDLE, _USED_UP, _EARLY, _OTHERS, _OVER, _UNKNOWN)
"""Of several promotions with one code the reason that is nearest to its working is told."""
WHERE = "header/coupons"


def coupon_hits(order: OrderSeen, code: str) -> Iterator[Hit]:
    """The coupons of the order of which this is to be said."""
    for coupon in sorted(read_names(order.draft.header.coupons)):
        found = _reason(order, coupon)
        if found is not None and found[0] == code:
            remedy = Remedy("remedy.drop_coupon", "order.drop_coupon", {"coupon": coupon})
            day = {"date": found[1]} if found[1] is not None else {}
            yield Hit(WHERE, {"coupon": coupon, **day}, (remedy,))


def _reason(order: OrderSeen, coupon: str) -> tuple[str, date | None] | None:
    """Why a coupon brings nothing, with the day that decides it; None where it does, or was taken out."""
    rules, key = order.context.rules, coupon_key(coupon)
    meant = [each for each in rules.promotions if each.coupon and coupon_key(each.coupon) == key]
    asker = _asker(order)
    if any(_brings(order, each, asker) for each in meant):
        return None
    reasons = [_why_not(order, each, asker) for each in meant]
    return min(reasons, key=lambda found: _RANK.index(found[0]), default=(_UNKNOWN, None))


def _asker(order: OrderSeen) -> Asker:
    draft, context = order.draft, order.context
    return asker_of(terms_of(draft, context), buyer_of(draft, context), context.rules_of(draft))


def _brings(order: OrderSeen, promotion: Promotion, asker: Asker) -> bool:
    if promotion.origin in asker.waived or any(line.origin == promotion.origin for line in order.draft.lines):
        return True
    given = whole_of(order.draft, order.context).promoted.given
    return any(each.promotion.number == promotion.number for each in given)


def _why_not(order: OrderSeen, promotion: Promotion, asker: Asker) -> tuple[str, date | None]:
    if promotion.valid_to is not None and promotion.valid_to < asker.on:
        return _OVER, promotion.valid_to
    if promotion.valid_from is not None and promotion.valid_from > asker.on:
        return _EARLY, promotion.valid_from
    if not is_for_buyer(promotion, asker):
        return _OTHERS, None
    if is_used_up(promotion, order.context.purchases.used.get(promotion.number, UNUSED)):
        return _USED_UP, None
    return _IDLE, None


def promotion_is_over(order: OrderSeen) -> Iterator[Hit]:
    """A draft or quote has a promotion that ended, was withdrawn or used up since: it stands until taken anew."""
    draft = order.draft
    if draft.number and draft.kind == "order":
        return
    asker = replace(
        _asker(order), on=terms_of(replace(draft, order_date=order.context.today), order.context).on
    )
    by_origin = {each.origin: each for each in order.context.rules.promotions}
    had = {line.origin: line for line in draft.lines if line.origin.startswith("P")}
    remedies = (Remedy("remedy.take_new_prices", "order.reprice", {}),)
    for origin, line in sorted(had.items()):
        if _is_over(order, by_origin.get(origin), asker):
            yield Hit(f"lines/{line.key}/price", {"name": line.text}, remedies)


def _is_over(order: OrderSeen, promotion: Promotion | None, asker: Asker) -> bool:
    if promotion is None:
        return True
    is_past = promotion.valid_to is not None and promotion.valid_to < asker.on
    used = order.context.purchases.used.get(promotion.number, UNUSED)
    return is_past or is_used_up(promotion, used)


def _coupon_check(code: str, severity: Severity) -> Check:
    def run(order: OrderSeen) -> Sequence[Hit]:
        """What is to be said of the order's coupons."""
        return tuple(coupon_hits(order, code)) if order.draft.header.coupons else ()

    return Check(code=code, area="price", severity=severity, run=run)


CHECKS = (
    *(_coupon_check(code, Severity.WARN) for code in (_UNKNOWN, _OVER, _EARLY, _OTHERS, _USED_UP)),
    _coupon_check(_IDLE, Severity.INFO),
    Check(code="order.promotion_over", area="price", severity=Severity.WARN, run=promotion_is_over),
)
