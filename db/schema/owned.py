"""What customers own: bought here, or recorded by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa

from db.schema.base import Base, JsonText, Long, Micro, Name, PrimaryId, Short, Version, reference
from db.schema.mapping import Mapped, mapped_column


class OwnedItem(Base):
    """Something that a customer has, to which other things are to fit.

    `text`: what it is in words. `model` and `configuration`: code of its product model and key of the kept
    configuration, "" where it was never configured here. `choices`: by flat code what is known of it (true, or a
    number's value as text). `place`: where it stands ("hall 3"). `order_line_id`: the line by which it was sold here,
    once. It is never deleted: what is gone is not `active`.
    """

    __tablename__ = "owned_item"
    __table_args__ = (sa.CheckConstraint("quantity_micro > 0", name="quantity"),)
    id: Mapped[PrimaryId]
    customer_id: Mapped[int] = reference("customer.id")
    product_id: Mapped[int | None] = reference("product.id")
    text: Mapped[Long]
    model: Mapped[Short] = mapped_column(default="", server_default="")
    configuration: Mapped[str] = mapped_column(sa.String(100), default="", server_default="")
    choices: Mapped[Any] = mapped_column(JsonText)
    quantity_micro: Mapped[Micro] = mapped_column(default=1_000_000, server_default="1000000")
    place: Mapped[Name] = mapped_column(default="", server_default="")
    serial: Mapped[Name] = mapped_column(default="", server_default="", index=True)
    since: Mapped[date | None]
    order_line_id: Mapped[int | None] = mapped_column(
        sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.ForeignKey("order_line.id"), unique=True
    )
    active: Mapped[bool] = mapped_column(default=True, server_default=sa.true())
    version: Mapped[Version]
