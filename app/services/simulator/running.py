"""A simulation: each order priced by today's rules and with the drafts, summed up in total and by customer."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.domain.orders.draft import Draft
from app.domain.simulation import OrderEffect, change_ppm, effect_of, simulate, spread
from app.services.prices.drafts import DraftRef
from app.services.simulator.choosing import OrdersWanted, read_order_ids
from app.services.simulator.pages import PAGE, Ground, read_ground, read_page
from app.services.unit_of_work import Reading

Report = Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class SimulatedOrder:
    """An order of the past in figures: net amounts in minor units of the firm's currency; `currency` is its own.

    Margins are None for those who may not see them, and where no line has a known cost.
    """

    id: int
    number: str
    day: date
    customer_id: int
    customer: str
    currency: str
    stored_minor: int
    today_minor: int
    draft_minor: int
    change_minor: int
    change_ppm: int | None
    margin_today_minor: int | None
    margin_draft_minor: int | None
    lines: int
    changed: int
    approvals_today: int
    approvals_draft: int
    losses_today: int
    losses_draft: int
    uncosted_minor: int


@dataclass(frozen=True, slots=True)
class CustomerEffect:
    """What a customer's orders come to by today's rules and with the drafts."""

    customer_id: int
    customer: str
    orders: int
    today_minor: int
    draft_minor: int

    @property
    def change_minor(self) -> int:
        """What the drafts add, below zero what they take off."""
        return self.draft_minor - self.today_minor


@dataclass(frozen=True, slots=True)
class Totals:
    """All orders together; see `SimulatedOrder`. `approvals` and `losses`: orders that come to have such a line.

    `uncosted_minor`: what of today's total is of lines whose cost is unknown; they are in no margin.
    """

    orders: int
    changed_orders: int
    stored_minor: int
    today_minor: int
    draft_minor: int
    margin_today_minor: int | None
    margin_draft_minor: int | None
    uncosted_minor: int
    approvals: int
    losses: int


@dataclass(frozen=True, slots=True)
class Simulation:
    """A simulation's answer. `spread_orders`, `spread_customers`: how many by their change, see `SPREAD`.

    `left_out`: orders among those wanted that are in another currency and keep no rate.
    """

    refs: tuple[DraftRef, ...]
    wanted: OrdersWanted
    currency: str
    rules_version: int
    orders: tuple[SimulatedOrder, ...]
    totals: Totals
    customers: tuple[CustomerEffect, ...]
    spread_orders: tuple[int, ...]
    spread_customers: tuple[int, ...]
    left_out: int


def simulate_orders(
    view: Reading,
    refs: Collection[DraftRef],
    wanted: OrdersWanted,
    report: Report = lambda _fraction, _text: None,
) -> Simulation:
    """Price the orders wanted twice; nothing is written. `report` is told after each page and may stop it.

    A draft that was activated or taken out meanwhile: ConflictError. Without drafts both sides are alike.
    """
    view.actor.require("price.edit")
    ground = read_ground(view, refs, wanted)
    ids, left_out = read_order_ids(view, wanted, ground.world.currency)
    found: list[SimulatedOrder] = []
    for at in range(0, len(ids), PAGE):
        found += simulate_page(view, ground, ids[at : at + PAGE], wanted)
        report(len(found) / len(ids), f"{len(found)}/{len(ids)}")
    return _summed(tuple(refs), wanted, ground, found, left_out)


def simulate_page(
    view: Reading, ground: Ground, ids: Sequence[int], wanted: OrdersWanted
) -> list[SimulatedOrder]:
    """A page of orders in figures."""
    sees_margin = view.actor.can("margin.see")
    found = []
    for draft, context in read_page(view, ground, ids, wanted):
        simulated = simulate(draft, context, ground.drafted)
        effect = effect_of(simulated, context.rules, ground.drafted)
        found.append(_in_figures(draft, effect, sees_margin=sees_margin))
    return found


def _in_figures(draft: Draft, effect: OrderEffect, *, sees_margin: bool) -> SimulatedOrder:
    has_margin = sees_margin and (effect.cost_minor != 0 or effect.uncosted_today_minor == 0)
    return SimulatedOrder(
        id=draft.id,
        number=draft.number or "",
        day=draft.order_date,
        customer_id=draft.header.customer_id or 0,
        customer=draft.header.customer_name,
        currency=draft.currency,
        stored_minor=effect.stored_minor,
        today_minor=effect.today_minor,
        draft_minor=effect.draft_minor,
        change_minor=effect.change_minor,
        change_ppm=change_ppm(effect.today_minor, effect.draft_minor),
        margin_today_minor=effect.margin_today_minor if has_margin else None,
        margin_draft_minor=effect.margin_draft_minor if has_margin else None,
        lines=effect.lines,
        changed=effect.changed,
        approvals_today=effect.approvals_today,
        approvals_draft=effect.approvals_draft,
        losses_today=effect.losses_today if sees_margin else 0,
        losses_draft=effect.losses_draft if sees_margin else 0,
        uncosted_minor=effect.uncosted_today_minor if sees_margin else 0,
    )


def _summed(
    refs: tuple[DraftRef, ...],
    wanted: OrdersWanted,
    ground: Ground,
    orders: list[SimulatedOrder],
    left_out: int,
) -> Simulation:
    customers = by_customer(orders)
    return Simulation(
        refs=refs,
        wanted=wanted,
        currency=ground.world.currency,
        rules_version=ground.world.rules.version,
        orders=tuple(orders),
        totals=_totals(orders),
        customers=customers,
        spread_orders=spread(order.change_ppm for order in orders),
        spread_customers=spread(change_ppm(each.today_minor, each.draft_minor) for each in customers),
        left_out=left_out,
    )


def _totals(orders: Sequence[SimulatedOrder]) -> Totals:
    return Totals(
        orders=len(orders),
        changed_orders=sum(1 for order in orders if order.changed),
        stored_minor=sum(order.stored_minor for order in orders),
        today_minor=sum(order.today_minor for order in orders),
        draft_minor=sum(order.draft_minor for order in orders),
        margin_today_minor=_sum(order.margin_today_minor for order in orders),
        margin_draft_minor=_sum(order.margin_draft_minor for order in orders),
        uncosted_minor=sum(order.uncosted_minor for order in orders),
        approvals=sum(1 for order in orders if order.approvals_draft > order.approvals_today),
        losses=sum(1 for order in orders if order.losses_draft > order.losses_today),
    )


def _sum(margins: Iterable[int | None]) -> int | None:
    known = [margin for margin in margins if margin is not None]
    return sum(known) if known else None


def by_customer(orders: Iterable[SimulatedOrder]) -> tuple[CustomerEffect, ...]:
    """The customers, the one whose orders change most in front."""
    found: dict[int, CustomerEffect] = {}
    for order in orders:
        known = found.get(order.customer_id) or CustomerEffect(order.customer_id, order.customer, 0, 0, 0)
        found[order.customer_id] = replace(
            known,
            orders=known.orders + 1,
            today_minor=known.today_minor + order.today_minor,
            draft_minor=known.draft_minor + order.draft_minor,
        )
    return tuple(sorted(found.values(), key=lambda each: (-abs(each.change_minor), each.customer_id)))
