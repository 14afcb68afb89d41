"""A price for 1,000 at the desk: keyed, shown, copied and pasted as what it is (A11)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.models.order_columns import LOCK, grid_columns
from tests.helpers.order_keys import MICRO, rows, start_order
from tests.helpers.stored_orders import open_order
from tests.helpers.window import CTRL, KEY, SHIFT, open_url

TRAY = "CBL-TRAY"
PER = "3.3333\N{NO-BREAK SPACE}/\N{NO-BREAK SPACE}1,000"


def net_shown(desk, row=0):
    return desk.page.model.cell(row, desk.page.model.column_of("price"))[0]


def test_a_price_of_a_thousand_is_keyed_shown_and_stored(desk, firm_url):
    open_order(desk, (TRAY, "100000"))
    desk.page.grid.edit_cell(0, "price")
    desk.type("3.3333/1000\n")
    (line,) = desk.draft.lines
    assert (line.price_per, line.amount_minor) == (1000, 333_33)
    assert net_shown(desk) == f"{LOCK} {PER}"
    assert rows(firm_url, "select price_micro, price_per, amount_minor from order_line") == [
        (3_333_300, 1000, 333_33)
    ]
    assert "Net / 1,000" in [step.label for step in desk.page.panels.price.waterfall.steps()]
    desk.page.grid.edit_cell(0, "price")
    desk.type("\n")  # what stands there is what was keyed
    assert desk.draft.lines[0].price_per == 1000
    desk.press(Qt.Key.Key_Escape)
    desk.press(Qt.Key.Key_Z, CTRL)
    assert (desk.draft.lines[0].price_source, desk.draft.lines[0].price_per) == ("auto", 1)


def test_a_copied_line_keeps_its_price_of_a_thousand(desk):
    open_order(desk, (TRAY, "100000"))
    desk.page.grid.edit_cell(0, "price")
    desk.type("3.3333/1000\n")
    desk.press(Qt.Key.Key_Escape)
    desk.page.grid.setCurrentIndex(desk.page.model.index(0, 0))
    desk.press(Qt.Key.Key_C, CTRL)
    assert PER in QApplication.clipboard().text()
    desk.press(Qt.Key.Key_V, CTRL)
    desk.idle()
    assert [(line.quantity_micro, line.price_micro, line.price_per) for line in desk.draft.lines] == [
        (100_000 * MICRO, 3_333_300, 1000)
    ] * 2


@pytest.mark.parametrize(("typed", "per"), [("10/3", 3), ("7/7", 7), ("3.3333/1000", 1000)])
def test_a_typed_price_for_many_waits_with_its_pasted_row_also_after_a_restart(qtbot, firm_url, typed, per):
    desk = open_url(qtbot, firm_url)
    start_order(desk)
    heads = [column.title for column in grid_columns()]
    names = [column.name for column in grid_columns()]
    row = dict.fromkeys(names, "") | {
        "sku": "NOBODY",
        "quantity": "21",
        "unit": "pc",
        "price": f"{LOCK} {typed}",
    }
    QApplication.clipboard().setText("\n".join("\t".join(cells) for cells in (heads, row.values())))
    desk.press(KEY.Key_V, CTRL)
    assert len(desk.page.side_list.rows) == 1
    desk.close()
    desk = open_url(qtbot, firm_url)
    desk.press(KEY.Key_M, CTRL | SHIFT)
    desk.press(KEY.Key_Return)
    desk.type("CBL-TRAY\n")
    (line,) = desk.draft.lines
    assert (line.price_source, line.price_per) == ("manual", per)
    assert line.list_price_micro == int(Decimal(typed.partition("/")[0]) * MICRO)
