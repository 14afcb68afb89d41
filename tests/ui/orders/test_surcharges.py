"""Surcharges are ticked in a list by keys: chosen, left out, undone one by one, shown in the head and the panel."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtWidgets import QLineEdit, QListWidget

from app.bootstrap import open_office
from app.domain.orders.draft import Header
from app.domain.pricing import DiscountRule, Promotion, RulesSnapshot, SurchargeRule
from app.domain.pricing.metals import MetalQuote
from app.domain.rights import SYSTEM
from app.services.prices import SurchargeInput, create_surcharge, end_surcharge, read_surcharges
from app.views.orders.surcharges import chosen_text
from tests.helpers.order_keys import rows, start_order
from tests.helpers.stored_orders import open_order
from tests.helpers.window import ALT, CTRL, KEY

RULES = (
    SurchargeInput(slot="freight", name="Freight", amount_minor=990),
    SurchargeInput(slot="express", name="Express", amount_minor=1500, applies="chosen"),
    SurchargeInput(slot="gift", name="Gift wrap", amount_minor=250, applies="chosen"),
)


@pytest.fixture
def firm_url(firm_url):
    """The firm with freight, and with express and gift wrap if chosen."""
    office = open_office(firm_url)
    with office.work.begin(actor=SYSTEM) as uow:
        for rule in RULES:
            create_surcharge(uow, rule)
    office.close()
    return firm_url


@pytest.fixture
def chairs(desk):
    """Two chairs; no cell is open."""
    open_order(desk, ("CHR", "2"))
    desk.press(KEY.Key_Escape)
    return desk


def made(desk):
    return [line.text for line in desk.page.session.draft.lines if line.is_made]


def shown(desk):
    return desk.page.header.surcharges.text()


def listed(desk):
    return desk.page.window().findChild(QListWidget, "surchargeList")


def ticked(desk):
    box = listed(desk)
    items = [box.item(row) for row in range(box.count())]
    return [item.text().split("  ")[0] for item in items if item.checkState().value]


def test_ctrl_f6_opens_the_list_and_space_ticks_several(chairs, firm_url):
    chairs.press(KEY.Key_F6, CTRL)
    assert ticked(chairs) == ["Freight"]
    chairs.press(KEY.Key_Space)
    chairs.press(KEY.Key_Down)
    chairs.press(KEY.Key_Down)
    chairs.press(KEY.Key_Space)
    assert ticked(chairs) == ["Express", "Freight", "Gift wrap"]
    chairs.press(KEY.Key_Return)
    assert not listed(chairs).isVisible()
    assert made(chairs) == ["Express", "Freight", "Gift wrap"]
    assert shown(chairs) == "Express, Gift wrap"
    assert rows(firm_url, "select services, waived, net_minor from sales_order") == [
        ("express,gift", "", 47310 + 990 + 1500 + 250)
    ]


def test_what_comes_by_itself_is_left_out_and_each_tick_is_undone_by_itself(chairs):
    chairs.press(KEY.Key_F6, CTRL)
    chairs.press(KEY.Key_Space)
    chairs.press(KEY.Key_Down)
    chairs.press(KEY.Key_Space)
    chairs.press(KEY.Key_Escape)
    assert made(chairs) == ["Express"]
    assert shown(chairs) == "Express, without Freight"
    chairs.press(KEY.Key_Z, CTRL)
    assert made(chairs) == ["Express", "Freight"]
    chairs.press(KEY.Key_Z, CTRL)
    assert made(chairs) == ["Freight"]
    assert shown(chairs) == ""


def test_the_field_of_the_head_opens_the_list_too(chairs):
    chairs.press(KEY.Key_F3)
    field = chairs.find(QLineEdit, "surcharges")
    assert field.isVisible()
    field.setFocus()
    chairs.press(KEY.Key_Space)
    assert listed(chairs).hasFocus()
    chairs.press(KEY.Key_Escape)
    assert field.hasFocus()


def test_a_confirmed_order_shows_the_list_and_takes_no_tick_before_it_is_amended(chairs):
    chairs.press(KEY.Key_F6, CTRL)
    chairs.press(KEY.Key_Space)
    chairs.press(KEY.Key_Return)
    chairs.press(KEY.Key_Return, CTRL)
    assert chairs.page.session.draft.number
    chairs.press(KEY.Key_F6, CTRL)
    chairs.press(KEY.Key_Space)
    assert ticked(chairs) == ["Express", "Freight"]
    chairs.press(KEY.Key_Escape)
    chairs.press(KEY.Key_E, CTRL)
    chairs.press(KEY.Key_F6, CTRL)
    chairs.press(KEY.Key_Down)
    chairs.press(KEY.Key_Down)
    chairs.press(KEY.Key_Space)
    chairs.press(KEY.Key_Return)
    chairs.press(KEY.Key_Return, CTRL)
    assert sorted(made(chairs)) == ["Express", "Freight", "Gift wrap"]
    assert chairs.page.session.draft.revision == 1


def test_what_is_gone_is_told_and_left_out_by_one_key(chairs, elsewhere):
    chairs.press(KEY.Key_F6, CTRL)
    chairs.press(KEY.Key_Space)
    chairs.press(KEY.Key_Return)
    with elsewhere.work.begin(actor=SYSTEM) as uow:
        end_surcharge(uow, next(card.id for card in read_surcharges(uow) if card.name == "Express"))
    chairs.press(KEY.Key_F7)
    chairs.qtbot.waitUntil(lambda: any(i.code == "order.service_gone" for i in chairs.page.session.issues))
    while chairs.page.verdict.current().code != "order.service_gone":
        chairs.press(KEY.Key_F8)
    chairs.press(KEY.Key_Return, ALT)
    assert chairs.page.session.draft.header.services == ""


def test_what_was_waived_is_named_whatever_kind_of_rule_it_is():
    rules = RulesSnapshot(
        1, "EUR", {}, {},
        discounts=(DiscountRule(1, "Bulk", 20_000, scope="order"),),
        surcharges=(SurchargeRule(2, "express", "Express", 1500, applies="chosen"),),
        metals={"CU": (MetalQuote(3, "CU", "Copper", 900_000_000, date(2026, 1, 1)),)},
        promotions=(Promotion(4, 7, "Tenth", "percent"),),
    )  # fmt: skip
    head = Header(services="express,gone", waived="D1,MCU,P7,S9")
    assert chosen_text(head, rules) == "Express, gone, without Bulk, without Copper, without Tenth"


def test_without_rules_there_is_no_field_and_f6_says_where_they_are_kept(desk, elsewhere):
    with elsewhere.work.begin(actor=SYSTEM) as uow:
        for card in read_surcharges(uow):
            end_surcharge(uow, card.id)
    desk.idle()
    start_order(desk)
    desk.press(KEY.Key_Escape)
    desk.press(KEY.Key_F3)
    desk.qtbot.waitUntil(desk.page.header.surcharges.isHidden)
    desk.press(KEY.Key_F6, CTRL)
    assert "price desk" in desk.message()
