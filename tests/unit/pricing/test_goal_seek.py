"""A wanted total is reached to the cent wherever it can be, in proportion, and never below a floor."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.domain.money import MICRO, line_amount
from app.domain.pricing.goal_seek import OpenLine, price_for, seek
from app.domain.tax import PriceMode, TaxedAmount, TaxKey, document_totals

RATES = {rate: TaxKey("S", rate * 10_000, f"V{rate}") for rate in (0, 7, 19, 20)}


def line(key, quantity, price, rate=19, floor=0, per=1):
    micro_quantity, micro_price = round(quantity * MICRO), round(price * MICRO)
    amount = line_amount(quantity_micro=micro_quantity, price_micro=micro_price, per=per, currency="EUR")
    return OpenLine(key, rate, micro_quantity, micro_price, amount, per, round(floor * MICRO))


def net(sums):
    return sum(sums.values())


def gross(sums):
    return totals(sums).gross_minor


def totals(sums, mode=PriceMode.NET):
    return document_totals([TaxedAmount(amount, RATES[rate]) for rate, amount in sums.items()], mode)


def net_of_gross(sums):
    return totals(sums, PriceMode.GROSS).net_minor


def sums_of(lines, amounts):
    sums: dict[int, int] = {}
    for each in lines:
        sums[each.group] = sums.get(each.group, 0) + amounts[each.key]
    return sums


# by example


def test_the_difference_is_shared_out_in_proportion_by_largest_remainder():
    lines = [line("a", 1, 100), line("b", 2, 100), line("c", 1, 33.33)]
    found = seek(lines, 30_000, net, "EUR")
    assert found.is_exact
    assert found.amounts == {"a": 9000, "b": 18_000, "c": 3000}
    cents = seek(lines, 30_001, net, "EUR")
    assert cents.amounts == {"a": 9000, "b": 18_001, "c": 3000}


def test_what_a_line_at_its_floor_cannot_give_the_others_give():
    lines = [line("a", 1, 100, floor=95), line("b", 1, 100), line("c", 1, 100)]
    found = seek(lines, 24_000, net, "EUR")
    assert found.amounts == {"a": 9500, "b": 7250, "c": 7250}


def test_below_all_floors_the_nearest_is_told():
    lines = [line("a", 1, 100, floor=95), line("b", 1, 100, floor=90)]
    found = seek(lines, 10_000, net, "EUR")
    assert (found.reached, found.is_exact) == (18_500, False)


def test_a_line_below_its_floor_already_stays_where_it_is():
    lines = [line("a", 1, 100, floor=120), line("b", 1, 100)]
    found = seek(lines, 15_000, net, "EUR")
    assert found.amounts == {"a": 10_000, "b": 5000}


def test_a_gross_total_that_the_rounding_of_one_tax_leaves_out_is_told_with_its_neighbour():
    reachable = {gross({19: amount}) for amount in range(8000, 9000)}
    missing = next(total for total in range(9600, 9700) if total not in reachable)
    found = seek([line("a", 1, 90)], missing, gross, "EUR")
    assert not found.is_exact
    assert abs(found.reached - missing) == 1


def test_two_taxes_reach_what_one_cannot():
    lines = [line("a", 3, 31.17), line("b", 7, 12.03, rate=7)]
    for wanted in range(17_000, 17_100):
        assert seek(lines, wanted, gross, "EUR").is_exact, wanted


def test_dearer_works_as_well_as_cheaper_and_nothing_to_do_changes_nothing():
    lines = [line("a", 1, 100), line("b", 3, 20)]
    assert seek(lines, 32_000, net, "EUR").amounts == {"a": 20_000, "b": 12_000}
    assert seek(lines, 16_000, net, "EUR").amounts == {"a": 10_000, "b": 6000}


@pytest.mark.parametrize(
    ("sold", "amount", "price"),
    [
        (line("a", 3, 100), 29_700, (99 * MICRO, 1)),  # the roundest price
        (line("a", 3, 100), 29_701, (99_003_000, 1)),
        (line("a", 7, 10), 6999, (9_999_000, 1)),
        (line("a", 250, 12.4, per=100), 3099, (12_396_000, 100)),
        (line("a", 50_000, 0.03), 150_001, (300_002, 10)),  # one micro is five cents: a price for ten
    ],
)
def test_the_price_is_the_one_with_the_fewest_decimals(sold, amount, price):
    found = price_for(sold, amount, "EUR")
    assert (found.price_micro, found.per) == price


def test_a_jump_of_the_total_is_gone_across():
    """Below 500.00 there is freight: the total falls by it as the goods reach that."""

    def with_freight(sums):
        goods = net(sums)
        return goods + (990 if goods < 50_000 else 0)

    lines = [line("a", 1, 600), line("b", 1, 20)]
    for wanted in (49_500, 50_000, 50_500, 50_989, 55_000):
        assert seek(lines, wanted, with_freight, "EUR").is_exact, wanted


# by property

QUANTITIES = st.integers(1, 60_000 * MICRO)
PRICES = st.integers(0, 5_000 * MICRO)


@st.composite
def open_lines(draw, rates=(0, 7, 19, 20)):
    def one(number):
        quantity, price = draw(QUANTITIES), draw(PRICES)
        per = draw(st.sampled_from([1, 1, 1, 100, 1000]))
        amount = line_amount(quantity_micro=quantity, price_micro=price, per=per, currency="EUR")
        floor = draw(st.sampled_from([0, price // 2, price, price + 7 * MICRO]))
        return OpenLine(f"k{number}", draw(st.sampled_from(rates)), quantity, price, amount, per, floor)

    return [one(number) for number in range(draw(st.integers(1, 6)))]


MEASURES = st.sampled_from([net, gross, net_of_gross])


@given(open_lines(), MEASURES, st.fractions(0, 2), st.integers(-50, 50))
def test_floors_hold_and_what_is_told_is_what_comes_of_the_prices(lines, measure, share, more):
    now = measure(sums_of(lines, {each.key: each.amount_minor for each in lines}))
    wanted = int(now * share) + more
    found = seek(lines, wanted, measure, "EUR")
    assert found.reached == measure(sums_of(lines, found.amounts))
    assert found.is_exact == (found.reached == wanted)
    for each in lines:
        price = price_for(each, found.amounts[each.key], "EUR")
        given_amount = line_amount(
            quantity_micro=each.quantity_micro, price_micro=price.price_micro, per=price.per, currency="EUR"
        )
        assert given_amount == found.amounts[each.key]
        assert price.price_micro >= min(each.floor_micro, each.price_micro) * (price.per // each.per)


@given(open_lines(), st.fractions(0, 2))
def test_a_net_total_not_below_the_floors_is_always_reached(lines, share):
    lowest = sum(each.least("EUR") for each in lines)
    wanted = int(sum(each.amount_minor for each in lines) * share)
    found = seek(lines, wanted, net, "EUR")
    assert found.reached == max(wanted, lowest)


@given(open_lines(), MEASURES, st.fractions(0, 2), st.randoms())
def test_the_order_of_the_lines_decides_nothing(lines, measure, share, random):
    wanted = int(measure(sums_of(lines, {each.key: each.amount_minor for each in lines})) * share)
    mixed = list(lines)
    random.shuffle(mixed)
    assert seek(lines, wanted, measure, "EUR").amounts == seek(mixed, wanted, measure, "EUR").amounts


@given(open_lines(), st.fractions(0, 2))
def test_without_floors_each_line_keeps_its_share_to_the_cent(lines, share):
    free = [
        OpenLine(each.key, each.group, each.quantity_micro, each.price_micro, each.amount_minor, each.per)
        for each in lines
    ]
    whole = sum(each.amount_minor for each in free)
    assume(whole > 0)
    wanted = int(whole * share)
    found = seek(free, wanted, net, "EUR")
    for each in free:
        exact = wanted * each.amount_minor
        assert abs(found.amounts[each.key] * whole - exact) < whole


@given(
    st.lists(st.tuples(st.integers(1, 45), st.integers(0, 45)), min_size=1, max_size=2),
    st.permutations([7, 19, 20, 0]),
    st.sampled_from([gross, net_of_gross]),
    st.integers(0, 100),
)
def test_where_it_is_not_reached_no_amounts_come_nearer(prices, rates, measure, wanted):
    """Every amount of every line is tried."""
    lines = [
        line(f"k{number}", 1, cents / 100, rates[number], min(floor, cents) / 100)
        for number, (cents, floor) in enumerate(prices)
    ]
    found = seek(lines, wanted, measure, "EUR")
    ranges = [range(each.least("EUR"), 101) for each in lines]
    nearest = min(
        abs(measure(dict(zip((each.group for each in lines), amounts, strict=True))) - wanted)
        for amounts in product(*ranges)
    )
    assert abs(found.reached - wanted) == nearest
