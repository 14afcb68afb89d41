"""Number series and warehouses that are keyed while they are saved, or while another desk uses them."""

from __future__ import annotations

from app.domain.rights import SYSTEM
from app.services import setup
from app.services.setup.series import SeriesInput, read_series, update_series
from tests.helpers.window import CTRL, KEY


def stand(page, row, column):
    page.grid.setFocus()
    page.grid.select_row(row, page.grid.cells.column_number(column))


def orders(work):
    with work.reading(actor=SYSTEM) as view:
        return next(card for card in read_series(view) if card.kind == "order")


def row_of(page, work):
    return [row.key for row in page.grid.cells.rows()].index(orders(work).id)


def test_a_series_that_is_keyed_on_while_it_is_saved_keeps_all(window, work, open_setup):
    page = open_setup("series")
    at = row_of(page, work)
    stand(page, at, "prefix")
    window.type("AB-\n")
    stand(page, at, "digits")
    window.type("07\n")
    stand(page, at, "digits")
    window.type_fast("", KEY.Key_S, CTRL)
    window.type_fast("8")
    window.idle()
    assert window.message() == "Saved."
    assert (orders(work).prefix, orders(work).digits) == ("AB-", 7)
    window.press(KEY.Key_S, CTRL)
    assert orders(work).digits == 8


def test_a_next_number_that_is_keyed_here_and_raised_elsewhere_shows_both(window, work, open_setup):
    page = open_setup("series")
    at, card = row_of(page, work), orders(work)
    stand(page, at, "next_number")
    window.type("500\n")
    with work.begin(actor=SYSTEM) as uow:
        raised = SeriesInput(prefix=card.prefix, digits=card.digits, next_number=300, yearly=card.yearly)
        update_series(uow, card.id, raised, version=card.version)
    window.idle()
    assert page.grid.cells.errors() == {(at, "next_number"): "Changed elsewhere meanwhile to: 300"}
    window.press(KEY.Key_S, CTRL)
    assert orders(work).next_number == 500


def test_bins_keyed_while_others_are_saved_are_added_to_them(window, work, open_setup):
    page = open_setup("warehouse")
    stand(page, 0, "new_bins")
    window.type("A-01\n")
    stand(page, 0, "new_bins")
    window.type_fast("", KEY.Key_S, CTRL)
    window.type_fast("A-02")
    window.idle()
    assert window.message() == "Saved."
    window.press(KEY.Key_S, CTRL)
    with work.reading(actor=SYSTEM) as view:
        bins = [each.code for each in setup.read_warehouses(view)[0].bins]
    assert bins == ["A-01", "A-02"]
