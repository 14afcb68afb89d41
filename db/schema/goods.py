"""What the law asks of goods: who brings them, and who may have them."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa

from db.schema.base import Base, Micro, Minor, Moment, Name, PrimaryId, Short, Version, reference
from db.schema.mapping import Mapped, mapped_column


class Carrier(Base):
    """Who brings goods. `hazard_classes`: of dangerous goods that he carries, comma separated, `*` all of them."""

    __tablename__ = "carrier"
    id: Mapped[PrimaryId]
    code: Mapped[Short] = mapped_column(unique=True)
    name: Mapped[Name]
    hazard_classes: Mapped[Name] = mapped_column(default="", server_default="")
    takes_limited: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    checks_age: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    active: Mapped[bool] = mapped_column(default=True, server_default=sa.true())
    version: Mapped[Version]


class LicenceKind(Base):
    """What a customer has to have to get some articles, such as the tobacco trade or a pharmacy."""

    __tablename__ = "licence_kind"
    id: Mapped[PrimaryId]
    code: Mapped[Short] = mapped_column(unique=True)
    name: Mapped[Name]
    active: Mapped[bool] = mapped_column(default=True, server_default=sa.true())
    version: Mapped[Version]


class CustomerLicence(Base):
    """A customer's licence of a kind (its code); both days belong to it, NULL leaves an end open."""

    __tablename__ = "customer_licence"
    __table_args__ = (sa.CheckConstraint("valid_until >= valid_from", name="days"),)
    id: Mapped[PrimaryId]
    customer_id: Mapped[int] = reference("customer.id")
    kind: Mapped[Short]
    number: Mapped[Name]
    issuer: Mapped[Name] = mapped_column(default="", server_default="")
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]
    version: Mapped[Version]


class ExportRule(Base):
    """What may go where. `eccn`: how the number begins, "" any article; `country`: "" all countries."""

    __tablename__ = "export_rule"
    __table_args__ = (
        sa.CheckConstraint("ruling in ('free','licence','prohibited')", name="ruling"),
        sa.CheckConstraint("valid_until >= valid_from", name="days"),
        sa.Index("ix_export_rule_country", "country"),
    )
    id: Mapped[PrimaryId]
    eccn: Mapped[Short] = mapped_column(default="", server_default="")
    country: Mapped[str] = mapped_column(sa.String(2), default="", server_default="")
    ruling: Mapped[Short]
    source: Mapped[Name] = mapped_column(default="", server_default="")
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]
    version: Mapped[Version]


class ExportLicence(Base):
    """A licence of the firm. `eccns` and `countries` are comma separated; NULL is no limit.

    `used_micro` and `used_minor` are the sums of its uses, raised by conditional updates; `currency` is the value's.
    """

    __tablename__ = "export_licence"
    __table_args__ = (
        sa.CheckConstraint("used_micro >= 0 and used_minor >= 0", name="used"),
        sa.CheckConstraint("used_micro <= quantity_micro", name="quantity"),
        sa.CheckConstraint("used_minor <= value_minor", name="value"),
        sa.CheckConstraint("valid_until >= valid_from", name="days"),
    )
    id: Mapped[PrimaryId]
    number: Mapped[Name] = mapped_column(unique=True)
    eccns: Mapped[Name]
    countries: Mapped[Name] = mapped_column(default="", server_default="")
    customer_id: Mapped[int | None] = reference("customer.id")
    quantity_micro: Mapped[Micro | None]
    value_minor: Mapped[Minor | None]
    used_micro: Mapped[Micro] = mapped_column(default=0, server_default="0")
    used_minor: Mapped[Minor] = mapped_column(default=0, server_default="0")
    currency: Mapped[str] = mapped_column(sa.String(3), default="", server_default="")
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]
    active: Mapped[bool] = mapped_column(default=True, server_default=sa.true())
    version: Mapped[Version]


class ExportLicenceUse(Base):
    """What a line of a confirmed order takes of a licence: base units, and net in the licence's currency."""

    __tablename__ = "export_licence_use"
    __table_args__ = (
        sa.UniqueConstraint("order_id", "line_key"),
        sa.CheckConstraint("quantity_micro >= 0 and amount_minor >= 0", name="taken"),
    )
    id: Mapped[PrimaryId]
    licence_id: Mapped[int] = reference("export_licence.id")
    order_id: Mapped[int] = reference("sales_order.id", index=False)
    line_key: Mapped[str] = mapped_column(sa.String(16))
    quantity_micro: Mapped[Micro]
    amount_minor: Mapped[Minor]
    at: Mapped[datetime] = mapped_column(Moment)
