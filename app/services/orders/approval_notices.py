"""Mails about requests for an approval: to those who may answer, to those who did not in time, and to who asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from app.domain.approvals import ApprovalRules, ApprovalState, answerers, told_to
from app.domain.issues import Issue
from app.i18n import _, format_money
from app.messages import spoken, text_of_issue
from app.services.orders.approval_cards import answered_by
from app.services.outbox import queue_note
from app.services.people import read_users
from app.services.unit_of_work import UnitOfWork
from db.schema.orders import Order
from db.statements import table_of

_ORDER = table_of(Order)


def tell_answerers(
    uow: UnitOfWork,
    order_id: int,
    asks: Iterable[Issue],
    rules: ApprovalRules,
    *,
    asked_by: str,
    note: str = "",
    late: bool = False,
    change: Mapping[str, Any] | None = None,
) -> None:
    """A mail to each person with an address: what of it waits for him, who asks, of which order.

    First to the roles that answer for it; `late` to everybody who may. `change`: what is stored of the changes of a
    confirmed order, where those are asked for.
    """
    open_ones = [issue for issue in asks if not answered_by(issue)]
    mails = {user.name: user.email for user in read_users(uow) if user.email}
    asked: dict[str, list[Issue]] = {}
    for issue in open_ones:
        may = answerers(asked_by, rules, uow.today, issue.owner)
        own = () if late else told_to(asked_by, rules, uow.today, issue.owner)
        for name in mails.keys() & own or may:
            asked.setdefault(name, []).append(issue)
    subject, head = _subject_and_head(uow, order_id, asked_by, late=late, change=change)
    for name, mine in sorted(asked.items()):
        if name in mails:
            told = [f"- {spoken(str(issue.params.get('text') or text_of_issue(issue)))}" for issue in mine]
            body = "\n".join([head, "", *told, *(["", note] if note else [])])
            queue_note(uow, recipient=mails[name], subject=subject, body=body, about=f"order-{order_id}")


def _subject_and_head(
    uow: UnitOfWork, order_id: int, asked_by: str, *, late: bool, change: Mapping[str, Any] | None
) -> tuple[str, str]:
    columns = (_ORDER.c.customer_name, _ORDER.c.gross_minor, _ORDER.c.currency, _ORDER.c.number)
    order = uow.db.execute(sa.select(*columns).where(_ORDER.c.id == order_id)).one()
    subject = _("Still waiting for approval: {customer}") if late else _("Approval wanted: {customer}")
    text = _("{actor} asks for the approval of an order for {customer}, {total}.")
    if change is not None:
        text = _(
            "{actor} asks for the approval of changes of order {number} for {customer}: {total} \u2192 {new}."
        )
    head = text.format(
        actor=asked_by,
        customer=order.customer_name,
        number=order.number,
        total=format_money(order.gross_minor, order.currency),
        new=format_money(change["gross_after_minor"], order.currency) if change is not None else "",
    )
    return subject.format(customer=order.customer_name), head


def tell_asker(
    uow: UnitOfWork, order_id: int, name: str, customer: str, state: ApprovalState, answer: str
) -> None:
    """A mail to who asked: the answer."""
    email = next((user.email for user in read_users(uow) if user.name == name and user.email), "")
    if not email:
        return
    texts = {
        ApprovalState.GRANTED: _("Approved: {customer}"),
        ApprovalState.REFUSED: _("Not approved: {customer}"),
        ApprovalState.VOID: _("The order was changed, your changes need another approval: {customer}"),
    }
    subject = texts[state].format(customer=customer)
    queue_note(uow, recipient=email, subject=subject, body=answer or subject, about=f"order-{order_id}")
