"""What becomes of the stock that an amendment gives back: who waits for it gets it first, told before it is made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from app.domain.promise import ProductAvailability
from app.domain.routing.book import give_back
from app.services.orders.held import HeldPart
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
    view: Reading, held: tuple[HeldPart, ...], availability: Availability, given: Iterable[GivenBack]
) -> tuple[tuple[HeldPart, ...], Availability]:
    """What the order holds, and what is left for its lines that need more, once that was given back and served.

    `release_lines` serves who waits in the order of the promised days: other orders, and other lines of this one.
    """
    back = tuple(given)
    freed, places = _freed(availability, back), Places(view)
    report = _served(view, freed, back, places)
    with_served = tuple(_with_served(held, report, places, view.clock.today()))
    return with_served, _without_served(freed, report.served)


def _freed(availability: Availability, given: Iterable[GivenBack]) -> Availability:
    """The stock once that is given back."""
    freed = dict(availability)
    for each in given:
        row = each.held
        _shift(
            freed,
            row.product_id,
            row.warehouse_id,
            row.promise_date,
            each.reserved_micro,
            each.waiting_micro,
        )
    return freed


def _shift(
    stocks: dict[int, ProductAvailability],
    product_id: int,
    warehouse_id: int,
    day: date | None,
    reserved_micro: int,
    waiting_micro: int,
) -> None:
    """Less reserved and less waiting in one place."""
    product = stocks.get(product_id)
    if product is not None:
        stock = give_back(product.at(warehouse_id), day, reserved_micro, waiting_micro)
        others = (other for other in product.warehouses if other.warehouse_id != warehouse_id)
        stocks[product_id] = replace(product, warehouses=(*others, stock))


def _served(view: Reading, freed: Availability, given: tuple[GivenBack, ...], places: Places) -> ServedReport:
    """Who gets what of it; one query where something reserved is given back."""
    back = {(each.held.product_id, each.held.warehouse_id) for each in given if each.reserved_micro}
    free = {key: freed[key[0]].at(key[1]).free_micro for key in back if key[0] in freed}
    if not free:
        return ServedReport()
    less = {each.held.id: each.waiting_micro for each in given}
    waiting = (left_of_line(line, less.get(line.fulfilment_id, 0)) for line in read_waiting_for(view, free))
    return choose_served([line for line in waiting if line.quantity_micro], free, places.nearest)


def _without_served(freed: Availability, served: Iterable[ServedLine]) -> Availability:
    """What waited for a day is reserved now, there or in another warehouse."""
    left = dict(freed)
    for each in served:
        line, part = each.line, each.served_micro
        _shift(left, line.product_id, line.warehouse_id, line.promise_date, 0, part)
        _shift(left, *each.place, None, -part, 0)
    return left


def _with_served(
    held: Iterable[HeldPart], report: ServedReport, places: Places, today: date
) -> Iterator[HeldPart]:
    """What the order holds with what its own waiting parts get, there or from another warehouse."""
    still = {line.fulfilment_id for line in report.waiting}
    for each in held:
        served = [entry for entry in report.served if entry.line.fulfilment_id == each.fulfilment_id]
        moved = [entry for entry in served if entry.moved_to is not None]
        left = _get(each, served, places) if served and each.fulfilment_id not in still else each
        gone = sum(entry.served_micro for entry in moved)
        got = sum(entry.served_micro for entry in served) - gone
        part = left.part
        reserve, wait = part.reserve_micro + got, part.wait_micro - got - gone
        if reserve or wait:
            yield replace(left, part=replace(part, reserve_micro=reserve, wait_micro=wait))
        yield from (_moved(each, entry, places, today) for entry in moved)


def _get(held: HeldPart, served: Iterable[ServedLine], places: Places) -> HeldPart:
    """The part that waits for nothing more; without a day it leaves on the next possible one."""
    part = held.part
    day = part.promise_date or next(places.ship_day(part.warehouse_id, entry.line.wish) for entry in served)
    return replace(held, part=replace(part, promise_date=day))


def _moved(held: HeldPart, entry: ServedLine, places: Places, today: date) -> HeldPart:
    """What another warehouse has of it now."""
    day = entry.line.promise_date or places.ship_day(entry.place[1], entry.line.wish)
    part = replace(
        held.part,
        warehouse_id=entry.place[1],
        reserve_micro=entry.served_micro,
        wait_micro=0,
        arrival_line_id=None,
        promise_date=day,
        reason=moved_reason(entry, today),
    )
    return replace(held, part=part, shipped_micro=0)
