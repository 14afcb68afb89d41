"""Promotions are keyed at the price desk, refused in words, changed with their uses, pasted, and written to a file."""

from __future__ import annotations

from datetime import date

from app.domain.promotion_inputs import PromotionInput
from app.domain.rights import SYSTEM
from app.services.orders.drafts import start_draft
from app.services.prices.drafts import DraftRef, activate_drafts
from app.services.prices.promotions import PROMOTION_BOOK, create_promotion, read_promotions
from app.services.promotion_uses import take_uses
from app.views.prices.promotions import promotions_spec
from tests.helpers.grids import key_row
from tests.helpers.window import CTRL, KEY

PART = "promotion"


def kept(work):
    with work.reading(actor=SYSTEM) as view:
        return [
            (
                card.name,
                card.effect,
                card.rate_ppm,
                card.families,
                card.coupon,
                card.max_uses,
                card.budget_minor,
            )
            for card in read_promotions(view)
        ]


def test_a_promotion_is_keyed_saved_and_changed(window, work, page):
    key_row(
        window, page, 0, name="Summer", percent="10", families="seating", coupon="SUN", uses="3", budget="500"
    )
    assert kept(work) == [("Summer", "percent", 100_000, "seating", "SUN", 3, 50_000)]
    key_row(window, page, 0, percent="12.5")
    assert kept(work) == [("Summer", "percent", 125_000, "seating", "SUN", 3, 50_000)]
    shown = page.grid.cells.rows()[0].values
    assert (shown["percent"], shown["budget"], shown["left"], shown["used"]) == (
        "12.5",
        "500.00",
        "500.00",
        "",
    )


def test_what_is_used_and_what_is_left_of_the_budget_is_shown(window, work, page):
    key_row(window, page, 0, name="Summer", percent="10", budget="500")
    with work.begin(actor=SYSTEM) as uow:
        take_uses(uow, start_draft(uow), None, {1: 12_345})
    key_row(window, page, 0, budget="600")
    with work.reading(actor=SYSTEM) as view:
        spec = promotions_spec("EUR", (), lambda: date(2026, 3, 2))
        (named,) = spec.read(view)
    shown = spec.row(named).values
    assert (shown["used"], shown["spent"], shown["left"]) == ("1", "123.45", "476.55")


def test_what_is_missing_is_told_at_its_cell_and_nothing_is_kept(window, work, page):
    key_row(window, page, 0, name="Summer")
    assert kept(work) == []
    assert "percent" in window.message()


def test_an_article_that_nobody_knows_is_told(window, work, page):
    key_row(window, page, 0, name="Summer", percent="10", articles="NONE-1")
    assert kept(work) == []
    assert "NONE-1" in window.message()


def test_a_promotion_is_taken_out(window, work, page):
    key_row(window, page, 0, name="Summer", percent="10")
    page.grid.setFocus()
    page.grid.select_row(0, 0)
    window.press(KEY.Key_Delete, CTRL)
    window.press(KEY.Key_S, CTRL)
    window.idle()
    assert kept(work) == []


def test_the_story_of_a_promotion_names_whatever_it_tells(window, work, page):
    with work.begin(actor=SYSTEM) as uow:
        data = PromotionInput(name="Summer", effect="percent", currency="EUR", rate_ppm=100_000)
        made = create_promotion(uow, data, draft=True)
        activate_drafts(uow, (DraftRef("promotion", made),))
    with work.reading(actor=SYSTEM) as view:
        spec = promotions_spec("EUR", (), lambda: date(2026, 3, 2))
        told = PROMOTION_BOOK.read_history(view, made)
    fields = {change.field for entry in told for change in entry.changes}
    assert "draft" in fields
    assert fields <= set(spec.words or ())
