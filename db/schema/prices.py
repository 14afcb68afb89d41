"""Price lists with their rows, discount rules and surcharges."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from db.schema.base import Base, Micro, Minor, Name, Ppm, PrimaryId, ScaledInt, Short, Version, reference
from db.schema.mapping import Mapped, mapped_column


class PriceList(Base):
    """A price list. Precedence (docs/pricing.md): contract > group > general; `priority`; channel; country; id.

    `kind`: "general" (everyone), "group" (customers of `price_group`), "contract" (one customer); for one
    `channel` and ship-to `country` alone where they are given. `breaks_over`: whose quantity its breaks count
    ("line", "article", "family"), `counts`: in the "order" or the list's "period". With a `parent_id` articles
    without a row take the parent's price x `factor_ppm` + `add_micro` a base unit, to the next multiple of
    `step_micro` plus `ending_micro`. `purpose`: prices to "sell" at, or a "floor" below which an approval is
    asked. `includes_tax`: its prices are with tax. Validity is inclusive on both days; NULL means no limit (A14).
    A `draft` is used by no order.
    """

    __tablename__ = "price_list"
    __table_args__ = (
        sa.CheckConstraint("kind in ('general','group','contract')", name="kind"),
        sa.CheckConstraint("breaks_over in ('line','article','family')", name="breaks_over"),
        sa.CheckConstraint("counts in ('order','period')", name="counts"),
        sa.CheckConstraint("parent_id <> id", name="parent"),
        sa.CheckConstraint("purpose in ('sell','floor')", name="purpose"),
        sa.CheckConstraint("factor_ppm >= 0 and step_micro >= 0", name="formula"),
    )
    id: Mapped[PrimaryId]
    code: Mapped[Short] = mapped_column(unique=True)
    name: Mapped[Name]
    kind: Mapped[Short]
    price_group: Mapped[Short] = mapped_column(default="", server_default="")
    customer_id: Mapped[int | None] = reference("customer.id")
    currency: Mapped[str] = mapped_column(sa.String(3))
    priority: Mapped[int] = mapped_column(default=0, server_default="0")
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    channel: Mapped[Short] = mapped_column(default="", server_default="")
    country: Mapped[str] = mapped_column(sa.String(2), default="", server_default="")
    breaks_over: Mapped[Short] = mapped_column(default="line", server_default="line")
    counts: Mapped[Short] = mapped_column(default="order", server_default="order")
    parent_id: Mapped[int | None] = reference("price_list.id")
    factor_ppm: Mapped[Ppm] = mapped_column(default=1_000_000, server_default="1000000")
    add_micro: Mapped[Micro] = mapped_column(default=0, server_default="0")
    step_micro: Mapped[Micro] = mapped_column(default=0, server_default="0")
    ending_micro: Mapped[Micro] = mapped_column(default=0, server_default="0")
    purpose: Mapped[Short] = mapped_column(default="sell", server_default="sell")
    includes_tax: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    active: Mapped[bool] = mapped_column(default=True, server_default=sa.true())
    draft: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    version: Mapped[Version]


class PriceRow(Base):
    """A price from `min_quantity_micro` on, for `per` of its unit. Never updated in place.

    A change closes the row (`replaced_at_version`) and inserts the next, so that old traces can be read again.
    `unit`: '' for the base unit, else the code of a `ProductUnit`: the price of what is keyed in it alone, and of
    `unit_num / unit_den` base units. All quantities of the row are in it. `agreed_micro`: how much of it a contract
    gives at the price; NULL without an end.
    """

    __tablename__ = "price_row"
    __table_args__ = (
        sa.CheckConstraint("price_micro >= 0", name="price"),
        sa.CheckConstraint("per > 0", name="per"),
        sa.CheckConstraint("agreed_micro > 0", name="agreed"),
        sa.CheckConstraint("unit_num > 0", name="unit_num"),
        sa.CheckConstraint("unit_den > 0", name="unit_den"),
        sa.Index("ix_price_row_product_id_price_list_id", "product_id", "price_list_id"),
    )
    id: Mapped[PrimaryId]
    price_list_id: Mapped[int] = reference("price_list.id")
    product_id: Mapped[int] = reference("product.id", index=False)
    min_quantity_micro: Mapped[Micro] = mapped_column(default=0, server_default="0")
    price_micro: Mapped[Micro]
    per: Mapped[int] = mapped_column(default=1, server_default="1")
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    agreed_micro: Mapped[Micro | None]
    unit: Mapped[Short] = mapped_column(default="", server_default="")
    unit_num: Mapped[int] = mapped_column(ScaledInt, default=1, server_default="1")
    unit_den: Mapped[int] = mapped_column(ScaledInt, default=1, server_default="1")
    replaced_at_version: Mapped[int | None]


class DiscountRule(Base):
    """A percent off: for a customer, a price group, a product family, or any mix; NULL or '' means any.

    `kind`: how it meets other discounts ("best": the largest alone counts; "added"; "chained"). `scope`: off each
    line's price, or off the whole order from `least_minor` of goods and services on, in the firm's currency.
    A `draft` is used by no order; activated it takes the place of the rule `replaces_id`.
    """

    __tablename__ = "discount_rule"
    __table_args__ = (
        sa.CheckConstraint("discount_ppm >= 0 and discount_ppm <= 1000000", name="discount"),
        sa.CheckConstraint("kind in ('best', 'added', 'chained')", name="kind"),
        sa.CheckConstraint("scope in ('line', 'order')", name="scope"),
    )
    id: Mapped[PrimaryId]
    name: Mapped[Name]
    customer_id: Mapped[int | None] = reference("customer.id")
    price_group: Mapped[Short] = mapped_column(default="", server_default="")
    family: Mapped[Short] = mapped_column(default="", server_default="")
    discount_ppm: Mapped[Ppm]
    kind: Mapped[Short] = mapped_column(default="best", server_default="best")
    scope: Mapped[Short] = mapped_column(default="line", server_default="line")
    least_minor: Mapped[Minor] = mapped_column(default=0, server_default="0")
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    replaced_at_version: Mapped[int | None]
    draft: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    replaces_id: Mapped[int | None] = reference("discount_rule.id", index=False)


class SurchargeRule(Base):
    """What an order costs beside its lines, such as freight; see `app.domain.pricing.SurchargeRule`.

    Never updated in place, as price rows. Amounts are in the firm's currency. A draft is one as of a discount.
    """

    __tablename__ = "surcharge_rule"
    __table_args__ = (
        sa.CheckConstraint("amount_minor >= 0 and rate_ppm >= 0 and each_g >= 0", name="amount"),
        sa.CheckConstraint("applies in ('always', 'chosen')", name="applies"),
    )
    id: Mapped[PrimaryId]
    slot: Mapped[Short]
    name: Mapped[Name]
    amount_minor: Mapped[Minor]
    rate_ppm: Mapped[Ppm] = mapped_column(default=0, server_default="0")
    applies: Mapped[Short] = mapped_column(default="always", server_default="always")
    each_g: Mapped[int] = mapped_column(ScaledInt, default=0, server_default="0")
    free_from_minor: Mapped[Minor] = mapped_column(default=0, server_default="0")
    tax_class: Mapped[Short] = mapped_column(default="", server_default="")
    customer_id: Mapped[int | None] = reference("customer.id")
    price_group: Mapped[Short] = mapped_column(default="", server_default="")
    country: Mapped[str] = mapped_column(sa.String(2), default="", server_default="")
    channel: Mapped[Short] = mapped_column(default="", server_default="")
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    replaced_at_version: Mapped[int | None]
    draft: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    replaces_id: Mapped[int | None] = reference("surcharge_rule.id", index=False)


class PriceRight(Base):
    """What a role may give away on a product family ('' on all); NULL is no limit, of the floor the price itself."""

    __tablename__ = "price_right"
    __table_args__ = (
        sa.UniqueConstraint("role", "family"),
        sa.CheckConstraint("max_discount_ppm >= 0 and max_discount_ppm <= 1000000", name="discount"),
        sa.CheckConstraint("min_margin_ppm <= 1000000", name="margin"),
        sa.CheckConstraint("floor_ppm >= 0", name="floor"),
    )
    id: Mapped[PrimaryId]
    role: Mapped[Short]
    family: Mapped[Short] = mapped_column(default="", server_default="")
    max_discount_ppm: Mapped[Ppm | None]
    min_margin_ppm: Mapped[Ppm | None]
    floor_ppm: Mapped[Ppm | None]


class MetalQuote(Base):
    """A metal's price from a day on, for `per_g` grams, in the firm's currency; see `app.domain.pricing.metals`.

    Never updated in place, as price rows.
    """

    __tablename__ = "metal_quote"
    __table_args__ = (sa.CheckConstraint("price_micro >= 0 and per_g > 0", name="price"),)
    id: Mapped[PrimaryId]
    metal: Mapped[Short]
    name: Mapped[Name]
    price_micro: Mapped[Micro]
    per_g: Mapped[int] = mapped_column(ScaledInt)
    valid_from: Mapped[date]
    source: Mapped[Name] = mapped_column(default="", server_default="")
    replaced_at_version: Mapped[int | None]
