"""What a euro was worth on which day."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa

from db.schema.base import Base, Moment, Name, PrimaryId, ScaledInt, Short, Version
from db.schema.mapping import Mapped, mapped_column


class ExchangeRate(Base):
    """One euro is `rate_nano` billionths of `currency` on `day`. `source`: "ecb" of a file, "typed" by hand.

    Documents keep the rate that they were made with, so a rate may be corrected; the history tells what it was.
    """

    __tablename__ = "exchange_rate"
    __table_args__ = (
        sa.UniqueConstraint("currency", "day"),
        sa.CheckConstraint("rate_nano > 0", name="rate"),
        sa.CheckConstraint("source in ('ecb', 'typed')", name="source"),
        sa.CheckConstraint("currency <> 'EUR'", name="currency"),
        sa.Index("ix_exchange_rate_day_currency", "day", "currency"),
    )
    id: Mapped[PrimaryId]
    currency: Mapped[str] = mapped_column(sa.String(3))
    day: Mapped[dt.date]
    rate_nano: Mapped[int] = mapped_column(ScaledInt)
    source: Mapped[Short]
    set_at: Mapped[dt.datetime] = mapped_column(Moment)
    set_by: Mapped[Name]
    version: Mapped[Version]
