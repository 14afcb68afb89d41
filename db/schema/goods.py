"""What the law asks of goods: who brings them, and who may have them."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from db.schema.base import Base, Name, PrimaryId, Short, Version, reference
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
