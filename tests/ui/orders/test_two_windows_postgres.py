"""Two offices on one PostgreSQL database: what one does is heard in the other's window, nothing is overwritten."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from app.bootstrap import open_office
from app.domain.orders.draft import edit_header, edit_line
from app.domain.rights import SYSTEM
from app.services.orders.drafts import read_draft
from tests.helpers.order_keys import (
    MICRO,
    MINE,
    amend_chairs,
    amend_elsewhere,
    assert_both_shown,
    change_elsewhere,
    key_chairs,
    type_po_number,
)
from tests.helpers.small_firm import make_small_firm
from tests.helpers.window import ALT, CTRL, open_url


@pytest.fixture
def elsewhere(postgres_url):
    """Another desk's office; it made the firm."""
    office = open_office(postgres_url)
    make_small_firm(office.work)
    yield office
    office.close()


@pytest.fixture
def desk(qtbot, elsewhere, postgres_url):
    desk = open_url(qtbot, postgres_url)
    yield desk
    desk.close()


def test_on_postgresql_a_field_being_typed_meets_news_within_two_seconds_and_both_are_shown(desk, elsewhere):
    key_chairs(desk)
    type_po_number(desk)
    change_elsewhere(desk, elsewhere, lambda draft: edit_header(draft, po_number="THEIRS-9"))
    desk.enter()
    assert_both_shown(desk)
    desk.press(Qt.Key.Key_1, ALT)
    assert desk.draft.header.po_number == "MINE-7"


def test_on_postgresql_a_cell_being_typed_meets_news_and_both_quantities_are_shown(desk, elsewhere):
    key_chairs(desk)
    desk.page.grid.edit_cell(0, "quantity")
    desk.type("5")
    change_elsewhere(desk, elsewhere, lambda draft: edit_line(draft.lines[0], quantity_micro=3 * MICRO))
    assert desk.focused_text() == "5"
    desk.enter()
    assert "“5”" in desk.message()
    assert "“3”" in desk.message()
    assert desk.draft.lines[0].quantity_micro == 3 * MICRO
    desk.press(Qt.Key.Key_1, ALT)
    assert stored(desk, elsewhere).lines[0].quantity_micro == 5 * MICRO


def test_on_postgresql_an_amendment_goes_onto_another_and_the_same_field_is_asked(desk, elsewhere):
    amend_chairs(desk, "6")
    type_po_number(desk)
    desk.enter()
    amend_elsewhere(desk, elsewhere)
    assert_both_shown(desk)
    assert desk.page.session.is_amending
    assert desk.draft.lines[0].quantity_micro == 6 * MICRO, "what does not clash stays"
    desk.press(Qt.Key.Key_1, ALT)
    desk.press(Qt.Key.Key_Return, CTRL)
    order = stored(desk, elsewhere)
    assert (order.header.po_number, order.lines[0].quantity_micro) == (MINE, 6 * MICRO)


def stored(desk, office):
    """The order in front as another desk reads it."""
    with office.work.reading(actor=SYSTEM) as view:
        return read_draft(view, desk.page.order_id)
