"""The orders of a simulation as a windowed list: sorted, searched and filtered in memory."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from app.domain.pages import Filter, Page, PageRequest
from app.services.simulator.running import SimulatedOrder, Simulation

CHANGED, ASKING, LOSING = "changed", "asking", "losing"
_TESTS: Mapping[str, Callable[[SimulatedOrder], bool]] = {
    CHANGED: lambda row: row.changed > 0,
    ASKING: lambda row: row.approvals_draft > row.approvals_today,
    LOSING: lambda row: row.losses_draft > row.losses_today,
}
"""What a filter of this name keeps."""
NOTHING: Page[SimulatedOrder] = Page((), 0)


def page_of_orders(simulation: Simulation | None, request: PageRequest) -> Page[SimulatedOrder]:
    """A stretch of the orders; without a sort the newest first, of equal ones too."""
    if simulation is None:
        return NOTHING
    rows = [row for row in simulation.orders if _fits(row, request)]
    if request.sort:
        rows.sort(key=lambda row: _sort_value(row, request.sort), reverse=request.descending)
    return Page(tuple(rows[request.first : request.first + request.count]), len(rows))


def _fits(row: SimulatedOrder, request: PageRequest) -> bool:
    text = request.text.casefold()
    return all(_passes(row, each) for each in request.filters) and (
        text in row.number.casefold() or text in row.customer.casefold()
    )


def _passes(row: SimulatedOrder, condition: Filter) -> bool:
    return _TESTS[condition.column](row) == condition.value


def _sort_value(row: SimulatedOrder, name: str) -> tuple[bool, Any]:
    """What is unknown stands behind whatever is known."""
    value = getattr(row, name)
    folded = value.casefold() if isinstance(value, str) else value
    return (value is not None, folded if value is not None else 0)
