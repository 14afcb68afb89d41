"""Shipments: pick list, picked quantities, delivery note."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa

from db.schema.base import Base, Micro, Moment, Name, PrimaryId, ScaledInt, Short, Version, reference
from db.schema.mapping import Mapped, mapped_column


class Shipment(Base):
    """Goods leaving one warehouse for one order. `state`: picking, shipped, cancelled.

    The number is drawn when the pick list is made; the delivery note carries it. The address is a copy.
    """

    __tablename__ = "shipment"
    __table_args__ = (
        sa.UniqueConstraint("series_id", "series_number"),
        sa.Index("uq_shipment_series_id_number", "series_id", "number", unique=True),
        sa.Index("ix_shipment_state_id", "state", "id"),
        sa.Index("ix_shipment_number_id", "number", "id"),
    )
    id: Mapped[PrimaryId]
    number: Mapped[Short]
    series_id: Mapped[int | None] = reference("number_series.id", index=False)
    series_number: Mapped[int | None] = mapped_column(ScaledInt)
    order_id: Mapped[int] = reference("sales_order.id")
    warehouse_id: Mapped[int] = reference("warehouse.id")
    state: Mapped[Short] = mapped_column(default="picking", server_default="picking")
    ship_name: Mapped[Name]
    ship_street: Mapped[Name]
    ship_postcode: Mapped[Short]
    ship_city: Mapped[Name]
    ship_country: Mapped[str] = mapped_column(sa.String(2))
    ship_date: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(Moment)
    created_by: Mapped[Name]
    imported: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    version: Mapped[Version]


class ShipmentLine(Base):
    """What is to be picked (`quantity_micro`) and what was (`picked_micro`), in base units.

    Services and free lines ship without a fulfilment, as they hold no stock.
    """

    __tablename__ = "shipment_line"
    __table_args__ = (
        sa.CheckConstraint("quantity_micro > 0 and picked_micro >= 0", name="quantities"),
        sa.CheckConstraint("picked_micro <= quantity_micro", name="picked_within"),
    )
    id: Mapped[PrimaryId]
    shipment_id: Mapped[int] = reference("shipment.id")
    order_line_id: Mapped[int] = reference("order_line.id")
    fulfilment_id: Mapped[int | None] = reference("fulfilment.id")
    quantity_micro: Mapped[Micro]
    picked_micro: Mapped[Micro] = mapped_column(default=0, server_default="0")
    invoiced_micro: Mapped[Micro] = mapped_column(default=0, server_default="0")
