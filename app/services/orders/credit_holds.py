"""What becomes of an order beyond its customer's credit: confirmed, it is held until somebody releases it.

Who approved it has released it, for what was approved: a larger order or more credit used is held again.
"""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.holds import CREDIT_CAUSE, HoldKind, Release
from app.domain.issues import Issue, Severity
from app.domain.order_checks.holds import world_of_order
from app.domain.orders.context import OrderContext
from app.domain.orders.draft import Draft
from app.domain.told_texts import written
from app.i18n import _
from app.messages import spoken
from app.services.holds.laying import HoldInput, lay_by_rule
from app.services.holds.telling import tell_responsible
from app.services.orders.approval_requests import Approver
from app.services.unit_of_work import UnitOfWork

CREDIT_CODES = frozenset({"order.credit_exceeded", "order.overdue_holds"})
_HOLDS = frozenset({Severity.WARN, Severity.APPROVE})


def hold_beyond_credit(
    uow: UnitOfWork, draft: Draft, context: OrderContext, issues: Sequence[Issue], approver: Approver | None
) -> None:
    """Lay a credit hold on an order that is confirmed or raised beyond the credit; released where it was approved.

    `context` counts the credit without this order. A check that the firm made a note holds nothing.
    """
    beyond = [issue for issue in issues if issue.code in CREDIT_CODES and issue.severity in _HOLDS]
    if not beyond:
        return
    reason = written(*((issue.code, issue.params) for issue in beyond))
    data = HoldInput(kind=HoldKind.CREDIT, order_id=draft.id, reason=reason)
    lay_by_rule(uow, data, CREDIT_CAUSE, _approved(uow, draft, context, approver) if approver else None)
    if approver is None:
        subject = _("Held: order for {customer}").format(customer=draft.header.customer_name)
        about = f"order-{draft.id}"
        tell_responsible(uow, HoldKind.CREDIT, subject=subject, body=spoken(reason), about=about)


def _approved(uow: UnitOfWork, draft: Draft, context: OrderContext, approver: Approver) -> Release:
    world = world_of_order(draft, context)  # what came between asking and confirming was not approved
    return Release(
        approver.name,
        uow.now,
        approver.words,
        order_minor=world.order_minor,
        used_minor=_at_most(world.used_minor, approver.used_minor),
        overdue_minor=_at_most(world.overdue_minor, approver.overdue_minor),
    )


def _at_most(now: int, approved: int | None) -> int:
    return now if approved is None else min(now, approved)
