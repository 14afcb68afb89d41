"""What holds an order back: asked before goods move, and for the screens that say why."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import sqlalchemy as sa

from app.domain.errors import NotFoundError
from app.domain.holds import Again, Stop
from app.domain.issues import Issue, Remedy, Severity
from app.services.clock import in_zone
from app.services.holds.rows import ALL_LIVE, OF_THESE, HoldCard, only_standing, read_cards
from app.services.unit_of_work import Reading
from db.schema.orders import Order
from db.schema.parties import Customer
from db.statements import table_of

_ORDER, _CUSTOMER = table_of(Order), table_of(Customer)


def read_standing_holds(view: Reading) -> tuple[HoldCard, ...]:
    """Every hold that stops something now, of orders that are not done yet; the oldest first."""
    cards = only_standing(read_cards(view, ALL_LIVE))
    return tuple(replace(card, hold=in_zone(view.clock, card.hold, "placed_at")) for card in cards)


def read_order_holds(view: Reading, orders: Mapping[int, int | None]) -> dict[int, tuple[HoldCard, ...]]:
    """What holds these orders, by order; `orders` names the customer of each. Holds that stand only."""
    customers = {id_ for id_ in orders.values() if id_ is not None}
    values = {"orders": sorted(orders), "customers": sorted(customers)}
    cards = only_standing(read_cards(view, OF_THESE, values))
    found: dict[int, tuple[HoldCard, ...]] = {}
    for order_id, customer_id in orders.items():
        mine = tuple(card for card in cards if _is_of(card, order_id, customer_id))
        if mine:
            found[order_id] = mine
    return found


def _is_of(card: HoldCard, order_id: int, customer_id: int | None) -> bool:
    hold = card.hold
    return hold.order_id == order_id or (hold.customer_id is not None and hold.customer_id == customer_id)


@dataclass(frozen=True, slots=True)
class Asked:
    """An order of which something is about to be done."""

    id: int
    customer_id: int | None
    number: str


def held_issues(view: Reading, orders: Collection[Asked], stop: Stop) -> tuple[Issue, ...]:
    """Why this may not be done with the orders: an issue for each hold that stops it."""
    found = read_order_holds(view, {order.id: order.customer_id for order in orders})
    return tuple(
        _issue(card, order.number, stop)
        for order in orders
        for card in found.get(order.id, ())
        if stop in card.hold.stops
    )


def _issue(card: HoldCard, number: str, stop: Stop) -> Issue:
    hold = card.hold
    params = {
        "number": number, "hold": hold.kind.value, "actor": hold.placed_by, "reason": hold.reason,
        "stop": stop.value, "again": (card.again or Again.NEVER).value,
    }  # fmt: skip
    remedy = Remedy("remedy.see_hold", "hold.open", {"id": hold.id})
    return Issue("hold.stops", Severity.BLOCK, "order", params, (remedy,), since=hold.placed_at)


@dataclass(frozen=True, slots=True)
class HoldTarget:
    """An order or a customer that somebody wants to hold, with what holds it already."""

    order_id: int | None
    customer_id: int | None
    number: str
    customer: str
    holds: tuple[HoldCard, ...]


def read_order_target(view: Reading, order_id: int) -> HoldTarget:
    """An order as one to be held."""
    columns = (_ORDER.c.number, _ORDER.c.customer_id, _ORDER.c.customer_name)
    row = view.db.execute(sa.select(*columns).where(_ORDER.c.id == order_id)).one_or_none()
    if row is None:
        raise NotFoundError("document.not_found", kind="order", id=order_id)
    holds = read_order_holds(view, {order_id: row.customer_id}).get(order_id, ())
    return HoldTarget(order_id, None, row.number or "", row.customer_name, holds)


def read_customer_target(view: Reading, customer_id: int) -> HoldTarget:
    """A customer as one to be held."""
    columns = (_CUSTOMER.c.number, _CUSTOMER.c.name)
    row = view.db.execute(sa.select(*columns).where(_CUSTOMER.c.id == customer_id)).one_or_none()
    if row is None:
        raise NotFoundError("document.not_found", kind="customer", id=customer_id)
    holds = read_order_holds(view, {0: customer_id}).get(0, ())
    return HoldTarget(None, customer_id, row.number, row.name, holds)
