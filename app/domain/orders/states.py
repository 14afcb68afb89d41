"""An order's life: the set of moves that exist. One function in `services/orders` makes them."""

from __future__ import annotations

from enum import StrEnum

from app.domain.errors import RefusedError


class OrderState(StrEnum):
    """States of quotes and orders (docs/order-states.md)."""

    DRAFT = "draft"
    QUOTED = "quoted"
    ORDERED = "ordered"  # a quote that became an order
    CONFIRMED = "confirmed"
    SHIPPED = "shipped"  # everything shipped or cancelled, not everything invoiced
    CLOSED = "closed"  # everything shipped and invoiced
    CANCELLED = "cancelled"


AMENDABLE = frozenset({OrderState.CONFIRMED, OrderState.SHIPPED, OrderState.CLOSED})
"""What may be changed after its confirmation."""

MOVES: frozenset[tuple[OrderState, OrderState]] = frozenset(
    {
        (OrderState.DRAFT, OrderState.QUOTED),
        (OrderState.DRAFT, OrderState.CONFIRMED),
        (OrderState.QUOTED, OrderState.ORDERED),
        (OrderState.QUOTED, OrderState.CANCELLED),
        (OrderState.ORDERED, OrderState.QUOTED),  # the draft made of it was thrown away
        (OrderState.CONFIRMED, OrderState.SHIPPED),
        (OrderState.CONFIRMED, OrderState.CLOSED),
        (OrderState.CONFIRMED, OrderState.CANCELLED),
        (OrderState.SHIPPED, OrderState.CLOSED),
        (OrderState.SHIPPED, OrderState.CONFIRMED),  # an amendment adds a line
        (OrderState.CLOSED, OrderState.CONFIRMED),
    }
)


def require_move(before: str, after: OrderState, *, number: str | None) -> None:
    """Refuse a move that does not exist, naming the document."""
    if (OrderState(before), after) not in MOVES:
        raise RefusedError("order.wrong_state", number=number or "", state=before, wanted=after.value)
