"""Goods need a place to come from: an order of a firm whose warehouses are all closed is not confirmed."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.domain.errors import RefusedError
from app.domain.issues import Severity
from app.services.orders.confirming import confirm_ready, prepare
from app.services.orders.planning import plan_order
from app.services.orders.previewing import preview_amendment
from db.schema.orders import Fulfilment
from db.schema.stock import Warehouse
from tests.helpers.order_office import CHAIR, LAMP

CODE = "order.no_warehouse"


def close_all(desk):
    with desk.begin() as uow:
        uow.db.execute(sa.update(Warehouse).values(active=False))
        uow.changed("warehouse", 0, version=0)


def codes(issues):
    return [issue.code for issue in issues]


def test_an_order_without_any_active_warehouse_is_refused(desk):
    order_id = desk.key((CHAIR, 2))
    close_all(desk)
    with desk.reading() as view:
        (issue,) = [issue for issue in plan_order(view, order_id).issues if issue.code == CODE]
    assert issue.severity is Severity.BLOCK
    assert issue.remedies[0].params == {"page": "warehouse"}
    with pytest.raises(RefusedError) as caught:
        desk.confirm(order_id)
    assert codes(caught.value.issues) == [CODE]
    assert desk.rows(sa.select(Fulfilment.__table__)) == []
    assert desk.head(order_id)["number"] is None


def test_an_order_planned_before_keeps_its_places(desk):
    """Planned while a warehouse was open: what it found is what it gets."""
    order_id = desk.key((CHAIR, 2))
    with desk.reading() as view:
        ready = prepare(view, plan_order(view, order_id))
    close_all(desk)
    with desk.begin() as uow:
        assert confirm_ready(uow, ready).number


def test_services_and_free_lines_need_no_warehouse(desk):
    order_id = desk.key()
    desk.edit(order_id, desk.free("Engraving", "12.00"))
    close_all(desk)
    assert desk.confirm(order_id).number


def test_an_amendment_needs_one_only_for_more(desk):
    order_id = desk.ordered((CHAIR, 4), (LAMP, 2))
    close_all(desk)
    before = desk.read(order_id)
    for quantity, expected in ((3, False), (5, True)):
        after = desk.edited(before, desk.set_quantity(order_id, 0, quantity))
        with desk.reading() as view:
            assert (CODE in codes(preview_amendment(view, before, after).issues)) is expected
    desk.amend(order_id, desk.set_quantity(order_id, 0, 3))
    with pytest.raises(RefusedError):
        desk.amend(order_id, desk.set_quantity(order_id, 0, 9))
