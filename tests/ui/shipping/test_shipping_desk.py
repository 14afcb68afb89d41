"""The warehouse lead ships by keys alone; results are read from the database."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QSplitter

from app.domain.money import MICRO
from app.services.papers import read_papers
from app.services.shipping.picking import create_pick_list, read_picked_lines, record_picked
from app.services.shipping.posting import post_shipment
from app.services.stock.fulfilments import LinePart, fulfil_lines
from app.views.kit.entry_grid import EntryGrid, PlainTable
from app.views.kit.table_view import TableView
from db.schema.orders import OrderLine
from db.schema.products import Product
from db.schema.shipping import Shipment, ShipmentLine
from db.statements import insert_row
from tests.helpers.invoice_office import InvoiceOffice, Line
from tests.helpers.stock_office import HAMBURG, MUNICH, make_stock_office, part
from tests.helpers.window import ALT, CTRL, SHIFT, open_on


@pytest.fixture
def firm(work):
    firm = make_stock_office(work)
    for product in (1, 2):
        firm.add_stock(product, HAMBURG, 50)
    firm.add_stock(3, MUNICH, 50)
    return firm


@pytest.fixture
def desk(qtbot, office, firm):
    return open_on(qtbot, office)


def reserved_order(firm, *lines, **values):
    order_id = firm.add_order(*lines, **values)
    firm.reserve(order_id)
    return order_id


def shipments(firm):
    with firm.reading() as view:
        return list(view.db.execute(sa.select(Shipment.state, Shipment.order_id).order_by(Shipment.id)))


def lines(firm, order_id):
    statement = sa.select(OrderLine.shipped_micro, OrderLine.cancelled_micro)
    with firm.reading() as view:
        rows = view.db.execute(statement.where(OrderLine.order_id == order_id).order_by(OrderLine.id))
        return [(row[0] // MICRO, row[1] // MICRO) for row in rows]


def start(desk, order_id):
    desk.ask("shipping.start", order_id)
    desk.press(Qt.Key.Key_Return, CTRL)


def test_an_order_is_picked_and_shipped_with_two_confirmations(desk, firm):
    order_id = reserved_order(firm, (1, 4), (2, 2))
    desk.ask("shipping.start", order_id)
    desk.press(Qt.Key.Key_Return, CTRL)
    assert shipments(firm) == [("picking", order_id)]
    desk.press(Qt.Key.Key_Return, CTRL)
    assert shipments(firm) == [("shipped", order_id)]
    assert lines(firm, order_id) == [(4, 0), (2, 0)]
    assert firm.level(1, HAMBURG).on_hand_micro == 46 * MICRO
    assert "has left" in desk.message()


def test_the_first_ask_wakes_a_desk_that_was_never_shown(desk, firm):
    order_id = reserved_order(firm, (1, 1))
    desk.ask("shipping.start", order_id)
    assert desk.frame.current_desk() == "shipping"
    assert desk.find(PlainTable, "partsToShip").model().rowCount() == 1


def test_what_was_not_picked_stays_open(desk, firm):
    order_id = reserved_order(firm, (1, 4), (2, 2))
    start(desk, order_id)
    desk.type("3\n")
    desk.press(Qt.Key.Key_Return, CTRL)
    assert lines(firm, order_id) == [(3, 0), (2, 0)]
    assert firm.fulfilments(order_id)[0].reserved_micro == MICRO


def test_a_quantity_still_in_its_editor_counts_when_shipping(desk, firm):
    order_id = reserved_order(firm, (1, 4))
    start(desk, order_id)
    desk.type("3")
    desk.press(Qt.Key.Key_Return, CTRL)
    assert lines(firm, order_id) == [(3, 0)]


def test_more_than_the_list_asks_for_is_not_taken(desk, firm):
    order_id = reserved_order(firm, (1, 4))
    start(desk, order_id)
    desk.type("5\n")
    grid = desk.find(EntryGrid, "pickGrid")
    assert grid.model().rows()[0].picked_micro == 4 * MICRO
    assert grid.model().has_bad()


def test_the_rest_is_cancelled_only_with_a_reason(desk, firm):
    order_id = reserved_order(firm, (1, 4))
    start(desk, order_id)
    desk.type("3\n")
    desk.find(QComboBox, "restChoice").setFocus()
    desk.press(Qt.Key.Key_Down)
    desk.press(Qt.Key.Key_Return, CTRL)
    assert shipments(firm) == [("picking", order_id)]
    assert "reason" in desk.message()
    desk.type("no backorder wanted")
    desk.press(Qt.Key.Key_Return, CTRL)
    assert lines(firm, order_id) == [(3, 1)]


def cancel_rest(desk, picked):
    """So many pieces leave, and what is left of the order is cancelled."""
    desk.type(f"{picked}\n")
    desk.find(QComboBox, "restChoice").setFocus()
    desk.press(Qt.Key.Key_Down)
    desk.find(QLineEdit, "restReason").setFocus()
    desk.type("no backorder wanted")
    desk.press(Qt.Key.Key_Return, CTRL)


@pytest.mark.parametrize(("discount", "turns"), [(100, True), (10, False)])
def test_a_discount_above_what_is_left_of_the_order_is_told_and_f8_opens_the_order(
    qtbot, office, work, discount, turns
):
    firm = InvoiceOffice(work).set_up()
    lines = [Line(4 * MICRO, 49_900_000), Line(kind="discount", price=-discount * MICRO, text="Fair")]
    order_id = firm.order(firm.customer(), lines)
    desk = open_on(qtbot, office)
    start(desk, order_id)
    cancel_rest(desk, 1)
    text = desk.message().replace("\N{NO-BREAK SPACE}", " ")
    assert "has left" in text
    assert ("credit note of 59.62 EUR" in text) is turns
    desk.press(Qt.Key.Key_F8)
    assert {ask.id for ask in desk.asked if ask.name == "order.open"} == ({order_id} if turns else set())
    if turns:
        desk.press(Qt.Key.Key_E, CTRL)  # as the message says
        assert (desk.page.order_id, desk.page.session.is_amending) == (order_id, True)


def test_scanning_counts_from_zero_by_sku_and_gtin(desk, firm):
    with firm.begin() as uow:
        uow.db.execute(sa.update(Product).where(Product.id == 2).values(gtin="4006381333931"))
    order_id = reserved_order(firm, (1, 3), (2, 2))
    start(desk, order_id)
    desk.press(Qt.Key.Key_B, CTRL)
    assert desk.focus().objectName() == "scan"
    desk.type("P1\np1\n4006381333931\n")
    grid = desk.find(EntryGrid, "pickGrid")
    assert [row.picked_micro // MICRO for row in grid.model().rows()] == [2, 1]
    desk.type("NOBODY\n")
    assert "NOBODY" in desk.message()
    desk.press(Qt.Key.Key_Return, CTRL)
    assert lines(firm, order_id) == [(2, 0), (1, 0)]


def test_a_cancelled_pick_list_leaves_its_goods_reserved(desk, firm):
    order_id = reserved_order(firm, (1, 4))
    start(desk, order_id)
    desk.press(Qt.Key.Key_C, CTRL | SHIFT)
    assert shipments(firm) == [("cancelled", order_id)]
    assert firm.fulfilments(order_id)[0].picking_micro == 0


def test_a_ship_complete_order_offers_to_ship_what_is_there(desk, firm):
    order_id = reserved_order(firm, (1, 4), delivery_wish="complete")
    with firm.begin() as uow:
        line_id = firm_line(uow, order_id)
        fulfil_lines(uow, [LinePart(line_id, part(2, HAMBURG, wait=5, promise=None))])
    start(desk, order_id)
    assert shipments(firm) == []
    desk.press(Qt.Key.Key_1, ALT)
    assert shipments(firm) == [("picking", order_id)]


def firm_line(uow, order_id):
    """A further line of the order that nothing covers."""
    values = {"order_id": order_id, "line_key": "k9", "position": 9, "kind": "goods", "product_id": 2}
    amounts = {"quantity_micro": 5 * MICRO, "base_micro": 5 * MICRO}
    return insert_row(uow.db, OrderLine, {**values, "sku": "P2", "text": "Product 2", **amounts})


def test_the_list_opens_orders_by_enter_and_hears_of_shipments(desk, firm):
    desk.show("shipping")
    order_id = reserved_order(firm, (1, 4))
    desk.until(lambda: desk.find(TableView, "toShipTable").model().rowCount() == 1)
    desk.find(TableView, "toShipTable").setFocus()
    desk.press(Qt.Key.Key_Return)
    assert desk.find(QPushButton, "makePickList").isEnabled()
    desk.press(Qt.Key.Key_Return)
    assert shipments(firm) == [("picking", order_id)]


def test_the_delivery_note_is_one_key_away(desk, firm):
    start(desk, reserved_order(firm, (1, 4)))
    desk.press(Qt.Key.Key_Return, CTRL)
    desk.press(Qt.Key.Key_P, CTRL)
    assert desk.asked[-1].name == "paper.show"


def test_the_invoice_is_one_key_away(desk, firm):
    order_id = reserved_order(firm, (1, 4))
    start(desk, order_id)
    desk.press(Qt.Key.Key_Return, CTRL)
    desk.press(Qt.Key.Key_I, CTRL | SHIFT)
    assert any(ask.name == "invoice.start" and ask.id == order_id for ask in desk.asked)


def test_saved_quantities_are_there_when_the_list_is_opened_again(desk, firm):
    order_id = reserved_order(firm, (1, 4))
    start(desk, order_id)
    desk.type("2\n")
    desk.press(Qt.Key.Key_S, CTRL)
    with firm.reading() as view:
        assert view.db.execute(sa.select(ShipmentLine.picked_micro)).scalar_one() == 2 * MICRO
    desk.press(Qt.Key.Key_W, CTRL)
    desk.ask("shipping.open", 1)
    assert desk.find(EntryGrid, "pickGrid").model().rows()[0].picked_micro == 2 * MICRO
    assert desk.find(QLineEdit, "scan").isVisible()


def test_a_shipment_of_history_gets_its_delivery_note_on_the_first_view(desk, firm):
    order_id = reserved_order(firm, (1, 4))
    with firm.begin() as uow:
        shipment_id = create_pick_list(uow, order_id, HAMBURG, with_paper=False)
        picked = {line.id: line.quantity_micro for line in read_picked_lines(uow, shipment_id)}
        record_picked(uow, shipment_id, picked)
        post_shipment(uow, shipment_id, with_paper=False)
    desk.ask("shipping.open", shipment_id)
    desk.press(Qt.Key.Key_P, CTRL)
    assert desk.asked[-1].name == "paper.show"
    with firm.reading() as view:
        kinds = [paper.kind for paper in read_papers(view, "shipment", shipment_id)]
    assert kinds == ["delivery_note"]


def test_ctrl_enter_twice_makes_one_pick_list_and_ships_it_once(desk, firm):
    order_id = reserved_order(firm, (1, 4))
    desk.ask("shipping.start", order_id)
    desk.press_twice(Qt.Key.Key_Return, CTRL)
    assert shipments(firm) == [("picking", order_id)]
    desk.press_twice(Qt.Key.Key_Return, CTRL)
    assert shipments(firm) == [("shipped", order_id)]
    assert firm.level(1, HAMBURG).on_hand_micro == 46 * MICRO
    assert "has left" in desk.message()


@pytest.mark.parametrize(
    ("width", "place"), [(1600, Qt.Orientation.Horizontal), (1024, Qt.Orientation.Vertical)]
)
def test_two_lists_too_narrow_beside_each_other_stand_below_each_other(desk, firm, width, place):
    reserved_order(firm, (1, 2))
    desk.show("shipping")
    desk.frame.resize(width, 800)
    desk.idle()
    assert desk.find(QSplitter, "toShipSplitter").orientation() is place
    table = desk.find(TableView, "toShipTable")
    assert sum(table.columnWidth(column) for column in range(table.model().columnCount())) <= table.width()


def test_what_left_is_invoiced_by_the_mouse_from_its_own_page(desk, firm):
    order_id = reserved_order(firm, (1, 2))
    start(desk, order_id)
    assert desk.find(QPushButton, "ship").isVisible()
    assert not shown_buttons(desk, "Invoice")
    desk.press(Qt.Key.Key_Return, CTRL)
    QTest.mouseClick(shown_buttons(desk, "Invoice")[0], Qt.MouseButton.LeftButton)
    desk.idle()
    assert [ask.name for ask in desk.asked if ask.name == "invoice.start"]


def shown_buttons(desk, words):
    return [
        each
        for each in desk.page.findChildren(QPushButton)
        if each.accessibleName() == words and each.isVisible()
    ]


@pytest.mark.parametrize("text", ["5", "-1", "abc", "NaN", "1e12"])
def test_nothing_is_shipped_in_place_of_a_quantity_that_was_refused(desk, firm, text):
    order_id = reserved_order(firm, (1, 4))
    start(desk, order_id)
    desk.type(text)
    desk.press(Qt.Key.Key_Return, CTRL)
    assert lines(firm, order_id) == [(0, 0)]
    wanted = "Key 0 to 4\N{NO-BREAK SPACE}pc: more is not on the pick list. What is left stays open."
    assert desk.message() == f"Line 1, Picked: “{text}” is not taken. {wanted}"
    desk.press(Qt.Key.Key_S, CTRL)
    assert "not taken" in desk.message()
    desk.type("3")
    desk.press(Qt.Key.Key_Return, CTRL)
    assert lines(firm, order_id) == [(3, 0)]
