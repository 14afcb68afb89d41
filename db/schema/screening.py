"""Lists of denied parties as imported, what was screened against them, and hits that somebody has released."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

import sqlalchemy as sa

from db.schema.base import (
    Base,
    Id,
    JsonText,
    Long,
    Moment,
    Name,
    PrimaryId,
    Short,
    Version,
    partial_index,
)
from db.schema.base import (
    reference as refers_to,
)
from db.schema.mapping import Mapped, mapped_column

LongName = Annotated[str, mapped_column(sa.String(500))]


class ScreeningList(Base):
    """An imported edition of a publisher's list; the one in force has no `closed_at`. Never deleted."""

    __tablename__ = "screening_list"
    __table_args__ = (
        sa.CheckConstraint("kind in ('ofac_sdn', 'un', 'eu')", name="kind"),
        partial_index("uq_screening_list_in_force", "kind", where="closed_at is null", unique=True),
    )
    id: Mapped[PrimaryId]
    kind: Mapped[Short]
    edition: Mapped[Name]
    published: Mapped[date]
    content_hash: Mapped[str] = mapped_column(sa.String(64))
    file_names: Mapped[Long]
    imported_at: Mapped[datetime] = mapped_column(Moment)
    imported_by: Mapped[Name]
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    entries: Mapped[int]
    added: Mapped[int]
    removed: Mapped[int]
    changed: Mapped[int]


class ScreeningEntry(Base):
    """A denied party as one or more editions have it; changed or taken off the list, it is closed and stays."""

    __tablename__ = "screening_entry"
    __table_args__ = (
        sa.CheckConstraint("kind in ('person', 'organisation', 'vessel', 'aircraft')", name="kind"),
        partial_index(
            "uq_screening_entry_in_force", "list_kind", "reference", where="closed_by_id is null", unique=True
        ),
    )
    id: Mapped[PrimaryId]
    list_kind: Mapped[Short]
    reference: Mapped[Short]
    kind: Mapped[Short]
    programme: Mapped[Name]
    remarks: Mapped[Long]
    content_hash: Mapped[str] = mapped_column(sa.String(64))
    opened_by_id: Mapped[int] = refers_to("screening_list.id")
    closed_by_id: Mapped[int | None] = refers_to("screening_list.id")


class ScreeningName(Base):
    """A name of an entry; `place` 0 is the first, as the list has it."""

    __tablename__ = "screening_name"
    __table_args__ = (
        sa.CheckConstraint("kind in ('primary', 'alias', 'former', 'script')", name="kind"),
        sa.UniqueConstraint("entry_id", "place"),
    )
    id: Mapped[PrimaryId]
    entry_id: Mapped[int] = mapped_column(Id, sa.ForeignKey("screening_entry.id"))
    place: Mapped[int]
    name: Mapped[LongName]
    kind: Mapped[Short]
    is_weak: Mapped[bool]


class ScreeningAddress(Base):
    """An address of an entry."""

    __tablename__ = "screening_address"
    __table_args__ = (sa.UniqueConstraint("entry_id", "place"),)
    id: Mapped[PrimaryId]
    entry_id: Mapped[int] = mapped_column(Id, sa.ForeignKey("screening_entry.id"))
    place: Mapped[int]
    street: Mapped[Long]
    city: Mapped[Long]
    country: Mapped[Name]


class ScreeningResult(Base):
    """A party was screened: `party_key` is the hash of its name and address, `lists_key` the editions asked."""

    __tablename__ = "screening_result"
    __table_args__ = (
        sa.UniqueConstraint("party_key", "lists_key"),
        sa.Index("ix_screening_result_lists_key_hit_count_id", "lists_key", "hit_count", "id"),
    )
    id: Mapped[PrimaryId]
    party_key: Mapped[str] = mapped_column(sa.String(32))
    lists_key: Mapped[Short]
    name: Mapped[Name]
    city: Mapped[Name]
    country: Mapped[Short]
    customer_id: Mapped[int | None] = refers_to("customer.id")
    screened_at: Mapped[datetime] = mapped_column(Moment)
    hit_count: Mapped[int]


class ScreeningHit(Base):
    """An entry that the party may be: its score in thousandths, and how it came about.

    `told_at`: when a mail told those who may release it; set once, whoever of several desks is first.
    """

    __tablename__ = "screening_hit"
    __table_args__ = (
        sa.UniqueConstraint("result_id", "entry_id"),
        sa.CheckConstraint("score_mille between 0 and 1000", name="score"),
    )
    id: Mapped[PrimaryId]
    result_id: Mapped[int] = mapped_column(Id, sa.ForeignKey("screening_result.id"))
    entry_id: Mapped[int] = refers_to("screening_entry.id")
    name: Mapped[LongName]
    score_mille: Mapped[int]
    explained: Mapped[Any] = mapped_column(JsonText)
    told_at: Mapped[datetime | None] = mapped_column(Moment)


class ScreeningRelease(Base):
    """Somebody looked and says that this party is not this entry; a changed party or entry has other keys."""

    __tablename__ = "screening_release"
    __table_args__ = (
        partial_index(
            "uq_screening_release_in_force", "party_key", "entry_id", where="ended_at is null", unique=True
        ),
    )
    id: Mapped[PrimaryId]
    party_key: Mapped[str] = mapped_column(sa.String(32))
    entry_id: Mapped[int] = refers_to("screening_entry.id")
    name: Mapped[Name]
    reason: Mapped[Long]
    released_by: Mapped[Name]
    released_at: Mapped[datetime] = mapped_column(Moment)
    until: Mapped[date]
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_by: Mapped[Name] = mapped_column(default="", server_default="")
    version: Mapped[Version]
