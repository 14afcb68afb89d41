"""New prices are taken by the clerk's own key, and given back by the key that takes back anything else."""

from __future__ import annotations

import pytest

from app.bootstrap import open_office
from app.domain.money import MICRO
from app.domain.orders.draft import edit_line
from app.domain.price_inputs import PriceRowInput
from app.domain.rights import SYSTEM
from app.services.prices.rows import set_prices
from tests.helpers.order_keys import add_line, change_elsewhere, rows, start_order
from tests.helpers.window import ALT, CTRL, KEY, SHIFT

PRICES = "select price_micro, amount_minor from order_line order by position"
NET = "select net_minor from sales_order"
OLD = [(65_455_000 * 10, 65_455 * 2), (23_655_000 * 10, 23_655 * 2)]  # list - 5 % of the customer
NEW = [(65_455_000 * 10, 65_455 * 2), (28_500_000 * 10, 28_500 * 2)]


def raise_price(firm_url: str, sku: str, price: int) -> None:
    """Another clerk sets a new list price."""
    ((product_id,),) = rows(firm_url, "select id from product where sku = ?", sku)
    office = open_office(firm_url)
    with office.work.begin(actor=SYSTEM) as uow:
        set_prices(uow, 1, [PriceRowInput(product_id=product_id, price_micro=price * MICRO)])
    office.close()


@pytest.fixture
def dearer(desk, firm_url):
    """An order of two lines, whose chairs became dearer since."""
    start_order(desk)
    add_line(desk, "DSK-16", "2")
    add_line(desk, "CHR", "2")
    assert rows(firm_url, PRICES) == OLD
    raise_price(firm_url, "CHR-ERG-BLK", 300)
    desk.press(KEY.Key_F5)
    assert "order.prices_changed" in {issue.code for issue in desk.page.verdict.issues}
    return desk


def take_new_prices(desk) -> None:
    """F8 to the note, Alt+Enter takes its remedy."""
    desk.press(KEY.Key_F8)
    assert desk.page.verdict.current().code == "order.prices_changed"
    desk.press(KEY.Key_Return, ALT)


def test_ctrl_z_gives_the_old_prices_back_and_ctrl_shift_z_takes_the_new_ones_again(dearer, firm_url):
    desk = dearer
    assert rows(firm_url, PRICES) == OLD, "nothing is priced behind the clerk's back"
    take_new_prices(desk)
    assert rows(firm_url, PRICES) == NEW
    assert rows(firm_url, NET) == [(65_455 * 2 + 28_500 * 2,)]
    desk.press(KEY.Key_Z, CTRL)
    assert rows(firm_url, PRICES) == OLD
    assert rows(firm_url, NET) == [(65_455 * 2 + 23_655 * 2,)]
    assert "order.prices_changed" in {issue.code for issue in desk.page.verdict.issues}
    desk.press(KEY.Key_Z, CTRL | SHIFT)
    assert rows(firm_url, PRICES) == NEW
    assert desk.page.verdict.issues == ()


def test_the_step_before_the_new_prices_is_undone_after_them(dearer, firm_url):
    desk = dearer
    take_new_prices(desk)
    desk.press(KEY.Key_Z, CTRL, times=2)
    quantities = rows(firm_url, "select quantity_micro from order_line order by position")
    assert quantities == [(2 * MICRO,), (MICRO,)]
    desk.press(KEY.Key_Z, CTRL | SHIFT, times=2)
    assert rows(firm_url, PRICES) == NEW


def test_a_line_keyed_by_somebody_else_since_keeps_its_quantity_when_the_prices_go_back(dearer, firm_url):
    desk = dearer
    take_new_prices(desk)
    office = open_office(firm_url)
    more = {"quantity_micro": 3 * MICRO, "base_micro": 3 * MICRO, "amount_minor": 65_455 * 3}
    change_elsewhere(desk, office, lambda draft: edit_line(draft.lines[0], **more))
    office.close()
    desk.press(KEY.Key_Z, CTRL)
    assert rows(firm_url, PRICES) == [(65_455_000 * 10, 65_455 * 3), OLD[1]]


@pytest.mark.parametrize(("column", "typed"), [("text", "Chair with arms"), ("quantity", "3")])
def test_a_confirmed_price_stays_when_something_else_of_its_line_is_amended(desk, firm_url, column, typed):
    start_order(desk)
    add_line(desk, "CHR", "2")
    desk.press(KEY.Key_Return, CTRL)
    agreed = rows(firm_url, "select price_micro from order_line")
    raise_price(firm_url, "CHR-ERG-BLK", 300)
    desk.press(KEY.Key_F5)
    desk.press(KEY.Key_E, CTRL)
    desk.page.grid.edit_cell(0, column)
    desk.type(typed)
    desk.enter()
    desk.press(KEY.Key_Return, CTRL)
    assert rows(firm_url, "select state, revision from sales_order") == [("confirmed", 1)]
    assert rows(firm_url, "select price_micro from order_line") == agreed
