"""Moves and waiting in words."""

from __future__ import annotations

from app.i18n import _, format_date
from app.services.stock.serving import WaitingLine


def move_word(kind: str) -> str:
    """What moved the stock."""
    words = {
        "opening": _("opening"),
        "receipt": _("receipt"),
        "shipment": _("shipment"),
        "adjustment": _("adjustment"),
        "count": _("count"),
        "transfer": _("transfer"),
        "return": _("return"),
        "consumption": _("used in the workshop"),
        "production": _("made in the workshop"),
    }
    return words.get(kind, kind)


def waits_for(line: WaitingLine) -> str:
    """What a waiting line waits for."""
    if line.is_made:
        return _("made in the workshop")
    if line.arrival_due is None:
        return _("nothing announced, ships only complete") if line.ships_complete else _("nothing announced")
    due = format_date(line.arrival_due)
    return _("arrival {number}, due {date}").format(number=line.arrival_number, date=due)
