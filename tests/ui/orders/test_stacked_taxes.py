"""An order to a place where jurisdictions stack their taxes, keyed at the desk."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel

from app.domain.jurisdiction_inputs import CertificateInput
from app.domain.parties import CustomerInput
from app.domain.rights import SYSTEM
from app.services.jurisdictions.tables import CERTIFICATES, RATES, read_rates
from app.services.parties import create_customer
from tests.helpers.jurisdictions import record_sample
from tests.helpers.order_keys import rows
from tests.helpers.stored_orders import open_order
from tests.helpers.window import ALT, CTRL, KEY
from tests.ui.orders.test_goods_ways_out import stand_on

TAXES = "select tax_stack, tax_ppm from order_line order by position"
NYC = "US-NY=40000 US-NY-NYC=45000 US-NY-MCTD=3750"


@pytest.fixture
def america(elsewhere):
    with elsewhere.work.begin(actor=SYSTEM) as uow:
        record_sample(uow)


def to(desk, place):
    desk.press(KEY.Key_F3)
    desk.key_field("shipPlace", f"{place}\n")
    desk.idle()


def plain(text):
    return text.replace("\N{NO-BREAK SPACE}", " ")


def numbers(desk):
    return [
        label for label in desk.page.totals.findChildren(QLabel) if label.objectName().startswith("total")
    ]


def test_the_totals_tell_each_jurisdiction(america, desk, firm_url):
    open_order(desk, ("CHR", "2"))
    to(desk, "10001 New York, US")
    assert rows(firm_url, TAXES) == [(NYC, 88_750)]
    (told,) = [plain(label.toolTip()) for label in numbers(desk) if label.toolTip()]
    assert [line.partition(":")[0] for line in told.splitlines()] == [
        "New York State 4 %",
        "New York City 4.5 %",
        "Metropolitan Commuter Transportation District 0.375 %",
    ]


def test_a_customer_who_comes_after_the_lines_brings_his_exemption(america, desk, elsewhere, firm_url):
    with elsewhere.work.begin(actor=SYSTEM) as uow:
        school = CustomerInput(
            name="Zephyr School", country="US", number="US7", postcode="10001", city="New York"
        )
        create_customer(uow, school)
        CERTIFICATES.create(uow, CertificateInput("US7", "ST-120 4711", "US", "NY", None, None))
    open_order(desk, ("CHR", "2"))
    desk.press(KEY.Key_C, ALT)
    desk.press(KEY.Key_A, CTRL)
    desk.type("zephyr")
    desk.enter()
    desk.idle()
    assert rows(firm_url, "select tax_category from order_line") == [("E",)]


def test_a_place_that_nobody_has_leads_to_the_postal_codes(america, desk):
    open_order(desk, ("CHR", "2"))
    to(desk, "99501 Anchorage, US")
    stand_on(desk, "order.no_jurisdiction")
    desk.press(KEY.Key_Return, ALT)
    desk.idle()
    assert desk.context.desk().page().objectName() == "setup:tax_place"


def test_an_open_order_hears_of_another_rate(america, desk, elsewhere, firm_url):
    open_order(desk, ("CHR", "2"))
    to(desk, "10001 New York, US")
    with elsewhere.work.begin(actor=SYSTEM) as uow:
        card = next(card for card in read_rates(uow) if card.data.code == "US-NY-NYC")
        RATES.remove(uow, card.id)
    desk.until(lambda: "order.tax_changed" in {issue.code for issue in desk.page.verdict.issues})
    stand_on(desk, "order.tax_changed")
    desk.press(KEY.Key_Return, ALT)
    desk.idle()
    assert rows(firm_url, TAXES) == [("US-NY=40000 US-NY-MCTD=3750", 43_750)]


def test_freight_is_a_class_of_its_own_there(america, desk, firm_url):
    open_order(desk, ("CHR", "2"))
    to(desk, "60606 Chicago, US")
    desk.press(KEY.Key_Escape)
    context = desk.page.session.context
    classes = context.tax_classes(context.way_of(desk.draft.header), on=desk.draft.order_date)
    assert "freight" in classes
