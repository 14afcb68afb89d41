"""From where an order would be served, and what is wrong with it: read before confirm and while keying."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from app.domain.habits import Habits
from app.domain.issues import Issue, Place, with_ages
from app.domain.order_checks import AwaitedComponents, Remembered, Surroundings, check_order
from app.domain.orders.context import OrderContext
from app.domain.orders.costs import with_costs_now
from app.domain.orders.draft import Draft, Line
from app.domain.parties import DeliveryWish
from app.domain.pricing import RulesSnapshot
from app.domain.promise import ProductAvailability
from app.domain.routing.book import shift_stock
from app.domain.routing.components import Readiness
from app.domain.routing.facts import WarehouseFacts, by_nearness, keeps_days
from app.domain.routing.made import free_pieces, left_to_make, made_parts
from app.domain.routing.sources import Demand, SourcePart, choose_sources
from app.services.configured_lines import read_lead_days
from app.services.holds.rows import OwnHolds
from app.services.orders.context import read_order_context, read_surroundings
from app.services.orders.drafts import read_stored
from app.services.orders.habits import habits_for, handed_over, needs_habits
from app.services.orders.held import HeldPart
from app.services.orders.issue_ages import read_since
from app.services.orders.offers import with_substitutes
from app.services.orders.traces import Trace
from app.services.orders.variants import read_variants_of, stocked_articles
from app.services.products.variants import VariantKey
from app.services.stock.availability import first_ship_days, read_availability, read_warehouses
from app.services.stock.holds import places_held, read_hold
from app.services.stock.levels import StockKey, lock_stock
from app.services.stock.serving import hold_orders_beside, lock_supply
from app.services.stock.waiting import hold_products
from app.services.unit_of_work import Reading, UnitOfWork


@dataclass(frozen=True, slots=True)
class OrderPlan:
    """An order seen whole: the draft, its context, sources for its goods, and every issue."""

    draft: Draft
    context: OrderContext
    parts: tuple[SourcePart, ...]
    issues: tuple[Issue, ...]
    availability: dict[int, ProductAvailability]
    held: tuple[HeldPart, ...] = ()  # of `parts` what the order holds or got already
    around: Surroundings | None = None  # with which the issues were found
    line_ids: Mapping[str, int] | None = None  # of a stored order, where they were read with it
    term: str | None = None  # the name of a stored order's payment term, likewise
    traces: Mapping[str, Trace] = field(
        default_factory=dict
    )  # of a confirmed order: why its prices are what they are
    advances_minor: int = 0  # gross, of a confirmed order: asked for in advance, and taken off no invoice yet


@dataclass(slots=True)
class KeyingMemory:
    """What a desk keeps of the order that it keys: findings of untouched lines, habits, and first sights of issues."""

    remembered: Remembered = field(default_factory=Remembered)
    habits: Habits | None = None
    since: dict[Place, datetime] | None = None  # None: nobody read yet what is stored
    stored: dict[Place, datetime] = field(default_factory=dict)

    def aged(self, issues: Sequence[Issue], now: datetime) -> tuple[Issue, ...]:
        """The issues with the moments of their first sight, which are kept."""
        found, self.since = with_ages(issues, self.since or {}, now)
        return found


def plan_order(
    view: Reading, order_id: int, *, rules: RulesSnapshot | None = None, habits: Habits | None = None
) -> OrderPlan:
    """The plan of a stored order as of now; a constant number of queries. `habits`: what its desk read of them."""
    stored = read_stored(view, order_id)
    memory = KeyingMemory(habits=handed_over(stored.draft, habits))
    plan = _planned(view, stored.draft, rules, memory, is_keyed=False, is_stored=True)
    return replace(plan, line_ids=stored.line_ids, term=stored.term)


def plan_draft(
    view: Reading,
    draft: Draft,
    *,
    rules: RulesSnapshot | None = None,
    memory: KeyingMemory | None = None,
) -> OrderPlan:
    """The plan of an order as it stands on the screen; a desk that keys it hands its memory on."""
    return _planned(view, draft, rules, memory or KeyingMemory(), is_keyed=memory is not None)


def _planned(
    view: Reading,
    draft: Draft,
    rules: RulesSnapshot | None,
    memory: KeyingMemory,
    *,
    is_keyed: bool,
    is_stored: bool = False,
) -> OrderPlan:
    products = {line.product_id for line in draft.lines if line.product_id is not None}
    context = read_order_context(
        view,
        customer_id=draft.header.customer_id,
        product_ids=products,
        configurations=draft.configurations,
        rules=rules,
        only_products=True,
        order_id=draft.id,
    )
    if is_keyed or (memory.habits is None and needs_habits(context.checks)):
        memory.habits = habits_for(view, draft, context.checks, memory.habits)
    context = replace(context, habits=memory.habits)
    if is_stored:
        draft = with_costs_now(draft, context)
    parts, availability = plan_sources(view, draft)
    around = surroundings_of(view, draft, parts, context)
    issues = check_order(draft, context, around, memory.remembered)
    if is_keyed:
        issues = with_substitutes(view, draft, issues, parts, rules)
        issues = _aged(view, draft, memory, issues)
    return OrderPlan(draft, context, parts, issues, availability, around=around)


def _aged(view: Reading, draft: Draft, memory: KeyingMemory, issues: tuple[Issue, ...]) -> tuple[Issue, ...]:
    """The issues with their ages: of a draft that was open before, or elsewhere, with those that are stored."""
    if memory.since is None:
        memory.since = memory.stored = read_since(view, draft.id)
    return memory.aged(issues, view.clock.now())


def hold_waiting(uow: UnitOfWork, plan: OrderPlan) -> None:
    """Hold the articles that will wait, before the customer and the stock: see `planned_anew`.

    One that holds goods itself gives them back first: with it those who may be served by what it does not need.
    """
    waiting = _waiting_products(plan)
    if plan.draft.approval:
        hold_orders_beside(uow, plan.draft.id, articles=waiting)
    elif waiting:
        hold_products(uow, waiting)


def waits_first(plan: OrderPlan) -> bool:
    """Whether something has to be held before the customer: see `hold_waiting`."""
    return bool(plan.draft.approval or _waiting_products(plan))


def lock_hold(uow: UnitOfWork, plan: OrderPlan) -> frozenset[StockKey]:
    """Hold the stock of an order that waited, for its confirm to take what it held; the places of that."""
    if not plan.draft.approval:
        return frozenset()
    held = places_held(uow, plan.draft.id)
    lock_supply(uow, {*held, *((part.product_id, part.warehouse_id) for part in plan.parts)})
    return held


def planned_anew(uow: UnitOfWork, plan: OrderPlan) -> OrderPlan:
    """The plan with what came or was called off since it was made; it asks only where something of it waits.

    The caller holds what waits, and the stock of all parts is held here: who brings goods in or calls an arrival off
    at the same moment does not see this order yet. The plan itself where what it waits for stands as it was seen.
    No line gets less than was shown, or later: what somebody took meanwhile is told by the refusal, not planned away.
    """
    waiting = _waiting_products(plan)
    if not waiting:
        return plan
    lock_stock(uow, {(part.product_id, part.warehouse_id) for part in plan.parts}, ensure=True)
    if _read_stock_of(uow, plan.draft, waiting) == {id_: plan.availability[id_] for id_ in waiting}:
        return plan
    availability = read_stock_of(uow, plan.draft)
    tries = (find(uow, plan, availability) for find in (_all_anew, _rest_anew))
    together = plan.draft.header.delivery_wish == DeliveryWish.COMPLETE
    kept = (found for found in tries if keeps_days(plan.parts, found, together=together))
    parts = next(kept, plan.parts)
    around = surroundings_of(uow, plan.draft, parts, plan.context)
    issues = check_order(plan.draft, plan.context, around)
    return replace(plan, parts=parts, availability=availability, around=around, issues=issues)


def _waiting_products(plan: OrderPlan) -> set[int]:
    return {part.product_id for part in plan.parts if part.wait_micro}


def _all_anew(
    view: Reading, plan: OrderPlan, availability: Mapping[int, ProductAvailability]
) -> tuple[SourcePart, ...]:
    return find_sources(view, plan.draft, availability)


def _rest_anew(
    view: Reading, plan: OrderPlan, availability: Mapping[int, ProductAvailability]
) -> tuple[SourcePart, ...]:
    """Only the lines that have no source are planned, beside what the others were shown."""
    lacking = {part.line_key for part in plan.parts if part.promise_date is None and part.wait_micro}
    stands = tuple(part for part in plan.parts if part.line_key not in lacking)
    left = dict(availability)
    for part in stands:
        taken = (-part.reserve_micro, -part.wait_micro)
        shift_stock(left, part.product_id, part.warehouse_id, part.promise_date, *taken)
    lines = tuple(line for line in plan.draft.lines if line.key in lacking)
    found = find_sources(view, replace(plan.draft, lines=lines), left)
    order = {line.key: place for place, line in enumerate(plan.draft.lines)}
    return tuple(sorted((*stands, *found), key=lambda part: order[part.line_key]))


def articles_of(draft: Draft) -> list[int]:
    """The articles of its goods."""
    goods = (line.product_id for line in draft.lines if line.kind == "goods")
    return sorted({product_id for product_id in goods if product_id is not None})


def goods_lines(draft: Draft) -> tuple[Line, ...]:
    """The lines that need stock."""
    return tuple(
        line
        for line in draft.lines
        if line.kind == "goods" and line.product_id is not None and line.base_micro > 0
    )


def plan_sources(
    view: Reading, draft: Draft
) -> tuple[tuple[SourcePart, ...], dict[int, ProductAvailability]]:
    """Sources for the goods of the draft under today's stock, and the stock that was looked at."""
    availability = read_stock_of(view, draft)
    return find_sources(view, draft, availability), availability


def read_stock_of(view: Reading, draft: Draft) -> dict[int, ProductAvailability]:
    """The stock of the draft's articles, of lines without a quantity too: the clerk looks at them as well."""
    return _read_stock_of(view, draft, stocked_articles(view, draft))


def _read_stock_of(view: Reading, draft: Draft, products: Iterable[int]) -> dict[int, ProductAvailability]:
    """What the draft itself holds while it waits for an approval is free for it."""
    own = read_hold(view, draft.id) if draft.approval else ()
    return read_availability(view, products, without=own)


def find_sources(
    view: Reading, draft: Draft, availability: Mapping[int, ProductAvailability]
) -> tuple[SourcePart, ...]:
    """Sources for the goods of the draft out of this stock; what is configured is made, but for free pieces of it."""
    warehouses = read_warehouses(view, only=draft.header.warehouse_id)
    lead_days, variants = read_lead_days(view, draft.configurations), read_variants_of(view, draft)
    demands = [_demand(line, draft, lead_days, variants) for line in goods_lines(draft)]
    today, first_days = view.clock.today(), first_ship_days(view, warehouses)
    header = draft.header
    from_stock = choose_sources(
        [
            *(demand for demand in demands if demand.lead_days is None),
            *free_pieces(demands, availability, set(variants.values())),
        ],
        availability,
        warehouses,
        ship_to_country=header.ship_country,
        ship_to_postcode=header.ship_postcode,
        delivery_wish=header.delivery_wish,
        today=today,
        first_ship_day=first_days,
    )
    near = by_nearness(tuple(warehouses), country=header.ship_country, postcode=header.ship_postcode)
    lying, left = left_to_make(demands, from_stock)
    makers, ready = _makers(view, draft, left, near)
    made = made_parts(left, makers, today=today, first_ship_day=first_days, ready=ready)
    order = {demand.line_key: place for place, demand in enumerate(demands)}
    return tuple(sorted((*lying, *made), key=lambda part: order[part.line_key]))


def _makers(
    view: Reading, draft: Draft, left: Sequence[Demand], near: Sequence[WarehouseFacts]
) -> tuple[Sequence[WarehouseFacts], Mapping[str, Readiness]]:
    """Where it is made: the nearest warehouse that has all components, else the one that has them soonest."""
    if not left:
        return near, {}
    tried: list[tuple[WarehouseFacts, dict[str, Readiness]]] = []
    for warehouse in near:
        tried.append((warehouse, _readiness(view, draft, left, warehouse.id)))
        if not tried[-1][1]:
            break
    if not tried:
        return near, {}
    warehouse, ready = min(tried, key=lambda each: _day_or_never(each[1]))
    return (warehouse,), ready


def _day_or_never(ready: Mapping[str, Readiness]) -> tuple[int, date]:
    """How many lines have no day, and the last of the others: of what is all there nothing."""
    days = [each.day for each in ready.values()]
    return days.count(None), max((day for day in days if day is not None), default=date.min)


def _readiness(
    view: Reading, draft: Draft, left: Iterable[Demand], warehouse_id: int
) -> dict[str, Readiness]:
    """When the components of what is to be made in the warehouse are there, where some are short."""
    from app.services.making.promising import ToMake, read_readiness  # noqa: PLC0415 - for who has something made

    keys = {line.key: line.configuration for line in draft.lines}
    wanted = [ToMake(each.line_key, keys[each.line_key], each.base_micro) for each in left]
    return read_readiness(view, wanted, warehouse_id)


def wish_of(draft: Draft, line: Line) -> date | None:
    """The day on which the line should leave: its own, else the order's."""
    return line.requested_date or draft.header.requested_date


def _demand(
    line: Line, draft: Draft, lead_days: Mapping[str, int], variants: Mapping[VariantKey, int]
) -> Demand:
    """What is configured is its variant; while there is none yet it is told by its article, of which it takes none."""
    assert line.product_id is not None, "goods lines have a product"
    made_in = lead_days.get(line.configuration)
    product_id = variants.get((line.product_id, line.configuration), line.product_id)
    return Demand(line.key, product_id, line.base_micro, wish_of(draft, line), made_in)


def surroundings_of(
    view: Reading,
    draft: Draft,
    parts: Iterable[SourcePart],
    context: OrderContext,
    *,
    own: OwnHolds | None = None,
) -> Surroundings:
    """What a check of the draft needs beside its context, its goods coming from these parts."""
    found = tuple(parts)
    around = read_surroundings(view, draft, ship_from=context.origin_of(draft.header).country, own=own)
    abroad = parts_abroad(draft, found, context)
    around = replace(around, no_warehouse=lacks_warehouse(draft, found), abroad=abroad)
    return with_promises(draft, found, around)


def parts_abroad(
    draft: Draft, parts: Iterable[SourcePart], context: OrderContext
) -> tuple[tuple[str, int], ...]:
    """Line and warehouse of the parts that come from another country than the one that the order is taxed from."""
    home = context.origin_of(draft.header).country
    abroad = {id_ for id_, each in context.warehouses.items() if each.place.country != home}
    found = ((part.line_key, part.warehouse_id) for part in parts if part.warehouse_id in abroad)
    return tuple(dict.fromkeys(found)) if abroad else ()


def lacks_warehouse(demanded: Draft, parts: Sequence[SourcePart]) -> bool:
    """Whether goods are wanted and no warehouse is there to give or owe them."""
    return bool(goods_lines(demanded)) and not parts


def with_promises(draft: Draft, parts: Iterable[SourcePart], around: Surroundings) -> Surroundings:
    """The surroundings with the days of these parts: which lines are late, or have no date."""
    late: dict[str, date] = {}
    leaves: dict[str, date] = {}
    short: list[str] = []
    lines = {line.key: line for line in draft.lines}
    found = tuple(parts)
    for part in found:
        wish = wish_of(draft, lines[part.line_key])
        day = max(filter(None, (part.promise_date, wish, leaves.get(part.line_key))), default=None)
        if day is not None:
            leaves[part.line_key] = day
        if part.promise_date is None and part.wait_micro:
            short.append(part.line_key)
        elif part.promise_date is not None and wish is not None and part.promise_date > wish:
            late[part.line_key] = max(part.promise_date, late.get(part.line_key, part.promise_date))
    return replace(
        around,
        late_lines=tuple(late.items()),
        short_lines=tuple(dict.fromkeys(short)),
        components=tuple(_awaited_components(found)),
        leaves=tuple(leaves.items()),
        first_leaves=_first_leaves(found),
    )


def _awaited_components(parts: Iterable[SourcePart]) -> Iterator[AwaitedComponents]:
    """What is made only once components are there."""
    for part in parts:
        if part.is_made and "articles" in part.reason.params:
            due = part.reason.params.get("due")
            assert due is None or isinstance(due, date), "as it was chosen"
            article_id = int(str(part.reason.params["article_id"]))
            yield AwaitedComponents(part.line_key, str(part.reason.params["articles"]), article_id, due)


def _first_leaves(parts: Iterable[SourcePart]) -> date | None:
    """The first day on which any of the goods that lie there leaves."""
    days = (part.promise_date for part in parts if part.reserve_micro)
    return min(filter(None, days), default=None)
