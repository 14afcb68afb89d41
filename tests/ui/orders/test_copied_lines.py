"""Lines without an article come back from the clipboard as what they were; a discount is taken off, however keyed."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from app.domain.money import MICRO
from app.i18n import set_language
from tests.helpers.order_keys import add_line, start_order
from tests.helpers.stored_orders import open_order
from tests.helpers.window import CTRL, KEY, SHIFT, open_url

PRICED = (
    "kind",
    "text",
    "quantity_micro",
    "unit",
    "price_micro",
    "amount_minor",
    "tax_class",
    "price_source",
)


def kept(desk) -> list[tuple]:
    return [tuple(getattr(line, name) for name in PRICED) for line in desk.draft.lines]


def add_of_kind(desk, key, text: str, price: str = "") -> None:
    desk.press(key, CTRL | SHIFT)
    desk.press(KEY.Key_A, CTRL)
    desk.type(f"{text}\n")
    if price:
        desk.page.grid.edit_cell(len(desk.draft.lines) - 1, "price")
        desk.type(f"{price}\n")


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("width", [1440, 1000])
def test_lines_of_every_kind_are_copied_into_another_order(qtbot, firm_url, language, width):
    set_language(language)
    desk = open_url(qtbot, firm_url)
    desk.frame.resize(width, 800)
    start_order(desk)
    add_of_kind(desk, KEY.Key_S, "First floor")
    add_line(desk, "CBL-TRAY", "2 pk")
    add_of_kind(desk, KEY.Key_N, 'To be carried "up"')
    add_of_kind(desk, KEY.Key_F, "Freight to the door", "12")
    add_of_kind(desk, KEY.Key_L, "Wall to be painted", "80")
    desk.page.grid.edit_cell(4, "quantity")
    desk.type("3 m\n")
    desk.page.grid.select_row(4)
    desk.press(KEY.Key_T, CTRL)
    desk.page.grid.select_row(5)
    add_of_kind(desk, KEY.Key_D, "Fair discount", "-20")
    before = kept(desk)
    assert [line[0] for line in before] == ["section", "goods", "note", "charge", "free", "discount"]
    assert before[4][6] != "standard"
    desk.press(KEY.Key_Escape)
    desk.page.grid.selectAll()
    desk.press(KEY.Key_C, CTRL)
    start_order(desk)
    desk.press(KEY.Key_V, CTRL)
    assert kept(desk) == before
    assert not desk.page.side_list.rows
    desk.press(KEY.Key_Z, CTRL)
    assert desk.draft.lines == ()


def test_a_sheet_with_the_same_columns_needs_no_kinds(qtbot, firm_url):
    desk = open_url(qtbot, firm_url)
    start_order(desk)
    heads = "SKU\tDescription\tQty\tUnit\tDisc %\tNet\n"
    rows = "CHR-ERG-BLK\tChair\t3\t\t\t\n\tAssembly\t2\th\t\t45.00\n\tBonus\t\t\t\t-15\n\tMind the step\t\t\t\t\n"
    QApplication.clipboard().setText(heads + rows + "\tFreight\tmany\t\t\t9\n")
    desk.press(KEY.Key_V, CTRL)
    found = [(line.kind, line.text, line.quantity_micro, line.amount_minor) for line in desk.draft.lines[1:]]
    assert found == [
        ("free", "Assembly", 2 * MICRO, 9000),
        ("discount", "Bonus", MICRO, -1500),
        ("note", "Mind the step", 0, 0),
    ]
    assert [row.cells[:2] for row in desk.page.side_list.rows] == [("Freight", "many")], "it cannot be read"


def test_a_discount_keyed_without_its_minus_is_taken_off_and_it_says_so(qtbot, firm_url):
    desk = open_url(qtbot, firm_url)
    open_order(desk, ("CHR", "8"))
    add_of_kind(desk, KEY.Key_D, "Fair discount", "20")
    line = desk.draft.lines[1]
    assert (line.price_micro, line.amount_minor) == (-20 * MICRO, -2000)
    assert "Line 20: a discount takes off" in desk.message()
    assert desk.page.verdict.current() is None
    desk.press(KEY.Key_Z, CTRL)
    assert desk.draft.lines[1].amount_minor == 0
