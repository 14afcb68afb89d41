"""What is made for an order: it waits until its day of lead time, and takes nothing from the shelf."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from app.domain.calendar import after_working_days
from app.domain.routing.facts import Demand, SourcePart, SourceReason, WarehouseFacts


def made_parts(
    demands: Iterable[Demand],
    near: Sequence[WarehouseFacts],
    *,
    today: date,
    first_ship_day: Mapping[int, date],
) -> Iterator[SourcePart]:
    """The parts of what is made, by the nearest warehouse: `today` and the lead time in its working days.

    Never before its first day of shipping. Nothing where there is no warehouse, and of what comes from stock.
    """
    for demand in demands:
        if demand.lead_days is None or not near:
            continue
        warehouse = near[0]
        made = after_working_days(today, demand.lead_days, warehouse.holidays)
        day = max(made, first_ship_day.get(warehouse.id, made))
        params = {"days": demand.lead_days, "warehouse": warehouse.name, "date": day}
        yield SourcePart(
            line_key=demand.line_key,
            product_id=demand.product_id,
            warehouse_id=warehouse.id,
            reserve_micro=0,
            wait_micro=demand.base_micro,
            arrival_line_id=None,
            promise_date=day,
            reason=SourceReason("source.made", params),
        )
