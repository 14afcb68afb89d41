"""One order of a simulation line by line: why its prices are what they are, today and with the drafts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa

from app.domain.errors import NotFoundError
from app.domain.orders.draft import Line
from app.domain.orders.without_tax import included_ppm
from app.domain.pricing import PriceResult
from app.domain.simulation import LineEffect, line_effects, simulate
from app.services.prices.drafts import DraftRef
from app.services.simulator.choosing import OrdersWanted
from app.services.simulator.pages import read_ground, read_page
from app.services.unit_of_work import Reading
from db.schema.orders import OrderLine
from db.statements import table_of


@dataclass(frozen=True, slots=True)
class ExplainedLine:
    """A line with its amounts; its steps by both rules, None for lines that no price list makes."""

    effect: LineEffect
    line: Line | None = None
    today: PriceResult | None = None
    drafted: PriceResult | None = None
    included_ppm: int = 0  # the rate of the tax in its price


@dataclass(frozen=True, slots=True)
class ExplainedOrder:
    """An order as it is stored, with its lines priced twice and explained; amounts are in its own currency."""

    id: int
    number: str
    customer: str
    currency: str
    lines: tuple[ExplainedLine, ...]


def explain_order(
    view: Reading, order_id: int, refs: Collection[DraftRef], wanted: OrdersWanted
) -> ExplainedOrder:
    """The order priced as in the simulation, each line with its steps."""
    view.actor.require("price.edit")
    line = table_of(OrderLine).c
    bought = sa.select(line.product_id).where(line.order_id == order_id, line.product_id.is_not(None))
    product_ids = set(view.db.execute(bought).scalars())
    ground = read_ground(view, refs, wanted, product_ids=product_ids)
    found = next(iter(read_page(view, ground, (order_id,), wanted)), None)
    if found is None:
        raise NotFoundError("document.not_found", kind="order", id=order_id)
    draft, context = found
    simulated = simulate(draft, context, ground.drafted, explained=True)
    keyed = {
        each.key: (each, now, then, included_ppm(each, draft.price_mode))
        for each, now, then in zip(
            simulated.lines, simulated.today.lines, simulated.drafted.lines, strict=True
        )
        if each.product_id is not None
    }
    lines = tuple(
        ExplainedLine(effect, *keyed.get(effect.key, (None, None, None, 0)))
        for effect in line_effects(simulated)
    )
    return ExplainedOrder(draft.id, draft.number or "", draft.header.customer_name, draft.currency, lines)
