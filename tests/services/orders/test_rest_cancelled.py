"""An order keeps its confirmed sum when its rest is cancelled: the list and the opened order know of it."""

from __future__ import annotations

import pytest

from app.domain.money import MICRO
from app.domain.orders.rest import cancelled_minor
from app.domain.pages import PageRequest
from app.services.orders.amending import cancel_order
from app.services.orders.opening import read_opened
from app.services.orders.rows import read_orders_page
from tests.helpers.order_office import CHAIR, LAMP
from tests.services.orders.test_amending import invoice, ship


def marks(desk) -> list[bool]:
    """Of each order, the newest first, whether its row says that a rest was cancelled."""
    with desk.reading() as view:
        return [row.rest_cancelled for row in read_orders_page(view, PageRequest(descending=True)).rows]


def opened(desk, order_id):
    with desk.reading() as view:
        return read_opened(view, order_id, None)


def test_only_the_order_whose_rest_was_cancelled_says_so(desk):
    whole, cut = desk.ordered((CHAIR, 2)), desk.ordered((CHAIR, 10), (LAMP, 4))
    desk.key((LAMP, 1))
    ship(desk, whole, {CHAIR: 2})
    assert marks(desk) == [False, False, False]
    ship(desk, cut, {CHAIR: 3, LAMP: 4}, cancel_rest=True, reason="out of the range")
    assert marks(desk) == [False, True, False]
    assert opened(desk, whole).cancelled == {}
    chairs = desk.read(cut).lines[0]
    found = opened(desk, cut)
    assert found.cancelled == {chairs.key: 7 * MICRO}
    invoice(desk, cut)
    assert marks(desk) == [False, True, False], "also once it is closed"
    head = desk.head(cut)
    assert 0 < cancelled_minor(found.draft, found.cancelled) < head["gross_minor"]


def test_an_order_that_was_cancelled_whole_says_it_by_its_state(desk):
    order_id = desk.ordered((CHAIR, 2))
    with desk.begin() as uow:
        cancel_order(uow, order_id, version=desk.head(order_id)["version"], reason="a mistake")
    assert marks(desk) == [False]
    assert opened(desk, order_id).cancelled == {}


@pytest.mark.parametrize("sort", ["gross_minor", "customer", "promise_date", "state", "number"])
def test_it_stands_in_every_order_of_the_list(desk, sort):
    cut = desk.ordered((CHAIR, 10))
    ship(desk, cut, {CHAIR: 3}, cancel_rest=True, reason="out of the range")
    with desk.reading() as view:
        (row,) = read_orders_page(view, PageRequest(sort=sort)).rows
    assert row.rest_cancelled is True
