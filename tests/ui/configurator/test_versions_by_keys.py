"""A configuration of an older version opens as it was; a key takes it over, and what does not fit there is told."""

from __future__ import annotations

from fractions import Fraction

from app.bootstrap import open_office
from app.domain.rights import SYSTEM
from app.services.product_models import release_version, save_model
from tests.helpers.table_model import YAML
from tests.helpers.window import ALT, CTRL, KEY
from tests.ui.configurator.test_order_line_by_keys import open_table


def release(firm_url, text):
    office = open_office(firm_url)
    with office.work.begin(actor=SYSTEM) as uow:
        draft = save_model(uow, {"model.yaml": text})
        release_version(uow, draft.id, version=1)
    office.close()


def test_a_configuration_of_an_older_version_is_taken_over_into_the_newer_one(desk, firm_url):
    open_table(desk)
    desk.press(KEY.Key_Down)
    desk.enter()
    desk.press(KEY.Key_Return, CTRL)
    desk.press(KEY.Key_Escape)
    release(firm_url, YAML.replace("price: 90, days: 6", "price: 95, days: 7"))
    desk.press(KEY.Key_F6)
    assert desk.message() == "Version 2 of the product model is in use now. This one opens as it was made."
    before = desk.page.hands.now.price
    desk.press(KEY.Key_1, ALT)
    assert desk.page.hands.now.price == before + Fraction("4.75"), "5 more, less the customer's 5 %"
    desk.press(KEY.Key_Return, CTRL)
    desk.press(KEY.Key_Escape)
    desk.press(KEY.Key_F6)
    assert desk.message() == ""
    assert desk.page.hands.now.price == before + Fraction("4.75"), "5 more, less the customer's 5 %"


def test_a_typed_price_is_told_beside_the_newer_version_whose_key_stays(desk, firm_url):
    open_table(desk)
    desk.press(KEY.Key_Return, CTRL)
    desk.page.grid.edit_cell(0, "price")
    desk.type("500\n")
    desk.press(KEY.Key_Escape)
    desk.press(KEY.Key_Up)
    release(firm_url, YAML.replace("price: 90, days: 6", "price: 95, days: 7"))
    desk.press(KEY.Key_F6)
    newer, typed = desk.message().split("\n")
    assert newer.startswith("Version 2 of the product model is in use now.")
    assert typed.startswith("The price of this line was typed: 500.00 EUR stays")
    version = desk.page.opened.version_id
    desk.press(KEY.Key_1, ALT)
    assert desk.page.opened.version_id != version
    assert desk.message() == typed
    desk.page.reopen(desk.page.wish)
    assert set(desk.page.can_do) == {"leave"}, "while the model is read there is nothing to undo or to take"
    desk.idle()
    assert {"undo", "take"} <= set(desk.page.can_do)


def test_what_does_not_fit_is_told_before_a_typed_price(desk, firm_url):
    open_table(desk)
    desk.press(KEY.Key_Down)
    desk.enter()
    desk.press(KEY.Key_Return, CTRL)
    desk.page.grid.edit_cell(0, "price")
    desk.type("500\n")
    desk.press(KEY.Key_Escape)
    desk.press(KEY.Key_Up)
    release(firm_url, YAML.replace("size = large -> frame = steel", "size = small"))
    desk.press(KEY.Key_F6)
    desk.press(KEY.Key_1, ALT)
    assert "Size: Large" in desk.message()


def test_what_is_gone_in_the_newer_version_is_told_and_left_out_by_a_key(desk, firm_url):
    open_table(desk)
    desk.press(KEY.Key_Down)
    desk.enter()
    desk.press(KEY.Key_Return, CTRL)
    desk.press(KEY.Key_Escape)
    release(firm_url, YAML.replace("size = large -> frame = steel", "size = small"))
    desk.press(KEY.Key_F6)
    desk.press(KEY.Key_1, ALT)
    assert "Size: Large" in desk.message()
    desk.press(KEY.Key_1, ALT)
    assert desk.message() == ""
    assert "size.small" in desk.page.opened.session.preview.options


def test_of_a_confirmed_order_is_told_what_a_newer_version_does_not_have_any_more(desk, firm_url):
    open_table(desk)
    desk.press(KEY.Key_Down)
    desk.enter()
    desk.press(KEY.Key_Return, CTRL)
    desk.press(KEY.Key_Escape)
    desk.press(KEY.Key_Return, CTRL)
    release(firm_url, YAML.replace("size = large -> frame = steel", "size = small"))
    desk.press(KEY.Key_F6)
    desk.press(KEY.Key_1, ALT)
    assert "No longer possible together: Size: Large" in desk.message()
