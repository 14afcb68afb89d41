"""Rows of a sheet: lines where they name articles, a list beside the order where they do not; none is lost."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.messages import text_of_issue
from tests.helpers.order_keys import MICRO, rows, start_order
from tests.helpers.stored_orders import open_order
from tests.helpers.window import ALT, CTRL, SHIFT, open_url


def paste(desk, text: str) -> None:
    """Ctrl+V where the cursor is: the empty line stands open, as it does while a clerk keys."""
    QApplication.clipboard().setText(text)
    desk.press(Qt.Key.Key_V, CTRL)


def to_waiting_rows(desk) -> None:
    desk.press(Qt.Key.Key_M, CTRL | SHIFT)
    assert desk.focus().objectName() == "unmatchedRows"


def waiting(desk) -> list[tuple[str, ...]]:
    return [row.cells for row in desk.page.side_list.rows]


def test_pasted_rows_become_lines_in_one_step_and_others_wait_beside_them(desk):
    start_order(desk)
    paste(desk, "CHR-ERG-BLK\t3\nNO-SUCH-THING\t5\ncbl-tray\t1 pk\t11.50\n")
    lines = [
        (line.sku, line.quantity_micro // MICRO, line.unit, line.price_source) for line in desk.draft.lines
    ]
    assert lines == [("CHR-ERG-BLK", 3, "pc", "auto"), ("CBL-TRAY", 1, "pk", "manual")]
    assert waiting(desk) == [("NO-SUCH-THING", "5")]
    desk.press(Qt.Key.Key_Z, CTRL)
    assert desk.draft.lines == ()
    assert waiting(desk) == []
    desk.press(Qt.Key.Key_Z, CTRL | SHIFT)
    assert len(desk.draft.lines) == 2
    assert waiting(desk) == [("NO-SUCH-THING", "5")]


def test_a_row_that_would_have_to_be_rounded_waits_and_says_so(desk):
    start_order(desk)
    paste(desk, "CHR-ERG-BLK\t3\t1.23456789\n")
    assert desk.draft.lines == ()
    rows_shown = desk.page.side_list.list
    assert rows_shown.item(0).text().startswith("“1.23456789” has too many decimals  ·  CHR-ERG-BLK")


def test_a_single_value_is_pasted_into_the_open_cell(desk):
    start_order(desk)
    paste(desk, "CHR-ERG-BLK\n")
    assert desk.focused_text().strip() == "CHR-ERG-BLK"
    assert desk.draft.lines == ()


def test_a_waiting_row_keeps_its_unit_and_price_when_its_article_is_found(desk, firm_url):
    start_order(desk)
    paste(desk, "BERG-77\t2 pk\t11.50\n")
    to_waiting_rows(desk)
    desk.enter()
    assert waiting(desk) == []
    desk.type("CBL")
    desk.enter()
    (line,) = desk.draft.lines
    assert (line.sku, line.quantity_micro, line.unit) == ("CBL-TRAY", 2 * MICRO, "pk")
    assert (line.price_source, line.price_micro, line.amount_minor) == ("manual", 11_500_000, 2300)
    desk.press(Qt.Key.Key_1, ALT)
    assert rows(firm_url, "select code from customer_part") == [("BERG-77",)]


def test_a_unit_that_the_article_does_not_have_blocks_instead_of_shipping_pieces(desk):
    start_order(desk)
    paste(desk, "BERG-77\t3 boxes\n")
    to_waiting_rows(desk)
    desk.enter()
    desk.type("CBL")
    desk.enter()
    (line,) = desk.draft.lines
    assert (line.sku, line.quantity_micro) == ("CBL-TRAY", 0)
    assert "boxes" in desk.message()
    desk.press(Qt.Key.Key_Return, CTRL)
    assert desk.draft.state == "draft"


@pytest.mark.parametrize("row", ["CHR-ERG-BLK\tabc", "CHR-ERG-BLK\t3 boxes", "CHR-ERG-BLK\t3\t-1"])
def test_a_row_whose_numbers_cannot_be_read_waits_and_becomes_a_line_that_blocks(desk, row):
    start_order(desk)
    paste(desk, row + "\nCBL-TRAY\t1\n")
    assert [line.sku for line in desk.draft.lines] == ["CBL-TRAY"]
    assert waiting(desk) == [tuple(row.split("\t"))]
    desk.press(Qt.Key.Key_Return, CTRL)
    assert desk.draft.state == "draft"
    assert "Pasted" in desk.message()
    to_waiting_rows(desk)
    desk.enter()
    line = desk.draft.lines[-1]
    assert line.sku == "CHR-ERG-BLK"
    assert line.product_id is not None
    assert (line.quantity_micro, line.price_source) == ((3 * MICRO if "-1" in row else 0), "auto")
    assert desk.focused_text() == row.split("\t")[-1], "what could not be read is there to be corrected"


def test_del_drops_a_row_and_undo_brings_it_back(desk):
    start_order(desk)
    paste(desk, "NO-1\t5\nNO-2\t6\n")
    to_waiting_rows(desk)
    desk.press(Qt.Key.Key_Delete)
    assert waiting(desk) == [("NO-2", "6")]
    desk.press(Qt.Key.Key_Z, CTRL)
    assert waiting(desk) == [("NO-1", "5"), ("NO-2", "6")]


def test_waiting_rows_are_there_again_after_parking_and_in_the_next_window(desk, qtbot, firm_url):
    open_order(desk, ("CHR", "1"))
    paste(desk, "NO-1\t5\nNO-2\t6\t7.50\n")
    order_id = desk.page.order_id
    desk.press(Qt.Key.Key_W, CTRL)
    desk.context.desk().open_order(order_id)
    desk.idle()
    assert waiting(desk) == [("NO-1", "5"), ("NO-2", "6", "7.50")]
    other = open_url(qtbot, firm_url)
    try:
        other.context.desk().open_order(order_id)
        other.idle()
        assert waiting(other) == [("NO-1", "5"), ("NO-2", "6", "7.50")]
    finally:
        other.close()


def test_an_abandoned_look_up_leaves_one_line_with_the_code_and_no_double(desk):
    start_order(desk)
    paste(desk, "BERG-77\t5\n")
    to_waiting_rows(desk)
    desk.enter()
    desk.press(Qt.Key.Key_Escape)
    assert waiting(desk) == []
    assert [(line.sku, line.quantity_micro) for line in desk.draft.lines] == [("BERG-77", 5 * MICRO)]
    desk.press(Qt.Key.Key_Return, CTRL)
    assert desk.draft.state == "draft"


def test_each_waiting_row_says_why_it_waits(desk):
    start_order(desk)
    paste(desk, "DSK-1608-OAK\tabc\nNO-SUCH\t2\nDSK-1608-OAK\t3 box\nCBL-TRAY\t2\txx\n")
    shown = desk.page.side_list.list
    texts = [shown.item(place).text() for place in range(shown.count())]
    assert [text.partition("  ·  ")[0] for text in texts] == [
        "“abc” is no quantity",
        "no article",
        "no unit “box”",
    ]
    assert texts[0].endswith("DSK-1608-OAK   abc")
    assert "wait: 3." in text_of_issue(desk.page.verdict.current())


def test_a_quantity_that_cannot_be_read_is_there_to_be_corrected(desk):
    start_order(desk)
    paste(desk, "DSK-1608-OAK\tabc\n")
    desk.press(Qt.Key.Key_M, CTRL | SHIFT)
    desk.enter()
    assert desk.focus().objectName() == "lineCell"
    assert desk.focused_text() == "abc"
    assert "“abc” is no quantity" in desk.message()
    desk.type("4\n")
    (line,) = desk.draft.lines
    assert (line.sku, line.quantity_micro) == ("DSK-1608-OAK", 4 * MICRO)
    assert desk.message() == ""
