"""Goods come in: against an arrival or freely. A receipt serves who waits and says whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from app.domain.errors import RefusedError
from app.domain.issues import Issue, Severity
from app.domain.quantity import MAX_QUANTITY_MICRO, shown_quantity
from app.services.costs.receipts import ReceivedAtCost, note_receipts, require_may_say_costs
from app.services.stock.arrivals import ArrivalFacts, require_open_arrival, tell_arrival
from app.services.stock.levels import StockKey
from app.services.stock.links import right_links
from app.services.stock.moves import (
    ProductQuantity,
    at_lines,
    post_moves,
    require_no_configured,
    require_quantities,
    require_warehouse,
    sum_quantities,
    tell_components,
)
from app.services.stock.serving import (
    ServedReport,
    find_free,
    hold_orders_waiting,
    lock_supply,
    serve_waiting,
)
from app.services.unit_of_work import UnitOfWork
from db.schema.stock import Arrival, ArrivalLine
from db.statements import table_of, update_version


@dataclass(frozen=True, slots=True)
class ReceivedLine:
    """What came for an arrival line: less, as much or more than expected. `close`: no more will come.

    `cost_micro`: what a base unit cost, None: as it was announced.
    """

    arrival_line_id: int
    quantity_micro: int
    close: bool = False
    cost_micro: int | None = None


def receive_arrival(
    uow: UnitOfWork,
    *,
    arrival_id: int,
    version: int,
    received: Sequence[ReceivedLine],
    unannounced: Sequence[ProductQuantity] = (),
) -> ServedReport:
    """Book what came; a line with all its goods is closed, an arrival with all its lines closed is received."""
    uow.actor.require("stock.receive")
    require_may_say_costs(uow, (*received, *unannounced))
    arrival = require_open_arrival(uow, arrival_id)
    _require_received(arrival, received, unannounced)
    if unannounced:
        require_quantities(uow, unannounced)
    quantities = _sum_received(arrival, received, unannounced)
    require_no_configured(uow, {f"products/{key[0]}": key[0] for key, micro in quantities.items() if micro})
    hold_orders_waiting(uow, quantities)
    closed = _closed_after(arrival, received)
    ending = {line.product_id for line in arrival.lines if line.id in closed and not line.closed}
    # who gets none of what ends rests on nothing then, and may be served from another warehouse
    elsewhere = find_free(uow, ending)
    lock_supply(uow, {*quantities, *elsewhere})
    short = _closed_short(arrival, received)
    right_links(uow, [(product_id, arrival.warehouse_id) for product_id in short])
    state = "received" if closed >= {line.id for line in arrival.lines} else "open"
    new = update_version(
        uow.db, Arrival, id=arrival_id, version=version, values={"state": state}, kind="arrival"
    )
    _update_lines(uow, received, closed)
    at_costs = _at_costs(uow, arrival, received, unannounced)
    note_receipts(uow, at_costs, source_kind="arrival", source_id=arrival_id)
    post_moves(uow, quantities, kind="receipt", source_kind="arrival", source_id=arrival_id)
    after = {"state": state, "received": _audited(quantities)}
    uow.audit("arrival", arrival_id, before={"state": "open"}, after=after)
    tell_arrival(uow, arrival_id, new, ())
    report = serve_waiting(uow, {*quantities, *elsewhere})
    tell_components(uow, quantities)
    return report


def receive_freely(
    uow: UnitOfWork, *, warehouse_id: int, lines: Sequence[ProductQuantity], note: str = ""
) -> ServedReport:
    """Book goods that nobody announced; a line that says what a unit cost moves the average."""
    uow.actor.require("stock.receive")
    require_may_say_costs(uow, lines)
    require_warehouse(uow, warehouse_id)
    require_quantities(uow, lines)
    require_no_configured(uow, at_lines(lines))
    quantities = {(product_id, warehouse_id): sum_ for product_id, sum_ in sum_quantities(lines).items()}
    hold_orders_waiting(uow, quantities)
    lock_supply(uow, quantities)
    at_costs = [ReceivedAtCost(line.product_id, line.quantity_micro, line.cost_micro) for line in lines]
    note_receipts(uow, at_costs, source_kind="receipt")
    post_moves(uow, quantities, kind="receipt", reason=note)
    for (product_id, _warehouse_id), quantity in sorted(quantities.items()):
        after = {"warehouse_id": warehouse_id, "received": str(shown_quantity(quantity))}
        uow.audit("stock", product_id, before={}, after=after, reason=note)
    report = serve_waiting(uow, quantities)
    tell_components(uow, quantities)
    return report


def _at_costs(
    uow: UnitOfWork,
    arrival: ArrivalFacts,
    received: Sequence[ReceivedLine],
    unannounced: Sequence[ProductQuantity],
) -> list[ReceivedAtCost]:
    """What came with what it cost: as was said at the receipt, else when it was announced."""
    costs = sa.select(ArrivalLine.id, ArrivalLine.cost_micro).where(ArrivalLine.arrival_id == arrival.id)
    announced = {row.id: row.cost_micro for row in uow.db.execute(costs)}
    products = {line.id: line.product_id for line in arrival.lines}
    came = [
        ReceivedAtCost(
            products[each.arrival_line_id],
            each.quantity_micro,
            announced[each.arrival_line_id] if each.cost_micro is None else each.cost_micro,
        )
        for each in received
    ]
    return [
        *came,
        *(ReceivedAtCost(line.product_id, line.quantity_micro, line.cost_micro) for line in unannounced),
    ]


def _require_received(
    arrival: ArrivalFacts, received: Sequence[ReceivedLine], unannounced: Sequence[ProductQuantity]
) -> None:
    lines = {line.id: line for line in arrival.lines}
    issues = [] if received or unannounced else [Issue("stock.no_lines", Severity.BLOCK)]
    for place, entry in enumerate(received):
        where = f"lines/{place}"
        line = lines.get(entry.arrival_line_id)
        if line is None:
            params: dict[str, object] = {"number": arrival.number, "id": entry.arrival_line_id}
            issues.append(Issue("stock.unknown_arrival_line", Severity.BLOCK, where, params))
        elif not (0 if entry.close else 1) <= entry.quantity_micro <= MAX_QUANTITY_MICRO:
            params = {"sku": line.sku, "quantity": shown_quantity(entry.quantity_micro)}
            issues.append(Issue("stock.bad_quantity", Severity.BLOCK, f"{where}/quantity", params))
    if len({entry.arrival_line_id for entry in received}) < len(received):
        issues.append(Issue("stock.line_twice", Severity.BLOCK, "lines", {"number": arrival.number}))
    if issues:
        raise RefusedError("stock.refused", issues=issues)


def _sum_received(
    arrival: ArrivalFacts, received: Sequence[ReceivedLine], unannounced: Sequence[ProductQuantity]
) -> dict[StockKey, int]:
    products = {line.id: line.product_id for line in arrival.lines}
    announced = [ProductQuantity(products[entry.arrival_line_id], entry.quantity_micro) for entry in received]
    sums = sum_quantities([*announced, *unannounced])
    return {(product_id, arrival.warehouse_id): quantity for product_id, quantity in sums.items()}


def _closed_after(arrival: ArrivalFacts, received: Sequence[ReceivedLine]) -> set[int]:
    """The lines from which nothing more is to come."""
    entries = {entry.arrival_line_id: entry for entry in received}
    closed = set()
    for line in arrival.lines:
        entry = entries.get(line.id)
        came = line.received_micro + (entry.quantity_micro if entry else 0)
        if line.closed or came >= line.quantity_micro or (entry is not None and entry.close):
            closed.add(line.id)
    return closed


def _closed_short(arrival: ArrivalFacts, received: Sequence[ReceivedLine]) -> set[int]:
    """The products of which less came than was announced, and no more will come."""
    entries = {entry.arrival_line_id: entry for entry in received if entry.close}
    lines = (line for line in arrival.lines if line.id in entries)
    return {line.product_id for line in lines if entries[line.id].quantity_micro < line.open_micro}


def _update_lines(uow: UnitOfWork, received: Sequence[ReceivedLine], closed: set[int]) -> None:
    if not received:
        return
    columns = table_of(ArrivalLine).c
    uow.db.execute(
        sa.update(ArrivalLine)
        .where(columns.id == sa.bindparam("key"))
        .values(
            received_micro=columns.received_micro + sa.bindparam("came"), closed=sa.bindparam("is_closed")
        ),
        [
            {
                "key": entry.arrival_line_id,
                "came": entry.quantity_micro,
                "is_closed": entry.arrival_line_id in closed,
            }
            for entry in received
        ],
    )


def _audited(quantities: dict[StockKey, int]) -> list[list[str]]:
    return [[str(key[0]), str(shown_quantity(quantity))] for key, quantity in sorted(quantities.items())]
