"""Goods that come in under the SKU of a configurable article: no line would get them, so they are refused."""

from __future__ import annotations

from datetime import date

import pytest

from app.domain.errors import RefusedError
from app.messages import text_of_issue
from app.services.product_models import configure_product
from app.services.stock.arrivals import ExpectedLine, create_arrival, read_arrival
from app.services.stock.changes import adjust_stock, count_stock, open_stock
from app.services.stock.moves import ProductQuantity
from app.services.stock.receipts import ReceivedLine, receive_arrival, receive_freely
from tests.helpers.making import BOARD, Workshop
from tests.helpers.order_office import CHAIR, HAMBURG, LAMP, OWNER, micro


@pytest.fixture
def shop(desk):
    return Workshop(desk)


DAY = date(2026, 3, 23)
WAYS = {
    "typed": lambda uow, one, _id: receive_freely(uow, warehouse_id=HAMBURG, lines=one),
    "opened": lambda uow, one, _id: open_stock(uow, warehouse_id=HAMBURG, lines=one),
    "counted": lambda uow, one, _id: count_stock(uow, warehouse_id=HAMBURG, counted=one, reason="found"),
    "adjusted": lambda uow, _one, id_: adjust_stock(
        uow, warehouse_id=HAMBURG, product_id=id_, change_micro=micro(1), reason="found"
    ),
    "announced": lambda uow, _one, id_: create_arrival(
        uow,
        warehouse_id=HAMBURG,
        supplier="Mill",
        lines=[ExpectedLine(id_, micro(1), DAY)],
    ),
}


def refused_at(call):
    with pytest.raises(RefusedError) as refused:
        call()
    (issue,) = refused.value.issues
    assert issue.code == "stock.is_configured"
    return issue


def test_nothing_comes_in_as_a_configurable_article_by_any_way(shop, desk):
    id_, before = desk.ids[CHAIR], shop.stock(CHAIR)

    def book(name):
        with desk.begin(OWNER) as uow:
            lines = [ProductQuantity(desk.ids[BOARD], micro(30)), ProductQuantity(id_, micro(999))]
            WAYS[name](uow, lines, id_)

    for name in WAYS:
        issue = refused_at(lambda name=name: book(name))
        assert issue.where == ("lines/0" if name in ("adjusted", "announced") else "lines/1"), name
    assert "Finish its workshop order" in text_of_issue(issue)
    assert (shop.stock(CHAIR), shop.stock(BOARD)) == (before, (micro(20), 0)), "nothing was booked"


def test_what_was_announced_before_the_article_was_configurable_is_closed_without_it(shop, desk):
    with desk.begin(OWNER) as uow:
        lines = [ExpectedLine(desk.ids[LAMP], micro(2), DAY)]
        arrival_id = create_arrival(uow, warehouse_id=HAMBURG, supplier="Mill", lines=lines)
        configure_product(uow, desk.ids[LAMP], shop.version.model_id)
        seen = read_arrival(uow, arrival_id)

    def receive(pieces):
        came = [ReceivedLine(seen.lines[0].id, micro(pieces), close=True)]
        with desk.begin(OWNER) as uow:
            receive_arrival(uow, arrival_id=arrival_id, version=1, received=came)

    refused_at(lambda: receive(1))
    receive(0)
    with desk.reading() as view:
        assert read_arrival(view, arrival_id).state == "received"


def test_what_lies_there_from_before_can_be_counted_away_and_a_piece_comes_by_its_own_sku(shop, desk):
    desk.receive(LAMP, 3)
    with desk.begin(OWNER) as uow:
        configure_product(uow, desk.ids[LAMP], shop.version.model_id)
        counted = [ProductQuantity(desk.ids[LAMP], micro(1))]
        count_stock(uow, warehouse_id=HAMBURG, counted=counted, reason="sold off")
    assert shop.stock(LAMP) == (micro(1), 0)
    sku = shop.made_sku(shop.sell(1))
    desk.receive(sku, 1)
    assert shop.stock(sku) == (micro(1), micro(1)), "its line has it"
