"""Mails to those who may release what a rule holds."""

from __future__ import annotations

from app.domain.holds import RIGHTS, HoldKind
from app.services.outbox import queue_note
from app.services.people import read_users
from app.services.unit_of_work import UnitOfWork


def tell_responsible(uow: UnitOfWork, kind: HoldKind, *, subject: str, body: str, about: str) -> None:
    """A mail to each active person with an address who may release holds of the kind."""
    for user in read_users(uow):
        if user.active and user.email and user.actor.can(RIGHTS[kind]):
            queue_note(uow, recipient=user.email, subject=subject, body=body, about=about)
