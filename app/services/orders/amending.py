"""After confirmation: amend an order with its consequences shown first, or cancel it.

Stock follows exactly: what a smaller line no longer needs is given back, what a larger one needs more is
sourced anew, and the rest of the promise stays as it was (B34).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import sqlalchemy as sa

from app.domain.errors import ConflictError, RefusedError
from app.domain.issues import Issue, Severity
from app.domain.order_checks import check_order
from app.domain.orders.amending import LineProgress, OrderProgress, check_amendment, stock_changes
from app.domain.orders.draft import Draft, Line, differences, header_values, line_values
from app.domain.orders.repricing import draft_totals
from app.domain.orders.states import OrderState, require_move
from app.domain.routing.sources import SourcePart
from app.domain.search_words import sort_key
from app.services.orders.confirming import content_hash, line_ids
from app.services.orders.context import read_order_context, read_surroundings
from app.services.orders.drafts import line_row, read_draft
from app.services.orders.papers import freeze_order_paper
from app.services.orders.planning import plan_sources
from app.services.orders.progress import update_progress
from app.services.stock.fulfilments import LinePart, fulfil_lines, release_line
from app.services.unit_of_work import Reading, UnitOfWork
from db.schema.orders import Fulfilment, Order, OrderLine
from db.schema.shipping import Shipment
from db.statements import insert_rows, table_of, update_version

_ORDER = table_of(Order)
_LINE = table_of(OrderLine)
_FULFILMENT = table_of(Fulfilment)
_SHIPMENT = table_of(Shipment)
AMENDABLE = frozenset({OrderState.CONFIRMED, OrderState.SHIPPED, OrderState.CLOSED})


@dataclass(frozen=True, slots=True)
class Amendment:
    """What an amendment would do: issues, sources for what is newly needed, and the gross before and after."""

    issues: tuple[Issue, ...]
    parts: tuple[SourcePart, ...]
    gross_before_minor: int
    gross_after_minor: int


def read_progress(view: Reading, order_id: int) -> OrderProgress:
    """How far each line is; three queries."""
    picking = (
        sa.select(_FULFILMENT.c.order_line_id, sa.func.sum(_FULFILMENT.c.picking_micro).label("picking"))
        .group_by(_FULFILMENT.c.order_line_id)
        .subquery()
    )
    statement = (
        sa.select(_LINE.c.line_key, _LINE.c.shipped_micro, _LINE.c.invoiced_micro, picking.c.picking)
        .join_from(_LINE, picking, picking.c.order_line_id == _LINE.c.id, isouter=True)
        .where(_LINE.c.order_id == order_id)
    )
    lines = {
        row.line_key: LineProgress(row.shipped_micro + int(row.picking or 0), row.invoiced_micro)
        for row in view.db.execute(statement)
    }
    states = view.db.execute(
        sa.select(_SHIPMENT.c.state).where(_SHIPMENT.c.order_id == order_id).distinct()
    ).scalars()
    found = set(states)
    return OrderProgress(lines, has_open_pick_list="picking" in found, has_shipments="shipped" in found)


def preview_amendment(view: Reading, before: Draft, after: Draft) -> Amendment:
    """The consequences of an amendment, without making it."""
    products = {line.product_id for line in after.lines if line.product_id is not None}
    context = read_order_context(view, customer_id=after.header.customer_id, product_ids=products)
    blocked = check_amendment(before, after, read_progress(view, before.id))
    grown = _grown_draft(before, after)
    parts, _ = plan_sources(view, grown)
    issues = (*blocked, *check_order(after, context, read_surroundings(view, after)))
    return Amendment(issues, parts, draft_totals(before).gross_minor, draft_totals(after).gross_minor)


def amend_order(
    uow: UnitOfWork, *, before: Draft, after: Draft, reason: str = "", approve: bool = False
) -> int:
    """Change a confirmed order; its new version. Revision and paper rise by one, the old paper stays readable.

    Raises `RefusedError` with everything that stands in the way, `ConflictError` if it changed meanwhile.
    """
    uow.actor.require("order.edit")
    _lock_order(uow, before)
    _refuse(uow, before, after, approve=approve)
    _release_shrunk(uow, before, after)
    _write_changes(uow, before, after)
    _fulfil_grown(uow, before, after)
    version = _write_head(uow, before, after)
    version = update_progress(uow, before.id) or version
    freeze_order_paper(uow, before.id)
    _record(uow, before, after, reason, version)
    return version


def cancel_order(uow: UnitOfWork, order_id: int, *, version: int, reason: str) -> int:
    """Cancel an order of which nothing is shipped or being picked; its new version. The number stays listed."""
    uow.actor.require("order.cancel")
    draft = read_draft(uow, order_id)
    if not reason.strip():
        raise RefusedError("order.reason_missing", number=draft.number or "")
    require_move(draft.state, OrderState.CANCELLED, number=draft.number)
    progress = read_progress(uow, order_id)
    if progress.has_open_pick_list or progress.has_shipments:
        raise RefusedError("order.has_shipments", number=draft.number or "")
    if draft.state != OrderState.QUOTED:
        for line_id in line_ids(uow, order_id).values():
            release_line(uow, line_id)
        uow.db.execute(
            sa.update(_LINE).where(_LINE.c.order_id == order_id).values(cancelled_micro=_LINE.c.base_micro)
        )
    values = {"state": OrderState.CANCELLED, "cancel_reason": reason.strip()}
    new_version = update_version(uow.db, Order, id=order_id, version=version, values=values, kind="order")
    uow.audit("order", order_id, before={"state": draft.state}, after={"state": "cancelled"}, reason=reason)
    uow.changed("order", order_id, version=new_version)
    return new_version


def _lock_order(uow: UnitOfWork, before: Draft) -> None:
    """Take the order's row, and refuse what is not amendable or was changed meanwhile."""
    row = uow.db.execute(
        sa.select(_ORDER.c.state, _ORDER.c.version, _ORDER.c.number)
        .where(_ORDER.c.id == before.id)
        .with_for_update()
    ).one()
    if row.state not in AMENDABLE:
        raise RefusedError("order.wrong_state", number=row.number or "", state=row.state, wanted="amended")
    if row.version != before.version:
        raise ConflictError("document.changed_elsewhere", kind="order", id=before.id)


def _refuse(uow: UnitOfWork, before: Draft, after: Draft, *, approve: bool) -> None:
    preview = preview_amendment(uow, before, after)
    blocks = tuple(issue for issue in preview.issues if issue.severity is Severity.BLOCK)
    if blocks:
        raise RefusedError("order.refused", issues=blocks)
    asks = tuple(issue for issue in preview.issues if issue.severity is Severity.APPROVE)
    raised = preview.gross_after_minor > preview.gross_before_minor
    if asks and raised and not (approve and uow.actor.can("order.approve")):
        raise RefusedError("order.needs_approval", issues=asks)


def _release_shrunk(uow: UnitOfWork, before: Draft, after: Draft) -> None:
    ids = line_ids(uow, before.id)
    for old, new in stock_changes(before, after):
        if old is None or old.kind != "goods":
            continue
        if new is None or new.product_id != old.product_id or new.kind != "goods":
            release_line(uow, ids[old.key])
        elif new.base_micro < old.base_micro:
            release_line(uow, ids[old.key], base_micro=old.base_micro - new.base_micro)


def _grown_draft(before: Draft, after: Draft) -> Draft:
    """The amended order with only what it needs more: what must be sourced."""
    grown: list[Line] = []
    for old, new in stock_changes(before, after):
        if new is None:
            continue
        same = old is not None and old.product_id == new.product_id and old.kind == new.kind
        more = new.base_micro - (old.base_micro if same and old is not None else 0)
        if more > 0:
            grown.append(replace(new, base_micro=more))
    return replace(after, lines=tuple(grown))


def _fulfil_grown(uow: UnitOfWork, before: Draft, after: Draft) -> None:
    parts, _ = plan_sources(uow, _grown_draft(before, after))
    ids = line_ids(uow, before.id)
    fulfil_lines(uow, [LinePart(order_line_id=ids[part.line_key], part=part) for part in parts])
    _refresh_promises(uow, before.id)


def _refresh_promises(uow: UnitOfWork, order_id: int) -> None:
    """Each line's promise is the latest day of its parts that are still to come or were shipped."""
    latest = (
        sa.select(sa.func.max(_FULFILMENT.c.promise_date))
        .where(_FULFILMENT.c.order_line_id == _LINE.c.id)
        .scalar_subquery()
    )
    uow.db.execute(
        sa.update(_LINE)
        .where(_LINE.c.order_id == order_id, _LINE.c.kind == "goods")
        .values(promise_date=latest)
    )


def _write_changes(uow: UnitOfWork, before: Draft, after: Draft) -> None:
    """Lines of a confirmed order are never deleted: a removed one stays with quantity 0."""
    for change in differences(before, after):
        mine = (_LINE.c.order_id == before.id, _LINE.c.line_key == change.key)
        if change.new is None:
            assert change.old is not None, "a removed line was there"
            gone = {"quantity_micro": 0, "base_micro": 0, "amount_minor": 0, "cancelled_micro": 0}
            uow.db.execute(sa.update(_LINE).where(*mine).values(**gone))
        elif change.old is None:
            insert_rows(uow.db, OrderLine, [line_row(before.id, change.new)])
        else:
            values = line_values(change.new)
            del values["key"]
            uow.db.execute(sa.update(_LINE).where(*mine).values(**values))


def _write_head(uow: UnitOfWork, before: Draft, after: Draft) -> int:
    stored = read_draft(uow, before.id)
    totals = draft_totals(stored)
    head = header_values(after.header)
    values = {
        **head,
        "customer_sort": sort_key(after.header.customer_name),
        "net_minor": totals.net_minor,
        "tax_minor": totals.tax_minor,
        "gross_minor": totals.gross_minor,
        "revision": before.revision + 1,
        "content_hash": content_hash(after),
        "promise_date": _order_promise(uow, before.id),
    }
    return update_version(uow.db, Order, id=before.id, version=before.version, values=values, kind="order")


def _order_promise(uow: UnitOfWork, order_id: int) -> date | None:
    days = uow.db.execute(
        sa.select(_LINE.c.promise_date).where(
            _LINE.c.order_id == order_id, _LINE.c.kind == "goods", _LINE.c.base_micro > 0
        )
    ).scalars().all()  # fmt: skip
    return max((day for day in days if day), default=None) if all(days) else None


def _record(uow: UnitOfWork, before: Draft, after: Draft, reason: str, version: int) -> None:
    old, new = header_values(before.header), header_values(after.header)
    changed_before: dict[str, object] = {name: old[name] for name in old if old[name] != new[name]}
    changed_after: dict[str, object] = {name: new[name] for name in old if old[name] != new[name]}
    for change in differences(before, after):
        label = f"line {change.key}"
        changed_before[label] = _line_words(change.old)
        changed_after[label] = _line_words(change.new)
    uow.audit("order", before.id, before=changed_before, after=changed_after, reason=reason)
    uow.changed("order", before.id, version=version)


def _line_words(line: Line | None) -> dict[str, object] | None:
    """What of a line matters in its story."""
    if line is None:
        return None
    names = ("sku", "text", "quantity_micro", "unit", "price_micro", "discount_ppm", "amount_minor")
    return {name: getattr(line, name) for name in names}
