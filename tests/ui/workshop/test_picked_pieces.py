"""Two pieces of one article on a pick list: each by its own SKU and its workshop order's number."""

from __future__ import annotations

from app.views.kit.entry_grid import EntryGrid, PlainTable
from tests.helpers.making import make_all
from tests.helpers.order_office import CHAIR
from tests.helpers.window import CTRL, KEY, open_on


def test_each_piece_is_picked_by_its_own_number(qtbot, office, shop):
    order_id = shop.sell_both()
    make_all(shop.desk, order_id)
    wide, narrow = shop.made_skus(order_id)
    desk = open_on(qtbot, office)
    desk.ask("shipping.start", order_id)
    parts = desk.find(PlainTable, "partsToShip").model()
    assert [parts.index(row, 1).data() for row in (0, 1)] == [wide, narrow]
    assert parts.index(1, 2).data() == "Shelf · WO-000002"
    desk.press(KEY.Key_Return, CTRL)
    grid = desk.find(EntryGrid, "pickGrid").model()
    assert [grid.index(row, 1).data() for row in (0, 1)] == [wide, narrow]
    assert grid.index(1, 2).data() == "Shelf · WO-000002"
    scan = desk.page.scan
    for code, told, counted in ((CHAIR, "in several configurations", [1, 1]), (narrow, "", [0, 1])):
        scan.setText(code)
        scan.returnPressed.emit()
        desk.idle()
        assert told in desk.message()
        assert [row.picked_micro // 1_000_000 for row in grid.rows()] == counted


def test_the_column_of_what_is_to_ship_has_room_for_the_longest_of_our_made_numbers(qtbot, office, shop):
    order_id = shop.sell_both()
    make_all(shop.desk, order_id)
    desk = open_on(qtbot, office)
    desk.ask("shipping.start", order_id)
    table = desk.find(PlainTable, "partsToShip")
    text = "WARDROBE-CONF-C5D3A0B1"
    assert len(shop.made_skus(order_id)[0].rpartition("-")[2]) == len(text.rpartition("-")[2])
    needed = table.fontMetrics().horizontalAdvance(text) + 2 * 8
    assert table.columnWidth(1) >= needed
