"""What an order that waits for approval holds, in words."""

from __future__ import annotations

from decimal import Decimal

from app.i18n import _, format_day, format_decimal
from app.models.unit_words import counted_text
from app.services.orders.holding import Hold


def hold_text(hold: Hold) -> str:
    """`Held until Tue 3 Mar, 14:30: 20 of 20 pc, ship day Fri 6 Mar`."""
    held = {each.unit: each.value for each in hold.held}
    goods = ", ".join(
        _("{held} of {wanted}").format(
            held=format_decimal(held.get(each.unit, Decimal(0))), wanted=counted_text(each.value, each.unit)
        )
        for each in hold.wanted
    )
    text = _("Held until {moment}: {goods}, ship day {day}")
    moment = f"{format_day(hold.until)}, {hold.until:%H:%M}"
    return text.format(moment=moment, goods=goods, day=format_day(hold.ship_day) if hold.ship_day else "")
