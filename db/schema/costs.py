"""What products cost: standard costs with validity, and receipts with what they cost."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa

from db.schema.base import Base, Id, Micro, Moment, Name, PrimaryId, Short, Version, reference
from db.schema.mapping import Mapped, mapped_column


class ProductCost(Base):
    """The standard cost of a base unit from a day on; 0001-01-01 is the beginning.

    `source`: from where it is known ("card", "typed", "import"), by whom and when. A change takes a row out and puts
    the next in; the product's story tells both. No id is given twice (the migration's "autoincrement" on SQLite).
    """

    __tablename__ = "product_cost"
    __table_args__ = (
        sa.UniqueConstraint("product_id", "currency", "valid_from"),
        sa.CheckConstraint("cost_micro >= 0", name="cost"),
    )
    id: Mapped[PrimaryId]
    product_id: Mapped[int] = reference("product.id", index=False)
    currency: Mapped[str] = mapped_column(sa.String(3))
    valid_from: Mapped[dt.date]
    cost_micro: Mapped[Micro]
    source: Mapped[Short]
    entered_by: Mapped[Name]
    entered_at: Mapped[dt.datetime] = mapped_column(Moment)


class ReceiptCost(Base):
    """What came in at a known cost, and what the product cost on the average before and after it.

    `on_hand_micro` is what all warehouses had before it. `before_micro` NULL: nobody knew. Rows of a product count in
    the order of their ids; a correction of one cost computes the averages after it again. `source_kind`: "arrival"
    with its id, or "receipt".
    """

    __tablename__ = "receipt_cost"
    __table_args__ = (
        sa.CheckConstraint("quantity_micro > 0 and on_hand_micro >= 0 and cost_micro >= 0", name="cost"),
        sa.Index("ix_receipt_cost_product_id_id", "product_id", "id"),
    )
    id: Mapped[PrimaryId]
    product_id: Mapped[int] = reference("product.id", index=False)
    currency: Mapped[str] = mapped_column(sa.String(3))
    source_kind: Mapped[Short]
    source_id: Mapped[int | None] = mapped_column(Id)
    date: Mapped[dt.date]
    on_hand_micro: Mapped[Micro]
    quantity_micro: Mapped[Micro]
    cost_micro: Mapped[Micro]
    before_micro: Mapped[Micro | None]
    average_micro: Mapped[Micro]
    actor: Mapped[Name]
    at: Mapped[dt.datetime] = mapped_column(Moment)
    version: Mapped[Version]
