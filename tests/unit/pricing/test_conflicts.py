"""What is wrong with price lists as a whole, each finding with what provokes it and what just does not."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.money import MICRO
from app.domain.pricing.asked import AskedLine, SharedFacts
from app.domain.pricing.base import choose_base
from app.domain.pricing.calendar import calendar_of_lists
from app.domain.pricing.conflicts import CODES, Conflict, PriceFacts, join_found, product_conflicts
from app.domain.pricing.price_row import PriceRow
from app.domain.pricing.rules import Buyer, ListFacts, RulesSnapshot
from app.domain.pricing.spans import Span, covers, gaps_between
from app.domain.quantity import Unit

TODAY = date(2026, 11, 22)
NEXT = TODAY + timedelta(days=30)


def day(offset: int) -> date:
    return TODAY + timedelta(days=offset)


def general(id_=1, **more):
    return ListFacts(id_, f"L{id_}", f"List {id_}", "general", **more)


def row(id_, list_id=1, price=100, least=0, **more):
    return PriceRow(id_, list_id, least * MICRO, price * MICRO, **more)


def found(lists, rows, **more):
    """The conflicts of one product, 1, or of several with rows by id."""
    by_product = rows if isinstance(rows, dict) else {1: tuple(rows)}
    rules = RulesSnapshot(1, "EUR", {each.id: each for each in lists}, by_product)
    facts = PriceFacts(rules, TODAY, **more)
    return join_found(facts, [product_conflicts(facts, sorted(by_product))])


def codes(*args, **more):
    return [each.code for each in found(*args, **more)]


def test_days_between_two_ranges_of_a_break_are_a_gap():
    rows = [row(1, valid_to=day(3)), row(2, valid_from=day(6)), row(3, least=5)]
    assert found([general()], rows) == (Conflict("gap", 1, 1, 2, first=day(4), last=day(5)),)
    assert codes([general()], [row(1, valid_to=day(3)), row(2, valid_from=day(4))]) == []


def test_where_a_list_takes_the_price_of_another_one_there_is_no_gap():
    lists = [general(), general(2, parent_id=1)]
    own = [row(2, 2, valid_to=day(3)), row(3, 2, valid_from=day(6))]
    assert codes(lists, [row(1), *own]) == ["same_rank"]
    assert codes(lists, [row(1, valid_to=day(2)), *own]) == ["same_rank", "gap"]
    ended = row(2, 2, valid_to=day(-1))
    assert codes(lists, [row(1), ended]) == []
    assert codes(lists, [row(1, valid_to=day(-1)), ended]) == ["ran_out", "ran_out"]


def test_a_gap_that_is_over_is_not_told():
    assert codes([general()], [row(1, valid_to=day(-9)), row(2, valid_from=day(-3))]) == []


def test_a_price_below_cost_is_told_for_as_many_units_as_it_is_for():
    cheap = row(1, price=9, per=100)
    (told,) = found([general()], [cheap], costs={1: 100_000})
    assert (told.code, told.price_micro, told.cost_micro, told.per) == (
        "below_cost",
        9 * MICRO,
        10 * MICRO,
        100,
    )
    assert codes([general()], [row(1, price=10, per=100)], costs={1: 100_000}) == []
    assert codes([general()], [cheap]) == []  # no cost is unknown, not zero


def test_a_price_with_tax_is_compared_with_the_cost_without():
    lists, rates = [general(includes_tax=True)], {(1, ""): 190_000}
    assert codes(lists, [row(1, price=119)], costs={1: 100 * MICRO}, rates=rates) == []
    (told,) = found(lists, [row(1, price=118)], costs={1: 100 * MICRO}, rates=rates)
    assert (told.code, told.price_micro) == ("below_cost", 99_159_664)


def test_a_price_that_a_formula_makes_below_cost_is_told_at_the_list_that_makes_it():
    lists = [general(1), ListFacts(2, "H", "Half", "group", price_group="h", parent_id=1, factor_ppm=500_000)]
    (told,) = found(lists, [row(1, price=100)], costs={1: 60 * MICRO})
    assert (told.code, told.list_id, told.row_id, told.price_micro) == ("below_cost", 2, 1, 50 * MICRO)


def test_lists_of_one_rank_that_meet_in_products_are_told_with_the_one_that_wins():
    lists = [general(1), general(2)]
    rows = {1: (row(1, 1, least=5), row(2, 2)), 2: (row(3, 1), row(4, 2))}
    told = found(lists, rows)
    assert told[0] == Conflict("same_rank", 1, other_id=2, rows=2)
    assert codes(lists, {1: (row(1, 1),), 2: (row(4, 2),)}) == []
    assert "same_rank" not in codes([general(1), general(2, priority=1)], rows)
    assert "same_rank" not in codes([general(1), general(2, country="AT")], rows)
    assert "same_rank" not in codes([general(1, valid_to=day(5)), general(2, valid_from=day(6))], rows)


def test_two_lists_made_of_the_same_one_hide_one_another_and_are_told():
    siblings = [general(1), general(2, parent_id=1, factor_ppm=900_000), general(3, parent_id=1)]
    told = found(siblings, {1: (row(1, 1),), 2: (row(2, 1),)})
    assert told == (Conflict("same_rank", 2, other_id=3, rows=2),)
    assert codes([general(1), general(2, parent_id=1), general(3)], [row(1), row(2, 3)]) == ["same_rank"] * 2
    over = [
        general(1),
        general(2, parent_id=1),
        general(3, parent_id=2),
    ]  # each is meant to stand over its own
    assert codes(over, [row(1)]) == []
    apart = [general(1), general(2, parent_id=1, valid_to=day(5)), general(3, parent_id=1, valid_from=day(6))]
    assert codes(apart, [row(1)]) == []
    assert codes([general(1), general(2, parent_id=1, priority=1), general(3, parent_id=1)], [row(1)]) == []
    assert codes(siblings, [row(1, valid_to=day(-1))]) == ["ran_out"]
    under = [general(1, parent_id=2), general(2)]  # the newer one has each price before the list made of it
    assert found(under, [row(1, 2)]) == (Conflict("same_rank", 1, other_id=2),)


def test_the_calendar_hatches_the_lists_that_the_conflicts_tell():
    siblings = [general(1), general(2, parent_id=1), general(3, parent_id=1)]
    assert {bars.id for bars in calendar_of_lists(siblings) if bars.overlaps} == {2, 3}
    assert not any(bars.overlaps for bars in calendar_of_lists(siblings[:2]))
    assert all(bars.overlaps for bars in calendar_of_lists([general(1, parent_id=2), general(2)]))


def test_a_row_whose_days_and_break_another_list_always_has_never_wins():
    lists = [general(1), general(2, priority=1)]
    beaten = [row(1, 1, least=5), row(2, 1), row(3, 2, least=1)]
    (told,) = found(lists, beaten)
    assert (told.code, told.row_id, told.other_id) == ("never_wins", 1, 2)
    two_parts = [row(1, 1, least=5), row(2, 1), row(3, 2, valid_to=day(9)), row(4, 2, valid_from=day(10))]
    assert codes(lists, two_parts) == ["list_never_wins"]
    with_hole = [row(1, 1), row(3, 2, valid_to=day(9)), row(4, 2, valid_from=day(11))]
    assert "never_wins" not in codes(lists, with_hole)


@pytest.mark.parametrize("more", [{"channel": "web"}, {"country": "AT"}, {"breaks_over": "article"}])
def test_a_row_that_wins_for_somebody_is_not_told(more):
    other = general(2, priority=1, **more)
    expected = ["never_wins"] if "breaks_over" in more else []
    assert codes([general(1), other], [row(1, 1), row(2, 2)]) == expected


def test_a_price_with_an_agreed_quantity_ends_and_so_beats_nothing_for_ever():
    contract = (
        ListFacts(1, "C", "C", "contract", customer_id=7),
        ListFacts(2, "D", "D", "contract", customer_id=7),
    )
    assert "never_wins" not in codes(contract, [row(1, 1), row(2, 2, agreed_micro=5)])


def test_a_floor_is_no_price_to_sell_at_and_beats_none():
    floor = general(2, priority=1, purpose="floor")
    assert codes([general(1), floor], [row(1, 1), row(2, 2)]) == []
    assert codes([general(1, purpose="floor"), floor], [row(1, 1), row(2, 2)]) == ["never_wins"]


def test_a_list_whose_prices_are_made_into_another_one_is_of_use_though_it_never_wins():
    lists = [general(1), general(2, priority=1), general(3, priority=2, country="AT", parent_id=1)]
    assert codes(lists, [row(1, 1), row(2, 2)]) == []


def test_a_contract_with_nothing_left_is_told():
    contract = ListFacts(1, "C", "C", "contract", customer_id=7)
    rows = [row(1, agreed_micro=5 * MICRO)]
    assert codes([contract], rows, drawn={1: 5 * MICRO}) == ["used_up"]
    assert codes([contract], rows, drawn={1: 5 * MICRO - 1}) == []


def test_lists_that_have_ended_and_articles_without_a_further_price_are_told():
    assert codes([general(1, valid_to=day(-1))], [row(1)]) == ["list_ended"]
    assert codes([general(1, valid_to=TODAY)], [row(1)]) == []
    assert codes([general(1)], [row(1, valid_to=day(-1))]) == ["ran_out"]


def test_lists_made_of_what_is_not_there_has_ended_or_closes_a_circle_are_told():
    made = general(2, parent_id=1)
    assert codes([made], {}) == ["parent_missing"]
    assert codes([general(1, valid_to=day(-1)), made], {}) == ["parent_ended", "list_ended"]
    assert codes([general(1, parent_id=2), made], {}) == ["parent_circle", "parent_circle"]


def test_every_code_has_its_weight_and_the_weightiest_comes_first():
    lists = [general(1), general(2), general(3, parent_id=9)]
    told = codes(lists, [row(1, 1, price=1), row(2, 2)], costs={1: 2 * MICRO})
    assert told == sorted(told, key=CODES.index)
    assert told[0] == "parent_missing"


spans = st.builds(lambda a, b: Span(day(min(a, b)), day(max(a, b))), *[st.integers(-6, 6)] * 2)


@given(st.lists(spans, max_size=4), spans)
def test_spans_cover_and_leave_gaps_as_their_days_do(many, wanted):
    days = {day(n) for span in many for n in range(-6, 7) if span.first <= day(n) <= span.last}
    inside = {day(n) for n in range(-6, 7) if wanted.first <= day(n) <= wanted.last}
    assert covers(many, wanted) == (inside <= days)
    between = {day(n) for gap in gaps_between(many) for n in range(-6, 7) if gap.first <= day(n) <= gap.last}
    assert between == (
        {day(n) for n in range(-6, 7) if min(days) <= day(n) <= max(days)} - days if days else set()
    )


ends = st.one_of(st.none(), st.integers(-3, 6).map(day))
heads = st.builds(
    lambda n, priority, channel, over, dates: general(
        n, priority=priority, channel=channel, breaks_over=over, valid_from=dates[0], valid_to=dates[1]
    ),
    st.integers(1, 4), st.integers(0, 2), st.sampled_from(["", "web"]), st.sampled_from(["line", "article"]),
    st.tuples(ends, ends),
)  # fmt: skip


@given(
    st.lists(heads, min_size=2, max_size=4, unique_by=lambda each: each.id),
    st.lists(st.tuples(st.integers(1, 4), st.sampled_from([0, 5, 10]), ends, ends), max_size=7),
)
def test_no_buyer_gets_a_price_that_is_said_never_to_win(lists, made):
    """On no day ahead, on no way, in no quantity: asked of the price engine itself."""
    known = {each.id: each for each in lists}
    rows = tuple(
        row(n, list_id, least=least, valid_from=first, valid_to=last)
        for n, (list_id, least, first, last) in enumerate(made, 1)
        if list_id in known
    )
    rules = RulesSnapshot(1, "EUR", known, {1: rows})
    facts = PriceFacts(rules, TODAY)
    beaten = {each.row_id for each in product_conflicts(facts, [1]).conflicts if each.code == "never_wins"}
    chosen = set()
    for offset in range(10):
        for channel in ("", "web"):
            for pieces in (1, 5, 10):
                line = AskedLine("k", 1, "", pieces * MICRO, Unit("pc"), day(offset))
                base = choose_base(line, rules, SharedFacts(Buyer(channel=channel)))
                if base is not None:
                    chosen.add(base.row.id)
    assert not beaten & chosen
