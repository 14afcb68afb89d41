"""Approvals of orders: asked with what asks for it, answered by somebody who may, bound to the order's content (C48).

A request lives while its order stays as it was: any change makes it void. A granted one lets the order be confirmed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Any

import sqlalchemy as sa

from app.domain.approvals import (
    LIVE,
    ApprovalRules,
    ApprovalState,
    answerers,
    asks_of,
    effect_of,
    may_answer,
    read_deputies,
)
from app.domain.errors import NotAllowedError, NotFoundError, RefusedError
from app.domain.issues import Issue, Severity
from app.domain.orders.content_hash import content_hash
from app.domain.orders.draft import Draft
from app.domain.orders.states import OrderState
from app.i18n import _, format_money
from app.messages import text_of_issue
from app.services.orders.approval_requests import end_live, mark, record, void_approval
from app.services.orders.draft_lines import write_costs
from app.services.orders.drafts import read_draft
from app.services.orders.holding import Hold, hold_goods, hold_longer, read_holds
from app.services.orders.planning import OrderPlan, articles_of
from app.services.outbox import queue_note
from app.services.people import read_users
from app.services.settings_store import read_firm_setting
from app.services.stock.holds import release_hold
from app.services.stock.serving import hold_orders_beside
from app.services.unit_of_work import Reading, UnitOfWork
from db.schema.approvals import ApprovalRequest
from db.schema.orders import Order
from db.statements import insert_row, table_of

_ORDER = table_of(Order)
_REQUEST = table_of(ApprovalRequest)
_CARD = (
    sa.select(
        _REQUEST,
        _ORDER.c.customer_name,
        _ORDER.c.gross_minor,
        _ORDER.c.currency,
        _ORDER.c.kind,
    )
    .join_from(_REQUEST, _ORDER, _ORDER.c.id == _REQUEST.c.order_id)
    .order_by(_REQUEST.c.id)
)


@dataclass(frozen=True, slots=True)
class ApprovalCard:
    """A request as the inbox shows it; `issues` are what asks, `effect` the numbers of `Effect` by name.

    Its moments are in the firm's zone.
    """

    id: int
    order_id: int
    state: str
    content_hash: str
    customer_name: str
    gross_minor: int
    currency: str
    kind: str
    issues: tuple[Issue, ...]
    effect: Mapping[str, int]
    note: str
    asked_by: str
    asked_at: datetime
    answered_by: str
    answered_at: datetime | None
    answer: str
    escalated_at: datetime | None
    version: int
    hold: Hold | None = None


def read_approval_rules(view: Reading) -> ApprovalRules:
    """Who may answer whom: the firm's settings and its active people."""
    people = {user.name: frozenset(user.roles) for user in read_users(view) if user.active}
    return ApprovalRules(
        other_person=read_firm_setting(view, "approval.other_person") is True,
        approvers=people,
        deputies=read_deputies(str(read_firm_setting(view, "approval.deputies"))),
    )


def read_open_approvals(view: Reading) -> tuple[ApprovalCard, ...]:
    """The open requests that the actor may answer, the oldest first: the inbox."""
    rules, today = read_approval_rules(view), view.clock.today()
    found = _read_cards(view, _REQUEST.c.state == ApprovalState.OPEN)
    return tuple(card for card in found if may_answer(view.actor, card.asked_by, rules, today))


def read_approvals_of(view: Reading, order_id: int) -> tuple[ApprovalCard, ...]:
    """All requests for an order, the newest last."""
    return _read_cards(view, _REQUEST.c.order_id == order_id)


def ask_approval(uow: UnitOfWork, plan: OrderPlan, *, note: str = "") -> int:
    """Ask for what the plan of a draft needs; the request's id. Everybody who may answer is told by mail.

    Refused where something blocks, nothing asks, or nobody could answer. Asked twice is the same request.
    """
    uow.actor.require("order.confirm")
    draft = plan.draft
    hash_ = content_hash(draft)
    hold_orders_beside(uow, draft.id, articles=articles_of(draft))
    known = _lock_live(uow, draft, hash_)
    if known is not None:
        return known
    asks = _refuse_senseless(plan.issues)
    rules = read_approval_rules(uow)
    names = answerers(uow.actor.name, rules, uow.today)
    if not names:
        raise RefusedError("approval.nobody", actor=uow.actor.name)
    effect = asdict(effect_of(draft, plan.context))
    values = {
        "order_id": draft.id, "content_hash": hash_, "issues": [_issue_values(issue) for issue in asks],
        "effect": effect, "note": note.strip(), "asked_by": uow.actor.name, "asked_at": uow.now, "answer": "",
    }  # fmt: skip
    id_ = insert_row(uow.db, ApprovalRequest, values)
    write_costs(uow, draft.id, draft.lines)
    mark(uow, draft.id, ApprovalState.OPEN)
    until = hold_goods(uow, draft)
    record(uow, id_, draft.id, "", ApprovalState.OPEN, reason=note.strip(), version=1, held_until=until)
    _tell(uow, names, draft, asks, note.strip())
    return id_


def grant_approval(uow: UnitOfWork, request_id: int, *, version: int, answer: str = "") -> None:
    """Approve: the order may be confirmed as it is. Refused where it was changed since, which makes it void."""
    _answer(uow, request_id, version=version, state=ApprovalState.GRANTED, answer=answer)


def refuse_approval(uow: UnitOfWork, request_id: int, *, version: int, answer: str) -> None:
    """Say no, with the reason that the clerk reads."""
    if not answer.strip():
        raise RefusedError("approval.no_reason")
    _answer(uow, request_id, version=version, state=ApprovalState.REFUSED, answer=answer)


def withdraw_approval(uow: UnitOfWork, order_id: int) -> None:
    """Take back the live request of an order; nothing where there is none."""
    uow.actor.require("order.confirm")
    hold_orders_beside(uow, order_id)
    end_live(uow, order_id, ApprovalState.WITHDRAWN)


def escalate_approvals(uow: UnitOfWork) -> int:
    """Tell the owners once more of what nobody answered in time; how many requests that were."""
    hours = int(read_firm_setting(uow, "approval.escalate_hours"))
    if hours <= 0:
        return 0
    late = sa.and_(
        _REQUEST.c.state == ApprovalState.OPEN,
        _REQUEST.c.escalated_at.is_(None),
        _REQUEST.c.asked_at <= uow.now - timedelta(hours=hours),
    )
    found = _read_cards(uow, late)
    rules = read_approval_rules(uow)
    for card in found:
        values = {"escalated_at": uow.now, "version": _REQUEST.c.version + 1}
        mine = (_REQUEST.c.id == card.id, _REQUEST.c.version == card.version)
        if uow.db.execute(sa.update(_REQUEST).where(*mine).values(**values)).rowcount:
            draft = read_draft(uow, card.order_id)
            _tell(uow, answerers(card.asked_by, rules, uow.today), draft, card.issues, card.note, late=True)
            uow.changed("approval", card.id, version=card.version + 1)
    return len(found)


def _read_cards(view: Reading, condition: sa.ColumnElement[bool]) -> tuple[ApprovalCard, ...]:
    rows = view.db.execute(_CARD.where(condition)).mappings().all()
    holds = read_holds(view, (row["order_id"] for row in rows if row["state"] in LIVE))
    zone = view.clock.local().tzinfo
    return tuple(
        ApprovalCard(
            **{**_in_zone(row, zone), "issues": tuple(_issue_of(each) for each in row["issues"])},
            hold=holds.get(row["order_id"]) if row["state"] in LIVE else None,
        )
        for row in rows
    )


def _in_zone(row: sa.RowMapping, zone: tzinfo | None) -> dict[str, Any]:
    return {
        name: value.astimezone(zone) if isinstance(value, datetime) else value for name, value in row.items()
    }


def _issue_values(issue: Issue) -> dict[str, Any]:
    return {"code": issue.code, "where": issue.where, "text": text_of_issue(issue)}


def _issue_of(values: Mapping[str, Any]) -> Issue:
    """What asked, with its sentence as it was told then: the numbers in it are those of then."""
    return Issue(values["code"], Severity.APPROVE, values["where"], {"text": values["text"]})


def _lock_live(uow: UnitOfWork, draft: Draft, hash_: str) -> int | None:
    """Hold the draft; the id of a live request for the same content, while another one is made void."""
    row = uow.db.execute(
        sa.select(_ORDER.c.state, _ORDER.c.version, _ORDER.c.approval, _ORDER.c.number)
        .where(_ORDER.c.id == draft.id)
        .with_for_update()
    ).one_or_none()
    if row is None:
        raise NotFoundError("document.not_found", kind="order", id=draft.id)
    if row.state != OrderState.DRAFT:
        raise RefusedError("order.not_a_draft", number=row.number or "")
    live = uow.db.execute(
        sa.select(_REQUEST.c.id, _REQUEST.c.content_hash).where(
            _REQUEST.c.order_id == draft.id, _REQUEST.c.state.in_([ApprovalState.OPEN, ApprovalState.GRANTED])
        )
    ).one_or_none()
    if live is None:
        return None
    if live.content_hash == hash_:
        return int(live.id)
    void_approval(uow, draft.id)
    return None


def _refuse_senseless(issues: tuple[Issue, ...]) -> tuple[Issue, ...]:
    blocks = tuple(issue for issue in issues if issue.severity is Severity.BLOCK)
    if blocks:
        raise RefusedError("order.refused", issues=blocks)
    asks = asks_of(issues)
    if not asks:
        raise RefusedError("approval.not_needed")
    return asks


def _answer(uow: UnitOfWork, request_id: int, *, version: int, state: ApprovalState, answer: str) -> None:
    row = _lock_request(uow, request_id)
    if not may_answer(uow.actor, row["asked_by"], read_approval_rules(uow), uow.today):
        raise NotAllowedError("approval.not_yours", actor=uow.actor.name, asked_by=row["asked_by"])
    if row["state"] != ApprovalState.OPEN or row["version"] != version:
        raise RefusedError(
            "approval.answered", state=row["state"], actor=row["answered_by"] or row["asked_by"]
        )
    draft = read_draft(uow, row["order_id"])
    if draft.state != OrderState.DRAFT or content_hash(draft) != row["content_hash"]:
        raise RefusedError("approval.changed")
    values = {
        "state": state, "answered_by": uow.actor.name, "answered_at": uow.now, "answer": answer.strip(),
        "version": version + 1,
    }  # fmt: skip
    uow.db.execute(sa.update(_REQUEST).where(_REQUEST.c.id == request_id).values(**values))
    _mark_answered(uow, draft.id, state)
    record(uow, request_id, draft.id, ApprovalState.OPEN, state, reason=answer.strip(), version=version + 1)
    _tell_asker(uow, row["asked_by"], draft, state, answer.strip())


def _lock_request(uow: UnitOfWork, request_id: int) -> sa.RowMapping:
    """The request, held; its order before, as whoever changes the order does it."""
    statement = sa.select(_REQUEST.c.order_id).where(_REQUEST.c.id == request_id)
    order_id = uow.db.execute(statement).scalar_one_or_none()
    if order_id is None:
        raise NotFoundError("document.not_found", kind="approval", id=request_id)
    hold_orders_beside(uow, order_id)
    locked = sa.select(_REQUEST).where(_REQUEST.c.id == request_id).with_for_update()
    return uow.db.execute(locked).mappings().one()


def _mark_answered(uow: UnitOfWork, order_id: int, state: ApprovalState) -> None:
    """What was approved is held for the whole time once more; what was not is free again."""
    if state is ApprovalState.GRANTED:
        mark(uow, order_id, state)
        hold_longer(uow, order_id)
    else:
        mark(uow, order_id, None)
        release_hold(uow, order_id)


def _tell(
    uow: UnitOfWork,
    names: tuple[str, ...],
    draft: Draft,
    asks: tuple[Issue, ...],
    note: str,
    *,
    late: bool = False,
) -> None:
    """A mail to each of these people that has an address: what is needed, by whom, of which order."""
    mails = {user.name: user.email for user in read_users(uow) if user.email}
    customer = draft.header.customer_name
    subject = _("Approval wanted: {customer}").format(customer=customer)
    if late:
        subject = _("Still waiting for approval: {customer}").format(customer=customer)
    total = format_money(_gross(uow, draft.id), draft.currency)
    head = _("{actor} asks for the approval of an order for {customer}, {total}.").format(
        actor=uow.actor.name, customer=customer, total=total
    )
    asked = [str(issue.params.get("text") or text_of_issue(issue)) for issue in asks]
    body = "\n".join([head, "", *(f"- {text}" for text in asked), *(["", note] if note else [])])
    for name in names:
        if name in mails:
            queue_note(uow, recipient=mails[name], subject=subject, body=body, about=f"order-{draft.id}")


def _tell_asker(uow: UnitOfWork, name: str, draft: Draft, state: ApprovalState, answer: str) -> None:
    email = next((user.email for user in read_users(uow) if user.name == name and user.email), "")
    if not email:
        return
    texts = {
        ApprovalState.GRANTED: _("Approved: {customer}"),
        ApprovalState.REFUSED: _("Not approved: {customer}"),
    }
    subject = texts[state].format(customer=draft.header.customer_name)
    queue_note(uow, recipient=email, subject=subject, body=answer or subject, about=f"order-{draft.id}")


def _gross(view: Reading, order_id: int) -> int:
    return int(view.db.execute(sa.select(_ORDER.c.gross_minor).where(_ORDER.c.id == order_id)).scalar_one())
