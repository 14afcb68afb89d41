"""Workshop orders as a list: what is due first, what is short, found by what people know of them."""

from __future__ import annotations

from datetime import date

import pytest

from app.domain.pages import Filter, PageRequest
from app.services.making.changing import set_due_date
from app.services.making.lists import read_workshop_detail, read_workshop_page
from app.services.making.releasing import release
from tests.helpers.making import BOARD, SCREW, Workshop
from tests.helpers.order_office import WIEN, micro


def page(desk, *filters, **more):
    with desk.reading() as view:
        return read_workshop_page(view, PageRequest(filters=filters, **more)).rows


def test_what_nobody_can_promise_stands_behind_what_is_due(desk):
    shop = Workshop(desk, boards=1, screws=100)
    undated, dated = shop.sell(2), shop.sell(1)
    shop.do(set_due_date, shop.one(dated), due=date(2026, 4, 1))
    for filters in ((), (Filter("state", "eq", "open"),)):
        found = [row.id for row in page(desk, *filters)]
        assert found == [shop.one(dated)["id"], shop.one(undated)["id"]]
    assert [row.due_date is None for row in page(desk, descending=True)] == [True, False]
    assert [row.id for row in page(desk, first=1, count=1)] == [shop.one(undated)["id"]]


def test_short_is_what_lies_neither_reserved_nor_free(desk):
    shop = Workshop(desk, boards=1, screws=100)
    order_id = shop.sell(3)
    assert [row.short for row in page(desk)] == ["BOARD-1 (2)"], "before anything is reserved"
    shop.do(release, shop.one(order_id))
    assert [row.short for row in page(desk)] == ["BOARD-1 (2)"]
    desk.receive(BOARD, 1)
    assert [row.short for row in page(desk)] == ["BOARD-1 (1)"], "what came is there, reserved or not"
    with desk.reading() as view:
        seen = read_workshop_detail(view, shop.one(order_id)["id"])
    assert {each.row.article: each.short_micro for each in seen.components} == {BOARD: micro(1), SCREW: 0}


@pytest.mark.parametrize(
    ("typed", "count"), [("nord", 1), ("wo-00000", 2), ("WO-000002", 1), ("so-", 2), ("nobody", 0), ("%", 0)]
)
def test_they_are_found_by_number_order_and_customer(desk, typed, count):
    shop = Workshop(desk)
    shop.sell(1)
    shop.sell(1, customer=WIEN)
    assert len(page(desk, Filter("named", "contains", typed))) == count
