"""A line of an order in words, as stories and requests keep it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.i18n import format_amount
from app.messages import spoken
from app.models.unit_words import quantity_text


def line_text(line: Mapping[str, Any], currency: str) -> str:
    """A line as `4 pcs DSK-1608-OAK, 2,425.28`; a note and a section have their text alone."""
    if not line["quantity_micro"] and not line["sku"]:
        return spoken(str(line["text"]))
    quantity = quantity_text(int(str(line["quantity_micro"])), str(line["unit"]))
    sum_ = format_amount(int(str(line["amount_minor"])), currency)
    return f"{quantity} {line['sku'] or spoken(str(line['text']))}, {sum_}"
