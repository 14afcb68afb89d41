"""A discount off the whole order is keyed in the head: percent or amount, refused in words, undone like any edit."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLineEdit

from app.messages import spoken
from tests.helpers.order_keys import rows
from tests.helpers.stored_orders import open_order
from tests.helpers.window import CTRL, KEY


@pytest.fixture
def chairs(desk):
    """Two chairs for 473.10 net; the further rows of the head are open."""
    open_order(desk, ("CHR", "2"))
    desk.press(KEY.Key_Escape)
    desk.press(KEY.Key_F3)
    return desk


def key_discount(desk, text):
    field = desk.find(QLineEdit, "orderDiscount")
    field.setFocus()
    field.selectAll()
    desk.press(KEY.Key_Delete)
    desk.type(f"{text}\n")
    return field


def discounts(desk):
    return [(spoken(line.text), line.amount_minor) for line in desk.page.session.draft.lines if line.is_made]


@pytest.mark.parametrize(
    ("keyed", "shown", "made"),
    [
        ("10 %", "10\u00a0%", [("Order discount 10\u00a0%", -4731)]),
        ("2.5%", "2.5\u00a0%", [("Order discount 2.5\u00a0%", -1183)]),
        ("12.5", "12.50", [("Order discount", -1250)]),
        ("0", "0.00", []),
    ],
)
def test_percent_or_amount(chairs, firm_url, keyed, shown, made):
    field = key_discount(chairs, keyed)
    assert discounts(chairs) == made
    chairs.page.grid.setFocus()
    chairs.page.header.show_draft(chairs.page.session.draft, editable=True)
    assert field.text() == shown
    assert rows(firm_url, "select net_minor from sales_order") == [(47310 + sum(each[1] for each in made),)]


@pytest.mark.parametrize("keyed", ["ten", "101 %", "-5", "1.23456 %", "1.234"])
def test_what_is_no_discount_stays_in_the_field_and_blocks(chairs, keyed):
    field = key_discount(chairs, keyed)
    assert field.text() == keyed
    assert f"“{keyed}” is no discount" in chairs.message()
    assert chairs.page.header.wrong().code == "order.discount_not_read"
    chairs.press(KEY.Key_Return, CTRL)
    assert chairs.page.session.is_draft
    key_discount(chairs, "")
    assert chairs.page.header.wrong() is None
    assert discounts(chairs) == []


def test_ctrl_del_on_the_line_takes_the_discount_back_and_undo_brings_it(chairs):
    key_discount(chairs, "10 %")
    chairs.page.grid.setFocus()
    chairs.page.grid.select_row(1, 1)
    chairs.press(KEY.Key_Delete, CTRL)
    assert discounts(chairs) == []
    chairs.press(KEY.Key_Z, CTRL)
    assert [amount for _text, amount in discounts(chairs)] == [-4731]
