"""The picture of days in words: what a row is called, and what the pointer is told over a bar."""

from __future__ import annotations

import datetime as dt

from app.domain.money import decimal_of_micro
from app.domain.pricing.calendar import Bar, BarRow
from app.domain.pricing.promotions import Promotion
from app.domain.pricing.rules import DiscountRule, SurchargeRule
from app.domain.pricing.spans import Span
from app.i18n import _, format_date, format_money, format_price, format_quantity, format_rate
from app.models.unit_words import quantity_text, unit_word
from app.services.prices.calendar import AnyRule, Calendar
from app.views.prices.rule_conflict_words import rule_kinds


def row_name(calendar: Calendar, row: BarRow) -> str:
    """`LIST · List price`, with an article `LIST · from 12 pc`; `Promotion · Summer`."""
    if row.kind != "list":
        return f"{rule_kinds()[row.kind]} \N{MIDDLE DOT} {calendar.rules[row.kind, row.id].name}"
    code = calendar.codes[row.id]
    if row.min_micro is None:
        return f"{code} \N{MIDDLE DOT} {calendar.names[row.id]}"
    if row.unit:
        code = f"{code} \N{MIDDLE DOT} {unit_word(row.unit)}"
    if not row.min_micro:
        return code
    return _("{list} · from {quantity}").format(
        list=code, quantity=quantity_text(row.min_micro, calendar.unit)
    )


def bar_text(calendar: Calendar, row: BarRow, bar: Bar) -> str:
    """What stands in a bar: a price, or what a rule gives or costs."""
    if bar.rule_id is not None:
        return rule_text(calendar.rules[row.kind, bar.rule_id], calendar.currency)
    return format_price(bar.price_micro, bar.per) if bar.row_id is not None else ""


def rule_text(rule: AnyRule, currency: str) -> str:
    """What it gives or costs: `10 %`, `9.90 EUR + 2 %`."""
    if isinstance(rule, DiscountRule):
        return format_rate(rule.discount_ppm)
    if isinstance(rule, SurchargeRule):
        parts = [format_money(rule.amount_minor, currency)] if rule.amount_minor or not rule.rate_ppm else []
        return " + ".join([*parts, *([format_rate(rule.rate_ppm)] if rule.rate_ppm else [])])
    return _given(rule)


def _given(rule: Promotion) -> str:
    amount = format_money(rule.amount_minor, rule.currency)
    buy, get = (format_quantity(decimal_of_micro(micro)) for micro in (rule.buy_micro, rule.get_micro))
    gift = rule.gift.name if rule.gift else ""
    texts = {
        "percent": format_rate(rule.rate_ppm),
        "each": _("{amount} off each unit").format(amount=amount),
        "amount": _("{amount} off").format(amount=amount),
        "cheapest": _("buy {buy}, get {get}").format(buy=buy, get=get),
        "named": _("buy {buy}, get {get} {article}").format(buy=buy, get=get, article=gift),
        "gift": _("{get} {article} free").format(get=get, article=gift),
        "bundle": _("set at {amount}").format(amount=amount),
        "freight": _("no {slot}").format(slot=rule.slot),
    }
    return texts[rule.effect]


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
        parts = [_bar(calendar, row, bar) for bar in row.bars]
    else:
        parts = [_bar(calendar, row, bar) for bar in row.bars if bar.span.first <= day <= bar.span.last]
    gaps = [gap for gap in row.gaps if day is None or gap.first <= day <= gap.last]
    both = [span for span in row.overlaps if day is None or span.first <= day <= span.last]
    parts += [_("gap: {days}").format(days=days_text(gap)) for gap in gaps]
    meets = _("another list of its rank holds, too: {days}")
    if row.kind != "list":
        meets = _("meets another one: {days}")
    parts += [meets.format(days=days_text(span)) for span in both]
    return "\n".join([name, *parts]) if day is not None else " · ".join([name, *parts])


def _bar(calendar: Calendar, row: BarRow, bar: Bar) -> str:
    """What holds, and when; of rules that follow one another each has its own name."""
    parts = [days_text(bar.span)]
    if text := bar_text(calendar, row, bar):
        parts = [text, *parts]
    if bar.rule_id is not None and bar.rule_id != row.id:
        parts = [calendar.rules[row.kind, bar.rule_id].name, *parts]
    return ": ".join(parts)
