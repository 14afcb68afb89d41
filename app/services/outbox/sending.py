"""Sending what waits in the outbox: claim, send outside the transaction, record.

A claim is a conditional update, so two workers never take the same mail. It lasts `LEASE`: a worker that
died in between leaves a mail that the next round sends again, under the same Message-ID. A worker that lives
and only cannot reach the database keeps in mind what became of its mail, and tells it before anything else is sent.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from weakref import WeakKeyDictionary

import sqlalchemy as sa

from app.domain.errors import ConflictError, KeylineError, OutsideError, RefusedError
from app.domain.rights import Actor
from app.services.mail_transport import (
    MailAttachment,
    MailSecurity,
    MailSettings,
    MailText,
    build_message,
    send,
)
from app.services.outbox.proposing import attachment_name
from app.services.papers import read_pdf
from app.services.settings_store import read_firm_settings
from app.services.unit_of_work import Reading, UnitOfWork, Work
from db.schema.firm import Firm
from db.schema.papers import Outbox

BACKOFF = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))
LEASE = timedelta(minutes=10)
_SERVER_CODES = frozenset(
    {"mail.unreachable", "mail.timeout", "mail.login_refused", "mail.login_letters", "mail.no_encryption"}
)
_log = logging.getLogger("keyline.outbox")


@dataclass(frozen=True, slots=True)
class SendReport:
    """Ids of the mails of one round. `postponed` are tried again later, `failed` are given up.

    `stopped_by` is set where the server itself was the trouble: the other mails wait untouched.
    """

    sent: tuple[int, ...] = ()
    postponed: tuple[int, ...] = ()
    failed: tuple[int, ...] = ()
    stopped_by: OutsideError | None = None


@dataclass(frozen=True, slots=True)
class _Claim:
    id: int
    version: int
    attempts: int
    message_id: str
    recipient: str
    subject: str
    body: str
    paper_id: int | None


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What became of a claimed mail; `is_back` where it never got as far as the mail server."""

    claim: _Claim
    error: KeylineError | None = None
    is_back: bool = False


_kept: WeakKeyDictionary[Work, dict[int, _Outcome]] = WeakKeyDictionary()
"""Outcomes that the database could not take, by mail: no other program knows them, so they are told first."""


def read_mail_settings(view: Reading) -> MailSettings:
    """How the firm sends mail; RefusedError `outbox.not_set_up` where that was not said yet."""
    values = read_firm_settings(view)
    firm = view.db.execute(sa.select(Firm.email).limit(1)).scalar_one_or_none()
    host, sender = str(values["smtp.host"]).strip(), str(values["smtp.sender"]).strip() or (firm or "")
    if not host or not sender:
        raise RefusedError("outbox.not_set_up")
    return MailSettings(
        host=host,
        port=int(values["smtp.port"]),
        sender=sender,
        security=MailSecurity(str(values["smtp.security"])),
        user=str(values["smtp.user"]),
        password=str(values["smtp.password"]),
    )


def send_waiting(work: Work, settings: MailSettings, *, actor: Actor, limit: int = 20) -> SendReport:
    """Send up to `limit` mails that are due, oldest first; what became of them.

    Call it from the files lane: it talks to the mail server, up to 20 s a mail where that does not answer.
    """
    actor.require("mail.send")
    outcomes: dict[str, list[int]] = {"sent": [], "waiting": [], "failed": []}
    for mail_id, state in _tell_kept(work, actor).items():
        if state != "waiting":
            outcomes[state].append(mail_id)
    stopped_by = None
    for mail_id in _find_due(work, actor, limit):
        claim = _claim(work, actor, mail_id)
        if claim is None:
            continue
        outcome = _send(work, settings, actor, claim)
        outcomes[_write_down(work, actor, outcome)].append(mail_id)
        if isinstance(outcome.error, OutsideError) and outcome.error.code in _SERVER_CODES:
            stopped_by = outcome.error
            break
    sent, postponed, failed = (tuple(ids) for ids in outcomes.values())
    return SendReport(sent, postponed, failed, stopped_by)


def _due(now: object) -> sa.ColumnElement[bool]:
    return sa.and_(Outbox.state.in_(("waiting", "sending")), Outbox.next_try_at <= now)


def _find_due(work: Work, actor: Actor, limit: int) -> tuple[int, ...]:
    with work.reading(actor=actor) as view:
        statement = sa.select(Outbox.id).where(_due(view.clock.now()))
        ordered = statement.order_by(Outbox.next_try_at, Outbox.id).limit(limit)
        return tuple(view.db.execute(ordered).scalars())


def _claim(work: Work, actor: Actor, mail_id: int) -> _Claim | None:
    """Take a mail for this worker; None if another one was faster."""
    with work.begin(actor=actor) as uow:
        statement = (
            sa.update(Outbox)
            .where(Outbox.id == mail_id, _due(uow.now))
            .values(
                state="sending",
                attempts=Outbox.attempts + 1,
                next_try_at=uow.now + LEASE,
                version=Outbox.version + 1,
            )
            .returning(*(getattr(Outbox, name) for name in _Claim.__dataclass_fields__))
        )
        row = uow.db.execute(statement).one_or_none()
        if row is None:
            return None
        claim = _Claim(*row)
        uow.changed("outbox", claim.id, version=claim.version)
        return claim


def _send(work: Work, settings: MailSettings, actor: Actor, claim: _Claim) -> _Outcome:
    """Hand the mail to the server; what went wrong, if anything did."""
    try:
        mail = MailText(
            subject=claim.subject,
            text=claim.body,
            to=(claim.recipient,),
            attachments=_attachments(work, actor, claim.paper_id),
        )
        message = build_message(
            mail, sender=settings.sender, message_id=claim.message_id, sent_at=work.clock.now()
        )
        send(settings, message)
    except Exception as error:  # noqa: BLE001 - our bug or a library's: told with the mail, repeated by the rule
        if _is_of_database(error):  # not the mail's trouble: it costs no attempt
            _log.warning("mail %s was not sent: %s", claim.id, error)
            return _Outcome(claim, is_back=True)
        if isinstance(error, KeylineError):
            return _Outcome(claim, error)
        _log.exception("mail %s was not sent", claim.id)
        text = " ".join(str(error).split())
        return _Outcome(claim, OutsideError("mail.unforeseen", kind=type(error).__name__, text=text))
    return _Outcome(claim)


def _is_of_database(error: Exception) -> bool:
    """Whether the database is away, full or held, whatever was asked of it."""
    known = isinstance(error, OutsideError | ConflictError) and error.code.startswith("database.")
    return known or isinstance(error, sa.exc.SQLAlchemyError)


def _attachments(work: Work, actor: Actor, paper_id: int | None) -> tuple[MailAttachment, ...]:
    if paper_id is None:
        return ()
    with work.reading(actor=actor) as view:
        name = attachment_name(view, paper_id)
    return (MailAttachment(name, read_pdf(work, paper_id, actor=actor)),)


def _write_down(work: Work, actor: Actor, outcome: _Outcome) -> str:
    """Record what became of a mail; where the database does not take it, once more, and then keep it in mind."""
    try:
        return _record(work, actor, outcome)
    except (KeylineError, sa.exc.SQLAlchemyError) as error:
        if not _is_of_database(error):
            raise
        _log.warning("mail %s: its outcome waits for the database: %s", outcome.claim.id, error)
    _kept.setdefault(work, {})[outcome.claim.id] = outcome
    return _tell_kept(work, actor)[outcome.claim.id]


def _tell_kept(work: Work, actor: Actor) -> dict[int, str]:
    """Record the outcomes that were kept in mind; the states of their mails."""
    kept = _kept.get(work, {})
    states = {}
    for mail_id, outcome in list(kept.items()):
        states[mail_id] = _record(work, actor, outcome)
        kept.pop(mail_id, None)
    return states


def _record(work: Work, actor: Actor, outcome: _Outcome) -> str:
    """Write down what became of an attempt; the mail's new state."""
    claim, error = outcome.claim, outcome.error
    with work.begin(actor=actor) as uow:
        if outcome.is_back:
            return _set_state(uow, claim, "waiting", {"next_try_at": uow.now, "attempts": claim.attempts - 1})
        if error is None:
            return _set_state(
                uow, claim, "sent", {"sent_at": uow.now, "next_try_at": None, "last_error": None}
            )
        told = {"code": error.code, "params": {name: str(value) for name, value in error.params.items()}}
        given_up = isinstance(error, RefusedError) or claim.attempts > len(BACKOFF)
        if given_up:
            return _set_state(uow, claim, "failed", {"next_try_at": None, "last_error": told})
        next_try = uow.now + BACKOFF[claim.attempts - 1]
        return _set_state(uow, claim, "waiting", {"next_try_at": next_try, "last_error": told})


def _set_state(uow: UnitOfWork, claim: _Claim, state: str, values: dict[str, object]) -> str:
    """A mail that was sent is recorded as sent, whoever claimed it meanwhile; a failure only by its claimer."""
    mine = Outbox.state != "sent" if state == "sent" else Outbox.version == claim.version
    statement = (
        sa.update(Outbox)
        .where(Outbox.id == claim.id, mine)
        .values(state=state, version=Outbox.version + 1, **values)
        .returning(Outbox.version)
    )
    version = uow.db.execute(statement).scalar_one_or_none()
    if version is not None:
        if state != "waiting":
            uow.audit("outbox", claim.id, before={"state": "waiting"}, after={"state": state})
        uow.changed("outbox", claim.id, version=version)
    return state
