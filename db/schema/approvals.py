"""Requests for an approval of an order, and who answered them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from db.schema.base import (
    Base,
    JsonText,
    Long,
    Moment,
    Name,
    PrimaryId,
    Short,
    Version,
    partial_index,
    reference,
)
from db.schema.mapping import Mapped, mapped_column


class ApprovalRequest(Base):
    """A request for an order with the content that it is for (C48). `state`: see `app.domain.approvals`.

    `issues`: what asks, as code, place and params; `effect`: the numbers that the approver sees. `amends`: the version
    of the confirmed order that `amendment` changes; 0 for a draft, which is asked for as it stands.
    """

    __tablename__ = "approval_request"
    __table_args__ = (
        sa.CheckConstraint("state in ('open', 'granted', 'refused', 'withdrawn', 'void')", name="state"),
        sa.Index("ix_approval_request_state_id", "state", "id"),
        partial_index(
            "uq_approval_request_live",
            "order_id",
            "amends",
            where="state in ('open', 'granted')",
            unique=True,
        ),
    )
    id: Mapped[PrimaryId]
    order_id: Mapped[int] = reference("sales_order.id")
    content_hash: Mapped[str] = mapped_column(sa.String(64))
    state: Mapped[Short] = mapped_column(default="open", server_default="open")
    issues: Mapped[Any] = mapped_column(JsonText)
    effect: Mapped[Any] = mapped_column(JsonText)
    note: Mapped[Long]
    asked_by: Mapped[Name]
    asked_at: Mapped[datetime] = mapped_column(Moment)
    answered_by: Mapped[Name] = mapped_column(default="", server_default="")
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    answer: Mapped[Long]
    escalated_at: Mapped[datetime | None] = mapped_column(Moment)
    version: Mapped[Version]
    amends: Mapped[int] = mapped_column(default=0, server_default="0")
    amendment: Mapped[Any | None] = mapped_column(JsonText)
