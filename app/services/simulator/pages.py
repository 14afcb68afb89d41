"""Stored orders as the questions that prices are asked, page by page: what of them was ordered, and by whom."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from app.domain.orders.context import OrderContext
from app.domain.orders.draft import Draft
from app.domain.pricing import RulesSnapshot
from app.domain.pricing.drafts import with_drafts
from app.domain.pricing.promotions import gift_ids
from app.domain.pricing.rules import EMPTY
from app.services.configured_lines import read_configured
from app.services.orders.context import read_customer_cards, read_order_context, read_product_facts
from app.services.orders.drafts import read_orders
from app.services.prices.drafts import DraftRef, read_draft_rules
from app.services.pricing import read_rules
from app.services.promotion_uses import read_used_by_all
from app.services.simulator.choosing import OrdersWanted
from app.services.simulator.past import Past, counts_purchases, read_past
from app.services.unit_of_work import Reading

PAGE = 200


@dataclass(frozen=True, slots=True)
class Ground:
    """What all orders of a simulation share: the world around them, and the rules with the drafts."""

    world: OrderContext
    drafted: RulesSnapshot
    counts_past: bool


def read_ground(
    view: Reading,
    refs: Collection[DraftRef],
    wanted: OrdersWanted,
    *,
    product_ids: Collection[int] | None = None,
) -> Ground:
    """The rules of today, and with the drafts; `product_ids` names the articles whose prices suffice."""
    world = read_order_context(view, customer_id=None, product_ids=(), rules=EMPTY)
    drafts = read_draft_rules(view, refs, currency=world.currency)
    if product_ids is not None:
        product_ids = {*product_ids, *gift_ids(with_drafts(EMPTY, drafts).promotions)}
    rules = read_rules(view, currency=world.currency, product_ids=product_ids)
    drafted = with_drafts(rules, drafts)
    day = wanted.on or world.today
    price_day = "today" if wanted.on is not None else _own_day(world.price_day)
    world = replace(world, rules=rules, today=day, price_day=price_day)
    return Ground(world, drafted, counts_purchases(drafted))


def _own_day(price_day: str) -> str:
    """A firm that sells at the prices of the day of confirming: that was the order's day."""
    return "order" if price_day == "today" else price_day


def read_page(
    view: Reading, ground: Ground, order_ids: Sequence[int], wanted: OrdersWanted
) -> Iterator[tuple[Draft, OrderContext]]:
    """These orders with their contexts; a fixed number of queries, however many they are."""
    drafts = read_orders(view, order_ids)
    product_ids = {line.product_id for draft in drafts for line in draft.lines if line.product_id is not None}
    customer_ids = {draft.header.customer_id for draft in drafts if draft.header.customer_id is not None}
    products = read_product_facts(view, product_ids)
    customers = read_customer_cards(view, customer_ids)
    promotions = (*ground.world.rules.promotions, *ground.drafted.promotions)
    used = read_used_by_all(view, promotions, customer_ids, order_ids)
    past = read_past(view, ground.drafted, customer_ids, products, is_asked=ground.counts_past, used=used)
    configurations = read_configured(
        view, frozenset[str]().union(*(draft.configurations for draft in drafts))
    )
    base = replace(ground.world, products=products, configurations=configurations)
    for draft in drafts:
        customer = customers.get(draft.header.customer_id or 0)
        yield draft, _context_of(draft, replace(base, customer=customer), past, wanted)


def _context_of(draft: Draft, base: OrderContext, past: Past, wanted: OrdersWanted) -> OrderContext:
    day = wanted.on or draft.order_date
    own = {line.product_id for line in draft.lines}
    products = {id_: facts for id_, facts in base.products.items() if id_ in own} if past.is_asked else {}
    purchases = past.before(draft, products, day, all_others=wanted.on is not None)
    return replace(base, today=day, purchases=purchases)
