"""What the law asks of an article, keyed into its card."""

from __future__ import annotations

import pytest

from app.domain.rights import SYSTEM
from app.services import products
from tests.helpers.firm_facts import make_firm, make_product
from tests.helpers.window import CTRL, KEY


@pytest.fixture
def page(window, work):
    make_firm(work)
    product = make_product(work, "PNT-1", "Paint")
    window.show("products")
    window.context.desk().open_product(product)
    window.idle()
    return window.context.desk().page()


def key(page, window, name, text):
    page.law.widget(name).setFocus()
    window.type(text)
    window.press(KEY.Key_Return)


def card(work, page):
    with work.reading(actor=SYSTEM) as view:
        return products.read_product_card(view, page.record_id)


def test_a_danger_is_keyed_tidied_and_told_in_the_history(page, window, work):
    for name, text in (("un_number", "UN 1263"), ("hazard_class", "3"), ("shipping_name", "PAINT")):
        key(page, window, name, text)
    key(page, window, "limited_amount", "5000")
    key(page, window, "inner_amount", "750")
    window.press(KEY.Key_S, CTRL)
    assert page.message_bar.level() == "ok", page.message_bar.text()
    kept = card(work, page)
    hazard = kept.product.hazard
    assert (hazard.statement, hazard.is_limited) == ("UN 1263 PAINT, 3", True)
    told = {change.field for change in kept.history[0].changes}
    assert told == {"un_number", "hazard_class", "shipping_name", "limited_amount", "inner_amount"}


def test_a_number_without_its_class_is_marked(page, window, work):
    key(page, window, "un_number", "1263")
    window.press(KEY.Key_S, CTRL)
    assert set(page.law.errors()) >= {"hazard_class", "shipping_name"}
    assert card(work, page).product.un_number == ""
