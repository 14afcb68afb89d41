"""Stock that comes into one warehouse serves lines that wait in another one and rest on no arrival there."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from app.domain.money import MICRO
from app.messages import text_of
from app.services.shipping.picking import create_pick_list, read_picked_lines
from app.services.stock.arrivals import ExpectedLine, cancel_arrival, create_arrival, read_arrival
from app.services.stock.changes import adjust_stock, count_stock, open_stock, transfer_stock
from app.services.stock.fulfilments import LinePart, fulfil_lines, reason_from_json
from app.services.stock.moves import ProductQuantity
from app.services.stock.receipts import ReceivedLine, receive_arrival, receive_freely
from app.services.stock.releases import release_lines
from app.services.stock.serving import ServedReport
from app.services.verify import verify
from db.schema.firm import Audit
from db.schema.orders import Fulfilment, Order, OrderLine
from db.schema.stock import Warehouse
from tests.helpers.stock_office import HAMBURG, MUNICH, VIENNA, make_stock_office, part

MONDAY = date(2026, 3, 2)
FRIDAY = MONDAY + timedelta(days=4)


@pytest.fixture
def office(work):
    return make_stock_office(work)


def wait(office, quantity, *, at=HAMBURG, promise=None, arrival=None, held=0, **head):
    """An order that waits for so much there, with so much of the line reserved; its id."""
    order = office.add_order((1, quantity + held), **head)
    (line,) = office.line_ids(order)
    with office.begin() as uow:
        chosen = part(1, at, reserve=held, wait=quantity, promise=None, arrival_line_id=arrival)
        fulfil_lines(uow, [LinePart(line, chosen)])
        own = Fulfilment.order_line_id == line
        uow.db.execute(sa.update(Fulfilment).where(own).values(promise_date=promise))
    return order


def receive(office, quantity, at=MUNICH):
    with office.begin() as uow:
        return receive_freely(uow, warehouse_id=at, lines=[ProductQuantity(1, quantity * MICRO)])


def announce(office, quantity, at=HAMBURG):
    with office.begin() as uow:
        lines = [ExpectedLine(1, quantity * MICRO, FRIDAY)]
        return read_arrival(uow, create_arrival(uow, warehouse_id=at, supplier="Mill", lines=lines))


def parts(office, order):
    """(warehouse, quantity, reserved) of the order's parts that are left."""
    rows = office.fulfilments(order)
    return [
        (row.warehouse_id, row.quantity_micro // MICRO, row.reserved_micro // MICRO)
        for row in rows
        if row.quantity_micro
    ]


def told(report):
    """(order, quantity, from where if moved) of those that got something."""
    return [
        (entry.line.order_id, entry.served_micro // MICRO, entry.moved_to and entry.moved_to.name)
        for entry in report.served
    ]


def left(report):
    return [(line.order_id, line.warehouse_name, line.quantity_micro // MICRO) for line in report.waiting]


def test_a_line_that_nothing_comes_for_is_served_from_where_goods_came(office):
    order = wait(office, 19)
    report = receive(office, 20)
    assert (told(report), left(report)) == ([(order, 19, "Munich")], [])
    assert parts(office, order) == [(MUNICH, 19, 19)]
    assert office.level(1, MUNICH).free_micro == MICRO
    row = office.fulfilments(order)[-1]
    reason = reason_from_json(row.reason)
    assert reason is not None
    assert text_of(reason.code, reason.params) == (
        "19 from Munich, free there on 02/03/2026: nothing was on the way to Hamburg for it."
    )
    assert (row.promise_date, row.arrival_line_id) == (MONDAY, None)


def test_the_promise_and_the_story_follow(office):
    order = wait(office, 3)
    (served,) = receive(office, 3).served
    assert served.line.promise_date == MONDAY
    with office.reading() as view:
        days = view.db.execute(
            sa.select(Order.promise_date, OrderLine.promise_date).join(OrderLine).where(Order.id == order)
        ).one()
        acts = view.db.execute(
            sa.select(Audit.before, Audit.after).where(Audit.kind == "order", Audit.entity_id == order)
        ).all()
    assert days == (MONDAY, MONDAY)
    assert ({"sources": [["P1", "3", "Hamburg"]]}, {"sources": [["P1", "3", "Munich"]]}) in acts
    assert ({"promise_date": None}, {"promise_date": "2026-03-02", "goods_in": "2026-03-02"}) in acts


def test_a_later_wish_is_the_new_day(office):
    order = wait(office, 3, requested_date=FRIDAY)
    receive(office, 3)
    assert office.fulfilments(order)[-1].promise_date == FRIDAY


def test_a_day_once_promised_stays(office):
    arrival = announce(office, 5)
    order = wait(office, 5, promise=FRIDAY, arrival=arrival.lines[0].id)
    office.add_stock(1, MUNICH, 5)
    with office.begin() as uow:
        report = cancel_arrival(uow, arrival_id=arrival.id, version=1, reason="strike")
    assert (told(report), left(report)) == ([(order, 5, "Munich")], [])
    assert office.fulfilments(order)[-1].promise_date == FRIDAY


def test_who_waits_there_is_served_first_whatever_was_promised(office):
    elsewhere = wait(office, 4, at=HAMBURG, promise=MONDAY)
    here = wait(office, 6, at=MUNICH)
    report = receive(office, 8)
    assert told(report) == [(here, 6, None), (elsewhere, 2, "Munich")]
    assert left(report) == [(elsewhere, "Hamburg", 2)]
    assert parts(office, elsewhere) == [(HAMBURG, 2, 0), (MUNICH, 2, 2)]


def test_those_elsewhere_are_served_in_order_of_promise(office):
    undated = wait(office, 4, at=VIENNA)
    later = wait(office, 4, promise=FRIDAY)
    sooner = wait(office, 4, promise=MONDAY)
    report = receive(office, 9)
    assert [entry[:2] for entry in told(report)] == [(sooner, 4), (later, 4), (undated, 1)]


def test_a_line_that_rests_on_an_arrival_keeps_waiting_for_it(office):
    arrival = announce(office, 5)
    order = wait(office, 5, promise=FRIDAY, arrival=arrival.lines[0].id)
    assert receive(office, 9) == ServedReport()
    assert parts(office, order) == [(HAMBURG, 5, 0)]


def test_an_arrival_that_ends_short_leaves_its_lines_to_other_warehouses(office):
    arrival = announce(office, 5)
    order = wait(office, 5, promise=FRIDAY, arrival=arrival.lines[0].id)
    office.add_stock(1, MUNICH, 9)
    with office.begin() as uow:
        came = [ReceivedLine(arrival.lines[0].id, 2 * MICRO, close=True)]
        report = receive_arrival(uow, arrival_id=arrival.id, version=1, received=came)
    assert told(report) == [(order, 2, None), (order, 3, "Munich")]
    assert parts(office, order) == [(HAMBURG, 2, 2), (MUNICH, 3, 3)]


@pytest.mark.parametrize("way", ["adjust", "count", "transfer", "open", "release"])
def test_every_way_of_stock_into_a_warehouse_serves(office, way):
    holder = office.add_order((1, 5))
    office.add_stock(1, VIENNA, 5)
    office.reserve(holder, VIENNA)
    order = wait(office, 5)
    goods = [ProductQuantity(1, 5 * MICRO)]
    with office.begin() as uow:
        if way == "adjust":
            adjust_stock(uow, warehouse_id=MUNICH, product_id=1, change_micro=5 * MICRO, reason="found")
        elif way == "count":
            count_stock(uow, warehouse_id=MUNICH, counted=goods, reason="count")
        elif way == "open":
            open_stock(uow, warehouse_id=MUNICH, lines=goods)
        elif way == "release":
            release_lines(uow, {office.line_ids(holder)[0]: None})
    if way == "transfer":
        release_all(office, holder, serve=False)
        with office.begin() as uow:
            transfer_stock(uow, from_warehouse_id=VIENNA, to_warehouse_id=MUNICH, lines=goods)
    place = VIENNA if way == "release" else MUNICH
    assert parts(office, order) == [(place, 5, 5)]


def release_all(office, order, *, serve):
    with office.begin() as uow:
        release_lines(uow, {office.line_ids(order)[0]: None}, serve=serve)


def test_the_nearest_that_has_all_of_it_serves_else_the_one_with_most(office):
    holders = [office.add_order((1, quantity)) for quantity in (4, 9)]
    for holder, place, quantity in zip(holders, (MUNICH, VIENNA), (4, 9), strict=True):
        office.add_stock(1, place, quantity)
        office.reserve(holder, place)
    small, large = wait(office, 3, promise=MONDAY), wait(office, 11)
    with office.begin() as uow:
        release_lines(uow, {office.line_ids(holder)[0]: None for holder in holders})
    assert parts(office, small) == [(MUNICH, 3, 3)]
    assert parts(office, large) == [(HAMBURG, 1, 0), (VIENNA, 9, 9), (MUNICH, 1, 1)]


def test_an_order_that_ships_complete_is_not_split(office):
    order = wait(office, 9, delivery_wish="complete")
    report = receive(office, 8)
    assert (told(report), left(report)) == ([], [(order, "Hamburg", 9)])
    receive(office, 1)
    assert parts(office, order) == [(MUNICH, 9, 9)]


def test_a_complete_line_follows_what_it_holds_and_goes_nowhere_else(office):
    office.add_stock(1, HAMBURG, 1)
    order = wait(office, 8, held=1, delivery_wish="complete")
    assert left(receive(office, 20)) == [(order, "Hamburg", 8)]
    office.add_stock(1, VIENNA, 1)
    split = office.add_order((1, 9), delivery_wish="complete")
    (line,) = office.line_ids(split)
    with office.begin() as uow:
        there, waits = part(1, VIENNA, reserve=1), part(1, HAMBURG, wait=8, promise=None)
        fulfil_lines(uow, [LinePart(line, there), LinePart(line, waits)])
    receive(office, 8, at=VIENNA)
    assert parts(office, split) == [(VIENNA, 1, 1), (VIENNA, 8, 8)]
    assert parts(office, order) == [(HAMBURG, 9, 1)]


def test_what_lies_on_a_pick_list_stays_there(office):
    office.add_stock(1, HAMBURG, 4)
    order = wait(office, 6, held=4)
    with office.begin() as uow:
        shipment = create_pick_list(uow, order, HAMBURG, with_paper=False)
    receive(office, 6)
    assert parts(office, order) == [(HAMBURG, 4, 4), (MUNICH, 6, 6)]
    with office.begin() as uow:
        (picked,) = read_picked_lines(uow, shipment)
    first = office.fulfilments(order)[0]
    assert (picked.fulfilment_id, first.picking_micro, first.promise_date) == (first.id, 4 * MICRO, MONDAY)


def test_a_warehouse_that_is_given_up_serves_only_who_waits_there(office):
    with office.begin() as uow:
        uow.db.execute(sa.update(Warehouse).where(Warehouse.id == MUNICH).values(active=False))
    order = wait(office, 5)
    assert left(receive(office, 5)) == [(order, "Hamburg", 5)]


def test_a_draft_and_another_product_get_nothing(office):
    draft = wait(office, 5, state="draft")
    with office.begin() as uow:
        receive_freely(uow, warehouse_id=MUNICH, lines=[ProductQuantity(2, 5 * MICRO)])
    receive(office, 5)
    assert parts(office, draft) == [(HAMBURG, 5, 0)]


def test_the_database_stays_whole(office):
    wait(office, 19)
    wait(office, 4, at=VIENNA, promise=FRIDAY)
    receive(office, 20)
    receive(office, 2, at=HAMBURG)
    with office.reading() as view:
        assert [found.code for found in verify(view) if found.code.startswith("stock")] == []
