"""After an answer that was lost the next write, about something else, is written; and nothing is written twice."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt

from app.domain.allocation import Share
from app.domain.money import MICRO
from app.services.stock.arrivals import ExpectedLine, create_arrival, read_arrival
from db.schema.invoicing import Payment
from tests.helpers.invoice_office import InvoiceOffice
from tests.helpers.slow_office import lose_answer
from tests.helpers.stock_office import HAMBURG, make_stock_office
from tests.helpers.window import CTRL, SHIFT

KEY = Qt.Key


@pytest.fixture
def firm(work):
    return InvoiceOffice(work).set_up()


@pytest.fixture
def claims(firm):
    """A customer's two claims, settled by one payment: customer, claims, payment."""
    customer = firm.customer()
    claims = firm.claim(customer, 10_000), firm.claim(customer, 5_000)
    shares = tuple(Share(claim, amount) for claim, amount in zip(claims, (10_000, 5_000), strict=True))
    return customer, claims, firm.pay(customer, 15_000, allocations=shares)


def undo(window, number: str) -> None:
    """Take back what the payment in front settled of this invoice."""
    page = window.page
    page.table.setFocus()
    page.table.select_row([row.other_number for row in page.model.rows()].index(number))
    window.press(KEY.Key_U, CTRL | SHIFT)


def test_the_second_allocation_is_undone_too(window, firm, claims, work, monkeypatch):
    _customer, (first, second), payment = claims
    window.ask("payment.open", payment)
    first_number, second_number = (row.other_number for row in window.page.model.rows())
    lose_answer(monkeypatch, work)
    undo(window, first_number)
    assert "locked" in window.message() or "answer" in window.message()
    window.press(KEY.Key_F5)
    undo(window, second_number)
    assert (firm.open_minor(first), firm.open_minor(second)) == (10_000, 5_000)
    assert f"{second_number} is open again" in window.message()


def test_another_due_date_is_taken(window, work, monkeypatch):
    firm = make_stock_office(work)
    with firm.begin() as uow:
        lines = [ExpectedLine(1, 20 * MICRO, date(2026, 3, 9))]
        arrival = create_arrival(uow, warehouse_id=HAMBURG, supplier="T", lines=lines)
    window.show("stock")
    window.ask("arrival.open", arrival)
    page = window.page
    for day, is_lost in (("2026-03-20", True), ("2026-03-27", False)):
        window.press(KEY.Key_F5)
        page.form.set_values({"due": date.fromisoformat(day), "reason": "late"})
        if is_lost:
            lose_answer(monkeypatch, work)
        window.press(KEY.Key_D, CTRL)
    with firm.reading() as view:
        assert [line.due_date for line in read_arrival(view, arrival).lines] == [date(2026, 3, 27)]


def test_a_payment_keyed_again_after_another_one_is_still_the_first(window, firm, work, monkeypatch):
    first, second = firm.customer("Alt"), firm.customer("Beta")
    for customer in (first, second):
        firm.claim(customer, 10_000)
    lose_answer(monkeypatch, work)
    for customer in (first, second, first):
        window.ask("payment.enter", customer)
        window.key_field("amount", "100")
        window.press(KEY.Key_Return, CTRL)
    posted = firm.rows(sa.select(Payment.customer_id).order_by(Payment.id))
    assert [row["customer_id"] for row in posted] == [first, second]


def test_what_is_left_of_a_credit_is_told_as_applied_after_a_lost_answer(window, firm, work, monkeypatch):
    customer = firm.customer()
    payment = firm.pay(customer, 10_000)
    window.ask("payment.open", payment)
    claim = firm.claim(customer, 4_000)
    window.press(KEY.Key_F5)
    lose_answer(monkeypatch, work)
    monkeypatch.setattr(window.page, "hear", lambda _changes: None)
    window.press(KEY.Key_A, CTRL | SHIFT)
    assert firm.open_minor(claim) == 0
    window.press(KEY.Key_A, CTRL | SHIFT)
    assert "is applied to the oldest claims" in window.message()
    later = firm.claim(customer, 3_000)
    window.press(KEY.Key_F5)
    window.press(KEY.Key_A, CTRL | SHIFT)
    assert firm.open_minor(later) == 0
