"""What becomes of the stock that an amendment gives back: who waits for it gets it first, told before it is made."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from app.domain.parties import DeliveryWish
from app.domain.promise import ProductAvailability
from app.domain.routing.book import shift_stock
from app.services.orders.held import HeldPart
from app.services.stock.coming import Promised, choose_promised
from app.services.stock.levels import StockKey
from app.services.stock.releases import GivenBack
from app.services.stock.serving import (
    Places,
    ServedLine,
    ServedReport,
    choose_served,
    left_of_line,
    moved_reason,
    read_waiting_for,
)
from app.services.unit_of_work import Reading

Availability = Mapping[int, ProductAvailability]


def preview_freed(
    view: Reading,
    held: tuple[HeldPart, ...],
    availability: Availability,
    given: Iterable[GivenBack],
    *,
    also: Collection[StockKey] = (),
    relaxed: int | None = None,
) -> tuple[tuple[HeldPart, ...], Availability]:
    """What the order holds, and what is left for its lines that need more, once that was given back and served.

    `release_lines` serves who waits in the order of the promised days: other orders, and other lines of this one.
    What lies free in `also` serves them too. `relaxed` is the order if it need not ship complete any more: what is
    free may serve it in parts then.
    """
    back = tuple(given)
    freed, places = _freed(availability, back), Places(view)
    report = _served(view, freed, back, places, also=also, relaxed=relaxed)
    left = _without_served(freed, report.served)
    lost = [line for line in report.waiting if line.arrival_id is None]
    promised = choose_promised(lost, left, places) if lost else ()
    changes = _Changes(report.served, promised)
    return tuple(_with_changes(held, changes, places)), _without_promised(left, promised)


@dataclass(frozen=True, slots=True)
class _Changes:
    """Who gets what at once, and who gets what with an arrival."""

    served: tuple[ServedLine, ...]
    promised: tuple[Promised, ...]

    def of(self, fulfilment_id: int) -> _Changes:
        """Those of one part."""
        served = (each for each in self.served if each.line.fulfilment_id == fulfilment_id)
        promised = (each for each in self.promised if each.line.fulfilment_id == fulfilment_id)
        return _Changes(tuple(served), tuple(promised))


def _freed(availability: Availability, given: Iterable[GivenBack]) -> Availability:
    """The stock once that is given back."""
    freed = dict(availability)
    for each in given:
        row = each.held
        shift_stock(
            freed,
            row.product_id,
            row.warehouse_id,
            row.promise_date,
            each.reserved_micro,
            each.waiting_micro,
        )
    return freed


def _served(
    view: Reading,
    freed: Availability,
    given: tuple[GivenBack, ...],
    places: Places,
    *,
    also: Collection[StockKey],
    relaxed: int | None,
) -> ServedReport:
    """Who gets what of it; one query."""
    keys = {*also, *((each.held.product_id, each.held.warehouse_id) for each in given)}
    free = {key: freed[key[0]].at(key[1]).free_micro for key in keys if key[0] in freed}
    if not free:
        return ServedReport()
    less = {each.held.id: each.waiting_micro for each in given}
    waiting = (left_of_line(line, less.get(line.fulfilment_id, 0)) for line in read_waiting_for(view, free))
    lines = [
        replace(line, delivery_wish=DeliveryWish.PARTIAL.value) if line.order_id == relaxed else line
        for line in waiting
        if line.quantity_micro
    ]
    return choose_served(lines, free, places.nearest)


def _without_served(freed: Availability, served: Iterable[ServedLine]) -> dict[int, ProductAvailability]:
    """What waited for a day is reserved now, there or in another warehouse."""
    left = dict(freed)
    for each in served:
        line, part = each.line, each.served_micro
        shift_stock(left, line.product_id, line.warehouse_id, line.promise_date, 0, part)
        shift_stock(left, *each.place, None, -part, 0)
    return left


def _without_promised(stocks: Availability, promised: Iterable[Promised]) -> Availability:
    """What waited for nothing waits for the day of its arrival, there or in another warehouse."""
    left = dict(stocks)
    for each in promised:
        line, piece = each.line, each.piece
        waits = each.quantity_micro - each.reserve_micro
        shift_stock(left, *line.place, line.promise_date, 0, each.quantity_micro)
        shift_stock(left, *each.place, piece.ship_day, -each.reserve_micro, -waits)
    return left


def _with_changes(held: Iterable[HeldPart], changes: _Changes, places: Places) -> Iterator[HeldPart]:
    """What the order holds with what its own waiting parts get, there or from another warehouse."""
    for each in held:
        mine, part = changes.of(each.fulfilment_id), each.part
        moved = [entry for entry in mine.served if entry.moved_to is not None]
        got = sum(entry.served_micro for entry in mine.served if entry.moved_to is None)
        gone = sum(entry.served_micro for entry in moved)
        gone += sum(entry.quantity_micro for entry in mine.promised)
        reserve, wait, day = part.reserve_micro + got, part.wait_micro - got - gone, part.promise_date
        lines = [entry.line for entry in mine.served] + [entry.line for entry in mine.promised]
        if lines and not wait:  # it waits for nothing more; without a day it leaves on the next possible one
            day = day or places.ship_day(part.warehouse_id, lines[0].wish)
        if reserve or wait:
            less = replace(part, reserve_micro=reserve, wait_micro=wait, promise_date=day)
            yield replace(each, part=less)
        yield from (_moved(each, entry, places) for entry in moved)
        yield from (_promised(each, entry, places.today) for entry in mine.promised)


def _moved(held: HeldPart, entry: ServedLine, places: Places) -> HeldPart:
    """What another warehouse has of it now."""
    day = entry.line.promise_date or places.ship_day(entry.place[1], entry.line.wish)
    part = replace(
        held.part,
        warehouse_id=entry.place[1],
        reserve_micro=entry.served_micro,
        wait_micro=0,
        arrival_line_id=None,
        promise_date=day,
        reason=moved_reason(entry, places.today),
    )
    return replace(held, part=part, shipped_micro=0)


def _promised(held: HeldPart, entry: Promised, today: date) -> HeldPart:
    """What comes of it with an arrival that has it free, or lies beside that already."""
    arrival = entry.piece.arrival
    part = replace(
        held.part,
        warehouse_id=entry.piece.warehouse.id,
        reserve_micro=entry.reserve_micro,
        wait_micro=entry.quantity_micro - entry.reserve_micro,
        arrival_line_id=arrival.arrival_line_id if arrival else None,
        promise_date=entry.piece.ship_day,
        reason=entry.reason(today),
    )
    return replace(held, part=part, shipped_micro=0)
