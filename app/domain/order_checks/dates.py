"""Checks of the days that were wished for, and of the quote's last day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from app.domain.calendar import is_working_day, working_day_from
from app.domain.issues import Remedy, Severity
from app.domain.order_checks.check import Check, Hit, LineCheck, LineSeen, OrderSeen, Threshold, focus

REQUESTED = "header/requested_date"


def is_past(order: OrderSeen) -> Iterator[Hit]:
    """The wished day is over."""
    wish, today = order.draft.header.requested_date, order.context.today
    if wish is not None and wish < today:
        remedy = Remedy("remedy.set_date", "order.set_requested_date", {"date": today})
        yield Hit(REQUESTED, {"date": wish}, (remedy,))


def line_is_past(seen: LineSeen) -> Hit | None:
    """The wished day of one line is over."""
    wish, today = seen.line.requested_date, seen.world.today
    if wish is None or wish >= today:
        return None
    remedy = Remedy("remedy.set_date", "order.set_line_date", {"key": seen.line.key, "date": today})
    return Hit(seen.at("requested_date"), {"line": seen.number, "date": wish}, (remedy,))


def is_closed_here(order: OrderSeen) -> Iterator[Hit]:
    """Nothing leaves on a weekend or on a holiday of the firm's country."""
    wish, holidays = order.draft.header.requested_date, order.around.holidays
    if wish is not None and wish >= order.context.today and not is_working_day(wish, holidays):
        yield Hit(REQUESTED, {"date": wish}, (_take(working_day_from(wish, holidays)),))


def is_holiday_there(order: OrderSeen) -> Iterator[Hit]:
    """Nobody takes goods in on a holiday of the country that they go to."""
    wish, around = order.draft.header.requested_date, order.around
    if wish is None or wish < order.context.today or not is_working_day(wish, around.holidays):
        return
    if not is_working_day(wish, around.ship_to.holidays):
        closed = around.holidays | around.ship_to.holidays
        params = {"date": wish, "country": order.draft.header.ship_country}
        yield Hit(REQUESTED, params, (_take(working_day_from(wish, closed)),))


def is_after_cutoff(order: OrderSeen) -> Iterator[Hit]:
    """It shall leave today, and what lies there leaves on a later day only: the cut-off is over (B33)."""
    wish, first = order.draft.header.requested_date, order.around.first_leaves
    if wish is not None and wish == order.context.today and first is not None and first > wish:
        yield Hit(REQUESTED, {"date": first}, (_take(first),))


def is_far(order: OrderSeen) -> Iterator[Hit]:
    """Perhaps another year was meant."""
    wish, today = order.draft.header.requested_date, order.context.today
    days = order.thresholds["order.date_far"]
    if wish is not None and (wish - today).days > days:
        params = {"date": wish, "days": days}
        yield Hit(REQUESTED, params, focus("remedy.type_date", REQUESTED))


def _take(day: date) -> Remedy:
    return Remedy("remedy.set_date", "order.set_requested_date", {"date": day})


def quote_expired(order: OrderSeen) -> Iterator[Hit]:
    """A quote holds to the end of its last day; ordering later is the clerk's choice (A13)."""
    quote = order.around.quote
    if quote is not None and quote[1] < order.context.today:
        remedy = Remedy("remedy.take_new_prices", "order.reprice", {})
        yield Hit("header/valid_until", {"number": quote[0], "date": quote[1]}, (remedy,))


CHECKS = (
    Check(code="order.date_past", area="dates", severity=Severity.WARN, run=is_past),
    Check(code="order.date_closed_here", area="dates", severity=Severity.INFO, run=is_closed_here),
    Check(code="order.date_holiday_there", area="dates", severity=Severity.INFO, run=is_holiday_there),
    Check(code="order.after_cutoff", area="dates", severity=Severity.INFO, run=is_after_cutoff),
    Check(
        code="order.date_far",
        area="dates",
        severity=Severity.WARN,
        threshold=Threshold(365, "days", least=1, most=3660),
        run=is_far,
    ),
)
LINE_CHECKS = (LineCheck(code="line.date_past", area="dates", severity=Severity.WARN, run=line_is_past),)
QUOTE_CHECKS = (Check(code="order.quote_expired", area="dates", severity=Severity.WARN, run=quote_expired),)
