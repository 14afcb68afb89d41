"""The answer of an online check noted by keys on the customer's card, also from the order that asks for it."""

from __future__ import annotations

import pytest

from app.domain.parties import CustomerInput
from app.domain.rights import SYSTEM
from app.services.parties import read_customer, update_customer
from app.services.parties.vat_checks import read_vat_checks
from app.views.customers.vat_grid import ENQUIRY
from app.views.kit.tokens import ROW_HEIGHT
from tests.helpers.window import CTRL, KEY
from tests.ui.customers.test_licences import open_card


@pytest.fixture
def abroad(work, firm):
    """A customer with a VAT id of Austria."""
    with work.begin(actor=SYSTEM) as uow:
        now = read_customer(uow, firm[0])
        data = {name: getattr(now, name) for name in CustomerInput.__slots__}
        changed = CustomerInput(**{**data, "country": "AT", "vat_id": "ATU13585627"})
        update_customer(uow, now.id, changed, version=now.version)
    return firm[0]


def stored(work, customer_id):
    with work.reading(actor=SYSTEM) as view:
        return read_vat_checks(view, customer_id)


def key_answer(window, page, choice, *texts):
    """In the empty row: the answer by its first letters, then texts from the reference on."""
    row = page.vat_checks.cells.rowCount() - 1
    page.vat_checks.setFocus()
    page.vat_checks.cells.key_cell(row, "result", choice)
    for name, text in zip(("reference", "name"), texts, strict=False):
        page.vat_checks.select_row(row, page.vat_checks.cells.column_number(name))
        window.press(KEY.Key_F2)
        window.type(text)
        window.press(KEY.Key_Return)


def test_an_answer_is_keyed_and_stays_as_it_is(window, abroad, work):
    page = open_card(window, abroad)
    assert page.vat_checks.isVisible()
    key_answer(window, page, "valid", "WAPIAAAA1", "Wien GmbH")
    window.press(KEY.Key_S, CTRL)
    assert page.message_bar.level() == "ok", page.message_bar.text()
    (check,) = stored(work, abroad)
    assert (check.vat_id, check.result, check.reference) == ("ATU13585627", "valid", "WAPIAAAA1")
    assert check.asked_by == window.context.jobs.actor.name
    assert check.day == page.today()
    page.vat_checks.select_row(0, page.vat_checks.cells.column_number("reference"))
    window.press(KEY.Key_F2)
    window.type("X")
    window.press(KEY.Key_Delete, CTRL)
    window.press(KEY.Key_S, CTRL)
    assert stored(work, abroad) == (check,)


def test_what_is_missing_is_marked_in_its_cell(window, abroad, work):
    page = open_card(window, abroad)
    key_answer(window, page, "", "WAPIAAAA1")
    window.press(KEY.Key_S, CTRL)
    assert page.vat_checks.cells.errors()[0, "result"]
    assert stored(work, abroad) == ()


def test_the_way_out_of_the_order_leads_to_the_next_row(window, abroad):
    window.show("orders")
    window.context.bus.ask("customer.vat_checks", abroad)
    window.idle()
    page = window.context.desk().page()
    assert page.record.card.customer.id == abroad
    assert page.vat_checks.hasFocus()
    assert page.vat_checks.currentIndex().row() == page.vat_checks.cells.rowCount() - 1


def test_who_has_no_vat_id_is_not_bothered(window, firm, work):
    with work.begin(actor=SYSTEM) as uow:
        now = read_customer(uow, firm[0])
        data = {name: getattr(now, name) for name in CustomerInput.__slots__}
        update_customer(uow, now.id, CustomerInput(**{**data, "vat_id": ""}), version=now.version)
    page = open_card(window, firm[0])
    assert not page.vat_checks.isVisible()


def test_a_grid_that_scrolls_sideways_keeps_its_last_row_in_sight(window, abroad):
    grid = open_card(window, abroad).vat_checks
    bar = grid.horizontalScrollBar()
    grid.setFixedWidth(360)
    window.idle()
    assert bar.maximum() > 0
    assert grid.viewport().height() >= 2 * ROW_HEIGHT
    scrolled = grid.height()
    grid.setFixedWidth(1200)
    window.idle()
    assert bar.maximum() == 0
    assert grid.height() < scrolled


def test_the_number_of_an_enquiry_is_read_whole_in_a_small_window(window, abroad):
    page = open_card(window, abroad)
    window.frame.resize(1280, 720)
    window.idle()
    place = page.vat_checks.cells.column_number("reference")
    room = page.vat_checks.horizontalHeader().sectionSize(place)
    assert page.vat_checks.fontMetrics().horizontalAdvance(ENQUIRY) + 16 <= room
