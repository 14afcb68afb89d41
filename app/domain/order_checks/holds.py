"""Checks of what holds an order back: its own holds and its customer's, as read with its surroundings (C47)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from app.domain.credit import class_of
from app.domain.exchange import home_minor
from app.domain.holds import RIGHTS, Again, Hold, HoldKind, HoldWorld, Stop, standing
from app.domain.issues import Remedy, Severity
from app.domain.order_checks.check import Check, Hit, OrderSeen
from app.domain.order_checks.customer import CUSTOMER
from app.domain.orders.content_hash import content_hash
from app.domain.orders.context import OrderContext
from app.domain.orders.draft import Draft
from app.domain.orders.repricing import draft_totals
from app.domain.rights import Actor

ANSWERS: Mapping[HoldKind, str] = {
    HoldKind.CREDIT: "bookkeeper",
    HoldKind.SHIPPING: "warehouse",
    HoldKind.PICKING: "warehouse",
    HoldKind.COMPLIANCE: "compliance",
    HoldKind.MANUAL: "sales",
}
"""The role that answers for a hold of a kind."""


def is_held(order: OrderSeen) -> Iterator[Hit]:
    """Somebody or a rule holds the order or all of its customer's; it may be keyed, and not all may be done with it."""
    holds = order.around.holds
    world = world_of_order(order.draft, order.context) if holds else None
    for hold in holds:
        assert world is not None, "made where there are holds"
        again = standing(hold, _with_content(world, hold, order.draft))
        if again is not None:
            yield held_hit(hold, again, order.context.roles)


def held_hit(hold: Hold, again: Again, roles: frozenset[str]) -> Hit:
    """What is told of a hold that stands; what stops the confirm blocks. Who may release it is offered that."""
    params: dict[str, object] = {
        "hold": hold.kind.value,
        "actor": hold.placed_by,
        "reason": hold.reason,
        "stops": tuple(each.value for each in Stop if each in hold.stops),
        "again": again.value,
    }
    may = Actor("", roles).can(RIGHTS[hold.kind])
    remedy = Remedy("remedy.release_hold" if may else "remedy.see_hold", "hold.open", {"id": hold.id})
    severity = Severity.BLOCK if Stop.CONFIRM in hold.stops else None
    where = CUSTOMER if hold.customer_id is not None else f"hold/{hold.id}"
    return Hit(where, params, (remedy,), severity, owner=ANSWERS[hold.kind], since=hold.placed_at)


def world_of_order(draft: Draft, context: OrderContext) -> HoldWorld:
    """What holds of the order depend on, where its customer's credit counts without it; no content."""
    customer = context.customer
    gross = home_minor(draft_totals(draft).gross_minor, draft.header.exchange)
    assert customer is not None, "checks of holds have a customer"
    rule = class_of(customer.credit_class, context.checks.credit_classes)
    late = (customer.overdue_minor, customer.overdue_days)
    return HoldWorld(
        context.today,
        order_minor=gross,
        used_minor=customer.credit_used_minor + gross,
        limit_minor=customer.credit_limit_minor,
        overdue_minor=rule.held_minor(overdue_minor=late[0], overdue_days=late[1]),
    )


def _with_content(world: HoldWorld, hold: Hold, draft: Draft) -> HoldWorld:
    """The content is worked out only where a release is bound to it."""
    bound = hold.release is not None and hold.release.content
    return replace(world, content=content_hash(draft)) if bound else world


HELD = Check(code="order.held", area="customer", severity=Severity.WARN, owner="bookkeeper", run=is_held)
CHECKS = (HELD,)
