"""What was said with a customer about money: append-only notes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa

from app.domain.errors import NotFoundError
from app.domain.findings import Findings, refuse_blocked
from app.services.clock import in_zone
from app.services.unit_of_work import Reading, UnitOfWork
from db.rows import fetch, select_as
from db.schema.parties import Customer, TalkNote
from db.statements import insert_row

TEXT_LENGTH = 4000


@dataclass(frozen=True, slots=True)
class TalkInput:
    """A talk as keyed: what was said, what was promised, when to call again."""

    customer_id: int
    text: str
    promised_date: dt.date | None = None
    next_call: dt.date | None = None


@dataclass(frozen=True, slots=True)
class TalkRow:
    """A talk as stored; `at` in the firm's zone."""

    id: int
    at: dt.datetime
    actor: str
    text: str
    promised_date: dt.date | None
    next_call: dt.date | None


def add_talk_note(uow: UnitOfWork, talk: TalkInput) -> int:
    """Keep a talk; its id. A promise or a next call in the past is refused."""
    uow.actor.require("collections.work")
    known = sa.select(Customer.id).where(Customer.id == talk.customer_id)
    if uow.db.execute(known).first() is None:
        raise NotFoundError("document.not_found", kind="customer", id=talk.customer_id)
    found = Findings("talk")
    found.block(not talk.text.strip(), "no_text", "text")
    found.block(len(talk.text) > TEXT_LENGTH, "text_too_long", "text", longest=TEXT_LENGTH)
    for field, day in (("promised_date", talk.promised_date), ("next_call", talk.next_call)):
        found.block(day is not None and day < uow.today, "date_past", field, date=day, today=uow.today)
    refuse_blocked("talk", found.all)
    values = {
        "text": talk.text.strip(),
        "promised_date": talk.promised_date,
        "next_call": talk.next_call,
    }
    row = {**values, "customer_id": talk.customer_id, "at": uow.now, "actor": uow.actor.name}
    talk_id = insert_row(uow.db, TalkNote, row)
    uow.audit("talk", talk_id, before={}, after={**values, "customer_id": talk.customer_id})
    uow.changed("talk", talk.customer_id, version=talk_id)
    return talk_id


def read_talks(view: Reading, customer_id: int, *, limit: int = 200) -> tuple[TalkRow, ...]:
    """The newest talks with a customer, newest first."""
    statement = select_as(TalkRow, TalkNote).where(TalkNote.customer_id == customer_id)
    rows = fetch(view.db, TalkRow, statement.order_by(TalkNote.id.desc()).limit(limit))
    return tuple(in_zone(view.clock, row, "at") for row in rows)
