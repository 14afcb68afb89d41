"""Lines that are no goods: charges, free lines, discounts, sections, notes."""

from __future__ import annotations

from app.domain.orders.draft import Line
from app.domain.orders.keying import line_of_kind
from app.i18n import _


def new_line_of(kind: str, key: str, position: int) -> Line:
    """An empty line of a kind; charges begin as freight."""
    texts = {"charge": _("Freight"), "discount": _("Discount")}
    return line_of_kind(kind, key, position, texts.get(kind, ""))
