"""An order's state follows its lines: shipped when nothing is left to ship, closed when all is invoiced."""

from __future__ import annotations

import sqlalchemy as sa

from app.domain.events import GoodsShipped, InvoicePosted
from app.domain.orders.states import OrderState, require_move
from app.services.orders.amendment_requests import void_changes
from app.services.stock.holds import let_go
from app.services.unit_of_work import UnitOfWork
from db.schema.orders import Order, OrderLine
from db.statements import table_of

_ORDER = table_of(Order)
_LINE = table_of(OrderLine)
_RUNNING = (OrderState.CONFIRMED, OrderState.SHIPPED, OrderState.CLOSED)


def _count(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    return sa.func.sum(sa.case((condition, 1), else_=0))


# Built once: making a statement costs more than running it.
_ID = sa.bindparam("order_id", type_=sa.BigInteger)
_LOCKED = (
    sa.select(_ORDER.c.state, _ORDER.c.number, _ORDER.c.approval).where(_ORDER.c.id == _ID).with_for_update()
)
_MOVE = (
    sa.update(_ORDER)
    .where(_ORDER.c.id == _ID)
    .values(state=sa.bindparam("wanted"), version=_ORDER.c.version + 1)
    .returning(_ORDER.c.version)
)
_DUE = _LINE.c.base_micro - _LINE.c.cancelled_micro
_TO_INVOICE = _LINE.c.invoiced_micro < _DUE
_TO_SHIP = sa.and_(_LINE.c.shipped_micro < _DUE, sa.or_(_LINE.c.kind == "goods", _TO_INVOICE))
_LEFT = sa.select(_count(_TO_SHIP).label("to_ship"), _count(_TO_INVOICE).label("to_invoice")).where(
    _LINE.c.order_id == _ID, _LINE.c.kind.not_in(("section", "note", "kit"))
)


def on_goods_shipped(uow: UnitOfWork, event: GoodsShipped) -> None:
    """Answer a shipment."""
    update_progress(uow, event.order_id)


def on_invoice_posted(uow: UnitOfWork, event: InvoicePosted) -> None:
    """Answer an invoice or credit note."""
    if event.order_id is not None:
        update_progress(uow, event.order_id)


def update_progress(uow: UnitOfWork, order_id: int) -> int | None:
    """Move the order to the state that its lines tell; the new version if it moved."""
    head = uow.db.execute(_LOCKED, {"order_id": order_id}).one()
    if head.state not in _RUNNING:
        return None
    wanted = _state_of_lines(uow, order_id)
    if wanted == head.state:
        return None
    require_move(head.state, wanted, number=head.number)
    version = uow.db.execute(_MOVE, {"order_id": order_id, "wanted": wanted.value}).scalar_one()
    if head.approval:  # changes of the order wait or were approved
        void_changes(uow, order_id, version=int(version) - 1)
        let_go(uow, order_id)  # who ships holds stock by now, and may wait for no order any more
    uow.audit("order", order_id, before={"state": head.state}, after={"state": wanted})
    uow.changed("order", order_id, version=version)
    return int(version)


def _state_of_lines(uow: UnitOfWork, order_id: int) -> OrderState:
    """Goods are open until they are shipped; services and charges until they were on a shipment or an invoice."""
    row = uow.db.execute(_LEFT, {"order_id": order_id}).one()
    if row.to_ship:
        return OrderState.CONFIRMED
    return OrderState.SHIPPED if row.to_invoice else OrderState.CLOSED
