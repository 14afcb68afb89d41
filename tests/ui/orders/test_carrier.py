"""Dangerous goods at the order desk: the bar says who may carry them, and one key takes him."""

from __future__ import annotations

import pytest

from app.domain.rights import SYSTEM
from app.services import products
from app.services.goods.carriers import CarrierInput, create_carrier
from tests.helpers.goods import PAINT, set_facts
from tests.helpers.order_keys import rows, start_order
from tests.helpers.stored_orders import open_order
from tests.helpers.window import ALT, CTRL, KEY

KEPT = "select carrier from sales_order"


@pytest.fixture
def firm(elsewhere):
    """Two carriers; the chair is dangerous."""
    with elsewhere.work.begin(actor=SYSTEM) as uow:
        create_carrier(uow, CarrierInput(code="POST", name="Parcel post"))
        create_carrier(uow, CarrierInput(code="TANK", name="Tank & Co", hazard_classes="3"))
        chair = products.find_products(uow, "CHR")[0]
    set_facts(elsewhere.work, chair.id, **PAINT)


def codes(desk):
    return {issue.code for issue in desk.page.verdict.issues}


def test_a_firm_without_carriers_is_not_asked_for_one(desk):
    start_order(desk)
    desk.press(KEY.Key_F3)
    assert desk.page.header.carrier.isHidden()


def test_one_key_takes_a_carrier_who_may_bring_it(firm, desk, firm_url):
    open_order(desk, ("CHR", "2"))
    assert codes(desk) == {"goods.carrier_missing"}
    desk.press(KEY.Key_F3)
    desk.page.header.carrier.setFocus()
    desk.press(KEY.Key_Down)
    assert desk.page.header.carrier.currentText() == "Parcel post"
    assert codes(desk) == {"goods.carrier_refuses"}
    desk.press(KEY.Key_F8)
    desk.press(KEY.Key_Return, ALT)
    assert desk.page.header.carrier.currentText() == "Tank & Co"
    assert codes(desk) == set()
    assert rows(firm_url, KEPT) == [("TANK",)]
    desk.press(KEY.Key_Z, CTRL)
    assert rows(firm_url, KEPT) == [("POST",)]
    desk.press(KEY.Key_Return, ALT)
    desk.press(KEY.Key_Return, CTRL)
    assert rows(firm_url, "select state, carrier from sales_order") == [("confirmed", "TANK")]
