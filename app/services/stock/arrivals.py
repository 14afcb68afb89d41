"""Arrivals: goods that suppliers announced. Promises rest on them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from app.domain.errors import NotFoundError, RefusedError
from app.domain.findings import refuse_blocked
from app.domain.issues import Issue, Remedy, Severity
from app.services.costs.receipts import ReceivedAtCost, check_received, require_may_say_costs
from app.services.numbering import draw_number
from app.services.stock.announced import promise_announced
from app.services.stock.availability import WAITS
from app.services.stock.links import right_links
from app.services.stock.moves import (
    ProductQuantity,
    require_no_configured,
    require_quantities,
    require_warehouse,
    tell_components,
)
from app.services.stock.serving import (
    ServedReport,
    WaitingLine,
    find_free,
    hold_orders_waiting,
    lock_supply,
    read_waiting_for,
    serve_waiting,
)
from app.services.unit_of_work import Reading, UnitOfWork
from db.schema.orders import Fulfilment
from db.schema.products import Product
from db.schema.stock import Arrival, ArrivalLine, Warehouse
from db.statements import insert_row, insert_rows, update_version


@dataclass(frozen=True, slots=True)
class ExpectedLine:
    """So much of a product, in base micro units, due on a day; `cost_micro` of a base unit, None: nobody said."""

    product_id: int
    quantity_micro: int
    due_date: date
    cost_micro: int | None = None


@dataclass(frozen=True, slots=True)
class ArrivalLineFacts:
    """A line of an arrival as screens show it."""

    id: int
    product_id: int
    sku: str
    name: str
    unit: str
    quantity_micro: int
    received_micro: int
    due_date: date
    closed: bool
    cost_micro: int | None = None

    @property
    def open_micro(self) -> int:
        """What is still to come."""
        return 0 if self.closed else max(0, self.quantity_micro - self.received_micro)


@dataclass(frozen=True, slots=True)
class ArrivalFacts:
    """An arrival with its lines. `state`: open, received, cancelled."""

    id: int
    number: str
    supplier: str
    warehouse_id: int
    warehouse_name: str
    state: str
    created_at: datetime
    version: int
    lines: tuple[ArrivalLineFacts, ...] = ()


def create_arrival(
    uow: UnitOfWork, *, warehouse_id: int, supplier: str, lines: Sequence[ExpectedLine]
) -> int:
    """Announce goods; draws a number of the series "arrival". Returns the arrival's id.

    Lines that wait for nothing get a day from it.
    """
    uow.actor.require("stock.receive")
    require_may_say_costs(uow, lines)
    require_warehouse(uow, warehouse_id)
    require_quantities(uow, [ProductQuantity(line.product_id, line.quantity_micro) for line in lines])
    require_no_configured(uow, {f"lines/{place}": line.product_id for place, line in enumerate(lines)})
    _require_from_today(uow, {f"lines/{place}/due": line.due_date for place, line in enumerate(lines)})
    costs = [ReceivedAtCost(line.product_id, line.quantity_micro, line.cost_micro) for line in lines]
    refuse_blocked("stock", check_received(costs))
    keys = {(line.product_id, warehouse_id) for line in lines}
    hold_orders_waiting(uow, keys)
    number = draw_number(uow, "arrival", on=uow.today).number
    facts = {"number": number, "supplier": supplier.strip(), "warehouse_id": warehouse_id}
    arrival_id = insert_row(uow.db, Arrival, {**facts, "state": "open", "created_at": uow.now})
    rows = [
        {
            "arrival_id": arrival_id,
            "product_id": line.product_id,
            "quantity_micro": line.quantity_micro,
            "due_date": line.due_date,
            "cost_micro": line.cost_micro,
        }
        for line in lines
    ]
    insert_rows(uow.db, ArrivalLine, rows)
    after = {**facts, "lines": [[line.product_id, line.quantity_micro, line.due_date] for line in lines]}
    uow.audit("arrival", arrival_id, before={}, after=after)
    tell_arrival(uow, arrival_id, 1, (line.product_id for line in lines))
    lock_supply(uow, keys)
    promise_announced(uow, (line.product_id for line in lines), warehouse_id)
    tell_components(uow, keys)
    return arrival_id


def _require_from_today(uow: UnitOfWork, due_dates: Mapping[str, date]) -> None:
    """Nothing is announced for a day that is over; the due dates by their places."""
    issues = [
        Issue("stock.due_in_past", Severity.BLOCK, where, {"date": due_date})
        for where, due_date in due_dates.items()
        if due_date < uow.today
    ]
    if issues:
        raise RefusedError("stock.refused", issues=issues)


def change_due_date(
    uow: UnitOfWork,
    *,
    arrival_id: int,
    version: int,
    due_date: date,
    line_ids: Sequence[int] | None = None,
    reason: str = "",
) -> tuple[WaitingLine, ...]:
    """Give the open lines (all, or those named) a new due date.

    Promises stay as they were given; returned are the waiting lines that were promised an earlier day.
    """
    uow.actor.require("stock.receive")
    arrival = require_open_arrival(uow, arrival_id)
    _require_from_today(uow, {"header/due": due_date})
    changed = [
        line
        for line in arrival.lines
        if not line.closed and (line_ids is None or line.id in line_ids) and line.due_date != due_date
    ]
    keys = {(line.product_id, arrival.warehouse_id) for line in changed}
    hold_orders_waiting(uow, keys)
    lock_supply(uow, keys)
    right_links(uow, keys)
    version = update_version(uow.db, Arrival, id=arrival_id, version=version, values={}, kind="arrival")
    uow.db.execute(
        sa.update(ArrivalLine)
        .where(ArrivalLine.id.in_([line.id for line in changed]), sa.not_(ArrivalLine.closed))
        .values(due_date=due_date)
    )
    before = {line.sku: line.due_date for line in changed}
    uow.audit("arrival", arrival_id, before=before, after=dict.fromkeys(before, due_date), reason=reason)
    tell_arrival(uow, arrival_id, version, (line.product_id for line in changed))
    waiting = read_waiting_for(uow, keys)
    linked = _lines_waiting_for(uow, {line.id for line in changed})
    return tuple(
        line
        for line in waiting
        if line.fulfilment_id in linked and line.promise_date is not None and line.promise_date < due_date
    )


def cancel_arrival(uow: UnitOfWork, *, arrival_id: int, version: int, reason: str) -> ServedReport:
    """The supplier will not send what is still open; what came stays.

    Who waited for it is served from other warehouses, where they have it free, else promised from other arrivals; told
    is who is left waiting, and for what.
    """
    uow.actor.require("stock.receive")
    arrival = require_open_arrival(uow, arrival_id)
    if not reason.strip():
        issue = Issue("stock.reason_missing", Severity.BLOCK, "header/reason")
        raise RefusedError("stock.refused", issues=[issue])
    keys = {(line.product_id, arrival.warehouse_id) for line in arrival.lines if line.open_micro}
    hold_orders_waiting(uow, keys)
    elsewhere = find_free(uow, {key[0] for key in keys})
    lock_supply(uow, {*keys, *elsewhere})
    right_links(uow, keys)
    linked = _lines_waiting_for(uow, {line.id for line in arrival.lines})
    values = {"state": "cancelled"}
    version = update_version(uow.db, Arrival, id=arrival_id, version=version, values=values, kind="arrival")
    uow.db.execute(sa.update(ArrivalLine).where(ArrivalLine.arrival_id == arrival_id).values(closed=True))
    uow.audit("arrival", arrival_id, before={"state": "open"}, after=values, reason=reason.strip())
    tell_arrival(uow, arrival_id, version, (line.product_id for line in arrival.lines))
    report = serve_waiting(uow, {*keys, *elsewhere})
    left = tuple(line for line in report.waiting if line.fulfilment_id in linked)
    return ServedReport(report.served, left)


def read_arrival(view: Reading, arrival_id: int) -> ArrivalFacts:
    """The arrival with its lines; costs only for those who may see margins."""
    head = (Arrival.id, Arrival.number, Arrival.supplier, Arrival.warehouse_id, Warehouse.name)
    row = view.db.execute(
        sa.select(*head, Arrival.state, Arrival.created_at, Arrival.version)
        .join(Warehouse, Warehouse.id == Arrival.warehouse_id)
        .where(Arrival.id == arrival_id)
    ).one_or_none()
    if row is None:
        raise NotFoundError("document.not_found", kind="arrival", id=arrival_id)
    line = ArrivalLine
    found = view.db.execute(
        sa.select(line.id, line.product_id, Product.sku, Product.name, Product.unit)
        .add_columns(line.quantity_micro, line.received_micro, line.due_date, line.closed)
        .add_columns(line.cost_micro if view.actor.can("margin.see") else sa.null())
        .join(Product, Product.id == line.product_id)
        .where(line.arrival_id == arrival_id)
        .order_by(line.id)
    )
    return ArrivalFacts(*row, lines=tuple(ArrivalLineFacts(*entry) for entry in found))


def require_open_arrival(uow: UnitOfWork, arrival_id: int) -> ArrivalFacts:
    """The arrival; one that is received or cancelled is refused with its number."""
    arrival = read_arrival(uow, arrival_id)
    if arrival.state != "open":
        remedy = Remedy("stock.receive_freely", "stock.receive", {"warehouse_id": arrival.warehouse_id})
        params = {"number": arrival.number, "state": arrival.state}
        issue = Issue("stock.arrival_not_open", Severity.BLOCK, "", params, (remedy,))
        raise RefusedError("stock.refused", issues=[issue])
    return arrival


def tell_arrival(uow: UnitOfWork, arrival_id: int, version: int, product_ids: Iterable[int]) -> None:
    """Tell that the arrival and the availability of its products changed."""
    uow.changed("arrival", arrival_id, version=version)
    for product_id in sorted(set(product_ids)):
        uow.changed("stock", product_id, version=0)


def _lines_waiting_for(uow: UnitOfWork, arrival_line_ids: set[int]) -> set[int]:
    rows = uow.db.execute(
        sa.select(Fulfilment.id).where(Fulfilment.arrival_line_id.in_(sorted(arrival_line_ids)), WAITS)
    )
    return {row[0] for row in rows}
