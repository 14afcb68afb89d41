"""Pick lists: what of an order's reserved goods is to be taken from a warehouse, and what was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.errors import ConflictError, NotFoundError, RefusedError
from app.domain.holds import Stop
from app.domain.issues import Issue, Remedy, Severity
from app.domain.quantity import fits_decimals, shown_quantity
from app.services.numbering import draw_number
from app.services.shipping.order_head import OrderHead, lock_order, require_can
from app.services.shipping.papers import freeze_pick_list
from app.services.shipping.statements import (
    MARK_PICKING,
    MOVE_SHIPMENT,
    OPEN_GOODS,
    PICKED_LINES,
    READY_LINES,
    RECORD_PICKED,
    RIDING_LINES,
    SHIPMENT_HEAD,
    WAITING_SKUS,
)
from app.services.unit_of_work import UnitOfWork
from db.schema.shipping import Shipment, ShipmentLine
from db.statements import insert_row, insert_rows, table_of


@dataclass(frozen=True, slots=True)
class _Ready:
    """Reserved goods that no pick list has yet."""

    fulfilment_id: int
    order_line_id: int
    line_key: str
    sku: str
    ready_micro: int
    unit: str
    decimals: int


@dataclass(frozen=True, slots=True)
class ShipmentHead:
    """A shipment's own facts."""

    id: int
    number: str
    order_id: int
    warehouse_id: int
    state: str
    version: int


@dataclass(frozen=True, slots=True)
class PickedLine:
    """A line of a pick list with its goods; services and charges have no fulfilment and no product."""

    id: int
    order_line_id: int
    fulfilment_id: int | None
    product_id: int | None
    sku: str
    quantity_micro: int
    picked_micro: int
    number: int  # of the order's line, as people see it
    unit: str | None
    decimals: int | None  # of the article's own unit


def create_pick_list(
    uow: UnitOfWork,
    order_id: int,
    warehouse_id: int,
    lines: Mapping[int, int] | None = None,
    *,
    even_incomplete: bool = False,
    with_paper: bool = True,
) -> int:
    """Make a pick list of what the order has reserved there; the shipment's id.

    `lines` narrows it to base quantities by order line id. Services, charges and free lines ride along with
    the first shipment. A ship-complete order is refused while something waits, unless `even_incomplete`.
    """
    uow.actor.require("shipping.ship")
    head = lock_order(uow, order_id)
    require_can(uow, head, Stop.PICK)
    if head.delivery_wish == "complete" and not even_incomplete:
        _require_complete(uow, head, warehouse_id)
    ready = _read_ready(uow, order_id, warehouse_id)
    chosen = _choose(head, ready, lines)
    riding = _read_riding(uow, order_id)
    if not chosen and (not riding or lines or _has_open_goods(uow, order_id)):
        issue = Issue("shipping.nothing_to_pick", Severity.BLOCK, "lines", {"number": head.number})
        raise RefusedError("shipping.refused", issues=[issue], number=head.number)
    _mark_picking(uow, chosen)
    shipment_id = _insert_shipment(uow, head, warehouse_id, ready, chosen, riding)
    if with_paper:
        freeze_pick_list(uow, shipment_id)
    return shipment_id


def record_picked(
    uow: UnitOfWork, shipment_id: int, quantities: Mapping[int, int], *, version: int | None = None
) -> int:
    """Note what was really picked, in base units by shipment line id; less than asked is fine.

    Returns the shipment's new version.
    """
    uow.actor.require("shipping.ship")
    new = move_shipment(uow, shipment_id, "picking", version=version)
    lines = {line.id: line for line in read_picked_lines(uow, shipment_id)}
    issues = [issue for id_, value in quantities.items() if (issue := _picked_issue(lines, id_, value))]
    if issues:
        raise RefusedError("shipping.refused", issues=issues, number=new.number)
    RECORD_PICKED.run(
        uow.db, [{"id": id_, "picked_micro": value} for id_, value in sorted(quantities.items())]
    )
    before = _by_name(lines, {id_: lines[id_].picked_micro for id_ in quantities})
    uow.audit("shipment", shipment_id, before=before, after=_by_name(lines, quantities))
    uow.changed("shipment", shipment_id, version=new.version)
    return new.version


def _by_name(lines: Mapping[int, PickedLine], quantities: Mapping[int, int]) -> dict[str, str]:
    """The quantities in words by number and article: one article may stand in two lines of an order.

    What one of its lines takes from two fulfilments is added up.
    """
    sums: Counter[str] = Counter()
    for id_, quantity in quantities.items():
        sums[f"{lines[id_].number} {lines[id_].sku}".strip()] += quantity
    return {name: str(shown_quantity(quantity)) for name, quantity in sums.items()}


def cancel_shipment(uow: UnitOfWork, shipment_id: int, *, reason: str = "") -> None:
    """Tear up a pick list: its goods are reserved as before; its number stays and is listed as cancelled."""
    uow.actor.require("shipping.ship")
    order = lock_order(uow, read_head(uow, shipment_id).order_id)
    head = move_shipment(uow, shipment_id, "cancelled")
    unmark_picking(uow, read_picked_lines(uow, shipment_id))
    uow.audit(
        "shipment", shipment_id, before={"state": "picking"}, after={"state": "cancelled"}, reason=reason
    )
    uow.changed("shipment", shipment_id, version=head.version)
    uow.changed("order", order.id, version=order.version)


def read_head(uow: UnitOfWork, shipment_id: int) -> ShipmentHead:
    """The shipment's own facts."""
    row = uow.db.execute(SHIPMENT_HEAD, {"shipment_id": shipment_id}).one_or_none()
    if row is None:
        raise NotFoundError("document.not_found", kind="shipment", id=shipment_id)
    return ShipmentHead(*row)


def read_picked_lines(uow: UnitOfWork, shipment_id: int) -> tuple[PickedLine, ...]:
    """The lines of the shipment."""
    rows = uow.db.execute(PICKED_LINES, {"shipment_id": shipment_id})
    return tuple(PickedLine(*row) for row in rows)


def unmark_picking(uow: UnitOfWork, lines: Sequence[PickedLine]) -> None:
    """Take the lines' goods off the pick list."""
    chosen = {line.fulfilment_id: -line.quantity_micro for line in lines if line.fulfilment_id is not None}
    _mark_picking(uow, chosen)


def move_shipment(
    uow: UnitOfWork,
    shipment_id: int,
    state: str,
    *,
    ship_date: date | None = None,
    version: int | None = None,
) -> ShipmentHead:
    """Change a shipment that is still being picked; refused when it left or was torn up before.

    The condition is in the statement, so a repeat changes nothing.
    """
    values = {
        "shipment_id": shipment_id,
        "wanted_version": version,
        "new_state": state,
        "new_date": ship_date,
    }
    row = uow.db.execute(MOVE_SHIPMENT, values).one_or_none()
    if row is not None:
        return ShipmentHead(*row)
    head = read_head(uow, shipment_id)
    if head.state == "picking":
        raise ConflictError("document.changed_elsewhere", kind="shipment", id=shipment_id)
    params = {"number": head.number, "state": head.state}
    issue = Issue("shipping.not_picking", Severity.BLOCK, "", params)
    raise RefusedError("shipping.refused", issues=[issue], number=head.number)


def _picked_issue(lines: Mapping[int, PickedLine], line_id: int, picked: int) -> Issue | None:
    line = lines.get(line_id)
    where = f"lines/{line_id}/picked"
    if line is None:
        return Issue("shipping.unknown_line", Severity.BLOCK, where, {"id": line_id})
    if 0 <= picked <= line.quantity_micro:
        is_whole = picked == line.quantity_micro or line.decimals is None
        if is_whole or fits_decimals(picked, line.decimals or 0):
            return None
        return _part_of_a_unit(where, line.sku, line.unit or "", picked)
    params = {
        "sku": line.sku,
        "picked": shown_quantity(picked),
        "quantity": shown_quantity(line.quantity_micro),
    }
    return Issue("shipping.picked_too_much", Severity.BLOCK, where, params)


def _part_of_a_unit(where: str, sku: str, unit: str, quantity_micro: int) -> Issue:
    params = {"sku": sku, "quantity": shown_quantity(quantity_micro), "unit": unit}
    return Issue("stock.part_of_a_unit", Severity.BLOCK, where, params)


def _require_complete(uow: UnitOfWork, head: OrderHead, warehouse_id: int) -> None:
    waiting = uow.db.execute(WAITING_SKUS, {"order_id": head.id}).scalars().all()
    if waiting:
        target = {"order_id": head.id, "warehouse_id": warehouse_id, "even_incomplete": True}
        remedy = Remedy("shipping.ship_what_is_there", "shipping.pick", target)
        params = {"number": head.number, "skus": ", ".join(waiting)}
        issue = Issue("shipping.not_complete", Severity.BLOCK, "order", params, (remedy,))
        raise RefusedError("shipping.refused", issues=[issue], number=head.number)


def _read_ready(uow: UnitOfWork, order_id: int, warehouse_id: int) -> tuple[_Ready, ...]:
    rows = uow.db.execute(READY_LINES, {"order_id": order_id, "warehouse_id": warehouse_id})
    return tuple(_Ready(*row) for row in rows)


def _choose(head: OrderHead, ready: Sequence[_Ready], lines: Mapping[int, int] | None) -> dict[int, int]:
    """The quantity by fulfilment; asking for more than is reserved is refused with both numbers."""
    if lines is None:
        return {row.fulfilment_id: row.ready_micro for row in ready}
    left = dict(lines)
    chosen: dict[int, int] = {}
    for row in ready:
        part = min(row.ready_micro, left.get(row.order_line_id, 0))
        if part > 0:
            chosen[row.fulfilment_id] = part
            left[row.order_line_id] -= part
    issues = [
        _part_of_a_unit(f"lines/{row.order_line_id}", row.sku, row.unit, chosen[row.fulfilment_id])
        for row in ready
        if not fits_decimals(chosen.get(row.fulfilment_id, row.ready_micro), row.decimals)
        and chosen.get(row.fulfilment_id, row.ready_micro) != row.ready_micro
    ]
    for line_id, missing in left.items():
        if missing or lines[line_id] <= 0:
            sku = next((row.sku for row in ready if row.order_line_id == line_id), str(line_id))
            params = {
                "sku": sku,
                "wanted": shown_quantity(lines[line_id]),
                "ready": shown_quantity(lines[line_id] - missing),
            }
            issues.append(Issue("shipping.not_reserved", Severity.BLOCK, f"lines/{line_id}", params))
    if issues:
        raise RefusedError("shipping.refused", issues=issues, number=head.number)
    return chosen


def _read_riding(uow: UnitOfWork, order_id: int) -> tuple[tuple[int, int], ...]:
    """(order line id, base quantity) of the lines without stock that no shipment took yet."""
    rows = uow.db.execute(RIDING_LINES, {"order_id": order_id})
    return tuple((row[0], int(row[1])) for row in rows)


def _has_open_goods(uow: UnitOfWork, order_id: int) -> bool:
    return uow.db.execute(OPEN_GOODS, {"order_id": order_id}).first() is not None


def _mark_picking(uow: UnitOfWork, chosen: Mapping[int, int]) -> None:
    MARK_PICKING.run(uow.db, [{"id": id_, "picking_micro": part} for id_, part in sorted(chosen.items())])


def _insert_shipment(
    uow: UnitOfWork,
    head: OrderHead,
    warehouse_id: int,
    ready: Sequence[_Ready],
    chosen: Mapping[int, int],
    riding: Sequence[tuple[int, int]],
) -> int:
    drawn = draw_number(uow, "shipment", on=uow.today)
    facts = {"number": drawn.number, "order_id": head.id, "warehouse_id": warehouse_id, "state": "picking"}
    values = {
        **facts,
        **head.address,
        "series_id": drawn.series_id,
        "series_number": drawn.series_number,
        "created_at": uow.now,
        "created_by": uow.actor.name,
    }
    shipment_id = insert_row(uow.db, table_of(Shipment), values)
    goods = [
        _line_row(shipment_id, row.order_line_id, row.fulfilment_id, chosen[row.fulfilment_id], 0)
        for row in ready
        if row.fulfilment_id in chosen
    ]
    rest = [_line_row(shipment_id, line_id, None, quantity, quantity) for line_id, quantity in riding]
    insert_rows(uow.db, table_of(ShipmentLine), [*goods, *rest])
    uow.audit("shipment", shipment_id, before={}, after={**facts, "lines": len(goods) + len(rest)})
    uow.changed("shipment", shipment_id, version=1)
    uow.changed("order", head.id, version=head.version)
    return shipment_id


def _line_row(
    shipment_id: int, order_line_id: int, fulfilment_id: int | None, quantity: int, picked: int
) -> dict[str, object]:
    return {
        "shipment_id": shipment_id,
        "order_line_id": order_line_id,
        "fulfilment_id": fulfilment_id,
        "quantity_micro": quantity,
        "picked_micro": picked,
    }
