"""Promotions, surcharges and discounts on the conflicts' page and in the calendar: told, and opened with Enter."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.domain.money import MICRO
from app.domain.pricing.rule_conflicts import RULE_CODES, RULE_KINDS, RuleConflict
from app.domain.promotion_inputs import PromotionInput
from app.domain.rights import SYSTEM
from app.services.prices import SurchargeInput, create_surcharge
from app.services.prices.conflicts import WEIGHTS
from app.services.prices.promotions import create_promotion
from app.services.prices.rule_conflicts import NamedRuleConflict
from app.views.prices.conflict_words import STATES, article, kinds, told, what_to_do, where
from tests.helpers.firm_facts import make_firm, make_price_list, make_product
from tests.helpers.window import CTRL, KEY

SALE = PromotionInput(
    name="Sale", effect="percent", currency="EUR", rate_ppm=100_000, articles="CHR-1", exclusive=True
)


@pytest.fixture
def rules(work):
    """Two promotions that stand alone and meet, one below cost, and two surcharges in each other's way."""
    make_firm(work)
    chair = make_product(work, "CHR-1", "Chair", standard_cost_micro=80 * MICRO)
    make_price_list(work, chair, price_micro=100 * MICRO)
    with work.begin(actor=SYSTEM) as uow:
        today = uow.clock.today()
        create_promotion(uow, SALE)
        create_promotion(
            uow, replace(SALE, name="Clearance", rate_ppm=300_000, valid_from=today + timedelta(9))
        )
        for name in ("Post", "Post new"):
            create_surcharge(uow, SurchargeInput(slot="freight", name=name, amount_minor=990))
    return today


def show(window, page):
    window.show("prices")
    window.ask("price.open", page=page)
    window.page.enter()
    return window.page


def rows(page):
    return [[page.model.index(row, at).data() for at in range(2)] for row in range(page.model.rowCount())]


def test_what_is_wrong_with_rules_is_told_and_enter_goes_to_the_rule(window, rules):
    page = show(window, "conflict")
    assert rows(page) == [
        ["Overlap", "Promotion · Sale"],
        ["Below cost", "Promotion · Clearance"],
        ["Never wins", "Surcharge · Post"],
    ]
    window.press(KEY.Key_Down)
    text = page.told.text().replace("\N{NO-BREAK SPACE}", " ")
    assert text.startswith("CHR-1 Chair · 70.00 EUR for 1 pc, the cost is 80.00 EUR. · Give less")
    window.press(KEY.Key_Return)
    assert window.page.objectName() == "prices:promotion"
    grid = window.page.grid
    assert grid.cells.row_at(grid.current_row()).values["name"] == "Clearance"
    assert grid.hasFocus()


def test_a_rule_is_found_in_a_grid_that_was_read_before(window, rules):
    show(window, "surcharge")
    page = show(window, "conflict")
    window.press(KEY.Key_Down, times=2)
    window.press(KEY.Key_Return)
    assert window.page.objectName() == "prices:surcharge"
    grid = window.page.grid
    assert grid.cells.row_at(grid.current_row()).values["name"] == "Post"
    assert page is not window.page


def test_the_calendar_shows_rules_alone_and_opens_them(window, rules):
    page = show(window, "calendar")
    assert page.told.text().startswith("LIST")
    page.kind.setFocus()
    window.type("prom")
    window.press(KEY.Key_Return)
    page.enter()
    assert [row.kind for row in page.rows.calendar.rows] == ["promotion", "promotion"]
    text = page.told.text().replace("\N{NO-BREAK SPACE}", " ")
    assert text.startswith("Promotion · Sale · 10 %: always · meets another one: from ")
    window.press(KEY.Key_Down)
    assert "Clearance · 30" in page.told.text()
    window.press(KEY.Key_Up)
    page.grab()  # painted without a warning
    window.press(KEY.Key_Return)
    assert window.page.objectName() == "prices:promotion"


def test_an_article_in_the_calendar_has_its_promotions(window, rules):
    page = show(window, "calendar")
    window.press(KEY.Key_F, CTRL)
    window.type("chr")
    window.idle()
    window.press(KEY.Key_Return)
    window.idle()
    assert [row.kind for row in page.rows.calendar.rows] == ["list", "promotion", "promotion"]
    page.product.setFocus()
    window.type("x")
    window.idle()
    assert len(page.rows.calendar.rows) > 3, "another text is no article yet"


@pytest.mark.parametrize("kind", RULE_KINDS)
@pytest.mark.parametrize("code", RULE_CODES)
@pytest.mark.parametrize("reason", ["newer", "more", "each", "both", "set"])
def test_every_conflict_of_a_rule_has_words_and_a_next_step(code, kind, reason):
    day = date(2026, 3, 1)
    for first in (day, None):
        conflict = RuleConflict(code, kind, 1, 2, first, day, reason, 3, 2, 100, 200, MICRO)
        named = NamedRuleConflict(conflict, "Sale", "Other", "EUR", "CHR", "Chair", "pc")
        assert "{" not in told(named)
        assert told(named)
    assert kinds()[code]
    assert code in WEIGHTS
    assert what_to_do(named)
    assert where(named).endswith(" · Sale")
    assert article(named) == "CHR Chair"
    assert STATES.get(code) in {"bad", "warn", None}


def test_an_answer_that_comes_after_the_tab_was_shown_has_its_first_row_chosen(window, rules):
    page = show(window, "conflict")
    page.model.set_rows([])
    page.table.setFocus()
    assert page.table.current_row() < 0
    window.press(KEY.Key_F5)
    window.idle()
    assert page.table.current_row() == 0
    assert page.told.text()


def test_what_changed_after_a_look_is_told_until_it_looks_again(window, work):
    make_firm(work)
    calendar = show(window, "calendar")
    page = show(window, "conflict")
    assert page.note.text() == "0 findings"
    with work.begin(actor=SYSTEM) as uow:
        for name in ("Post", "Post new"):
            create_surcharge(uow, SurchargeInput(slot="freight", name=name, amount_minor=990))
    window.idle()
    assert calendar.rows.calendar.rows, "it was empty, and is not any more"
    assert "F5 looks again" in page.note.text()
    page.kind.currentIndexChanged.emit(0)
    assert "F5 looks again" in page.note.text(), "choosing a kind does not look again"
    window.press(KEY.Key_F5)
    window.idle()
    assert page.note.text() == "1 finding"


def test_an_answer_that_was_on_its_way_when_it_was_stopped_is_not_shown(window, rules):
    page = show(window, "conflict")
    page.model.set_rows([])
    page.refresh()
    number = page._round
    page.stop()
    page._take(number, (0, ()))
    window.idle()
    assert page.note.text() == "Stopped. F5 looks again."
