"""Mails to those who answer for what a rule holds."""

from __future__ import annotations

from app.domain.holds import RIGHTS, HoldKind
from app.domain.order_checks.holds import ANSWERS
from app.services.outbox import queue_note
from app.services.people import read_addresses
from app.services.unit_of_work import UnitOfWork


def tell_responsible(uow: UnitOfWork, kind: HoldKind, *, subject: str, body: str, about: str) -> None:
    """A mail to each person whose role answers for holds of the kind, or to whoever may release them."""
    for email in read_addresses(uow, ANSWERS[kind], RIGHTS[kind]):
        queue_note(uow, recipient=email, subject=subject, body=body, about=about)
