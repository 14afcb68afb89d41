"""Rates by day on both databases: files, hands, and which one an order would take."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from app.domain.errors import ConflictError, NotAllowedError, RefusedError
from app.domain.exchange import Exchange
from app.domain.rights import SYSTEM, Actor
from app.messages import text_of_error
from app.services import rates
from app.services.history import read_history
from app.services.settings_store import write_firm_settings
from app.settings import RATE_DAYS
from tests.helpers.firm_facts import make_firm
from tests.helpers.rate_files import DAILY, HIST, write_rates

MONDAY, FRIDAY = date(2026, 3, 2), date(2026, 2, 27)
LAST_YEAR = date(2025, 1, 1)
USD = rates.RateInput(currency="USD", day=FRIDAY, rate_nano=1_100_000_000)


@pytest.fixture
def firm(work):
    make_firm(work)
    return work


def run(work, call, actor=SYSTEM):
    with work.begin(actor=actor) as uow:
        return call(uow)


def seen(work, call):
    with work.reading(actor=SYSTEM) as view:
        return call(view)


def file_of(folder, text=HIST, name="eurofxref-hist.csv"):
    return rates.read_rate_file(write_rates(folder, text, name), today=MONDAY)


def bring(work, file, since=LAST_YEAR):
    return run(work, lambda uow: rates.import_rates(uow, file, since=since))


def exchange(work, currency, on=MONDAY):
    return seen(work, lambda view: rates.read_exchange(view, currency, on=on))


def codes(caught):
    return [issue.code for issue in caught.value.issues]


def test_a_file_brings_its_rates_from_the_wanted_day_on(firm, tmp_path):
    preview = seen(firm, lambda view: rates.preview_rates(view, file_of(tmp_path), since=LAST_YEAR))
    assert (preview.count("new"), preview.days_before) == (6, 1)
    assert [each.fact.currency for each in preview.last_day] == ["CHF", "JPY", "USD"]
    bring(firm, file_of(tmp_path))
    assert exchange(firm, "USD") == Exchange("USD", 1_054_300_000, "EUR", FRIDAY, "ecb")
    held = seen(firm, lambda view: rates.read_rates_on(view, date(2026, 2, 26)))
    assert {card.currency: card.rate_nano for card in held}["JPY"] == 161_900_000_000
    assert seen(firm, rates.read_currencies) == ("CHF", "EUR", "JPY", "USD")


def test_the_same_file_again_changes_nothing_and_says_so(firm, tmp_path):
    bring(firm, file_of(tmp_path))
    with pytest.raises(RefusedError) as caught:
        bring(firm, file_of(tmp_path))
    assert caught.value.code == "rate.nothing_new"


def test_a_corrected_file_changes_what_differs_and_the_history_tells_it(firm, tmp_path):
    bring(firm, file_of(tmp_path))
    done = bring(firm, file_of(tmp_path, HIST.replace("162.31", "162.35")))
    assert (done.count("changed"), done.count("new"), done.count("same")) == (1, 0, 5)
    assert exchange(firm, "JPY").rate_nano == 162_350_000_000
    (card,) = [
        card for card in seen(firm, lambda view: rates.read_rates_of(view, "JPY")) if card.day == FRIDAY
    ]
    (entry,) = seen(firm, lambda view: read_history(view, "rate", card.id))
    assert [(each.before, each.after) for each in entry.changes] == [(162_310_000_000, 162_350_000_000)]


def test_a_file_without_anything_from_the_wanted_day_on_is_told(firm, tmp_path):
    with pytest.raises(RefusedError) as caught:
        bring(firm, file_of(tmp_path), since=MONDAY)
    assert caught.value.code == "rate.nothing_since"


def test_a_rate_by_hand_stands_before_the_files_and_stays_at_the_next_import(firm, tmp_path):
    bring(firm, file_of(tmp_path))
    run(firm, lambda uow: rates.create_rate(uow, USD))
    assert exchange(firm, "USD") == Exchange("USD", 1_100_000_000, "EUR", FRIDAY, "typed")
    done = bring(firm, file_of(tmp_path, DAILY, "eurofxref-daily.xml"))
    assert (done.count("typed"), done.count("new")) == (1, 1)
    assert exchange(firm, "USD").rate_nano == 1_100_000_000


def test_a_typed_rate_is_changed_and_taken_out(firm):
    id_ = run(firm, lambda uow: rates.create_rate(uow, USD))
    better = rates.RateInput(currency="USD", day=FRIDAY, rate_nano=1_050_000_000)
    assert run(firm, lambda uow: rates.update_rate(uow, id_, better, version=1)) == 2
    with pytest.raises(ConflictError):
        run(firm, lambda uow: rates.update_rate(uow, id_, USD, version=1))
    (card,) = seen(firm, rates.read_typed_rates)
    assert (card.rate_nano, card.set_by) == (1_050_000_000, "system")
    run(firm, lambda uow: rates.remove_rate(uow, id_))
    assert exchange(firm, "USD") is None
    assert len(seen(firm, lambda view: read_history(view, "rate", id_))) == 3


@pytest.mark.rows_on_sqlite
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"currency": "usd"}, "rate.code_wrong"),
        ({"currency": "EUR"}, "rate.code_wrong"),
        ({"currency": ""}, "rate.code_wrong"),
        ({"day": None}, "rate.day_missing"),
        ({"day": date(2026, 3, 3)}, "rate.typed_ahead"),
        ({"rate_nano": None}, "rate.not_above_zero"),
        ({"rate_nano": 0}, "rate.not_above_zero"),
    ],
)
def test_a_rate_that_makes_no_sense_is_refused(firm, changes, code):
    data = replace(USD, **changes)
    with pytest.raises(RefusedError) as caught:
        run(firm, lambda uow: rates.create_rate(uow, data))
    assert codes(caught) == [code]


def test_a_slip_of_the_decimal_point_is_found_and_may_be_meant(firm, tmp_path):
    bring(firm, file_of(tmp_path))
    slip = rates.RateInput(currency="USD", day=MONDAY, rate_nano=10_543_000_000)
    with pytest.raises(RefusedError) as caught:
        run(firm, lambda uow: rates.create_rate(uow, slip))
    assert codes(caught) == ["rate.far_off"]
    assert "was worth 1.0543 USD" in text_of_error(caught.value)
    run(firm, lambda uow: rates.create_rate(uow, replace(slip, far_off=True)))
    assert exchange(firm, "USD").rate_nano == 10_543_000_000


def test_a_day_has_one_typed_rate_of_a_currency(firm):
    run(firm, lambda uow: rates.create_rate(uow, USD))
    with pytest.raises(RefusedError) as caught:
        run(firm, lambda uow: rates.create_rate(uow, USD))
    assert codes(caught) == ["rate.known_already"]


def test_how_old_a_rate_may_be_is_the_firms(firm, tmp_path):
    bring(firm, file_of(tmp_path))
    later = date(2026, 3, 9)
    assert exchange(firm, "USD", later) is None
    run(firm, lambda uow: write_firm_settings(uow, {RATE_DAYS: 10}))
    assert exchange(firm, "USD", later).day == FRIDAY


def test_books_in_francs_take_the_cross_rate(work, tmp_path):
    make_firm(work, country="CH", currency="CHF")
    bring(work, file_of(tmp_path))
    assert exchange(work, "USD").rate_nano == 1_126_148_259
    assert exchange(work, "EUR").rate_nano == 1_068_147_832


def test_only_the_owner_sets_rates(firm, tmp_path):
    clerk = Actor(name="anna", roles=frozenset({"sales"}))
    with pytest.raises(NotAllowedError):
        run(firm, lambda uow: rates.create_rate(uow, USD), clerk)
    with pytest.raises(NotAllowedError):
        run(firm, lambda uow: rates.import_rates(uow, file_of(tmp_path), since=LAST_YEAR), clerk)


def test_a_keyed_rate_keeps_nine_decimals_and_no_more():
    assert rates.nano_of(Decimal("1.0543")) == 1_054_300_000
    assert rates.nano_of(Decimal("0.000000001")) == 1
    assert rates.nano_of(Decimal("0.0000000001")) is None
    assert rates.nano_of(Decimal(0)) is None
    assert rates.nano_of(Decimal(-1)) is None
