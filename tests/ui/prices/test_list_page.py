"""A price list's own page by keys: find products, change and add prices with breaks, paste them from a sheet."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.price_inputs import PriceListInput, PriceRowInput
from app.domain.rights import SYSTEM
from app.services import prices
from tests.helpers.firm_facts import make_firm, make_product
from tests.helpers.window import CTRL, KEY, SHIFT

MICRO = 1_000_000


@pytest.fixture
def products(work):
    make_firm(work)
    return [
        make_product(work, f"CHR-{number}", f"{name} chair")
        for number, name in enumerate(("Alpha", "Beta", "Gamma"), 1)
    ]


@pytest.fixture
def list_id(work, products):
    head = PriceListInput(code="LIST", name="List price", kind="general", currency="EUR")
    with work.begin(actor=SYSTEM) as uow:
        made = prices.create_price_list(uow, head)
        rows = [PriceRowInput(product_id=id_, price_micro=100 * MICRO) for id_ in products[:2]]
        prices.add_price_rows(uow, made, rows)
    return made


@pytest.fixture
def page(window, list_id):
    window.ask("price.list", list_id)
    window.idle()
    return window.page


def read_rows(work, list_id):
    with work.reading(actor=SYSTEM) as view:
        rows = prices.read_price_rows_of_list(view, list_id, limit=100)
    return [(row.sku, row.min_quantity_micro // MICRO, row.price_micro / MICRO) for row in rows]


def shown(page):
    return [page.grid.cells.cell_text("product", row.values["product"]) for row in page.grid.cells.rows()]


def test_ctrl_o_on_the_lists_opens_the_prices_of_the_list(window, work, list_id):
    window.ask("price.open", page="price")
    window.idle()
    window.find(QWidget, "priceGrid").select_row(0, 0)
    window.press(KEY.Key_O, CTRL)
    window.idle()
    page = window.page
    assert page.objectName() == "priceListPage"
    assert shown(page) == ["CHR-1", "CHR-2"]
    assert page.note.text() == "2 prices"


def test_a_break_is_keyed_with_its_product_by_type_ahead(window, page, work, list_id):
    window.press(KEY.Key_Insert)
    window.type("gamma")
    window.idle()
    window.press(KEY.Key_Return)
    for text in ("5", "95"):
        window.type(text)
        window.press(KEY.Key_Return)
    window.press(KEY.Key_S, CTRL)
    window.idle()
    assert page.message_bar.level() == "ok", page.message_bar.text()
    assert read_rows(work, list_id) == [("CHR-1", 0, 100.0), ("CHR-2", 0, 100.0), ("CHR-3", 5, 95.0)]
    assert "CHR-3, from 5: 95.00\N{NO-BREAK SPACE}EUR" in page.history.text()


def test_ctrl_f_narrows_the_rows_and_a_changed_price_takes_the_place_of_the_old(window, page, work, list_id):
    window.press(KEY.Key_F, CTRL)
    window.type("chr-2")
    window.idle()
    assert shown(page) == ["CHR-2"]
    window.press(KEY.Key_Return)
    page.grid.select_row(0, page.grid.cells.column_number("price"))
    window.type("110,5")
    window.press(KEY.Key_Return)
    window.press(KEY.Key_F, CTRL)
    window.type("1")
    assert "Save the changed prices first" in page.message_bar.text()
    window.press(KEY.Key_S, CTRL)
    window.idle()
    assert read_rows(work, list_id)[1] == ("CHR-2", 0, 110.5)


def test_rows_copied_to_a_sheet_come_back_as_new_breaks(window, page, work, list_id):
    page.grid.select_row(0, 0)
    window.press(KEY.Key_Down, SHIFT)
    window.press(KEY.Key_C, CTRL)
    copied = QApplication.clipboard().text().splitlines()
    assert [line.split("\t")[0] for line in copied] == ["SKU", "CHR-1", "CHR-2"]
    sheet = [line.split("\t") for line in copied]
    for row in sheet[1:]:
        row[3], row[4] = "10", "90"
    QApplication.clipboard().setText("\n".join("\t".join(row) for row in sheet))
    window.press(KEY.Key_Insert)
    window.press(KEY.Key_V, CTRL)
    window.press(KEY.Key_S, CTRL)
    window.idle()
    assert page.message_bar.level() == "ok", page.message_bar.text()
    assert read_rows(work, list_id) == [
        ("CHR-1", 0, 100.0),
        ("CHR-1", 10, 90.0),
        ("CHR-2", 0, 100.0),
        ("CHR-2", 10, 90.0),
    ]


def test_pasted_numbers_that_nobody_knows_are_marked_and_nothing_is_saved(window, page, work, list_id):
    before = read_rows(work, list_id)
    QApplication.clipboard().setText("CHR-3\t\t\t1\t80\nNO-SUCH\t\t\t1\t70\n")
    window.press(KEY.Key_Insert)
    window.press(KEY.Key_V, CTRL)
    window.press(KEY.Key_S, CTRL)
    window.idle()
    assert page.grid.cells.errors() == {
        (3, "product"): "No product has the number NO-SUCH. Choose one from the list."
    }
    assert read_rows(work, list_id) == before


def test_a_number_that_nobody_knows_is_told_beside_what_cannot_be_read(window, page):
    QApplication.clipboard().setText("CHR-3\t\t\t1\teighty\nNO-SUCH\t\t\t1\t70\n")
    window.press(KEY.Key_Insert)
    window.press(KEY.Key_V, CTRL)
    window.press(KEY.Key_S, CTRL)
    window.idle()
    assert page.grid.cells.errors().keys() == {(2, "price"), (3, "product")}
    assert "NO-SUCH" in page.message_bar.text()
    assert "eighty" in page.message_bar.text()


def test_what_is_opened_or_found_begins_with_its_first_price(window, page):
    assert page.grid.current_row() == 0
    window.press(KEY.Key_End, CTRL)
    assert page.grid.current_row() == 2, "the empty row"
    window.press(KEY.Key_F, CTRL)
    window.type("CHR")
    assert page.grid.current_row() == 0


def test_cells_of_a_sheet_beyond_the_last_column_are_told(window, page):
    QApplication.clipboard().setText("CHR-3\tChair\tpc\t1\t80\t1\t\t\t\t\t\t\tbatch 7\n")
    window.press(KEY.Key_Insert)
    window.press(KEY.Key_V, CTRL)
    assert "1 pasted cell has no column here and was left out: batch 7" in page.message_bar.text()
    assert page.message_bar.level() == "warn"


def test_a_row_is_taken_out_and_an_empty_price_is_asked_for(window, page, work, list_id):
    page.grid.select_row(0, 0)
    window.press(KEY.Key_Delete, CTRL)
    window.press(KEY.Key_Insert)
    window.type("CHR-3")
    window.press(KEY.Key_Return)
    window.press(KEY.Key_S, CTRL)
    assert [name for _row, name in page.grid.cells.errors()] == ["price"]
    page.grid.select_row(1, page.grid.cells.column_number("price"))
    window.type("70")
    window.press(KEY.Key_Return)
    window.press(KEY.Key_S, CTRL)
    window.idle()
    assert read_rows(work, list_id) == [("CHR-2", 0, 100.0), ("CHR-3", 0, 70.0)]


def test_ctrl_o_on_a_products_price_opens_its_list(window, work, products, list_id):
    window.ask("product.open", products[0])
    window.idle()
    grid = window.find(QWidget, "prices")
    grid.setFocus()
    grid.select_row(0, 0)
    window.press(KEY.Key_O, CTRL)
    window.idle()
    assert window.page.record_id == list_id


def test_in_a_narrow_window_the_history_lies_under_the_prices(window, page):
    for width, is_below in ((1440, False), (1000, True), (1440, False)):
        window.frame.resize(width, 800)
        window.until(lambda below=is_below: (page.story.y() > page.grid.y()) is below)
        window.until(lambda: page.grid.width() > 560)


def test_no_price_is_cut_at_1280(window, work, list_id, products):
    with work.begin(actor=SYSTEM) as uow:
        prices.add_price_rows(
            uow, list_id, [PriceRowInput(product_id=products[2], price_micro=11_147_250_000)]
        )
    window.frame.resize(1280, 720)
    window.ask("price.list", list_id)
    window.idle()
    grid = window.page.grid
    shown = {column.name: at for at, column in enumerate(grid.cells.columns)}
    for name in ("product", "price", "since", "until", "agreed"):
        assert grid.columnWidth(shown[name]) >= grid.cells.columns[shown[name]].width, name
    assert grid.horizontalScrollBar().maximum() == 0
