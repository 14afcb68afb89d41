"""Customers with their addresses and contacts, payment terms, and what was said to them."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa

from db.schema.base import (
    Base,
    Id,
    Long,
    Minor,
    Moment,
    Name,
    Ppm,
    PrimaryId,
    Short,
    SortKey,
    Version,
    reference,
)
from db.schema.mapping import Mapped, mapped_column


class PaymentTerm(Base):
    """When an invoice is due: `days` after its date, then the month's end if set, then `extra_days`.

    `is_cash`: it is paid with coins, so that a firm may round what is to be paid.
    """

    __tablename__ = "payment_term"
    id: Mapped[PrimaryId]
    code: Mapped[Short] = mapped_column(unique=True)
    name: Mapped[Name]
    days: Mapped[int]
    end_of_month: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    extra_days: Mapped[int] = mapped_column(default=0, server_default="0")
    is_cash: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    version: Mapped[Version]


class Customer(Base):
    """Somebody who buys. `open_minor` is kept by the postings and proved by `verify`."""

    __tablename__ = "customer"
    __table_args__ = (
        sa.CheckConstraint("credit_limit_minor >= 0", name="limit"),
        sa.Index("ix_customer_sort_key_id", "sort_key", "id"),
        sa.Index("ix_customer_city_id", "city", "id"),
        sa.Index("ix_customer_country_id", "country", "id"),
        sa.Index("ix_customer_open_minor_id", "open_minor", "id"),
        sa.Index("ix_customer_on_hold_id", "on_hold", "id"),
        sa.Index("ix_customer_active_id", "active", "id"),
    )
    id: Mapped[PrimaryId]
    number: Mapped[Short] = mapped_column(unique=True)
    name: Mapped[Name]
    sort_key: Mapped[SortKey]
    street: Mapped[Name] = mapped_column(default="", server_default="")
    postcode: Mapped[Short] = mapped_column(default="", server_default="")
    city: Mapped[Name] = mapped_column(default="", server_default="")
    country: Mapped[str] = mapped_column(sa.String(2))
    phone: Mapped[Short] = mapped_column(default="", server_default="")
    email: Mapped[Name] = mapped_column(default="", server_default="")
    is_business: Mapped[bool] = mapped_column(default=True, server_default=sa.true())
    vat_id: Mapped[Short] = mapped_column(default="", server_default="")
    language: Mapped[str] = mapped_column(sa.String(2), default="en", server_default="en")
    term_id: Mapped[int] = reference("payment_term.id")
    credit_limit_minor: Mapped[Minor | None]
    credit_class: Mapped[Short] = mapped_column(default="", server_default="")
    price_group: Mapped[Short] = mapped_column(default="", server_default="")
    discount_ppm: Mapped[Ppm] = mapped_column(default=0, server_default="0")
    delivery_wish: Mapped[Short] = mapped_column(default="partial", server_default="partial")
    notes: Mapped[Long]
    on_hold: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    active: Mapped[bool] = mapped_column(default=True, server_default=sa.true())
    is_counter_sale: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    open_minor: Mapped[Minor] = mapped_column(default=0, server_default="0")
    currency: Mapped[str] = mapped_column(sa.String(3), default="", server_default="")  # "": the firm's
    version: Mapped[Version]


class Address(Base):
    """A ship-to or bill-to address of a customer besides the main one on the card."""

    __tablename__ = "address"
    id: Mapped[PrimaryId]
    customer_id: Mapped[int] = reference("customer.id")
    label: Mapped[Name]
    name: Mapped[Name]
    street: Mapped[Name]
    postcode: Mapped[Short]
    city: Mapped[Name]
    country: Mapped[str] = mapped_column(sa.String(2))
    is_default_ship_to: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    active: Mapped[bool] = mapped_column(default=True, server_default=sa.true())
    version: Mapped[Version]


class Contact(Base):
    """A person at a customer; `papers` lists the kinds of paper that go to this e-mail, comma separated."""

    __tablename__ = "contact"
    id: Mapped[PrimaryId]
    customer_id: Mapped[int] = reference("customer.id")
    name: Mapped[Name]
    phone: Mapped[Short] = mapped_column(default="", server_default="")
    email: Mapped[Name] = mapped_column(default="", server_default="")
    papers: Mapped[Name] = mapped_column(default="", server_default="")
    active: Mapped[bool] = mapped_column(default=True, server_default=sa.true())
    version: Mapped[Version]


class VatCheck(Base):
    """What an online check of a VAT id answered, entered by hand on a customer's card. Append-only.

    `result`: valid, invalid, unavailable; the newest of the newest day holds for the id, whoever's card it stands on.
    """

    __tablename__ = "vat_check"
    __table_args__ = (
        sa.CheckConstraint("result in ('valid','invalid','unavailable')", name="result"),
        sa.Index("ix_vat_check_vat_id_day", "vat_id", "day", "id"),
    )
    id: Mapped[PrimaryId]
    customer_id: Mapped[int] = reference("customer.id")
    vat_id: Mapped[Short]
    day: Mapped[date]
    result: Mapped[Short]
    asked_by: Mapped[Name]
    reference: Mapped[Name] = mapped_column(default="", server_default="")
    name: Mapped[Name] = mapped_column(default="", server_default="")
    address: Mapped[Name] = mapped_column(default="", server_default="")
    entered_at: Mapped[datetime] = mapped_column(Moment)
    entered_by: Mapped[Name]


class TalkNote(Base):
    """A talk with a customer about money: what was said, a promised date, the next call. Append-only."""

    __tablename__ = "talk_note"
    id: Mapped[PrimaryId]
    customer_id: Mapped[int] = mapped_column(Id, sa.ForeignKey("customer.id"), index=True)
    at: Mapped[datetime] = mapped_column(Moment)
    actor: Mapped[Name]
    text: Mapped[Long]
    promised_date: Mapped[date | None]
    next_call: Mapped[date | None]
