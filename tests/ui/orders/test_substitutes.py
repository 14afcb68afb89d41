"""What may be sold instead of a line, by keys: compared in a list, taken by one, brought back by one undo."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QListWidget, QPushButton

from app.bootstrap import open_office
from app.domain.money import MICRO
from app.domain.rights import SYSTEM
from app.domain.substitutes import SubstituteInput
from app.services.products import resolve_codes
from app.services.products.substitutes import create_substitute
from app.views.kit.entry_grid import PlainTable
from tests.helpers.stored_orders import open_order
from tests.helpers.window import ALT, CTRL, KEY, SHIFT

CHAIR, DESK, BIG, LAMP = "CHR-ERG-BLK", "DSK-1608-OAK", "DSK-1808-OAK", "LMP-DSK-LED"


@pytest.fixture(autouse=True)
def substitutes(firm_url):
    """Two desks replace a desk, a chair two lamps."""
    office = open_office(firm_url)
    with office.work.begin(actor=SYSTEM) as uow:
        ids = {sku: hit.product_id for sku, hit in resolve_codes(uow, [CHAIR, DESK, BIG, LAMP]).items()}
        create_substitute(uow, ids[BIG], SubstituteInput(ids[DESK], note="20 cm narrower"))
        create_substitute(uow, ids[BIG], SubstituteInput(ids[CHAIR], takes=3, rank=1))
        create_substitute(uow, ids[LAMP], SubstituteInput(ids[CHAIR]))
    office.close()


def press_list(window):
    window.press(KEY.Key_F4, SHIFT)
    window.idle()
    return window.page.window().findChild(PlainTable, "substitutes")


def shown(table):
    model = table.model()
    return [
        [str(model.index(row, column).data() or "") for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def line_of(window):
    (line,) = window.draft.lines
    return line


def test_the_list_compares_price_difference_day_and_stock_and_enter_takes_one(desk):
    open_order(desk, (BIG, "2"))
    desk.page.grid.edit_cell(0, "quantity")
    desk.press(KEY.Key_Escape)
    first, second = shown(press_list(desk))
    assert first[1:3] == [DESK, "Desk Linea 160x80 oak · 20 cm narrower"]
    assert [first[place] for place in (4, 5, 6, 8)] == [
        "654.55",  # for a customer who gets 5 %
        "\N{MINUS SIGN}57.00",
        "saves 114.00",
        "24\N{NO-BREAK SPACE}pc",
    ]
    assert second[3] == "6\N{NO-BREAK SPACE}pc"
    desk.press(KEY.Key_Down)
    desk.press(KEY.Key_Return)
    line = line_of(desk)
    assert (line.sku, line.quantity_micro, line.text) == (
        CHAIR, 6 * MICRO, "Task chair Ergo black (instead of DSK-1808-OAK)",
    )  # fmt: skip
    desk.press(KEY.Key_Z, CTRL)
    assert (line_of(desk).sku, line_of(desk).quantity_micro) == (BIG, 2 * MICRO)


def test_a_number_takes_one_of_the_list_and_escape_none(desk):
    open_order(desk, (BIG, "2"))
    desk.page.grid.edit_cell(0, "quantity")
    desk.press(KEY.Key_Escape)
    press_list(desk)
    desk.press(KEY.Key_Escape)
    assert line_of(desk).sku == BIG
    press_list(desk)
    desk.press(KEY.Key_1)
    assert line_of(desk).sku == DESK


def test_a_short_line_offers_it_in_the_verdict_and_all_ways_out_have_a_number(desk):
    open_order(desk, (BIG, "9"))
    desk.idle()
    issue = desk.page.verdict.current()
    assert issue.code == "line.no_supply"
    assert "Saves" in desk.page.window().findChild(QPushButton, "verdictRemedy").text()
    assert desk.page.window().findChild(QPushButton, "verdictMore").text() == "+2"
    desk.press(KEY.Key_F8, SHIFT)
    ways = desk.page.window().findChild(QListWidget, "remedyList")
    assert ways.count() == 3
    assert ways.item(1).text().startswith("2  Saves 335.58")
    desk.press(KEY.Key_2)
    assert (line_of(desk).sku, line_of(desk).quantity_micro) == (CHAIR, 27 * MICRO)
    desk.press(KEY.Key_Z, CTRL)
    desk.press(KEY.Key_Return, ALT)
    assert line_of(desk).sku == DESK


@pytest.mark.parametrize(
    ("key", "source", "price"), [(KEY.Key_1, "manual", 70_000_000), (KEY.Key_2, "auto", 249_000_000)]
)
def test_a_typed_price_is_asked_for_and_one_undo_brings_all_back(desk, key, source, price):
    open_order(desk, (LAMP, "1"))
    desk.page.grid.edit_cell(0, "price")
    desk.type("70\n")
    desk.page.grid.edit_cell(0, "quantity")
    desk.press(KEY.Key_Escape)
    press_list(desk)
    desk.press(KEY.Key_Return)
    assert line_of(desk).sku == LAMP
    assert "typed price" in desk.page.message_bar.text()
    desk.press(key, ALT)
    line = line_of(desk)
    assert (line.sku, line.price_source, line.list_price_micro) == (CHAIR, source, price)
    desk.press(KEY.Key_Z, CTRL)
    assert (line_of(desk).sku, line_of(desk).price_micro) == (LAMP, 70_000_000)


def test_where_nothing_replaces_it_that_is_said(desk):
    open_order(desk, (CHAIR, "1"))
    desk.page.grid.edit_cell(0, "quantity")
    desk.press(KEY.Key_Escape)
    desk.press(KEY.Key_F4, SHIFT)
    desk.idle()
    assert "CHR-ERG-BLK has no substitutes" in desk.page.message_bar.text()
