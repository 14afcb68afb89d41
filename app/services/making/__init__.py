"""Workshop orders: what is made for order lines, from the confirm to the piece on the shelf.

`on_order_settled` (following) makes them and lets them follow their order; people release, start, finish and cancel.
"""

from app.services.making.changing import cancel_workshop_order, set_due_date, start
from app.services.making.finishing import finish
from app.services.making.releasing import Released, Short, release
from app.services.making.rows import ComponentRow, WorkshopRow, read_components, read_workshop_order

__all__ = [
    "ComponentRow",
    "Released",
    "Short",
    "WorkshopRow",
    "cancel_workshop_order",
    "finish",
    "read_components",
    "read_workshop_order",
    "release",
    "set_due_date",
    "start",
]
