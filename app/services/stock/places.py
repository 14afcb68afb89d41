"""The warehouses that may serve, and what is told when a line is served from another one than it waited in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from functools import cached_property

from app.domain.calendar import working_day_from
from app.domain.quantity import shown_quantity
from app.domain.routing.facts import SourceReason, WarehouseFacts, by_nearness
from app.services.stock.availability import first_ship_days, read_warehouses
from app.services.stock.turns import ServedLine
from app.services.stock.waiting import WaitingLine
from app.services.unit_of_work import Reading, UnitOfWork


class Places:
    """The warehouses that ship and their next days; read once, and only when somebody asks."""

    def __init__(self, view: Reading) -> None:
        self._view = view

    @cached_property
    def _warehouses(self) -> dict[int, WarehouseFacts]:
        return {place.id: place for place in read_warehouses(self._view)}

    @cached_property
    def days(self) -> dict[int, date]:
        """The first day on which something can leave each of them."""
        return dict(first_ship_days(self._view, self._warehouses.values()))

    @property
    def today(self) -> date:
        """The day on which they are asked."""
        return self._view.clock.today()

    def warehouse(self, warehouse_id: int) -> WarehouseFacts | None:
        """The warehouse; None for one that is given up."""
        return self._warehouses.get(warehouse_id)

    def nearest(self, line: WaitingLine) -> tuple[WarehouseFacts, ...]:
        """The warehouses, those nearest to where the line goes first."""
        places = tuple(self._warehouses.values())
        return by_nearness(places, country=line.ship_country, postcode=line.ship_postcode)

    def ship_day(self, warehouse_id: int, wish: date | None) -> date:
        """The day on which what is on the shelf there leaves: the wished one, at the earliest the next possible."""
        place = self._warehouses.get(warehouse_id)
        first = self.days.get(warehouse_id, self.today)
        return working_day_from(max(first, wish or first), place.holidays if place else frozenset())


def moved_reason(entry: ServedLine, today: date) -> SourceReason:
    """Why a line is served from another warehouse than the one in which it waited."""
    assert entry.moved_to is not None, "it is served from elsewhere"
    params = {
        "part": shown_quantity(entry.served_micro),
        "warehouse": entry.moved_to.name,
        "waited": entry.line.warehouse_name,
        "date": today,
    }
    return SourceReason("source.came_elsewhere", params)


def tell_moved(uow: UnitOfWork, moved: Sequence[ServedLine]) -> None:
    """Note on each order what is served from where instead of where it waited; nothing of what changes hold."""
    told: defaultdict[int, tuple[list[list[str]], list[list[str]]]] = defaultdict(lambda: ([], []))
    for entry in moved:
        assert entry.moved_to is not None, "only those"
        line, quantity = entry.line, str(shown_quantity(entry.served_micro))
        if line.changes_of is not None:
            continue
        before, after = told[line.order_id]
        before.append([line.sku, quantity, line.warehouse_name])
        after.append([line.sku, quantity, entry.moved_to.name])
    for order_id, (before, after) in sorted(told.items()):
        uow.audit("order", order_id, before={"sources": before}, after={"sources": after})
