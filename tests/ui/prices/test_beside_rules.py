"""Beside the grid of promotions and of surcharges: whom a rule is for, from what on, how often; reached with F4."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from app import i18n
from app.domain.promotion_inputs import PromotionInput
from app.domain.rights import SYSTEM
from app.services.orders.drafts import start_draft
from app.services.prices import read_surcharges
from app.services.prices.promotions import create_promotion, read_promotions
from app.services.promotion_uses import take_uses
from tests.helpers.firm_facts import make_customers, make_firm, make_product
from tests.helpers.grids import go_to_cell, key_row, open_part
from tests.helpers.window import CTRL, KEY, SHIFT, open_on


@pytest.fixture
def firm(work):
    make_firm(work)
    make_product(work, "CHR-1", "Chair")
    return work


def promotions(work):
    with work.reading(actor=SYSTEM) as view:
        return read_promotions(view)


def choose_effect(window, page, text):
    go_to_cell(page.grid, 0, "effect")
    window.press(KEY.Key_F2)
    window.type(text)
    window.press(KEY.Key_Return)


def fields(page):
    """The names of what stands beside the grid."""
    shown = [form for form in page.beside.forms if not form.isHidden()]
    return {name for form in shown for name in form.values() if not form.widget(name).isHidden()}


def test_f4_goes_beside_the_grid_and_enter_through_all_fields_comes_back(window, firm):
    page = open_part(window, "price", "promotion")
    go_to_cell(page.grid, 0, "name")
    window.type("Sale\n")
    page.grid.select_row(0)
    window.press(KEY.Key_F4)
    assert window.focus() is page.beside.widget("articles")
    window.type("CHR-1")
    window.press(KEY.Key_Return)
    assert window.focus() is page.beside.widget("families")
    window.press(KEY.Key_Return, times=20)
    assert window.focus() is page.grid
    window.press(KEY.Key_F4)
    window.press(KEY.Key_Return, SHIFT)
    assert window.focus() is page.grid
    assert page.grid.cells.rows()[0].values["articles"] == "CHR-1"


def test_of_what_it_gives_only_what_fits_its_kind_stands_there(window, firm):
    page = open_part(window, "price", "promotion")
    go_to_cell(page.grid, 0, "name")
    window.type("Sale\n")
    page.grid.select_row(0)
    assert fields(page) & {"buy", "get", "gift", "slot", "times", "tax_class"} == set()
    assert "budget" in fields(page)
    choose_effect(window, page, "free")
    assert fields(page) & {"buy", "get", "gift", "slot", "times"} == {"buy", "get", "gift", "times"}
    assert "budget" not in fields(page)
    choose_effect(window, page, "no")
    assert fields(page) & {"buy", "get", "gift", "slot", "times"} == {"slot"}


def test_what_is_keyed_is_never_hidden(window, firm):
    """A field that says nothing for another kind still shows what stands in it: it is kept and refused with it."""
    page = open_part(window, "price", "promotion")
    go_to_cell(page.grid, 0, "name")
    window.type("Sale\n")
    choose_effect(window, page, "no")
    page.grid.select_row(0)
    window.key_field("promotion:slot", "freight")
    choose_effect(window, page, "perc")
    assert "slot" in fields(page)


def test_a_gift_is_keyed_beside_the_grid_and_saved_with_it(window, firm):
    page = open_part(window, "price", "promotion")
    go_to_cell(page.grid, 0, "name")
    window.type("Sale\n")
    choose_effect(window, page, "free")
    key_row(
        window, page, 0, buy="2", get="1", gift="CHR-1", customer_uses="3", coupon="SUN", order_least="100"
    )
    (card,) = promotions(firm)
    assert (card.buy_micro, card.get_micro, card.gift, card.coupon) == (2_000_000, 1_000_000, "CHR-1", "SUN")
    assert (card.max_customer_uses, card.order_least_minor) == (3, 10_000)


def test_an_error_beside_the_grid_is_told_at_its_field(window, firm):
    page = open_part(window, "price", "promotion")
    key_row(window, page, 0, name="Sale", percent="10", countries="Austria")
    assert promotions(firm) == ()
    assert page.beside.forms[2].errors()["countries"]
    assert page.beside.widget("countries").hasFocus(), "a cell that is not in sight takes no keys"
    key_row(window, page, 0, countries="at")
    assert promotions(firm)[0].countries == "AT"


def test_what_orders_used_is_told_below(window, firm):
    sale = PromotionInput(name="Sale", effect="percent", currency="EUR", rate_ppm=1, budget_minor=50_000)
    with firm.begin(actor=SYSTEM) as uow:
        create_promotion(uow, sale)
        take_uses(uow, start_draft(uow), None, {1: 12_345})
    page = open_part(window, "price", "promotion")
    page.grid.select_row(0, 0)
    assert page.beside.used.text() == "Orders: 1, taken off 123.45 · 376.55 of the budget is left"
    page.grid.select_row(1, 0)
    assert page.beside.used.text() == ""


def test_rows_are_copied_with_all_their_columns_and_pasted_again(window, firm):
    page = open_part(window, "price", "promotion")
    key_row(window, page, 0, name="Sale", percent="10", articles="CHR-1", coupon="SUN", uses="7")
    go_to_cell(page.grid, 0, "name")
    window.press(KEY.Key_C, CTRL)
    assert "SUN" in QApplication.clipboard().text()
    go_to_cell(page.grid, 1, "name")
    window.press(KEY.Key_V, CTRL)
    window.press(KEY.Key_S, CTRL)
    assert [(card.name, card.articles, card.coupon, card.max_uses) for card in promotions(firm)] == [
        ("Sale", "CHR-1", "SUN", 7)
    ] * 2


def test_the_customer_of_a_surcharge_is_found_beside_the_grid(window, firm):
    north, _south = make_customers(firm, "Nord", "Sued")
    page = open_part(window, "price", "surcharge")
    key_row(window, page, 0, slot="freight", name="Post", amount="9.90")
    page.grid.select_row(0)
    window.key_field("surcharge:customer", "nor")
    window.idle()
    window.press(KEY.Key_Return)
    window.press(KEY.Key_S, CTRL)
    window.idle()

    def kept():
        with firm.reading(actor=SYSTEM) as view:
            return [card.customer_id for card in read_surcharges(view)]

    assert kept() == [north]
    assert page.beside.form.text("customer") == "Nord"
    window.key_field("surcharge:customer", "nobody")
    window.press(KEY.Key_Tab)
    assert page.beside.form.text("customer") == "Nord", "what is typed and not chosen is forgotten"
    window.key_field("surcharge:customer", "")
    window.press(KEY.Key_Backspace)
    window.press(KEY.Key_S, CTRL)
    window.idle()
    assert kept() == [None]


@pytest.mark.parametrize("part", ["promotion", "surcharge"])
@pytest.mark.parametrize("language", ["en", "de"])
def test_the_grids_fit_a_small_window(qtbot, office, firm, language, part):
    i18n.set_language(language)
    window = open_on(qtbot, office)
    window.frame.resize(1280, 720)
    grid = open_part(window, "price", part).grid
    assert grid.horizontalScrollBar().maximum() == 0
