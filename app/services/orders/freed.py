"""What becomes of the stock that an amendment gives back: who waits for it gets it first, told before it is made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from app.domain.promise import ProductAvailability
from app.domain.routing.book import give_back
from app.services.orders.held import HeldPart
from app.services.stock.availability import first_ship_days, read_warehouses
from app.services.stock.releases import GivenBack
from app.services.stock.serving import ServedLine, choose_served, left_of_line, read_waiting_for
from app.services.unit_of_work import Reading

Availability = Mapping[int, ProductAvailability]


def preview_freed(
    view: Reading, held: tuple[HeldPart, ...], availability: Availability, given: Iterable[GivenBack]
) -> tuple[tuple[HeldPart, ...], Availability]:
    """What the order holds, and what is left for its lines that need more, once that was given back and served.

    `release_lines` serves who waits in the order of the promised days: other orders, and other lines of this one.
    """
    back = tuple(given)
    freed = _freed(availability, back)
    served = _served(view, freed, back)
    return _with_served(view, held, served), _without_served(freed, served)


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


def _served(view: Reading, freed: Availability, given: tuple[GivenBack, ...]) -> tuple[ServedLine, ...]:
    """Who gets what of it; one query where something reserved is given back."""
    places = {(each.held.product_id, each.held.warehouse_id) for each in given if each.reserved_micro}
    free = {key: freed[key[0]].at(key[1]).free_micro for key in places if key[0] in freed}
    if not free:
        return ()
    less = {each.held.id: each.waiting_micro for each in given}
    waiting = (left_of_line(line, less.get(line.fulfilment_id, 0)) for line in read_waiting_for(view, free))
    return choose_served([line for line in waiting if line.quantity_micro], free).served


def _without_served(freed: Availability, served: Iterable[ServedLine]) -> Availability:
    """What waited for a day is reserved now."""
    left = dict(freed)
    for each in served:
        line, part = each.line, each.served_micro
        _shift(left, line.product_id, line.warehouse_id, line.promise_date, -part, part)
    return left


def _with_served(
    view: Reading, held: tuple[HeldPart, ...], served: Iterable[ServedLine]
) -> tuple[HeldPart, ...]:
    """What the order holds with what its own waiting parts get."""
    parts = {each.line.fulfilment_id: each.served_micro for each in served}
    mine = [each for each in held if each.fulfilment_id in parts]
    days = first_ship_days(view, read_warehouses(view)) if any(_is_undated(each) for each in mine) else {}
    return tuple(_get(each, parts.get(each.fulfilment_id, 0), days, view.clock.today()) for each in held)


def _is_undated(held: HeldPart) -> bool:
    return held.part.promise_date is None


def _get(held: HeldPart, served_micro: int, days: Mapping[int, date], today: date) -> HeldPart:
    """The part with that much more on the shelf; one without a day that has it all leaves on the next possible day."""
    part, day = held.part, held.part.promise_date
    if served_micro and served_micro == part.wait_micro and day is None:
        day = days.get(part.warehouse_id, today)
    reserve, wait = part.reserve_micro + served_micro, part.wait_micro - served_micro
    return replace(held, part=replace(part, reserve_micro=reserve, wait_micro=wait, promise_date=day))
