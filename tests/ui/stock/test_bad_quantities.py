"""What is no quantity is refused in words, and nothing is booked in its place: not even a count of nothing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from app.domain.money import MICRO
from app.views.stock.product_grid import ProductGrid
from tests.helpers.stock_office import HAMBURG, make_stock_office
from tests.helpers.window import CTRL, SHIFT

BEGIN = {"receive": Qt.Key.Key_R, "adjust": Qt.Key.Key_A, "count": Qt.Key.Key_N, "transfer": Qt.Key.Key_T}


@pytest.fixture
def firm(work):
    firm = make_stock_office(work)
    firm.add_stock(1, HAMBURG, 10)
    firm.add_stock(2, HAMBURG, 10)
    return firm


def begin(desk, kind):
    """An empty booking of that kind, with a reason where it needs one; the cursor in the lines."""
    desk.press(BEGIN[kind], CTRL | SHIFT)
    grid = desk.find(ProductGrid, "productGrid")
    grid.clear_lines()
    reasons = [field for field in desk.page.findChildren(QLineEdit, "reason") if field.isVisible()]
    for field in reasons:
        field.setText("found so")
    grid.start()
    return grid


def on_hand(firm):
    return [firm.level(product, HAMBURG).on_hand_micro // MICRO for product in (1, 2)]


@pytest.mark.parametrize("text", ["abc", "NaN", "1e12", "1000000000001", "-3", "12 pk"])
@pytest.mark.parametrize("kind", ["receive", "count", "transfer"])
def test_a_quantity_that_is_none_is_told_and_books_nothing(desk, firm, kind, text):
    grid = begin(desk, kind)
    desk.type("P1\n4\nP2\n4\n")
    grid.select_row(0, grid.lines.column_of("quantity"))
    desk.type(text)
    desk.press(Qt.Key.Key_Return, CTRL)
    assert on_hand(firm) == [10, 10]
    told = desk.message()
    assert told.startswith("Line 1, ")
    assert f"“{text}” is not taken. Key a number from 0 to 1,000,000,000, such as 12." in told
    assert grid.currentIndex().row() == 0


def test_a_refused_quantity_is_keyed_again_and_then_booked(desk, firm):
    grid = begin(desk, "receive")
    desk.type("P1\nabc\n")
    assert "“abc” is not taken" in desk.message()
    desk.press(Qt.Key.Key_Return, CTRL)
    assert on_hand(firm) == [10, 10]
    desk.type("5\n")
    assert desk.message() == ""
    desk.press(Qt.Key.Key_Return, CTRL)
    assert on_hand(firm) == [15, 10]
    assert not grid.lines.has_bad()


@pytest.mark.parametrize("text", ["abc", "NaN", "1e12", "2000000000", "-3"])
@pytest.mark.parametrize("kind", ["receive", "count"])
def test_a_pasted_row_whose_quantity_is_none_books_nothing(desk, firm, kind, text):
    """A count of nothing would have taken all of its stock away."""
    grid = begin(desk, kind)
    QApplication.clipboard().setText(f"P1\t{text}\nP2\t4\n")
    desk.press(Qt.Key.Key_V, CTRL)
    assert f"“{text}” is not taken" in desk.message()
    desk.press(Qt.Key.Key_Return, CTRL)
    assert on_hand(firm) == [10, 10]
    assert grid.currentIndex().row() == 0
    desk.type("7\n")
    desk.press(Qt.Key.Key_Return, CTRL)
    assert on_hand(firm) == ([17, 14] if kind == "receive" else [7, 4])


def test_a_row_that_is_wrong_stays_marked_when_another_is_taken_out(desk, firm):
    grid = begin(desk, "count")
    QApplication.clipboard().setText("P1\t3\nP2\tabc\n")
    desk.press(Qt.Key.Key_V, CTRL)
    grid.select_row(0)
    desk.press(Qt.Key.Key_Delete, CTRL)
    desk.press(Qt.Key.Key_Return, CTRL)
    assert on_hand(firm) == [10, 10]
    assert "“abc” is not taken" in desk.message()


def test_a_pasted_count_in_another_unit_takes_nothing_away(desk, firm):
    begin(desk, "count")
    QApplication.clipboard().setText("P1\t3\tPack\n")
    desk.press(Qt.Key.Key_V, CTRL)
    desk.press(Qt.Key.Key_Return, CTRL)
    assert on_hand(firm) == [10, 10]
    assert desk.message().startswith("Line 1, ")


def test_strange_letters_and_long_codes_are_told_and_not_booked(desk, firm):
    begin(desk, "receive")
    QApplication.clipboard().setText("P1\t3\n😀 שלום\t2\n" + "X" * 5000 + "\t1\n")
    desk.press(Qt.Key.Key_V, CTRL)
    desk.press(Qt.Key.Key_Return, CTRL)
    assert on_hand(firm) == [10, 10]
    assert "Line 2, SKU: No product has the code 😀 שלום. Correct it, or take the line out." in desk.message()
