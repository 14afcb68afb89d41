"""Orders keyed by keys only; results are read from the database."""

from __future__ import annotations

from PySide6.QtCore import Qt

from tests.helpers.order_keys import MICRO, add_line, amend_chairs, key_chairs, rows, start_order
from tests.helpers.window import ALT, CTRL, SHIFT, open_url


def test_an_order_is_keyed_confirmed_and_stored_by_keys_only(desk, firm_url):
    start_order(desk)
    add_line(desk, "DSK-16", "4")
    add_line(desk, "CHR", "8")
    add_line(desk, "CBL", "2 pk")
    desk.press(Qt.Key.Key_Return, CTRL)
    ((number, state, net, tax, gross),) = rows(
        firm_url, "select number, state, net_minor, tax_minor, gross_minor from sales_order"
    )
    # 4 x 621.8225 + 8 x 224.7225 + 2 x 132.354 by hand: list - 5 % break - 5 % customer (10 % from 10 pieces on)
    assert (number, state) == ("SO-000001", "confirmed")
    assert (net, tax, gross) == (248729 + 179778 + 26471, 86446, 248729 + 179778 + 26471 + 86446)
    reserved = dict(
        rows(firm_url, "select product_id, reserved_micro / 1000000 from stock where reserved_micro > 0")
    )
    assert sorted(reserved.values()) == [4, 8, 24]
    assert desk.pressed < 75


def test_enter_visits_customer_number_dates_address_terms_then_the_cells_of_a_line(desk):
    desk.press(Qt.Key.Key_N, CTRL)
    visited = [desk.focus().objectName()]
    desk.type("bergmann")
    for _stop in range(5):
        desk.enter()
        visited.append(desk.focus().objectName())
    assert visited == ["customer", "poNumber", "requestedDate", "shipTo", "term", "lineCell"]
    desk.type("CHR")
    columns = [desk.page.grid.currentIndex().column()]
    for _stop in range(4):
        desk.enter()
        columns.append(desk.page.grid.currentIndex().column())
    names = [desk.page.model.columns[column].name for column in columns]
    assert names == ["sku", "quantity", "discount", "price", "sku"]
    assert desk.page.grid.currentIndex().row() == 1
    desk.press(Qt.Key.Key_Return, SHIFT)
    assert desk.page.model.columns[desk.page.grid.currentIndex().column()].name == "price"


def test_keys_typed_faster_than_the_program_answers_land_in_their_cells(desk):
    start_order(desk)
    for sku, quantity in (("CBL-TRAY", "2 pk"), ("CHR-ERG-BLK", "3")):
        desk.type_fast(sku)
        desk.type_fast(quantity)
        desk.type_fast("")
        desk.type_fast("")
    desk.idle()
    lines = [(line.sku, line.quantity_micro, line.unit, line.base_micro) for line in desk.draft.lines]
    assert lines == [
        ("CBL-TRAY", 2 * MICRO, "pk", 24 * MICRO),
        ("CHR-ERG-BLK", 3 * MICRO, "pc", 3 * MICRO),
    ]


def test_a_typed_price_stays_typed_when_the_quantity_changes(desk):
    start_order(desk)
    desk.type("CHR")
    desk.enter()
    desk.type("2")
    desk.enter(2)
    desk.type("199,90")
    desk.enter()
    (line,) = desk.draft.lines
    assert (line.price_source, line.price_micro, line.amount_minor) == ("manual", 199_900_000, 39980)
    desk.press(Qt.Key.Key_Escape)
    desk.page.grid.edit_cell(0, "quantity")
    desk.type("20")
    desk.enter()
    (line,) = desk.draft.lines
    assert (line.price_source, line.price_micro, line.amount_minor) == ("manual", 199_900_000, 399800)


def test_undo_takes_back_each_step_to_the_empty_order_and_redo_brings_all_back(desk):
    start_order(desk)
    add_line(desk, "DSK-16", "4")
    add_line(desk, "CHR", "8")
    full = desk.draft.lines
    desk.press(Qt.Key.Key_Escape)
    for _step in range(4):
        desk.press(Qt.Key.Key_Z, CTRL)
    assert desk.draft.lines == ()
    for _step in range(4):
        desk.press(Qt.Key.Key_Z, CTRL | SHIFT)
    assert desk.draft.lines == full


def test_what_is_keyed_is_in_the_database_and_reopens_in_another_window(desk, qtbot, firm_url):
    start_order(desk)
    add_line(desk, "DSK-16", "4")
    stored = rows(firm_url, "select sku, quantity_micro, amount_minor from order_line")
    assert stored == [("DSK-1608-OAK", 4 * MICRO, 248729)]
    other = open_url(qtbot, firm_url)
    try:
        assert [line.sku for line in other.draft.lines] == ["DSK-1608-OAK"]
        assert other.draft.header.customer_name == "Berger Möbel KG"
    finally:
        other.close()


def test_a_cell_that_is_open_when_the_window_closes_is_saved_too(desk, firm_url):
    start_order(desk)
    add_line(desk, "DSK-16", "4")
    desk.type("CBL-TRAY")
    desk.close()
    stored = rows(firm_url, "select sku from order_line order by position")
    assert stored == [("DSK-1608-OAK",), ("CBL-TRAY",)]


def test_bad_input_is_refused_with_its_line_and_the_old_value_stays(desk):
    start_order(desk)
    add_line(desk, "CHR", "2")
    desk.press(Qt.Key.Key_Escape)
    cases = (
        ("quantity", "abc", "no quantity"),
        ("quantity", "NaN", "no quantity"),
        ("quantity", "1e12", "no"),
        ("quantity", "2 boxes", "no unit"),
        ("discount", "101", "not possible"),
        ("price", "-1", "negative price"),
        ("date", "2026-02-30", "no day"),
    )
    for column, text, words in cases:
        desk.page.grid.edit_cell(0, column)
        desk.type(text)
        desk.enter()
        message = desk.page.message_bar.text()
        assert "10" in message, (column, text, message)
        assert words in message, (column, text, message)
        (line,) = desk.draft.lines
        assert (line.quantity_micro, line.discount_ppm, line.price_source) == (2 * MICRO, 50_000, "auto")


def test_zero_and_negative_quantities_block_with_a_remedy(desk):
    start_order(desk)
    add_line(desk, "CHR", "0")
    assert desk.page.verdict.current().code == "line.quantity_zero"
    desk.press(Qt.Key.Key_Return, CTRL)
    assert desk.draft.state == "draft"
    desk.press(Qt.Key.Key_Return, ALT)
    assert desk.draft.lines[0].quantity_micro == MICRO
    desk.page.grid.edit_cell(0, "quantity")
    desk.type("-3")
    desk.enter()
    assert desk.page.verdict.current().code == "line.quantity_negative"


def test_an_unknown_article_keeps_its_text_and_blocks_until_matched(desk, firm_url):
    start_order(desk)
    desk.type_fast("XYZ-UNKNOWN-9")
    desk.idle()
    assert desk.draft.lines[0].sku == "XYZ-UNKNOWN-9"
    desk.press(Qt.Key.Key_Return, CTRL)
    assert rows(firm_url, "select state from sales_order") == [("draft",)]
    assert "XYZ-UNKNOWN-9" in desk.page.message_bar.text()


def test_lines_are_deleted_copied_and_moved_by_keys(desk):
    start_order(desk)
    add_line(desk, "DSK-16", "4")
    add_line(desk, "CHR", "8")
    desk.press(Qt.Key.Key_Escape)
    desk.page.grid.select_row(0)
    desk.press(Qt.Key.Key_Down, CTRL | SHIFT)
    assert [line.sku for line in desk.draft.lines] == ["CHR-ERG-BLK", "DSK-1608-OAK"]
    desk.page.grid.select_row(0)
    desk.press(Qt.Key.Key_D, CTRL)
    desk.press(Qt.Key.Key_Escape)
    assert [line.sku for line in desk.draft.lines] == ["CHR-ERG-BLK", "CHR-ERG-BLK", "DSK-1608-OAK"]
    desk.page.grid.edit_cell(2, "quantity")
    desk.press(Qt.Key.Key_Delete, CTRL)
    assert [line.sku for line in desk.draft.lines] == ["CHR-ERG-BLK", "CHR-ERG-BLK"]
    assert desk.focus() is desk.page.grid
    assert desk.page.grid.current_row() == 2
    desk.page.grid.select_row(0)
    desk.press(Qt.Key.Key_Delete, CTRL)
    assert desk.focus() is desk.page.grid
    assert desk.page.grid.current_row() == 0


def test_a_confirmed_order_is_amended_and_keeps_its_number(desk, firm_url):
    amend_chairs(desk, "5")
    desk.press(Qt.Key.Key_Return, CTRL)
    ((number, revision, state),) = rows(firm_url, "select number, revision, state from sales_order")
    assert (number, revision, state) == ("SO-000001", 1, "confirmed")
    assert rows(firm_url, "select sum(reserved_micro) / 1000000 from stock") == [(5,)]
    assert rows(firm_url, "select count(*) from paper where document_kind = 'order'") == [(2,)]


def test_the_line_of_keys_says_what_can_be_done_with_the_order_as_it_stands(desk):
    key_chairs(desk)
    assert "Ins insert line" in desk.page.hint.text()
    desk.press(Qt.Key.Key_Return, CTRL)
    assert "Ins" not in desk.page.hint.text()
    assert "Ctrl+E amend" in desk.page.hint.text()
    desk.press(Qt.Key.Key_E, CTRL)
    assert "Ins insert line" in desk.page.hint.text()


def test_a_cancelled_order_gives_its_stock_back_and_says_why(desk, firm_url):
    key_chairs(desk)
    desk.press(Qt.Key.Key_Return, CTRL)
    desk.press(Qt.Key.Key_C, CTRL | SHIFT)
    desk.type("customer changed his mind")
    desk.enter()
    ((state, reason),) = rows(firm_url, "select state, cancel_reason from sales_order")
    assert (state, reason) == ("cancelled", "customer changed his mind")
    assert rows(firm_url, "select sum(reserved_micro) from stock") == [(0,)]


def test_a_quote_is_sent_and_becomes_an_order_with_its_prices(desk, firm_url):
    key_chairs(desk)
    desk.press(Qt.Key.Key_P, CTRL)
    ((number, state),) = rows(firm_url, "select number, state from sales_order")
    assert (number, state) == ("QU-000001", "quoted")
    assert rows(firm_url, "select sum(reserved_micro) from stock") == [(0,)]
    assert desk.focus().window().objectName() == "paperWindow", "the quote is there to be read and sent"
    desk.press(Qt.Key.Key_Return, CTRL)
    assert rows(firm_url, "select count(*) from sales_order") == [(1,)], "the key is the paper's now"
    desk.press(Qt.Key.Key_Escape)
    desk.press(Qt.Key.Key_Return, CTRL)
    desk.press(Qt.Key.Key_Return, CTRL)
    found = rows(firm_url, "select number, state, net_minor from sales_order order by id")
    assert found == [("QU-000001", "ordered", 179778), ("SO-000001", "confirmed", 179778)]
