"""Products by keys: the card with units and prices, prices pasted from a sheet, the cost that is not for all."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from app.domain.price_inputs import PriceListInput, PriceRowInput
from app.domain.rights import SYSTEM, Actor
from app.services import prices, products
from app.services.costs import read_costs_of
from tests.helpers.firm_facts import make_customers, make_firm, make_product
from tests.helpers.window import ALT, CTRL, KEY, open_on

SALES = Actor(name="Anna", roles=frozenset({"sales"}))


@pytest.fixture
def firm(work):
    make_firm(work)
    product = make_product(work, "CHR-1", "Task chair", standard_cost_micro=80_000_000)
    with work.begin(actor=SYSTEM) as uow:
        list_id = prices.create_price_list(
            uow, PriceListInput(code="LIST", name="List", kind="general", currency="EUR")
        )
        prices.add_price_rows(uow, list_id, [PriceRowInput(product_id=product, price_micro=120_000_000)])
    return product


@pytest.fixture
def desk(window, firm):
    window.show("products")
    return window.context.desk()


def read_prices(work, product):
    with work.reading(actor=SYSTEM) as view:
        rows = prices.read_price_rows_for_cards(view, product_id=product)
    return [(row.min_quantity_micro // 10**6, row.price_micro) for row in rows]


def read(work, product):
    with work.reading(actor=SYSTEM) as view:
        return products.read_product_card(view, product)


def open_card(window, desk, product):
    desk.open_product(product)
    window.idle()
    return desk.page()


def test_enter_opens_the_product_that_was_searched(window, desk, firm):
    window.press(KEY.Key_F, CTRL)
    window.type("task")
    window.press(KEY.Key_Return)
    window.press(KEY.Key_Return)
    assert desk.page().record_id == firm


def test_a_new_product_with_a_pack_is_keyed_and_saved(window, desk, work, firm):
    window.press(KEY.Key_N, CTRL)
    window.type("BIN-15")
    window.press(KEY.Key_Return)
    window.type("Waste paper bin")
    units = window.find(QWidget, "units")
    units.setFocus()
    units.select_row(0, 0)
    window.type("pk")
    window.press(KEY.Key_Return)
    window.type("12")
    window.press(KEY.Key_Return)
    window.press(KEY.Key_S, CTRL)
    page = desk.page()
    assert page.message_bar.level() == "ok", page.message_bar.text()
    product = read(work, page.record_id).product
    assert (product.sku, product.name) == ("BIN-15", "Waste paper bin")
    assert [(unit.code, unit.factor_num, unit.factor_den) for unit in product.units] == [("pk", 12, 1)]


def test_a_weight_of_part_of_a_gram_is_marked_and_not_rounded(window, desk, work, firm):
    page = open_card(window, desk, firm)
    weight = read(work, firm).product.weight_g
    window.key_field("weight", "1.2")
    window.press(KEY.Key_S, CTRL)
    assert page.findChild(QLabel, "weightError").text() == "This must be a whole number."
    assert read(work, firm).product.weight_g == weight


def test_a_wrong_check_digit_is_marked_under_the_gtin(window, desk, work, firm):
    page = open_card(window, desk, firm)
    window.key_field("gtin", "4012345678902")
    window.press(KEY.Key_S, CTRL)
    assert "4012345678902" in page.findChild(QLabel, "gtinError").text()
    assert read(work, firm).product.gtin == ""


def test_quantity_breaks_are_pasted_from_a_sheet(window, desk, work, firm):
    page = open_card(window, desk, firm)
    page.prices.setFocus()
    page.prices.select_row(1, 0)
    QApplication.clipboard().setText("LIST\t10\t110\nLIST\t50\t99.50\n")
    window.press(KEY.Key_V, CTRL)
    window.press(KEY.Key_S, CTRL)
    assert page.message_bar.level() == "ok", page.message_bar.text()
    assert read_prices(work, firm) == [(0, 120_000_000), (10, 110_000_000), (50, 99_500_000)]


def key_price(window, desk, product, price):
    """Open the card and type into the cell of its first price; the cell stays open."""
    page = open_card(window, desk, product)
    page.prices.setFocus()
    page.prices.select_row(0, page.prices.cells.column_number("price"))
    window.type(price)


def test_a_changed_price_replaces_the_one_before(window, desk, work, firm):
    key_price(window, desk, firm, "125")
    window.press(KEY.Key_Return)
    window.press(KEY.Key_S, CTRL)
    assert read_prices(work, firm) == [(0, 125_000_000)]


def test_a_price_that_is_still_being_keyed_is_saved_too(window, desk, work, firm):
    key_price(window, desk, firm, "125")
    window.press(KEY.Key_S, CTRL)
    assert read_prices(work, firm) == [(0, 125_000_000)]


def test_a_card_with_a_cell_that_is_still_being_keyed_is_not_closed_unasked(window, desk, work, firm):
    key_price(window, desk, firm, "125")
    window.press(KEY.Key_W, CTRL)
    window.press(KEY.Key_1, ALT)
    assert read_prices(work, firm) == [(0, 125_000_000)]


def test_ctrl_del_ends_a_price(window, desk, work, firm):
    page = open_card(window, desk, firm)
    page.prices.setFocus()
    page.prices.select_row(0, 0)
    window.press(KEY.Key_Delete, CTRL)
    window.press(KEY.Key_S, CTRL)
    assert read_prices(work, firm) == []


@pytest.mark.parametrize("text", ["abc", "-1", "1e12"])
def test_a_price_that_is_none_is_marked_in_its_cell_and_nothing_is_saved(window, desk, work, firm, text):
    page = open_card(window, desk, firm)
    page.prices.setFocus()
    page.prices.select_row(0, page.prices.cells.column_number("price"))
    window.type(text)
    window.press(KEY.Key_Return)
    window.press(KEY.Key_S, CTRL)
    assert page.prices.cells.errors()[0, "price"]
    assert read_prices(work, firm) == [(0, 120_000_000)]


def test_a_customers_own_number_is_chosen_by_type_ahead(window, desk, work, firm):
    (customer,) = make_customers(work, "Bergmann Hotels GmbH")
    page = open_card(window, desk, firm)
    page.parts.setFocus()
    page.parts.select_row(0, 0)
    window.type("berg")
    window.press(KEY.Key_Return)
    window.type("B-77")
    window.press(KEY.Key_Return)
    window.press(KEY.Key_S, CTRL)
    assert page.message_bar.level() == "ok", page.message_bar.text()
    assert [(each.customer_id, each.code) for each in read(work, firm).customer_parts] == [(customer, "B-77")]


def test_who_may_not_see_margins_finds_the_cost_nowhere_and_keeps_it_when_saving(qtbot, office, work, firm):
    window = open_on(qtbot, office, actor=SALES)
    window.show("products")
    desk = window.context.desk()
    assert "cost" not in [column.name for column in desk.list.model.columns]
    page = open_card(window, desk, firm)
    assert page.costs is None
    assert "80" not in page.side.history.text()
    window.key_field("family", "Chairs")
    window.press(KEY.Key_S, CTRL)
    assert read(work, firm).product.family == "Chairs"
    with work.reading(actor=SYSTEM) as view:
        assert [row.cost_micro for row in read_costs_of(view, firm)] == [80_000_000]


def test_the_successor_is_found_by_typing_and_an_unknown_one_is_refused(window, desk, work, firm):
    heir = make_product(work, "CHR-2", "Task chair plus")
    page = open_card(window, desk, firm)
    field = page.head.widget("successor")
    field.setFocus()
    window.type("plus")
    window.idle()
    window.press(KEY.Key_Return)
    assert field.text() == "CHR-2"
    window.press(KEY.Key_S, CTRL)
    window.idle()
    assert read(work, firm).product.successor_id == heir
    assert "Successor: CHR-2" in page.side.history.text()
    window.key_field("successor", "NO-SUCH")
    window.press(KEY.Key_Escape)
    window.press(KEY.Key_S, CTRL)
    window.idle()
    assert "NO-SUCH" in page.findChild(QLabel, "successorError").text()
    field.setFocus()
    window.press(KEY.Key_A, CTRL)
    window.press(KEY.Key_Delete)
    window.press(KEY.Key_S, CTRL)
    window.idle()
    assert read(work, firm).product.successor_id is None


def test_a_pasted_price_that_is_none_is_told_with_its_row_and_column(window, desk, work, firm):
    page = open_card(window, desk, firm)
    before = read_prices(work, firm)
    page.prices.setFocus()
    page.prices.select_row(1, 0)
    QApplication.clipboard().setText("LIST\tabc\t-1\t1\t2026-02-30\nLIST\t50\t99999999999999999999\n")
    window.press(KEY.Key_V, CTRL)
    window.press(KEY.Key_S, CTRL)
    told = page.message_bar.text()
    assert "Row 2, From quantity: “abc” is not a number. Key it like 12.50." in told
    assert "Row 2, Valid from: “2026-02-30” is not a day. Key 23.11., +3 or 2026-11-23." in told
    assert "Row 3, Price: “99999999999999999999” is above one trillion. Check the digits." in told
    assert read_prices(work, firm) == before


@pytest.mark.parametrize("field", ["weight", "min_quantity"])
def test_a_number_that_no_database_takes_is_marked(window, desk, work, firm, field):
    page = open_card(window, desk, firm)
    before = read(work, firm).product
    window.key_field(field, "99999999999999999999")
    window.press(KEY.Key_S, CTRL)
    error = page.findChild(QLabel, f"{field}Error").text()
    assert error == "This is above one trillion. Check the digits."
    assert read(work, firm).product == before
