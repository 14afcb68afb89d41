"""A shipment leaves: stock goes down by what was picked, the rest stays open or is cancelled with a reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from app.domain.errors import RefusedError
from app.domain.events import GoodsShipped
from app.domain.holds import Stop
from app.domain.issues import Issue, Remedy, Severity
from app.domain.quantity import shown_quantity
from app.services.goods.export_licences import give_back_rest
from app.services.orders.promises import follow_parts
from app.services.shipping.order_head import OrderHead, lock_order, require_can
from app.services.shipping.papers import freeze_delivery_note
from app.services.shipping.picking import (
    PickedLine,
    ShipmentHead,
    move_shipment,
    read_head,
    read_picked_lines,
)
from app.services.shipping.statements import CANCEL_LINES, GOODS_LINES, SHIP_FULFILMENTS, SHIP_LINES
from app.services.stock.fulfilments import release_lines
from app.services.stock.levels import StockKey, lock_stock, shift_reserved
from app.services.stock.moves import post_moves
from app.services.stock.serving import hold_orders_beside
from app.services.unit_of_work import UnitOfWork


def post_shipment(
    uow: UnitOfWork,
    shipment_id: int,
    *,
    cancel_rest: bool = False,
    reason: str = "",
    with_paper: bool = True,
) -> None:
    """Book the picked goods out; a repeat is refused and books nothing.

    What was not picked stays reserved and open. With `cancel_rest` ("no backorder") everything of the order
    that no other shipment will bring is cancelled with the reason; what was delivered stays delivered (B37).
    """
    uow.actor.require("shipping.ship")
    if cancel_rest and not reason.strip():
        issue = Issue("shipping.reason_missing", Severity.BLOCK, "header/reason")
        raise RefusedError("shipping.refused", issues=[issue], number="")
    order_id = read_head(uow, shipment_id).order_id
    if cancel_rest:
        hold_orders_beside(uow, order_id)
    order = lock_order(uow, order_id)
    head = move_shipment(uow, shipment_id, "shipped", ship_date=uow.today)
    require_can(uow, order, Stop.SHIP)
    lines = read_picked_lines(uow, shipment_id)
    _require_picked(head, lines)
    is_whole = all(line.picked_micro for line in lines if line.product_id is not None)
    if cancel_rest or not is_whole:  # else what leaves holds every row of stock itself, in their order
        lock_stock(uow, _keys(head, lines))
    _book_out(uow, head, lines, held=cancel_rest or not is_whole)
    cancelled = _cancel_rest(uow, order, head, reason.strip()) if cancel_rest else {}
    if with_paper:
        freeze_delivery_note(uow, shipment_id)
    after = {
        "state": "shipped",
        "picked": [[line.sku, str(shown_quantity(line.picked_micro))] for line in lines],
    }
    uow.audit("shipment", shipment_id, before={"state": "picking"}, after=after)
    if cancelled:
        _tell_cancelled(uow, order.id, cancelled, reason.strip())
    uow.changed("shipment", shipment_id, version=head.version)
    uow.changed("order", order.id, version=order.version)
    uow.react(GoodsShipped(order_id=order.id, shipment_id=shipment_id))


def _tell_cancelled(uow: UnitOfWork, order_id: int, cancelled: Mapping[str, str], reason: str) -> None:
    """Note what was cancelled; what is left no longer waits for it."""
    was, now = follow_parts(uow, order_id)
    moved = was != now
    before = {"promise_date": was} if moved else {}
    after = {"cancelled": cancelled, **({"promise_date": now} if moved else {})}
    uow.audit("order", order_id, before=before, after=after, reason=reason)


def _require_picked(head: ShipmentHead, lines: Sequence[PickedLine]) -> None:
    goods = [line for line in lines if line.fulfilment_id is not None]
    if any(line.picked_micro for line in goods or lines):
        return
    remedy = Remedy("shipping.record_picked", "shipping.record", {"id": head.id})
    issue = Issue("shipping.nothing_picked", Severity.BLOCK, "lines", {"number": head.number}, (remedy,))
    raise RefusedError("shipping.refused", issues=[issue], number=head.number)


def _keys(head: ShipmentHead, lines: Sequence[PickedLine]) -> set[StockKey]:
    return {(line.product_id, head.warehouse_id) for line in lines if line.product_id is not None}


def _book_out(uow: UnitOfWork, head: ShipmentHead, lines: Sequence[PickedLine], *, held: bool) -> None:
    """Reservation, stock, fulfilments and order lines go on together. `held`: the rows of stock are locked."""
    sums: defaultdict[StockKey, int] = defaultdict(int)
    for line in lines:
        if line.product_id is not None:
            sums[line.product_id, head.warehouse_id] -= line.picked_micro
    refused = shift_reserved(uow, sums, held=held)  # stock before fulfilments
    assert not refused, "stock holds what its fulfilments hold"
    _ship_fulfilments(uow, lines)
    post_moves(uow, sums, kind="shipment", source_kind="shipment", source_id=head.id)
    _ship_order_lines(uow, lines)


def _ship_fulfilments(uow: UnitOfWork, lines: Sequence[PickedLine]) -> None:
    rows = [
        {
            "id": line.fulfilment_id,
            "shipped_micro": line.picked_micro,
            "reserved_micro": -line.picked_micro,
            "picking_micro": -line.quantity_micro,
        }
        for line in sorted(lines, key=lambda line: line.fulfilment_id or 0)
        if line.fulfilment_id is not None
    ]
    SHIP_FULFILMENTS.run(uow.db, rows)


def _ship_order_lines(uow: UnitOfWork, lines: Sequence[PickedLine]) -> None:
    shipped: defaultdict[int, int] = defaultdict(int)
    for line in lines:
        shipped[line.order_line_id] += line.picked_micro
    SHIP_LINES.run(
        uow.db, [{"id": id_, "shipped_micro": part} for id_, part in sorted(shipped.items()) if part]
    )


def _cancel_rest(uow: UnitOfWork, order: OrderHead, head: ShipmentHead, reason: str) -> dict[str, str]:
    """Give back what waits anywhere and what is reserved here; the cancelled quantities by line number and SKU."""
    assert reason, "a cancellation has its reason"
    rows = uow.db.execute(GOODS_LINES, {"order_id": order.id})
    names = {row[0]: f"{row[1]} {row[2]}".strip() for row in rows}
    released = release_lines(uow, dict.fromkeys(names), reserved_at=head.warehouse_id)
    cancelled = {id_: part for id_, part in released.items() if part}
    CANCEL_LINES.run(
        uow.db, [{"id": id_, "cancelled_micro": part} for id_, part in sorted(cancelled.items())]
    )
    give_back_rest(uow, order.id)
    return {names[id_]: str(shown_quantity(part)) for id_, part in cancelled.items()}
