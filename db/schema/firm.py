"""The firm, its people, its settings, its number series, and the records of what was done."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from db.schema.base import (
    Base,
    Id,
    JsonText,
    Long,
    Moment,
    Name,
    PrimaryId,
    ScaledInt,
    Short,
    Version,
    reference,
)
from db.schema.mapping import Mapped, mapped_column


class Firm(Base):
    """The one company of this database (row 1): letterhead, bank, tax number, currency."""

    __tablename__ = "firm"
    id: Mapped[PrimaryId]
    name: Mapped[Name]
    street: Mapped[Name]
    postcode: Mapped[Short]
    city: Mapped[Name]
    country: Mapped[str] = mapped_column(sa.String(2))
    vat_id: Mapped[Short]
    tax_number: Mapped[Short] = mapped_column(default="", server_default="")
    registration: Mapped[Name] = mapped_column(default="", server_default="")
    currency: Mapped[str] = mapped_column(sa.String(3))
    phone: Mapped[Short] = mapped_column(default="", server_default="")
    email: Mapped[Name] = mapped_column(default="", server_default="")
    website: Mapped[Name] = mapped_column(default="", server_default="")
    bank_name: Mapped[Name] = mapped_column(default="", server_default="")
    iban: Mapped[Short] = mapped_column(default="", server_default="")
    bic: Mapped[Short] = mapped_column(default="", server_default="")
    logo: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    paper_footer: Mapped[Long]
    language: Mapped[str] = mapped_column(sa.String(2), default="en", server_default="en")
    time_zone: Mapped[Short] = mapped_column(default="Europe/Berlin", server_default="Europe/Berlin")
    default_term_id: Mapped[int | None] = reference("payment_term.id", index=False)
    default_warehouse_id: Mapped[int | None] = reference("warehouse.id", index=False)
    version: Mapped[Version]


class Setting(Base):
    """A firm-wide setting that differs from its default (declared in `app.settings`)."""

    __tablename__ = "setting"
    key: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    value: Mapped[Any] = mapped_column(JsonText)


class User(Base):
    """A person who signs in; roles are names of `app.domain.rights`, comma separated."""

    __tablename__ = "app_user"
    id: Mapped[PrimaryId]
    name: Mapped[Name] = mapped_column(unique=True)
    full_name: Mapped[Name] = mapped_column(default="", server_default="")
    email: Mapped[Name] = mapped_column(default="", server_default="")
    roles: Mapped[Name]
    active: Mapped[bool] = mapped_column(default=True, server_default=sa.true())
    version: Mapped[Version]


class NumberSeries(Base):
    """A series of document numbers; yearly ones have a row a year.

    `verify` proves each, and that none of documents has `gapless` switched off.
    """

    __tablename__ = "number_series"
    __table_args__ = (
        sa.UniqueConstraint("kind", "period"),
        sa.CheckConstraint("next_number >= 1", name="next"),
    )
    id: Mapped[PrimaryId]
    kind: Mapped[Short]
    period: Mapped[str] = mapped_column(sa.String(4), default="", server_default="")
    prefix: Mapped[Short]
    digits: Mapped[int] = mapped_column(default=5, server_default="5")
    next_number: Mapped[int] = mapped_column(ScaledInt, default=1, server_default="1")
    first_number: Mapped[int] = mapped_column(ScaledInt, default=1, server_default="1")
    last_date: Mapped[date | None]
    gapless: Mapped[bool] = mapped_column(default=True, server_default=sa.true())
    yearly: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    version: Mapped[Version]


class Audit(Base):
    """Who changed what, when, before and after. Append-only; the hash columns wait for the hash chain."""

    __tablename__ = "audit"
    __table_args__ = (sa.Index("ix_audit_kind_entity_id", "kind", "entity_id", "id"),)
    id: Mapped[PrimaryId]
    at: Mapped[datetime] = mapped_column(Moment)
    actor: Mapped[Name]
    kind: Mapped[Short]
    entity_id: Mapped[int] = mapped_column(Id)
    before: Mapped[Any] = mapped_column(JsonText)
    after: Mapped[Any] = mapped_column(JsonText)
    reason: Mapped[Long]
    previous_hash: Mapped[str | None] = mapped_column(sa.String(64))
    hash: Mapped[str | None] = mapped_column(sa.String(64))


class ChangeLog(Base):
    """What changed, for other windows and processes; `origin` lets each drop its own echo."""

    __tablename__ = "change_log"
    id: Mapped[PrimaryId]
    kind: Mapped[Short]
    entity_id: Mapped[int] = mapped_column(Id)
    version: Mapped[int]
    origin: Mapped[Short]
    at: Mapped[datetime] = mapped_column(Moment, index=True)


class Operation(Base):
    """The stored result of a unit of work with an idempotency key (C51)."""

    __tablename__ = "operation"
    key: Mapped[str] = mapped_column(sa.String(120), primary_key=True)
    result: Mapped[Any] = mapped_column(JsonText)
    at: Mapped[datetime] = mapped_column(Moment, index=True)


class Usage(Base):
    """How often a user picked a customer or product: own usage ranks first in type-ahead."""

    __tablename__ = "usage"
    user_name: Mapped[str] = mapped_column(sa.String(200), primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    entity_id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    count: Mapped[int] = mapped_column(default=1, server_default="1")
    last_at: Mapped[datetime] = mapped_column(Moment)


class SavedView(Base):
    """A named filter, sort order and column choice of a list, per user."""

    __tablename__ = "saved_view"
    __table_args__ = (sa.UniqueConstraint("user_name", "list_name", "name"),)
    id: Mapped[PrimaryId]
    user_name: Mapped[Name]
    list_name: Mapped[Short]
    name: Mapped[Name]
    content: Mapped[Any] = mapped_column(JsonText)


class ImportMapping(Base):
    """A saved column mapping of an import, found again by the header's signature."""

    __tablename__ = "import_mapping"
    __table_args__ = (sa.UniqueConstraint("kind", "signature"),)
    id: Mapped[PrimaryId]
    kind: Mapped[Short]
    signature: Mapped[str] = mapped_column(sa.String(64))
    content: Mapped[Any] = mapped_column(JsonText)


class ImportedRecord(Base):
    """An outside key that was imported already, so that a repeat makes no double."""

    __tablename__ = "imported_record"
    __table_args__ = (sa.UniqueConstraint("kind", "external_key"),)
    id: Mapped[PrimaryId]
    kind: Mapped[Short]
    external_key: Mapped[Name]
    entity_id: Mapped[int] = mapped_column(Id)
