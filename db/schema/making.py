"""Workshop orders: what is made for a line of an order, and the components that it takes."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa

from db.schema.base import Base, Micro, Moment, PrimaryId, Short, Version, reference
from db.schema.mapping import Mapped, mapped_column


class WorkshopOrder(Base):
    """So many equal pieces to make for a line. `state`: open, released, started, finished, cancelled.

    `product_id`: the variant article that a finished piece is; quantities in its base micro units. `due_date`: NULL
    where nobody knows yet when its components come.
    """

    __tablename__ = "workshop_order"
    __table_args__ = (
        sa.CheckConstraint("state in ('open', 'released', 'started', 'finished', 'cancelled')", name="state"),
        sa.CheckConstraint("quantity_micro > 0", name="quantity"),
        sa.CheckConstraint("finished_micro >= 0 and finished_micro <= quantity_micro", name="finished"),
        sa.Index("ix_workshop_order_due_date_id", "due_date", "id"),
        sa.Index("ix_workshop_order_state_id", "state", "id"),
    )
    id: Mapped[PrimaryId]
    number: Mapped[Short] = mapped_column(unique=True)
    order_id: Mapped[int] = reference("sales_order.id")
    order_line_id: Mapped[int] = reference("order_line.id")
    configuration: Mapped[str] = mapped_column(sa.String(100))
    product_id: Mapped[int] = reference("product.id")
    warehouse_id: Mapped[int] = reference("warehouse.id", index=False)
    quantity_micro: Mapped[Micro]
    finished_micro: Mapped[Micro] = mapped_column(default=0, server_default="0")
    state: Mapped[Short] = mapped_column(default="open", server_default="open")
    due_date: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(Moment)
    version: Mapped[Version]


class WorkshopComponent(Base):
    """An article that a workshop order takes, in base units for all of its pieces.

    `product_id` is NULL while no article has that SKU. What is `reserved` lies in the warehouse of the workshop order
    and counts in its stock as reserved; what is consumed has left.
    """

    __tablename__ = "workshop_component"
    __table_args__ = (
        sa.UniqueConstraint("workshop_order_id", "article"),
        sa.CheckConstraint(
            "needed_micro >= 0 and reserved_micro >= 0 and consumed_micro >= 0", name="quantities"
        ),
    )
    id: Mapped[PrimaryId]
    workshop_order_id: Mapped[int] = reference("workshop_order.id", index=False)
    article: Mapped[Short]
    product_id: Mapped[int | None] = reference("product.id")
    needed_micro: Mapped[Micro]
    reserved_micro: Mapped[Micro] = mapped_column(default=0, server_default="0")
    consumed_micro: Mapped[Micro] = mapped_column(default=0, server_default="0")
