"""Checks of what a clerk took off an order as a whole: the typed order discount, and lines of discounts.

What lines allow one by one (price_limits.py) would else be walked around by a line that takes the rest off.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.issues import Remedy, Severity
from app.domain.money import MICRO, Money, Rate, line_amount
from app.domain.order_checks.check import Check, Hit, OrderSeen
from app.domain.order_checks.price_limits import percent_beyond
from app.domain.orders.draft import KIT, Line
from app.domain.orders.margins import order_margin
from app.domain.orders.terms_typed import read_discount
from app.domain.pricing import PriceRight
from app.domain.pricing.limits import limits_for, lowest_micro
from app.domain.pricing.made_lines import TYPED
from app.domain.rounding import divide_up


@dataclass(frozen=True, slots=True)
class _Off:
    """What was taken off, in minor units and as a share of what it is taken off, rounded up; `line`: one that does."""

    minor: int
    base_minor: int
    ppm: int
    line: Line | None


def _taken_off(order: OrderSeen) -> _Off | None:
    """What a clerk took off the order as a whole; None where nothing was."""
    draft = order.draft
    keyed = [line for line in draft.lines if line.kind == "discount" and not line.is_made]
    if not keyed and not draft.header.order_discount:
        return None
    lines = [line for line in draft.lines if line.has_amount and line.kind not in {KIT, "charge"}]
    off = -sum(line.amount_minor for line in (*keyed, *(line for line in lines if line.origin == TYPED)))
    base = sum(line.amount_minor for line in lines) + off
    typed = read_discount(draft.header.order_discount).ppm
    ppm = divide_up(off * MICRO, base) if off > 0 and base > 0 else 0
    ppm = typed if not keyed and typed is not None else ppm
    return _Off(off, base, ppm, keyed[0] if keyed else None) if ppm > 0 else None


def _right(order: OrderSeen) -> PriceRight:
    return limits_for(order.context.rules.rights, order.context.roles, "")


def order_beyond_discount(order: OrderSeen) -> Iterator[Hit]:
    """More was taken off the order as a whole than a role of the clerk may."""
    most = _right(order).max_discount_ppm
    off = order.once(_taken_off) if most is not None else None
    if most is not None and off is not None and off.ppm > most:
        yield _hit(off, percent=percent_beyond(off.ppm, most), most=Rate(most).percent)


def order_below_margin(order: OrderSeen) -> Iterator[Hit]:
    """What was taken off leaves less of the order than a role of the clerk must leave; unknown costs say nothing."""
    least = _right(order).min_margin_ppm
    off = order.once(_taken_off) if least is not None else None
    if least is None or off is None:
        return
    margin = order_margin(order.draft)
    left = margin.ppm if margin is not None and margin.known == margin.lines else None
    if left is not None and left < least:
        yield _hit(off, least=Rate(least).percent)


def order_below_floor(order: OrderSeen) -> Iterator[Hit]:
    """What was taken off, shared out over the lines, leaves less than the floor prices of their articles together."""
    off = order.once(_taken_off)
    limited = order.limits.of(order.draft, order.context) if off is not None else ()
    floored = [each for each in limited if each.limits.floor_micro is not None]
    if off is None or not floored:
        return
    rights, roles, currency = order.context.rules.rights, order.context.roles, order.draft.currency
    floor = 0
    for each in floored:
        right = limits_for(rights, roles, each.limits.family)
        least = lowest_micro(each.limits.floor_micro or 0, right, is_typed=True)
        line = each.line
        floor += line_amount(
            quantity_micro=line.quantity_micro, price_micro=least, per=line.price_per, currency=currency
        )
    brought = sum(each.line.amount_minor for each in floored)
    left = brought - divide_up(off.minor * brought, off.base_minor)
    if left < floor <= brought:  # a line that lies below by itself is told by its own check
        yield _hit(off, left=Money(left, currency), floor=Money(floor, currency))


def _hit(off: _Off, **params: object) -> Hit:
    if off.line is None:
        rules = Remedy("remedy.take_rules_discount", "order.take_rules_discount", {})
        return Hit("header/order_discount", params, (rules,))
    remedy = Remedy("remedy.remove_line", "order.delete_line", {"key": off.line.key})
    return Hit(f"lines/{off.line.key}/price", params, (remedy,))


CHECKS = tuple(
    Check(code=code, area="price", severity=Severity.APPROVE, owner="owner", run=run)
    for code, run in (
        ("price.order_beyond_discount", order_beyond_discount),
        ("price.order_below_margin", order_below_margin),
        ("price.order_below_floor", order_below_floor),
    )
)
