"""Putting mails into the outbox, taking them back, and trying them again."""

from __future__ import annotations

import re

import sqlalchemy as sa

from app.domain.errors import NotFoundError, RefusedError
from app.domain.findings import Findings, refuse_blocked
from app.domain.identifiers import is_email
from app.services.settings_store import read_firm_setting
from app.services.unit_of_work import Reading, UnitOfWork
from db.schema.firm import Firm
from db.schema.papers import Outbox, Paper
from db.statements import insert_row

SUBJECT_MAX = 200
_NO_DOMAIN = (
    "keyline.invalid"  # RFC 2606: nobody's; a Message-ID needs a right side even without a mail set-up
)


def queue_mail(
    uow: UnitOfWork,
    *,
    paper_id: int,
    recipient: str,
    subject: str,
    body: str,
    customer_id: int | None = None,
) -> int:
    """Put a mail with a paper into the outbox; its id.

    The same mail that still waits is not queued twice: its id comes back. A mail sent earlier may be sent
    again; that is a new mail with a Message-ID of its own. Raises RefusedError `outbox.refused`.
    """
    uow.actor.require("mail.send")
    address, words = recipient.strip(), " ".join(subject.split())
    _refuse_bad(address, words)
    number, content_hash, kind, revision = _lock_paper(uow, paper_id)
    content = {"recipient": address, "subject": words, "body": body}
    waiting = _find_waiting(uow, paper_id, content)
    if waiting is not None:
        return waiting
    chain = _count_chains(uow, paper_id) + 1
    name = re.sub(r"[^A-Za-z0-9]+", "-", f"{kind}-{number or paper_id}-{revision}").strip("-").lower()
    values = {
        **content,
        "message_id": f"{name}.{chain}.{content_hash[:16]}@{_sender_domain(uow)}",
        "customer_id": customer_id,
        "paper_id": paper_id,
        "created_at": uow.now,
        "created_by": uow.actor.name,
        "next_try_at": uow.now,
    }
    id_ = insert_row(uow.db, Outbox, values)
    uow.audit("outbox", id_, before={}, after={"state": "waiting", "recipient": address, "subject": words})
    uow.changed("outbox", id_, version=1)
    return id_


def queue_note(uow: UnitOfWork, *, recipient: str, subject: str, body: str, about: str) -> int:
    """Put a mail without a paper into the outbox, to a colleague; its id. `about` names what it is about.

    It belongs to what the actor does and asks for no right of its own.
    """
    address, words = recipient.strip(), " ".join(subject.split())[:SUBJECT_MAX]
    _refuse_bad(address, words)
    count = int(
        uow.db.execute(
            sa.select(sa.func.count(Outbox.id)).where(Outbox.message_id.startswith(f"{about}.note."))
        ).scalar_one()
    )
    values = {
        "recipient": address,
        "subject": words,
        "body": body,
        "message_id": f"{about}.note.{uow.now:%Y%m%d%H%M%S%f}.{count + 1}@{_sender_domain(uow)}",
        "created_at": uow.now,
        "created_by": uow.actor.name,
        "next_try_at": uow.now,
    }
    id_ = insert_row(uow.db, Outbox, values)
    uow.audit("outbox", id_, before={}, after={"state": "waiting", "recipient": address, "subject": words})
    uow.changed("outbox", id_, version=1)
    return id_


def cancel_mail(uow: UnitOfWork, mail_id: int) -> None:
    """Take a mail back that waits or has failed; one that is sent or on its way is refused."""
    _move(uow, mail_id, since=("waiting", "failed"), state="cancelled", values={"next_try_at": None})


def retry_mail(uow: UnitOfWork, mail_id: int) -> None:
    """Send a mail at the next round that waits, has failed or was cancelled: the same mail, all attempts anew."""
    values = {"next_try_at": uow.now, "attempts": 0}
    _move(uow, mail_id, since=("waiting", "failed", "cancelled"), state="waiting", values=values)


def _refuse_bad(address: str, subject: str) -> None:
    found = Findings("outbox")
    found.block(not address, "no_recipient", "recipient")
    found.block(address and not is_email(address), "bad_recipient", "recipient", address=address)
    found.block(not subject, "no_subject", "subject")
    found.block(len(subject) > SUBJECT_MAX, "long_subject", "subject", longest=SUBJECT_MAX)
    refuse_blocked("outbox", found.all)


def _lock_paper(uow: UnitOfWork, paper_id: int) -> tuple[str, str, str, int]:
    """The paper's facts; two clerks who queue it at once take their turns."""
    row = uow.db.execute(
        sa.select(Paper.number, Paper.content_hash, Paper.kind, Paper.revision)
        .where(Paper.id == paper_id)
        .with_for_update()
    ).one_or_none()
    if row is None:
        raise NotFoundError("document.not_found", kind="paper", id=paper_id)
    return row.number, row.content_hash, row.kind, row.revision


def _find_waiting(uow: UnitOfWork, paper_id: int, content: dict[str, str]) -> int | None:
    same = (getattr(Outbox, name) == value for name, value in content.items())
    statement = sa.select(Outbox.id).where(Outbox.paper_id == paper_id, Outbox.state == "waiting", *same)
    return uow.db.execute(statement.limit(1)).scalar_one_or_none()


def _count_chains(uow: UnitOfWork, paper_id: int) -> int:
    statement = sa.select(sa.func.count(Outbox.id)).where(Outbox.paper_id == paper_id)
    return int(uow.db.execute(statement).scalar_one())


def _sender_domain(view: Reading) -> str:
    sender = str(read_firm_setting(view, "smtp.sender"))
    if "@" not in sender:
        sender = view.db.execute(sa.select(Firm.email).limit(1)).scalar_one_or_none() or ""
    return sender.rpartition("@")[2].strip(" <>").lower() or _NO_DOMAIN


def _move(
    uow: UnitOfWork, mail_id: int, *, since: tuple[str, ...], state: str, values: dict[str, object]
) -> None:
    """One conditional step of a mail's life, with its audit record."""
    uow.actor.require("mail.send")
    before = uow.db.execute(sa.select(Outbox.state).where(Outbox.id == mail_id).with_for_update())
    old = before.scalar_one_or_none()
    if old is None:
        raise NotFoundError("document.not_found", kind="outbox", id=mail_id)
    if old not in since:
        raise RefusedError(f"outbox.is_{old}", id=mail_id)
    statement = (
        sa.update(Outbox)
        .where(Outbox.id == mail_id, Outbox.state == old)
        .values(state=state, version=Outbox.version + 1, **values)
        .returning(Outbox.version)
    )
    version = uow.db.execute(statement).scalar_one()
    uow.audit("outbox", mail_id, before={"state": old}, after={"state": state})
    uow.changed("outbox", mail_id, version=version)
