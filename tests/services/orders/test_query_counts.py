"""A confirm costs the same number of statements for 1 line and for 40; so do a save and an amendment."""

from __future__ import annotations

import contextlib

import pytest
import sqlalchemy as sa

from app.domain.orders.draft import edit_header
from app.services.orders.confirming import confirm_ready, prepare
from app.services.orders.planning import plan_order
from tests.helpers.order_office import CABLE, CHAIR, LAMP, WIEN, micro


@contextlib.contextmanager
def counted():
    """The statements sent meanwhile, executemany as one."""
    sent = []

    def note(_connection, _cursor, statement, _parameters, _context, _many):
        sent.append(statement)

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", note)


def lines(count):
    return [((CHAIR, LAMP, CABLE)[n % 3], 1) for n in range(count)]


def statements(call):
    with counted() as sent:
        call()
    return len(sent)


@pytest.fixture
def pair(desk):
    """Two drafts, of 3 and of 40 lines."""
    return desk.key(*lines(3)), desk.key(*lines(40))


def test_planning_and_confirming(desk, pair):
    counts = {}
    with desk.reading() as view:
        prepare(view, plan_order(view, pair[0]))  # the set-up is kept from now on
    for order_id in pair:
        with counted() as reads, desk.reading() as view:
            ready = prepare(view, plan_order(view, order_id))
        with counted() as writes, desk.begin() as uow:
            confirm_ready(uow, ready)
        counts[order_id] = len(reads), len(writes)
    few, many = counts.values()
    assert few == many
    assert many[0] <= 11, "read before the unit of work opens"
    assert many[1] <= 13, "read and written while others wait"


def test_saving_another_customer_on_every_line(desk, pair):
    counts = []
    for order_id in pair:
        before = desk.read(order_id)
        after = desk.edited(before, edit_header(before, customer_id=desk.ids[WIEN], ship_country="AT"))
        counts.append(statements(lambda before=before, after=after: desk.save(before, after)))
    assert counts[0] == counts[1] <= 8


def test_pasting_rows(desk):
    counts = []
    for count in (2, 40):
        before = desk.read(desk.start())
        after = desk.edited(before, *(desk.line(sku, n) for sku, n in lines(count)))
        counts.append(statements(lambda before=before, after=after: desk.save(before, after)))
    assert counts[0] == counts[1] <= 8


def test_amending_every_line(desk, pair):
    counts = []
    for order_id in pair:
        desk.confirm(order_id)
        before = desk.read(order_id)
        edits = [desk.set_quantity(order_id, place, 2) for place in range(len(before.lines))]
        after = desk.edited(before, *edits)
        assert {line.quantity_micro for line in after.lines} == {micro(2)}
        from app.services.orders.amending import amend_order

        def amend(before=before, after=after):
            with desk.begin() as uow:
                amend_order(uow, before=before, after=after)

        counts.append(statements(amend))
    assert counts[0] == counts[1]
