"""Shift+F9 on the price desk opens what a rule said from when to when; a day is typed, Esc goes back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.domain.costs import CostInput
from app.domain.money import MICRO
from app.domain.price_inputs import DiscountInput, PriceListInput, PriceRowInput
from app.domain.rights import SYSTEM, Actor
from app.services.costs.standard import replace_costs
from app.services.prices import (
    change_discount,
    create_discount,
    create_price_list,
    read_price_lists,
    set_prices,
    update_price_list,
)
from tests.helpers.firm_facts import make_firm, make_price_list, make_product
from tests.helpers.screening_office import make_customer
from tests.helpers.window import KEY, SHIFT, open_on

SPRING = DiscountInput(name="Spring", discount_ppm=50_000)


@pytest.fixture
def general(work):
    make_firm(work)
    return make_price_list(work, make_product(work, "CHR-1", "Chair"), price_micro=100 * MICRO)


def write(work, clock, call):
    clock.advance(days=1)
    with work.begin(actor=SYSTEM) as uow:
        return call(uow)


def versions(window):
    page = window.context.desk().page()
    assert page.objectName() == "versionsPage"
    return page


def shown(page):
    return [(row.version.actor, row.text.replace("\N{NO-BREAK SPACE}", " ")) for row in page.model.rows()]


def fields(page):
    return [
        tuple(str(cell).replace("\N{NO-BREAK SPACE}", " ") for cell in row[:3]) for row in page.fields.rows()
    ]


def open_part(window, part):
    window.show("prices")
    window.ask("price.open", page=part)
    return window.context.desk().page()


def test_the_versions_of_a_discount_are_opened_and_a_day_leads_to_what_held_then(
    window, work, general, clock
):
    first = write(work, clock, lambda uow: create_discount(uow, SPRING))
    made_on = clock.today()
    write(work, clock, lambda uow: change_discount(uow, first, replace(SPRING, discount_ppm=70_000)))
    grid = open_part(window, "discount")
    grid.grid.setFocus()
    grid.grid.select_row(0, 0)
    window.press(KEY.Key_F9, SHIFT)
    page = versions(window)
    assert shown(page) == [("system", "Discount: 5 % → 7 %"), ("system", "Made")]
    assert page.title == "Discount · Spring"
    assert fields(page)[0] == ("Discount", "5 %", "7 %")
    window.press(KEY.Key_F4)
    window.type(f"{made_on:%Y-%m-%d}\n")
    assert page.table.hasFocus()
    assert page.table.current_row() == 1
    assert ("Discount", "", "5 %") in fields(page)
    write(work, clock, lambda uow: change_discount(uow, first + 1, replace(SPRING, discount_ppm=80_000)))
    window.idle()
    assert shown(page)[0] == ("system", "Discount: 7 % → 8 %")
    assert page.table.current_row() == 2, "a newer version does not push the cursor to another one"
    assert ("Discount", "", "5 %") in fields(page)
    window.press(KEY.Key_F4)
    window.type("2020-01-01\n")
    assert "there was no such rule yet" in window.message()
    window.press(KEY.Key_Escape)
    assert window.context.desk().page() is grid


def test_the_head_of_a_list_and_each_of_its_prices_have_versions(window, work, general, clock):
    def rename(uow):
        card = next(card for card in read_price_lists(uow) if card.id == general)
        names = PriceListInput.__dataclass_fields__
        data = replace(PriceListInput(**{name: getattr(card, name) for name in names}), name="Prices 2027")
        update_price_list(uow, general, data, version=card.version)

    write(work, clock, rename)
    dearer = PriceRowInput(product_id=1, price_micro=110 * MICRO)
    write(work, clock, lambda uow: set_prices(uow, general, [dearer]))
    lists = open_part(window, "price")
    lists.grid.setFocus()
    lists.grid.select_row(0, 0)
    window.press(KEY.Key_F9, SHIFT)
    assert "Name: " in shown(versions(window))[0][1]
    assert "Prices 2027" in shown(versions(window))[0][1]
    window.press(KEY.Key_Escape)
    window.ask("price.list", general)
    prices = window.context.desk().page()
    prices.grid.setFocus()
    prices.grid.select_row(0, 0)
    window.press(KEY.Key_F9, SHIFT)
    texts = [text.replace("\N{NO-BREAK SPACE}", " ") for _who, text in shown(versions(window))]
    assert texts[0].startswith("Price: 100.00 EUR → 110.00 EUR")
    assert versions(window).title == "Price · CHR-1"


def test_a_contract_price_and_a_cost_are_opened_from_their_lists(window, work, general, clock):
    customer = make_customer(work, "Nord Office GmbH")
    data = PriceListInput(code="NORD", name="Nord", kind="contract", currency="EUR", customer_id=customer)

    def contract(uow):
        made = create_price_list(uow, data)
        set_prices(uow, made, [PriceRowInput(product_id=1, price_micro=90 * MICRO, agreed_micro=5 * MICRO)])

    write(work, clock, contract)
    cost = CostInput(product_id=1, cost_micro=60 * MICRO, valid_from=date(2026, 1, 1))
    write(work, clock, lambda uow: replace_costs(uow, [cost]))
    for part, title in (("contract", "Price · CHR-1"), ("cost", "Cost · CHR-1")):
        page = open_part(window, part)
        page.table.setFocus()
        page.table.select_row(0)
        window.press(KEY.Key_F9, SHIFT)
        assert versions(window).title == title
        window.press(KEY.Key_Escape)


def test_a_new_row_has_no_versions(window, work, general):
    page = open_part(window, "surcharge")
    page.grid.setFocus()
    page.grid.select_row(0, 0)
    window.press(KEY.Key_F9, SHIFT)
    assert window.context.desk().page() is page


def test_who_may_not_see_the_history_reads_what_the_rule_says_and_that_the_rest_is_not_his(
    qtbot, office, work, general, clock
):
    first = write(work, clock, lambda uow: create_discount(uow, SPRING))
    desk = open_on(qtbot, office, actor=Actor("anna", frozenset({"sales"})))
    desk.show("prices")
    desk.ask("price.versions", rule=f"discount:{first}")
    assert shown(versions(desk)) == [("", "")]
    assert ("Discount", "", "5 %") in fields(versions(desk))
    assert versions(desk).told.text() == "Who changed it and when is not yours to see."
