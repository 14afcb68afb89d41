"""Why a price is what it is, and what would change it."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.pricing import (
    DISCOUNT_KINDS,
    DiscountRule,
    ListFacts,
    NearMiss,
    PriceRow,
    RulesSnapshot,
)
from tests.unit.pricing.rules import MONDAY, UNITS, Ask, ask, documented, micro, snapshot

GENERAL = ListFacts(1, "g", "General", "general")
GROUP = ListFacts(3, "d", "Dealers", "group", price_group="dealer")
CONTRACT = ListFacts(4, "c", "Contract", "contract", customer_id=7)
DAY = timedelta(days=1)


def misses(request: Ask, rules: RulesSnapshot) -> list[NearMiss]:
    return list(request.explained(rules).near_misses)


def row(id_: int, list_id: int, price: str, least: str = "0", **values: object) -> tuple[int, PriceRow]:
    return 1, PriceRow(id_, list_id, micro(least), micro(price), **values)  # type: ignore[arg-type]  # fields by name


def test_the_waterfall_goes_from_list_to_net_without_a_break_in_it():
    result = ask(1, "16 pc", discount_ppm=40_000).explained(documented())
    steps = [(step.code, step.after_micro) for step in result.steps]
    assert steps == [
        ("base", micro("348.35")), ("break", micro("330")), ("discount", micro("316.8")), ("net", micro("316.8"))
    ]  # fmt: skip
    assert [step.delta_micro for step in result.steps][1:3] == [micro("-18.35"), micro("-13.2")]


def test_a_step_names_its_rule():
    result = ask(4, "1 pc", on=date(2026, 2, 10)).explained(documented())
    assert [(step.name, step.rule_id) for step in result.steps] == [
        ("General 2026", 5),
        ("Light weeks", 1),
        ("", None),
    ]


def test_a_typed_price_shows_what_it_replaced():
    result = ask(1, "1 pc", manual_price_micro=micro("325")).explained(documented())
    typed = result.steps[1]
    assert (typed.code, typed.before_micro, typed.after_micro) == (
        "manual_price",
        micro("348.35"),
        micro("325"),
    )


def test_a_break_just_missed_tells_how_many_more_and_what_it_saves():
    first = misses(ask(1, "10 pc"), documented())[0]
    assert (first.reason, first.more_micro, first.price_micro) == ("needs_quantity", micro("2"), micro("330"))
    assert first.saves_minor == 18350


def test_what_is_missing_is_counted_in_base_units():
    rules = snapshot([GENERAL], [row(1, 1, "10"), row(2, 1, "9", "48")])
    found = misses(ask(1, "3 dz"), rules)
    assert [(miss.more_micro, miss.price_micro) for miss in found] == [(micro("12"), micro("108"))]


def test_the_nearest_break_comes_first():
    found = misses(ask(1, "1 pc"), documented())
    assert [miss.more_micro for miss in found if miss.reason == "needs_quantity"] == [
        micro("11"),
        micro("47"),
    ]


def test_a_list_that_starts_tomorrow_says_when():
    rules = snapshot([GENERAL, replace(GROUP, valid_from=MONDAY + DAY)], [row(1, 1, "10"), row(2, 3, "9")])
    found = misses(ask(1, "1 pc", price_group="dealer"), rules)
    assert [(miss.reason, miss.starts, miss.name) for miss in found] == [("starts", MONDAY + DAY, "Dealers")]


def test_a_price_that_ended_says_when():
    rules = snapshot([GENERAL], [row(1, 1, "9", valid_to=MONDAY - DAY), row(2, 1, "10", valid_from=MONDAY)])
    assert [(miss.reason, miss.ended) for miss in misses(ask(1, "1 pc"), rules)] == [("ended", MONDAY - DAY)]


def test_a_list_beaten_by_a_better_one_is_named():
    rules = snapshot([GENERAL, CONTRACT], [row(1, 1, "10"), row(2, 4, "11")])
    found = misses(ask(1, "1 pc", customer_id=7), rules)
    assert [(miss.reason, miss.name) for miss in found] == [("other_wins", "General")]


def test_a_break_of_a_beaten_list_is_not_offered_as_if_more_pieces_would_reach_it():
    rules = snapshot([GENERAL, CONTRACT], [row(1, 1, "10"), row(2, 1, "5", "100"), row(3, 4, "11")])
    found = misses(ask(1, "99 pc", customer_id=7), rules)
    assert {miss.reason for miss in found} == {"other_wins"}


def test_a_beaten_list_is_told_once_whatever_its_breaks():
    breaks = [row(id_, 1, str(20 - id_), str(id_ * 10)) for id_ in range(1, 9)]
    rules = snapshot(
        [GENERAL, GROUP, CONTRACT], [*breaks, row(20, 3, "9"), row(21, 3, "8", "5"), row(30, 4, "11")]
    )
    found = misses(ask(1, "200 pc", customer_id=7, price_group="dealer"), rules)
    assert [(miss.name, miss.reason) for miss in found] == [
        ("General", "other_wins"),
        ("Dealers", "other_wins"),
    ]


def test_of_a_beaten_list_the_same_price_is_told_in_whatever_order_they_were_read():
    beaten = [row(1, 1, "9"), row(2, 1, "8", "5")]
    found = [misses(ask(1, "6 pc", price_group="dealer"), snapshot([GENERAL, GROUP], [row(3, 3, "7"), *rows]))
             for rows in (beaten, beaten[::-1])]  # fmt: skip
    assert found[0] == found[1]
    assert [miss.rule_id for miss in found[0]] == [1]


def test_a_better_list_that_starts_at_a_quantity_is_offered():
    rules = snapshot([GENERAL, CONTRACT], [row(1, 1, "10"), row(2, 4, "8", "50")])
    found = misses(ask(1, "40 pc", customer_id=7), rules)
    assert [(miss.reason, miss.more_micro, miss.saves_minor) for miss in found] == [
        ("needs_quantity", micro("10"), 8000)
    ]


def test_rules_of_other_customers_are_not_mentioned():
    rules = snapshot([GENERAL, CONTRACT, GROUP], [row(1, 1, "10"), row(2, 4, "5"), row(3, 3, "6")],
                     [DiscountRule(1, "Theirs", 50_000, customer_id=9)])  # fmt: skip
    assert misses(ask(1, "1 pc"), rules) == []


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        (DiscountRule(5, "r", 30_000), "smaller_discount"),
        (DiscountRule(5, "r", 90_000, valid_from=MONDAY + DAY), "starts"),
        (DiscountRule(5, "r", 90_000, valid_to=MONDAY - DAY), "ended"),
    ],
)
def test_a_discount_rule_that_did_not_apply_says_why(rule, reason):
    rules = snapshot([GENERAL], [row(1, 1, "10")], [rule])
    found = misses(ask(1, "1 pc", discount_ppm=40_000), rules)
    assert [(miss.name, miss.reason) for miss in found] == [("r", reason)]


def test_rules_set_aside_by_a_typed_price_say_so():
    rules = snapshot([GENERAL], [row(1, 1, "10")], [DiscountRule(5, "r", 30_000)])
    found = misses(ask(1, "1 pc", manual_price_micro=micro("9")), rules)
    assert [(miss.name, miss.reason) for miss in found] == [("r", "manual")]


def test_a_contract_sets_discount_rules_aside():
    rules = snapshot([CONTRACT], [row(1, 4, "10")], [DiscountRule(5, "r", 30_000)])
    assert [miss.reason for miss in misses(ask(1, "1 pc", customer_id=7), rules)] == ["other_wins"]


def test_at_most_eight_near_misses_are_told_and_the_others_counted():
    rules = snapshot(
        [GENERAL], [row(1, 1, "10"), *(row(n, 1, "9", str(n)) for n in range(2, 30))],
        [DiscountRule(5, "Lamps", 30_000, family="light")],
    )  # fmt: skip
    result = ask(1, "1 pc").explained(rules)
    assert [miss.more_micro for miss in result.near_misses] == [micro(str(n)) for n in range(1, 9)]
    assert result.more_misses == 20 + 1


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        (DiscountRule(5, "r", 50_000, family="light"), [("other_family", "light")]),
        (DiscountRule(5, "r", 50_000, price_group="dealer"), [("other_group", "dealer")]),
        (DiscountRule(5, "r", 50_000, family="seating", price_group="dealer"), [("other_group", "dealer")]),
        (DiscountRule(5, "r", 50_000, family="light", price_group="dealer"), []),
        (DiscountRule(5, "r", 40_000, family="light"), []),
        (DiscountRule(5, "r", 50_000, family="light", customer_id=9), []),
        (DiscountRule(5, "r", 50_000, family="light", valid_to=MONDAY - DAY), []),
        (DiscountRule(5, "r", 10_000, family="light", kind="added"), [("other_family", "light")]),
        (DiscountRule(5, "r", 10_000, family="light", kind="chained"), [("other_family", "light")]),
    ],
)
def test_a_larger_discount_for_another_group_or_family_says_for_which(rule, told):
    rules = snapshot([GENERAL], [row(1, 1, "10")], [rule])
    found = misses(ask(1, "1 pc", discount_ppm=40_000), rules)
    assert [(miss.reason, miss.needs) for miss in found] == told
    assert misses(ask(1, "1 pc", manual_price_micro=micro("9")), rules) == []


def test_a_break_says_from_which_quantity_it_holds():
    rules = snapshot([GENERAL], [row(1, 1, "10"), row(2, 1, "9", "4")])
    steps = ask(1, "5 pc").explained(rules).steps
    assert [(step.code, step.min_micro) for step in steps] == [
        ("base", None), ("break", micro("4")), ("net", None)
    ]  # fmt: skip


FEWER = settings(max_examples=50)  # each example builds a whole set of rules
DAYS = st.none() | st.integers(-20, 20).map(lambda n: MONDAY + n * DAY)
LISTS = st.tuples(
    st.sampled_from(["general", "group", "contract"]), st.sampled_from(["", "dealer"]), st.sampled_from([None, 1, 7]),
    st.integers(0, 2), DAYS, DAYS,
)  # fmt: skip
ROWS = st.tuples(
    st.integers(1, 4), st.integers(0, 60), st.integers(0, 10**9), st.sampled_from([1, 100, 1000]), DAYS, DAYS
)
RULES = st.tuples(
    st.integers(0, 1_000_000), st.sampled_from([None, 1, 7]), st.sampled_from(["", "dealer"]), DAYS, DAYS,
    st.sampled_from(DISCOUNT_KINDS),
)  # fmt: skip


@st.composite
def snapshots(draw):
    facts = draw(st.lists(LISTS, min_size=4, max_size=4))
    lists = [
        ListFacts(n, str(n), f"L{n}", kind, price_group=group, customer_id=customer, priority=priority,
                  valid_from=start, valid_to=end)
        for n, (kind, group, customer, priority, start, end) in enumerate(facts, 1)
    ]  # fmt: skip
    rows = [
        (1, PriceRow(n, list_id, least * 1_000_000, price, per, start, end))
        for n, (list_id, least, price, per, start, end) in enumerate(draw(st.lists(ROWS, max_size=12)), 1)
    ]
    rules = [
        DiscountRule(
            n,
            f"R{n}",
            rate,
            customer_id=customer,
            price_group=group,
            valid_from=start,
            valid_to=end,
            kind=kind,
        )
        for n, (rate, customer, group, start, end, kind) in enumerate(draw(st.lists(RULES, max_size=5)), 1)
    ]
    return snapshot(lists, rows, rules)


@st.composite
def requests(draw):
    return ask(1, "1 pc").but(
        quantity_micro=draw(st.integers(0, 60 * 10**6)),
        unit=draw(st.sampled_from(list(UNITS.values()))),
        customer_id=draw(st.sampled_from([None, 1, 7])), price_group=draw(st.sampled_from(["", "dealer"])),
        discount_ppm=draw(st.integers(0, 1_000_000)),
        manual_price_micro=draw(st.none() | st.integers(0, 10**9)),
        manual_discount_ppm=draw(st.none() | st.integers(0, 1_000_000)),
    )  # fmt: skip


@FEWER
@given(requests(), snapshots())
def test_explaining_never_changes_an_amount(request, rules):
    plain = request.priced(rules)
    told = request.explained(rules)
    assert replace(told, steps=(), near_misses=()) == plain


@FEWER
@given(requests(), snapshots())
def test_each_step_starts_where_the_last_one_ended(request, rules):
    result = request.explained(rules)
    for before, after in zip(result.steps, result.steps[1:], strict=False):
        assert after.before_micro == before.after_micro
    assert result.steps[-1].after_micro == result.net_micro


@FEWER
@given(requests(), snapshots(), st.integers(0, 1000))
def test_the_order_in_which_rules_were_read_does_not_matter(request, rules, seed):
    shuffler = random.Random(seed)
    rows = list(rules.rows.get(1, ()))
    discounts, lists = list(rules.discounts), list(rules.lists.items())
    for each in (rows, discounts, lists):
        shuffler.shuffle(each)
    shuffled = replace(rules, lists=dict(lists), rows={1: tuple(rows)}, discounts=tuple(discounts))
    assert request.explained(shuffled) == request.explained(rules)


@FEWER
@given(requests(), snapshots())
def test_the_net_price_multiplies_to_the_amount(request, rules):
    result = request.priced(rules)
    exact = request.line.quantity_micro * result.net_micro
    assert abs(result.amount_minor * 10**10 * result.per - exact) <= 5 * 10**9 * result.per


@FEWER
@given(requests(), snapshots())
def test_a_near_miss_is_true(request, rules):
    """Doing what a near miss says gives its price, or a better list's."""
    line = request.line
    result = request.but(manual_price_micro=None, manual_discount_ppm=None).explained(rules)
    for miss in result.near_misses:
        if miss.reason != "needs_quantity":
            continue
        base = line.unit.to_base(line.quantity_micro) + (miss.more_micro or 0)
        more = request.but(
            unit=UNITS["pc"], quantity_micro=base, manual_price_micro=None, manual_discount_ppm=None
        )
        used = more.explained(rules).steps
        chosen = {step.rule_id for step in used if step.code in {"base", "break"}}
        rows = {each.id: each for each in rules.rows[1]}
        promised = rows[miss.rule_id]
        assert any(
            rows[id_].min_micro >= promised.min_micro or rows[id_].list_id != promised.list_id
            for id_ in chosen if id_ is not None
        )  # fmt: skip
