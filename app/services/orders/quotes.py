"""Quotes: a draft sent with a validity, revised (old papers stay readable), turned into an order.

A quote keeps its prices until its validity ends at the end of that day (A13); ordering later warns.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import sqlalchemy as sa

from app.domain.errors import ConflictError, RefusedError
from app.domain.issues import Severity
from app.domain.orders.content_hash import content_hash
from app.domain.orders.draft import Draft, header_values
from app.domain.orders.repricing import draft_totals
from app.domain.orders.states import OrderState, require_move
from app.domain.orders.storable import refuse_unstorable
from app.domain.search_words import sort_key
from app.services.line_choices import copy_choices
from app.services.numbering import draw_number
from app.services.orders.accepting import accept_reason, accepted_codes
from app.services.orders.approval_requests import void_approval
from app.services.orders.changes_told import changes_told
from app.services.orders.draft_lines import delete_lines, write_changes, write_costs
from app.services.orders.drafts import read_draft, start_draft, totals_of, write_new
from app.services.orders.papers import ensure_order_paper, freeze_order_paper
from app.services.orders.planning import OrderPlan, plan_draft
from app.services.orders.typed_prices import require_typed_prices
from app.services.stock.serving import hold_orders_beside
from app.services.unit_of_work import UnitOfWork
from db.schema.orders import Order
from db.statements import table_of, update_version

_ORDER = table_of(Order)


def send_quote(
    uow: UnitOfWork, plan: OrderPlan, *, valid_until: date, reason: str = "", with_paper: bool = True
) -> str:
    """Turn a draft into a quote with its own number and frozen paper; the number. Nothing is reserved.

    `reason` says why warnings were accepted; it stands in the quote's story. `with_paper=False` leaves the
    paper to its first view (history).
    """
    uow.actor.require("order.confirm")
    draft = plan.draft
    blocks = tuple(issue for issue in plan.issues if issue.severity is Severity.BLOCK)
    if blocks:
        raise RefusedError("order.refused", issues=blocks)
    if valid_until < uow.today:
        raise RefusedError("quote.valid_until_past", date=valid_until)
    require_move(draft.state, OrderState.QUOTED, number=draft.number)
    drawn = draw_number(uow, "quote", on=uow.today)
    header = replace(draft.header, valid_until=valid_until)
    quote = replace(draft, kind="quote", number=drawn.number, order_date=uow.today, header=header)
    values = {
        "kind": "quote", "state": OrderState.QUOTED, "number": drawn.number, "series_id": drawn.series_id,
        "series_number": drawn.series_number, "valid_until": valid_until, "order_date": uow.today,
        "content_hash": content_hash(quote), "parked_by": "",
    }  # fmt: skip
    if draft.approval:
        hold_orders_beside(uow, draft.id)
        void_approval(uow, draft.id)
    version = update_version(uow.db, Order, id=draft.id, version=draft.version, values=values, kind="order")
    _refuse_asked_since(uow, draft.id)
    write_costs(uow, draft.id, draft.lines)
    if with_paper:
        freeze_order_paper(uow, quote, {})
    after = {"state": "quoted", "number": drawn.number, "gross_minor": draft_totals(draft).gross_minor}
    _record(uow, draft.id, {"state": "draft"}, after, accepted=accepted_codes(plan.issues), reason=reason)
    uow.changed("order", draft.id, version=version)
    return drawn.number


def _refuse_asked_since(uow: UnitOfWork, order_id: int) -> None:
    """To ask for an approval makes no other version of a draft: what the plan did not know of would stay held."""
    approval = uow.db.execute(sa.select(_ORDER.c.approval).where(_ORDER.c.id == order_id)).scalar_one()
    if approval:
        raise ConflictError("document.changed_elsewhere", kind="order", id=order_id)


def revise_quote(uow: UnitOfWork, *, before: Draft, after: Draft, reason: str = "") -> int:
    """A new revision of a quote with its own paper; the new version. The old papers stay readable.

    `reason` says why warnings were accepted; it stands in the quote's story.
    """
    uow.actor.require("order.edit")
    if before.state != OrderState.QUOTED:
        raise RefusedError(
            "order.wrong_state", number=before.number or "", state=before.state, wanted="revised"
        )
    require_typed_prices(uow, before, after)
    refuse_unstorable(after)
    accepted = _refuse_blocked(uow, after)
    ensure_order_paper(uow, before.id)
    revision = before.revision + 1
    values = {
        **header_values(after.header),
        **totals_of(after),
        "currency": after.currency,
        "price_mode": after.price_mode,
        "customer_sort": sort_key(after.header.customer_name),
        "revision": revision,
        "rules_version": after.rules_version,
        "content_hash": content_hash(after),
    }
    version = update_version(uow.db, Order, id=before.id, version=before.version, values=values, kind="order")
    delete_lines(uow, before.id, write_changes(uow, before, after))
    freeze_order_paper(uow, replace(after, revision=revision), {})
    was, now = changes_told(before, after)
    old = {"gross_minor": draft_totals(before).gross_minor, "revision": before.revision, **was}
    new = {"gross_minor": draft_totals(after).gross_minor, "revision": revision, **now}
    _record(uow, before.id, old, new, accepted=accepted, reason=reason)
    uow.changed("order", before.id, version=version)
    return version


def _record(
    uow: UnitOfWork,
    quote_id: int,
    before: Mapping[str, object],
    after: Mapping[str, object],
    *,
    accepted: list[str],
    reason: str,
) -> None:
    """What was done, with the warnings that were accepted by doing it and why."""
    new = {**after, "accepted": accepted} if accepted else after
    uow.audit("order", quote_id, before=before, after=new, reason=accept_reason(reason, accepted))


def _refuse_blocked(uow: UnitOfWork, after: Draft) -> list[str]:
    """Refuse what stands in the way; the codes of what is accepted."""
    last_day = after.header.valid_until
    if last_day is not None and last_day < uow.today:
        raise RefusedError("quote.valid_until_past", date=last_day)
    issues = plan_draft(uow, after).issues
    blocks = [issue for issue in issues if issue.severity is Severity.BLOCK]
    if blocks:
        raise RefusedError("order.refused", issues=blocks)
    return accepted_codes(issues)


def order_from_quote(uow: UnitOfWork, quote_id: int, *, version: int) -> int:
    """A draft order with the quote's head, lines and prices; its id. The quote counts as ordered."""
    uow.actor.require("order.edit")
    quote = read_draft(uow, quote_id)
    if quote.version != version:
        raise ConflictError("document.changed_elsewhere", kind="order", id=quote_id)
    require_move(quote.state, OrderState.ORDERED, number=quote.number)
    order_id = start_draft(uow, kind="order")
    write_new(uow, replace(quote, id=order_id), quote_id=quote_id)
    if quote.configurations:
        copy_choices(uow, source=quote_id, target=order_id)
    new_version = update_version(
        uow.db, Order, id=quote_id, version=version, values={"state": OrderState.ORDERED}, kind="order"
    )
    after = {"state": OrderState.ORDERED, "order_id": order_id}
    uow.audit("order", quote_id, before={"state": quote.state}, after=after)
    uow.changed("order", quote_id, version=new_version)
    return order_id
