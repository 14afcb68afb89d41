"""A coupon is keyed in the order's head: what it brings is a line, what it does not bring is said with a way out."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLineEdit

from app.bootstrap import open_office
from app.domain.promotion_inputs import PromotionInput
from app.domain.rights import SYSTEM
from app.services.orders.confirming import confirm
from app.services.orders.drafts import duplicate_order
from app.services.prices.promotions import create_promotion
from tests.helpers.order_keys import rows
from tests.helpers.stored_orders import open_order
from tests.helpers.window import ALT, CTRL, KEY, SHIFT

SUMMER = PromotionInput(
    name="Summer", effect="percent", currency="EUR", rate_ppm=100_000, coupon="SUMMER", max_uses=1
)


@pytest.fixture
def firm_url(firm_url):
    """The firm with 10 % off everything for one order with the coupon SUMMER."""
    office = open_office(firm_url)
    with office.work.begin(actor=SYSTEM) as uow:
        create_promotion(uow, SUMMER)
    office.close()
    return firm_url


@pytest.fixture
def chairs(desk):
    """Two chairs; no cell is open."""
    open_order(desk, ("CHR", "2"))
    desk.press(KEY.Key_Escape)
    return desk


def made(desk):
    return [(line.text, line.amount_minor) for line in desk.page.session.draft.lines if line.is_made]


def key_coupon(desk, text):
    desk.press(KEY.Key_F6, SHIFT)
    assert desk.find(QLineEdit, "coupons").hasFocus()
    desk.type(text)
    desk.press(KEY.Key_Return)


def test_a_coupon_is_keyed_from_anywhere_saved_and_undone(chairs, firm_url):
    key_coupon(chairs, "summer")
    assert made(chairs) == [("Summer", -4731)]
    assert rows(firm_url, "select coupons from sales_order") == [("summer",)]
    chairs.press(KEY.Key_Escape)
    chairs.press(KEY.Key_Z, CTRL)
    assert made(chairs) == []


def test_a_wrong_code_says_so_and_goes_by_one_key(chairs):
    key_coupon(chairs, "winter, summer")
    assert made(chairs) == [("Summer", -4731)]
    chairs.qtbot.waitUntil(lambda: any(i.code == "order.coupon_unknown" for i in chairs.page.session.issues))
    while chairs.page.verdict.current().code != "order.coupon_unknown":
        chairs.press(KEY.Key_F8)
    chairs.press(KEY.Key_Return, ALT)
    assert chairs.page.session.draft.header.coupons == "summer"


def test_the_last_use_at_another_desk_is_told_and_the_order_is_priced_anew(chairs, elsewhere):
    key_coupon(chairs, "summer")
    chairs.press(KEY.Key_Escape)
    with elsewhere.work.begin(actor=SYSTEM) as uow:
        theirs = duplicate_order(uow, chairs.page.session.draft.id, keep_manual_prices=False)
    confirm(elsewhere.work, theirs, actor=SYSTEM)
    chairs.press(KEY.Key_Return, CTRL)
    assert "Summer" in chairs.message()
    assert not chairs.page.session.draft.number
    assert made(chairs) == [("Summer", -4731)]
    chairs.qtbot.waitUntil(lambda: any(i.code == "order.prices_changed" for i in chairs.page.session.issues))
    while chairs.page.verdict.current().code != "order.prices_changed":
        chairs.press(KEY.Key_F8)
    chairs.press(KEY.Key_Return, ALT)
    assert made(chairs) == []
    assert {"order.coupon_used_up"} <= {issue.code for issue in chairs.page.session.issues}
    chairs.press(KEY.Key_Return, CTRL)
    assert chairs.page.session.draft.number
