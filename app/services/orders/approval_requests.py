"""Rows of approval requests: the live one of an order, and its end when the order is changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.domain.approvals import ApprovalState
from app.services.stock.holds import release_hold
from app.services.unit_of_work import Reading, UnitOfWork
from db.schema.approvals import ApprovalRequest
from db.schema.orders import Order
from db.statements import table_of

_ORDER = table_of(Order)
_REQUEST = table_of(ApprovalRequest)


def void_approval(uow: UnitOfWork, order_id: int) -> None:
    """The order was changed: its live request holds no more (C48)."""
    end_live(uow, order_id, ApprovalState.VOID)


def granted_codes(
    view: Reading, order_id: int, hash_: str, *, amends: int = 0
) -> tuple[tuple[str, str], ...]:
    """What was approved of an order with this content: code and place of each issue.

    `amends`: the version of the confirmed order that is changed to it; 0 for a draft.
    """
    row = view.db.execute(
        sa.select(_REQUEST.c.issues).where(
            _REQUEST.c.order_id == order_id,
            _REQUEST.c.state == ApprovalState.GRANTED,
            _REQUEST.c.content_hash == hash_,
            _REQUEST.c.amends == amends,
        )
    ).one_or_none()
    return () if row is None else tuple((issue["code"], issue["where"]) for issue in row.issues)


@dataclass(frozen=True, slots=True)
class Approver:
    """Who approved what asked for it, with which words, and how much of the credit was used when it was asked."""

    name: str
    words: str = ""
    used_minor: int | None = None
    overdue_minor: int | None = None


def granted_by(
    view: Reading, order_id: int, hash_: str, codes: Collection[str], *, amends: int = 0
) -> Approver | None:
    """Who approved one of these codes of an order with this content."""
    row = view.db.execute(
        sa.select(_REQUEST.c.answered_by, _REQUEST.c.answer, _REQUEST.c.issues, _REQUEST.c.effect).where(
            _REQUEST.c.order_id == order_id,
            _REQUEST.c.state == ApprovalState.GRANTED,
            _REQUEST.c.content_hash == hash_,
            _REQUEST.c.amends == amends,
        )
    ).one_or_none()
    if row is None:
        return None
    mine = (str(issue.get("answered_by", "")) for issue in row.issues if issue["code"] in codes)
    name = next(filter(None, mine), row.answered_by)
    return Approver(name, row.answer, row.effect.get("used_minor"), row.effect.get("overdue_minor"))


def live_request(view: Reading, order_id: int, *, amends: int = 0) -> sa.Row[Any] | None:
    """Id, state, version, content hash and asker of the live request for this order, or for its changes."""
    columns = (_REQUEST.c[n] for n in ("id", "state", "version", "content_hash", "asked_by"))
    mine = (
        _REQUEST.c.order_id == order_id,
        _REQUEST.c.amends == amends,
        _REQUEST.c.state.in_([ApprovalState.OPEN, ApprovalState.GRANTED]),
    )
    return view.db.execute(sa.select(*columns).where(*mine)).one_or_none()


def end_live(uow: UnitOfWork, order_id: int, state: ApprovalState, *, amends: int = 0) -> None:
    """End the live request of an order, if there is one; its goods are free again.

    `amends`: the version that it changes, 0 for a draft.

    Who holds nothing yet calls `hold_orders_beside` first, since what is given back serves others.
    """
    if end_request(uow, order_id, state, amends=amends):
        release_hold(uow, order_id)


def end_request(uow: UnitOfWork, order_id: int, state: ApprovalState, *, amends: int = 0) -> bool:
    """The same, and the caller sees to what is held; whether there was a live request."""
    was = live_request(uow, order_id, amends=amends)
    if was is None:
        return False
    values = {"state": state, "version": was.version + 1}
    uow.db.execute(sa.update(_REQUEST).where(_REQUEST.c.id == was.id).values(**values))
    mark(uow, order_id, None)
    record(uow, was.id, order_id, was.state, state, reason="", version=was.version + 1)
    return True


def settle_request(uow: UnitOfWork, order_id: int, *, approved: bool, amends: int = 0) -> None:
    """The order is confirmed: nobody needs to answer any more. `approved`: who confirmed it took it on himself."""
    state = ApprovalState.GRANTED if approved else ApprovalState.WITHDRAWN
    values = {"state": state, "answered_by": uow.actor.name, "answered_at": uow.now}
    found = uow.db.execute(
        sa.update(_REQUEST)
        .where(_REQUEST.c.order_id == order_id, _REQUEST.c.state == ApprovalState.OPEN)
        .where(_REQUEST.c.amends == amends)
        .values(**values, version=_REQUEST.c.version + 1)
        .returning(_REQUEST.c.id, _REQUEST.c.version)
    ).one_or_none()
    if found is not None:
        mark(uow, order_id, state if approved else None)
        record(uow, found.id, order_id, ApprovalState.OPEN, state, reason="", version=found.version)


def mark(uow: UnitOfWork, order_id: int, state: ApprovalState | None) -> None:
    """What the order itself says of its live request."""
    uow.db.execute(sa.update(_ORDER).where(_ORDER.c.id == order_id).values(approval=state or ""))


def record(
    uow: UnitOfWork,
    id: int,
    order_id: int,
    before: str,
    after: str,
    *,
    reason: str,
    version: int,
    more: Mapping[str, object] | None = None,
) -> None:
    """What became of a request, in the order's story, and told to who shows it."""
    old = {"approval": before} if before else {}
    new = {"approval": after, **(more or {})}
    uow.audit("order", order_id, before=old, after=new, reason=reason)
    uow.changed("approval", id, version=version)
    uow.changed("order", order_id, version=0)


def forget_requests(uow: UnitOfWork, order_id: int) -> None:
    """A draft is thrown away, and its requests with it; the audit keeps what was asked and answered."""
    end_live(uow, order_id, ApprovalState.WITHDRAWN)
    uow.db.execute(sa.delete(_REQUEST).where(_REQUEST.c.order_id == order_id))
