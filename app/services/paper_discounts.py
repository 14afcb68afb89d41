"""How a line's price and discount stand on a paper, so that its reader can reckon them after."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from app.i18n import _, format_rate

Writes = Callable[[int], str]
"""Writes a price in millionths, with the units that it is for, in the paper's language."""


class PricedLine(NamedTuple):
    """What a line says of its price, as `db.schema.orders.OrderLine` has it; prices in millionths."""

    list_micro: int | None
    discount_ppm: int
    on_micro: int | None
    net_micro: int


class PriceTexts(NamedTuple):
    """Price and discount for their columns, and what stands under the line's text."""

    price: str
    discount: str = ""
    detail: str = ""


def price_texts(line: PricedLine, write: Writes) -> PriceTexts:
    """The net price; before a discount the list price. Asked in the paper's language.

    A discount on a part of the price (decision 0057) is told as the amount that it takes off, and how it comes about:
    12 % beside a price of 3,350.00 would not multiply.
    """
    listed = line.list_micro
    if not line.discount_ppm or listed is None:
        return PriceTexts(write(line.net_micro))
    rate = format_rate(line.discount_ppm)
    if line.on_micro in {None, listed}:
        return PriceTexts(write(listed), rate)
    off = write(listed - line.net_micro)
    texts = {"percent": rate, "part": write(line.on_micro or 0), "whole": write(listed), "off": off}
    detail = _("Discount {percent} on {part} of {whole} = {off}; price {price}")
    return PriceTexts(write(listed), off, detail.format(**texts, price=write(line.net_micro)))
