"""Bonus agreements, and what was credited of them."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa

from db.schema.base import Base, Long, Minor, Moment, Name, Ppm, PrimaryId, Short, reference
from db.schema.mapping import Mapped, mapped_column


class BonusRule(Base):
    """A share of a period's net turnover that goes back: see `app.domain.bonus`. Never changed in place.

    For one customer, or for each of a price group. `steps`: "least:rate" by ";", minor units or years and ppm.
    """

    __tablename__ = "bonus_rule"
    __table_args__ = (
        sa.CheckConstraint("kind in ('turnover','tenure')", name="kind"),
        sa.CheckConstraint("(customer_id is null) <> (price_group = '')", name="for_whom"),
        sa.CheckConstraint("valid_to >= valid_from", name="period"),
    )
    id: Mapped[PrimaryId]
    name: Mapped[Name]
    kind: Mapped[Short]
    customer_id: Mapped[int | None] = reference("customer.id")
    price_group: Mapped[Short] = mapped_column(default="", server_default="")
    family: Mapped[Short] = mapped_column(default="", server_default="")
    steps: Mapped[Long]
    valid_from: Mapped[dt.date]
    valid_to: Mapped[dt.date]
    replaced_at_version: Mapped[int | None]


class BonusCredit(Base):
    """What a customer was credited of an agreement: once, which the unique key holds."""

    __tablename__ = "bonus_credit"
    __table_args__ = (
        sa.UniqueConstraint("bonus_id", "customer_id"),
        sa.CheckConstraint("amount_minor > 0", name="amount"),
    )
    id: Mapped[PrimaryId]
    bonus_id: Mapped[int] = reference("bonus_rule.id", index=False)
    customer_id: Mapped[int] = reference("customer.id")
    invoice_id: Mapped[int] = reference("invoice.id")
    turnover_minor: Mapped[Minor]
    rate_ppm: Mapped[Ppm]
    amount_minor: Mapped[Minor]
    at: Mapped[dt.datetime] = mapped_column(Moment)
    actor: Mapped[Name]
