"""The grid's columns: no number is cut off, the description has the rest, a cut text is told in full."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QStyleOptionViewItem, QToolTip

from app.views.kit import theme
from app.views.kit.cell_delegate import CellDelegate
from app.views.orders.line_delegate import LineDelegate
from tests.helpers.stored_orders import open_order


def test_a_column_grows_with_its_longest_number(desk):
    open_order(desk, ("CHR", "2"))
    grid, model = desk.page.grid, desk.page.model
    amount = model.column_of("amount")
    before = grid.columnWidth(amount)
    key = model.key_at(0)
    model.cell_keyed.emit(key, "quantity", "987654")
    desk.idle()
    assert grid.columnWidth(amount) > before
    for place, column in enumerate(model.columns):
        text = model.cell(0, place)[0]
        if column.name != "text" and not grid.isColumnHidden(place):
            room = grid.columnWidth(place) - 2 * LineDelegate.padding
            assert grid.fontMetrics().horizontalAdvance(text) <= room, column.name


def test_plain_cells_look_as_every_grid_paints_them(desk, qapp):
    theme.apply_theme(qapp)
    open_order(desk, ("CHR", "2"), ("CHR", "3"))
    grid = desk.page.grid
    grid.close_editor()
    grid.select_row(2, 0)
    desk.idle()
    quick = grid.viewport().grab().toImage()
    plain = CellDelegate(grid)
    plain.padding = LineDelegate.padding
    mine = grid.itemDelegate()
    grid.setItemDelegate(plain)
    usual = grid.viewport().grab().toImage()
    grid.setItemDelegate(mine)
    assert quick == usual


def test_a_description_that_is_cut_off_is_told_in_full(desk):
    open_order(desk, ("CHR", "2"))
    grid, model = desk.page.grid, desk.page.model
    index = model.index(0, model.column_of("text"))
    text = str(index.data())

    def told(width: int) -> str:
        option = QStyleOptionViewItem()
        option.initFrom(grid)
        option.rect = grid.visualRect(index)
        option.rect.setWidth(width)
        place = grid.viewport().mapToGlobal(option.rect.center())
        event = QHelpEvent(QEvent.Type.ToolTip, option.rect.center(), place)
        grid.itemDelegate().helpEvent(event, grid, option, index)
        return QToolTip.text()

    assert told(900) == "", "there is room for all of it"
    assert told(60) == text
    QToolTip.hideText()
