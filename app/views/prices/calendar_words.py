"""The picture of days in words: what a row is called, and what the pointer is told over a bar."""

from __future__ import annotations

import datetime as dt

from app.domain.pricing.calendar import Bar, BarRow
from app.domain.pricing.spans import Span
from app.i18n import _, format_date, format_price
from app.models.unit_words import quantity_text
from app.services.prices.calendar import Calendar


def row_name(calendar: Calendar, row: BarRow) -> str:
    """`LIST · List price`, or with an article `LIST · from 12 pc`."""
    code = calendar.codes[row.list_id]
    if row.min_micro is None:
        return f"{code} · {calendar.names[row.list_id]}"
    if not row.min_micro:
        return code
    return _("{list} · from {quantity}").format(
        list=code, quantity=quantity_text(row.min_micro, calendar.unit)
    )


def bar_text(bar: Bar) -> str:
    """What stands in a bar."""
    return format_price(bar.price_micro, bar.per) if bar.row_id is not None else ""


def days_text(span: Span) -> str:
    """`1 Mar 2026 to 31 Mar 2026`, with words for open ends."""
    first, last = span.first != dt.date.min, span.last != dt.date.max
    if first and last:
        return _("{first} to {last}").format(first=format_date(span.first), last=format_date(span.last))
    if first:
        return _("from {day}").format(day=format_date(span.first))
    return _("to {day}").format(day=format_date(span.last)) if last else _("always")


def told_at(calendar: Calendar, row: BarRow, day: dt.date | None = None) -> str:
    """What a row says: of a day what holds on it, without one all of it."""
    name = row_name(calendar, row)
    if day is None:
        parts = [_bar(bar) for bar in row.bars]
    else:
        parts = [_bar(bar) for bar in row.bars if bar.span.first <= day <= bar.span.last]
    gaps = [gap for gap in row.gaps if day is None or gap.first <= day <= gap.last]
    both = [span for span in row.overlaps if day is None or span.first <= day <= span.last]
    parts += [_("gap: {days}").format(days=days_text(gap)) for gap in gaps]
    parts += [_("another list of its rank holds, too: {days}").format(days=days_text(span)) for span in both]
    return "\n".join([name, *parts]) if day is not None else " · ".join([name, *parts])


def _bar(bar: Bar) -> str:
    price = bar_text(bar)
    return f"{price}: {days_text(bar.span)}" if price else days_text(bar.span)
