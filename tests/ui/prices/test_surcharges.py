"""Surcharges are keyed at the price desk, refused in words, changed with their story, and taken out."""

from __future__ import annotations

from app.domain.rights import SYSTEM
from app.services.prices import read_surcharges
from tests.helpers.grids import key_row
from tests.helpers.window import CTRL, KEY

PART = "surcharge"


def kept(work):
    with work.reading(actor=SYSTEM) as view:
        return [
            (card.slot, card.name, card.amount_minor, card.free_from_minor, card.each_g, card.country)
            for card in read_surcharges(view)
        ]


def test_a_freight_charge_is_keyed_saved_and_changed(window, work, page):
    key_row(window, page, 0, slot="freight", name="Freight", amount="9.90", free="500", country="de")
    assert kept(work) == [("freight", "Freight", 990, 50_000, 0, "DE")]
    key_row(window, page, 0, amount="12.90", weight="0.5")
    assert kept(work) == [("freight", "Freight", 1290, 50_000, 500, "DE")]
    shown = page.grid.cells.rows()[0].values
    assert (shown["amount"], shown["free"], shown["weight"]) == ("12.90", "500.00", "0.5")


def test_what_is_missing_is_told_at_its_cell_and_nothing_is_kept(window, work, page):
    key_row(window, page, 0, name="Freight", amount="9.90")
    assert kept(work) == []
    assert "kind" in window.message()


def test_a_surcharge_is_taken_out(window, work, page):
    key_row(window, page, 0, slot="freight", name="Freight", amount="9.90")
    page.grid.setFocus()
    page.grid.select_row(0, 0)
    window.press(KEY.Key_Delete, CTRL)
    window.press(KEY.Key_S, CTRL)
    assert kept(work) == []
