"""Checks against what the customer usually does: quantity, price, the same order twice, his own number."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from app.domain.habits import Usual, price_of_base, same_goods
from app.domain.issues import Remedy, Severity
from app.domain.money import MICRO, Money, minor_digits
from app.domain.order_checks.check import Check, Hit, LineCheck, LineSeen, OrderSeen, Threshold, focus
from app.domain.order_checks.order_numbers import PO_NUMBER
from app.domain.orders.context import ProductFacts
from app.domain.orders.draft import Draft
from app.domain.orders.without_tax import included_ppm, net_price
from app.domain.pricing.derived_rows import with_tax
from app.domain.quantity import Unit, fits_decimals, shown_quantity
from app.domain.rounding import divide_half_up
from app.domain.units import Counted

BUDGET = Threshold(MICRO // 50, "share", least=MICRO // 1000, most=MICRO // 4)
"""The share of orders that may be alerted (2 %); the limit follows from the firm's history."""


def quantity_is_unusual(seen: LineSeen) -> Hit | None:
    """Far more or far fewer than this customer orders of the article."""
    habits, line, product = seen.world.habits, seen.line, seen.product
    usual = habits.of(line.product_id).quantity if habits is not None else None
    if habits is None or usual is None or product is None or line.base_micro <= 0:
        return None
    if usual.score(line.base_micro) <= habits.limits.quantity:
        return None
    params = seen.named(
        quantity=_in_base(product, line.base_micro),
        low=shown_quantity(usual.low),
        high=_in_base(product, usual.high),
        count=usual.count,
    )
    return Hit(seen.at("quantity"), params, _usual_quantity(seen, usual))


def price_is_unusual(seen: LineSeen) -> Hit | None:
    """Far from what this customer pays for the article."""
    habits, line = seen.world.habits, seen.line
    usual = habits.of(line.product_id).price if habits is not None else None
    if habits is None or usual is None or line.price_micro <= 0:
        return None
    price = price_of_base(
        price_micro=net_price(line, seen.world.price_mode),
        price_per=line.price_per,
        factor_num=line.factor_num,
        factor_den=line.factor_den,
    )
    if usual.score(price) <= habits.limits.price:
        return None
    params = seen.named(
        price=_money(price, seen),
        low=_money(usual.low, seen),
        high=_money(usual.high, seen),
        count=usual.count,
    )
    return Hit(seen.at("price"), params, _usual_price(seen))


def is_probably_double(order: OrderSeen) -> Iterator[Hit]:
    """The same articles in the same quantities were ordered a few days ago."""
    habits, today = order.context.habits, order.context.today
    if habits is None or not habits.recent:
        return
    since = today - timedelta(days=order.thresholds["order.probably_double"])
    quantities = quantities_of(order.draft)
    twin = next((each for each in habits.recent if each.day >= since and same_goods(quantities, each)), None)
    if twin is not None:
        remedy = Remedy("remedy.open_order", "order.open", {"id": twin.id, "number": twin.number})
        yield Hit("lines", {"number": twin.number, "date": twin.day}, (remedy,))


def lacks_po(order: OrderSeen) -> Iterator[Hit]:
    """The customer always gave his own order number."""
    habits = order.context.habits
    if habits is not None and habits.always_gives_po and not order.draft.header.po_number.strip():
        params = {"customer": order.customer.name, "count": habits.orders_counted}
        yield Hit(PO_NUMBER, params, focus("remedy.enter_po", PO_NUMBER))


def quantities_of(draft: Draft) -> dict[int, int]:
    """The base quantities of the order by article."""
    found: dict[int, int] = {}
    for line in draft.lines:
        if line.product_id is not None and line.has_price:
            found[line.product_id] = found.get(line.product_id, 0) + line.base_micro
    return found


def _in_base(product: ProductFacts, micro: int) -> Counted:
    return Counted(shown_quantity(micro), product.units[0].code)


def _money(net_micro: int, seen: LineSeen) -> Money:
    """A price without tax as the order has its prices."""
    currency = seen.world.currency
    price_micro = with_tax(net_micro, included_ppm(seen.line, seen.world.price_mode))
    return Money(divide_half_up(price_micro * 10 ** minor_digits(currency), MICRO), currency)


def _usual_quantity(seen: LineSeen, usual: Usual) -> tuple[Remedy, ...]:
    """The middle, where the line's unit can say it; else the quantity is keyed."""
    line, product = seen.line, seen.product
    unit = product.unit(line.unit) if product is not None else None
    quantity = Unit(line.unit, line.factor_num, line.factor_den).from_base(usual.middle)
    whole = unit is not None and fits_decimals(quantity, unit.decimals)
    if not whole:
        return focus("remedy.type_quantity", seen.at("quantity"))
    shown = Counted(shown_quantity(quantity), line.unit)
    params = {"key": line.key, "quantity_micro": quantity, "quantity": shown}
    return (Remedy("remedy.set_quantity_to", "order.set_quantity", params),)


def _usual_price(seen: LineSeen) -> tuple[Remedy, ...]:
    line = seen.line
    if line.is_typed:
        return (Remedy("remedy.take_rules_price", "order.take_rules_price", {"key": line.key}),)
    return focus("remedy.type_price", seen.at("price"))


CHECKS = (
    Check(code="order.po_missing", area="number", severity=Severity.WARN, run=lacks_po),
    Check(
        code="order.probably_double",
        area="habit",
        severity=Severity.WARN,
        threshold=Threshold(3, "days", least=0, most=90),
        run=is_probably_double,
    ),
)
LINE_CHECKS = (
    LineCheck(
        code="line.quantity_unusual",
        area="habit",
        severity=Severity.WARN,
        threshold=BUDGET,
        run=quantity_is_unusual,
    ),
    LineCheck(
        code="line.price_unusual",
        area="habit",
        severity=Severity.WARN,
        threshold=BUDGET,
        run=price_is_unusual,
    ),
)
