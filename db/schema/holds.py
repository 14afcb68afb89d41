"""Holds of orders and customers: who holds what back, why and until when, and for how much it was released."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa

from db.schema.base import (
    Base,
    Long,
    Minor,
    Moment,
    Name,
    PrimaryId,
    Short,
    Version,
    partial_index,
    reference,
)
from db.schema.mapping import Mapped, mapped_column


class OrderHold(Base):
    """A hold of one order, or of all orders of a customer. `kind` and `stops`: see `app.domain.holds`.

    `cause`: "" for one that a person laid, else what laid it by rule. A release holds until its day, for the
    content and the amounts that it names; a hold that is over has `ended_at`.
    """

    __tablename__ = "order_hold"
    __table_args__ = (
        sa.CheckConstraint("kind in ('credit', 'shipping', 'picking', 'compliance', 'manual')", name="kind"),
        sa.CheckConstraint("(order_id is null) <> (customer_id is null)", name="of_one"),
        sa.CheckConstraint("(released_at is null) = (released_by = '')", name="released"),
        partial_index("ix_order_hold_order_id", "order_id", where="ended_at is null"),
        partial_index("ix_order_hold_customer_id", "customer_id", where="ended_at is null"),
        partial_index(
            "uq_order_hold_order_cause",
            "order_id",
            "cause",
            where="ended_at is null and cause <> ''",
            unique=True,
        ),
        partial_index(
            "uq_order_hold_customer_cause",
            "customer_id",
            "cause",
            where="ended_at is null and cause <> ''",
            unique=True,
        ),
    )
    id: Mapped[PrimaryId]
    order_id: Mapped[int | None] = reference("sales_order.id", index=False)
    customer_id: Mapped[int | None] = reference("customer.id", index=False)
    kind: Mapped[Short]
    stops: Mapped[Short]
    reason: Mapped[Long]
    cause: Mapped[Name] = mapped_column(default="", server_default="")
    placed_by: Mapped[Name]
    placed_at: Mapped[datetime] = mapped_column(Moment)
    until: Mapped[date | None]
    released_by: Mapped[Name] = mapped_column(default="", server_default="")
    released_at: Mapped[datetime | None] = mapped_column(Moment)
    release_reason: Mapped[Long]
    release_until: Mapped[date | None]
    release_content: Mapped[str] = mapped_column(sa.String(64), default="", server_default="")
    release_order_minor: Mapped[Minor | None]
    release_used_minor: Mapped[Minor | None]
    release_overdue_minor: Mapped[Minor | None]
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    version: Mapped[Version]
