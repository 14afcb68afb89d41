"""The price desk by keys: price lists with what stands beside their grid, and discounts."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QWidget

from app import i18n
from app.domain.money import MICRO
from app.domain.price_inputs import DiscountInput, PriceListInput
from app.domain.rights import SYSTEM, Actor
from app.services import prices
from app.services.prices import read_discounts, read_price_lists
from app.services.settings_store import write_firm_settings
from app.views.kit.action_row import CutLabel
from tests.helpers.firm_facts import make_firm, make_price_list, make_product
from tests.helpers.grids import go_to_cell, open_part
from tests.helpers.window import CTRL, KEY, SHIFT, open_on


@pytest.fixture
def desk(window, work):
    make_firm(work)
    window.show("prices")
    return window.context.desk()


def read(work, call):
    with work.reading(actor=SYSTEM) as view:
        return call(view)


def test_a_discount_that_would_have_to_be_rounded_is_marked(window, desk, work):
    page = open_part(window, "price", "discount")
    go_to_cell(page.grid, 0, "name")
    window.type("Autumn\n12.34567\n")
    window.press(KEY.Key_S, CTRL)
    assert page.grid.cells.errors()[0, "discount"] == "“12.34567”: At most 4 decimals can be kept."
    assert read(work, read_discounts) == ()


def test_a_price_list_and_a_discount_are_made_and_a_discount_of_101_percent_is_refused(window, desk, work):
    page = open_part(window, "price", "price")
    go_to_cell(page.grid, 0, "code")
    window.type("LIST")
    window.press(KEY.Key_Return)
    window.type("List prices")
    window.press(KEY.Key_Return)
    window.press(KEY.Key_S, CTRL)
    assert [each.code for each in read(work, read_price_lists)] == ["LIST"]
    page = open_part(window, "price", "discount")
    go_to_cell(page.grid, 0, "name")
    for text in ("Autumn", "101"):
        window.type(text)
        window.press(KEY.Key_Return)
    window.press(KEY.Key_S, CTRL)
    assert page.grid.cells.errors()[0, "discount"]
    go_to_cell(page.grid, 0, "discount")
    window.type("10")
    window.press(KEY.Key_Return)
    window.press(KEY.Key_S, CTRL)
    assert [(each.name, each.discount_ppm) for each in read(work, read_discounts)] == [("Autumn", 100_000)]


def test_a_discount_off_the_rest_is_chosen_by_a_letter_and_told_in_its_history(window, desk, work):
    page = open_part(window, "price", "discount")
    go_to_cell(page.grid, 0, "name")
    for text in ("Autumn", "5", "o"):
        window.type(text)
        window.press(KEY.Key_Return)
    window.press(KEY.Key_S, CTRL)
    assert [(each.name, each.kind) for each in read(work, read_discounts)] == [("Autumn", "chained")]
    go_to_cell(page.grid, 0, "kind")
    window.type("b\n")
    window.press(KEY.Key_S, CTRL)
    assert [(each.name, each.kind) for each in read(work, read_discounts)] == [("Autumn", "best")]
    go_to_cell(page.grid, 0, "name")
    window.idle()
    assert "Kind: off the rest → best counts" in page.story.view.text()


@pytest.fixture
def general(work, desk):
    chair = make_product(work, "CHR", "Chair")
    made = make_price_list(work, chair, price_micro=348_350_000)
    with work.begin(actor=SYSTEM) as uow:
        write_firm_settings(uow, {"sales.channels": "phone, web"})
    return made


def example(window):
    return window.find(QLabel, "formulaExample").text().replace("\N{NO-BREAK SPACE}", " ")


def test_a_list_is_made_of_another_by_keys_and_shows_an_example(window, desk, work, general):
    page = open_part(window, "price", "price")
    go_to_cell(page.grid, page.grid.cells.rowCount() - 1, "code")
    window.type("EXP\nExport\ng")
    window.press(KEY.Key_Return)
    window.press(KEY.Key_F4)
    window.type("\t\tw\t")
    window.press(KEY.Key_S, CTRL)  # the row is kept with a channel that is typed to its end
    window.idle()
    window.key_field("list:parent", "LIST")
    window.key_field("list:factor", "110")
    window.key_field("list:step", "1")
    window.key_field("list:ending", "-0.01")
    assert example(window) == "Example: 348.35 → 383.185 → 382.99"
    window.press(KEY.Key_S, CTRL)
    assert page.message_bar.text() == "Saved."
    made = next(each for each in read(work, read_price_lists) if each.code == "EXP")
    assert (made.parent_id, made.factor_ppm, made.step_micro, made.ending_micro, made.channel) == (
        general, 1_100_000, MICRO, -10_000, "w",
    )  # fmt: skip


def test_what_stands_beside_the_grid_is_kept_when_a_cell_of_it_is_changed(window, desk, work, general):
    head = PriceListInput(
        code="AT", name="Austria", kind="general", currency="EUR", country="AT", channel="web", priority=3,
        parent_id=general, factor_ppm=970_000, breaks_over="family", counts="period", purpose="floor",
    )  # fmt: skip
    with work.begin(actor=SYSTEM) as uow:
        made = prices.create_price_list(uow, head)
    page = open_part(window, "price", "price")
    go_to_cell(page.grid, 0, "name")
    window.type("Vienna\n")
    window.press(KEY.Key_S, CTRL)
    now = next(each for each in read(work, read_price_lists) if each.id == made)
    assert (now.name, now.country, now.channel, now.priority) == ("Vienna", "AT", "web", 3)
    assert now.purpose == "floor"
    assert (now.parent_id, now.factor_ppm, now.breaks_over, now.counts) == (
        general,
        970_000,
        "family",
        "period",
    )


def test_an_unknown_list_and_a_circle_are_told_where_they_stand(window, desk, work, general):
    page = open_part(window, "price", "price")
    go_to_cell(page.grid, 0, "name")
    window.key_field("list:parent", "NONE")
    window.press(KEY.Key_S, CTRL)
    assert page.grid.cells.errors()[0, "parent"] == "No price list has this code. Type the beginning of one."
    assert page.inspector.form.errors()["parent"]
    window.key_field("list:parent", "LIST")
    window.press(KEY.Key_S, CTRL)
    assert "LIST" in page.grid.cells.errors()[0, "parent"]
    assert read(work, read_price_lists)[0].parent_id is None


def test_shift_enter_in_the_first_field_goes_back_to_the_grid(window, desk, general):
    page = open_part(window, "price", "price")
    page.enter()
    window.press(KEY.Key_F4)
    assert window.focus() is page.inspector.form.widget("price_group")
    window.press(KEY.Key_Return, SHIFT)
    assert window.focus() is page.grid


def test_who_may_not_change_prices_reads_them(qtbot, office, work):
    make_firm(work)
    make_price_list(work, make_product(work, "CHR", "Chair"), price_micro=MICRO)
    window = open_on(qtbot, office, actor=Actor(name="Sam", roles=frozenset({"sales"})))
    window.show("prices")
    page = open_part(window, "price", "price")
    page.enter()
    window.type("X\n")
    assert [row.values["code"] for row in page.grid.cells.rows()] == ["LIST"]
    assert not page.inspector.form.isEnabled()
    assert page.findChild(QWidget, "saveCard") is None
    feet = [label.text() for label in page.findChildren(CutLabel)]
    assert "Only to be read; may be changed by: Owner" in feet, "no key is promised that does nothing"


@pytest.mark.parametrize("page", ["price", "discount"])
@pytest.mark.parametrize("language", ["en", "de"])
def test_wide_pages_fit_a_small_window(qtbot, office, work, language, page):
    i18n.set_language(language)
    make_firm(work)
    window = open_on(qtbot, office)
    window.frame.resize(1280, 720)
    window.show("prices")
    grid = open_part(window, "price", page).grid
    assert grid.horizontalScrollBar().maximum() == 0


def test_a_discount_off_the_whole_order_keeps_its_amount_when_its_name_is_changed(window, desk, work):
    rule = DiscountInput(name="Big orders", discount_ppm=30_000, scope="order", least_minor=100_000)
    with work.begin(actor=SYSTEM) as uow:
        prices.create_discount(uow, rule)
    page = open_part(window, "price", "discount")
    go_to_cell(page.grid, 0, "name")
    window.type("Large orders\n")
    window.press(KEY.Key_S, CTRL)
    (kept,) = read(work, read_discounts)
    assert (kept.name, kept.scope, kept.least_minor) == ("Large orders", "order", 100_000)
    go_to_cell(page.grid, 0, "least")
    window.type("2000.50\n")
    window.press(KEY.Key_S, CTRL)
    assert read(work, read_discounts)[0].least_minor == 200_050


def test_a_list_with_vat_is_ticked_beside_the_grid_and_told_in_its_history(window, desk, work, general):
    page = open_part(window, "price", "price")
    go_to_cell(page.grid, 0, "code")
    window.press(KEY.Key_F4)
    page.inspector.form.widget("includes_tax").setFocus()
    window.press(KEY.Key_Space)
    window.press(KEY.Key_S, CTRL)
    window.idle()
    (card,) = read(work, read_price_lists)
    assert card.includes_tax
    texts = " ".join(label.text() for label in page.findChildren(QLabel))
    assert "Prices include VAT" in texts
