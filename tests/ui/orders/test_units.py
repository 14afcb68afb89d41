"""Units in a German window: shown by their words, keyed and pasted by word or code in any case, stored as codes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.i18n import set_language
from app.models.order_columns import LOCK
from app.views.kit.cell_delegate import DOT, GAP
from app.views.orders.line_delegate import LineDelegate
from tests.helpers.order_keys import MICRO, add_line, rows, start_order
from tests.helpers.window import CTRL, SHIFT, open_url

TRAY, CHAIR = "CBL-TRAY", "CHR-ERG-BLK"


@pytest.fixture
def german(qtbot, firm_url):
    set_language("de")
    return open_url(qtbot, firm_url)


def shown(desk) -> list[tuple[str, str, str]]:
    """SKU, quantity and unit as the grid shows them."""
    model = desk.page.model
    places = [model.column_of(name) for name in ("sku", "quantity", "unit")]
    found = [tuple(model.cell(row, place)[0] for place in places) for row in range(len(desk.draft.lines))]
    return [(sku, quantity, unit) for sku, quantity, unit in found]


def kept(desk) -> list[tuple[str, int, str, int]]:
    return [(line.sku, line.quantity_micro, line.unit, line.base_micro) for line in desk.draft.lines]


def paste(desk, text: str) -> None:
    QApplication.clipboard().setText(text)
    desk.press(Qt.Key.Key_V, CTRL)


@pytest.mark.parametrize(
    ("keyed", "quantity", "unit", "word"),
    [
        ("2 Stk", 2, "pc", "Stk."), ("2 stk.", 2, "pc", "Stk."), ("2 PCS", 2, "pc", "Stk."), ("3 pk", 3, "pk", "Pack"),
        ("3 Pk", 3, "pk", "Pack"), ("3 pack", 3, "pk", "Pack"), ("3Packungen", 3, "pk", "Pack"),
    ],
)  # fmt: skip
def test_a_quantity_is_keyed_with_a_word_or_a_code(german, firm_url, keyed, quantity, unit, word):
    start_order(german)
    add_line(german, TRAY, keyed)
    assert kept(german) == [(TRAY, quantity * MICRO, unit, quantity * (12 if unit == "pk" else 1) * MICRO)]
    assert shown(german) == [(TRAY, str(quantity), word)]
    stored = rows(firm_url, "select unit, quantity_micro from order_line")
    assert stored == [(unit, quantity * MICRO)]


def test_a_unit_that_the_article_does_not_have_is_refused_in_words(german):
    start_order(german)
    add_line(german, CHAIR, "2 Rollen")
    assert "Rollen" in german.message()
    assert "Stk." in german.message()
    assert kept(german)[0][2] == "pc"


def test_a_keyed_unit_is_undone_and_done_again(german):
    start_order(german)
    add_line(german, TRAY, "2 Stk")
    german.page.grid.edit_cell(0, "quantity")
    german.type("3 Pack\n")
    assert shown(german) == [(TRAY, "3", "Pack")]
    german.press(Qt.Key.Key_Escape)
    german.press(Qt.Key.Key_Z, CTRL)
    assert shown(german) == [(TRAY, "2", "Stk.")]
    german.press(Qt.Key.Key_Z, CTRL | SHIFT)
    assert kept(german) == [(TRAY, 3 * MICRO, "pk", 36 * MICRO)]


def test_rows_of_a_sheet_name_the_unit_behind_the_quantity_or_in_its_own_cell(german):
    start_order(german)
    paste(
        german,
        f"{CHAIR}\t3 Stk.\n{TRAY}\t2\tPack\t11,50\n{TRAY}\tKabelwanne\tStück\t5\n{CHAIR}\t4\tSchwarz\t100,00\n",
    )
    assert kept(german) == [
        (CHAIR, 3 * MICRO, "pc", 3 * MICRO), (TRAY, 2 * MICRO, "pk", 24 * MICRO), (TRAY, 5 * MICRO, "pc", 5 * MICRO),
        (CHAIR, 4 * MICRO, "pc", 4 * MICRO),
    ]  # fmt: skip
    assert [line.price_micro for line in german.draft.lines if line.price_source == "manual"] == [
        11_500_000,
        100 * MICRO,
    ]


def test_a_row_in_a_unit_that_its_article_does_not_have_waits(german):
    start_order(german)
    paste(german, f"{CHAIR}\t3\tKarton\n{CHAIR}\t1\n")
    assert kept(german) == [(CHAIR, MICRO, "pc", MICRO)]
    assert [row.cells for row in german.page.side_list.rows] == [(CHAIR, "3", "Karton")]


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("width", [1440, 1000])
def test_lines_that_were_copied_from_an_order_are_pasted_into_another(qtbot, firm_url, language, width):
    set_language(language)
    desk = open_url(qtbot, firm_url)
    desk.frame.resize(width, 800)
    start_order(desk)
    add_line(desk, TRAY, "2 pk")
    add_line(desk, CHAIR, "1500")
    desk.type(CHAIR)
    desk.enter()
    desk.type("2\n\n")
    desk.type("199,90\n" if language == "de" else "199.90\n")
    desk.press(Qt.Key.Key_Escape)
    before = [
        (*line, each.price_source, each.price_micro)
        for line, each in zip(kept(desk), desk.draft.lines, strict=True)
    ]
    desk.page.grid.selectAll()
    desk.press(Qt.Key.Key_C, CTRL)
    copied = QApplication.clipboard().text()
    assert f"\t{LOCK} " in copied
    start_order(desk)
    desk.press(Qt.Key.Key_V, CTRL)
    after = [
        (*line, each.price_source, each.price_micro)
        for line, each in zip(kept(desk), desk.draft.lines, strict=True)
    ]
    assert after == before
    assert not desk.page.side_list.rows
    desk.press(Qt.Key.Key_Z, CTRL)
    assert desk.draft.lines == ()


def test_where_there_is_no_room_for_units_they_stand_behind_their_quantity(german):
    start_order(german)
    add_line(german, TRAY, "2 pk")
    add_line(german, CHAIR, "5")
    wide = german.frame.size()
    german.frame.resize(1000, 720)
    german.idle()
    grid = german.page.grid
    assert grid.isColumnHidden(german.page.model.column_of("unit"))
    assert [quantity for _sku, quantity, _unit in shown(german)] == ["2\N{NO-BREAK SPACE}Pack", "5"]
    grid.edit_cell(0, "quantity")
    assert german.focused_text() == "2"
    german.type("3\n")
    assert kept(german)[0] == (TRAY, 3 * MICRO, "pk", 36 * MICRO)
    german.frame.resize(wide)
    german.idle()
    assert [quantity for _sku, quantity, _unit in shown(german)] == ["3", "5"]


def test_a_quantity_that_blocks_has_room_for_its_dot_and_its_unit(german):
    german.frame.resize(1000, 720)
    start_order(german)
    add_line(german, TRAY, "2,5 Pack")
    grid, place = german.page.grid, german.page.model.column_of("quantity")
    german.until(lambda: german.page.model.cell(0, place)[3] == "bad")
    text = german.page.model.cell(0, place)[0]
    room = grid.fontMetrics().horizontalAdvance(text) + 2 * LineDelegate.padding + DOT + GAP
    assert text == "2,5\N{NO-BREAK SPACE}Pack"
    assert grid.columnWidth(place) >= room
