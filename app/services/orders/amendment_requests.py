"""Requests that carry changes of a confirmed order: as they are stored, and their end when the order moves on.

Such a request is bound to the version of the order that it changes and to the hash of what the order becomes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from app.domain.approvals import ApprovalState
from app.domain.orders.content_hash import content_hash
from app.domain.orders.draft import Draft
from app.domain.orders.states import AMENDABLE
from app.services.journal import draft_of, draft_values, plain_values
from app.services.orders.approval_notices import tell_asker
from app.services.orders.approval_requests import (
    Approver,
    end_request,
    granted_by,
    granted_codes,
    live_request,
    settle_request,
)
from app.services.orders.changes_told import changes_told
from app.services.orders.credit_holds import CREDIT_CODES
from app.services.unit_of_work import Reading, UnitOfWork
from db.schema.orders import Order
from db.statements import table_of

if TYPE_CHECKING:
    from app.services.orders.previewing import Amendment

_ORDER = table_of(Order)


def amendment_values(before: Draft, after: Draft, preview: Amendment) -> dict[str, Any]:
    """What is stored of changes that are asked for: the order as it becomes, what differs, and what follows."""
    was, now = changes_told(before, after)
    days = [part.promise_date for part in preview.parts]
    known = [day for day in days if day is not None]
    return {
        "after": draft_values(after), "was": plain_values(was), "now": plain_values(now),
        "gross_before_minor": preview.gross_before_minor, "gross_after_minor": preview.gross_after_minor,
        "ship_day": max(known).isoformat() if known else None, "is_undated": len(known) < len(days),
        "wanted": _wanted(preview, after),
    }  # fmt: skip


def _wanted(preview: Amendment, after: Draft) -> list[tuple[int, str, int]]:
    """The goods that are new in the changes, in base micro units of each article; a variant counts as its article."""
    sums: Counter[int] = Counter()
    units: dict[int, str] = {}
    articles = {line.key: line.product_id for line in after.lines}
    for part in preview.parts:
        sums[part.product_id] += part.quantity_micro
        product = preview.context.products[articles[part.line_key] or part.product_id]
        units[part.product_id] = product.units[0].code
    return [(id_, units[id_], micro) for id_, micro in sorted(sums.items())]


def amended(order: Draft, values: Mapping[str, Any]) -> Draft:
    """The order as it becomes with the changes."""
    after = draft_of(values["after"])
    return replace(order, header=after.header, lines=after.lines)


def stands(order: Draft, *, amends: int, hash_: str, amendment: Mapping[str, Any]) -> bool:
    """Whether the order is still what was changed, and the changes those that were asked for."""
    if order.state not in AMENDABLE or order.version != amends:
        return False
    return content_hash(amended(order, amendment)) == hash_


def covered_codes(view: Reading, before: Draft, after: Draft) -> tuple[tuple[str, str], ...]:
    """What was approved of these very changes."""
    return granted_codes(view, before.id, content_hash(after), amends=before.version)


def approver_of(view: Reading, before: Draft, after: Draft) -> Approver | None:
    """Who approved that these very changes go beyond the credit."""
    return granted_by(view, before.id, content_hash(after), CREDIT_CODES, amends=before.version)


def settle_changes(uow: UnitOfWork, before: Draft, after: Draft, *, approved: bool) -> None:
    """The order is changed: nobody needs to answer any more; a request for other changes is void, and told so.

    What they hold is the caller's.
    """
    live = live_request(uow, before.id, amends=before.version) if before.approval else None
    if live is None:
        return
    if live.content_hash == content_hash(after):
        settle_request(uow, before.id, approved=approved, amends=before.version)
        uow.db.execute(sa.update(_ORDER).where(_ORDER.c.id == before.id).values(approval=""))
        uow.changed("approval", live.id, version=live.version + 1)
    else:
        void_changes(uow, before.id, version=before.version)


def void_changes(uow: UnitOfWork, order_id: int, *, version: int) -> None:
    """The order of this version moved on: changes of it that wait are void, and who asked for them is told.

    The caller sees to what they hold.
    """
    live = live_request(uow, order_id, amends=version)
    if live is None:
        return
    end_request(uow, order_id, ApprovalState.VOID, amends=version)
    if live.asked_by != uow.actor.name:
        of_whom = sa.select(_ORDER.c.customer_name).where(_ORDER.c.id == order_id)
        customer = uow.db.execute(of_whom).scalar_one()
        tell_asker(uow, order_id, live.asked_by, customer, ApprovalState.VOID, "")
