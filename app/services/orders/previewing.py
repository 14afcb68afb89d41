"""What an amendment would do, told before it is made: what stands in its way, what it costs, what ships when.

What the order holds already stays as it is; only what it needs more is sourced, and only that is warned of.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa

from app.domain.exchange import home_minor
from app.domain.export_control import Use
from app.domain.issues import Issue, Severity
from app.domain.order_checks import check_order
from app.domain.order_checks.exports import licence_uses
from app.domain.orders.amending import (
    ADDRESS_FIELDS,
    LineProgress,
    OrderProgress,
    check_amendment,
    is_same_need,
    stock_changes,
)
from app.domain.orders.context import OrderContext
from app.domain.orders.draft import Draft, Header, Line
from app.domain.orders.repricing import draft_totals
from app.domain.orders.states import OrderState
from app.domain.parties import DeliveryWish
from app.domain.pricing import RulesSnapshot
from app.domain.promise import ProductAvailability
from app.domain.routing.sources import SourcePart
from app.domain.screening.facts import ScreeningFacts
from app.services.goods.export_licences import hold_licences, read_export_facts
from app.services.goods.licences import with_licences
from app.services.orders.begun import begun_issues
from app.services.orders.confirming import line_ids
from app.services.orders.context import read_customer_facts, read_order_context, read_surroundings
from app.services.orders.freed import preview_freed
from app.services.orders.habits import habits_for, needs_habits
from app.services.orders.held import HeldPart, left_of, place_of, read_held, read_held_for_changes
from app.services.orders.offers import with_substitutes
from app.services.orders.planning import (
    KeyingMemory,
    OrderPlan,
    find_sources,
    lacks_warehouse,
    parts_abroad,
    plan_draft,
    wish_of,
    with_promises,
)
from app.services.orders.variants import stocked_articles
from app.services.stock.availability import read_availability, set_free
from app.services.stock.levels import StockKey
from app.services.stock.releases import preview_release
from app.services.stock.serving import places_of_order
from app.services.unit_of_work import Reading
from db.schema.orders import Fulfilment, OrderLine
from db.schema.shipping import Shipment
from db.statements import table_of

_LINE = table_of(OrderLine)
_FULFILMENT = table_of(Fulfilment)
_SHIPMENT = table_of(Shipment)
_STANDS: Mapping[str, tuple[str, ...]] = {
    "order.probably_double": ("customer_id",),
    "order.po_missing": ("customer_id", "po_number"),
    "order.po_twice": ("customer_id", "po_number"),
    "order.date_past": ("requested_date",),
    "order.date_closed_here": ("requested_date",),
    "order.date_holiday_there": ("requested_date", "ship_country"),
    "order.after_cutoff": ("requested_date",),
    "order.date_far": ("requested_date",),
    "order.postcode_wrong": ADDRESS_FIELDS,
    "order.postcode_elsewhere": ADDRESS_FIELDS,
    "order.country_unknown": ADDRESS_FIELDS,
    "order.no_contact": ("contact_name", "contact_email"),
    "order.address_incomplete": ADDRESS_FIELDS,
    "order.country_missing": ADDRESS_FIELDS,
    "goods.carrier_missing": ("carrier",),
    "goods.age_not_proved": ("carrier",),
    "export.code_missing": ("ship_country",),
    "export.origin_missing": ("ship_country",),
    "order.no_vat_id_there": ("warehouse_id",),
    "compliance.denied_party": ("customer_id", *ADDRESS_FIELDS),
    "compliance.screening_missing": ("customer_id", *ADDRESS_FIELDS),
    "compliance.list_old": ("customer_id", *ADDRESS_FIELDS),
}
"""Warnings that were accepted when the order was confirmed, and what must change for them to count again."""
_OF_STOCK = frozenset(
    {
        "line.late",
        "line.no_supply",
        "line.components_short",
        "line.components_late",
        "order.rate_will_change",
    }
)
"""Of lines with new parts."""
_OF_THE_SUM = frozenset({"order.total_negative"})  # it points at a line, and any other may be to blame
_OF_POLICIES = ("customer_id", "ship_country", "ship_postcode")
_OF_THE_HEAD: Mapping[str, tuple[str, ...]] = {
    "goods.carrier_refuses": ("carrier",),
    "goods.limited_exceeded": ("carrier",),
    **dict.fromkeys(
        (
            "export.prohibited",
            "export.licence_missing",
            "export.licence_over",
            "export.licence_short",
            "export.licence_unrated",
        ),
        ("ship_country", "requested_date"),
    ),
    **dict.fromkeys(
        ("goods.licence_missing", "goods.licence_over", "goods.licence_later"), ("requested_date",)
    ),
    "line.policy": _OF_POLICIES,
}
"""They point at a line, and the head may be to blame: these fields of it."""
_OF_PRODUCT = frozenset(
    {"line.discontinued", "line.product_inactive"}
)  # it was sold once; only more of it is refused


@dataclass(frozen=True, slots=True)
class Amendment:
    """What an amendment would do: issues, sources for what is newly needed, and the gross before and after.

    `held` is what the order keeps of what it holds now; `availability` is the stock as it is now, and
    `context` counts the credit without the order.
    """

    issues: tuple[Issue, ...]
    parts: tuple[SourcePart, ...]
    gross_before_minor: int
    gross_after_minor: int
    held: tuple[HeldPart, ...]
    availability: dict[int, ProductAvailability]
    context: OrderContext
    uses: tuple[Use, ...] = ()  # what it will take of export licences
    screening: ScreeningFacts | None = None  # of who gets the goods then


def plan_amendment(
    view: Reading,
    before: Draft,
    after: Draft,
    *,
    rules: RulesSnapshot | None = None,
    memory: KeyingMemory | None = None,
) -> OrderPlan:
    """The order as it will stand once the amendment is confirmed. A quote holds nothing: it is planned anew.

    `memory` is that of the desk which keys it: what the customer usually orders is read once for it.
    """
    if before.state == OrderState.QUOTED:
        return plan_draft(view, after, rules=rules)
    context = _read_context(view, after, after.header.customer_id, rules)
    memory = memory or KeyingMemory()
    memory.habits = habits_for(view, after, context.checks, memory.habits)
    context = replace(context, habits=memory.habits)
    preview = _preview(view, before, after, context)
    parts = (*(each.part for each in preview.held), *preview.parts)
    issues = with_substitutes(view, after, preview.issues, preview.parts, rules)
    return OrderPlan(after, context, parts, issues, preview.availability, preview.held)


def preview_amendment(view: Reading, before: Draft, after: Draft, *, lock: bool = False) -> Amendment:
    """The consequences of an amendment, without making it. `lock` holds the customer's credit (C46)."""
    context, customer_id = _read_context(view, after, None, None), after.header.customer_id
    if customer_id is not None:
        context = replace(context, customer=read_customer_facts(view, customer_id, lock=lock))
        context = with_licences(view, context, customer_id)
    if needs_habits(context.checks):
        context = replace(context, habits=habits_for(view, after, context.checks, None))
    if lock:
        _hold_licences(view, after, context)
    return _preview(view, before, after, context)


def _hold_licences(view: Reading, after: Draft, context: OrderContext) -> None:
    """Hold what the amended order may draw on, before its stock."""
    to, ship_from = after.header.ship_country, context.origin_of(after.header).country
    hold_licences(view, read_export_facts(view, after.id, country=to, ship_from=ship_from))


def _preview(view: Reading, before: Draft, after: Draft, context: OrderContext) -> Amendment:
    blocked = (
        *check_amendment(before, after, read_progress(view, before.id)),
        *begun_issues(view, before, after),
    )
    wanted = wanted_back(before, after, line_ids(view, before.id))
    given = preview_release(view, wanted)
    availability = read_availability(view, stocked_articles(view, after))
    relaxed = before.id if may_be_split_now(before, after) else None
    kept = left_of(read_held(view, before.id), given)
    also = served_anew(view, before, after, wanted)
    own = read_held_for_changes(view, before.id) if before.approval else ()
    held, left = preview_freed(view, (*kept, *own), availability, given, also=also, relaxed=relaxed)
    held, left = _with_own(held, left, own)
    grown = grown_draft(before, after)
    parts = find_sources(view, grown, left)
    told = (*_late_by_wish(before, after, held), *parts)
    around = read_surroundings(view, after, ship_from=context.origin_of(after.header).country)
    abroad = parts_abroad(after, parts, context)
    around = replace(around, no_warehouse=lacks_warehouse(grown, parts), abroad=abroad)
    around = with_promises(after, told, around)
    context = _without_own(context, before, after)
    checked = check_order(after, context, around)
    issues = (*blocked, *_of_the_change(before, after, checked))
    gross = draft_totals(before).gross_minor, draft_totals(after).gross_minor
    uses = licence_uses(after, context, around) if around.export.licences else ()
    return Amendment(
        issues,
        parts,
        *gross,
        held,
        set_free(availability, map(place_of, own)),
        context,
        uses,
        around.screening,
    )


def _with_own(
    held: tuple[HeldPart, ...], left: Mapping[int, ProductAvailability], own: Sequence[HeldPart]
) -> tuple[tuple[HeldPart, ...], Mapping[int, ProductAvailability]]:
    """What the order itself holds, and the stock in which what its waiting changes hold is free for it."""
    ids = {each.fulfilment_id for each in own}
    mine = [each for each in held if each.fulfilment_id in ids]
    return tuple(each for each in held if each.fulfilment_id not in ids), set_free(left, map(place_of, mine))


def _read_context(
    view: Reading, after: Draft, customer_id: int | None, rules: RulesSnapshot | None
) -> OrderContext:
    products = {line.product_id for line in after.lines if line.product_id is not None}
    return read_order_context(
        view,
        customer_id=customer_id,
        product_ids=products,
        configurations=after.configurations,
        rules=rules,
        only_products=True,
        order_id=after.id,
    )


def _without_own(context: OrderContext, before: Draft, after: Draft) -> OrderContext:
    """The order's own euros taken out of the credit used, at its rate: each counts once (C45, C46)."""
    customer = context.customer
    if customer is None or before.header.customer_id != after.header.customer_id:
        return context
    own = home_minor(draft_totals(before).gross_minor, before.header.exchange)
    used = customer.credit_used_minor - own
    return replace(context, customer=replace(customer, credit_used_minor=used))


def _of_the_change(before: Draft, after: Draft, issues: Iterable[Issue]) -> Iterator[Issue]:
    """What the change brings: what was left alone, and was accepted as it is, is not held against it.

    A hold stops what is done with the order, not the keying of it (C47).
    """
    untouched = {line.key for line in after.lines if before.line(line.key) == line}
    grown = {line.key for line in grown_draft(before, after).lines}
    is_same_sum = draft_totals(before).net_minor == draft_totals(after).net_minor
    asks_no_more = is_same_sum and _same(before.header, after.header, _OF_POLICIES)
    for issue in issues:
        stands = issue.code in _STANDS and _same(before.header, after.header, _STANDS[issue.code])
        stands = stands or (issue.code in _OF_PRODUCT and _line_key(issue) not in grown)
        stands = stands or (issue.code == "order.policy" and asks_no_more)
        moved = not _same(before.header, after.header, _OF_THE_HEAD.get(issue.code, ()))
        is_ours = moved or issue.code in _OF_STOCK | _OF_THE_SUM or _line_key(issue) not in untouched
        if is_ours and not stands:
            yield replace(issue, severity=Severity.WARN) if issue.code == "order.held" else issue


def comes_of_the_head(before: Draft, after: Draft, code: str) -> bool:
    """Whether the change of the head brought what the code tells: another address, carrier or day."""
    names = {**_STANDS, **_OF_THE_HEAD, "order.policy": _OF_POLICIES}.get(code, ())
    return not _same(before.header, after.header, names)


def _same(old: Header, new: Header, names: Iterable[str]) -> bool:
    return all(getattr(old, name) == getattr(new, name) for name in names)


def _line_key(issue: Issue) -> str:
    """The key of the line that the issue is about; what the clerk left alone is not held against it."""
    area, _, rest = issue.where.partition("/")
    return rest.partition("/")[0] if area == "lines" else ""


def _late_by_wish(before: Draft, after: Draft, held: Iterable[HeldPart]) -> Iterator[SourcePart]:
    """What the order holds is late only if another day is wished for it now."""
    for each in held:
        key = each.part.line_key
        old, new = before.line(key), after.line(key)
        if old is None or new is None or wish_of(before, old) == wish_of(after, new):
            continue
        if each.is_open and each.part.promise_date is not None:
            yield each.part


def may_be_split_now(before: Draft, after: Draft) -> bool:
    """Whether the order shipped complete only, and need not any more: parts of it may be served elsewhere."""
    was, is_now = before.header.delivery_wish, after.header.delivery_wish
    return was == DeliveryWish.COMPLETE and is_now != DeliveryWish.COMPLETE


def served_anew(view: Reading, before: Draft, after: Draft, wanted: Collection[int]) -> Collection[StockKey]:
    """Where something may serve the order now: it may be split, or what did not suffice for all of a line does.

    `wanted` are its lines that need less. What waits of other orders was served already, from wherever it lay free.
    """
    if before.header.delivery_wish == DeliveryWish.COMPLETE and (wanted or may_be_split_now(before, after)):
        return places_of_order(view, before.id)
    return ()


def wanted_back(before: Draft, after: Draft, ids: Mapping[str, int]) -> dict[int, int | None]:
    """What smaller lines no longer need, by the line's id; None: all that it holds."""
    wanted: dict[int, int | None] = {}
    for old, new in stock_changes(before, after):
        if old is None or old.kind != "goods":
            continue
        if new is None or not is_same_need(old, new):
            wanted[ids[old.key]] = None
        elif new.base_micro < old.base_micro:
            wanted[ids[old.key]] = old.base_micro - new.base_micro
    return wanted


def read_progress(view: Reading, order_id: int) -> OrderProgress:
    """How far each line is; two queries."""
    picking = (
        sa.select(sa.func.sum(_FULFILMENT.c.picking_micro))
        .where(_FULFILMENT.c.order_line_id == _LINE.c.id)
        .scalar_subquery()
    )
    columns = (_LINE.c.line_key, _LINE.c.shipped_micro, _LINE.c.invoiced_micro, picking.label("picking"))
    statement = sa.select(*columns).where(_LINE.c.order_id == order_id)
    lines = {
        row.line_key: LineProgress(row.shipped_micro + int(row.picking or 0), row.invoiced_micro)
        for row in view.db.execute(statement)
    }
    states = view.db.execute(
        sa.select(_SHIPMENT.c.state).where(_SHIPMENT.c.order_id == order_id).distinct()
    ).scalars()
    found = set(states)
    return OrderProgress(lines, has_open_pick_list="picking" in found, has_shipments="shipped" in found)


def grown_draft(before: Draft, after: Draft) -> Draft:
    """The amended order with only what it needs more: what must be sourced."""
    grown: list[Line] = []
    for old, new in stock_changes(before, after):
        if new is None:
            continue
        more = new.base_micro - (old.base_micro if old is not None and is_same_need(old, new) else 0)
        if more > 0:
            grown.append(replace(new, base_micro=more))
    return replace(after, lines=tuple(grown))
