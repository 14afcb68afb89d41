"""Products with units, numbers, taxes and prices."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from db.schema.base import (
    Base,
    Long,
    Micro,
    Name,
    Ppm,
    PrimaryId,
    ScaledInt,
    Short,
    SortKey,
    Version,
    partial_index,
    reference,
)
from db.schema.mapping import Mapped, mapped_column


class TaxCode(Base):
    """A tax by name: category (EN 16931), exemption text and code (VATEX list) where the category asks one."""

    __tablename__ = "tax_code"
    id: Mapped[PrimaryId]
    code: Mapped[Short] = mapped_column(unique=True)
    name: Mapped[Name]
    category: Mapped[str] = mapped_column(sa.String(2))
    exemption_text: Mapped[Long]
    exemption_code: Mapped[Short] = mapped_column(default="", server_default="")
    active: Mapped[bool] = mapped_column(default=True, server_default=sa.true())
    version: Mapped[Version]


class TaxRate(Base):
    """The rate of a tax from a day on, inclusive."""

    __tablename__ = "tax_rate"
    __table_args__ = (
        sa.UniqueConstraint("tax_code_id", "valid_from"),
        sa.CheckConstraint("rate_ppm >= 0", name="rate"),
    )
    id: Mapped[PrimaryId]
    tax_code_id: Mapped[int] = reference("tax_code.id")
    valid_from: Mapped[date]
    rate_ppm: Mapped[Ppm]


class TaxMapping(Base):
    """One row of the tax mapping; NULL means any (see `app.domain.tax.find_tax_code`)."""

    __tablename__ = "tax_mapping"
    id: Mapped[PrimaryId]
    product_class: Mapped[str | None] = mapped_column(sa.String(40))
    ship_to: Mapped[str | None] = mapped_column(sa.String(10))
    business: Mapped[bool | None]
    has_vat_id: Mapped[bool | None]
    tax_code_id: Mapped[int] = reference("tax_code.id", index=False)
    ship_from: Mapped[str | None] = mapped_column(sa.String(2))  # the country that ships


class TaxRegistration(Base):
    """A country in which the firm is registered for its tax beside its own, with its VAT id there."""

    __tablename__ = "tax_registration"
    id: Mapped[PrimaryId]
    country: Mapped[str] = mapped_column(sa.String(2), unique=True)
    vat_id: Mapped[Short]
    version: Mapped[Version]


class Product(Base):
    """Something sold. `kind`: goods (has stock) or service. Base quantities are in `unit`.

    `metals`: metal in a base unit with its base price, as `app.domain.pricing.metals` writes it. `product_model_id`: by
    what it is configured, if it is. `variant_of_id`: pieces of that article made by the kept `configuration`; the
    program makes it itself, and nobody looks it up, prices or orders it by its own SKU.
    """

    __tablename__ = "product"
    __table_args__ = (
        sa.Index("ix_product_sort_key_id", "sort_key", "id"),
        sa.Index("ix_product_kind_sort_key_id", "kind", "sort_key", "id"),
        sa.Index("ix_product_kind_sku_id", "kind", "sku", "id"),
        sa.Index("ix_product_family_id", "family", "id"),
        sa.Index("ix_product_active_id", "active", "id"),
        sa.Index("ix_product_discontinued_id", "discontinued", "id"),
        sa.CheckConstraint("kind in ('goods','service')", name="kind"),
        partial_index(
            "ix_product_variant",
            "variant_of_id",
            "configuration",
            where="variant_of_id is not null",
            unique=True,
        ),
    )
    id: Mapped[PrimaryId]
    sku: Mapped[Short] = mapped_column(unique=True)
    name: Mapped[Name]
    sort_key: Mapped[SortKey]
    description: Mapped[Long]
    family: Mapped[Short] = mapped_column(default="", server_default="")
    kind: Mapped[Short] = mapped_column(default="goods", server_default="goods")
    unit: Mapped[Short] = mapped_column(default="pc", server_default="pc")
    unit_decimals: Mapped[int] = mapped_column(default=0, server_default="0")
    gtin: Mapped[str | None] = mapped_column(sa.String(14), index=True)
    tax_class: Mapped[Short] = mapped_column(default="standard", server_default="standard")
    weight_g: Mapped[int] = mapped_column(ScaledInt, default=0, server_default="0")
    metals: Mapped[Name] = mapped_column(default="", server_default="")
    min_quantity_micro: Mapped[Micro] = mapped_column(default=0, server_default="0")
    step_micro: Mapped[Micro] = mapped_column(default=0, server_default="0")
    active: Mapped[bool] = mapped_column(default=True, server_default=sa.true())
    discontinued: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    successor_id: Mapped[int | None] = reference("product.id", index=False)
    un_number: Mapped[Short] = mapped_column(default="", server_default="")
    hazard_class: Mapped[Short] = mapped_column(default="", server_default="")
    packing_group: Mapped[Short] = mapped_column(default="", server_default="")
    shipping_name: Mapped[Name] = mapped_column(default="", server_default="")
    limited_amount: Mapped[int] = mapped_column(ScaledInt, default=0, server_default="0")
    inner_amount: Mapped[int] = mapped_column(ScaledInt, default=0, server_default="0")
    licence_kind: Mapped[Short] = mapped_column(default="", server_default="")
    age_least: Mapped[int] = mapped_column(default=0, server_default="0")
    commodity_code: Mapped[Short] = mapped_column(default="", server_default="")
    origin_country: Mapped[str] = mapped_column(sa.String(2), default="", server_default="")
    eccn: Mapped[Short] = mapped_column(default="", server_default="")
    product_model_id: Mapped[int | None] = reference("product_model.id", index=False)
    variant_of_id: Mapped[int | None] = reference("product.id", index=False)
    configuration: Mapped[str] = mapped_column(sa.String(100), default="", server_default="")
    version: Mapped[Version]


class ProductKit(Base):
    """How a product that is a kit is priced, split over its parts and taxed (`app.domain.kits`)."""

    __tablename__ = "product_kit"
    __table_args__ = (
        sa.CheckConstraint("price in ('own','sum')", name="price"),
        sa.CheckConstraint("split in ('list','cost','fixed')", name="split"),
        sa.CheckConstraint("tax in ('parts','kit')", name="tax"),
        sa.CheckConstraint("less_ppm between 0 and 1000000", name="less"),
    )
    id: Mapped[PrimaryId]
    product_id: Mapped[int] = reference("product.id", index=False, unique=True)
    price: Mapped[Short] = mapped_column(default="own", server_default="own")
    less_ppm: Mapped[Ppm] = mapped_column(default=0, server_default="0")
    split: Mapped[Short] = mapped_column(default="list", server_default="list")
    tax: Mapped[Short] = mapped_column(default="parts", server_default="parts")
    version: Mapped[Version]


class ProductKitPart(Base):
    """A part of a kit: base units of it in a base unit of the kit, on its days (inclusive, none means no limit)."""

    __tablename__ = "product_kit_part"
    __table_args__ = (
        sa.CheckConstraint("kit_id <> part_id", name="other"),
        sa.CheckConstraint("quantity_micro > 0 and share >= 0", name="quantity"),
        sa.CheckConstraint("valid_until >= valid_from", name="days"),
    )
    id: Mapped[PrimaryId]
    kit_id: Mapped[int] = reference("product.id")
    part_id: Mapped[int] = reference("product.id")
    quantity_micro: Mapped[Micro]
    share: Mapped[int] = mapped_column(default=0, server_default="0")
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]
    version: Mapped[Version]


class ProductUnit(Base):
    """A further unit of a product: `factor_num / factor_den` base units make one (pack of 12: 12/1)."""

    __tablename__ = "product_unit"
    __table_args__ = (
        sa.UniqueConstraint("product_id", "code"),
        sa.CheckConstraint("factor_num > 0 and factor_den > 0", name="factor"),
    )
    id: Mapped[PrimaryId]
    product_id: Mapped[int] = reference("product.id")
    code: Mapped[Short]
    factor_num: Mapped[int] = mapped_column(ScaledInt)
    factor_den: Mapped[int] = mapped_column(ScaledInt, default=1, server_default="1")
    decimals: Mapped[int] = mapped_column(default=0, server_default="0")
    gtin: Mapped[str | None] = mapped_column(sa.String(14), index=True)


class CustomerPart(Base):
    """A customer's own part number for a product, in the customer's own unit if one is given."""

    __tablename__ = "customer_part"
    __table_args__ = (sa.UniqueConstraint("customer_id", "code"),)
    id: Mapped[PrimaryId]
    customer_id: Mapped[int] = reference("customer.id")
    product_id: Mapped[int] = reference("product.id")
    code: Mapped[Name]


class ProductSubstitute(Base):
    """What may be sold instead of a product, the lowest rank first; `takes` base units of it replace `instead_of`.

    `both_ways`: the product also replaces it, at the same rate. Days are inclusive, none means no limit.
    """

    __tablename__ = "product_substitute"
    __table_args__ = (
        sa.UniqueConstraint("product_id", "substitute_id"),
        sa.CheckConstraint("product_id <> substitute_id", name="other"),
        sa.CheckConstraint("takes > 0 and instead_of > 0", name="rate"),
    )
    id: Mapped[PrimaryId]
    product_id: Mapped[int] = reference("product.id", index=False)
    substitute_id: Mapped[int] = reference("product.id")
    both_ways: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    takes: Mapped[int] = mapped_column(ScaledInt, default=1, server_default="1")
    instead_of: Mapped[int] = mapped_column(ScaledInt, default=1, server_default="1")
    rank: Mapped[int] = mapped_column(default=0, server_default="0")
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]
    note: Mapped[Name] = mapped_column(default="", server_default="")
    version: Mapped[Version]
