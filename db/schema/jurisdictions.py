"""Taxes that jurisdictions stack on one sale: who they are, their rates by day, their places; exempt customers."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from db.schema.base import Base, Name, Ppm, PrimaryId, Short, Version, reference
from db.schema.mapping import Mapped, mapped_column


class Jurisdiction(Base):
    """A state, county, city or special district that taxes sales.

    Only of states: since when the firm is registered there (NULL: it is not) with its number, and whether sales
    within the state are taxed where they are shipped from.
    """

    __tablename__ = "tax_jurisdiction"
    __table_args__ = (
        sa.CheckConstraint("level in ('state','county','city','district')", name="level"),
        sa.CheckConstraint("registered_until >= registered_from", name="days"),
    )
    id: Mapped[PrimaryId]
    code: Mapped[Short] = mapped_column(unique=True)
    name: Mapped[Name]
    level: Mapped[Short]
    country: Mapped[str] = mapped_column(sa.String(2))
    state: Mapped[Short]
    taxes_freight: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    by_origin: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    registered_from: Mapped[date | None]
    registered_until: Mapped[date | None]
    registration: Mapped[Name] = mapped_column(default="", server_default="")
    version: Mapped[Version]


class JurisdictionRate(Base):
    """What a jurisdiction takes of a product class; both days belong to it. `product_class` "": all others."""

    __tablename__ = "tax_jurisdiction_rate"
    __table_args__ = (
        sa.CheckConstraint("rate_ppm >= 0 and rate_ppm <= 1000000", name="rate"),
        sa.CheckConstraint("valid_until >= valid_from", name="days"),
        sa.UniqueConstraint("jurisdiction_id", "product_class", "valid_from"),
    )
    id: Mapped[PrimaryId]
    jurisdiction_id: Mapped[int] = reference("tax_jurisdiction.id", index=False)
    product_class: Mapped[Short] = mapped_column(default="", server_default="")
    rate_ppm: Mapped[Ppm]
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    version: Mapped[Version]


class JurisdictionPlace(Base):
    """Postal codes of a jurisdiction, first to last, without blanks and hyphens; `city` narrows them."""

    __tablename__ = "tax_place"
    __table_args__ = (sa.UniqueConstraint("jurisdiction_id", "first", "last", "city"),)
    id: Mapped[PrimaryId]
    jurisdiction_id: Mapped[int] = reference("tax_jurisdiction.id", index=False)
    first: Mapped[Short]
    last: Mapped[Short]
    city: Mapped[Name] = mapped_column(default="", server_default="")
    version: Mapped[Version]


class TaxCertificate(Base):
    """A customer's certificate of exemption; `states` are codes with commas, "" every state of the country."""

    __tablename__ = "tax_certificate"
    __table_args__ = (sa.CheckConstraint("valid_until >= valid_from", name="days"),)
    id: Mapped[PrimaryId]
    customer_id: Mapped[int] = reference("customer.id")
    number: Mapped[Short]
    country: Mapped[str] = mapped_column(sa.String(2))
    states: Mapped[Name] = mapped_column(default="", server_default="")
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]
    version: Mapped[Version]
