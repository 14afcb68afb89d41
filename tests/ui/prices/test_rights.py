"""What the roles may give away is keyed at the price desk, pasted from a sheet, and holds for the next order."""

from __future__ import annotations

from dataclasses import replace

from app.domain.pricing import PriceRight
from app.domain.rights import SYSTEM
from app.services.prices.rights import change_price_right, create_price_right, read_price_rights
from app.views.prices.search import price_parts
from tests.helpers.grids import key_row
from tests.helpers.window import CTRL, KEY

PART = "right"
WHOLE_DESK = True


def kept(work):
    with work.reading(actor=SYSTEM) as view:
        return [card.right for card in read_price_rights(view)]


def test_a_right_is_keyed_changed_and_taken_out(window, work, page):
    key_row(window, page, 0, discount="12.5", margin="20", floor="92.5")
    assert kept(work) == [PriceRight("sales", "", 125_000, 200_000, 925_000)]
    key_row(window, page, 1, family="seating", discount="5")
    assert kept(work)[1] == PriceRight("sales", "seating", 50_000, None)
    page.grid.select_row(0, 2)
    window.press(KEY.Key_F2)
    window.press(KEY.Key_Delete)
    window.press(KEY.Key_Return)
    window.press(KEY.Key_S, CTRL)
    assert kept(work)[0] == PriceRight("sales", "", None, 200_000, 925_000)
    page.grid.select_row(0, 0)
    window.press(KEY.Key_Delete, CTRL)
    window.press(KEY.Key_S, CTRL)
    assert kept(work) == [PriceRight("sales", "seating", 50_000, None)]


def test_ctrl_k_finds_every_part_of_the_desk(page):
    """A part that the palette does not know is found by nobody."""
    desk = page.context.desk()
    assert {f"prices:{name}" for name, _title in price_parts()} == {
        each.objectName() for each in desk.pages() if each.objectName().startswith("prices:")
    }


def test_the_same_row_twice_is_told_at_its_cell(window, work, page):
    key_row(window, page, 0, discount="10")
    key_row(window, page, 1, discount="20")
    assert kept(work) == [PriceRight("sales", "", 100_000, None)]
    assert page.grid.cells.errors().keys() == {(1, "family")}


def test_rows_of_a_sheet_are_pasted_with_their_roles_in_words(window, work, page):
    rows = [
        ["Role", "Product family", "Largest discount %", "Smallest margin %", "Down to % of the floor"],
        ["Owner", "", "50", "-5", "80"],
        ["Bookkeeping", "chairs", "3", "", ""],
    ]
    page.grid.select_row(0, 0)
    page.grid.rows_pasted.emit(rows)
    window.press(KEY.Key_S, CTRL)
    assert kept(work) == [
        PriceRight("bookkeeper", "chairs", 30_000, None),
        PriceRight("owner", "", 500_000, -50_000, 800_000),
    ]


def test_what_another_desk_changed_is_shown_at_once_and_told_over_what_is_keyed(window, work, page):
    with work.begin(actor=SYSTEM) as uow:
        id_ = create_price_right(uow, PriceRight("sales", "", 100_000))
    window.idle()
    assert [row.values["discount"] for row in page.grid.cells.rows()] == ["10"]
    page.grid.setFocus()
    page.grid.select_row(0, 2)
    window.type("12\n")
    before = PriceRight("sales", "", 100_000)
    with work.begin(actor=SYSTEM) as uow:
        change_price_right(uow, id_, replace(before, max_discount_ppm=300_000), before=before)
    window.idle()
    assert "Changed elsewhere meanwhile to: 30" in window.message()


def test_the_story_of_a_row_stands_below(window, work, page):
    key_row(window, page, 0, discount="10")
    key_row(window, page, 0, discount="15")
    window.idle()
    told = page.story.view.text()
    assert "Largest discount %" in told
    assert "15" in told
