"""A payment that is booked and cannot be read afterwards: nobody is invited to enter it a second time."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt

from app.views.kit import ask_again
from db.schema.invoicing import Payment
from tests.helpers.window import CTRL
from tests.ui.test_failed_readings import LOCKED, Away

KEY = Qt.Key


@pytest.fixture
def away(monkeypatch):
    """What was booked cannot be read, and nothing is asked again by itself."""
    monkeypatch.setattr(ask_again, "RETRY_MS", 600_000)
    return Away(monkeypatch, "app.views.invoices.payment_page", "read_payment")


def pay(desk, firm) -> None:
    customer = firm.customer("Café Größenwahn")
    firm.claim(customer, 10_000)
    desk.ask("payment.enter", customer)
    desk.key_field("amount", "120")
    desk.press(KEY.Key_Return, CTRL)


def booked(firm) -> list[int]:
    return [row["amount_minor"] for row in firm.rows(sa.select(Payment.amount_minor))]


def assert_told_as_booked(desk) -> None:
    told = desk.message()
    assert "The payment of 120.00" in told
    assert "of Café Größenwahn is booked" in told
    assert LOCKED in told
    assert told.endswith("Do not enter it again.")


@pytest.mark.usefixtures("away")
def test_it_says_that_it_is_booked_and_the_next_key_books_nothing(desk, firm):
    pay(desk, firm)
    assert_told_as_booked(desk)
    desk.press(KEY.Key_F5)
    assert_told_as_booked(desk)
    desk.press(KEY.Key_Return, CTRL)
    assert booked(firm) == [12_000]


def test_f5_reads_its_number_when_the_database_is_back(desk, firm, away):
    pay(desk, firm)
    away.is_away = False
    desk.press(KEY.Key_F5)
    number = firm.scalar(sa.select(Payment.number))
    assert desk.message().startswith(f"{number}: 120.00")
    assert "20.00" in desk.message().partition("stay")[0]
    assert booked(firm) == [12_000]


def test_its_number_comes_by_itself(desk, firm, away, monkeypatch):
    monkeypatch.setattr(ask_again, "RETRY_MS", 20)
    pay(desk, firm)
    assert_told_as_booked(desk)
    away.is_away = False
    number = firm.scalar(sa.select(Payment.number))
    desk.until(lambda: desk.message().startswith(f"{number}: "))
