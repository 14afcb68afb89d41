"""Words for prices with tax in them; those without are the usual ones and say nothing."""

from __future__ import annotations

from app.domain.tax import PriceMode
from app.i18n import _
from app.views.kit.cards import Badge


def show_price_kind(badge: Badge, mode: str) -> None:
    """Whether the prices of a document include tax."""
    badge.set_state(_("Prices incl. VAT") if mode == PriceMode.GROSS else "", "info")


def told_price(price: str, mode: str) -> str:
    """A price beside others that may be of the other kind."""
    return _("{price} incl. VAT").format(price=price) if mode == PriceMode.GROSS else price
