"""Rates and the tax mapping have no ids of their own: their tax and first day, and what they are about, name them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.domain.rights import SYSTEM
from app.domain.tax import TaxRule
from app.domain.tax_rules import DatedRate
from app.services import setup
from tests.helpers.window import ALT, CTRL, KEY

EARLY = DatedRate(date(1901, 1, 1), 110_000)


@pytest.fixture
def page(open_setup):
    return open_setup("tax")


def change_rates(window, work, code, change):
    """Another desk changes the rates of a tax."""
    with work.begin(actor=SYSTEM) as uow:
        card = next(each for each in setup.read_taxes(uow) if each.facts.code == code)
        data = setup.TaxInput(
            code=code,
            name=card.facts.name,
            category=card.facts.category,
            exemption_text=card.facts.exemption_text,
            active=card.facts.active,
            rates=change(card.facts.rates),
        )
        setup.update_tax(uow, card.facts.id, data, version=card.version)
    window.idle()


def rates_of(work, code):
    with work.reading(actor=SYSTEM) as view:
        card = next(each for each in setup.read_taxes(view) if each.facts.code == code)
    return [rate.rate_ppm for rate in card.facts.rates]


def rules_of(work):
    with work.reading(actor=SYSTEM) as view:
        return setup.read_tax_rules(view).rules


def stand(grid, row, column):
    grid.setFocus()
    grid.select_row(row, grid.cells.column_number(column))


def row_of(grid, **values):
    rows = grid.cells.rows()
    return next(at for at, row in enumerate(rows) if values.items() <= row.values.items())


def test_a_keyed_rate_stays_with_its_day_when_another_one_comes_before_it(window, work, page):
    before = rates_of(work, "S")
    at = row_of(page.rates, code="S")
    stand(page.rates, at, "rate")
    window.type("21\n")
    change_rates(window, work, "S", lambda rates: (EARLY, *rates))
    assert window.message() == ""
    window.press(KEY.Key_S, CTRL)
    assert page.message_bar.text() == "Saved."
    assert rates_of(work, "S") == [110_000, 210_000, *before[1:]]


def test_a_new_rate_that_is_keyed_on_while_it_is_saved_comes_once(window, work, page):
    before = rates_of(work, "S")
    last = page.rates.cells.rowCount() - 1
    stand(page.rates, last, "code")
    for text in ("S", "2027-01-01", "20.0"):
        window.type(f"{text}\n")
    stand(page.rates, last, "rate")
    window.type_fast("", KEY.Key_S, CTRL)
    window.type_fast("22")
    window.idle()
    assert "elsewhere" not in window.message()
    window.press(KEY.Key_S, CTRL)
    assert rates_of(work, "S") == [*before, 220_000]


def test_a_keyed_rate_that_was_taken_out_elsewhere_is_told(window, work, page):
    change_rates(window, work, "S", lambda rates: (EARLY, *rates))
    stand(page.rates, row_of(page.rates, rate="11"), "rate")
    window.type("15\n")
    change_rates(window, work, "S", lambda rates: rates[1:])
    assert "Somebody took this row out meanwhile. It said: 11" in window.message()


def test_a_rule_that_is_keyed_on_while_it_is_saved_stays_one(window, work, page):
    before = rules_of(work)
    last = page.mapping.cells.rowCount() - 1
    stand(page.mapping, last, "product_class")
    window.type("books\n")
    stand(page.mapping, last, "tax_code")
    window.type("S\n")
    stand(page.mapping, last, "tax_code")
    window.type_fast("", KEY.Key_S, CTRL)
    window.type_fast("Z")
    window.idle()
    codes = {card.facts.code for card in page.record.taxes}
    assert len(page.mapping.cells.rows()) == len(before) + 1
    window.press(KEY.Key_S, CTRL)
    books = [rule.tax_code for rule in rules_of(work) if rule.product_class == "books"]
    assert books == (["Z"] if "Z" in codes else ["S"])


def test_a_keyed_rule_stays_with_what_it_is_about_when_others_come_before_it(window, work, page):
    rules = rules_of(work)
    codes = {rule.tax_code for rule in rules}
    other = next(code for code in sorted(codes) if code != rules[-1].tax_code)
    stand(page.mapping, len(rules) - 1, "tax_code")
    window.type(f"{other}\n")
    first = TaxRule(product_class="books", ship_to=None, business=None, has_vat_id=None, tax_code=other)
    with work.begin(actor=SYSTEM) as uow:
        setup.replace_mapping(uow, [first, *rules])
    window.idle()
    assert window.message() == ""
    window.press(KEY.Key_S, CTRL)
    assert rules_of(work) == (first, *rules[:-1], replace(rules[-1], tax_code=other))


def test_a_mapping_saved_before_the_other_desks_is_heard_overwrites_nothing(window, work, page):
    rules = rules_of(work)
    stand(page.mapping, len(rules) - 1, "product_class")
    window.type("food\n")
    first = TaxRule(product_class="books", ship_to=None, business=None, has_vat_id=None, tax_code="S")
    with work.begin(actor=SYSTEM) as uow:
        setup.replace_mapping(uow, [first, *rules])
    page.save()  # Ctrl+S in the same moment: nothing was heard of theirs yet
    window.idle()
    assert rules_of(work) == (first, *rules)
    assert "Somebody changed this card meanwhile" in window.message()
    window.press(KEY.Key_S, CTRL)
    assert rules_of(work) == (first, *rules[:-1], replace(rules[-1], product_class="food"))


def test_a_rate_changed_elsewhere_after_a_refused_save_shows_both(window, work, page):
    before = rates_of(work, "S")
    at = row_of(page.rates, code="S")
    stand(page.rates, at, "rate")
    window.type("21\n")
    new = len(page.taxes.cells.rows())
    stand(page.taxes, new, "code")
    window.type("T\n")
    window.press(KEY.Key_S, CTRL)
    assert (new, "name") in page.taxes.cells.errors()
    assert rates_of(work, "S") == before
    change_rates(window, work, "S", lambda rates: (replace(rates[0], rate_ppm=220_000), *rates[1:]))
    assert page.rates.cells.errors() == {(at, "rate"): "Changed elsewhere meanwhile to: 22"}
    assert rates_of(work, "S") == [220_000, *before[1:]]
    window.press(KEY.Key_1, ALT)
    assert page.rates.cells.rows()[at].values["rate"] == "22"
