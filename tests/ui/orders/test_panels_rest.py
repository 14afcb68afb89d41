"""The panels rest while a plan says what they show already, and follow whatever is new."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import Qt

from app.domain.routing.sources import SourcePart, SourceReason
from app.i18n import set_language
from app.views.orders.line_promises import part_text
from tests.helpers.stored_orders import open_order
from tests.helpers.window import CTRL

KEY = Qt.Key


@pytest.fixture
def told(desk, monkeypatch):
    """How often the panels were told anew since the last look, while two lines stand there."""
    open_order(desk, ("CHR", "8"), ("CBL-TRAY", "4"))
    desk.page.grid.select_row(0, desk.page.model.column_of("quantity"))
    desk.idle()
    counts = {"price": 0, "stock": 0}

    def counting(name, widget, method):
        real = getattr(widget, method)

        def call(*args):
            counts[name] += 1
            real(*args)

        monkeypatch.setattr(widget, method, call)

    counting("price", desk.page.panels.price.waterfall, "set_steps")
    counting("stock", desk.page.panels.availability._bars, "set_bars")
    return counts


def test_a_plan_with_nothing_new_leaves_them_alone(desk, told):
    desk.page.session.ask_plan()
    desk.idle()
    assert told == {"price": 0, "stock": 0}


def test_another_quantity_and_another_line_are_shown(desk, told):
    desk.type("3\n")
    assert told["price"] > 0
    assert desk.page.panels.price.waterfall.steps()
    title = desk.page.panels.price.accessibleName()
    desk.page.grid.select_row(1, desk.page.model.column_of("quantity"))
    desk.idle()
    assert "CBL-TRAY" in desk.page.panels.price.accessibleName() != title
    assert "CBL-TRAY" in desk.page.panels.availability.accessibleName()
    desk.page.grid.select_row(0, desk.page.model.column_of("quantity"))
    desk.press(KEY.Key_Z, CTRL)
    assert desk.page.panels.price.accessibleName() == title


def test_a_reason_is_told_in_the_language_in_force_each_time():
    reason = SourceReason("source.has_it", {"warehouse": "Hamburg", "main": "Lyon"})
    part = SourcePart("k1", 1, 1, 1, 0, None, dt.date(2026, 3, 2), reason)
    english = part_text(part)
    assert part_text(part) == english
    set_language("de")
    assert part_text(part) != english
    set_language("en")
    assert part_text(part) == english
