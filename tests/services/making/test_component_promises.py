"""A line is promised when its components are there: now, with their arrival, or nobody knows when."""

from __future__ import annotations

from datetime import date

import pytest

from app.domain.errors import RefusedError
from app.services.orders.drafts import read_draft
from app.services.orders.planning import plan_order
from app.services.orders.standing import plan_standing
from app.services.stock.arrivals import ExpectedLine, create_arrival
from app.services.verify import verify
from tests.helpers.making import BOARD, SCREW, Workshop
from tests.helpers.order_office import CHAIR, HAMBURG, MUNICH, NORD, OWNER, micro


def draft_of(shop, quantity):
    order_id = shop.desk.start(NORD)
    shop.desk.edit(order_id, shop.desk.line(CHAIR, quantity, configuration=shop.keep(), text="Shelf"))
    return order_id


def told(desk, order_id):
    with desk.reading() as view:
        plan = plan_order(view, order_id)
    codes = {issue.code: issue.params for issue in plan.issues if issue.code.startswith("line.comp")}
    assert "line.no_supply" not in {issue.code for issue in plan.issues}, "the components are told"
    return [part.promise_date for part in plan.parts], codes


def test_components_on_the_shelf_make_the_lead_time_begin_today(desk):
    shop = Workshop(desk, boards=2, screws=8)
    assert told(desk, draft_of(shop, 2)) == ([date(2026, 3, 12)], {})


def test_what_nothing_brings_leaves_the_line_without_a_day_and_is_named(desk):
    shop = Workshop(desk, boards=1, screws=8)
    order_id = draft_of(shop, 2)
    days, codes = told(desk, order_id)
    assert days == [None]
    assert codes == {"line.components_short": {"line": 10, "sku": CHAIR, "articles": BOARD}}
    desk.confirm(order_id)
    assert (desk.lines(order_id)[0]["promise_date"], shop.one(order_id)["due_date"]) == (None, None)
    shop.begin(order_id)
    with pytest.raises(RefusedError, match="short"):
        shop.finish(order_id, 2)
    shop.finish(order_id, 1)
    desk.receive(BOARD, 1)
    shop.finish(order_id, 1)
    assert desk.lines(order_id)[0]["promise_date"] == date(2026, 3, 2), (
        "it is made, and leaves on the next day"
    )
    with desk.reading() as view:
        assert verify(view) == ()


def test_what_arrives_makes_it_later_by_the_lead_time(desk):
    shop = Workshop(desk, boards=1, screws=8)
    due = date(2026, 3, 16)
    with desk.begin(OWNER) as uow:
        expected = [ExpectedLine(desk.ids[BOARD], micro(5), due)]
        create_arrival(uow, warehouse_id=HAMBURG, supplier="Wood Ltd", lines=expected)
    order_id = draft_of(shop, 2)
    days, codes = told(desk, order_id)
    assert days == [date(2026, 3, 26)], "eight working days after Monday, 16 March"
    assert codes == {"line.components_late": {"line": 10, "sku": CHAIR, "articles": BOARD, "date": due}}
    desk.confirm(order_id)
    with desk.reading() as view:
        (part,) = plan_standing(view, read_draft(view, order_id)).parts
        assert verify(view) == ()
    assert (part.reason.code, part.reason.params["due"]) == ("source.made_after", due)


def test_what_another_workshop_order_still_lacks_is_not_promised_twice(desk):
    shop = Workshop(desk, boards=3, screws=100)
    shop.sell(2)
    assert told(desk, draft_of(shop, 1))[0] == [date(2026, 3, 12)]
    assert told(desk, draft_of(shop, 2))[0] == [None]
    assert shop.stock(SCREW) == (micro(100), 0)


def test_it_is_made_where_its_components_are_though_another_warehouse_is_nearer(desk):
    shop = Workshop(desk, boards=0, screws=0)
    for sku in (BOARD, SCREW):
        desk.receive(sku, 8, MUNICH)
    order_id = draft_of(shop, 2)
    assert told(desk, order_id) == ([date(2026, 3, 12)], {})
    desk.confirm(order_id)
    assert shop.one(order_id)["warehouse_id"] == MUNICH
    assert told(desk, draft_of(shop, 9))[0] == [None], "nobody has so many: the nearest one makes them"
