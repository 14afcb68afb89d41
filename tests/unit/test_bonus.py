"""Bonus agreements by the tables of docs/bonus.md; whatever is given back sums to the cent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.bonus import (
    BonusInput,
    BonusRates,
    BonusStep,
    TaxedPart,
    add_rates,
    bonus_reached,
    bonus_shares,
    check_bonus,
    full_years,
    join_steps,
    net_turnover,
    read_steps,
    turnover_by_tax,
)
from app.domain.exchange import read_exchange_text
from app.domain.orders.margins import order_margin
from app.domain.orders.repricing import DraftPrices
from app.domain.tax import TaxKey
from app.messages import text_of_issue
from app.views.kit.price_steps import waterfall_steps
from tests.helpers.doc_tables import read_tables
from tests.unit.orders.world import CHAIR, LAMP, context, draft, goods

TABLES = read_tables("bonus.md")
STEPS = tuple(
    BonusStep(least * 100, rate) for least, rate in ((50000, 15000), (100000, 20000), (250000, 27500))
)
YEARS = (BonusStep(3, 10000), BonusStep(10, 15000))
S19, S7, Z = TaxKey("S", 190_000, "S"), TaxKey("S", 70_000, "R"), TaxKey("Z", 0, "Z")


def minor(text: str) -> int:
    return int(Decimal(text or "0") * 100)


@pytest.mark.parametrize("row", TABLES["What counts of a paper"], ids=lambda row: row["paper"])
def test_what_counts_of_a_paper(row):
    names = ("total", "base", "goods", "family", "off")
    total, base, goods, family, off = (minor(row[name]) for name in names)
    exchange = read_exchange_text(f"USD {row['rate']} EUR 2026-02-27 ecb") if row["rate"] else None
    part = TaxedPart(
        S19,
        total,
        base,
        goods,
        family,
        off,
        is_credit=row["paper"].startswith("credit note"),
        exchange=exchange,
    )
    assert net_turnover(part, of_family=False) == minor(row["all"])
    assert net_turnover(part, of_family=True) == minor(row["of the family"])


@pytest.mark.parametrize("row", TABLES["What is reached"], ids=lambda row: row["case"])
def test_what_is_reached(row):
    turnover = minor(row["turnover"])
    is_turnover = row["kind"] == "turnover"
    measure = turnover if is_turnover else int(row["years"])
    reached = bonus_reached(STEPS if is_turnover else YEARS, measure, turnover)
    assert reached.rate_ppm == int(Decimal(row["percent"]) * 10_000)
    assert reached.accrued_minor == minor(row["accrued"])
    following = None if reached.next_step is None else reached.next_step.least // (100 if is_turnover else 1)
    assert following == (int(row["next"]) if row["next"] else None)


@pytest.mark.parametrize("row", TABLES["How it is split over the taxes"], ids=lambda row: row["case"])
def test_how_it_is_split(row):
    rates = {"19 %": S19, "7 %": S7, "0 %": Z}
    turnover = {key: minor(row[f"at {name}"]) for name, key in rates.items()}
    shares = bonus_shares(minor(row["bonus"]), turnover)
    assert {key: shares.get(key, 0) for key in rates.values()} == {
        key: minor(row[f"part {name}"]) for name, key in rates.items()
    }


@given(
    st.integers(1, 10**9),
    st.dictionaries(st.sampled_from([S19, S7, Z]), st.integers(-(10**9), 10**12), min_size=1),
)
def test_the_parts_are_the_whole_and_none_is_below_zero(accrued, turnover):
    shares = bonus_shares(accrued, turnover)
    assert all(part > 0 for part in shares.values())
    assert sum(shares.values()) == (accrued if any(minor > 0 for minor in turnover.values()) else 0)


def test_a_credit_note_of_everything_leaves_no_turnover():
    parts = [TaxedPart(S19, 119, 100, 119, 50, 0, is_credit) for is_credit in (False, True)]
    assert turnover_by_tax(parts, of_family=True) == {S19: 0}


@pytest.mark.parametrize(
    ("first", "last", "years"),
    [
        ("2024-03-02", "2025-03-01", 0),
        ("2024-03-02", "2025-03-02", 1),
        ("2024-02-29", "2025-02-28", 0),
        ("2026-01-01", "2025-01-01", 0),
    ],
)
def test_a_year_is_over_on_its_anniversary(first, last, years):
    assert full_years(date.fromisoformat(first), date.fromisoformat(last)) == years


def test_agreements_for_all_and_for_a_family_add_up():
    rates = add_rates([("", 10_000), ("seating", 5_000), ("seating", 2_500), ("light", 0)])
    assert (rates.of("seating"), rates.of("light"), rates.of("")) == (17_500, 10_000, 10_000)
    assert rates
    assert not BonusRates()


GOOD = BonusInput(
    name="Bonus 2026",
    customer_id=1,
    steps=join_steps(STEPS),
    valid_from=date(2026, 1, 1),
    valid_to=date(2026, 12, 31),
)


def test_steps_are_read_as_they_were_written():
    assert read_steps(join_steps(STEPS)) == STEPS
    assert join_steps(YEARS, "tenure") == "y3:10000;y10:15000"
    assert read_steps("y3:10000;y10:15000") == YEARS
    assert check_bonus(GOOD) == ()


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"name": " "}, "name_missing"),
        ({"kind": "luck"}, "kind_unknown"),
        ({"customer_id": None}, "for_whom"),
        ({"price_group": "dealer"}, "for_whom"),
        ({"customer_id": None, "price_group": "x" * 41}, "too_long"),
        ({"valid_to": None}, "no_period"),
        ({"valid_to": date(2025, 1, 1)}, "days_backwards"),
        ({"steps": ""}, "no_steps"),
        ({"steps": "100:0"}, "step_range"),
        ({"steps": "100:1;100:2"}, "steps_order"),
    ],
)
def test_what_no_agreement_can_be_is_told(wrong, code):
    values = {name: getattr(GOOD, name) for name in GOOD.__dataclass_fields__}
    [issue] = check_bonus(BonusInput(**(values | wrong)))
    assert issue.code == f"bonus.{code}"
    assert "{" not in text_of_issue(issue)


def test_the_margin_of_an_order_is_shown_after_the_bonus_that_is_expected():
    world = replace(context(), bonus=BonusRates(10_000, {"seating": 15_000}))
    margin = order_margin(draft([goods("k1", CHAIR, "2"), goods("k2", LAMP, "1")]), world)
    assert margin is not None
    assert (margin.revenue_minor, margin.bonus_minor) == (
        696_70,
        17_42,
    )  # 2.5 % of the chairs; the lamp's cost is unknown
    assert margin.after_bonus_ppm == (696_70 - 400_00 - 17_42) * 1_000_000 // 696_70


def test_without_an_agreement_the_margin_has_no_bonus():
    margin = order_margin(draft([goods("k1", CHAIR, "2")]), context())
    assert margin is not None
    assert (margin.bonus_minor, margin.after_bonus_ppm) == (0, margin.ppm)


def test_the_waterfall_of_a_line_ends_after_the_bonus():
    line = draft([goods("k1", CHAIR, "1")]).lines[0]
    result = DraftPrices(draft([line]), context()).explained(line)
    assert result is not None
    bars = [
        (bar.label.replace("\xa0", " "), bar.text)
        for bar in waterfall_steps(line, result, with_margin=True, bonus_ppm=20_000)
    ]
    assert bars[-2:] == [("Expected bonus 2 %", "\N{MINUS SIGN}6.967"), ("After bonus 40.6 %", "141.383")]
