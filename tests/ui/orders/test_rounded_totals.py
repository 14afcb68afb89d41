"""The totals of an order that is paid with coins: the total stands, the rounding and what is to be paid below it."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel

from app.domain.rights import SYSTEM
from app.services.settings_store import write_firm_settings
from tests.helpers.stored_orders import open_order
from tests.helpers.window import KEY


@pytest.fixture
def coins(elsewhere):
    with elsewhere.work.begin(actor=SYSTEM) as uow:
        write_firm_settings(uow, {"cash.rounding": "all", "cash.coins": "EUR 1.00"})


def shown(desk):
    return [label.text() for label in desk.page.totals.findChildren(QLabel)]


def test_the_rounding_stands_below_the_total(coins, desk):
    open_order(desk, ("CHR", "1"))
    desk.press(KEY.Key_Escape)
    texts = shown(desk)
    assert {"Total EUR", "Rounding", "To pay"} <= set(texts)
    payable = texts[texts.index("To pay") + 1]
    assert payable.endswith(".00")


def test_without_coins_the_total_is_what_is_paid(desk):
    open_order(desk, ("CHR", "1"))
    assert "Rounding" not in shown(desk)
