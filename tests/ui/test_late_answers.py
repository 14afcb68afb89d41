"""An answer that comes late takes nothing away that was keyed since, and posts nothing that was not pressed over."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt

from app.domain.errors import OutsideError
from app.views.invoices import new_invoice_page, payment_page
from app.views.stock import product_grid
from db.schema.invoicing import Invoice, Payment
from tests.helpers.invoice_office import InvoiceOffice, Line
from tests.helpers.slow_office import Gate, key, press
from tests.helpers.stock_office import HAMBURG, make_stock_office
from tests.helpers.window import CTRL

KEY = Qt.Key


@pytest.fixture
def firm(work):
    return InvoiceOffice(work).set_up()


@pytest.fixture
def two(firm):
    """Two customers with a claim each."""
    customers = firm.customer("Alt"), firm.customer("Beta")
    firm.claim(customers[0], 10_000)
    firm.claim(customers[1], 7_000)
    return customers


def amounts(firm) -> list[int]:
    return [row["amount_minor"] for row in firm.rows(sa.select(Payment.amount_minor).order_by(Payment.id))]


def key_over(window, field: str, text: str) -> None:
    """Key over a field of the payment without waiting."""
    window.page.form.focus(field)
    press(window, KEY.Key_A, CTRL)
    key(window, text)


def test_an_amount_keyed_over_before_the_claims_are_read_is_not_posted(window, firm, two, monkeypatch):
    window.ask("payment.enter")
    gate = Gate(monkeypatch, payment_page, "read_account")
    window.page.start_for(two[0])
    key_over(window, "amount", "100")
    press(window, KEY.Key_Return, CTRL)
    key_over(window, "amount", "1")  # of 12
    gate.open(window)
    assert amounts(firm) == []
    assert "Press Ctrl+Enter again" in window.message()
    window.type("2")
    window.press(KEY.Key_Return, CTRL)
    assert amounts(firm) == [1200]


def test_what_stands_as_it_was_pressed_over_is_posted_once_the_claims_are_read(
    window, firm, two, monkeypatch
):
    window.ask("payment.enter")
    gate = Gate(monkeypatch, payment_page, "read_account")
    window.page.start_for(two[0])
    key_over(window, "amount", "100")
    press(window, KEY.Key_Return, CTRL)
    gate.open(window)
    assert amounts(firm) == [10_000]


def begin_second(window, two, monkeypatch) -> Gate:
    """The first payment is on its way, the second one is being keyed."""
    window.ask("payment.enter", two[0])
    window.key_field("amount", "100")
    window.key_field("reference", "first")
    gate = Gate(monkeypatch, payment_page, "enter_payment")
    press(window, KEY.Key_Return, CTRL)
    assert gate.entered.wait(60)
    window.page.start_for(two[1])
    window.until(lambda: window.page._shown_for == two[1])
    assert window.page.form.text("reference") == ""
    return gate


@pytest.mark.parametrize("amount", ["70", "100"])
def test_the_next_payment_keyed_before_the_answer_stays(window, firm, two, monkeypatch, amount):
    gate = begin_second(window, two, monkeypatch)
    key_over(window, "amount", amount)
    press(window, KEY.Key_Return, CTRL)
    assert "still being written" in window.message()
    gate.open(window)
    page = window.page
    assert (page.customer.customer_id, page.form.value("amount")) == (two[1], int(amount))
    assert "is entered" in window.message()
    window.press(KEY.Key_Return, CTRL)
    assert amounts(firm) == [10_000, int(amount) * 100]


def test_a_payment_that_fails_behind_the_next_one_is_named(window, firm, two, monkeypatch):
    def refuse(_uow, _data):
        raise OutsideError("database.locked", database="the firm")

    monkeypatch.setattr(payment_page, "enter_payment", refuse)
    begin_second(window, two, monkeypatch).open(window)
    assert "100.00" in window.message()
    assert "of Alt, keyed before" in window.message()
    assert window.page.customer.customer_id == two[1]


def test_after_its_answer_a_payment_makes_room_for_the_next(window, firm, two):
    window.ask("payment.enter", two[0])
    window.key_field("amount", "100")
    window.press(KEY.Key_Return, CTRL)
    page = window.page
    assert (page.customer.customer_id, page.form.value("amount"), page.customer.text()) == (None, None, "")
    assert window.focus() is page.customer


@pytest.fixture
def goods(window, work):
    """The page that receives goods, five of the first article keyed."""
    firm = make_stock_office(work)
    window.show("stock")
    window.ask("stock.receive")
    window.type("P1\n5\n")
    return firm


def lines(window) -> list[tuple[str, int]]:
    return [(line.sku, line.count_micro // 10**6) for line in window.page.grid.filled()]


def stock(firm) -> list[int]:
    return [firm.level(product, HAMBURG).on_hand_micro // 10**6 for product in (1, 2)]


def begin_booking(window, monkeypatch) -> Gate:
    """The booking is on its way."""
    page = window.page
    gate = Gate(monkeypatch, window.context.opened.work, "run")
    press(window, KEY.Key_Return, CTRL)
    window.until(lambda: page.once.is_under_way("receive"))
    return gate


def test_a_line_keyed_after_the_booking_stays_and_is_booked_by_its_own_key(window, goods, monkeypatch):
    gate = begin_booking(window, monkeypatch)
    window.page.grid.select_row(1, 0)
    key(window, "P2\n")
    window.until(lambda: lines(window)[1:] != [])
    press(window, KEY.Key_Return, CTRL)
    assert "still being written" in window.message()
    gate.open(window)
    assert lines(window) == [("P2", 0)]
    window.page.grid.select_row(0, window.page.grid.lines.column_of("quantity"))
    window.type("3\n")
    window.press(KEY.Key_Return, CTRL)
    assert stock(goods) == [5, 3]
    assert lines(window) == []


def test_a_cell_being_typed_when_the_answer_comes_stays_open(window, goods, monkeypatch):
    gate = begin_booking(window, monkeypatch)
    window.page.grid.select_row(0, window.page.grid.lines.column_of("quantity"))
    key(window, "1")
    gate.open(window)
    assert window.focused_text() == "1"
    window.type("2\n")
    assert lines(window) == [("P1", 12)]


def test_a_quantity_keyed_over_while_codes_are_looked_up_is_not_booked(window, goods, monkeypatch):
    gate = Gate(monkeypatch, product_grid, "_look_up")
    window.page.grid.select_row(1, 0)
    window.type("P2")
    for text, then in (("\n", ("P2", 0)), ("7\n", ("P2", 7))):
        key(window, text)
        window.until(lambda then=then: lines(window)[1:] == [then] and not window.page.grid.is_keying())
    press(window, KEY.Key_Return, CTRL)
    window.page.grid.select_row(0, window.page.grid.lines.column_of("quantity"))
    key(window, "1")  # of 12
    gate.open(window)
    assert stock(goods) == [0, 0]
    assert "Press Ctrl+Enter again" in window.message()
    window.type("2\n")
    window.press(KEY.Key_Return, CTRL)
    assert stock(goods) == [12, 7]


def test_an_invoice_is_posted_once_the_database_answers_again(window, firm, monkeypatch):
    order_id = firm.order(firm.customer(), [Line()])
    firm.ship(order_id)
    window.ask("invoice.start", order_id)

    def refuse(*_args, **_values):
        raise OutsideError("database.locked", database="the firm")

    with monkeypatch.context() as away:
        away.setattr(new_invoice_page, "preview_invoice_for_order", refuse)
        window.press(KEY.Key_F5)
        told = window.message()
        window.press(KEY.Key_Return, CTRL)
        assert window.message() == told
    window.press(KEY.Key_Return, CTRL)
    assert len(firm.rows(sa.select(Invoice.number))) == 1
