"""Orders and quotes with their lines, and from where each line is fulfilled."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from db.schema.base import (
    Base,
    Id,
    JsonText,
    Long,
    Micro,
    Minor,
    Moment,
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


class Order(Base):
    """A quote or order from its first keystroke on. `kind`: order, quote. `state`: see docs/order-states.md.

    `exchange`: the rate of one in another currency than the firm's (app.domain.exchange).
    A draft has no number. The ship-to columns are the document's own copy (one-off addresses, C54).
    """

    __tablename__ = "sales_order"
    __table_args__ = (
        sa.UniqueConstraint("series_id", "series_number"),
        sa.Index("uq_sales_order_series_id_number", "series_id", "number", unique=True),
        sa.Index("ix_sales_order_state_id", "state", "id"),
        sa.Index("ix_sales_order_number_id", "number", "id"),
        sa.Index("ix_sales_order_customer_id_id", "customer_id", "id"),
        sa.Index("ix_sales_order_customer_id_state", "customer_id", "state"),
        sa.Index("ix_sales_order_customer_sort_id", "customer_sort", "id"),
        sa.Index("ix_sales_order_order_date_id", "order_date", "id"),
        sa.Index("ix_sales_order_promise_date_id", "promise_date", "id"),
        sa.Index("ix_sales_order_gross_minor_id", "gross_minor", "id"),
        sa.Index("ix_sales_order_po_number", "customer_id", "po_number"),
    )
    id: Mapped[PrimaryId]
    kind: Mapped[Short] = mapped_column(default="order", server_default="order")
    state: Mapped[Short] = mapped_column(default="draft", server_default="draft")
    number: Mapped[str | None] = mapped_column(sa.String(40))
    series_id: Mapped[int | None] = reference("number_series.id", index=False)
    series_number: Mapped[int | None] = mapped_column(ScaledInt)
    revision: Mapped[int] = mapped_column(default=0, server_default="0")
    quote_id: Mapped[int | None] = reference("sales_order.id")
    customer_id: Mapped[int | None] = reference("customer.id", index=False)
    customer_name: Mapped[Name] = mapped_column(default="", server_default="")
    customer_sort: Mapped[SortKey] = mapped_column(default="", server_default="")
    address_id: Mapped[int | None] = reference("address.id", index=False)
    ship_name: Mapped[Name] = mapped_column(default="", server_default="")
    ship_street: Mapped[Name] = mapped_column(default="", server_default="")
    ship_postcode: Mapped[Short] = mapped_column(default="", server_default="")
    ship_city: Mapped[Name] = mapped_column(default="", server_default="")
    ship_country: Mapped[str] = mapped_column(sa.String(2), default="", server_default="")
    contact_name: Mapped[Name] = mapped_column(default="", server_default="")
    contact_phone: Mapped[Short] = mapped_column(default="", server_default="")
    contact_email: Mapped[Name] = mapped_column(default="", server_default="")
    po_number: Mapped[Name] = mapped_column(default="", server_default="")
    requested_date: Mapped[date | None]
    term_id: Mapped[int | None] = reference("payment_term.id", index=False)
    delivery_wish: Mapped[Short] = mapped_column(default="partial", server_default="partial")
    currency: Mapped[str] = mapped_column(sa.String(3))
    price_mode: Mapped[Short] = mapped_column(default="net", server_default="net")
    tax_rounding: Mapped[Short] = mapped_column(default="group", server_default="group")
    order_date: Mapped[date]
    valid_until: Mapped[date | None]
    note: Mapped[Long]
    channel: Mapped[Short] = mapped_column(default="", server_default="")
    order_discount: Mapped[Short] = mapped_column(default="", server_default="")
    services: Mapped[Long]
    waived: Mapped[Long]
    carrier: Mapped[Short] = mapped_column(default="", server_default="")
    coupons: Mapped[Long]
    exchange: Mapped[str] = mapped_column(sa.String(60), default="", server_default="")
    price_kind: Mapped[Short] = mapped_column(
        default="", server_default=""
    )  # "net" or "gross" where a person said so
    warehouse_id: Mapped[int | None] = reference("warehouse.id", index=False)  # the only one that ships it
    pasted: Mapped[Long]  # rows of a sheet that wait for an article, tab-separated; only drafts have any
    net_minor: Mapped[Minor] = mapped_column(default=0, server_default="0")
    tax_minor: Mapped[Minor] = mapped_column(default=0, server_default="0")
    gross_minor: Mapped[Minor] = mapped_column(default=0, server_default="0")
    promise_date: Mapped[date | None]
    rules_version: Mapped[int] = mapped_column(default=0, server_default="0")
    content_hash: Mapped[str] = mapped_column(sa.String(64), default="", server_default="")
    approval: Mapped[Short] = mapped_column(default="", server_default="")  # of a live request: open, granted
    cancel_reason: Mapped[Long]
    created_by: Mapped[Name]
    created_at: Mapped[datetime] = mapped_column(Moment)
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)
    parked_by: Mapped[Name] = mapped_column(default="", server_default="")
    imported: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    version: Mapped[Version]


class OrderLine(Base):
    """A line. `kind`: goods, service, charge, free, discount, section, note.

    Quantities of `quantity_micro` are in `unit` (= factor_num/factor_den base units). `price_source`:
    "auto" (the engine's), "manual" (typed: stays typed), "" (no price). `origin`: the rule that added the line.
    `list_price_micro` and `price_micro` are per `price_per` of `unit`: 1, or what the list says where the price of
    one has no six decimals (A11). `price_micro` is the net price that multiplies to the amount; `cost_micro` is
    always that of one unit, NULL where nobody knows it; `cost_source` and `cost_date` say from where and since when.
    Delivered, invoiced and cancelled are base quantities, raised by conditional updates. `configuration`: the key of a
    kept configuration, "" for none; of such a line with a discount `discount_on_micro` is the part of the list price on
    which it counts, NULL for all of it.
    """

    __tablename__ = "order_line"
    __table_args__ = (
        sa.UniqueConstraint("order_id", "line_key"),
        sa.CheckConstraint(
            "shipped_micro >= 0 and invoiced_micro >= 0 and cancelled_micro >= 0", name="progress"
        ),
        sa.CheckConstraint("factor_num > 0 and factor_den > 0", name="factor"),
        sa.CheckConstraint("price_per > 0", name="price_per"),
        sa.Index("ix_order_line_product_id_id", "product_id", "id"),
        partial_index(
            "ix_order_line_begun",
            "order_id",
            "shipped_micro",
            "invoiced_micro",
            "cancelled_micro",  # covering: SQLite then prefers it without statistics
            where="shipped_micro > 0 or invoiced_micro > 0 or cancelled_micro > 0",
        ),
    )
    id: Mapped[PrimaryId]
    order_id: Mapped[int] = reference("sales_order.id")
    line_key: Mapped[str] = mapped_column(sa.String(16))
    position: Mapped[int] = mapped_column(ScaledInt)
    kind: Mapped[Short] = mapped_column(default="goods", server_default="goods")
    product_id: Mapped[int | None] = reference("product.id", index=False)
    sku: Mapped[Name] = mapped_column(default="", server_default="")
    text: Mapped[Long]
    quantity_micro: Mapped[Micro] = mapped_column(default=0, server_default="0")
    unit: Mapped[Short] = mapped_column(default="pc", server_default="pc")
    factor_num: Mapped[int] = mapped_column(ScaledInt, default=1, server_default="1")
    factor_den: Mapped[int] = mapped_column(ScaledInt, default=1, server_default="1")
    base_micro: Mapped[Micro] = mapped_column(default=0, server_default="0")
    list_price_micro: Mapped[Micro | None]
    discount_ppm: Mapped[Ppm] = mapped_column(default=0, server_default="0")
    discount_source: Mapped[Short] = mapped_column(default="auto", server_default="auto")
    price_source: Mapped[Short] = mapped_column(default="auto", server_default="auto")
    price_micro: Mapped[Micro] = mapped_column(default=0, server_default="0")
    amount_minor: Mapped[Minor] = mapped_column(default=0, server_default="0")
    tax_class: Mapped[Short] = mapped_column(default="standard", server_default="standard")
    origin: Mapped[Short] = mapped_column(default="", server_default="")
    tax_code: Mapped[Short] = mapped_column(default="", server_default="")
    tax_category: Mapped[str] = mapped_column(sa.String(2), default="", server_default="")
    tax_ppm: Mapped[Ppm] = mapped_column(default=0, server_default="0")
    cost_micro: Mapped[Micro | None]
    requested_date: Mapped[date | None]
    promise_date: Mapped[date | None]
    warehouse_id: Mapped[int | None] = reference("warehouse.id", index=False)
    shipped_micro: Mapped[Micro] = mapped_column(default=0, server_default="0")
    invoiced_micro: Mapped[Micro] = mapped_column(default=0, server_default="0")
    invoiced_minor: Mapped[Minor] = mapped_column(default=0, server_default="0")
    cancelled_micro: Mapped[Micro] = mapped_column(default=0, server_default="0")
    trace: Mapped[Any] = mapped_column(JsonText, nullable=True)
    price_per: Mapped[int] = mapped_column(ScaledInt, default=1, server_default="1")
    cost_source: Mapped[Short] = mapped_column(default="", server_default="")
    cost_date: Mapped[date | None]
    tax_stack: Mapped[Long]
    configuration: Mapped[str] = mapped_column(sa.String(100), default="", server_default="")
    discount_on_micro: Mapped[Micro | None]


class Fulfilment(Base):
    """From where a part of an order line comes, in base units.

    quantity = reserved (held in stock) + waiting (promised from `arrival_line_id` or not yet sourced) + shipped.
    `picking_micro` is the part of `reserved_micro` that lies on an open pick list. `held_until`: it belongs to a draft
    that waits for an approval, and counts up to that moment. `order_id`, in place of a line: changes of that confirmed
    order wait for an approval, and what is new in them is held so long.
    """

    __tablename__ = "fulfilment"
    __table_args__ = (
        sa.CheckConstraint(
            "reserved_micro >= 0 and shipped_micro >= 0 and picking_micro >= 0"
            " and picking_micro <= reserved_micro and reserved_micro + shipped_micro <= quantity_micro",
            name="parts",
        ),
        sa.CheckConstraint("(order_line_id is null) <> (order_id is null)", name="owner"),
        sa.CheckConstraint("order_id is null or held_until is not null", name="of_changes"),
        sa.Index("ix_fulfilment_product_id_warehouse_id", "product_id", "warehouse_id"),
        partial_index(
            "ix_fulfilment_waiting",
            "product_id",
            "warehouse_id",
            where="quantity_micro > reserved_micro + shipped_micro",
        ),
        partial_index(
            "ix_fulfilment_reserved",
            "product_id",
            "warehouse_id",
            where="reserved_micro > 0",
        ),
        partial_index(
            "ix_fulfilment_held",
            "product_id",
            "warehouse_id",
            where="held_until is not null",
        ),
        partial_index("ix_fulfilment_order_id", "order_id", where="order_id is not null"),
    )
    id: Mapped[PrimaryId]
    order_line_id: Mapped[int | None] = reference("order_line.id")
    product_id: Mapped[int] = mapped_column(Id, sa.ForeignKey("product.id"))
    warehouse_id: Mapped[int] = mapped_column(Id, sa.ForeignKey("warehouse.id"))
    arrival_line_id: Mapped[int | None] = reference("arrival_line.id")
    quantity_micro: Mapped[Micro]
    reserved_micro: Mapped[Micro] = mapped_column(default=0, server_default="0")
    picking_micro: Mapped[Micro] = mapped_column(default=0, server_default="0")
    shipped_micro: Mapped[Micro] = mapped_column(default=0, server_default="0")
    promise_date: Mapped[date | None]
    reason: Mapped[Any] = mapped_column(JsonText, nullable=True)
    held_until: Mapped[datetime | None] = mapped_column(Moment)
    order_id: Mapped[int | None] = reference("sales_order.id", index=False)


class OrderIssue(Base):
    """Since when an issue stands on a draft: every desk sees the same age. `place` as in `Issue.where`."""

    __tablename__ = "order_issue"
    order_id: Mapped[int] = mapped_column(Id, sa.ForeignKey("sales_order.id"), primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    place: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    since: Mapped[datetime] = mapped_column(Moment)
