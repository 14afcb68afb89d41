"""What is posted while the clerk types elsewhere by then stands in a tab behind: no page or key is taken away."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.views.invoices import credit_page, new_invoice_page, pay_back_page
from app.views.invoices.invoice_page import InvoicePage
from app.views.invoices.payment_view import PaymentView
from app.views.orders import actions
from db.schema.invoicing import Invoice, Payment
from db.schema.orders import Order
from tests.helpers.invoice_office import InvoiceOffice, Line
from tests.helpers.slow_office import Gate, key, press
from tests.helpers.window import ALT, CTRL, KEY, SHIFT


@pytest.fixture
def firm(work):
    return InvoiceOffice(work).set_up()


def post_invoice(window, firm, monkeypatch) -> Gate:
    """A new invoice is on its way."""
    order_id = firm.order(firm.customer("Alt"), [Line()])
    firm.ship(order_id)
    window.ask("invoice.start", order_id)
    return send(window, Gate(monkeypatch, new_invoice_page, "post_invoice_for_order"))


def post_credit(window, firm, monkeypatch) -> Gate:
    """The credit note of a whole invoice is on its way."""
    window.ask("invoice.credit", firm.claim(firm.customer("Alt"), 10_000))
    window.key_field("creditReason", "broken")
    window.press(KEY.Key_A, CTRL | SHIFT)
    return send(window, Gate(monkeypatch, credit_page, "credit_invoice_lines"))


def post_pay_back(window, firm, monkeypatch) -> Gate:
    """A credit is on its way back to its customer."""
    customer = firm.customer("Alt")
    firm.pay(customer, 5_000)
    window.ask("payment.back", customer)
    window.key_field("reason", "asked for it")
    window.press(KEY.Key_A, CTRL | SHIFT)
    return send(window, Gate(monkeypatch, pay_back_page, "pay_back"))


def send(window, gate: Gate) -> Gate:
    press(window, KEY.Key_Return, CTRL)
    assert gate.entered.wait(60)
    return gate


CASES = {"invoice": post_invoice, "credit": post_credit, "back": post_pay_back}
SAID = {
    "invoice": "The invoice is posted.",
    "credit": "The credit note is posted.",
    "back": "The money goes back",
}


@pytest.mark.parametrize("case", CASES)
def test_who_types_on_another_page_by_then_goes_on_typing(window, firm, monkeypatch, case):
    beta = firm.customer("Beta")
    gate = CASES[case](window, firm, monkeypatch)
    posting = window.page
    window.context.bus.ask("payment.enter", beta)  # without waiting: the answer is held back
    window.until(
        lambda: window.page.objectName() == "enterPayment" and window.page.customer.customer_id == beta
    )
    window.page.form.focus("reference")
    key(window, "ab")
    front = window.page
    gate.open(window)
    assert window.page is front
    window.type("cd")
    assert front.form.text("reference") == "abcd"
    assert SAID[case] in window.message()
    assert posting not in window.context.desk().pages()
    window.press(KEY.Key_9, ALT)
    assert isinstance(window.page, PaymentView if case == "back" else InvoicePage)
    assert SAID[case] in window.message()
    assert not window.context.desk().message_bar.text()


@pytest.mark.parametrize("case", CASES)
def test_who_is_on_another_desk_by_then_stays_there(window, firm, monkeypatch, case):
    gate = CASES[case](window, firm, monkeypatch)
    window.frame.show_desk("collections")
    desk = window.context.desk()
    search = desk.page().list_bar.search
    search.setFocus()
    key(window, "ab")
    gate.open(window)
    assert window.context.desk() is desk
    window.type("c")
    assert search.text() == "abc"
    assert SAID[case] in window.message()
    window.press(KEY.Key_9, ALT)
    assert window.context.desk() is not desk
    assert isinstance(window.page, PaymentView if case == "back" else InvoicePage)


@pytest.mark.parametrize("case", CASES)
def test_who_waits_for_it_sees_it_at_once(window, firm, monkeypatch, case):
    CASES[case](window, firm, monkeypatch).open(window)
    assert isinstance(window.page, PaymentView if case == "back" else InvoicePage)
    assert SAID[case] in window.message()
    assert len(firm.rows(sa.select(Payment.id if case == "back" else Invoice.id))) == (
        1 if case == "invoice" else 2
    )


def test_the_document_is_found_in_front_when_its_desk_is_shown_again(window, firm, monkeypatch):
    gate = post_invoice(window, firm, monkeypatch)
    window.frame.show_desk("collections")
    gate.open(window)
    window.show("invoices")
    assert isinstance(window.page, InvoicePage)
    assert "The invoice is posted." in window.message()


# orders


def test_a_repeated_order_opens_behind_who_types_in_another_one(window, firm, monkeypatch):
    first = firm.order(firm.customer("Alt"), [Line()])
    window.show("orders")
    window.ask("order.open", first)
    gate = Gate(monkeypatch, actions, "duplicate_order")
    press(window, KEY.Key_R, CTRL)
    assert gate.entered.wait(60)
    press(window, KEY.Key_Tab, CTRL)
    search = window.context.desk().list.bar.search
    search.setFocus()
    key(window, "ab")
    gate.open(window)
    assert window.context.desk().page() is None
    window.type("c")
    assert search.text() == "abc"
    assert len(window.context.desk().pages()) == 2
    window.press(KEY.Key_9, ALT)
    drafts = [row["id"] for row in firm.rows(sa.select(Order.id).where(Order.state == "draft"))]
    assert [window.draft.id] == drafts
