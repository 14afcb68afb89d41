"""Lines that are no goods: charges, free lines, discounts, sections, notes."""

from __future__ import annotations

from app.domain.money import MICRO
from app.domain.orders.draft import Line
from app.i18n import _


def new_line_of(kind: str, key: str, position: int) -> Line:
    """An empty line of a kind; charges begin as freight."""
    texts = {"charge": _("Freight"), "discount": _("Discount")}
    quantity = 0 if kind in {"section", "note"} else MICRO
    return Line(
        key=key,
        position=position,
        kind=kind,
        text=texts.get(kind, ""),
        quantity_micro=quantity,
        price_source="manual" if quantity else "auto",
        discount_source="manual" if quantity else "auto",
        list_price_micro=0 if quantity else None,
    )
