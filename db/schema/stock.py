"""Warehouses, stock and its append-only moves, arrivals.

`stock.on_hand_micro` is written only by the trigger on `stock_move` (guards.py); `reserved_micro` by
conditional updates. The CHECKs make overselling impossible whatever a program does.
"""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa

from db.schema.base import Base, Id, Long, Micro, Moment, Name, PrimaryId, Short, Version, reference
from db.schema.mapping import Mapped, mapped_column


class Warehouse(Base):
    """A place that ships. Orders after `cutoff` leave on the next working day."""

    __tablename__ = "warehouse"
    id: Mapped[PrimaryId]
    code: Mapped[Short] = mapped_column(unique=True)
    name: Mapped[Name]
    street: Mapped[Name] = mapped_column(default="", server_default="")
    postcode: Mapped[Short] = mapped_column(default="", server_default="")
    city: Mapped[Name] = mapped_column(default="", server_default="")
    country: Mapped[str] = mapped_column(sa.String(2))
    latitude_micro: Mapped[Micro | None]
    longitude_micro: Mapped[Micro | None]
    cutoff: Mapped[dt.time] = mapped_column(default=dt.time(14, 0), server_default="14:00:00")
    active: Mapped[bool] = mapped_column(default=True, server_default=sa.true())
    version: Mapped[Version]


class Bin(Base):
    """A shelf place; a product's usual bin in a warehouse guides the pick list."""

    __tablename__ = "bin"
    __table_args__ = (sa.UniqueConstraint("warehouse_id", "code"),)
    id: Mapped[PrimaryId]
    warehouse_id: Mapped[int] = reference("warehouse.id", index=False)
    code: Mapped[Short]


class Stock(Base):
    """What a warehouse holds of a product, in base units, and how much of it is promised away."""

    __tablename__ = "stock"
    __table_args__ = (
        sa.CheckConstraint("on_hand_micro >= 0", name="not_negative"),
        sa.CheckConstraint("reserved_micro >= 0", name="reserved_not_negative"),
        sa.CheckConstraint("reserved_micro <= on_hand_micro", name="reserved_within_stock"),
    )
    product_id: Mapped[int] = mapped_column(
        Id, sa.ForeignKey("product.id"), primary_key=True, autoincrement=False
    )
    warehouse_id: Mapped[int] = mapped_column(
        Id, sa.ForeignKey("warehouse.id"), primary_key=True, autoincrement=False, index=True
    )
    on_hand_micro: Mapped[Micro] = mapped_column(default=0, server_default="0")
    reserved_micro: Mapped[Micro] = mapped_column(default=0, server_default="0")
    bin_id: Mapped[int | None] = reference("bin.id", index=False)


class StockMove(Base):
    """A move in (+) or out (-) of a warehouse. Append-only.

    `kind`: opening, receipt, shipment, transfer, adjustment, count, return.
    """

    __tablename__ = "stock_move"
    __table_args__ = (
        sa.CheckConstraint("quantity_micro <> 0", name="quantity"),
        sa.Index("ix_stock_move_product_id_id", "product_id", "id"),
        sa.Index("ix_stock_move_source", "source_kind", "source_id"),
    )
    id: Mapped[PrimaryId]
    product_id: Mapped[int] = reference("product.id", index=False)
    warehouse_id: Mapped[int] = reference("warehouse.id", index=False)
    quantity_micro: Mapped[Micro]
    kind: Mapped[Short]
    source_kind: Mapped[Short] = mapped_column(default="", server_default="")
    source_id: Mapped[int | None] = mapped_column(Id)
    reason: Mapped[Long]
    date: Mapped[dt.date]
    at: Mapped[dt.datetime] = mapped_column(Moment)
    actor: Mapped[Name]


class Arrival(Base):
    """Goods on their way from a supplier. `state`: open, received, cancelled."""

    __tablename__ = "arrival"
    __table_args__ = (sa.Index("ix_arrival_state_id", "state", "id"),)
    id: Mapped[PrimaryId]
    number: Mapped[Short] = mapped_column(unique=True)
    supplier: Mapped[Name]
    warehouse_id: Mapped[int] = reference("warehouse.id")
    state: Mapped[Short] = mapped_column(default="open", server_default="open")
    created_at: Mapped[dt.datetime] = mapped_column(Moment)
    version: Mapped[Version]


class ArrivalLine(Base):
    """Expected goods: due on `due_date`; what is still to come is quantity - received (never below 0).

    `cost_micro`: what a base unit is to cost, NULL where nobody said.
    `promised_micro`: how much of what is to come is promised to order lines (<= quantity at promise time).
    """

    __tablename__ = "arrival_line"
    __table_args__ = (
        sa.CheckConstraint("quantity_micro > 0", name="quantity"),
        sa.CheckConstraint("received_micro >= 0", name="received"),
        sa.Index("ix_arrival_line_product_id_due_date", "product_id", "due_date"),
    )
    id: Mapped[PrimaryId]
    arrival_id: Mapped[int] = reference("arrival.id")
    product_id: Mapped[int] = reference("product.id", index=False)
    quantity_micro: Mapped[Micro]
    received_micro: Mapped[Micro] = mapped_column(default=0, server_default="0")
    due_date: Mapped[dt.date]
    closed: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    cost_micro: Mapped[Micro | None]
