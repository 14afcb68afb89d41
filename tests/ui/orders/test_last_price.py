"""What a customer paid last stands in the price panel, also for what is not among the usual articles."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.services import parties
from app.views.orders import choosing
from tests.helpers.order_keys import add_line
from tests.helpers.stored_orders import open_order
from tests.helpers.window import CTRL, KEY, SHIFT


@pytest.fixture
def rare_buyer(desk, monkeypatch):
    """A customer who once bought chairs, and whose usual articles are none."""
    read = parties.read_customer_context
    monkeypatch.setattr(
        choosing,
        "read_customer_context",
        lambda view, customer_id: replace(read(view, customer_id), usual_products=()),
    )
    open_order(desk, ("CHR", "8"))
    desk.press(KEY.Key_Return, CTRL)
    return desk


def told(desk, row: int) -> str:
    desk.page.grid.edit_cell(row, "quantity")
    desk.idle()
    return " | ".join(desk.page.panels.price.told.lines()).replace("\N{NO-BREAK SPACE}", " ")


def test_the_last_price_of_each_line_is_told(rare_buyer):
    desk = rare_buyer
    assert "Last time" not in told(desk, 0), "an order is not its own past"
    open_order(desk, ("CHR", "2"))
    add_line(desk, "CBL", "2 pk")
    assert "Last time: 8 pc at 224.72" in told(desk, 0)
    assert "Last time" not in told(desk, 1), "never bought"


def test_another_customer_has_a_past_of_its_own(rare_buyer):
    desk = rare_buyer
    open_order(desk, ("CHR", "2"), customer="bergmann")
    assert "Last time" not in told(desk, 0)


def test_a_past_of_the_other_kind_of_prices_says_which_it_was(rare_buyer):
    desk = rare_buyer
    open_order(desk, ("CHR", "2"))
    desk.press(KEY.Key_Escape)
    desk.press(KEY.Key_G, CTRL | SHIFT)
    assert "Last time: 8 pc at 224.7225 net on" in told(desk, 0)
    desk.press(KEY.Key_Escape)
    desk.press(KEY.Key_G, CTRL | SHIFT)
    assert "Last time: 8 pc at 224.7225 on" in told(desk, 0)
