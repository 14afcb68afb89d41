"""Quotations of metals are keyed at the price desk, an article's metal on its card."""

from __future__ import annotations

from app.domain.rights import SYSTEM
from app.services.prices.metals import METAL_BOOK
from tests.helpers.grids import key_row

PART = "metal"


def kept(work):
    with work.reading(actor=SYSTEM) as view:
        return [
            (card.metal, card.name, card.price_micro, card.per_g, card.source)
            for card in METAL_BOOK.read(view)
        ]


def test_a_quotation_is_keyed_for_100_kg_and_corrected(window, work, page):
    key_row(window, page, 0, metal="cu", name="Copper", price="812.30", since="1.3.2026", source="DEL")
    assert kept(work) == [("CU", "Copper", 812_300_000, 100_000, "DEL")]
    key_row(window, page, 0, price="8.123", kilos="1")
    assert kept(work) == [("CU", "Copper", 8_123_000, 1_000, "DEL")]
    shown = page.grid.cells.rows()[0].values
    assert (shown["price"], shown["kilos"]) == ("8.123", "1")


def test_a_quotation_for_no_weight_is_refused_and_not_taken_for_100_kg(window, work, page):
    key_row(window, page, 0, metal="cu", name="Copper", price="812.30", since="1.3.2026", kilos="0")
    assert kept(work) == []
    assert page.grid.cells.errors().keys() == {(0, "kilos")}


def test_a_quotation_without_its_day_is_told_and_nothing_is_kept(window, work, page):
    key_row(window, page, 0, metal="cu", name="Copper", price="812.30")
    assert kept(work) == []
    assert "day" in window.message()
