"""A simulation in a process of its own, for the window: `Processes.run(owner, simulate_in_process, ...)`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from app.bootstrap import open_office
from app.i18n import set_language

if TYPE_CHECKING:
    from app.domain.rights import Actor
    from app.services.prices.drafts import DraftRef
    from app.services.simulator import OrdersWanted, Simulation


def simulate_in_process(
    report: Callable[[float, str], None],
    url: str,
    actor: Actor,
    refs: tuple[DraftRef, ...],
    wanted: OrdersWanted,
    language: str = "en",
) -> Simulation:
    """Price the orders wanted twice with an engine of its own; `report` raises when the person cancels."""
    from app.services.simulator import simulate_orders

    set_language(language)
    office = open_office(url)
    try:
        with office.work.reading(actor=actor) as view:
            return simulate_orders(view, refs, wanted, report)
    finally:
        office.close()
