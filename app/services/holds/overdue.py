"""Customers whose overdue items hold, by their class: held when that begins, let go when it ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.domain.credit import CreditClass, class_of
from app.domain.holds import OVERDUE_CAUSE, HoldKind
from app.domain.issues import Severity
from app.domain.money import Money
from app.domain.order_checks import registry
from app.domain.order_checks.run import severity_of
from app.domain.told_texts import written
from app.i18n import _, n_
from app.messages import spoken
from app.services.check_settings import read_check_settings
from app.services.holds.laying import MARKED, HoldInput, end_holds, lay_by_rule
from app.services.holds.telling import tell_responsible
from app.services.ledger.home import HOME_OPEN
from app.services.unit_of_work import Reading, UnitOfWork
from db.held_names import hold_names
from db.schema.firm import Firm
from db.schema.holds import OrderHold
from db.schema.invoicing import OpenItem
from db.schema.parties import Customer
from db.statements import table_of

_HOLD, _CUSTOMER = table_of(OrderHold), table_of(Customer)
_LIVE = (_HOLD.c.cause == OVERDUE_CAUSE, _HOLD.c.ended_at.is_(None))
_OPEN = HOME_OPEN
_LATE = (
    sa.select(
        OpenItem.customer_id,
        Customer.name,
        Customer.credit_class,
        sa.func.sum(_OPEN).label("minor"),
        sa.func.min(OpenItem.due_date).label("oldest"),
    )
    .join(Customer, Customer.id == OpenItem.customer_id)
    .where(OpenItem.is_open.is_(True), _OPEN > 0, OpenItem.due_date < sa.bindparam("today", type_=sa.Date))
    .group_by(OpenItem.customer_id, Customer.name, Customer.credit_class)
    .order_by(OpenItem.customer_id)
)
_TOUCHED = sa.or_(
    _CUSTOMER.c.on_hold, _CUSTOMER.c.id.in_(sa.select(_HOLD.c.customer_id).where(_HOLD.c.ended_at.is_(None)))
)


@dataclass(frozen=True, slots=True)
class Followed:
    """How many customers were held, and how many let go."""

    held: int
    let_go: int


def follow_overdue(uow: UnitOfWork) -> Followed:
    """Hold the customers who are overdue beyond their class now and let go those who are not any more.

    Nothing is held where the firm made a note of that check, or switched it off. Those responsible are told.
    """
    hold_names(uow.db, "holds", [OVERDUE_CAUSE])  # two windows at once follow one another
    late = {row.customer_id: row for row in _late_beyond(uow)}
    held = set(uow.db.execute(sa.select(_HOLD.c.customer_id).where(*_LIVE)).scalars())
    reasons = _reasons(uow, [late[id_] for id_ in sorted(late.keys() - held)])
    for row, reason in reasons:
        lay_by_rule(
            uow, HoldInput(kind=HoldKind.CREDIT, customer_id=row.customer_id, reason=reason), OVERDUE_CAUSE
        )
    gone = held - late.keys()
    if gone:
        end_holds(uow, *_LIVE, _HOLD.c.customer_id.in_(sorted(gone)))
    uow.db.execute(MARKED.where(_TOUCHED), {"today": uow.today})
    if reasons:
        _tell(uow, [f"{row.name}: {spoken(reason)}" for row, reason in reasons])
    return Followed(len(reasons), len(gone))


def _late_beyond(view: Reading) -> list[Any]:
    settings = read_check_settings(view)
    severity = severity_of(registry.BY_CODE["order.overdue_holds"], settings)
    if severity in {None, Severity.INFO} or not settings.credit_classes:
        return []
    today = view.clock.today()
    rows = view.db.execute(_LATE, {"today": today}).all()

    def holds(row: Any, rule: CreditClass) -> bool:
        return rule.holds(overdue_minor=int(row.minor), overdue_days=(today - row.oldest).days)

    return [row for row in rows if holds(row, class_of(row.credit_class, settings.credit_classes))]


def _reasons(view: Reading, rows: list[Any]) -> list[tuple[Any, str]]:
    """Each row with how much is late, and for how long."""
    if not rows:
        return []
    currency = view.db.execute(sa.select(Firm.currency).limit(1)).scalar_one()
    return [(row, _reason(row, currency, view.clock.today())) for row in rows]


def _reason(row: Any, currency: str, today: date) -> str:
    days = (today - row.oldest).days
    code = "made.overdue_day" if days == 1 else "made.overdue_days"
    return written((code, {"amount": Money(int(row.minor), currency), "days": days}))


def _tell(uow: UnitOfWork, lines: list[str]) -> None:
    count = len(lines)
    subject = n_("{count} customer is held: overdue", "{count} customers are held: overdue", count)
    body = "\n".join(
        [_("Their orders are neither picked nor shipped until somebody releases them:"), "", *lines]
    )
    about = f"overdue-{uow.today:%Y%m%d}"
    tell_responsible(uow, HoldKind.CREDIT, subject=subject.format(count=count), body=body, about=about)
