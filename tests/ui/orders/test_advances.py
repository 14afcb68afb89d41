"""An advance is asked for from its order by one key, and what is left of it stands beside the order's total."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from tests.helpers.stored_orders import open_order
from tests.helpers.window import CTRL, SHIFT

KEY = Qt.Key


def figures(desk) -> list[str]:
    return [label.text() for label in desk.page.totals.findChildren(QLabel) if label.isVisible()]


def test_an_order_asks_for_an_advance_and_shows_what_is_left_of_it(desk):
    open_order(desk, ("CHR", "8"))
    desk.press(KEY.Key_Return, CTRL)
    assert "Advance left" not in figures(desk)
    assert "Ctrl+Shift+B advance" in desk.page.hint.text()
    order = desk.page
    desk.press(KEY.Key_B, CTRL | SHIFT)
    page = desk.context.desk().page()
    assert page.objectName() == "newAdvance"
    assert page.order_id == order.order_id
    total = page.sheet.draft.totals.gross_minor
    desk.press(KEY.Key_Return, CTRL)
    desk.show("orders")
    shown = figures(desk)
    assert "Advance left" in shown
    told = shown[shown.index("Advance left") + 1]
    assert told == f"{total // 100:,}.{total % 100:02}"


def test_a_draft_asks_for_no_advance(desk):
    open_order(desk, ("CHR", "8"))
    desk.press(KEY.Key_B, CTRL | SHIFT)
    assert desk.context.desk().objectName() == "orderDesk"
    assert "Confirm the order first" in desk.message()
