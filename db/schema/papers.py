"""Frozen papers and the mails that carry them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from db.schema.base import Base, Id, JsonText, Long, Moment, Name, PrimaryId, Short, Version, reference
from db.schema.mapping import Mapped, mapped_column


class Paper(Base):
    """A paper of a document: content frozen at once (append-only), the PDF rendered once from it.

    `kind`: quote, order_confirmation, pick_list, delivery_note, invoice, credit_note, statement, reminder, workshop.
    A trigger lets `pdf` and `pdf_hash` be filled once and nothing else ever change.
    """

    __tablename__ = "paper"
    __table_args__ = (sa.UniqueConstraint("document_kind", "document_id", "kind", "revision"),)
    id: Mapped[PrimaryId]
    kind: Mapped[Short]
    document_kind: Mapped[Short]
    document_id: Mapped[int] = mapped_column(Id)
    revision: Mapped[int] = mapped_column(default=0, server_default="0")
    number: Mapped[Short] = mapped_column(default="", server_default="")
    content: Mapped[str] = mapped_column(sa.Text)
    content_hash: Mapped[str] = mapped_column(sa.String(64))
    pdf: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    pdf_hash: Mapped[str | None] = mapped_column(sa.String(64))
    created_at: Mapped[datetime] = mapped_column(Moment)


class Logo(Base):
    """A logo that the firm has or had, by the SHA-256 of its bytes: frozen papers name it. Append-only."""

    __tablename__ = "logo"
    hash: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    picture: Mapped[bytes] = mapped_column(sa.LargeBinary)


class Outbox(Base):
    """A mail to send. `state`: waiting, sending, sent, failed, cancelled. The Message-ID is stable over retries.

    `next_try_at` of one that is being sent is when the worker counts as dead.
    """

    __tablename__ = "outbox"
    __table_args__ = (sa.Index("ix_outbox_state_next_try_at", "state", "next_try_at"),)
    id: Mapped[PrimaryId]
    message_id: Mapped[Name] = mapped_column(unique=True)
    customer_id: Mapped[int | None] = reference("customer.id")
    paper_id: Mapped[int | None] = reference("paper.id")
    recipient: Mapped[Name]
    subject: Mapped[Name]
    body: Mapped[Long]
    state: Mapped[Short] = mapped_column(default="waiting", server_default="waiting")
    attempts: Mapped[int] = mapped_column(default=0, server_default="0")
    last_error: Mapped[Any] = mapped_column(JsonText, nullable=True)
    created_at: Mapped[datetime] = mapped_column(Moment)
    created_by: Mapped[Name]
    next_try_at: Mapped[datetime | None] = mapped_column(Moment)
    sent_at: Mapped[datetime | None] = mapped_column(Moment)
    version: Mapped[Version]
