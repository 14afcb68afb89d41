"""What is no quantity, price, discount or day is refused at its cell, and nothing is confirmed in its place."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QWidget

from tests.helpers.order_keys import MICRO, add_line, rows, start_order
from tests.helpers.stored_orders import open_order
from tests.helpers.window import ALT, CTRL, SHIFT


def key_over(desk, column, text):
    """Key over a cell of the first line."""
    desk.page.grid.edit_cell(0, column)
    desk.press(Qt.Key.Key_A, CTRL)
    desk.type(text)


@pytest.mark.parametrize(
    ("column", "text", "words"),
    [
        ("quantity", "abc", "such as 12 or 2 pk"),
        ("quantity", "NaN", "such as 12 or 2 pk"),
        ("quantity", "1000000000000", "Check the digits"),
        ("discount", "101", "Key 0 to 100"),
        ("price", "abc", "Key an amount, such as 12.50"),
        ("quantity", "1.23456789", "A quantity has at most 6 decimals"),
        ("price", "1.23456789", "A price has at most 6 decimals"),
        ("discount", "33.33333", "A discount has at most 4 decimals"),
        ("price", "-1", "add a discount line (Ctrl+Shift+D)"),
        ("date", "31.02.", "Key 23.11., +3 or 2026-11-23"),
    ],
)
def test_a_cell_that_is_refused_by_the_confirm_itself_stops_it(desk, firm_url, column, text, words):
    """The clerk meant another quantity than the one that would be confirmed."""
    open_order(desk, ("CHR", "2"))
    key_over(desk, column, text)
    desk.press(Qt.Key.Key_Return, CTRL)
    assert rows(firm_url, "select state from sales_order") == [("draft",)]
    assert words in desk.page.message_bar.text()
    assert desk.page.message_bar.level() == "bad"
    assert desk.page.model.columns[desk.page.grid.currentIndex().column()].name == column
    assert desk.page.grid.is_keying()
    assert desk.focused_text() == text, "it waits there to be corrected"
    desk.press(Qt.Key.Key_Escape)
    desk.press(Qt.Key.Key_Return, CTRL)
    assert rows(firm_url, "select state from sales_order") == [("confirmed",)]
    assert rows(firm_url, "select quantity_micro from order_line") == [(2 * MICRO,)]


def test_a_refusal_stands_until_its_cell_is_keyed_right(desk):
    open_order(desk, ("CHR", "2"))
    key_over(desk, "quantity", "NaN\n")
    key_over(desk, "discount", "10\n")
    assert "NaN" in desk.page.message_bar.text()
    key_over(desk, "quantity", "5\n")
    assert desk.page.message_bar.text() == ""


def test_a_refusal_goes_with_its_line(desk):
    open_order(desk, ("CHR", "2"))
    key_over(desk, "price", "abc\n")
    desk.press(Qt.Key.Key_Escape)
    desk.page.grid.select_row(0)
    desk.press(Qt.Key.Key_Delete, CTRL)
    assert desk.draft.lines == ()
    assert desk.page.message_bar.text() == ""


@pytest.mark.parametrize("right", ["", "+3"])
def test_a_day_that_is_none_is_told_until_it_is_right(desk, right):
    start_order(desk)
    desk.key_field("requestedDate", "2026-02-30\n")
    assert "2026-02-30" in desk.page.message_bar.text()
    desk.key_field("requestedDate", f"{right}\n" if right else "")
    if not right:
        desk.press(Qt.Key.Key_Delete)
        desk.enter()
    assert desk.page.message_bar.text() == ""


def test_another_message_is_not_taken_away_by_a_cell_that_is_right(desk):
    open_order(desk, ("CHR", "2"))
    key_over(desk, "quantity", "NaN\n")
    desk.press(Qt.Key.Key_C, ALT)
    desk.press(Qt.Key.Key_S, CTRL)
    told = desk.page.message_bar.text()
    assert "saved" in told
    key_over(desk, "quantity", "5\n")
    assert desk.page.message_bar.text() == told


def test_after_the_only_line_is_deleted_letters_begin_a_new_one(desk):
    open_order(desk, ("CHR", "2"))
    desk.page.grid.edit_cell(0, "quantity")
    desk.press(Qt.Key.Key_Escape)
    desk.press(Qt.Key.Key_Delete, CTRL)
    assert desk.draft.lines == ()
    desk.type("CBL-TRAY\n3\n")
    (line,) = desk.draft.lines
    assert (line.sku, line.quantity_micro) == ("CBL-TRAY", 3 * MICRO)


def test_a_line_whose_amount_no_database_takes_is_refused(desk, firm_url):
    open_order(desk, ("CHR", "1000000000"))
    key_over(desk, "price", "999999999\n")
    assert "above one trillion. Check quantity and price." in desk.page.message_bar.text()
    key_over(desk, "quantity", "5\n")
    key_over(desk, "price", "999999999\n")
    key_over(desk, "quantity", "1000000000\n")
    assert "above one trillion. Check quantity and price." in desk.page.message_bar.text()
    (line,) = desk.draft.lines
    assert line.quantity_micro == 5 * MICRO
    assert rows(firm_url, "select quantity_micro from order_line") == [(5 * MICRO,)]


def test_a_text_of_five_thousand_letters_is_no_article_and_waits_in_its_cell(desk):
    start_order(desk)
    QApplication.clipboard().setText("L" * 5000)
    desk.press(Qt.Key.Key_V, CTRL)
    desk.enter()
    assert desk.draft.lines == ()
    told = desk.page.message_bar.text()
    assert told.startswith("Line 10: “LLLL")
    assert "at most 200 characters" in told
    assert len(told) < 150
    assert desk.focused_text() == "L" * 5000
    desk.press(Qt.Key.Key_C, ALT)
    desk.page.grid.edit_new_line()
    assert desk.focused_text() == "L" * 5000
    desk.type("CBL-TRAY\n")  # all of it is selected
    assert [line.sku for line in desk.draft.lines] == ["CBL-TRAY"]
    assert desk.message() == ""


@pytest.mark.parametrize("away", [Qt.Key.Key_Escape, Qt.Key.Key_Delete])
def test_a_text_too_long_for_an_article_is_given_up(desk, away):
    start_order(desk)
    QApplication.clipboard().setText("L" * 201)
    desk.press(Qt.Key.Key_V, CTRL)
    desk.enter()
    desk.press(away)
    if away == Qt.Key.Key_Delete:
        desk.enter()
    assert desk.message() == ""
    desk.page.grid.edit_new_line()
    assert desk.focused_text() == ""


def test_the_code_of_a_line_keyed_right_ends_its_refusal(desk):
    open_order(desk, ("CHR", "2"))
    desk.page.grid.edit_cell(0, "sku")
    desk.press(Qt.Key.Key_A, CTRL)
    QApplication.clipboard().setText("L" * 201)
    desk.press(Qt.Key.Key_V, CTRL)
    desk.enter()
    assert "at most 200 characters" in desk.message()
    desk.type("CBL-TRAY\n")
    assert [line.sku for line in desk.draft.lines] == ["CBL-TRAY"]
    assert desk.message() == ""


LONG_PHONE = "+49 40 123456-789 (Mo-Fr 8-16 Uhr, sonst mobil 0170 123)"


@pytest.mark.parametrize(
    ("field", "name", "text"),
    [
        ("poNumber", "po_number", "L" * 5000),
        ("contactPhone", "contact_phone", LONG_PHONE),
        ("contact", "contact_name", "N" * 201),
        ("shipStreet", "ship_street", "S" * 201),
        ("shipPlace", "ship_city", "C" * 201),
    ],
)
@pytest.mark.parametrize("leave", [Qt.Key.Key_Return, Qt.Key.Key_Tab])
def test_a_text_too_long_for_the_head_waits_in_its_field_to_be_shortened(desk, field, name, text, leave):
    start_order(desk)
    desk.press(Qt.Key.Key_F3)
    before = getattr(desk.draft.header, name)
    QApplication.clipboard().setText(text)
    desk.key_field(field, "")
    desk.press(Qt.Key.Key_V, CTRL)
    desk.press(leave)
    assert "is too long: at most" in desk.message()
    assert getattr(desk.draft.header, name) == before
    assert desk.focus().objectName() == field
    assert shown_in(desk, field) == text
    desk.key_field(field, "123 45\n" if field == "contactPhone" else "Right\n")
    assert desk.message() == ""
    assert getattr(desk.draft.header, name) in {"123 45", "Right"}
    assert desk.focus().objectName() != field


def shown_in(desk, field: str) -> str:
    """The text of a field or of a box that is keyed into."""
    place = desk.find(QWidget, field)
    return place.currentText() if isinstance(place, QComboBox) else place.text()


def test_nothing_is_confirmed_over_a_text_that_is_too_long_and_it_is_still_there(desk, firm_url):
    open_order(desk, ("CHR", "2"))
    desk.press(Qt.Key.Key_F3)
    desk.key_field("contactPhone", LONG_PHONE)
    desk.press(Qt.Key.Key_Return, CTRL, times=2)
    assert rows(firm_url, "select state from sales_order") == [("draft",)]
    assert "is too long: at most 40" in desk.message()
    assert desk.focus().objectName() == "contactPhone"
    assert desk.focused_text() == LONG_PHONE
    desk.press(Qt.Key.Key_A, CTRL)
    desk.type("040 11")
    desk.press(Qt.Key.Key_Return, CTRL)
    assert rows(firm_url, "select state, contact_phone from sales_order") == [("confirmed", "040 11")]


def test_a_text_that_waits_survives_what_else_is_keyed_and_what_is_right_beside_it_is_taken(desk, firm_url):
    start_order(desk)
    desk.press(Qt.Key.Key_F3)
    desk.key_field("shipStreet", "S" * 201 + "\n")
    desk.key_field("shipName", "Site office\n")
    desk.key_field("contactPhone", LONG_PHONE)
    desk.page.grid.edit_new_line()
    add_line(desk, "CHR", "2")
    assert desk.find(QLineEdit, "shipStreet").text() == "S" * 201
    assert desk.find(QLineEdit, "contactPhone").text() == LONG_PHONE
    assert rows(firm_url, "select ship_name from sales_order") == [("Site office",)]
    desk.key_field("shipStreet", "Kai 3\n")
    assert "at most 40" in desk.message(), "the other one is told now"
    desk.key_field("contactPhone", "040 11\n")
    assert desk.message() == ""
    assert rows(firm_url, "select ship_street, contact_phone from sales_order") == [("Kai 3", "040 11")]


def test_a_day_that_is_none_keeps_the_keys(desk):
    start_order(desk)
    desk.key_field("requestedDate", "2026-02-30\n")
    assert desk.focus().objectName() == "requestedDate"
    assert desk.focused_text() == "2026-02-30"
    desk.press(Qt.Key.Key_C, ALT)
    assert desk.focus().objectName() == "customer", "a shortcut goes on"


def test_strange_letters_are_kept_as_they_are(desk, firm_url):
    start_order(desk)
    desk.key_field("poNumber", "")
    QApplication.clipboard().setText("😀 Büro שלום مرحبا")
    desk.press(Qt.Key.Key_V, CTRL)
    desk.enter()
    assert rows(firm_url, "select po_number from sales_order") == [("😀 Büro שלום مرحبا",)]


def test_a_pasted_code_that_is_too_long_waits_until_it_is_dropped(desk):
    start_order(desk)
    QApplication.clipboard().setText("CBL-TRAY\t2\n" + "X" * 5000 + "\t3\n")
    desk.press(Qt.Key.Key_V, CTRL)
    assert [line.sku for line in desk.draft.lines] == ["CBL-TRAY"]
    desk.press(Qt.Key.Key_M, CTRL | SHIFT)
    desk.enter()
    assert "at most 200 characters" in desk.page.message_bar.text()
    assert [line.sku for line in desk.draft.lines] == ["CBL-TRAY"]
    assert len(desk.page.side_list.rows) == 1


def test_a_digit_with_alt_is_no_quantity(desk, firm_url):
    """Alt+2 answers a message; when that is gone, it was 2 more chairs on the line, or twelve of them."""
    open_order(desk, ("CHR", "1"))
    desk.page.grid.edit_cell(0, "quantity")
    desk.press(Qt.Key.Key_End)
    QTest.keyClick(desk.focus(), Qt.Key.Key_2, ALT)
    assert desk.focused_text() == "1"
    altgr = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_E, ALT | CTRL, "€")  # as Windows sends it
    QApplication.sendEvent(desk.focus(), altgr)
    assert desk.focused_text() == "1€"
    desk.press(Qt.Key.Key_Escape)
    assert rows(firm_url, "select quantity_micro from order_line") == [(MICRO,)]
