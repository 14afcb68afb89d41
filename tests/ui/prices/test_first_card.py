"""A list of cards as a grid: who comes before its rows stands on the first of them, not on the new one."""

from __future__ import annotations

from tests.helpers.firm_facts import make_firm, make_price_list, make_product

WHOLE_DESK = True


def test_the_cursor_stands_on_the_first_card_once_they_are_read(window, work):
    make_firm(work)
    make_price_list(work, make_product(work, "CHR"), price_micro=1_000_000)
    window.show("prices")
    window.page.enter()
    assert window.page.grid.current_row() == 0
    assert window.page.grid.cells.row_at(0).values["code"] == "LIST"
