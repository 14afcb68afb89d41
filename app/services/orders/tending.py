"""What requests for an approval need while nobody looks: told again in time, their goods set free after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from app.domain.approvals import ApprovalState
from app.domain.rights import Actor
from app.services.orders.approval_cards import ApprovalCard, read_approval_rules, read_cards
from app.services.orders.approval_notices import tell_answerers
from app.services.orders.holding import end_holds_over_time
from app.services.settings_store import read_firm_setting
from app.services.unit_of_work import Reading, UnitOfWork, Work
from db.schema.approvals import ApprovalRequest
from db.statements import table_of

_REQUEST = table_of(ApprovalRequest)


@dataclass(frozen=True, slots=True)
class Tended:
    """How many requests were told again, and how many orders hold nothing any more."""

    told: int
    ended: int


def tend_approvals(work: Work, *, actor: Actor) -> Tended:
    """Do what is due; as often and from as many desks as one likes: each request and each hold once.

    Where nothing is due it only reads.
    """
    ended = end_holds_over_time(work, actor=actor)
    with work.reading(actor=actor) as view:
        is_due = bool(_read_late(view))
    return Tended(work.run(escalate_approvals, actor=actor) if is_due else 0, ended)


def escalate_approvals(uow: UnitOfWork) -> int:
    """Tell once more what nobody answered in time; how many requests that were. Who comes second tells nothing."""
    rules = read_approval_rules(uow)
    late = [card for card in _read_late(uow) if _claim(uow, card)]
    for card in late:
        tell_answerers(
            uow, card.order_id, card.issues, rules, asked_by=card.asked_by, note=card.note, late=True,
            change=card.amendment,
        )  # fmt: skip
        uow.audit("order", card.order_id, before={}, after={"approval_told_again": True})
        uow.changed("approval", card.id, version=card.version + 1)
    return len(late)


def _read_late(view: Reading) -> tuple[ApprovalCard, ...]:
    hours = int(read_firm_setting(view, "approval.escalate_hours"))
    if hours <= 0:
        return ()
    asked = _REQUEST.c.asked_at <= view.clock.now() - timedelta(hours=hours)
    return read_cards(
        view, sa.and_(_REQUEST.c.state == ApprovalState.OPEN, _REQUEST.c.escalated_at.is_(None), asked)
    )


def _claim(uow: UnitOfWork, card: ApprovalCard) -> bool:
    """Whether this desk is the one that tells it."""
    mine = (
        _REQUEST.c.id == card.id,
        _REQUEST.c.version == card.version,
        _REQUEST.c.state == ApprovalState.OPEN,
    )
    values = {"escalated_at": uow.now, "version": card.version + 1}
    return uow.db.execute(sa.update(_REQUEST).where(*mine).values(**values)).rowcount == 1
