"""What it means that a confirmed line is configured otherwise, before the changes are confirmed."""

from __future__ import annotations

from app.domain.orders.context import OrderContext
from app.domain.orders.draft import Line
from app.i18n import format_price, n_


def made_otherwise(before: Line | None, now: Line, context: OrderContext) -> str:
    """What was confirmed of a line that is configured otherwise since, and that its making changes; else ""."""
    if before is None or before.configuration == now.configuration:
        return ""
    confirmed = context.configurations.get(before.configuration)
    if confirmed is None:
        return ""
    days, price = confirmed.lead_days, format_price(before.price_micro)
    return n_(
        "Confirmed: another one at {price}, made in {count} working day. The workshop follows with the confirm.",
        "Confirmed: another one at {price}, made in {count} working days. The workshop follows with the confirm.",
        days,
    ).format(price=price, count=days)
