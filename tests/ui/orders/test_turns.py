"""Pages of orders are made in turns of the event loop: no key waits for two of them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from app.bootstrap import open_office
from app.services.orders.drafts import start_draft
from app.services.people import read_users
from app.views.orders.desk import OrderDesk
from app.views.orders.order_page import OrderPage
from tests.helpers.order_office import OWNER
from tests.helpers.window import open_url

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def turns(monkeypatch):
    """What each turn of the order desk did to pages."""
    done: list[list[str]] = []
    take_step, make, put = OrderDesk._take_step, OrderDesk._make, OrderDesk._put

    def taken(desk):
        done.append([])
        take_step(desk)

    def made(desk, opened):
        done[-1].append("made")
        make(desk, opened)

    def stands(desk, page):
        done[-1].append("put")
        put(desk, page)

    monkeypatch.setattr(OrderDesk, "_take_step", taken)
    monkeypatch.setattr(OrderDesk, "_make", made)
    monkeypatch.setattr(OrderDesk, "_put", stands)
    return done


def test_a_new_order_is_made_in_one_turn_and_shown_in_another(desk, turns):
    desk.press(Qt.Key.Key_N, CTRL)
    desk.type("berg")
    desk.idle()
    assert turns == [["made"], ["put"]]
    assert desk.frame.focusWidget().text() == "berg"


def test_parked_drafts_come_back_one_a_turn_and_only_the_last_is_shown(qtbot, firm_url, turns, monkeypatch):
    office = open_office(firm_url)
    with office.work.reading(actor=OWNER) as view:
        person = read_users(view)[0].actor
    drafts = [office.work.run(start_draft, actor=person) for _number in range(3)]
    office.close()
    shown: list[int] = []
    show_event = OrderPage.showEvent

    def note(page, event):
        shown.append(page.order_id)
        show_event(page, event)

    monkeypatch.setattr(OrderPage, "showEvent", note)
    desk = open_url(qtbot, firm_url)
    desk.idle()
    assert turns == [["made"], ["put"]] * 3
    orders = desk.frame.findChild(OrderDesk)
    assert orders is not None
    assert [page.order_id for page in orders.pages()] == drafts
    assert orders.page() is orders.pages()[-1]
    assert shown == [drafts[-1]], "the others are shown when somebody goes there"
    desk.press(Qt.Key.Key_Tab, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert shown == [drafts[-1], drafts[-2]]
