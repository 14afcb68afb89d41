"""Money in another currency by keys: it settles what is owed in it, and the rest of the page speaks it."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt

from app.domain.money import MICRO
from app.domain.rights import SYSTEM
from app.services import rates
from app.views.kit.table_view import TableView
from db.schema.invoicing import OpenItem, Payment
from tests.helpers.invoice_office import Line
from tests.helpers.window import CTRL

KEY = Qt.Key


@pytest.fixture
def owing(firm):
    """A customer who owes 100.00 EUR and, at 1.25, 50.00 USD."""
    customer = firm.customer()
    firm.claim(customer, 10_000)
    dollars = firm.claim(customer, 5_000)

    def make(uow):
        day = uow.today
        rates.create_rate(uow, rates.RateInput(currency="USD", day=day, rate_nano=1_250_000_000))
        values = {"currency": "USD", "home_minor": 4_000, "home_applied_minor": 0}
        uow.db.execute(sa.update(OpenItem).where(OpenItem.id == dollars).values(**values))

    with firm.work.begin(actor=SYSTEM) as uow:
        make(uow)
    return customer


def numbers(page):
    return [row.item.currency for row in page.model.rows()]


def column(desk, table, title):
    model = desk.find(TableView, table).model()
    titles = [model.headerData(each, Qt.Orientation.Horizontal) for each in range(model.columnCount())]
    return [model.index(row, titles.index(title)).data() for row in range(model.rowCount())]


def test_dollars_are_keyed_and_settle_the_claim_in_dollars(desk, firm, owing):
    desk.ask("payment.enter", owing)
    page = desk.page
    assert numbers(page) == ["EUR"]
    desk.key_field("currency", "usd")
    assert numbers(page) == ["USD"]
    desk.key_field("amount", "50")
    desk.press(KEY.Key_Return, CTRL)
    row = firm.rows(sa.select(Payment.currency, Payment.amount_minor, Payment.home_minor))[0]
    assert row == {"currency": "USD", "amount_minor": 5_000, "home_minor": 4_000}
    assert firm.scalar(sa.select(sa.func.count()).where(OpenItem.is_open)) == 1


def test_the_lists_name_a_currency_that_is_not_the_firms(desk, firm, owing):
    firm.pay(owing, 5_000, currency="USD")
    firm.pay(owing, 7_000)
    dollars = {"currency": "USD", "exchange": "USD 1.25 EUR 2026-02-27 typed"}
    firm.invoice(owing, [Line(price=30 * MICRO)], **dollars)
    desk.show("invoices")
    assert column(desk, "invoicesTable", "Gross")[0] == "35.70\N{NO-BREAK SPACE}USD"
    desk.press(KEY.Key_Tab, CTRL, times=2)
    assert column(desk, "paymentsTable", "Amount") == ["70.00", "50.00\N{NO-BREAK SPACE}USD"]


def test_money_without_a_rate_is_refused_in_words(desk, firm, owing):
    desk.ask("payment.enter", owing)
    desk.key_field("currency", "CHF")
    desk.key_field("amount", "50")
    desk.press(KEY.Key_Return, CTRL)
    page = desk.page
    assert "no exchange rate of CHF" in page.message_bar.text()
    assert firm.scalar(sa.select(sa.func.count()).select_from(Payment)) == 0
