"""A code whose look-up got no answer is not called unknown, and it is looked up again."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from app.domain.money import MICRO
from app.views.kit import ask_again
from app.views.stock.product_grid import ProductGrid
from tests.helpers.stock_office import HAMBURG
from tests.helpers.window import CTRL, SHIFT
from tests.ui.test_failed_readings import LOCKED, Away

KEY = Qt.Key


@pytest.fixture
def away(desk, monkeypatch):
    """Codes cannot be looked up, and nothing is asked again by itself; a receipt is in front."""
    monkeypatch.setattr(ask_again, "RETRY_MS", 600_000)
    desk.press(KEY.Key_R, CTRL | SHIFT)
    return Away(monkeypatch, "app.views.stock.product_grid", "resolve_codes")


@pytest.mark.usefixtures("away")
def test_nothing_is_booked_of_a_code_that_could_not_be_looked_up_and_the_reason_is_told(desk, firm):
    desk.type("P1\n")
    assert LOCKED in desk.message()
    desk.type("3\n")
    desk.press(KEY.Key_Return, CTRL)
    assert "Line 1, SKU: P1 could not be looked up." in desk.message()
    assert LOCKED in desk.message()
    assert "No product" not in desk.message()
    assert firm.level(1, HAMBURG).on_hand_micro == 0


@pytest.mark.parametrize("was_refused", [False, True])
def test_the_booking_asks_again_and_goes_on_with_the_answer(desk, firm, away, was_refused):
    desk.type("P1\n3\n")
    if was_refused:
        desk.press(KEY.Key_Return, CTRL)
    away.is_away = False
    desk.press(KEY.Key_Return, CTRL)
    assert firm.level(1, HAMBURG).on_hand_micro == 3 * MICRO
    assert LOCKED not in desk.message()


def test_f5_asks_again_and_what_was_told_goes(desk, away):
    desk.type("P1\n3\n")
    away.is_away = False
    desk.press(KEY.Key_F5)
    (line,) = desk.find(ProductGrid, "productGrid").filled()
    assert (line.product_id, line.quantity_micro) == (1, 3 * MICRO)
    assert desk.message() == ""


def test_it_is_looked_up_again_by_itself(desk, away, monkeypatch):
    monkeypatch.setattr(ask_again, "RETRY_MS", 20)
    desk.type("P1\n3\n")
    away.is_away = False
    (line,) = desk.find(ProductGrid, "productGrid").filled()
    desk.until(lambda: desk.find(ProductGrid, "productGrid").filled()[0].product_id == 1)
    assert line.quantity_micro == 3 * MICRO


def test_a_code_that_is_really_none_is_called_so_after_the_answer(desk, away):
    desk.type("NOPE\n3\n")
    away.is_away = False
    desk.press(KEY.Key_F5)
    assert "No product has the code NOPE" in desk.message()


def test_a_code_keyed_over_meanwhile_is_not_asked_again(desk, away):
    desk.type("NOPE\n3\n")
    grid = desk.find(ProductGrid, "productGrid")
    grid.select_row(0, 0)
    away.is_away = False
    desk.type("P1\n")
    desk.press(KEY.Key_F5)
    (line,) = grid.filled()
    assert line.product_id == 1
    assert not grid.lines.has_bad()
