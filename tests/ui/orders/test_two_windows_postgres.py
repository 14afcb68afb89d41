"""Two offices on one PostgreSQL database: what one does is heard in the other's window, nothing is overwritten."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from app.bootstrap import open_office
from app.domain.orders.draft import edit_header
from tests.helpers.small_firm import make_small_firm
from tests.helpers.window import ALT, open_url
from tests.ui.orders.test_keying import add_line, start_order
from tests.ui.orders.test_two_windows import change_elsewhere


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


def test_on_postgresql_a_field_being_typed_meets_news_within_two_seconds_and_both_are_shown(
    desk, elsewhere, qtbot
):
    start_order(desk)
    add_line(desk, "CHR", "8")
    desk.page.header.po_number.setFocus()
    desk.page.header.po_number.selectAll()
    desk.type("MINE-7")
    change_elsewhere(desk, elsewhere, qtbot, lambda draft: edit_header(draft, po_number="THEIRS-9"))
    desk.enter()
    assert "MINE-7" in desk.message()
    assert "THEIRS-9" in desk.message()
    assert desk.draft.header.po_number == "THEIRS-9"
    desk.press(Qt.Key.Key_1, ALT)
    assert desk.draft.header.po_number == "MINE-7"
