"""The way on which an order came: chosen by keys where the firm has several; prices follow it, undo knows it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from app.domain.money import MICRO
from app.domain.price_inputs import PriceListInput, PriceRowInput
from app.domain.rights import SYSTEM
from app.services import prices, products
from app.services.settings_store import write_firm_settings
from tests.helpers.order_keys import add_line, rows, start_order
from tests.helpers.stored_orders import open_order
from tests.helpers.window import CTRL

KEY = Qt.Key
KEPT = "select channel from sales_order"


def name_channels(office, text="phone, web"):
    with office.work.begin(actor=SYSTEM) as uow:
        write_firm_settings(uow, {"sales.channels": text})


@pytest.fixture
def web_list(elsewhere):
    """The chair for 99.00 on the web; the firm has two channels."""
    name_channels(elsewhere)
    head = PriceListInput(code="WEB", name="Web", kind="general", currency="EUR", channel="web", priority=9)
    with elsewhere.work.begin(actor=SYSTEM) as uow:
        chair = products.find_products(uow, "CHR")[0]
        made = prices.create_price_list(uow, head)
        prices.add_price_rows(uow, made, [PriceRowInput(product_id=chair.id, price_micro=99 * MICRO)])


def choose(desk, times=2):
    desk.press(KEY.Key_F3)
    desk.page.header.channel.setFocus()
    desk.press(KEY.Key_Down, times=times)


def net(desk):
    return desk.page.session.draft.lines[0].price_micro


def test_a_firm_with_one_way_is_not_asked_for_it(desk):
    start_order(desk)
    desk.press(KEY.Key_F3)
    assert desk.page.header.shows_more
    assert desk.page.header.channel.isHidden()


def test_prices_follow_the_channel_and_undo_takes_both_back(web_list, desk, firm_url):
    open_order(desk, ("CHR", "2"))
    before = net(desk)
    choose(desk)
    assert desk.page.header.channel.currentText() == "web"
    assert net(desk) < before
    assert rows(firm_url, KEPT) == [("web",)]
    desk.press(KEY.Key_Z, CTRL, times=2)
    assert desk.page.header.channel.currentText() == "the usual one"
    assert net(desk) == before
    assert rows(firm_url, KEPT) == [("",)]


def test_a_channel_chosen_elsewhere_shows_here(web_list, desk, elsewhere, firm_url):
    open_order(desk, ("CHR", "2"))
    name_channels(elsewhere, "phone, web, shop")
    desk.until(lambda: desk.page.header.channel.count() == 4)
    choose(desk, times=3)
    desk.until(lambda: rows(firm_url, KEPT) == [("shop",)])
    name_channels(elsewhere, "phone")
    desk.until(lambda: desk.page.header.channel.count() == 3)
    assert desk.page.header.channel.currentText() == "shop"  # the order keeps it


def test_enter_goes_through_the_channel_as_through_any_field(web_list, desk, firm_url):
    start_order(desk)
    desk.press(KEY.Key_F3)
    desk.page.header.coupons.setFocus()
    desk.enter()
    assert desk.focus() is desk.page.header.channel
    desk.enter(times=2)  # the day of a quote is the last one
    assert desk.page.grid.is_keying(), "on to the lines"
    assert rows(firm_url, KEPT) == [("",)]


def test_why_a_price_of_another_channel_does_not_hold_is_told(web_list, desk):
    open_order(desk, ("CHR", "2"))
    desk.page.grid.select_row(0, 1)
    assert "Web: only for orders by the channel web" in desk.page.panels.price.told.lines()


def test_what_a_channel_does_to_the_prices_is_said_until_the_next_step(web_list, desk):
    open_order(desk, ("CHR", "2"))
    choose(desk)
    told = desk.message().replace("\xa0", " ")
    assert told == "With that the price of a line changed: 473.10 EUR → 188.10 EUR (-285.00 EUR)"
    add_line(desk, "DSK-16", "1")
    assert desk.message() == ""
