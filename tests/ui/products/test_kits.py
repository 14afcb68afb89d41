"""A kit by keys on the product's card: its parts, how it is priced and split, and what cannot be taken."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QScrollArea

from app.domain.kits import FIXED, SUM
from app.domain.money import MICRO
from app.domain.rights import SYSTEM
from app.services.products.kits import read_kit_of, read_kit_parts
from tests.helpers.firm_facts import make_firm, make_product
from tests.helpers.window import CTRL, KEY, open_on


@pytest.fixture
def kit(work):
    make_firm(work)
    make_product(work, "CHR-1", "Task chair")
    make_product(work, "DSK-1", "Desk")
    return make_product(work, "WRK-1", "Workplace")


@pytest.fixture
def window(qtbot, office, kit):
    opened = open_on(qtbot, office)
    opened.show("products")
    opened.ask("product.open", kit)
    return opened


def stored(work, product):
    with work.reading(actor=SYSTEM) as view:
        facts = read_kit_of(view, product)
        parts = [
            (part.sku, part.quantity_micro / MICRO, part.share) for part in read_kit_parts(view, product)
        ]
    return (facts and (facts.price, facts.less_ppm, facts.split), parts)


def to_grid(window, row=0, column=0):
    window.page.kit.select_row(row, column)
    window.page.kit.setFocus()


def test_a_product_with_parts_is_a_kit_and_without_them_none(window, work, kit):
    to_grid(window)
    window.type("desk")
    window.idle()
    window.press(KEY.Key_Return)
    window.type("1\t3\n")
    to_grid(window, 1)
    window.type("chair")
    window.idle()
    window.press(KEY.Key_Return)
    window.type("2,5\t1\n".replace(",", "."))
    page = window.page
    page.kit_form.widget("kit_price").setFocus()
    window.press(KEY.Key_Down)
    window.key_field("kit_less", "10")
    page.kit_form.widget("kit_split").setFocus()
    window.press(KEY.Key_End)
    window.press(KEY.Key_S, CTRL)
    assert stored(work, kit) == ((SUM, 100_000, FIXED), [("DSK-1", 1, 3), ("CHR-1", 2.5, 1)])
    told = page.side.history.text()
    assert "Part CHR-1" in told
    assert "Kit's price" in told
    for _row in range(2):
        to_grid(window)
        window.press(KEY.Key_Delete, CTRL)
    window.press(KEY.Key_S, CTRL)
    assert stored(work, kit) == (None, [])


def test_parts_of_a_sheet_are_pasted_and_what_cannot_be_one_is_marked(window, work, kit):
    QApplication.clipboard().setText("CHR-1\t0\nWRK-1\t1\nNO-SUCH\t1\n")
    to_grid(window)
    window.press(KEY.Key_V, CTRL)
    window.press(KEY.Key_S, CTRL)
    assert stored(work, kit) == (None, [])
    marked = window.page.kit.cells.errors()
    assert set(marked) == {(0, "quantity"), (1, "part"), (2, "part")}


def in_sight(grid):
    """Is the cell of the cursor within what the page shows?"""
    area = grid.parentWidget()
    while not isinstance(area, QScrollArea):
        area = area.parentWidget()
    cell = grid.visualRect(grid.currentIndex())
    top = grid.viewport().mapTo(area.viewport(), cell.topLeft()).y()
    return top >= 0 and top + cell.height() <= area.viewport().height()


def test_the_page_goes_along_with_the_cursor_and_to_the_cell_that_was_refused(window):
    window.frame.resize(1000, 650)
    QApplication.clipboard().setText("CHR-1\t1\nDSK-1\t1\nCHR-1\t1\nDSK-1\t1\nCHR-1\t1\nNO-SUCH\t1\n")
    to_grid(window)
    window.press(KEY.Key_V, CTRL)
    grid = window.page.kit
    for _row in range(5):
        window.press(KEY.Key_Down)
        assert in_sight(grid)
    for _row in range(5):
        window.press(KEY.Key_Up)
    assert in_sight(grid)
    window.press(KEY.Key_S, CTRL)
    assert grid.currentIndex().row() == 2  # one article twice
    assert in_sight(grid)
