"""Confirm: one order, one number, prices and promises fixed, stock reserved, one confirmation paper.

Everything that can be read is read and checked first (`plan_order`); the unit of work opens late and
verifies again what may have moved: the order's version, the price rules, the credit, the stock.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.domain.errors import ConflictError, NotFoundError, RefusedError
from app.domain.issues import Issue, Severity
from app.domain.order_checks import check_order
from app.domain.orders.draft import Draft, header_values, line_values
from app.domain.orders.repricing import draft_totals, explain_price
from app.domain.orders.states import OrderState, require_move
from app.domain.rights import Actor
from app.domain.routing.sources import SourcePart
from app.services.numbering import DrawnNumber, draw_number
from app.services.orders.context import read_customer_facts, read_surroundings
from app.services.orders.papers import freeze_order_paper
from app.services.orders.planning import OrderPlan, plan_order
from app.services.pricing import read_rules_version
from app.services.search import note_usage
from app.services.stock.fulfilments import LinePart, fulfil_lines
from app.services.unit_of_work import UnitOfWork, Work
from db.schema.base import canonical_json
from db.schema.orders import Order, OrderLine
from db.schema.parties import Customer
from db.statements import table_of

_ORDER = table_of(Order)
_LINE = table_of(OrderLine)
_CUSTOMER = table_of(Customer)


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What a confirm made: the same again for a second press of the key (C51)."""

    order_id: int
    number: str
    version: int
    promise_date: date | None
    is_repeat: bool = False


def confirm(work: Work, order_id: int, *, actor: Actor, approve: bool = False) -> Confirmed:
    """Plan and confirm an order: read in a read transaction, written in one short unit of work."""
    with work.reading(actor=actor) as view:
        plan = plan_order(view, order_id)
    with work.begin(actor=actor) as uow:
        return confirm_order(uow, plan, approve=approve)


def confirm_order(uow: UnitOfWork, plan: OrderPlan, *, approve: bool = False) -> Confirmed:
    """Turn a planned draft into an order.

    `approve`: the actor takes the issues that ask for an approval on their own right `order.approve`.
    Raises `RefusedError` with every issue, or `ConflictError` when draft or prices moved meanwhile.
    """
    uow.actor.require("order.confirm")
    draft = plan.draft
    repeat = _already_confirmed(uow, draft)
    if repeat is not None:
        return repeat
    _lock_customer(uow, draft)
    _refuse_issues(uow, plan, approve=approve)
    if read_rules_version(uow) != plan.context.rules.version:
        raise ConflictError("order.prices_moved", id=draft.id)
    drawn = draw_number(uow, "order", on=uow.today)
    promise = _order_promise(plan)
    version = _write_head(uow, draft, drawn, promise)
    _write_lines(uow, plan)
    fulfil_lines(uow, _line_parts(uow, draft.id, plan.parts))
    freeze_order_paper(uow, draft.id)
    _record(uow, plan, drawn, version)
    return Confirmed(draft.id, drawn.number, version, promise)


def _already_confirmed(uow: UnitOfWork, draft: Draft) -> Confirmed | None:
    """The answer to a second confirm of the same draft; a draft changed meanwhile is a conflict."""
    columns = [_ORDER.c[n] for n in ("id", "state", "number", "version", "promise_date")]
    statement = sa.select(*columns).where(_ORDER.c.id == draft.id).with_for_update()
    row = uow.db.execute(statement).one_or_none()
    if row is None:
        raise NotFoundError("document.not_found", kind="order", id=draft.id)
    if row.state == OrderState.DRAFT:
        if row.version != draft.version:
            raise ConflictError("document.changed_elsewhere", kind="order", id=draft.id)
        return None
    if row.number is not None and row.state != OrderState.CANCELLED:
        return Confirmed(row.id, row.number, row.version, row.promise_date, is_repeat=True)
    require_move(row.state, OrderState.CONFIRMED, number=row.number)
    return None


def _lock_customer(uow: UnitOfWork, draft: Draft) -> None:
    """Two orders of one customer never pass the credit check side by side (C46)."""
    statement = sa.select(_CUSTOMER.c.id).where(_CUSTOMER.c.id == draft.header.customer_id).with_for_update()
    uow.db.execute(statement)


def _refuse_issues(uow: UnitOfWork, plan: OrderPlan, *, approve: bool) -> None:
    issues = _fresh_issues(uow, plan)
    blocks = tuple(issue for issue in issues if issue.severity is Severity.BLOCK)
    if blocks:
        raise RefusedError("order.refused", issues=blocks)
    asks = tuple(issue for issue in issues if issue.severity is Severity.APPROVE)
    if asks and not (approve and uow.actor.can("order.approve")):
        raise RefusedError("order.needs_approval", issues=asks)


def _fresh_issues(uow: UnitOfWork, plan: OrderPlan) -> tuple[Issue, ...]:
    """The issues with credit and customer order numbers as they are inside this transaction."""
    customer_id = plan.draft.header.customer_id
    if customer_id is None:
        return plan.issues
    customer = read_customer_facts(uow, customer_id)
    context = replace(plan.context, customer=customer)
    return check_order(plan.draft, context, read_surroundings(uow, plan.draft))


def _order_promise(plan: OrderPlan) -> date | None:
    """The latest day of all parts; None as soon as one part has no day (B33)."""
    days = [part.promise_date for part in plan.parts]
    known = [day for day in days if day is not None]
    return max(known, default=None) if len(known) == len(days) else None


def content_hash(draft: Draft) -> str:
    """The hash of everything that an approval or a confirmation binds to (C48)."""
    content = {"header": header_values(draft.header), "lines": [line_values(line) for line in draft.lines]}
    return hashlib.sha256(canonical_json(content).encode()).hexdigest()


def _write_head(uow: UnitOfWork, draft: Draft, drawn: DrawnNumber, promise: date | None) -> int:
    totals = draft_totals(draft)
    statement = (
        sa.update(_ORDER)
        .where(_ORDER.c.id == draft.id, _ORDER.c.state == OrderState.DRAFT, _ORDER.c.version == draft.version)
        .values(
            kind="order",
            state=OrderState.CONFIRMED,
            number=drawn.number,
            series_id=drawn.series_id,
            series_number=drawn.series_number,
            order_date=uow.today,
            net_minor=totals.net_minor,
            tax_minor=totals.tax_minor,
            gross_minor=totals.gross_minor,
            promise_date=promise,
            content_hash=content_hash(draft),
            confirmed_at=uow.now,
            parked_by="",
            version=draft.version + 1,
        )
    )
    changed = uow.db.execute(statement).rowcount
    assert changed == 1, "the row is locked and was a draft of this version"
    return draft.version + 1


def _write_lines(uow: UnitOfWork, plan: OrderPlan) -> None:
    """Promise, main warehouse and the price trace of each line, in one statement."""
    rows = [
        {
            "b_key": line.key,
            "promise_date": _line_promise(plan.parts, line.key),
            "warehouse_id": next((p.warehouse_id for p in plan.parts if p.line_key == line.key), None),
            "trace": _trace(plan, line.key),
        }
        for line in plan.draft.lines
    ]
    if not rows:
        return
    statement = (
        sa.update(_LINE)
        .where(_LINE.c.order_id == plan.draft.id, _LINE.c.line_key == sa.bindparam("b_key"))
        .values({name: sa.bindparam(name) for name in ("promise_date", "warehouse_id", "trace")})
    )
    uow.db.execute(statement, rows)


def _line_promise(parts: Sequence[SourcePart], key: str) -> date | None:
    days = [part.promise_date for part in parts if part.line_key == key]
    known = [day for day in days if day is not None]
    return max(known) if known and len(known) == len(days) else None


def _trace(plan: OrderPlan, key: str) -> dict[str, Any] | None:
    """The applied steps and at most 8 near misses, as F9 shows them years later."""
    line = plan.draft.line(key)
    result = explain_price(line, plan.draft, plan.context) if line is not None else None
    if result is None:
        return None
    return {
        "rules_version": plan.context.rules.version,
        "steps": [asdict(step) for step in result.steps],
        "near_misses": [asdict(miss) for miss in result.near_misses],
    }


def _line_parts(uow: UnitOfWork, order_id: int, parts: Sequence[SourcePart]) -> list[LinePart]:
    ids = line_ids(uow, order_id)
    return [LinePart(order_line_id=ids[part.line_key], part=part) for part in parts]


def line_ids(uow: UnitOfWork, order_id: int) -> dict[str, int]:
    """The ids of an order's lines by their keys."""
    statement = sa.select(_LINE.c.line_key, _LINE.c.id).where(_LINE.c.order_id == order_id)
    return {row.line_key: row.id for row in uow.db.execute(statement)}


def _record(uow: UnitOfWork, plan: OrderPlan, drawn: DrawnNumber, version: int) -> None:
    draft = plan.draft
    after = {
        "state": OrderState.CONFIRMED,
        "number": drawn.number,
        "customer": draft.header.customer_name,
        "gross_minor": draft_totals(draft).gross_minor,
        "lines": len(draft.lines),
        "accepted": sorted({issue.code for issue in plan.issues if issue.severity is not Severity.INFO}),
    }
    uow.audit("order", draft.id, before={"state": OrderState.DRAFT}, after=after)
    uow.changed("order", draft.id, version=version)
    for product_id in sorted({part.product_id for part in plan.parts}):
        uow.changed("stock", product_id, version=0)
    if draft.header.customer_id is not None:
        note_usage(uow, "customer", draft.header.customer_id)
        uow.changed("customer", draft.header.customer_id, version=0)
