"""Promotions with their articles and customers, and what orders used of them."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from db.schema.base import (
    Base,
    Id,
    Long,
    Micro,
    Minor,
    Name,
    Ppm,
    PrimaryId,
    ScaledInt,
    Short,
    partial_index,
    reference,
)
from db.schema.mapping import Mapped, mapped_column


class PromotionRule(Base):
    """A promotion; see `app.domain.pricing.Promotion`. Never updated in place: `number` stays, `id` is the row.

    `groups`, `channels`, `countries` and `families` are names separated by commas; empty means any. 0 limits nothing.
    A `draft` is used by no order; activated it takes the place of the promotion `replaces_id`, whose number it has.
    """

    __tablename__ = "promotion_rule"
    __table_args__ = (
        sa.CheckConstraint(
            "effect in ('percent','each','amount','cheapest','named','gift','bundle','freight')",
            name="effect",
        ),
        sa.CheckConstraint("counts in ('line','lines')", name="counts"),
        sa.CheckConstraint("rate_ppm >= 0 and rate_ppm <= 1000000", name="rate"),
        sa.CheckConstraint("amount_minor >= 0 and budget_minor >= 0", name="amount"),
        sa.CheckConstraint("buy_micro >= 0 and get_micro >= 0 and max_times >= 0", name="quantity"),
        sa.CheckConstraint("least_micro >= 0 and least_minor >= 0 and order_least_minor >= 0", name="least"),
        sa.CheckConstraint("max_uses >= 0 and max_customer_uses >= 0", name="uses"),
        sa.Index("ix_promotion_rule_number", "number"),
        partial_index(
            "uq_promotion_rule_current",
            "number",
            where="replaced_at_version is null and not draft",
            unique=True,
        ),
    )
    id: Mapped[PrimaryId]
    number: Mapped[int] = mapped_column(Id)
    name: Mapped[Name]
    effect: Mapped[Short]
    currency: Mapped[str] = mapped_column(sa.String(3))
    rate_ppm: Mapped[Ppm] = mapped_column(default=0, server_default="0")
    amount_minor: Mapped[Minor] = mapped_column(default=0, server_default="0")
    buy_micro: Mapped[Micro] = mapped_column(default=0, server_default="0")
    get_micro: Mapped[Micro] = mapped_column(default=0, server_default="0")
    max_times: Mapped[int] = mapped_column(ScaledInt, default=0, server_default="0")
    gift_id: Mapped[int | None] = reference("product.id")
    slot: Mapped[Short] = mapped_column(default="", server_default="")
    tax_class: Mapped[Short] = mapped_column(default="", server_default="")
    groups: Mapped[Long]
    channels: Mapped[Long]
    countries: Mapped[Long]
    families: Mapped[Long]
    counts: Mapped[Short] = mapped_column(default="lines", server_default="lines")
    least_micro: Mapped[Micro] = mapped_column(default=0, server_default="0")
    least_minor: Mapped[Minor] = mapped_column(default=0, server_default="0")
    order_least_minor: Mapped[Minor] = mapped_column(default=0, server_default="0")
    coupon: Mapped[Short] = mapped_column(default="", server_default="")
    exclusive: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    max_uses: Mapped[int] = mapped_column(ScaledInt, default=0, server_default="0")
    max_customer_uses: Mapped[int] = mapped_column(ScaledInt, default=0, server_default="0")
    budget_minor: Mapped[Minor] = mapped_column(default=0, server_default="0")
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    replaced_at_version: Mapped[int | None]
    draft: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    replaces_id: Mapped[int | None] = reference("promotion_rule.id", index=False)


class PromotionProduct(Base):
    """An article of a promotion; of a bundle with the base units that one set holds of it, else 0."""

    __tablename__ = "promotion_product"
    __table_args__ = (sa.CheckConstraint("quantity_micro >= 0", name="quantity"),)
    promotion_id: Mapped[int] = mapped_column(Id, sa.ForeignKey("promotion_rule.id"), primary_key=True)
    product_id: Mapped[int] = mapped_column(Id, sa.ForeignKey("product.id"), primary_key=True, index=True)
    quantity_micro: Mapped[Micro] = mapped_column(default=0, server_default="0")


class PromotionCustomer(Base):
    """A customer whom a promotion is for; without any it is for all."""

    __tablename__ = "promotion_customer"
    promotion_id: Mapped[int] = mapped_column(Id, sa.ForeignKey("promotion_rule.id"), primary_key=True)
    customer_id: Mapped[int] = mapped_column(Id, sa.ForeignKey("customer.id"), primary_key=True, index=True)


class PromotionTally(Base):
    """How many orders use a promotion by its number, and what they have of it together.

    Raised by one conditional update, which holds the row until the order is confirmed: no limit is passed (A21).
    """

    __tablename__ = "promotion_tally"
    __table_args__ = (sa.CheckConstraint("uses >= 0 and spent_minor >= 0", name="counts"),)
    number: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    uses: Mapped[int] = mapped_column(ScaledInt, default=0, server_default="0")
    spent_minor: Mapped[Minor] = mapped_column(default=0, server_default="0")


class PromotionUse(Base):
    """What a confirmed order has of a promotion; gone with its cancel, or with an amendment that needs it no more."""

    __tablename__ = "promotion_use"
    __table_args__ = (
        sa.CheckConstraint("amount_minor >= 0", name="amount"),
        sa.Index("ix_promotion_use_number_customer_id", "number", "customer_id"),
    )
    order_id: Mapped[int] = mapped_column(Id, sa.ForeignKey("sales_order.id"), primary_key=True)
    number: Mapped[int] = mapped_column(Id, sa.ForeignKey("promotion_tally.number"), primary_key=True)
    customer_id: Mapped[int | None] = reference("customer.id", index=True)
    amount_minor: Mapped[Minor] = mapped_column(default=0, server_default="0")
