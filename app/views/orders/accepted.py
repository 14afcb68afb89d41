"""What a person accepted with a confirm, in few words each, for the order's story."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.i18n import _


def accepted_words() -> Mapping[str, str]:
    """Warnings, and what asks for an approval, by code."""
    return {
        "line.below_cost": _("price below cost"),
        "line.discontinued": _("article that goes out"),
        "line.late": _("later than wished"),
        "line.no_supply": _("not in stock, none on its way"),
        "line.price_zero": _("price of zero"),
        "line.quantity_below_minimum": _("less than the minimum quantity"),
        "line.quantity_not_multiple": _("no full package"),
        "order.address_incomplete": _("incomplete address"),
        "order.credit_exceeded": _("credit limit exceeded"),
        "order.customer_on_hold": _("customer on hold"),
        "order.customer_overdue": _("overdue items"),
        "order.date_past": _("wished day in the past"),
        "order.po_twice": _("customer PO used before"),
        "order.quote_expired": _("expired quote"),
        "order.rate_will_change": _("another tax rate by then"),
    }


def accepted_text(codes: Sequence[object]) -> str:
    """The codes of an audit record as a list in words; empty for none."""
    words = accepted_words()
    return ", ".join(words.get(str(code), str(code)) for code in codes)
