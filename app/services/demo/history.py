"""Fourteen months, one working day after the other."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from app.services.demo.money import Books, credit_due, invoice, pay_due
from app.services.demo.office import SALES, DemoOffice
from app.services.demo.ordering import draw_wish, place_order
from app.services.demo.shipping import pick, read_ready, ship
from app.services.demo.supply import Supply, purchase, receive_due

LAST_DAYS = 4  # so many days before today the warehouse ships only a part: that is today's work
SATURDAY = 5


@dataclass(slots=True)
class History:
    """What the days carry on to the next."""

    supply: Supply
    books: Books = field(default_factory=Books)
    ship_from: dict[int, date] = field(default_factory=dict)


def working_days(first: date, last: date) -> list[date]:
    """The weekdays between the two, both included."""
    count = (last - first).days + 1
    days = (first + timedelta(days=number) for number in range(count))
    return [day for day in days if day.weekday() < SATURDAY]


def live_through(
    office: DemoOffice, history: History, days: list[date], *, told: Callable[[int, int], None]
) -> None:
    """Live through the days; `told(done, of)` hears after each and may raise to stop."""
    source = office.random("history")
    counts = _spread(office.size.orders, len(days), source)
    for number, (day, count) in enumerate(zip(days, counts, strict=True)):
        is_last = number >= len(days) - LAST_DAYS
        _live(office, history, day, count, is_last=is_last, source=source)
        told(number + 1, len(days))


def _spread(orders: int, days: int, source: random.Random) -> list[int]:
    """Orders by day; they sum exactly."""
    counts = [0] * days
    for _ in range(orders):
        counts[source.randrange(days)] += 1
    return counts


def _live(
    office: DemoOffice, history: History, day: date, orders: int, *, is_last: bool, source: random.Random
) -> None:
    office.set_time(day, 7)
    receive_due(office, history.supply, day)
    pay_due(office, history.books, day)
    if day.weekday() == 0:
        purchase(office, history.supply, source, day)
    for number in range(orders):
        office.set_time(day, 8 + number // 4, 13 * number % 60)
        actor = source.choice(SALES)
        confirmed = place_order(office, draw_wish(office, source, day), actor=actor)
        history.ship_from[confirmed.order_id] = day + timedelta(days=source.choice((0, 1, 1, 2)))
    office.set_time(day, 14)
    _ship(office, history, day, is_last=is_last, source=source)
    office.set_time(day, 15, 30)
    _invoice(office, history, day, source)
    credit_due(office, history.books, source, day)


def _ship(office: DemoOffice, history: History, day: date, *, is_last: bool, source: random.Random) -> None:
    ready = [each for each in office.read(read_ready) if history.ship_from[each.order_id] <= day]
    for each in ready:
        chance = source.random()
        if not is_last:
            shipment_id = ship(office, each, source)
            lag = timedelta(days=source.choice((0, 0, 1)))
            history.books.to_invoice.append((day + lag, each.order_id, shipment_id))
        elif chance < 0.3:
            pick(office, each)


def _invoice(office: DemoOffice, history: History, day: date, source: random.Random) -> None:
    books = history.books
    here: dict[int, list[int]] = {}  # what left of one order by the same day stands on one invoice
    for due, order_id, shipment_id in books.to_invoice:
        if due <= day:
            here.setdefault(order_id, []).append(shipment_id)
    books.to_invoice = [entry for entry in books.to_invoice if entry[0] > day]
    for shipment_ids in here.values():
        invoice(office, books, shipment_ids, source, day)
