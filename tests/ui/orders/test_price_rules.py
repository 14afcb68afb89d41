"""Shift+F9 at a line goes into the steps of its price; Enter opens the rule as it was when the order was priced."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.price_inputs import DiscountInput, SurchargeInput
from app.domain.rights import SYSTEM
from app.services.prices import change_discount, create_discount, create_surcharge
from tests.helpers.stored_orders import open_order
from tests.helpers.window import CTRL, KEY, SHIFT

SPRING = DiscountInput(name="Spring", discount_ppm=400_000)


@pytest.fixture
def discount(desk):
    work = desk.context.opened.work
    with work.begin(actor=SYSTEM) as uow:
        create_surcharge(uow, SurchargeInput(slot="freight", name="Freight", amount_minor=990))
        made = create_discount(uow, SPRING)
    desk.idle()
    return made


@pytest.fixture
def confirmed(desk, discount):
    """Two chairs, confirmed; after that the discount is another."""
    open_order(desk, ("CHR", "2"))
    desk.press(KEY.Key_Return, CTRL)
    with desk.context.opened.work.begin(actor=SYSTEM) as uow:
        change_discount(uow, discount, replace(SPRING, discount_ppm=450_000))
    desk.idle()
    return desk


def bars(desk):
    return desk.page.panels.price.waterfall


def front(desk):
    return desk.context.desk().page()


def test_from_the_step_of_an_old_order_to_the_rule_as_it_was_applied(confirmed):
    desk = confirmed
    number = desk.page.session.draft.number
    desk.page.grid.setFocus()
    desk.page.grid.select_row(0, 1)
    desk.press(KEY.Key_F9, SHIFT)
    assert bars(desk).hasFocus()
    assert bars(desk).chosen_step().rule.startswith("row:")
    desk.press(KEY.Key_Down, times=len(bars(desk).steps()))
    assert bars(desk).chosen_step().rule.startswith("discount:"), "the last step that a rule made"
    desk.press(KEY.Key_Return)
    page = front(desk)
    assert page.objectName() == "versionsPage"
    assert [row.mark for row in page.model.rows()] == ["", "applied"]
    assert page.table.current_row() == 1
    assert ("Discount", "40 %") in [
        (row[0], row[2].replace("\N{NO-BREAK SPACE}", " ")) for row in page.fields.rows()
    ]
    assert f"{number} was priced by it on" in page.told.text().replace("\N{NO-BREAK SPACE}", " ")


def test_an_order_that_is_opened_has_the_keys_in_its_lines(confirmed):
    desk = confirmed
    order_id = desk.page.order_id
    desk.press(KEY.Key_W, CTRL)
    desk.ask("order.open", order_id)
    assert desk.page.grid.hasFocus()
    assert desk.page.grid.currentIndex().row() == 0
    desk.press(KEY.Key_F9, SHIFT)
    assert bars(desk).hasFocus(), "the price of its first line"
    desk.press(KEY.Key_Escape)
    desk.press(KEY.Key_Down)
    assert desk.page.grid.currentIndex().row() == 1


def test_escape_goes_back_to_the_line_and_a_surcharge_is_opened_by_its_line(confirmed):
    desk = confirmed
    desk.page.grid.setFocus()
    desk.page.grid.select_row(0, 1)
    desk.press(KEY.Key_F9, SHIFT)
    desk.press(KEY.Key_Up)
    desk.press(KEY.Key_Escape)
    assert desk.page.grid.hasFocus()
    made = next(n for n, line in enumerate(desk.page.session.draft.lines) if line.is_made)
    desk.page.grid.select_row(made, 1)
    desk.press(KEY.Key_F9, SHIFT)
    desk.press(KEY.Key_Return)
    assert front(desk).title == "Surcharge · Freight"
    assert [row.mark for row in front(desk).model.rows()] == ["applied"]


def test_a_draft_opens_the_rule_of_now_and_a_line_without_rules_says_so(desk, discount):
    open_order(desk, ("CHR", "2"))
    order = desk.page
    order.grid.select_row(0, 1)
    desk.press(KEY.Key_F9, SHIFT)
    desk.press(KEY.Key_Down)
    desk.press(KEY.Key_Return)
    assert [row.mark for row in front(desk).model.rows()] == [""]
    desk.show("orders")
    order.grid.setFocus()
    order.grid.select_row(len(order.session.draft.lines), 1)
    desk.press(KEY.Key_F9, SHIFT)
    assert "No rule makes the price" in desk.message()
