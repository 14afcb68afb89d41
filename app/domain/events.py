"""What one flow tells another inside the same unit of work; `bootstrap` wires who answers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GoodsShipped:
    """A shipment left; its order may be fully shipped now."""

    order_id: int
    shipment_id: int


@dataclass(frozen=True, slots=True)
class InvoicePosted:
    """An invoice or credit note was posted; its order may be fully invoiced now."""

    order_id: int | None
    invoice_id: int


@dataclass(frozen=True, slots=True)
class LinesServed:
    """Waiting lines of these orders got stock, or are to get it from an `arrival`: their days may be known now.

    `workshop`: the number of the workshop order whose day they follow.
    """

    order_ids: tuple[int, ...]
    arrival: str = ""
    workshop: str = ""


@dataclass(frozen=True, slots=True)
class ComponentsCome:
    """These articles were announced for a warehouse, or booked in there: what is made of them may have a day now."""

    product_ids: tuple[int, ...]
    warehouse_id: int


@dataclass(frozen=True, slots=True)
class OrderSettled:
    """An order with configured lines was confirmed, amended or cancelled: what is made for it follows."""

    order_id: int
