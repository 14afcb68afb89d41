"""Prices get another id with each change, units and numbers are written anew: nothing that is keyed is lost for it."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.price_inputs import PriceListInput, PriceRowInput
from app.domain.products import ProductInput, UnitInput
from app.domain.rights import SYSTEM
from app.services import prices, products
from app.views.prices import list_page
from tests.helpers.firm_facts import make_customers, make_firm, make_price_list, make_product
from tests.helpers.window import ALT, CTRL, KEY

pytestmark = pytest.mark.usefixtures("few_parts")

MICRO = 1_000_000


@pytest.fixture
def chair(work):
    make_firm(work)
    return make_product(work, "CHR-2", "Task chair", units=[("pk", 12), ("box", 48)])


@pytest.fixture
def list_id(work, chair):
    return make_price_list(work, chair, price_micro=120 * MICRO)


@pytest.fixture(params=["product", "list"])
def page(request, window, chair, list_id):
    """The two pages on which a price is keyed."""
    if request.param == "list":
        window.ask("price.list", list_id)
    else:
        open_card(window, chair)
    window.idle()
    return window.page


@pytest.fixture
def card(window, chair, list_id):
    return open_card(window, chair)


def open_card(window, chair):
    window.ask("product.open", chair)
    window.idle()
    return window.page


def do(window, work, call):
    """What another desk does."""
    with work.begin(actor=SYSTEM) as uow:
        result = call(uow)
    window.idle()
    return result


def saved(work, list_id):
    with work.reading(actor=SYSTEM) as view:
        rows = prices.read_price_rows_for_cards(view, price_list_id=list_id)
    return [(row.sku, row.min_quantity_micro // MICRO, row.price_micro / MICRO) for row in rows]


def stand(window, row, column, grid="prices"):
    place = window.find(QWidget, grid)
    place.setFocus()
    place.select_row(row, place.cells.column_number(column))
    return place.cells


def shown(cells, *names):
    return [tuple(row.values[name] for name in names) for row in cells.rows()]


def test_a_price_changed_here_and_elsewhere_shows_both(window, work, page, chair, list_id):
    cells = stand(window, 0, "price")
    window.type("130\n")
    theirs = PriceRowInput(product_id=chair, price_micro=125 * MICRO)
    do(window, work, lambda uow: prices.set_prices(uow, list_id, [theirs]))
    assert shown(cells, "price") == [("130",)]
    assert cells.errors() == {(0, "price"): "Changed elsewhere meanwhile to: 125.00"}
    assert "Row 1, Price: Changed elsewhere meanwhile to: 125.00" in window.message()
    window.press(KEY.Key_S, CTRL)
    assert saved(work, list_id) == [("CHR-2", 0, 130.0)]


def test_a_price_that_is_keyed_on_while_it_is_saved_is_not_lost(window, work, page, list_id):
    cells = stand(window, 0, "price")
    window.type("130\n")
    stand(window, 0, "price")
    window.type_fast("", KEY.Key_S, CTRL)
    window.type_fast("135")
    window.idle()
    assert shown(cells, "price") == [("135",)]
    assert "elsewhere" not in window.message()
    window.press(KEY.Key_S, CTRL)
    assert saved(work, list_id) == [("CHR-2", 0, 135.0)]


def test_a_break_that_is_changed_and_keyed_on_while_it_is_saved_stays_one_price(window, work, page, list_id):
    cells = stand(window, 0, "break")
    window.type("5\n")
    stand(window, 0, "break")
    window.type_fast("", KEY.Key_S, CTRL)
    window.type_fast("6")
    window.idle()
    assert shown(cells, "break", "price") == [("6", "120.00")]
    window.press(KEY.Key_S, CTRL)
    assert saved(work, list_id) == [("CHR-2", 6, 120.0)]


@pytest.mark.parametrize("price", ["110", "110.00", "110,0"])
def test_a_new_price_that_is_keyed_on_while_it_is_saved_comes_once(window, work, page, list_id, price):
    QApplication.clipboard().setText(new_row(page, price))
    stand(window, 1, first_column(page))
    window.press(KEY.Key_V, CTRL)
    cells = stand(window, 1, "price")
    window.type_fast("", KEY.Key_S, CTRL)
    window.type_fast("105")
    window.idle()
    assert shown(cells, "break", "price") == [("0", "120.00"), ("10", "105")]
    assert "elsewhere" not in window.message()
    window.press(KEY.Key_S, CTRL)
    assert page.message_bar.text() == "Saved."
    assert saved(work, list_id) == [("CHR-2", 0, 120.0), ("CHR-2", 10, 105.0)]


def first_column(page):
    return page.cells("prices").columns[0].name


def new_row(page, price):
    head = "CHR-2\t\t" if first_column(page) == "product" else "LIST · EUR"
    return f"{head}\t10\t{price}\n"


def test_a_keyed_price_that_was_ended_elsewhere_is_told_and_can_be_made_anew(window, work, page, list_id):
    cells = stand(window, 0, "price")
    window.type("130\n")
    key = cells.rows()[0].key
    do(window, work, lambda uow: prices.end_price_rows(uow, [key]))
    assert shown(cells, "price") == [("130",)]
    assert "Somebody took this row out meanwhile. It said: 120.00" in window.message()
    window.press(KEY.Key_S, CTRL)
    assert page.message_bar.text() == "Saved."
    assert saved(work, list_id) == [("CHR-2", 0, 130.0)]


def test_a_price_taken_out_while_another_is_saved_stays_out(window, work, page, chair, list_id):
    more = PriceRowInput(product_id=chair, price_micro=100 * MICRO, min_quantity_micro=5 * MICRO)
    do(window, work, lambda uow: prices.add_price_rows(uow, list_id, [more]))
    cells = stand(window, 0, "price")
    window.type("130\n")
    stand(window, 1, "price")
    window.type_fast("", KEY.Key_S, CTRL)
    window.type_fast("", KEY.Key_Delete, CTRL)
    window.idle()
    assert shown(cells, "break") == [("0",)]
    assert page.is_dirty()
    window.press(KEY.Key_S, CTRL)
    assert saved(work, list_id) == [("CHR-2", 0, 130.0)]


def test_a_keyed_price_stays_though_others_come_before_it_in_a_long_list(window, work, list_id, monkeypatch):
    first = make_product(work, "CHR-0", "First chair")
    with work.begin(actor=SYSTEM) as uow:
        prices.add_price_rows(uow, list_id, [PriceRowInput(product_id=first, price_micro=MICRO)])
    monkeypatch.setattr(list_page, "ROWS_MOST", 2)
    window.ask("price.list", list_id)
    cells = stand(window, 1, "price")
    window.type("2\n")
    more = [
        PriceRowInput(product_id=shown_id, price_micro=MICRO, min_quantity_micro=5 * MICRO)
        for shown_id in [cells.rows()[0].values["product"].id]
    ]
    do(window, work, lambda uow: prices.add_price_rows(uow, list_id, more))
    assert [row.values["price"] for row in cells.rows() if row.is_changed] == ["2"]
    assert window.message() == ""
    window.press(KEY.Key_S, CTRL)
    assert sorted(price for _sku, _break, price in saved(work, list_id)) == [1.0, 2.0, 120.0]


def test_a_price_that_exists_already_says_so_in_words(window, work, page, list_id):
    QApplication.clipboard().setText(new_row(page, "110").replace("\t10\t", "\t0\t"))
    stand(window, 1, first_column(page))
    window.press(KEY.Key_V, CTRL)
    window.press(KEY.Key_S, CTRL)
    told = page.cells("prices").errors()[1, "since"]
    assert told.startswith("The same break has a price already, without a first or last day.")


@pytest.fixture
def other_list(work, chair, list_id):
    """A second list with a price of the chair; named before the card, which asks for all lists when it opens."""
    head = PriceListInput(code="OTHER", name="Other", kind="general", currency="EUR")
    with work.begin(actor=SYSTEM) as uow:
        made = prices.create_price_list(uow, head)
        prices.add_price_rows(uow, made, [PriceRowInput(product_id=chair, price_micro=90 * MICRO)])


def refuse_a_second_price(window, card, row):
    """The same break a second time, in the second list; refused, nothing is saved."""
    QApplication.clipboard().setText("OTHER · EUR\t0\t80\n")
    stand(window, row, first_column(card))
    window.press(KEY.Key_V, CTRL)
    window.press(KEY.Key_S, CTRL)
    assert any(at == row for at, _name in card.cells("prices").errors())


def test_a_price_changed_elsewhere_after_a_refused_save_shows_both(
    window, work, other_list, card, chair, list_id
):
    cells = stand(window, 0, "price")
    window.type("130\n")
    refuse_a_second_price(window, card, 2)
    theirs = PriceRowInput(product_id=chair, price_micro=125 * MICRO)
    do(window, work, lambda uow: prices.set_prices(uow, list_id, [theirs]))
    assert cells.errors()[0, "price"] == "Changed elsewhere meanwhile to: 125.00"
    assert "Row 1, Price: Changed elsewhere meanwhile to: 125.00" in window.message()
    assert saved(work, list_id) == [("CHR-2", 0, 125.0)]


def test_a_unit_changed_elsewhere_after_a_refused_save_shows_both(
    window, work, other_list, card, chair, list_id
):
    cells = stand(window, 0, "factor_num", "units")
    window.type("10\n")
    refuse_a_second_price(window, card, 2)
    do(window, work, change_units(work, chair, UnitInput("pk", 14), UnitInput("box", 48)))
    assert cells.errors() == {(0, "factor_num"): "Changed elsewhere meanwhile to: 14"}
    assert units_of(work, chair) == [("pk", 14), ("box", 48)]
    window.press(KEY.Key_1, ALT)
    assert shown(cells, "code", "factor_num") == [("pack", "14"), ("box", "48")]


# units and customers' numbers


def change_units(work, chair, *units):
    def call(uow):
        before = products.read_product_card(uow, chair).product
        data = ProductInput(sku=before.sku, name=before.name, units=units)
        products.update_product(uow, chair, data, version=before.version)

    return call


def units_of(work, chair):
    with work.reading(actor=SYSTEM) as view:
        found = products.read_product_card(view, chair).product.units
    return [(unit.code, unit.factor_num) for unit in found]


def test_a_keyed_unit_stays_with_its_code_when_others_come_before_it(window, work, card, chair):
    cells = stand(window, 0, "factor_num", "units")
    window.type("10\n")
    theirs = (UnitInput("crate", 100), UnitInput("pk", 12), UnitInput("box", 48))
    do(window, work, change_units(work, chair, *theirs))
    assert shown(cells, "code", "factor_num")[:2] == [("crate", "100"), ("pack", "10")]
    assert window.message() == ""
    window.press(KEY.Key_S, CTRL)
    assert units_of(work, chair) == [("crate", 100), ("pk", 10), ("box", 48)]


def test_a_keyed_unit_that_was_taken_out_elsewhere_is_told(window, work, card, chair):
    cells = stand(window, 0, "factor_num", "units")
    window.type("10\n")
    do(window, work, change_units(work, chair, UnitInput("box", 48)))
    assert ("pack", "10") in shown(cells, "code", "factor_num")
    assert "Somebody took this row out meanwhile. It said: 12" in window.message()


def test_a_unit_that_is_keyed_on_while_it_is_saved_comes_once(window, work, card, chair):
    cells = stand(window, 2, "code", "units")
    window.type("crate\n")
    stand(window, 2, "factor_num", "units")
    window.type("100.0\n")
    stand(window, 2, "factor_num", "units")
    window.type_fast("", KEY.Key_S, CTRL)
    window.type_fast("120")
    window.idle()
    assert shown(cells, "code", "factor_num")[2:] == [("crate", "120")]
    assert "elsewhere" not in window.message()
    window.press(KEY.Key_S, CTRL)
    assert units_of(work, chair)[2:] == [("crate", 120)]


def test_a_unit_taken_out_while_another_is_saved_stays_out(window, work, card, chair):
    cells = stand(window, 0, "factor_num", "units")
    window.type("10\n")
    stand(window, 1, "code", "units")
    window.type_fast("", KEY.Key_S, CTRL)
    window.type_fast("", KEY.Key_Delete, CTRL)
    window.idle()
    assert len(cells.rows()) == 1
    window.press(KEY.Key_S, CTRL)
    assert units_of(work, chair) == [("pk", 10)]


def parts_of(work, chair):
    with work.reading(actor=SYSTEM) as view:
        return [each.code for each in products.read_product_card(view, chair).customer_parts]


def test_a_customers_number_that_is_keyed_on_while_it_is_saved_stays_one(window, work, card, chair):
    (customer,) = make_customers(work, "Bergmann Hotels GmbH")
    do(
        window,
        work,
        lambda uow: products.set_customer_part(uow, customer_id=customer, product_id=chair, code="A-1"),
    )
    cells = stand(window, 0, "code", "parts")
    window.type("B-1\n")
    stand(window, 0, "code", "parts")
    window.type_fast("", KEY.Key_S, CTRL)
    window.type_fast("C-1")
    window.idle()
    assert shown(cells, "code") == [("C-1",)]
    window.press(KEY.Key_S, CTRL)
    assert parts_of(work, chair) == ["C-1"]


def test_a_number_pasted_with_a_blank_behind_it_is_not_forgotten(window, work, card, chair):
    (customer,) = make_customers(work, "Bergmann Hotels GmbH")
    do(
        window,
        work,
        lambda uow: products.set_customer_part(uow, customer_id=customer, product_id=chair, code="A-1"),
    )
    stand(window, 0, "code", "parts")
    QApplication.clipboard().setText("A-1 ")
    window.press(KEY.Key_V, CTRL)
    window.press(KEY.Key_S, CTRL)
    assert parts_of(work, chair) == ["A-1"]


def test_theirs_brings_back_the_units_as_they_are(window, work, card, chair):
    cells = stand(window, 0, "factor_num", "units")
    window.type("10\n")
    do(window, work, change_units(work, chair, UnitInput("pk", 14), UnitInput("box", 48)))
    assert cells.errors() == {(0, "factor_num"): "Changed elsewhere meanwhile to: 14"}
    window.press(KEY.Key_1, ALT)
    assert shown(cells, "code", "factor_num") == [("pack", "14"), ("box", "48")]
    assert not card.is_dirty()
