"""The office's case F91: the same configuration from two orders is one key, one article and one bill of materials."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.domain.pages import Filter, PageRequest
from app.services.orders.drafts import read_draft
from app.services.orders.planning import plan_order
from app.services.orders.quotes import send_quote
from app.services.orders.standing import plan_standing
from app.services.product_models import release_version, save_model
from app.services.products import resolve_codes
from app.services.stock.lists import read_stock_page, read_waiting_lines
from app.services.verify import verify
from app.views.stock.words import waits_for
from db.schema.making import WorkshopComponent
from db.statements import table_of
from tests.helpers.making import BILL, Workshop, make_all
from tests.helpers.order_office import CHAIR, NORD, OWNER, micro
from tests.helpers.shelf_model import YAML
from tests.services.orders.test_amending import ship

NEWER = (YAML + BILL).replace("amount: 100", "amount: 300")


@pytest.fixture
def shop(desk):
    return Workshop(desk)


def parts(shop, order_id):
    """Article and quantity of a bill of materials."""
    component = table_of(WorkshopComponent)
    chosen = sa.select(component.c.article, component.c.needed_micro).order_by(component.c.article)
    ours = component.c.workshop_order_id == shop.one(order_id)["id"]
    return [tuple(row.values()) for row in shop.desk.rows(chosen.where(ours))]


def test_f91_the_same_configuration_of_two_orders_is_one_article_with_one_bill_of_materials(shop):
    first, second = shop.sell(width=900, lit=True), shop.sell(width=900, lit=True)
    other = shop.sell(width=600, lit=True)
    keys = [shop.one(order_id)["configuration"] for order_id in (first, second, other)]
    assert keys[0] == keys[1] != keys[2]
    assert shop.made_sku(first) == shop.made_sku(second) != shop.made_sku(other)
    assert parts(shop, first) == parts(shop, second) != parts(shop, other)


def test_f91_a_changed_model_is_a_new_version_and_open_quotes_keep_theirs_and_are_told(shop):
    desk, key = shop.desk, shop.keep(900)
    quote_id = desk.start(NORD)
    desk.edit(quote_id, desk.line(CHAIR, 1, configuration=key, text="Shelf"))
    with desk.begin() as uow:
        send_quote(uow, plan_order(uow, quote_id), valid_until=desk.read(quote_id).order_date)
    price = desk.read(quote_id).lines[0].price_micro
    with desk.begin(OWNER) as uow:
        newer = save_model(uow, {"model.yaml": NEWER}, note="Dearer wood")
        release_version(uow, newer.id, version=1)
    assert newer.number == 2
    line = desk.read(quote_id).lines[0]
    assert (line.configuration, line.price_micro) == (key, price)
    with desk.reading() as view:
        (told,) = plan_standing(view, read_draft(view, quote_id)).issues
    assert (told.code, told.params["note"]) == ("line.older_model", "Dearer wood")


def test_a_piece_that_comes_back_is_found_in_stock_and_serves_the_next_line_of_its_configuration(shop):
    desk, first = shop.desk, shop.sell(width=900)
    make_all(desk, first)
    ship(desk, first)
    sku = shop.made_sku(first)
    made = PageRequest(sort="sku", count=5, filters=(Filter("made", "eq", value=True),))
    with desk.reading() as view:
        assert sku not in {row.sku for row in read_stock_page(view, PageRequest(sort="sku", count=50)).rows}
        (row,) = read_stock_page(view, made).rows
        assert (row.sku, row.on_hand_micro) == (sku, 0)
        assert resolve_codes(view, [sku], with_made=True)[sku].product_id == row.product_id
    desk.ids[sku] = row.product_id
    desk.receive(sku, 1)
    again = shop.sell(width=900)
    assert shop.orders(again) == [], "nothing is made for it"
    assert shop.stock(sku) == (micro(1), micro(1))
    with desk.reading() as view:
        assert verify(view) == ()


def test_what_waits_in_stock_for_its_piece_is_told_to_be_made(shop):
    order_id = shop.sell(width=900)
    with shop.desk.reading() as view:
        (line,) = read_waiting_lines(view, product_id=shop.one(order_id)["product_id"])
    assert waits_for(line) == "made in the workshop"
