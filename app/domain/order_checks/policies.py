"""Checks of the firm's own rules; each weighs what the firm said."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.exchange import home_minor
from app.domain.issues import Remedy, Severity
from app.domain.order_checks.address import ENTER
from app.domain.order_checks.check import Check, Hit, OrderSeen, focus
from app.domain.order_checks.customer import CUSTOMER
from app.domain.order_policies import Policy
from app.domain.orders.draft import Draft
from app.domain.orders.repricing import draft_totals


def order_breaks_a_rule(order: OrderSeen) -> Iterator[Hit]:
    """Rules about the customer, the place, the sum."""
    for policy in _holding(order):
        if not policy.is_of_lines:
            yield Hit(_place(policy), {"text": policy.text}, _ways_out(policy, order.draft), policy.severity)


def line_breaks_a_rule(order: OrderSeen) -> Iterator[Hit]:
    """Rules about articles and families, told at each line that has one."""
    policies = [policy for policy in _holding(order) if policy.is_of_lines]
    products = order.context.products
    for index, line in enumerate(order.draft.lines if policies else ()):
        product = products.get(line.product_id) if line.product_id is not None else None
        sku, family = (product.sku, product.family) if product is not None else (line.sku, "")
        # A free article counts, and what a kit is made of as well.
        is_sold = line.has_price and (line.product_id is not None or not line.is_made)
        for policy in policies if is_sold else ():
            if policy.fits_line(sku=sku, family=family, unit=line.unit):
                params = {"line": (index + 1) * 10, "text": policy.text}
                remedy = Remedy("remedy.remove_line", "order.delete_line", {"key": line.kit_key or line.key})
                yield Hit(f"lines/{line.key}/sku", params, (remedy,), policy.severity)


def _holding(order: OrderSeen) -> list[Policy]:
    """The rules whose words about head and sum hold; nearly always the firm has few."""
    on = [policy for policy in order.settings.policies if policy.is_on]
    if not on or order.context.customer is None or not any(line.has_amount for line in order.draft.lines):
        return []
    customer, header = order.customer, order.draft.header
    net = home_minor(draft_totals(order.draft).net_minor, order.draft.header.exchange)
    return [
        policy
        for policy in on
        if policy.fits_order(
            customer=customer.number,
            is_business=customer.is_business,
            country=header.ship_country,
            postcode=header.ship_postcode,
            net_minor=net,
        )
    ]


def _place(policy: Policy) -> str:
    if policy.countries or policy.postcodes:
        return "header/ship_to"
    return CUSTOMER if policy.customers or policy.buyer else "lines"


def _ways_out(policy: Policy, draft: Draft) -> tuple[Remedy, ...]:
    """The sum first, where the rule has one: more of it, or less; then who buys or where it goes."""
    ways = _change_sum(policy, draft)
    place = _place(policy)
    if place == "header/ship_to":
        return (*ways, *ENTER)
    return (*ways, *focus("remedy.choose_customer", CUSTOMER)) if place == CUSTOMER else ways


def _change_sum(policy: Policy, draft: Draft) -> tuple[Remedy, ...]:
    if policy.below_minor is not None:
        return focus("remedy.add_more", "lines")
    if policy.from_minor is None:
        return ()
    line = next(line for line in draft.lines if line.has_amount)
    return focus("remedy.type_quantity", f"lines/{line.key}/quantity")


CHECKS = (
    Check(code="order.policy", area="policy", severity=Severity.WARN, run=order_breaks_a_rule),
    Check(code="line.policy", area="policy", severity=Severity.WARN, run=line_breaks_a_rule),
)
