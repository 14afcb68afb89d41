"""Which orders are held before stock moves, and what finding them reads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa

from app.bootstrap import open_office
from app.domain.money import MICRO
from app.services.stock.arrivals import ExpectedLine, create_arrival
from app.services.stock.fulfilments import LinePart, fulfil_lines
from app.services.stock.serving import hold_orders_beside, hold_orders_waiting
from db.schema.orders import Order
from db.statements import insert_rows, table_of
from tests.helpers.stock_office import HAMBURG, MUNICH, make_stock_office, part

OTHERS = 3000


@pytest.fixture
def office(postgres_url, clock):
    opened = open_office(postgres_url, clock=clock)
    yield make_stock_office(opened.work)
    opened.close()


def copy_order(office, order_id, count):
    """Further open orders that wait for nothing."""
    table = table_of(Order)
    with office.begin() as uow:
        row = uow.db.execute(sa.select(table).where(table.c.id == order_id)).mappings().one()
        own = {name: value for name, value in row.items() if name != "id"}
        insert_rows(uow.db, Order, [own | {"number": f"XO-{place}"} for place in range(count)])
    with office.begin() as uow:
        uow.db.exec_driver_sql("analyze")


def wait_for(office, product_id):
    order_id = office.add_order((product_id, 1))
    (line_id,) = office.line_ids(order_id)
    with office.begin() as uow:
        fulfil_lines(uow, [LinePart(line_id, part(product_id, wait=1, promise=None))])
    return order_id


def held_by(office, hold) -> tuple[list[int], float]:
    """The ids that the call holds, and how many rows of orders the server looks at for them."""
    seen: list[Any] = []
    with office.begin() as uow:
        sa.event.listen(uow.db, "before_cursor_execute", lambda *args: seen.append(args[2:4]))
        hold(uow)
        statement, values = seen[-1]
        ids = list(uow.db.exec_driver_sql(statement, values).scalars())
        explain = f"explain (analyze, format json) {statement}"
        plan = uow.db.exec_driver_sql(explain, values).scalar_one()[0]["Plan"]
    return ids, sum(_rows_read(node) for node in _nodes(plan) if node.get("Relation Name") == "sales_order")


def _nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for below in node.get("Plans", ()):
        yield from _nodes(below)


def _rows_read(node: dict[str, Any]) -> float:
    dropped = node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0)
    return (node["Actual Rows"] + dropped) * node["Actual Loops"]


def test_only_the_orders_that_wait_are_read_however_many_are_open(office):
    waiting = [wait_for(office, 1), wait_for(office, 1)]
    other = wait_for(office, 2)
    copy_order(office, other, OTHERS)
    keys = [(1, HAMBURG), (1, MUNICH)]
    assert held_by(office, lambda uow: hold_orders_waiting(uow, keys)) == (waiting, 2)
    ids, read = held_by(office, lambda uow: hold_orders_waiting(uow, keys, also=other))
    assert (ids, read) == ([*waiting, other], 3)


def test_an_order_and_those_that_wait_for_what_it_holds_are_held(office):
    office.add_stock(1, HAMBURG, 1)
    mine = office.add_order((1, 1))
    office.reserve(mine)
    waiting = wait_for(office, 1)
    copy_order(office, mine, OTHERS)
    assert held_by(office, lambda uow: hold_orders_beside(uow, mine)) == ([mine, waiting], 2)


def test_an_order_without_goods_is_held_alone(office):
    mine = office.add_order((0, 1))
    copy_order(office, mine, OTHERS)
    assert held_by(office, lambda uow: hold_orders_beside(uow, mine)) == ([mine], 1)


def test_orders_that_wait_elsewhere_are_held_unless_an_arrival_comes_for_them(office):
    promised = wait_for(office, 1)
    with office.begin() as uow:
        lines = [ExpectedLine(1, MICRO, uow.today)]
        create_arrival(uow, warehouse_id=HAMBURG, supplier="Mill", lines=lines)
    waiting = wait_for(office, 1)
    copy_order(office, waiting, OTHERS)
    assert held_by(office, lambda uow: hold_orders_waiting(uow, [(1, MUNICH)])) == ([waiting], 1)
    here = held_by(office, lambda uow: hold_orders_waiting(uow, [(1, HAMBURG)]))
    assert here == ([promised, waiting], 2)
