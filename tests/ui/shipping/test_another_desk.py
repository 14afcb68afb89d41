"""Another desk saves picks of a list in hand: what is keyed here stays, or is asked for again."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from app.domain.money import MICRO
from app.services.shipping.picking import record_picked
from app.services.shipping.posting import post_shipment
from tests.helpers.stock_office import HAMBURG, make_stock_office
from tests.helpers.window import CTRL, open_on

RETURN = Qt.Key.Key_Return


@pytest.fixture
def firm(work):
    firm = make_stock_office(work)
    for product in (1, 2):
        firm.add_stock(product, HAMBURG, 50)
    return firm


@pytest.fixture
def desk(qtbot, office, firm):
    desk = open_on(qtbot, office)
    order = firm.add_order((1, 10), (2, 10))
    firm.reserve(order)
    desk.ask("shipping.start", order)
    desk.press(RETURN, CTRL)
    return desk


def picked(desk):
    return [row.picked_micro // MICRO for row in desk.page.model.rows()]


def on_hand(firm):
    return [firm.level(product, HAMBURG).on_hand_micro // MICRO for product in (1, 2)]


def elsewhere(desk, firm, *pieces):
    """Another desk notes what it picked."""
    page = desk.page
    quantities = {row.line.id: each * MICRO for row, each in zip(page.model.rows(), pieces, strict=True)}
    with firm.begin() as uow:
        record_picked(uow, page.shipment_id, quantities)
    desk.idle()


def stand(desk, row):
    desk.page.grid.setFocus()
    desk.page.grid.select_row(row, desk.page.model.column_of("picked"))


def test_an_open_cell_stays_open_and_its_line_is_kept(desk, firm):
    stand(desk, 0)
    desk.type("4")
    elsewhere(desk, firm, 10, 7)
    assert desk.focused_text() == "4"
    desk.enter()
    assert picked(desk) == [4, 7]
    desk.press(RETURN, CTRL)
    assert on_hand(firm) == [46, 43]


def test_a_line_that_both_keyed_is_asked_for_again(desk, firm):
    stand(desk, 0)
    desk.type("4\n")
    elsewhere(desk, firm, 6, 7)
    assert desk.message().startswith("Line 1, Picked: Somebody changed this line meanwhile. Key 0 to 10")
    desk.press(RETURN, CTRL)
    assert on_hand(firm) == [50, 50]
    desk.type("4\n")
    desk.press(RETURN, CTRL)
    assert on_hand(firm) == [46, 43]


def test_f5_keeps_what_is_keyed_and_the_mark_of_what_was_refused(desk, firm):
    stand(desk, 0)
    desk.type("4\n")
    stand(desk, 1)
    desk.type("7o\n")
    desk.press(Qt.Key.Key_F5)
    assert picked(desk) == [4, 10]
    desk.press(RETURN, CTRL)
    assert on_hand(firm) == [50, 50]
    desk.type("7\n")
    desk.press(RETURN, CTRL)
    assert on_hand(firm) == [46, 43]


def test_what_is_saved_is_keyed_no_more(desk, firm):
    stand(desk, 0)
    desk.type("4\n")
    desk.press(Qt.Key.Key_S, CTRL)
    assert desk.message() == "The picked quantities are saved."
    elsewhere(desk, firm, 6, 7)
    assert picked(desk) == [6, 7]
    assert not desk.page.model.has_bad()


def test_a_list_that_another_desk_shipped_says_that_nothing_is_kept(desk, firm):
    stand(desk, 0)
    desk.type("4\n")
    with firm.begin() as uow:
        record_picked(
            uow, desk.page.shipment_id, dict.fromkeys([row.line.id for row in desk.page.model.rows()], MICRO)
        )
        post_shipment(uow, desk.page.shipment_id)
    desk.idle()
    assert desk.message() == "Line 1: somebody changed it meanwhile; what was keyed there is not kept."
    assert picked(desk) == [1, 1]


def test_its_own_cancelling_is_not_told_as_somebody_elses(desk, firm):
    stand(desk, 0)
    desk.type("4\n")
    desk.press(Qt.Key.Key_C, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert desk.message() == "The pick list is cancelled; its goods are reserved as before."
