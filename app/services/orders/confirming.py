"""Confirm: one order, one number, prices and promises fixed, stock reserved, one confirmation paper.

Everything that can be read is read and checked first (`plan_order`); the unit of work opens late and
verifies again what may have moved: the order's version, the price rules, the credit, the stock.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.domain.approvals import covers
from app.domain.errors import ConflictError, NotFoundError, RefusedError
from app.domain.events import OrderSettled
from app.domain.habits import Habits
from app.domain.issues import Issue, Severity
from app.domain.order_checks import Surroundings, check_order
from app.domain.order_checks.exports import licence_uses
from app.domain.orders.content_hash import content_hash
from app.domain.orders.context import OrderContext
from app.domain.orders.costs import COST_FIELDS
from app.domain.orders.draft import Draft
from app.domain.orders.repricing import DraftPrices, draft_totals, prices_moved, sums_hold
from app.domain.orders.states import OrderState, require_move
from app.domain.orders.whole import uses_of
from app.domain.papers import PaperContent
from app.domain.parties import DeliveryWish
from app.domain.pricing import RulesSnapshot
from app.domain.pricing.promotions import UNUSED, Uses, is_used_up
from app.domain.promise import latest_promise, line_promises
from app.domain.quantity import shown_quantity
from app.domain.rights import Actor
from app.domain.routing.sources import SourcePart
from app.domain.screening.facts import Role
from app.domain.units import Counted
from app.services.goods.export_licences import draw_on_licences, hold_licences
from app.services.holds.rows import OwnHolds, read_own_now
from app.services.numbering import DrawnNumber, draw_number
from app.services.orders.accepting import accept_reason, accepted_codes
from app.services.orders.approval_requests import Approver, granted_by, granted_codes, settle_request
from app.services.orders.context import customer_facts_of, read_customer_facts
from app.services.orders.credit_holds import CREDIT_CODES, hold_beyond_credit
from app.services.orders.drafts import totals_of
from app.services.orders.locking import HeldOrder, hold_order
from app.services.orders.papers import freeze_order_content, order_content, read_paper_surroundings
from app.services.orders.planning import (
    OrderPlan,
    hold_waiting,
    lock_hold,
    plan_order,
    planned_anew,
    surroundings_of,
)
from app.services.orders.traces import traces_of
from app.services.orders.variants import with_variants
from app.services.pricing import read_rules
from app.services.promotion_uses import take_uses, used_up
from app.services.purchases import read_purchases
from app.services.search import note_usage
from app.services.settings_store import read_firm_setting
from app.services.stock.fulfilments import LinePart, fulfil_lines
from app.services.stock.holds import release_hold
from app.services.stock.serving import serve_waiting
from app.services.unit_of_work import Reading, UnitOfWork, Work, tried_again
from db.bulk import RowUpdate
from db.schema.orders import Order, OrderLine
from db.statements import table_of

_ORDER = table_of(Order)
_LINE = table_of(OrderLine)


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What a confirm made: the same again for a second press of the key (C51)."""

    order_id: int
    number: str
    version: int
    promise_date: date | None
    is_repeat: bool = False
    undated: tuple[Counted, ...] = ()  # what nothing covers yet, by unit


def confirm(
    work: Work,
    order_id: int,
    *,
    actor: Actor,
    approve: bool = False,
    reason: str = "",
    habits: Habits | None = None,
) -> Confirmed:
    """Plan and confirm an order: read in a read transaction, written in one short unit of work.

    `habits`: what the desk read of its customer while the order was keyed. They are history and are not read
    again here, unless the firm lets them stop an order and no desk hands them on.
    """

    def plan_and_write() -> Confirmed:
        with work.reading(actor=actor) as view:
            ready = prepare(view, plan_order(view, order_id, habits=habits))
        with work.begin(actor=actor) as uow:
            return confirm_ready(uow, ready, approve=approve, reason=reason)

    return tried_again(plan_and_write)


@dataclass(frozen=True, slots=True)
class ReadyOrder:
    """A planned order with all that can be worked out before the unit of work opens."""

    plan: OrderPlan
    paper: PaperContent  # all but the number and the day, which the unit of work knows
    promises: Mapping[str, date | None]
    traces: Mapping[str, dict[str, Any] | None]
    line_ids: Mapping[str, int]  # they stand as long as the draft's version does
    content_hash: str


def prepare(view: Reading, plan: OrderPlan) -> ReadyOrder:
    """What a confirm of the plan will write; nothing is written or locked here."""
    view.actor.require("order.confirm")
    assert sums_hold(plan.draft), "a draft is saved with the amounts of its lines"
    promises = promises_of(plan.draft, plan.parts)
    around = read_paper_surroundings(view, plan.draft, plan.context, term=plan.term)
    prices = DraftPrices(plan.draft, plan.context)
    return ReadyOrder(
        plan=plan,
        paper=order_content(replace(plan.draft, kind="order"), promises, around),
        line_ids=line_ids(view, plan.draft.id) if plan.line_ids is None else plan.line_ids,
        promises=promises,
        traces=traces_of(prices, plan.draft.lines),
        content_hash=content_hash(plan.draft),
    )


def confirm_order(
    uow: UnitOfWork, plan: OrderPlan, *, approve: bool = False, with_paper: bool = True
) -> Confirmed:
    """Turn a planned draft into an order inside a unit of work that is open already (imports, the demo)."""
    return confirm_ready(uow, prepare(uow, plan), approve=approve, with_paper=with_paper)


def confirm_ready(
    uow: UnitOfWork, ready: ReadyOrder, *, approve: bool = False, reason: str = "", with_paper: bool = True
) -> Confirmed:
    """Turn a draft into an order.

    `approve`: the actor takes the issues that ask for an approval on their own right `order.approve`.
    `reason` says why warnings were accepted; it stands in the order's story.
    `with_paper=False` leaves the confirmation to its first view (history).
    Raises `RefusedError` with every issue, or `ConflictError` when draft or prices moved meanwhile.
    """
    uow.actor.require("order.confirm")
    plan, draft = ready.plan, ready.plan.draft
    found = hold_order(uow, plan)
    repeat = _already_confirmed(found, draft)
    if repeat is not None:
        return repeat
    hold_waiting(uow, plan)
    fresh = _fresh_context(uow, plan, found.customer if found is not None else None)
    if plan.around is not None:
        hold_licences(uow, plan.around.export)
    held = lock_hold(uow, plan)
    anew = planned_anew(uow, plan)
    is_as_seen = anew is plan
    if not is_as_seen:  # goods came in since or were called off: paper and promises may be other ones
        ready, plan = prepare(uow, anew), anew
    own, rules_version = read_own_now(uow, draft.id, draft.header.customer_id)  # after all waiting
    issues, around = _issues_now(uow, plan, fresh, own)
    accepted = _refuse(uow, ready, issues, approve=approve)
    _refuse_moved_prices(uow, plan, fresh, rules_version)
    if used := uses_of(plan.draft, plan.context):  # a draft has none to give back
        take_uses(uow, draft.id, draft.header.customer_id, used)
    drawn = draw_number(uow, "order", on=uow.today)
    promise = order_promise(ready.promises)
    version = _write_head(uow, ready, drawn, promise)
    _write_lines(uow, ready)
    stocked = with_variants(uow, draft, plan.parts)
    parts = [LinePart(order_line_id=ready.line_ids[part.line_key], part=part) for part in stocked]
    if held:
        release_hold(uow, draft.id, serve=False)
    fulfil_lines(uow, parts, is_covered=is_as_seen or bool(held))
    serve_waiting(uow, held)
    _hold_released_ship_to(uow, plan)
    hold_beyond_credit(uow, draft, fresh, issues, _approver(uow, ready, issues))
    if around is not None and around.export.licences:
        draw_on_licences(uow, draft.id, licence_uses(draft, fresh, around))
    if plan.draft.approval:
        settle_request(uow, draft.id, approved=approve)
    if with_paper:
        content = replace(ready.paper, number=drawn.number, document_date=uow.today)
        freeze_order_content(uow, draft.id, content)
    _record(uow, plan, drawn, version, accepted=accepted, reason=reason)
    if draft.configurations:
        uow.react(OrderSettled(draft.id))
    return Confirmed(draft.id, drawn.number, version, promise, undated=undated_goods(plan))


_ID = sa.bindparam("id", type_=sa.BigInteger)
_REPEATED = frozenset({OrderState.CONFIRMED, OrderState.SHIPPED, OrderState.CLOSED})


def _already_confirmed(row: HeldOrder | None, draft: Draft) -> Confirmed | None:
    """The answer to a second confirm of the same draft; a draft changed meanwhile is a conflict."""
    if row is None:
        raise NotFoundError("document.not_found", kind="order", id=draft.id)
    if row.state in _REPEATED:
        return Confirmed(row.id, row.number or "", row.version, row.promise_date, is_repeat=True)
    require_move(row.state, OrderState.CONFIRMED, number=row.number)
    is_asked_since = row.approval and not draft.approval  # it holds goods of which the plan does not know
    if row.version != draft.version or is_asked_since:
        raise ConflictError("document.changed_elsewhere", kind="order", id=draft.id)
    return None


def _issues_now(
    uow: UnitOfWork, plan: OrderPlan, fresh: OrderContext, own: OwnHolds
) -> tuple[tuple[Issue, ...], Surroundings | None]:
    """Credit, customer order numbers and licences are looked at as they are inside this transaction."""
    if fresh.customer is None:  # without a customer nothing of the plan's issues can have moved
        return plan.issues, plan.around
    around = surroundings_of(uow, plan.draft, plan.parts, fresh, own=own)
    if fresh.customer == plan.context.customer and around == plan.around:
        return plan.issues, around
    return check_order(plan.draft, fresh, around), around


def _refuse(uow: UnitOfWork, ready: ReadyOrder, issues: tuple[Issue, ...], *, approve: bool) -> list[str]:
    """Refuse what blocks or asks for an approval that nobody gave; the codes of what is accepted."""
    blocks = tuple(issue for issue in issues if issue.severity is Severity.BLOCK)
    if blocks:
        raise RefusedError("order.refused", issues=blocks)
    asks = tuple(issue for issue in issues if issue.severity is Severity.APPROVE)
    if asks and not (approve and may_approve_own(uow)) and not _is_granted(uow, ready, asks):
        raise RefusedError("order.needs_approval", issues=asks, own=may_approve_own(uow))
    return accepted_codes(issues)


def _is_granted(uow: UnitOfWork, ready: ReadyOrder, asks: tuple[Issue, ...]) -> bool:
    """Whether somebody approved all of it for the order as it is."""
    return covers(granted_codes(uow, ready.plan.draft.id, ready.content_hash), asks)


def _approver(uow: UnitOfWork, ready: ReadyOrder, issues: tuple[Issue, ...]) -> Approver | None:
    """Who approved what asked for it in an order that is confirmed now; None where nothing asked."""
    asks = tuple(issue for issue in issues if issue.severity is Severity.APPROVE)
    if not asks:
        return None
    granted = granted_by(uow, ready.plan.draft.id, ready.content_hash, CREDIT_CODES)
    return granted if granted is not None and _is_granted(uow, ready, asks) else Approver(uow.actor.name)


def may_approve_own(view: Reading) -> bool:
    """Whether the actor may approve what he does himself."""
    other = read_firm_setting(view, "approval.other_person") is True
    return view.actor.can("order.approve") and not other


def _fresh_context(uow: UnitOfWork, plan: OrderPlan, held: sa.RowMapping | None) -> OrderContext:
    """The plan's context with the customer as inside this transaction.

    The customer's row is held (already, where it is `held`), so that two orders never pass the credit check side by
    side (C46).
    """
    customer_id = plan.draft.header.customer_id
    if customer_id is None:
        return plan.context
    if held is not None:
        return replace(plan.context, customer=customer_facts_of(uow, held))
    return replace(plan.context, customer=read_customer_facts(uow, customer_id, lock=True))


def _refuse_moved_prices(uow: UnitOfWork, plan: OrderPlan, fresh: OrderContext, version: int) -> None:
    """Rules, terms or purchases written since the plan matter only if they change what this order's lines cost."""
    context = plan.context
    rules = _rules_now(uow, context, fresh, version)
    customer_id = plan.draft.header.customer_id
    bought = read_purchases(uow, rules, customer_id, context.products, without_order=plan.draft.id)
    is_same = rules is context.rules and bought == context.purchases and _terms(fresh) == _terms(context)
    if is_same:
        return
    _refuse_used_up(plan, bought.used)
    if prices_moved(plan.draft, context, replace(fresh, rules=rules, purchases=bought)):
        raise ConflictError("order.prices_moved", id=plan.draft.id)


def _refuse_used_up(plan: OrderPlan, used: Uses) -> None:
    """Say which promotion of the order was used up meanwhile: plainer than that prices moved."""
    had = {line.origin for line in plan.draft.lines if line.is_made}
    for each in plan.context.rules.promotions:
        if each.origin in had and is_used_up(each, used.get(each.number, UNUSED)):
            raise used_up(each.name, plan.draft.id)


def _rules_now(uow: UnitOfWork, context: OrderContext, fresh: OrderContext, version: int) -> RulesSnapshot:
    """The plan's rules while nobody wrote others; else those that hold inside this transaction."""
    if version == context.rules.version and _terms(fresh) == _terms(context):
        return context.rules
    buyer = (fresh.customer.id, fresh.customer.price_group) if fresh.customer else (None, "")
    return read_rules(uow, currency=context.currency, product_ids=context.products, buyer=buyer)


def _terms(context: OrderContext) -> tuple[str, int]:
    customer = context.customer
    return (customer.price_group, customer.discount_ppm) if customer else ("", 0)


def promises_of(draft: Draft, parts: Iterable[SourcePart]) -> dict[str, date | None]:
    """The ship date of each line with goods: its latest part, or of all lines if shipped complete (B33)."""
    days: dict[str, list[date | None]] = {}
    for part in parts:
        days.setdefault(part.line_key, []).append(part.promise_date)
    return line_promises(days, complete=draft.header.delivery_wish == DeliveryWish.COMPLETE)


def undated_goods(plan: OrderPlan) -> tuple[Counted, ...]:
    """How much of the order is neither in stock nor on its way, in base units."""
    sums: dict[str, int] = {}
    for part in plan.parts:
        line = plan.draft.line(part.line_key)
        product = plan.context.products.get(line.product_id or 0) if line is not None else None
        if part.promise_date is None and part.wait_micro and product is not None:
            unit = product.units[0].code
            sums[unit] = sums.get(unit, 0) + part.wait_micro
    return tuple(Counted(shown_quantity(micro), unit) for unit, micro in sums.items())


def order_promise(promises: Mapping[str, date | None]) -> date | None:
    """The day on which the last line ships; None as soon as one has no day."""
    return latest_promise(promises.values())


_HEAD_NAMES = (
    "number", "series_id", "series_number", "order_date", "promise_date", "content_hash", "confirmed_at",
    "net_minor", "tax_minor", "gross_minor",
)  # fmt: skip
_CONFIRM_HEAD = (
    sa.update(_ORDER)
    .where(_ORDER.c.id == sa.bindparam("b_id"), _ORDER.c.version == sa.bindparam("b_version"))
    .where(_ORDER.c.state == OrderState.DRAFT.value)
    .values(
        {name: sa.bindparam(name) for name in _HEAD_NAMES}
        | {
            "kind": "order",
            "state": OrderState.CONFIRMED.value,
            "parked_by": "",
            "version": _ORDER.c.version + 1,
        }
    )
)
_CONFIRM_LINES = RowUpdate(_LINE, sets=("promise_date", "warehouse_id", "trace", *COST_FIELDS))
_LINE_IDS = sa.select(_LINE.c.line_key, _LINE.c.id).where(_LINE.c.order_id == _ID)


def _hold_released_ship_to(uow: UnitOfWork, plan: OrderPlan) -> None:
    """Who gets the goods came near a listed name and is released for a time: the order is held when that is over."""
    facts = plan.around.screening if plan.around is not None else None
    for party in facts.parties if facts is not None else ():
        if party.role is Role.SHIP_TO and party.released:
            from app.services.screening.holding import hold_ship_to  # noqa: PLC0415 - numpy, where there are lists

            hold_ship_to(uow, plan.draft.id, party.key, party.name)


def _write_head(uow: UnitOfWork, ready: ReadyOrder, drawn: DrawnNumber, promise: date | None) -> int:
    draft = ready.plan.draft
    values = {
        "b_id": draft.id,
        "b_version": draft.version,
        "number": drawn.number,
        "series_id": drawn.series_id,
        "series_number": drawn.series_number,
        "order_date": uow.today,
        "promise_date": promise,
        "content_hash": ready.content_hash,
        "confirmed_at": uow.now,
        **totals_of(draft),
    }
    changed = uow.db.execute(_CONFIRM_HEAD, values).rowcount
    assert changed == 1, "the row is locked and was a draft of this version"
    return draft.version + 1


def _write_lines(uow: UnitOfWork, ready: ReadyOrder) -> None:
    """Promise, main warehouse, price trace and cost of each line, in one statement."""
    warehouses: dict[str, int] = {}
    for part in ready.plan.parts:
        warehouses.setdefault(part.line_key, part.warehouse_id)
    rows = [
        {
            "id": ready.line_ids[line.key],
            "promise_date": ready.promises.get(line.key),
            "warehouse_id": warehouses.get(line.key),
            "trace": ready.traces[line.key],
            **{name: getattr(line, name) for name in COST_FIELDS},
        }
        for line in ready.plan.draft.lines
    ]
    _CONFIRM_LINES.run(uow.db, rows)


def line_ids(view: Reading, order_id: int) -> dict[str, int]:
    """The ids of an order's lines by their keys."""
    return {row.line_key: row.id for row in view.db.execute(_LINE_IDS, {"id": order_id}).all()}


def _record(
    uow: UnitOfWork, plan: OrderPlan, drawn: DrawnNumber, version: int, *, accepted: list[str], reason: str
) -> None:
    draft = plan.draft
    after = {
        "state": OrderState.CONFIRMED,
        "number": drawn.number,
        "customer": draft.header.customer_name,
        "gross_minor": draft_totals(draft).gross_minor,
        "lines": len(draft.lines),
        "accepted": accepted,
    }
    why = accept_reason(reason, accepted)
    uow.audit("order", draft.id, before={"state": OrderState.DRAFT}, after=after, reason=why)
    uow.changed("order", draft.id, version=version)
    for product_id in sorted({part.product_id for part in plan.parts}):
        uow.changed("stock", product_id, version=0)
    if draft.header.customer_id is not None:
        note_usage(uow, "customer", draft.header.customer_id)
        uow.changed("customer", draft.header.customer_id, version=0)
