"""Goods come in and are counted by keys alone; results are read from the database."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPushButton

from app.domain.money import MICRO
from app.domain.rights import Actor
from app.i18n import set_language
from app.services.stock.arrivals import ExpectedLine, create_arrival
from app.services.stock.fulfilments import LinePart, fulfil_lines
from app.views.kit.entry_grid import PlainTable
from app.views.kit.search_popup import SearchPopup
from app.views.kit.table_view import TableView
from app.views.stock.product_grid import ProductGrid
from db.schema.costs import ReceiptCost
from db.schema.stock import Arrival, ArrivalLine
from tests.helpers.stock_office import HAMBURG, MUNICH, part
from tests.helpers.window import ALT, CTRL, SHIFT, open_on


def waiting_order(firm, product, quantity, at=HAMBURG, wish="partial", **values):
    order_id = firm.add_order((product, quantity), delivery_wish=wish)
    line_id = firm.line_ids(order_id)[0]
    with firm.begin() as uow:
        fulfil_lines(uow, [LinePart(line_id, part(product, at, wait=quantity, **values))])
    return order_id


def announce(firm, product, quantity, due=date(2026, 3, 9)):
    with firm.begin() as uow:
        return create_arrival(
            uow,
            warehouse_id=HAMBURG,
            supplier="Tischler",
            lines=[ExpectedLine(product, quantity * MICRO, due)],
        )


def test_goods_received_freely_serve_who_waits(desk, firm):
    order_id = waiting_order(firm, 1, 4, promise=None)
    desk.press(Qt.Key.Key_R, CTRL | SHIFT)
    desk.press(Qt.Key.Key_Return, CTRL)
    assert "at least one product" in desk.message()
    desk.type("P1\n3\n")
    desk.press(Qt.Key.Key_Return, CTRL)
    assert firm.level(1, HAMBURG).on_hand_micro == 3 * MICRO
    assert firm.fulfilments(order_id)[0].reserved_micro == 3 * MICRO
    assert "served: 1, still waiting: 1" in desk.message()
    assert desk.find(PlainTable, "served").model().rowCount() == 2


def served_rows(desk):
    """What the answer says of each line, from the column of states."""
    model = desk.find(PlainTable, "served").model()
    last = model.columnCount() - 1
    return [model.index(row, last).data() for row in range(model.rowCount())]


def test_goods_serve_who_waits_in_another_warehouse_and_say_from_where(desk, firm):
    order_id = waiting_order(firm, 1, 4, at=MUNICH, promise=None)
    waiting_order(firm, 1, 9, at=MUNICH, wish="complete", promise=None)
    desk.press(Qt.Key.Key_R, CTRL | SHIFT)
    desk.type("P1\n6\n")
    desk.press(Qt.Key.Key_Return, CTRL)
    assert firm.fulfilments(order_id)[-1].warehouse_id == HAMBURG
    assert "served: 1, still waiting: 1" in desk.message()
    assert served_rows(desk) == [
        "served from Hamburg, waited in Munich",
        "waits in Munich: nothing announced, ships only complete",
    ]


def test_a_cancelled_arrival_tells_whom_other_warehouses_serve(desk, firm):
    arrival_id = announce(firm, 1, 10)
    waiting_order(firm, 1, 4, promise=date(2026, 3, 10), arrival_line_id=1)
    firm.add_stock(1, MUNICH, 3)
    desk.ask("arrival.open", arrival_id)
    desk.press(Qt.Key.Key_C, CTRL | SHIFT)
    desk.type("supplier closed")
    desk.press(Qt.Key.Key_C, CTRL | SHIFT)
    assert desk.message().endswith("1 order line still waits for it. Served from other warehouses: 1.")
    assert served_rows(desk) == [
        "served from Munich, waited in Hamburg",
        "waits in Hamburg: nothing announced",
    ]


def test_a_cancelled_arrival_tells_who_is_promised_from_another_one(desk, firm):
    arrival_id = announce(firm, 1, 10)
    waiting_order(firm, 1, 4, promise=date(2026, 3, 10), arrival_line_id=1)
    announce(firm, 1, 3)
    desk.ask("arrival.open", arrival_id)
    desk.press(Qt.Key.Key_C, CTRL | SHIFT)
    desk.type("supplier closed")
    desk.press(Qt.Key.Key_C, CTRL | SHIFT)
    assert desk.message().endswith("1 order line still waits for it. Promised from other arrivals: 1.")
    rows = served_rows(desk)
    assert rows[0].startswith("waits in Hamburg: arrival AR-00002, due ")
    assert rows[1:] == ["waits in Hamburg: nothing announced"]


def test_an_unknown_code_is_marked_and_nothing_is_booked(desk, firm):
    desk.press(Qt.Key.Key_R, CTRL | SHIFT)
    desk.type("NOPE\n3\n")
    desk.press(Qt.Key.Key_Return, CTRL)
    assert desk.find(ProductGrid, "productGrid").lines.has_bad()
    assert firm.level(1, HAMBURG).on_hand_micro == 0


def test_the_last_line_is_taken_out_too(desk, firm):
    desk.press(Qt.Key.Key_R, CTRL | SHIFT)
    desk.type("P1\n3\nNONE\n")
    desk.press(Qt.Key.Key_Return, CTRL)
    assert "Line 2, SKU: No product has the code NONE. Correct it" in desk.message()
    desk.press(Qt.Key.Key_Delete, CTRL)
    assert desk.message() == ""
    desk.press(Qt.Key.Key_Return, CTRL)
    assert firm.level(1, HAMBURG).on_hand_micro == 3 * MICRO


def test_enter_in_the_list_of_products_goes_on_to_the_quantity(qtbot, desk, firm):
    desk.press(Qt.Key.Key_R, CTRL | SHIFT)
    grid = desk.find(ProductGrid, "productGrid")
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Tab):
        desk.type("P")
        qtbot.waitUntil(lambda: _list_is_open(grid))
        desk.press(key)
        desk.type("3\n")
    assert [line.quantity_micro for line in grid.filled()] == [3 * MICRO, 3 * MICRO]


def _list_is_open(grid):
    popup = grid.findChild(SearchPopup)
    return popup is not None and popup.current() is not None


def test_several_lines_are_keyed_one_after_the_other(desk, firm):
    desk.press(Qt.Key.Key_R, CTRL | SHIFT)
    desk.type("P1\n3\nP2\n7\n")
    desk.press(Qt.Key.Key_Return, CTRL)
    assert firm.level(1, HAMBURG).on_hand_micro == 3 * MICRO
    assert firm.level(2, HAMBURG).on_hand_micro == 7 * MICRO


def test_an_adjustment_needs_a_reason(desk, firm):
    firm.add_stock(1, HAMBURG, 10)
    desk.press(Qt.Key.Key_A, CTRL | SHIFT)
    desk.find(ProductGrid, "productGrid").clear_lines()
    desk.type("P1\n-2\n")
    desk.press(Qt.Key.Key_Return, CTRL)
    assert firm.level(1, HAMBURG).on_hand_micro == 10 * MICRO
    assert "reason is needed" in desk.message()
    desk.press(Qt.Key.Key_R, ALT)
    assert desk.focus().objectName() == "reason"
    desk.type("broken")
    desk.press(Qt.Key.Key_Return, CTRL)
    assert firm.level(1, HAMBURG).on_hand_micro == 8 * MICRO


def test_a_count_books_the_difference(desk, firm):
    firm.add_stock(1, HAMBURG, 10)
    desk.press(Qt.Key.Key_N, CTRL | SHIFT)
    desk.find(ProductGrid, "productGrid").clear_lines()
    desk.type("P1\n9\n")
    desk.find(QLineEdit, "reason").setFocus()
    desk.type("yearly count")
    desk.press(Qt.Key.Key_Return, CTRL)
    assert firm.level(1, HAMBURG).on_hand_micro == 9 * MICRO
    assert "1 line counted, differences booked: 1" in desk.message()


def test_a_transfer_moves_free_stock(desk, firm):
    firm.add_stock(1, HAMBURG, 10)
    desk.press(Qt.Key.Key_T, CTRL | SHIFT)
    assert desk.find(QComboBox, "to").currentData() == MUNICH
    desk.find(ProductGrid, "productGrid").clear_lines()
    desk.type("P1\n4\n")
    desk.press(Qt.Key.Key_Return, CTRL)
    assert firm.level(1, HAMBURG).on_hand_micro == 6 * MICRO
    assert firm.level(1, MUNICH).on_hand_micro == 4 * MICRO


def test_an_arrival_is_announced_and_received_in_part(desk, firm):
    desk.press(Qt.Key.Key_N, CTRL)
    desk.find(ProductGrid, "productGrid").clear_lines()
    desk.type("P2\n12\n9.3.\n")
    desk.press(Qt.Key.Key_Return, CTRL)
    with firm.reading() as view:
        line = view.db.execute(sa.select(ArrivalLine.__table__)).one()
    assert (line.product_id, line.quantity_micro, line.due_date) == (2, 12 * MICRO, date(2026, 3, 9))
    desk.type("5\n")
    desk.press(Qt.Key.Key_Return, CTRL)
    assert firm.level(2, HAMBURG).on_hand_micro == 5 * MICRO
    with firm.reading() as view:
        assert view.db.execute(sa.select(Arrival.state)).scalar_one() == "open"


def test_a_later_due_date_names_the_promises_that_fall(desk, firm):
    arrival_id = announce(firm, 1, 10)
    waiting_order(firm, 1, 4, promise=date(2026, 3, 10), arrival_line_id=1)
    desk.ask("arrival.open", arrival_id)
    desk.press(Qt.Key.Key_D, ALT)
    desk.type("20.3.")
    desk.press(Qt.Key.Key_D, CTRL)
    with firm.reading() as view:
        assert view.db.execute(sa.select(ArrivalLine.due_date)).scalar_one() == date(2026, 3, 20)
    assert "1 promise is now too early" in desk.message()


def test_a_cancelled_arrival_needs_a_reason(desk, firm):
    arrival_id = announce(firm, 1, 10)
    desk.ask("arrival.open", arrival_id)
    desk.press(Qt.Key.Key_C, CTRL | SHIFT)
    assert desk.focus().objectName() == "reason"
    desk.type("supplier closed")
    desk.press(Qt.Key.Key_C, CTRL | SHIFT)
    with firm.reading() as view:
        assert view.db.execute(sa.select(Arrival.state)).scalar_one() == "cancelled"


def test_the_list_hears_of_stock_and_shows_the_product_beside_it(desk, firm):
    desk.find(TableView, "stockTable").select_row(0)
    firm.add_stock(1, HAMBURG, 10)
    desk.until(lambda: desk.find(TableView, "stockTable").model().index(0, 3).data() == "10")
    desk.until(lambda: desk.find(PlainTable, "moves").model().rowCount() == 1)
    order_id = waiting_order(firm, 1, 4)
    with firm.begin() as uow:
        uow.changed("stock", 1, version=0)
    desk.until(lambda: desk.find(PlainTable, "claimants").model().rowCount() == 1)
    table = desk.find(PlainTable, "claimants")
    table.setFocus()
    table.select_row(0)
    desk.press(Qt.Key.Key_Return)
    assert any(ask.name == "order.open" and ask.id == order_id for ask in desk.asked)


def test_a_booking_begins_with_the_product_under_the_cursor(desk, firm):
    table = desk.find(TableView, "stockTable")
    table.setFocus()
    table.select_row(2)
    desk.press(Qt.Key.Key_R, CTRL | SHIFT)
    desk.type("5\n")
    desk.press(Qt.Key.Key_Return, CTRL)
    assert firm.level(3, HAMBURG).on_hand_micro == 5 * MICRO


def test_ctrl_enter_twice_books_goods_once_and_says_so(desk, firm):
    desk.press(Qt.Key.Key_R, CTRL | SHIFT)
    desk.type("P1\n3\n")
    desk.press_twice(Qt.Key.Key_Return, CTRL)
    assert firm.level(1, HAMBURG).on_hand_micro == 3 * MICRO
    assert "Nothing was booked" not in desk.message()
    desk.type("P1\n2\n")
    desk.press_twice(Qt.Key.Key_Return, CTRL)
    assert firm.level(1, HAMBURG).on_hand_micro == 5 * MICRO


def test_ctrl_enter_twice_receives_an_arrival_once(desk, firm):
    id_ = announce(firm, 1, 4)
    desk.ask("arrival.open", id_)
    desk.press_twice(Qt.Key.Key_Return, CTRL)
    assert firm.level(1, HAMBURG).on_hand_micro == 4 * MICRO
    assert "received" in desk.message()


STARTS = {
    "transfer": "Transfer stock",
    "count": "Count stock",
    "adjust": "Adjust stock",
    "receive": "Receive goods",
}


@pytest.mark.parametrize("kind", STARTS)
def test_the_mouse_begins_each_booking_with_the_product_that_it_chose(desk, kind):
    table = desk.find(TableView, "stockTable")
    table.select_row(1)
    code = table.model().row(1).sku
    QTest.mouseClick(desk.find(QPushButton, f"start:{kind}"), Qt.MouseButton.LeftButton)
    desk.idle()
    assert desk.page.title == STARTS[kind]
    assert [line.sku for line in desk.find(ProductGrid, "productGrid").filled()] == [code]


def test_a_new_arrival_begins_by_the_mouse_and_takes_no_product_of_another_list(desk):
    desk.press(Qt.Key.Key_E, CTRL | SHIFT)
    QTest.mouseClick(desk.find(QPushButton, "start:announce"), Qt.MouseButton.LeftButton)
    desk.idle()
    assert desk.page.title == "New arrival"
    assert desk.find(ProductGrid, "productGrid").filled() == []


def test_who_may_only_sell_sees_the_stock_and_no_button_to_change_it(qtbot, office, firm):
    seller = Actor(name="Emma", roles=frozenset({"sales"}))
    desk = open_on(qtbot, office, actor=seller)
    desk.show("stock")
    assert desk.find(TableView, "stockTable").model().rowCount() > 0
    assert not [
        each for each in desk.page.findChildren(QPushButton) if each.objectName().startswith("start:")
    ]


def test_received_goods_are_keyed_with_the_word_for_their_unit(desk, firm):
    desk.press(Qt.Key.Key_R, CTRL | SHIFT)
    desk.type("P1\n3 pcs\nP2\n2 Stk.\n")
    desk.press(Qt.Key.Key_Return, CTRL)
    assert [firm.level(product, HAMBURG).on_hand_micro for product in (1, 2)] == [3 * MICRO, 2 * MICRO]


def test_goods_in_a_unit_that_stock_is_not_counted_in_are_not_booked(desk, firm):
    desk.press(Qt.Key.Key_R, CTRL | SHIFT)
    QApplication.clipboard().setText("P1\t3\tPack\nP2\t2\tStk.\n")
    desk.press(Qt.Key.Key_V, CTRL)
    grid = desk.find(ProductGrid, "productGrid")
    assert [(line.sku, line.quantity_micro) for line in grid.filled()] == [("P1", 0), ("P2", 2 * MICRO)]
    assert grid.lines.has_bad()
    desk.press(Qt.Key.Key_Return, CTRL)
    assert [firm.level(product, HAMBURG).on_hand_micro for product in (1, 2)] == [0, 0]


def test_lines_of_goods_come_back_as_they_were_copied(desk, firm):
    set_language("de")
    desk.press(Qt.Key.Key_R, CTRL | SHIFT)
    desk.type("P1\n3\nP2\n1500\n")
    grid = desk.find(ProductGrid, "productGrid")
    grid.setSelectionMode(grid.SelectionMode.ExtendedSelection)
    grid.selectAll()
    desk.press(Qt.Key.Key_C, CTRL)
    before = grid.filled()
    grid.clear_lines()
    desk.press(Qt.Key.Key_V, CTRL)
    assert "Stk." in QApplication.clipboard().text()
    assert grid.filled() == before
    assert not grid.lines.has_bad()


def test_the_cost_of_what_comes_is_keyed_beside_it_and_enter_goes_past_it(desk, firm):
    desk.press(Qt.Key.Key_R, CTRL | SHIFT)
    desk.type("P1\n3\nP2\n7\n")
    grid = desk.find(ProductGrid, "productGrid")
    grid.select_row(0, grid.lines.column_of("quantity"))
    desk.press(Qt.Key.Key_Right, times=3)
    desk.type("12.5\n")
    desk.press(Qt.Key.Key_Return, CTRL)
    with firm.reading() as view:
        costs = view.db.execute(sa.select(ReceiptCost.product_id, ReceiptCost.average_micro)).all()
    assert [tuple(row) for row in costs] == [(1, 12_500_000)]


def test_an_arrival_shows_what_was_announced_and_takes_another_cost(desk, firm):
    with firm.begin() as uow:
        line = ExpectedLine(1, 5 * MICRO, date(2026, 3, 9), 10 * MICRO)
        arrival_id = create_arrival(uow, warehouse_id=HAMBURG, supplier="Tischler", lines=[line])
    desk.ask("arrival.open", arrival_id)
    model = desk.page.model
    assert model.index(0, model.column_of("cost")).data() == "10.00"
    desk.page.grid.select_row(0, model.column_of("cost"))
    desk.page.grid.setFocus()
    desk.type("11\n")
    desk.press(Qt.Key.Key_Return, CTRL)
    with firm.reading() as view:
        assert view.db.execute(sa.select(ReceiptCost.cost_micro)).scalars().all() == [11 * MICRO]
