"""Approvals of orders: asked with what asks for it, answered by those who may, bound to the order's content (C48).

A request lives while its order stays as it was: any change makes it void. It is granted once each issue has the yes of
somebody whose role answers for it; then the order can be confirmed. One no refuses all of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import sqlalchemy as sa

from app.domain.approvals import ApprovalRules, ApprovalState, answerers, asks_of, effect_of
from app.domain.errors import ConflictError, NotAllowedError, NotFoundError, RefusedError
from app.domain.issues import Issue, Severity
from app.domain.orders.content_hash import content_hash
from app.domain.orders.context import OrderContext
from app.domain.orders.draft import Draft
from app.domain.orders.states import AMENDABLE, OrderState
from app.services.orders.amendment_requests import stands
from app.services.orders.approval_cards import (
    ApprovalCard,
    answered_by,
    issue_of,
    issue_values,
    places_of,
    read_approval_rules,
    read_approvals_of,
    read_open_approvals,
)
from app.services.orders.approval_notices import tell_answerers, tell_asker
from app.services.orders.approval_requests import (
    end_live,
    live_request,
    mark,
    record,
    void_approval,
)
from app.services.orders.draft_lines import write_costs
from app.services.orders.drafts import read_draft
from app.services.orders.holding import hold_goods, hold_longer
from app.services.orders.planning import OrderPlan, articles_of
from app.services.stock.holds import release_hold
from app.services.stock.serving import hold_orders_beside
from app.services.unit_of_work import UnitOfWork
from db.schema.approvals import ApprovalRequest
from db.schema.orders import Order
from db.statements import insert_row, table_of

__all__ = [
    "ApprovalCard",
    "ask_approval",
    "grant_approval",
    "read_approvals_of",
    "read_open_approvals",
    "refuse_approval",
    "withdraw_approval",
]
_ORDER = table_of(Order)
_REQUEST = table_of(ApprovalRequest)


def ask_approval(uow: UnitOfWork, plan: OrderPlan, *, note: str = "") -> int:
    """Ask for what the plan of a draft needs; the request's id. Everybody who may answer is told by mail.

    Refused where something blocks, nothing asks, or nobody could answer; `ConflictError` if the draft changed since
    it was planned. Asked twice is the same request. Meanwhile the order holds its goods.
    """
    uow.actor.require("order.confirm")
    draft = plan.draft
    hash_ = content_hash(draft)
    hold_orders_beside(uow, draft.id, articles=articles_of(draft))
    _lock_draft(uow, draft)
    live = live_request(uow, draft.id)
    if live is not None and live.content_hash == hash_:
        return int(live.id)
    if live is not None:
        void_approval(uow, draft.id)
    wanted = Wanted(draft, plan.context, refuse_senseless(plan.issues), note.strip())
    id_ = write_request(uow, wanted)
    write_costs(uow, draft.id, draft.lines)
    until = hold_goods(uow, draft)
    tell_request(uow, id_, wanted, {"held_until": until} if until else {})
    return id_


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: an order as it is or becomes, what of it asks, and the words of who asks.

    `amendment`: the changes of a confirmed order as they are stored (`amendment_values`).
    """

    draft: Draft
    context: OrderContext
    asks: tuple[Issue, ...]
    note: str
    amendment: Mapping[str, Any] | None = None


def write_request(uow: UnitOfWork, wanted: Wanted) -> int:
    """Write the request of an order that is held; its id. Refused where nobody could answer."""
    draft = wanted.draft
    _refuse_unanswerable(uow, wanted.asks, read_approval_rules(uow))
    values = {
        "order_id": draft.id, "content_hash": content_hash(draft),
        "issues": [issue_values(issue) for issue in wanted.asks],
        "effect": asdict(effect_of(draft, wanted.context)), "note": wanted.note,
        "asked_by": uow.actor.name, "asked_at": uow.now, "answer": "",
        "amends": 0 if wanted.amendment is None else draft.version, "amendment": wanted.amendment,
    }  # fmt: skip
    id_ = insert_row(uow.db, ApprovalRequest, values)
    mark(uow, draft.id, ApprovalState.OPEN)
    return id_


def tell_request(uow: UnitOfWork, id_: int, wanted: Wanted, more: Mapping[str, object]) -> None:
    """The story has it, whoever shows it hears of it, and those who may answer get a mail."""
    order_id, rules, note = wanted.draft.id, read_approval_rules(uow), wanted.note
    record(uow, id_, order_id, "", ApprovalState.OPEN, reason=note, version=1, more=more)
    tell_answerers(
        uow, order_id, wanted.asks, rules, asked_by=uow.actor.name, note=note, change=wanted.amendment
    )


def grant_approval(uow: UnitOfWork, request_id: int, *, version: int, answer: str = "") -> ApprovalState:
    """Say yes to all that the actor answers for; granted once nothing of it waits for somebody else.

    Refused where the order was changed since, which makes it void.
    """
    row, places = _lock_to_answer(uow, request_id, version)
    issues = [issue_of(values) for values in row["issues"]]
    for place in places:
        params = {**issues[place].params, "answered_by": uow.actor.name}
        issues[place] = replace(issues[place], params=params)
    words = _words_so_far(row["answer"], uow.actor.name, answer.strip(), is_only=len(places) == len(issues))
    state = ApprovalState.GRANTED if all(map(answered_by, issues)) else ApprovalState.OPEN
    _write_answer(uow, row, state, issues, words)
    if state is ApprovalState.GRANTED:
        mark(uow, row["order_id"], state)
        hold_longer(uow, row["order_id"])
    codes = [issues[place].code for place in places]
    record(
        uow, request_id, row["order_id"], ApprovalState.OPEN, state, reason=answer.strip(), version=version + 1,
        more={"agreed": codes} if len(places) < len(issues) else {},
    )  # fmt: skip
    if state is ApprovalState.GRANTED:
        _tell_asker(uow, row, state, words)
    return state


def refuse_approval(uow: UnitOfWork, request_id: int, *, version: int, answer: str) -> None:
    """Say no, with the reason that the clerk reads; what others said yes to is refused with it."""
    if not answer.strip():
        raise RefusedError("approval.no_reason")
    row, _places = _lock_to_answer(uow, request_id, version)
    issues = [issue_of(values) for values in row["issues"]]
    _write_answer(uow, row, ApprovalState.REFUSED, issues, answer.strip())
    mark(uow, row["order_id"], None)
    release_hold(uow, row["order_id"])
    record(
        uow, request_id, row["order_id"], ApprovalState.OPEN, ApprovalState.REFUSED,
        reason=answer.strip(), version=version + 1,
    )  # fmt: skip
    _tell_asker(uow, row, ApprovalState.REFUSED, answer.strip())


def withdraw_approval(uow: UnitOfWork, order_id: int) -> None:
    """Take back the live request of an order or for its changes; nothing where there is none."""
    uow.actor.require("order.confirm")
    hold_orders_beside(uow, order_id)
    columns = (_ORDER.c.state, _ORDER.c.version)
    order = uow.db.execute(sa.select(*columns).where(_ORDER.c.id == order_id).with_for_update()).one()
    amends = order.version if order.state in AMENDABLE else 0
    end_live(uow, order_id, ApprovalState.WITHDRAWN, amends=amends)


def _lock_draft(uow: UnitOfWork, draft: Draft) -> None:
    """Hold the draft; refused where another desk changed it since it was read."""
    row = uow.db.execute(
        sa.select(_ORDER.c.state, _ORDER.c.version, _ORDER.c.number)
        .where(_ORDER.c.id == draft.id)
        .with_for_update()
    ).one_or_none()
    if row is None:
        raise NotFoundError("document.not_found", kind="order", id=draft.id)
    if row.state != OrderState.DRAFT:
        raise RefusedError("order.not_a_draft", number=row.number or "")
    if row.version != draft.version:
        raise ConflictError("document.changed_elsewhere", kind="order", id=draft.id)


def refuse_senseless(issues: tuple[Issue, ...]) -> tuple[Issue, ...]:
    """What asks; refused where something blocks or nothing asks."""
    blocks = tuple(issue for issue in issues if issue.severity is Severity.BLOCK)
    if blocks:
        raise RefusedError("order.refused", issues=blocks)
    asks = asks_of(issues)
    if not asks:
        raise RefusedError("approval.not_needed")
    return asks


def _refuse_unanswerable(uow: UnitOfWork, asks: Sequence[Issue], rules: ApprovalRules) -> None:
    """Each issue needs somebody who may answer it."""
    for issue in asks:
        if not answerers(uow.actor.name, rules, uow.today, issue.owner):
            raise RefusedError("approval.nobody", actor=uow.actor.name)


def _lock_to_answer(uow: UnitOfWork, request_id: int, version: int) -> tuple[sa.RowMapping, tuple[int, ...]]:
    """The request, held, and the places of what the actor answers of it; refused where it cannot be answered."""
    row = _lock_request(uow, request_id)
    is_open = row["state"] == ApprovalState.OPEN
    issues = [issue_of(values) for values in row["issues"]]
    unanswered = [replace(issue, params={}) for issue in issues]
    rules = read_approval_rules(uow)
    if not places_of(uow, unanswered, row["asked_by"], rules):
        raise NotAllowedError("approval.not_yours", actor=uow.actor.name, asked_by=row["asked_by"])
    places = places_of(uow, issues, row["asked_by"], rules)
    if not is_open or row["version"] != version or not places:
        by = row["answered_by"] or row["asked_by"]
        raise RefusedError("approval.answered", state=row["state"], actor=by)
    if not _is_as_asked(uow, row):
        raise RefusedError("approval.changed")
    return row, places


def _is_as_asked(uow: UnitOfWork, row: sa.RowMapping) -> bool:
    draft = read_draft(uow, row["order_id"])
    if row["amendment"] is not None:
        return stands(draft, amends=row["amends"], hash_=row["content_hash"], amendment=row["amendment"])
    return draft.state == OrderState.DRAFT and content_hash(draft) == row["content_hash"]


def _lock_request(uow: UnitOfWork, request_id: int) -> sa.RowMapping:
    """The request, held; its order before, as whoever changes the order does it."""
    statement = sa.select(_REQUEST.c.order_id).where(_REQUEST.c.id == request_id)
    order_id = uow.db.execute(statement).scalar_one_or_none()
    if order_id is None:
        raise NotFoundError("document.not_found", kind="approval", id=request_id)
    hold_orders_beside(uow, order_id)
    locked = sa.select(_REQUEST).where(_REQUEST.c.id == request_id).with_for_update()
    return uow.db.execute(locked).mappings().one()


def _words_so_far(before: str, name: str, words: str, *, is_only: bool) -> str:
    """What all said who answered: each with his name, where there is more than one."""
    mine = words if is_only or not words else f"{name}: {words}"
    return " · ".join(filter(None, (before, mine)))


def _write_answer(
    uow: UnitOfWork, row: sa.RowMapping, state: ApprovalState, issues: Sequence[Issue], words: str
) -> None:
    values = {
        "state": state, "answered_by": uow.actor.name, "answered_at": uow.now, "answer": words,
        "issues": [issue_values(issue) for issue in issues], "version": row["version"] + 1,
    }  # fmt: skip
    uow.db.execute(sa.update(_REQUEST).where(_REQUEST.c.id == row["id"]).values(**values))


def _tell_asker(uow: UnitOfWork, row: sa.RowMapping, state: ApprovalState, words: str) -> None:
    customer = uow.db.execute(
        sa.select(_ORDER.c.customer_name).where(_ORDER.c.id == row["order_id"])
    ).scalar_one()
    tell_asker(uow, row["order_id"], row["asked_by"], customer, state, words)
