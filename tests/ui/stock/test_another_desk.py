"""Another desk changes an arrival while what came is keyed: it stays, or is asked for again; nothing else is booked."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt

from app.domain.money import MICRO
from app.services.stock.arrivals import ExpectedLine, change_due_date, create_arrival
from app.services.stock.receipts import ReceivedLine, receive_arrival
from tests.helpers.stock_office import HAMBURG
from tests.helpers.window import CTRL, open_on

RETURN = Qt.Key.Key_Return


@pytest.fixture
def desk(qtbot, office, firm):
    desk = open_on(qtbot, office)
    desk.show("stock")
    with firm.begin() as uow:
        lines = [ExpectedLine(product, 20 * MICRO, date(2026, 3, 9)) for product in (1, 2)]
        arrival = create_arrival(uow, warehouse_id=HAMBURG, supplier="T", lines=lines)
    desk.ask("arrival.open", arrival)
    return desk


def came(desk):
    return [row.came_micro // MICRO for row in desk.page.model.rows()]


def on_hand(firm):
    return [firm.level(product, HAMBURG).on_hand_micro // MICRO for product in (1, 2)]


def postpone(desk, firm):
    arrival = desk.page.arrival
    with firm.begin() as uow:
        change_due_date(
            uow, arrival_id=arrival.id, version=arrival.version, due_date=date(2026, 3, 20), reason="late"
        )
    desk.idle()


def receive_elsewhere(desk, firm, pieces):
    arrival = desk.page.arrival
    received = [ReceivedLine(arrival.lines[0].id, pieces * MICRO)]
    with firm.begin() as uow:
        receive_arrival(uow, arrival_id=arrival.id, version=arrival.version, received=received)
    desk.idle()


def test_what_came_stays_when_somebody_changes_the_due_date(desk, firm):
    desk.type("5\n")
    postpone(desk, firm)
    assert came(desk) == [5, 20]
    desk.press(RETURN, CTRL)
    assert on_hand(firm) == [5, 20]


def test_an_open_cell_stays_open_when_somebody_changes_the_due_date(desk, firm):
    desk.type("5")
    postpone(desk, firm)
    assert desk.focused_text() == "5"
    assert desk.page.arrival.lines[0].due_date == date(2026, 3, 9), "the rows wait for the open cell"
    desk.enter()
    assert desk.page.arrival.lines[0].due_date == date(2026, 3, 20)
    desk.press(RETURN, CTRL)
    assert on_hand(firm) == [5, 20]


def test_what_came_stays_when_the_page_itself_changes_the_due_date(desk, firm):
    desk.type("5\n")
    desk.key_field("due", "20.3.")
    desk.press(Qt.Key.Key_D, CTRL)
    assert desk.page.arrival.lines[0].due_date == date(2026, 3, 20)
    assert came(desk) == [5, 20]
    desk.press(Qt.Key.Key_F5)
    desk.press(RETURN, CTRL)
    assert on_hand(firm) == [5, 20]


def test_what_came_is_asked_for_again_where_somebody_received_of_the_line(desk, firm):
    desk.type("5\n")
    receive_elsewhere(desk, firm, 3)
    assert desk.message().startswith("Line 1, Came now: Somebody changed this line meanwhile.")
    desk.press(RETURN, CTRL)
    assert on_hand(firm) == [3, 0], "nothing is booked in place of what was keyed"
    desk.type("5\n")
    desk.press(RETURN, CTRL)
    assert on_hand(firm) == [8, 20]


def test_a_line_that_somebody_received_to_the_end_says_that_nothing_of_it_is_kept(desk, firm):
    desk.type("5\n")
    arrival = desk.page.arrival
    received = [ReceivedLine(arrival.lines[0].id, 20 * MICRO, close=True)]
    with firm.begin() as uow:
        receive_arrival(uow, arrival_id=arrival.id, version=arrival.version, received=received)
    desk.idle()
    assert desk.message() == "Line 1: somebody changed it meanwhile; what was keyed there is not kept."
    desk.press(RETURN, CTRL)
    assert on_hand(firm) == [20, 20]


def test_a_refused_count_is_not_forgotten_by_f5(desk, firm):
    desk.type("5o\n")
    desk.press(Qt.Key.Key_F5)
    desk.press(RETURN, CTRL)
    assert on_hand(firm) == [0, 0]
    assert "“5o” is not taken." in desk.message()
    desk.type("20\n")  # the expectation that stands there is right after all
    desk.press(RETURN, CTRL)
    assert on_hand(firm) == [20, 20]


def test_the_rest_stands_there_after_receiving(desk, firm):
    desk.type("5\n")
    desk.press(RETURN, CTRL)
    assert came(desk) == [15, 0]
    assert desk.message().startswith("The goods are received.")
