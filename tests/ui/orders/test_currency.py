"""The currency of an order: by the customer's card or chosen by keys; prices follow its rate, undo knows it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QLabel

from app.domain.rights import SYSTEM
from app.services import parties, rates
from app.services.orders.rows import OrderRow
from app.views.orders.order_list import order_columns
from app.views.orders.places import go_to_place
from tests.helpers.order_keys import rows, start_order
from tests.helpers.stored_orders import open_order
from tests.helpers.window import CTRL, KEY
from tests.ui.orders.test_list_prices import bars

TODAY = dt.date(2026, 3, 2)
KEPT = "select currency, exchange from sales_order"


@pytest.fixture
def rate(elsewhere):
    """The dollar of today; its text as orders keep it."""
    with elsewhere.work.begin(actor=SYSTEM) as uow:
        rates.create_rate(uow, rates.RateInput(currency="USD", day=uow.today, rate_nano=1_054_300_000))
        return rates.read_rate_text(uow, "USD")


def buys_in_dollars(office, name="Berger"):
    with office.work.begin(actor=SYSTEM) as uow:
        hit = next(each for each in parties.find_customers(uow, name) if each.name.startswith("Berger "))
        card = parties.read_customer(uow, hit.id)
        names = parties.CustomerInput.__slots__
        data = parties.CustomerInput(**{each: getattr(card, each) for each in names} | {"currency": "USD"})
        parties.update_customer(uow, hit.id, data, version=card.version)


def choose(desk):
    desk.press(KEY.Key_F3)
    desk.page.header.currency.setFocus()
    desk.press(KEY.Key_Down)


def draft(desk):
    return desk.page.session.draft


def test_a_firm_without_rates_is_not_asked_for_a_currency(desk):
    start_order(desk)
    desk.press(KEY.Key_F3)
    assert desk.page.header.currency.isHidden()


def test_a_chosen_currency_converts_the_prices_and_undo_takes_all_back(rate, desk, firm_url):
    open_order(desk, ("CHR", "2"))
    before = draft(desk).lines[0]
    choose(desk)
    assert desk.page.header.currency.currentText().startswith("USD at 1.0543 of ")
    assert draft(desk).currency == "USD"
    assert draft(desk).lines[0].amount_minor > before.amount_minor
    assert rows(firm_url, KEPT) == [("USD", rate)]
    desk.press(KEY.Key_Z, CTRL)
    assert draft(desk).lines[0] == before
    assert rows(firm_url, KEPT) == [("EUR", "")]


def test_the_panel_shows_the_price_at_home_and_the_rate(rate, desk):
    open_order(desk, ("CHR", "2"))
    choose(desk)
    desk.page.grid.setFocus()
    desk.page.grid.select_row(0, 1)
    assert "Converted at 1.0543" in bars(desk)
    captions = [label.text() for label in desk.page.totals.findChildren(QLabel)]
    assert "EUR at 1.0543" in captions
    assert "Total USD" in captions


def test_a_customer_who_buys_in_dollars_gets_them_with_todays_rate(rate, elsewhere, desk, firm_url):
    buys_in_dollars(elsewhere)
    open_order(desk, ("CHR", "2"), customer="berger m")
    assert rows(firm_url, KEPT) == [("USD", rate)]
    desk.press(KEY.Key_Return, CTRL)
    assert rows(firm_url, "select state, currency from sales_order") == [("confirmed", "USD")]
    assert not desk.page.header.currency.isEnabled()


def test_without_a_rate_the_order_says_that_it_is_in_another_currency(elsewhere, desk):
    buys_in_dollars(elsewhere)
    open_order(desk, ("CHR", "2"), customer="berger m")
    issue = next(each for each in desk.page.session.issues if each.code == "order.currency_differs")
    assert issue.params["wanted"] == "USD"


def test_the_remedy_leads_to_the_currency(rate, desk):
    open_order(desk, ("CHR", "2"))
    assert desk.page.header.currency.isHidden()
    go_to_place(desk.page, "header/exchange")
    assert desk.focus() is desk.page.header.currency


def test_the_list_of_orders_names_another_currency_than_the_firms():
    (gross,) = (each for each in order_columns() if each.name == "gross")
    row = OrderRow(
        id=1, kind="order", state="confirmed", number="SO-000001", revision=0, customer_id=1, customer_name="Frei",
        po_number="", order_date=TODAY, promise_date=None, net_minor=151112, gross_minor=151112, currency="CHF",
        exchange="EUR 1 CHF 0.938", created_by="anna", rest_cancelled=False, advances_minor=0, advances_open_minor=0,
    )  # fmt: skip
    assert gross.text(row) == "1,511.12\N{NO-BREAK SPACE}CHF"
    assert gross.text(replace(row, currency="EUR", exchange="")) == "1,511.12"
