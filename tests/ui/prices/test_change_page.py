"""Many prices changed by keys: how, what it comes to, and done with one key."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel

from app.domain.money import MICRO
from app.domain.price_inputs import PriceListInput, PriceRowInput
from app.domain.rights import SYSTEM
from app.services import prices
from tests.helpers.firm_facts import make_firm, make_price_list, make_product
from tests.helpers.window import CTRL, KEY


@pytest.fixture
def list_id(work):
    make_firm(work)
    chair = make_product(work, "CHR", "Chair", family="seating", standard_cost_micro=350 * MICRO)
    lamp = make_product(work, "LMP", "Lamp", family="light")
    made = make_price_list(work, chair, price_micro=348_350_000)
    with work.begin(actor=SYSTEM) as uow:
        prices.add_price_rows(uow, made, [PriceRowInput(product_id=lamp, price_micro=20 * MICRO)])
    return made


@pytest.fixture
def page(window, list_id):
    window.show("prices")
    window.ask("price.open", list_id, page="price")
    window.press(KEY.Key_M, CTRL)
    assert window.page.objectName() == "changePrices"
    return window.page


def shown(page):
    rows = range(page.model.rowCount())
    texts = [[page.model.index(row, at).data() for at in range(page.model.columnCount())] for row in rows]
    return [[text.replace("\N{NO-BREAK SPACE}", " ") for text in row] for row in texts]


def stored(work, list_id):
    with work.reading(actor=SYSTEM) as view:
        return [row.price_micro for row in prices.read_price_rows_for_cards(view, price_list_id=list_id)]


def test_a_list_without_prices_of_its_own_says_whose_it_has(window, work, list_id):
    with work.begin(actor=SYSTEM) as uow:
        made = prices.create_price_list(
            uow, PriceListInput(code="SHOP", name="Shop", kind="general", currency="EUR", parent_id=list_id)
        )
        code = next(each.code for each in prices.read_price_lists(uow) if each.id == list_id)
    window.show("prices")
    window.ask("price.open", made, page="price")
    window.press(KEY.Key_M, CTRL)
    window.key_field("change:percent", "10")
    window.press(KEY.Key_F5)
    hint = window.page.foot.hint.text()
    assert hint == f"0 prices change · what is made of {code} follows {code} and the factor"


def test_a_family_is_raised_with_rounding_looked_at_and_done(window, work, page, list_id):
    window.key_field("change:family", "sea")
    window.press(KEY.Key_Down)
    window.press(KEY.Key_Return)
    window.key_field("change:percent", "10")
    window.key_field("change:step", "1")
    window.key_field("change:ending", "-0.01")
    window.press(KEY.Key_F5)
    assert shown(page) == [["CHR", "Chair", "", "", "348.35", "382.99", "34.64", "8.6 %"]]
    assert page.foot.hint.text() == "1 price changes"
    window.press(KEY.Key_Return, CTRL)
    assert page.message_bar.text() == "1 price is changed."
    assert stored(work, list_id) == [382_990_000, 20 * MICRO]


def test_an_impatient_hand_changes_the_prices_once(window, work, page, list_id):
    window.key_field("change:percent", "10")
    window.press(KEY.Key_F5)
    page.apply()
    page.apply()  # it would look anew, and the next key would do what is seen then
    window.idle()
    assert not page.button.isEnabled()
    assert stored(work, list_id) == [383_185_000, 22 * MICRO]


def test_a_key_after_the_preview_asks_for_a_new_one_first(window, work, page, list_id):
    window.key_field("change:percent", "10")
    window.press(KEY.Key_F5)
    assert page.button.isEnabled()
    window.key_field("change:percent", "20")
    window.press(KEY.Key_Return, CTRL)  # shows what it comes to
    assert stored(work, list_id) == [348_350_000, 20 * MICRO]
    assert [row[5] for row in shown(page)] == ["418.02", "24.00"]
    window.press(KEY.Key_Return, CTRL)
    assert stored(work, list_id) == [418_020_000, 24 * MICRO]


def test_a_change_of_nothing_and_a_change_elsewhere_are_told(window, work, page, list_id):
    window.press(KEY.Key_F5)
    assert page.form.errors()["percent"].startswith("Nothing would change.")
    window.key_field("change:percent", "-5")
    window.press(KEY.Key_F5)
    assert page.button.isEnabled()
    with work.begin(actor=SYSTEM) as uow:
        row = prices.read_price_rows_for_cards(uow, price_list_id=list_id)[0]
        prices.end_price_rows(uow, [row.id])
    window.until(lambda: not page.button.isEnabled())
    window.press(KEY.Key_F5)
    assert [row[0] for row in shown(page)] == ["LMP"]


def test_prices_below_cost_are_marked_and_escape_leaves(window, page):
    window.key_field("change:percent", "-10")
    window.press(KEY.Key_F5)
    assert shown(page)[0][7].startswith("-")
    assert page.findChild(QLabel, "percentError").text() == ""
    window.press(KEY.Key_Escape)
    assert window.page.objectName() == "prices:price"
