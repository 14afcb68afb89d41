"""What is made for an order: it waits until its day of lead time, and takes nothing from the shelf but free pieces.

Pieces of the very same configuration may lie free: of an order that was cancelled, or sent back.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from app.domain.calendar import after_working_days, working_day_from
from app.domain.promise import ProductAvailability
from app.domain.routing.components import Readiness
from app.domain.routing.facts import Demand, SourcePart, SourceReason, WarehouseFacts

NOTHING_SHORT: Mapping[str, Readiness] = {}


def free_pieces(
    demands: Iterable[Demand], availability: Mapping[int, ProductAvailability], variants: Collection[int]
) -> Iterator[Demand]:
    """What of made demands lies free as the same variant, to be sourced as if it came from stock."""
    for demand in demands:
        if demand.lead_days is None or demand.product_id not in variants:
            continue
        stocks = availability.get(demand.product_id, ProductAvailability(demand.product_id)).warehouses
        free = min(demand.base_micro, sum(max(0, stock.free_micro) for stock in stocks))
        if free:
            yield replace(demand, base_micro=free, lead_days=None)


def left_to_make(
    demands: Iterable[Demand], found: Iterable[SourcePart]
) -> tuple[tuple[SourcePart, ...], tuple[Demand, ...]]:
    """The parts from stock, of what is made only those that lie there, and what is left to make."""
    made = {demand.line_key: demand for demand in demands if demand.lead_days is not None}
    parts: list[SourcePart] = []
    for part in found:
        demand = made.get(part.line_key)
        if demand is None:
            parts.append(part)
        elif part.reserve_micro:
            parts.append(replace(part, wait_micro=0, arrival_line_id=None))
            made[part.line_key] = replace(demand, base_micro=demand.base_micro - part.reserve_micro)
    return tuple(parts), tuple(demand for demand in made.values() if demand.base_micro)


def made_parts(
    demands: Iterable[Demand],
    near: Sequence[WarehouseFacts],
    *,
    today: date,
    first_ship_day: Mapping[int, date],
    ready: Mapping[str, Readiness] = NOTHING_SHORT,
) -> Iterator[SourcePart]:
    """The parts of what is made, by the nearest warehouse: `today` and the lead time in its working days.

    Never before its first day of shipping or the day on which it is wished, nor before the components are there that
    `ready` names by line key; without a day where nothing brings them. Nothing where there is no warehouse, and of
    what comes from stock.
    """
    for demand in demands:
        if demand.lead_days is None or not near:
            continue
        warehouse = near[0]
        waits = ready.get(demand.line_key, Readiness(today, ()))
        day = None
        if waits.day is not None:
            made = after_working_days(max(today, waits.day), demand.lead_days, warehouse.holidays)
            day = max(made, first_ship_day.get(warehouse.id, made))
            day = working_day_from(max(day, demand.wish or day), warehouse.holidays)
        yield SourcePart(
            line_key=demand.line_key,
            product_id=demand.product_id,
            warehouse_id=warehouse.id,
            reserve_micro=0,
            wait_micro=demand.base_micro,
            arrival_line_id=None,
            promise_date=day,
            reason=_reason(demand.lead_days, warehouse, day, waits),
        )


def _reason(lead_days: int, warehouse: WarehouseFacts, day: date | None, waits: Readiness) -> SourceReason:
    params: dict[str, object] = {"days": lead_days, "warehouse": warehouse.name}
    if day is None:
        return SourceReason("source.made_undated", params | _short(waits))
    if waits.short:
        late = {"due": waits.day, "date": day}
        return SourceReason("source.made_after", params | _short(waits) | late)
    return SourceReason("source.made", params | {"date": day})


def _short(waits: Readiness) -> dict[str, object]:
    """The articles, and the one whose stock is looked at first."""
    return {"articles": waits.skus, "article_id": waits.short[0].product_id}
