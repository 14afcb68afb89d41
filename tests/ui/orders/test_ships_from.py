"""The warehouse that ships an order, chosen by keys: its country taxes the order, and it gives the goods."""

from __future__ import annotations

import pytest

from app.domain.money import MICRO
from app.domain.registrations import Registration
from app.domain.rights import SYSTEM
from app.services import products, setup
from app.services.stock.moves import ProductQuantity
from app.services.stock.receipts import receive_freely
from app.views.kit.cards import Badge
from tests.helpers.order_keys import rows, start_order
from tests.helpers.stored_orders import open_order
from tests.helpers.window import ALT, CTRL, KEY
from tests.ui.orders.test_goods_ways_out import stand_on

KEPT = "select w.code from sales_order o left join warehouse w on w.id = o.warehouse_id"
TAXES = "select distinct tax_code from order_line"


@pytest.fixture
def firm(elsewhere):
    """A warehouse in Vienna, for whose country the firm is registered."""
    with elsewhere.work.begin(actor=SYSTEM) as uow:
        setup.create_warehouse(uow, setup.WarehouseInput(code="VIE", name="Wien", country="AT"))
        setup.create_registration(uow, Registration("AT", "ATU13585627"))


def codes(desk):
    return {issue.code for issue in desk.page.verdict.issues}


def choose(desk, name):
    """Alt+F opens the way to the field; letters of the name take the warehouse."""
    if not desk.page.header.shows_more:
        desk.press(KEY.Key_F3)
    field = desk.page.header.ships_from
    desk.press(KEY.Key_F, ALT)
    assert field.hasFocus()
    desk.type(name)
    desk.press(KEY.Key_Tab)
    desk.idle()
    return field


def test_a_firm_with_one_warehouse_at_home_is_not_asked(desk):
    start_order(desk)
    desk.press(KEY.Key_F3)
    assert desk.page.header.ships_from.isHidden()


def test_another_warehouse_maps_the_taxes_anew_and_an_undo_brings_them_back(firm, desk, firm_url):
    open_order(desk, ("CHR", "2"))
    (was,) = rows(firm_url, TAXES)
    field = choose(desk, "W")
    assert field.currentText() == "Wien (AT)"
    desk.press(KEY.Key_F3)
    badge = desk.page.header.findChild(Badge, "orderShipsFrom")
    assert badge.isVisible(), "also where its field is not shown"
    assert badge.text() == "Ships from Wien (AT)"
    assert rows(firm_url, KEPT) == [("VIE",)]
    taxed = rows(firm_url, TAXES)
    assert taxed != [was]
    desk.page.grid.setFocus()
    desk.press(KEY.Key_Z, CTRL)
    desk.idle()
    assert (rows(firm_url, KEPT), rows(firm_url, TAXES)) == ([(None,)], [was])
    assert (field.currentText(), badge.text()) == ("as routed", "")


def test_one_key_ships_from_where_the_goods_lie(firm, desk, elsewhere, firm_url):
    with elsewhere.work.begin(actor=SYSTEM) as uow:
        vienna = next(card.facts.id for card in setup.read_warehouses(uow) if card.facts.code == "VIE")
        chair = products.find_products(uow, "CHR")[0].id
        receive_freely(uow, warehouse_id=vienna, lines=[ProductQuantity(chair, 100_000 * MICRO)])
    open_order(desk, ("CHR", "90000"))
    desk.until(lambda: "order.ships_from_elsewhere" in codes(desk))
    stand_on(desk, "order.ships_from_elsewhere")
    desk.press(KEY.Key_Return, ALT)
    desk.until(lambda: "order.ships_from_elsewhere" not in codes(desk))
    assert rows(firm_url, KEPT) == [("VIE",)]
