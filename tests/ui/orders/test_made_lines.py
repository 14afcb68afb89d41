"""What rules add to an order stands behind its lines: read, taken out by a key, brought back by undo."""

from __future__ import annotations

import pytest

from app.bootstrap import open_office
from app.domain.orders.draft import edit_header
from app.domain.rights import SYSTEM
from app.services.prices import SurchargeInput, create_surcharge
from tests.helpers.order_keys import add_line
from tests.helpers.stored_orders import open_order
from tests.helpers.window import CTRL, KEY, SHIFT

FREIGHT = SurchargeInput(slot="freight", name="Freight", amount_minor=990, free_from_minor=100_000)


@pytest.fixture
def firm_url(firm_url):
    """The firm with a freight charge below 1,000.00."""
    office = open_office(firm_url)
    with office.work.begin(actor=SYSTEM) as uow:
        create_surcharge(uow, FREIGHT)
    office.close()
    return firm_url


def lines(desk):
    return [(line.sku or line.text, line.amount_minor) for line in desk.page.session.draft.lines]


def test_freight_stands_behind_the_lines_and_the_next_line_goes_before_it(desk):
    open_order(desk, ("CHR", "2"))
    assert lines(desk) == [("CHR-ERG-BLK", 47310), ("Freight", 990)]
    add_line(desk, "LMP", "1")
    assert [name for name, _amount in lines(desk)] == ["CHR-ERG-BLK", "LMP-DSK-LED", "Freight"]


def test_enter_goes_past_what_rules_added(desk):
    open_order(desk, ("CHR", "2"))
    desk.page.grid.edit_cell(0, "price")
    desk.enter(1)
    model = desk.page.model
    assert desk.page.grid.currentIndex().row() == model.rowCount() - 1
    row = model.row_of(desk.page.session.draft.lines[1].key)
    assert not any(model.may_key(row, column) for column in range(model.columnCount()))
    assert model.keyed_row_below(0) == 2


def test_ctrl_del_takes_freight_out_for_this_order_and_undo_brings_it_back(desk):
    open_order(desk, ("CHR", "2"))
    desk.press(KEY.Key_Escape)
    desk.page.grid.select_row(1, 1)
    desk.press(KEY.Key_Delete, CTRL)
    assert lines(desk) == [("CHR-ERG-BLK", 47310)]
    add_line(desk, "LMP", "1")
    assert len(lines(desk)) == 2
    desk.press(KEY.Key_Escape)
    for _step in range(4):
        desk.press(KEY.Key_Z, CTRL)
        if ("Freight", 990) in lines(desk):
            break
    assert ("Freight", 990) in lines(desk)


def test_what_rules_added_is_neither_copied_nor_moved(desk):
    open_order(desk, ("CHR", "2"))
    desk.press(KEY.Key_Escape)
    desk.page.grid.select_row(1, 1)
    desk.press(KEY.Key_D, CTRL)
    assert len(lines(desk)) == 2
    desk.press(KEY.Key_Up, CTRL | SHIFT)
    assert lines(desk)[0][0] == "CHR-ERG-BLK"


def test_the_margin_of_the_order_is_what_its_discounts_leave(desk):
    open_order(desk, ("CHR", "2"))
    shown = dict(desk.page.totals._texts)
    desk.press(KEY.Key_Escape)
    page = desk.page
    page.session.edit(edit_header(page.session.draft, order_discount="100000ppm"))
    after = dict(desk.page.totals._texts)
    assert (shown["Margin"], after["Margin"]) == ("44.2\u00a0%", "38\u00a0%")


def test_the_panel_says_that_the_rules_added_it_and_the_grid_tells_no_discount(desk):
    open_order(desk, ("CHR", "2"))
    desk.press(KEY.Key_Escape)
    desk.page.grid.select_row(1, 1)
    desk.idle()
    assert any("Added by the rules" in text for text in desk.page.panels.price.told.lines())
    model = desk.page.model
    assert model.cell(1, model.column_of("discount"))[0] == ""
