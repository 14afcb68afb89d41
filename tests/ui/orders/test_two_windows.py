"""Two windows on one database: what one keys shows in the other; nobody overwrites the other unseen."""

from __future__ import annotations

import sqlite3

from PySide6.QtCore import Qt

from tests.helpers.window import CTRL, open_url
from tests.ui.orders.test_keying import add_line, start_order

HEARD_WITHIN_MS = 2000


def test_an_order_confirmed_in_one_window_shows_in_the_list_of_the_other_within_two_seconds(
    desk, qtbot, firm_url
):
    other = open_url(qtbot, firm_url)
    try:
        listed = other.context.desk().list.model
        start_order(desk)
        add_line(desk, "CHR", "8")
        desk.press(Qt.Key.Key_Return, CTRL)

        def is_listed() -> bool:
            row = listed.row(0)
            return row is not None and row.number == "SO-000001"

        qtbot.waitUntil(is_listed, timeout=HEARD_WITHIN_MS)
        other.idle()
    finally:
        other.close()


def test_a_field_changed_elsewhere_is_not_overwritten_and_both_values_are_shown(desk, firm_url):
    start_order(desk)
    add_line(desk, "CHR", "8")
    connection = sqlite3.connect(firm_url.removeprefix("sqlite:///"))
    with connection:
        connection.execute("update sales_order set po_number = 'THEIRS-9', version = version + 1")
    connection.close()
    desk.page.header.po_number.setFocus()
    desk.page.header.po_number.selectAll()
    desk.type("MINE-7")
    desk.enter()
    message = desk.page.message_bar.text()
    assert "MINE-7" in message
    assert "THEIRS-9" in message
    assert desk.draft.header.po_number == "THEIRS-9"
    assert [line.sku for line in desk.draft.lines] == ["CHR-ERG-BLK"]


def test_what_another_window_keyed_meanwhile_into_other_fields_shows_after_the_next_save(desk, firm_url):
    start_order(desk)
    add_line(desk, "CHR", "8")
    connection = sqlite3.connect(firm_url.removeprefix("sqlite:///"))
    with connection:
        connection.execute("update sales_order set note = 'THEIRS', version = version + 1")
        connection.execute("update order_line set quantity_micro = 2000000")
    connection.close()
    desk.page.header.po_number.setFocus()
    desk.page.header.po_number.selectAll()
    desk.type("MINE-7")
    desk.enter()
    desk.idle()
    head, line = desk.draft.header, desk.draft.lines[0]
    assert (head.po_number, head.note, line.quantity_micro) == ("MINE-7", "THEIRS", 2_000_000)
    assert line.amount_minor == 2 * 23_655, "the line multiplies, whoever keyed it"


def test_the_last_piece_goes_to_one_clerk_and_the_other_is_told_at_once(desk, qtbot, firm_url):
    other = open_url(qtbot, firm_url)
    try:
        for window in (desk, other):
            start_order(window)
            add_line(window, "DSK-18", "3")
        desk.press(Qt.Key.Key_Return, CTRL)
        assert desk.draft.state == "confirmed"

        def is_told() -> bool:
            return "line.no_supply" in {issue.code for issue in other.page.verdict.issues}

        qtbot.waitUntil(is_told, timeout=HEARD_WITHIN_MS)
        other.idle()
    finally:
        other.close()
