"""Stock is booked in packs too, as order lines are keyed: the books count in the base unit."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.domain.money import MICRO
from app.i18n import set_language
from app.services.stock.arrivals import ExpectedLine, create_arrival
from app.views.kit.entry_grid import EntryGrid
from db.schema.products import ProductUnit
from db.statements import insert_rows
from tests.helpers.stock_office import HAMBURG, MUNICH, make_stock_office
from tests.helpers.window import CTRL
from tests.ui.stock.test_bad_quantities import begin

CARTON = "4006381333931"


@pytest.fixture
def firm(work):
    firm = make_stock_office(work)
    with firm.begin() as uow:
        units = [
            {"product_id": 1, "code": "pk", "factor_num": 12, "gtin": CARTON, "decimals": 1},
            {"product_id": 1, "code": "pal", "factor_num": 480},
        ]
        insert_rows(
            uow.db, ProductUnit, [{"factor_den": 1, "decimals": 0, "gtin": None, **row} for row in units]
        )
    firm.add_stock(1, HAMBURG, 100)
    return firm


def on_hand(firm, warehouse=HAMBURG):
    return firm.level(1, warehouse).on_hand_micro // MICRO


def cells(grid, row=0):
    """Quantity, unit and what they make, as shown."""
    places = [grid.lines.column_of(name) for name in ("quantity", "unit", "base")]
    return [grid.lines.index(row, place).data().replace("\N{NO-BREAK SPACE}", " ") for place in places]


@pytest.mark.parametrize(
    ("kind", "keyed", "left"),
    [("receive", "2 pk", 124), ("adjust", "-2 packs", 76), ("count", "3 pk", 36), ("transfer", "1.5 pk", 82)],
)
def test_packs_are_booked_as_what_they_make(desk, firm, kind, keyed, left):
    grid = begin(desk, kind)
    desk.type(f"P1\n{keyed}\n")
    assert cells(grid)[1].startswith("pack")
    desk.press(Qt.Key.Key_Return, CTRL)
    assert on_hand(firm) == left, desk.message()
    if kind == "transfer":
        assert on_hand(firm, MUNICH) == 18


def test_the_line_says_what_the_packs_make_and_a_plain_number_stays_in_packs(desk, firm):
    set_language("de")
    grid = begin(desk, "receive")
    desk.type("P1\n2 Pack\n")
    assert cells(grid) == ["2", "Pack", "24 Stk."]
    grid.select_row(0, grid.lines.column_of("quantity"))
    desk.type("3\n")
    assert cells(grid) == ["3", "Pack", "36 Stk."]
    grid.select_row(0, grid.lines.column_of("quantity"))
    desk.type("3 Stk.\n")
    assert cells(grid) == ["3", "Stk.", ""]


def test_a_scanned_carton_counts_as_one_and_not_as_a_piece(desk, firm):
    grid = begin(desk, "receive")
    desk.type(f"{CARTON}\n2\n")
    assert cells(grid) == ["2", "packs", "24 pc"]
    desk.press(Qt.Key.Key_Return, CTRL)
    assert on_hand(firm) == 124


def test_pasted_packs_and_lines_that_were_copied_keep_their_unit(desk, firm):
    grid = begin(desk, "receive")
    QApplication.clipboard().setText("P1\t2\tpk\nP1\t1 pal\nP1\t5\nP1\t2\tPAL\n")
    desk.press(Qt.Key.Key_V, CTRL)
    assert [line.quantity_micro // MICRO for line in grid.filled()] == [24, 480, 5, 960]
    grid.select_row(0)
    desk.press(Qt.Key.Key_C, CTRL)
    grid.clear_lines()
    desk.press(Qt.Key.Key_V, CTRL)
    assert cells(grid) == ["2", "packs", "24 pc"]


def test_a_unit_that_the_product_does_not_have_books_nothing(desk, firm):
    grid = begin(desk, "count")
    QApplication.clipboard().setText("P1\t3\tkg\n")
    desk.press(Qt.Key.Key_V, CTRL)
    assert "P1 has no unit “kg”. It has: pc, pack, pallet." in desk.message()
    desk.press(Qt.Key.Key_Return, CTRL)
    assert on_hand(firm) == 100
    grid.select_row(0, grid.lines.column_of("quantity"))
    desk.type("0.7 pk\n")
    desk.press(Qt.Key.Key_Return, CTRL)
    assert on_hand(firm) == 100, "8.4 pieces are no count of pieces"


def test_what_came_of_an_arrival_is_keyed_in_packs(desk, firm):
    with firm.begin() as uow:
        line = ExpectedLine(1, 48 * MICRO, uow.clock.today())
        arrival = create_arrival(uow, warehouse_id=HAMBURG, supplier="Grommets Ltd", lines=[line])
    desk.ask("arrival.open", arrival)
    desk.type("2 pk\n")
    desk.press(Qt.Key.Key_Return, CTRL)
    assert on_hand(firm) == 124
    grid = desk.find(EntryGrid, "arrivalGrid")
    grid.select_row(0, grid.model().column_of("came"))
    desk.type("1 pallets of it\n")
    assert "is not taken" in desk.message()
