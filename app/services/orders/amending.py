"""After confirmation: amend an order with its consequences shown first, or cancel it.

Stock follows exactly: what a smaller line no longer needs is given back, what a larger one needs more is
sourced anew, and the rest of the promise stays as it was (B34).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date

import sqlalchemy as sa

from app.domain.approvals import asks_of, covers
from app.domain.errors import ConflictError, RefusedError
from app.domain.events import OrderSettled
from app.domain.issues import Issue, Remedy, Severity
from app.domain.orders.amending import ADDRESS_FIELDS, OrderProgress, stock_changes
from app.domain.orders.content_hash import content_hash
from app.domain.orders.costs import with_kept_costs
from app.domain.orders.draft import Draft, Line, differences, header_values
from app.domain.orders.repricing import DraftPrices, sums_hold
from app.domain.orders.states import AMENDABLE, MOVES, OrderState
from app.domain.orders.storable import refuse_unstorable
from app.domain.parties import DeliveryWish
from app.domain.search_words import sort_key
from app.services.goods.export_licences import draw_on_licences, give_back_licences
from app.services.holds.laying import end_holds
from app.services.ledger.advances import read_held as read_held_advances
from app.services.orders.accepting import accepted_codes
from app.services.orders.amendment_requests import (
    approver_of,
    covered_codes,
    settle_changes,
    void_changes,
)
from app.services.orders.approval_requests import Approver
from app.services.orders.changes_told import changes_told
from app.services.orders.confirming import line_ids, may_approve_own, order_promise
from app.services.orders.context import read_order_context
from app.services.orders.credit_holds import CREDIT_CODES, hold_beyond_credit
from app.services.orders.draft_lines import delete_lines, write_changes
from app.services.orders.drafts import read_draft, totals_of
from app.services.orders.papers import ensure_order_paper, freeze_order_paper
from app.services.orders.planning import plan_sources
from app.services.orders.previewing import (
    Amendment,
    comes_of_the_head,
    grown_draft,
    may_be_split_now,
    preview_amendment,
    read_progress,
    served_anew,
    wanted_back,
)
from app.services.orders.progress import update_progress
from app.services.orders.promises import OrderDays, read_days, write_line_promises
from app.services.orders.promotions import amend_uses
from app.services.orders.traces import made_at, traces_of, write_traces
from app.services.orders.typed_prices import require_typed_prices
from app.services.orders.variants import read_variants_of, stocked_articles, with_variants
from app.services.promotion_uses import take_uses
from app.services.stock.fulfilments import LinePart, fulfil_lines, release_lines
from app.services.stock.holds import places_held, release_hold
from app.services.stock.levels import StockKey
from app.services.stock.serving import hold_orders_beside, lock_supply, serve_waiting
from app.services.stock.waiting import read_places
from app.services.unit_of_work import Reading, UnitOfWork
from db.schema.holds import OrderHold
from db.schema.orders import Fulfilment, Order, OrderLine
from db.schema.shipping import Shipment
from db.schema.stock import Stock
from db.statements import table_of, update_version

_ORDER = table_of(Order)
_LINE = table_of(OrderLine)
_FULFILMENT = table_of(Fulfilment)
_SHIPMENT = table_of(Shipment)
CANCELLABLE = frozenset(before for before, after in MOVES if after is OrderState.CANCELLED)


def amend_order(
    uow: UnitOfWork, *, before: Draft, after: Draft, reason: str = "", approve: bool = False
) -> int:
    """Change a confirmed order; its new version. Revision and paper rise by one, the old paper stays readable.

    Raises `RefusedError` with everything that stands in the way, `ConflictError` if it changed meanwhile.
    """
    uow.actor.require("order.edit")
    hold_orders_beside(uow, before.id, articles=stocked_articles(uow, after))
    before, after = lock_to_amend(uow, before, after)
    preview = preview_amendment(uow, before, after, lock=True)
    accepted = _refuse(uow, before, after, preview, approve=approve)
    _hold_beyond_credit(uow, before, after, preview, approve=approve)
    settle_changes(uow, before, after, approved=approve)
    draw_on_licences(uow, before.id, preview.uses)
    ensure_order_paper(uow, before.id)  # history has none yet, and the old one stays readable
    ids = line_ids(uow, before.id)
    _write_relaxed_wish(uow, before, after)
    wanted = wanted_back(before, after, ids)
    also = served_anew(uow, before, after, wanted)
    _hold_stock(uow, before, after, also)
    _release_shrunk(uow, wanted, also)
    _write_lines(uow, before, after, ids)
    _write_traces(uow, before, after)
    amend_uses(uow, after)
    _fulfil_grown(uow, before, after)
    promises = _refresh_promises(uow, after)
    version = _write_head(uow, before, after, promises)
    version = update_progress(uow, before.id) or version
    freeze_order_paper(uow, replace(after, revision=before.revision + 1), promises)
    _follow_ship_to(uow, before, after, preview)
    _record(uow, before, after, version, accepted=accepted, reason=reason)
    if before.configurations or after.configurations:
        uow.react(OrderSettled(before.id))
    return version


def _follow_ship_to(uow: UnitOfWork, before: Draft, after: Draft, preview: Amendment) -> None:
    """Where the goods go elsewhere and parties are screened: the order is held for who gets them now."""
    is_same = all(getattr(before.header, name) == getattr(after.header, name) for name in ADDRESS_FIELDS)
    if preview.screening is None or is_same:
        return
    from app.services.screening.holding import follow_ship_to  # noqa: PLC0415 - numpy, where there are lists

    follow_ship_to(uow, before.id, preview.screening)


def lock_to_amend(uow: UnitOfWork, before: Draft, after: Draft) -> tuple[Draft, Draft]:
    """Hold the order; it as it stands, and as it becomes. Refused where what is never changed would be."""
    _lock_order(uow, before.id, before.version, allowed=AMENDABLE, wanted="amended")
    before = read_draft(uow, before.id)
    after = with_kept_costs(before, replace(before, header=after.header, lines=after.lines))
    if after.header.exchange != before.header.exchange:
        raise RefusedError("order.currency_stays", number=before.number or "", currency=before.currency)
    if after.header.price_kind != before.header.price_kind:
        raise RefusedError("order.prices_stay", number=before.number or "")
    require_typed_prices(uow, before, after)
    refuse_unstorable(after)
    assert sums_hold(after), "amended lines are derived before they come here"
    return before, after


def cancel_order(uow: UnitOfWork, order_id: int, *, version: int, reason: str) -> int:
    """Cancel an order of which nothing is shipped or being picked; its new version. The number stays listed."""
    uow.actor.require("order.cancel")
    draft = read_draft(uow, order_id)
    if not reason.strip():
        raise RefusedError("order.reason_missing", number=draft.number or "")
    hold_orders_beside(uow, order_id)
    _lock_order(uow, order_id, version, allowed=CANCELLABLE, wanted=OrderState.CANCELLED)
    draft = read_draft(uow, order_id)  # as it is now: to ask for changes makes no other version of it
    progress = read_progress(uow, order_id)
    _refuse_begun(uow, draft, progress)
    if draft.approval:
        lock_supply(uow, read_places(uow, order_id))
        void_changes(uow, order_id, version=version)
        release_hold(uow, order_id)
    if draft.state == OrderState.CONFIRMED:
        give_back_licences(uow, order_id)
        release_lines(uow, dict.fromkeys(line_ids(uow, order_id).values()))
        uow.db.execute(
            sa.update(_LINE).where(_LINE.c.order_id == order_id).values(cancelled_micro=_LINE.c.base_micro)
        )
    take_uses(uow, order_id, draft.header.customer_id, {})
    values = {"state": OrderState.CANCELLED, "cancel_reason": reason.strip()}
    new_version = update_version(uow.db, Order, id=order_id, version=version, values=values, kind="order")
    end_holds(uow, OrderHold.order_id == order_id)
    after = {"state": OrderState.CANCELLED}
    uow.audit("order", order_id, before={"state": draft.state}, after=after, reason=reason.strip())
    uow.changed("order", order_id, version=new_version)
    if draft.header.customer_id is not None:
        uow.changed("customer", draft.header.customer_id, version=0)
    if draft.configurations:
        uow.react(OrderSettled(order_id))
    return new_version


def _refuse_begun(view: Reading, draft: Draft, progress: OrderProgress) -> None:
    """What is shipped, being picked or invoiced stands in the way of a cancel, each with its way out."""
    params: dict[str, object] = {"number": draft.number or ""}
    if progress.has_shipments:
        code, remedy = (
            "order.has_shipments",
            Remedy("remedy.open_shipments", "shipping.start", {"id": draft.id}),
        )
    elif progress.has_open_pick_list:
        open_ones = (_SHIPMENT.c.order_id == draft.id, _SHIPMENT.c.state == "picking")
        columns = (_SHIPMENT.c.id, _SHIPMENT.c.number)
        row = view.db.execute(sa.select(*columns).where(*open_ones).order_by(_SHIPMENT.c.id).limit(1)).one()
        params["shipment"] = row.number
        to_list = {"id": row.id, "shipment": row.number}
        code, remedy = "order.has_pick_list", Remedy("remedy.open_pick_list", "shipping.open", to_list)
    elif any(line.invoiced_micro for line in progress.lines.values()):
        code, remedy = "order.has_invoices", Remedy("remedy.make_credit", "invoice.credit", {})
    elif held := read_held_advances(view, [draft.id]):
        params["advance"] = held[0].number
        code = "order.has_advances"
        remedy = Remedy("remedy.make_credit", "invoice.credit", {"id": held[0].advance_id})
    else:
        return
    raise RefusedError(code, issues=(Issue(code, Severity.BLOCK, "", params, (remedy,)),), **params)


def _lock_order(
    uow: UnitOfWork, order_id: int, version: int, *, allowed: frozenset[OrderState], wanted: str
) -> None:
    """Hold the order's row; refuse a wrong state, and what was changed meanwhile."""
    row = uow.db.execute(
        sa.select(_ORDER.c.state, _ORDER.c.version, _ORDER.c.number)
        .where(_ORDER.c.id == order_id)
        .with_for_update()
    ).one()
    if row.state not in allowed:
        raise RefusedError("order.wrong_state", number=row.number or "", state=row.state, wanted=wanted)
    if row.version != version:
        raise ConflictError("document.changed_elsewhere", kind="order", id=order_id)


def _hold_beyond_credit(
    uow: UnitOfWork, before: Draft, after: Draft, preview: Amendment, *, approve: bool
) -> None:
    """An order that is raised beyond the credit is held, unless that is approved now or was for these changes."""
    if preview.gross_after_minor > preview.gross_before_minor:
        own = Approver(uow.actor.name) if approve and may_approve_own(uow) else None
        approver = approver_of(uow, before, after) or own
        hold_beyond_credit(uow, after, preview.context, preview.issues, approver)


def _refuse(uow: UnitOfWork, before: Draft, after: Draft, preview: Amendment, *, approve: bool) -> list[str]:
    """Refuse what stands in the way; the codes of what is accepted."""
    blocks = tuple(issue for issue in preview.issues if issue.severity is Severity.BLOCK)
    if blocks:
        raise RefusedError("order.refused", issues=blocks)
    asks = asks_of_amendment(before, after, preview)
    if (
        asks
        and not (approve and may_approve_own(uow))
        and not covers(covered_codes(uow, before, after), asks)
    ):
        raise RefusedError("order.needs_approval", issues=asks, own=may_approve_own(uow))
    return accepted_codes(preview.issues)


def asks_of_amendment(before: Draft, after: Draft, preview: Amendment) -> tuple[Issue, ...]:
    """What of an amendment asks for an approval.

    Where the order becomes no dearer, nothing that is about the customer's credit; and where no price becomes another
    one only what another head brings, such as who gets the goods: less of an article is less of what was confirmed.
    """
    asks = asks_of(preview.issues)
    if preview.gross_after_minor > preview.gross_before_minor:
        return asks
    is_repriced = _is_repriced(before, after)
    return tuple(
        issue
        for issue in asks
        if issue.code not in CREDIT_CODES and (is_repriced or comes_of_the_head(before, after, issue.code))
    )


def _is_repriced(before: Draft, after: Draft) -> bool:
    """Whether a line costs something else than before, or is new, or the whole has another discount."""
    if before.header.order_discount != after.header.order_discount:
        return True
    return any(
        each.new is not None and each.new.product_id is not None and not _costs_the_same(each.old, each.new)
        for each in differences(before, after)
    )


def _write_relaxed_wish(uow: UnitOfWork, before: Draft, after: Draft) -> None:
    """An order that need not ship complete any more may be served in parts by what the amendment gives back."""
    if may_be_split_now(before, after):
        wish = {"delivery_wish": after.header.delivery_wish}
        uow.db.execute(sa.update(_ORDER).where(_ORDER.c.id == before.id).values(wish))


def _hold_stock(uow: UnitOfWork, before: Draft, after: Draft, also: Collection[StockKey]) -> None:
    """Hold all stock of both states at once: one change gives back what another takes, and the reverse.

    With it what changes hold that wait.
    """
    if uow.db.dialect.name != "postgresql":
        return
    held = places_held(uow, before.id) if before.approval else frozenset()
    lines = (line for pair in stock_changes(before, after) for line in pair if line is not None)
    products = {line.product_id for line in lines if line.kind == "goods" and line.product_id is not None}
    products.update(read_variants_of(uow, before, after).values())
    found = uow.db.execute(
        sa.select(Stock.product_id, Stock.warehouse_id).where(Stock.product_id.in_(sorted(products)))
    )
    lock_supply(uow, {*also, *held, *((row[0], row[1]) for row in found)})


def _release_shrunk(uow: UnitOfWork, wanted: Mapping[int, int | None], also: Collection[StockKey]) -> None:
    """Give back what smaller lines no longer need; what was cancelled of them already needs nothing back.

    That and what is free in `also` goes to who waits, each in turn.
    """
    if not wanted and not also:
        return
    released = release_lines(uow, wanted, also=also)
    anew = [id_ for id_, less in wanted.items() if less is None]
    uow.db.execute(sa.update(_LINE).where(_LINE.c.id.in_(anew)).values(cancelled_micro=0))
    rest = {id_: less - released[id_] for id_, less in wanted.items() if less is not None}
    rows = [{"b_id": id_, "part": part} for id_, part in rest.items() if part]
    if rows:
        lowered = _LINE.c.cancelled_micro - sa.bindparam("part")
        uow.db.execute(
            sa.update(_LINE).where(_LINE.c.id == sa.bindparam("b_id")).values(cancelled_micro=lowered), rows
        )


def _fulfil_grown(uow: UnitOfWork, before: Draft, after: Draft) -> None:
    """What changes held that waited is taken first; the rest of it goes to who waits."""
    grown = grown_draft(before, after)
    parts = with_variants(uow, grown, plan_sources(uow, grown)[0])
    held = release_hold(uow, before.id, serve=False) if before.approval else frozenset()
    if parts:
        ids = line_ids(uow, before.id)
        lines = [LinePart(order_line_id=ids[part.line_key], part=part) for part in parts]
        fulfil_lines(uow, lines, is_covered=bool(held))
    serve_waiting(uow, held)


def _refresh_promises(uow: UnitOfWork, after: Draft) -> dict[str, date | None]:
    """Write and return each line's promise under the order's new wish; None for lines without parts."""
    days = read_days(uow, [after.id]).get(after.id, OrderDays())
    days.is_complete = after.header.delivery_wish == DeliveryWish.COMPLETE
    promises = days.promises()
    write_line_promises(uow, {(after.id, line.key): promises.get(line.key) for line in after.lines})
    return promises


def _write_lines(uow: UnitOfWork, before: Draft, after: Draft, ids: Mapping[str, int]) -> None:
    """A removed line that had an amount stays in the table with quantity 0: its stock and papers refer to it."""
    removed = write_changes(uow, before, after, kept=ids)
    delete_lines(uow, before.id, [line for line in removed if not line.has_amount])
    priced = [ids[line.key] for line in removed if line.has_amount]
    if priced:
        gone = {"quantity_micro": 0, "base_micro": 0, "amount_minor": 0, "cancelled_micro": 0}
        uow.db.execute(sa.update(_LINE).where(_LINE.c.id.in_(priced)).values(**gone, promise_date=None))


def _write_traces(uow: UnitOfWork, before: Draft, after: Draft) -> None:
    """Why the lines that are new or cost something else are priced as they are."""
    changed = [
        each.new
        for each in differences(before, after)
        if each.new is not None and each.new.has_amount and not _costs_the_same(each.old, each.new)
    ]
    if not changed:
        return
    products = {line.product_id for line in after.lines if line.product_id is not None}
    context = read_order_context(
        uow,
        customer_id=after.header.customer_id,
        product_ids=products,
        configurations=after.configurations,
        only_products=True,
        order_id=after.id,
    )
    traces = traces_of(DraftPrices(after, context), changed)
    write_traces(uow, line_ids(uow, after.id), made_at(traces, uow.now))


def _costs_the_same(old: Line | None, new: Line) -> bool:
    names = (
        "product_id",
        "configuration",
        "unit",
        "list_price_micro",
        "discount_ppm",
        "discount_on_micro",
        "price_micro",
        "price_per",
    )
    return old is not None and all(getattr(old, name) == getattr(new, name) for name in names)


def _write_head(uow: UnitOfWork, before: Draft, after: Draft, promises: Mapping[str, date | None]) -> int:
    values = {
        **header_values(after.header),
        **totals_of(after),
        "customer_sort": sort_key(after.header.customer_name),
        "revision": before.revision + 1,
        "content_hash": content_hash(after),
        "promise_date": order_promise(promises),
    }
    return update_version(uow.db, Order, id=before.id, version=before.version, values=values, kind="order")


def _record(
    uow: UnitOfWork, before: Draft, after: Draft, version: int, *, accepted: list[str], reason: str
) -> None:
    was, now = changes_told(before, after)
    if accepted:
        now["accepted"] = accepted
    uow.audit("order", before.id, before=was, after=now, reason=reason.strip())
    uow.changed("order", before.id, version=version)
    if after.header.customer_id is not None:
        uow.changed("customer", after.header.customer_id, version=0)  # more or less of the credit is used
