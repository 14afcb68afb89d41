"""A save whose answer was lost was rolled back: what others saved and was read meanwhile is not written over."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget

from app.domain.price_inputs import PriceRowInput
from app.domain.products import ProductInput, UnitInput
from app.domain.rights import SYSTEM
from app.domain.tax_rules import DatedRate
from app.services import prices, products, setup
from tests.helpers.firm_facts import make_firm, make_price_list, make_product
from tests.helpers.slow_office import lose_answer, lose_commit
from tests.helpers.window import ALT, CTRL, KEY

pytestmark = pytest.mark.usefixtures("few_parts")

MICRO = 1_000_000


@pytest.fixture
def chair(work):
    make_firm(work)
    make_product(work, "CHR-9", "Its successor")
    return make_product(work, "CHR-2", "Task chair", units=[("pk", 12), ("box", 48)])


@pytest.fixture
def list_id(work, chair):
    return make_price_list(work, chair, price_micro=120 * MICRO)


@pytest.fixture
def card(window, chair, list_id):
    window.show("products")
    window.ask("product.open", chair)
    return window.page


def stand(window, grid, row, column):
    place = window.find(QWidget, grid)
    place.setFocus()
    place.select_row(row, place.cells.column_number(column))
    return place.cells


def elsewhere(window, work, call):
    with work.begin(actor=SYSTEM) as uow:
        call(uow)
    window.idle()


def change_product(id_, **values):
    """What another desk makes of a product."""

    def call(uow):
        before = products.read_product_card(uow, id_).product
        kept = {"sku": before.sku, "name": before.name, "units": before.units}
        products.update_product(uow, id_, ProductInput(**{**kept, **values}), version=before.version)

    return call


def clear_successor(window):
    window.key_field("successor", "")
    window.press(KEY.Key_Delete)


def units_of(work, chair):
    with work.reading(actor=SYSTEM) as view:
        found = products.read_product_card(view, chair).product.units
    return [(unit.code, unit.factor_num) for unit in found]


def lose_ten(window, work, monkeypatch):
    """Ten to the pack and a successor are keyed, and their save is lost."""
    window.key_field("successor", "CHR-9")
    stand(window, "units", 0, "factor_num")
    window.type("10\n")
    lose_commit(monkeypatch, work)
    window.press(KEY.Key_S, CTRL)


THEIRS = (UnitInput("pk", 14), UnitInput("box", 48))


@pytest.fixture
def lost(window, work, card, chair, monkeypatch):
    """Ten to the pack and a successor were keyed and lost; the other desk has fourteen, and another CHR-9."""
    lose_ten(window, work, monkeypatch)
    assert units_of(work, chair) == [("pk", 12), ("box", 48)]
    elsewhere(window, work, change_product(chair - 1, sku="CHR-10"))
    elsewhere(window, work, change_product(chair, units=THEIRS))
    return card


def test_a_unit_of_theirs_is_not_written_over_after_a_repeat_that_was_refused(window, work, lost, chair):
    clear_successor(window)
    window.press(KEY.Key_S, CTRL)
    assert units_of(work, chair) == [("pk", 14), ("box", 48)]
    assert lost.cells("units").errors() == {(0, "factor_num"): "Changed elsewhere meanwhile to: 14"}
    window.press(KEY.Key_2, ALT)
    window.press(KEY.Key_S, CTRL)
    assert (window.message(), units_of(work, chair)) == ("Saved.", [("pk", 10), ("box", 48)])


def test_a_unit_of_theirs_is_asked_about_though_another_change_was_read_since(window, work, lost, chair):
    elsewhere(window, work, change_product(chair, name="Chair"))
    clear_successor(window)
    window.press(KEY.Key_S, CTRL)
    assert units_of(work, chair) == [("pk", 14), ("box", 48)]
    assert lost.cells("units").errors() == {(0, "factor_num"): "Changed elsewhere meanwhile to: 14"}


def test_a_unit_of_theirs_stays_when_the_next_save_is_refused_too(window, work, lost, chair):
    window.press(KEY.Key_S, CTRL)
    assert lost.cells("units").errors() == {(0, "factor_num"): "Changed elsewhere meanwhile to: 14"}
    window.press(KEY.Key_1, ALT)
    window.key_field("successor", "CHR-10")
    window.press(KEY.Key_S, CTRL)
    assert (window.message(), units_of(work, chair)) == ("Saved.", [("pk", 14), ("box", 48)])


def test_a_unit_of_theirs_stays_after_a_repeat_that_failed_otherwise(window, work, lost, chair, monkeypatch):
    def fail(*_args, **_values):
        raise RuntimeError("not foreseen")

    clear_successor(window)
    with monkeypatch.context() as broken:
        broken.setattr(products.cards, "update_version", fail)
        elsewhere(
            window, work, lambda uow: products.create_product(uow, ProductInput(sku="CHR-9", name="Again"))
        )
        window.press(KEY.Key_S, CTRL)
    window.press(KEY.Key_S, CTRL)
    assert units_of(work, chair) == [("pk", 14), ("box", 48)]
    assert lost.cells("units").errors() == {(0, "factor_num"): "Changed elsewhere meanwhile to: 14"}


def test_a_unit_that_was_taken_out_and_changed_elsewhere_is_told_after_the_refused_repeat(
    window, work, card, chair, monkeypatch
):
    lose_ten(window, work, monkeypatch)
    stand(window, "units", 0, "factor_num")
    window.press(KEY.Key_Delete, CTRL)
    elsewhere(window, work, change_product(chair - 1, sku="CHR-10"))
    elsewhere(window, work, change_product(chair, units=THEIRS))
    clear_successor(window)
    window.press(KEY.Key_S, CTRL)
    assert "A row that you took out was changed elsewhere meanwhile" in window.message()
    assert units_of(work, chair) == [("pk", 14), ("box", 48)]


def test_what_nobody_else_touched_is_saved_at_once_after_the_refused_repeat(
    window, work, card, chair, monkeypatch
):
    lose_ten(window, work, monkeypatch)
    elsewhere(window, work, change_product(chair - 1, sku="CHR-10"))
    window.key_field("successor", "CHR-10")
    window.press(KEY.Key_S, CTRL)
    assert (window.message(), units_of(work, chair)) == ("Saved.", [("pk", 10), ("box", 48)])


# rates of a tax


def rates_of(work, code):
    with work.reading(actor=SYSTEM) as view:
        card = next(each for each in setup.read_taxes(view) if each.facts.code == code)
    return [rate.rate_ppm for rate in card.facts.rates]


def tax_input(card, **values):
    kept = {
        name: getattr(card.facts, name)
        for name in ("code", "name", "category", "exemption_text", "active", "rates")
    }
    return setup.TaxInput(**{**kept, **values})


def tax_of(uow, code):
    return next(each for each in setup.read_taxes(uow) if each.facts.code == code)


def test_a_rate_of_theirs_is_not_written_over_after_a_repeat_that_was_refused(window, work, monkeypatch):
    make_firm(work)
    window.show("setup")
    window.ask("setup.open", page="tax")
    page = window.page
    codes = [row.values["code"] for row in page.taxes.cells.rows()]
    at = next(at for at, row in enumerate(page.rates.cells.rows()) if row.values["code"] == codes[-1])
    stand(window, "taxes", 0, "code")
    window.type("Q\n")
    key_code_of_rates(window, page, codes[0])
    stand(window, "rates", at, "rate")
    window.type("21\n")
    lose_commit(monkeypatch, work)
    window.press(KEY.Key_S, CTRL)

    def theirs(uow):
        last = tax_of(uow, codes[-1])
        rates = (DatedRate(last.facts.rates[0].valid_from, 220_000), *last.facts.rates[1:])
        setup.update_tax(uow, last.facts.id, tax_input(last, rates=rates), version=last.version)
        setup.create_tax(uow, tax_input(last, code="Q", rates=rates))

    elsewhere(window, work, theirs)
    stand(window, "taxes", 0, "code")
    window.type(f"{codes[0]}\n")
    key_code_of_rates(window, page, "Q", codes[0])
    window.press(KEY.Key_S, CTRL)
    assert rates_of(work, codes[-1])[0] == 220_000
    assert "Changed elsewhere meanwhile to: 22" in page.rates.cells.errors().values()


def key_code_of_rates(window, page, before, after="Q"):
    """The rates of a tax whose code was keyed over are named anew."""
    for number, row in enumerate(page.rates.cells.rows()):
        if row.values["code"] == before and row.is_changed == (before == "Q"):
            stand(window, "rates", number, "code")
            window.type(f"{after}\n")


# breaks


def saved(work, list_id):
    with work.reading(actor=SYSTEM) as view:
        rows = prices.read_price_rows_for_cards(view, price_list_id=list_id)
    return [(row.min_quantity_micro // MICRO, row.price_micro // MICRO) for row in rows]


@pytest.fixture(params=["product", "list"])
def page(request, window, chair, list_id):
    """The two pages on which a break is keyed."""
    window.show("products")
    window.ask("product.open", chair) if request.param == "product" else window.ask("price.list", list_id)
    return window.page


def key_break(window, text):
    stand(window, "prices", 0, "break")
    window.type(f"{text}\n")


def test_a_break_that_is_written_though_its_answer_was_lost_is_not_told_as_ended(
    window, work, page, list_id, monkeypatch
):
    key_break(window, "5")
    lose_answer(monkeypatch, work)
    window.press(KEY.Key_S, CTRL)
    window.press(KEY.Key_F5)
    assert "took this row out" not in window.message()
    assert [row.values["break"] for row in page.cells("prices").rows()] == ["5"]
    window.press(KEY.Key_S, CTRL)
    assert (window.message(), saved(work, list_id)) == ("Saved.", [(5, 120)])
    assert not page.is_dirty()


def test_a_break_taken_out_after_its_answer_was_lost_stays_out(window, work, page, list_id, monkeypatch):
    key_break(window, "5")
    lose_answer(monkeypatch, work)
    window.press(KEY.Key_S, CTRL)
    stand(window, "prices", 0, "break")
    window.press(KEY.Key_Delete, CTRL)
    window.press(KEY.Key_F5)
    assert page.cells("prices").rows() == ()
    window.press(KEY.Key_S, CTRL)
    assert (window.message(), saved(work, list_id)) == ("Saved.", [])


def test_a_break_that_was_rolled_back_and_ended_elsewhere_is_told(window, work, page, list_id, monkeypatch):
    key_break(window, "5")
    lose_commit(monkeypatch, work)
    window.press(KEY.Key_S, CTRL)
    key = page.cells("prices").rows()[0].key

    def theirs(uow):
        product = prices.read_price_rows_for_cards(uow, price_list_id=list_id)[0].product_id
        prices.end_price_rows(uow, [key])
        more = PriceRowInput(product_id=product, price_micro=99 * MICRO, min_quantity_micro=5 * MICRO)
        prices.add_price_rows(uow, list_id, [more])

    elsewhere(window, work, theirs)
    window.press(KEY.Key_S, CTRL)
    assert "Somebody took this row out meanwhile" in window.message()
    assert saved(work, list_id) == [(5, 99)]


@pytest.mark.parametrize("readings", [1, 2])
def test_a_price_that_was_read_before_its_repeat_does_not_clash_with_itself(
    window, work, page, list_id, monkeypatch, readings
):
    stand(window, "prices", 0, "price")
    window.type("125\n")
    lose_commit(monkeypatch, work)
    window.press(KEY.Key_S, CTRL)
    window.press(KEY.Key_F5, times=readings)
    window.press(KEY.Key_S, CTRL)
    assert (window.message(), saved(work, list_id), page.is_dirty()) == ("Saved.", [(0, 125)], False)


# new rows taken out while their write has no answer


@pytest.fixture
def unit_taken_out(window, card, work, chair, monkeypatch):
    """A new unit was written, its answer was lost, and then the clerk took it out."""
    cells = stand(window, "units", 2, "factor_num")
    cells.key_cell(2, "code", "ctn")
    cells.key_cell(2, "factor_num", "5")
    lose_answer(monkeypatch, work)
    window.press(KEY.Key_S, CTRL)
    assert units_of(work, chair) == [("pk", 12), ("box", 48), ("ctn", 5)]
    stand(window, "units", 2, "factor_num")
    window.press(KEY.Key_Delete, CTRL)
    return cells


def test_a_new_unit_taken_out_after_its_answer_was_lost_stays_out(window, unit_taken_out, work, chair):
    window.press(KEY.Key_F5)
    assert len(unit_taken_out.rows()) == 2
    window.press(KEY.Key_S, CTRL)
    assert (window.message(), units_of(work, chair)) == ("Saved.", [("pk", 12), ("box", 48)])


def test_leaving_a_card_whose_new_unit_was_taken_out_without_an_answer_asks(window, unit_taken_out, card):
    window.press(KEY.Key_W, CTRL)
    assert window.page is card
    assert "changes that are not saved" in window.message()


# a save that was answered, and the next one that is not


@pytest.fixture
def answered(window, work, card):
    """A price of 125 is saved; something else was typed while it was, so that its row was read under it."""
    stand(window, "prices", 0, "price")
    window.type("125\n")
    window.type_fast("", KEY.Key_S, CTRL)
    field = window.find(QWidget, "name")
    field.setFocus()
    window.type_fast("x")
    window.idle()
    assert card.is_dirty()
    return card.cells("prices")


def price_of(window, text):
    stand(window, "prices", 0, "price")
    window.type(f"{text}\n")


def test_a_price_that_was_ended_elsewhere_while_its_change_was_lost_is_told(
    window, work, answered, chair, monkeypatch
):
    price_of(window, 126)
    window.key_field("successor", "CHR-9")
    lose_commit(monkeypatch, work)
    window.press(KEY.Key_S, CTRL)
    elsewhere(window, work, lambda uow: prices.end_price_rows(uow, [answered.rows()[0].key]))
    elsewhere(window, work, change_product(chair - 1, sku="CHR-10"))
    window.press(KEY.Key_S, CTRL)
    assert [row.values["price"] for row in answered.rows()] == ["126"]
    assert "KeyError" not in window.message()
    clear_successor(window)
    window.press(KEY.Key_S, CTRL)
    assert window.message() == "Saved."


def test_a_price_of_theirs_that_was_seen_is_not_asked_about_after_a_plain_refusal(
    window, work, answered, list_id, chair
):
    more = PriceRowInput(product_id=chair, price_micro=130 * MICRO)
    elsewhere(window, work, lambda uow: prices.set_prices(uow, list_id, [more]))
    assert [row.values["price"] for row in answered.rows()] == ["130.00"]
    price_of(window, 135)
    window.key_field("sku", "CHR-9")
    window.press(KEY.Key_S, CTRL)
    assert saved(work, list_id) == [(0, 130)]
    window.key_field("sku", "CHR-2")
    window.press(KEY.Key_S, CTRL)
    assert (window.message(), saved(work, list_id)) == ("Saved.", [(0, 135)])
