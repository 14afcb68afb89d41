"""Costs by keys: on the product's card, pasted, corrected at a receipt, listed at the price desk, brought by a file."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtWidgets import QApplication

from app import i18n
from app.domain.costs import CostInput
from app.domain.money import MICRO
from app.domain.rights import SYSTEM, Actor
from app.services.costs import read_costs_of, read_receipt_costs, replace_costs
from app.services.importing import is_sheet, sheet_as_text
from app.services.settings_store import read_firm_settings
from app.services.stock.moves import ProductQuantity
from app.services.stock.receipts import receive_freely
from app.views.kit.scrolled import ScrolledCards
from tests.helpers.firm_facts import make_firm, make_product
from tests.helpers.import_office import ImportOffice
from tests.helpers.window import CTRL, KEY, open_on

pytestmark = pytest.mark.usefixtures("few_parts")

SALES = Actor(name="Anna", roles=frozenset({"sales"}))
MAY = date(2026, 5, 1)


@pytest.fixture
def chair(work):
    make_firm(work)
    return make_product(work, "CHR-1", "Task chair", standard_cost_micro=80 * MICRO)


def stored(work, product):
    with work.reading(actor=SYSTEM) as view:
        return [(row.cost_micro / MICRO, row.first_day) for row in read_costs_of(view, product)]


def open_card(window, product):
    window.ask("product.open", product)
    return window.page


def story(page):
    return page.side.history.text().replace("\xa0", " ")


def test_a_cost_with_its_day_is_keyed_below_the_one_from_the_beginning(window, work, chair):
    page = open_card(window, chair)
    page.costs.costs.select_row(1, 0)
    page.costs.costs.setFocus()
    window.type("82.5\t1.5.\n")
    window.press(KEY.Key_S, CTRL)
    assert stored(work, chair) == [(80, None), (82.5, MAY)]
    page.costs.costs.select_row(0, 0)
    page.costs.costs.setFocus()
    window.type("79\n")
    window.press(KEY.Key_S, CTRL)
    assert stored(work, chair) == [(79, None), (82.5, MAY)]
    assert "Cost from the beginning: 80.00 EUR → 79.00 EUR" in story(page)
    page.costs.costs.select_row(1, 0)
    page.costs.costs.setFocus()
    window.press(KEY.Key_Delete, CTRL)
    window.press(KEY.Key_S, CTRL)
    assert stored(work, chair) == [(79, None)]


def test_costs_are_pasted_from_a_sheet_and_a_wrong_one_is_marked(window, work, chair):
    page = open_card(window, chair)
    QApplication.clipboard().setText("81\t01.04.2026\n82\t01.05.2026\n83\t01.05.2026\n")
    page.costs.costs.select_row(1, 0)
    page.costs.costs.setFocus()
    window.press(KEY.Key_V, CTRL)
    window.press(KEY.Key_S, CTRL)
    assert "The article has a cost from" in page.message_bar.text()
    page.costs.costs.select_row(3, 1)
    page.costs.costs.setFocus()
    window.press(KEY.Key_Delete, CTRL)
    window.press(KEY.Key_S, CTRL)
    assert stored(work, chair) == [(80, None), (81, date(2026, 4, 1)), (82, MAY)]


def test_a_new_product_is_made_with_its_costs(window, work, chair):
    window.ask("product.new")
    window.key_field("sku", "LMP-1")
    window.key_field("name", "Lamp")
    page = window.page
    page.costs.costs.select_row(0, 0)
    page.costs.costs.setFocus()
    window.type("12.25\n")
    window.press(KEY.Key_S, CTRL)
    assert stored(work, page.record_id) == [(12.25, None)]


def test_the_cost_of_a_receipt_is_corrected_and_the_average_follows(window, work, chair):
    with work.begin(actor=SYSTEM) as uow:
        for cost in (100, 200):
            line = ProductQuantity(chair, 10 * MICRO, cost * MICRO)
            receive_freely(uow, warehouse_id=1, lines=[line])
    page = open_card(window, chair)
    page.costs.receipts.select_row(0, 3)
    page.costs.receipts.setFocus()
    window.type("300\n")
    window.press(KEY.Key_S, CTRL)
    with work.reading(actor=SYSTEM) as view:
        rows = read_receipt_costs(view, chair)
    assert [(row.cost_micro // MICRO, row.average_micro // MICRO) for row in rows] == [(300, 200), (100, 100)]
    assert "Cost of a receipt: 200.00 EUR → 300.00 EUR" in story(page)


def test_who_sees_no_margins_has_no_costs_at_the_price_desk(qtbot, office, chair):
    window = open_on(qtbot, office, actor=SALES)
    window.show("prices")
    assert "prices:cost" not in [page.objectName() for page in window.context.desk().pages()]
    assert open_card(window, chair).costs is None
    window.close()


def test_the_list_of_costs_opens_the_card_and_the_import(window, work, chair):
    window.show("prices")
    window.ask("price.open", page="cost")
    assert window.page.objectName() == "prices:cost"
    window.page.to_table()
    window.press(KEY.Key_Return)
    assert (window.page.objectName(), window.page.record_id) == ("productPage", chair)
    window.ask("price.open", page="cost")
    window.press(KEY.Key_I, CTRL)
    assert window.context.desk().file.kind() == "costs"


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_exported_costs_come_back_without_a_change(window, work, chair, tmp_path, kind, language):
    i18n.set_language(language)
    with work.begin(actor=SYSTEM) as uow:
        replace_costs(uow, [CostInput(product_id=chair, cost_micro=1_234_567, valid_from=MAY)])
    window.show("prices")
    window.ask("price.open", page="cost")
    path = tmp_path / f"costs.{kind}"
    window.page.list_bar.export_to(path)
    window.idle()
    read = sheet_as_text(str(path)) if is_sheet(str(path)) else path
    before = stored(work, chair)
    report = ImportOffice(work).import_file("costs", read)
    assert [found.outcome.value for found in report.documents] == ["present"] * 2, report
    assert stored(work, chair) == before


def test_a_file_brings_new_costs_and_tells_what_it_cannot_read(work, chair, tmp_path):
    path = tmp_path / "costs.csv"
    rows = ("CHR-1;81.10;EUR;", "CHR-1;82;EUR;01.05.2026", "CHR-1;83;EUR;01.05.2026", "CHR-1;-2;;01.06.2026")
    path.write_text(
        "\n".join(["sku;cost;currency;valid from", *rows, "XXX;5;EUR;", "CHR-1;5;USD;"]) + "\n", "utf-8"
    )
    report = ImportOffice(work).import_file("costs", path)
    assert [found.outcome.value for found in report.documents] == ["created"] * 2, report
    assert [reason.code for reason in report.refused] == [
        "cost.negative", "currency-differs", "key-repeated", "product-unknown",
    ]  # fmt: skip
    assert stored(work, chair) == [(81.1, None), (82, MAY)]


def test_the_firm_chooses_the_average(window, work, chair):
    window.show("prices")
    window.ask("price.open", page="setting")
    window.page.form.widget("costs").setFocus()
    window.press(KEY.Key_Down)
    window.press(KEY.Key_S, CTRL)
    with work.reading(actor=SYSTEM) as view:
        assert read_firm_settings(view)["cost.source"] == "average"


def test_a_wrong_cell_is_brought_back_into_sight_where_the_cursor_stood_on_it(window, work, chair):
    window.frame.resize(1000, 650)
    page = open_card(window, chair)
    grid = page.costs.costs
    grid.setFocus()
    grid.select_row(0, 0)
    window.type("zz\n")
    grid.select_row(0, 0)
    above = grid
    while not isinstance(above, ScrolledCards):
        above = above.parentWidget()
    window.press(KEY.Key_S, CTRL)
    above.verticalScrollBar().setValue(0)
    window.press(KEY.Key_S, CTRL)
    assert page.message_bar.level() == "bad"
    middle = grid.viewport().mapTo(above.viewport(), grid.visualRect(grid.currentIndex()).center())
    assert above.viewport().rect().contains(middle)
