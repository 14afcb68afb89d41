"""What a promotion took off a line goes back with that line alone; all credits come to the invoice."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.domain.crediting import CreditableLine, CreditPart, CreditProgress, with_discounts
from app.domain.money import MICRO
from app.domain.tax import TaxKey

FULL, LESS = TaxKey("S", 190_000, "S19"), TaxKey("S", 70_000, "S7")
CHAIRS, LAMPS, PROMOTION, RULE = 1, 2, 3, 4


def line(amount, key=FULL, pieces=1, given=0):
    progress = CreditProgress(
        pieces * MICRO, pieces * MICRO, amount * MICRO // pieces // 100, amount, 0, given, 0, 1, 1
    )
    return CreditableLine(progress, key)


LINES = {CHAIRS: line(20_000, pieces=2), LAMPS: line(10_000), PROMOTION: line(-2_000)}
OF_CHAIRS = {PROMOTION: {CHAIRS: 2_000}}


def part(amount, pieces=1):
    return CreditPart(pieces * MICRO, pieces * MICRO, amount)


def taken(parts, id_=PROMOTION):
    return parts[id_].amount_minor if id_ in parts else 0


def test_a_lamp_comes_back_whole_though_chairs_had_a_promotion():
    assert taken(with_discounts(LINES, {LAMPS: part(10_000)}, OF_CHAIRS)) == 0
    assert taken(with_discounts(LINES, {LAMPS: part(10_000)})) == 667, "nobody knows whose: by amount"


def test_a_chair_comes_back_less_its_own_share():
    assert taken(with_discounts(LINES, {CHAIRS: part(10_000)}, OF_CHAIRS)) == 1_000
    assert taken(with_discounts(LINES, {CHAIRS: part(20_000, 2)}, OF_CHAIRS)) == 2_000


def test_a_promotion_over_two_taxes_has_a_line_for_each_and_both_follow_their_own():
    lines = {
        CHAIRS: line(20_000),
        LAMPS: line(10_000, LESS),
        PROMOTION: line(-2_000),
        RULE: line(-1_000, LESS),
    }
    shares = {PROMOTION: {CHAIRS: 2_000}, RULE: {LAMPS: 1_000}}
    parts = with_discounts(lines, {LAMPS: part(10_000)}, shares)
    assert (taken(parts), taken(parts, RULE)) == (0, 1_000)


def test_other_discounts_stay_in_proportion_beside_it():
    lines = {**LINES, RULE: line(-3_000)}
    parts = with_discounts(lines, {LAMPS: part(10_000)}, OF_CHAIRS)
    assert (taken(parts), taken(parts, RULE)) == (0, 1_000)


def test_what_is_known_of_lines_that_are_not_on_the_invoice_does_not_count():
    parts = with_discounts(LINES, {LAMPS: part(10_000)}, {PROMOTION: {99: 2_000}})
    assert taken(parts) == 667


@given(
    st.lists(st.integers(1, 50_000), min_size=1, max_size=4),
    st.lists(st.integers(0, 5_000), min_size=4, max_size=4),
    st.permutations(range(4)),
)
def test_credits_line_by_line_come_to_the_whole_in_any_order(amounts, offs, order):
    offs = [min(off, amount) for off, amount in zip(offs, amounts, strict=False)]
    lines = {number: line(amount) for number, amount in enumerate(amounts)}
    lines[PROMOTION * 10] = line(-sum(offs))
    shares = {PROMOTION * 10: dict(enumerate(offs))}
    back = 0
    given_back: dict[int, int] = {}
    for number in (each for each in order if each < len(amounts)):
        now = {
            id_: line(known.progress.amount_minor, given=given_back.get(id_, 0))
            for id_, known in lines.items()
        }
        parts = with_discounts(now, {number: part(amounts[number])}, shares)
        off = taken(parts, PROMOTION * 10)
        if sum(offs):
            assert off == offs[number], "its own share, to the cent"
        given_back[number] = amounts[number]
        given_back[PROMOTION * 10] = given_back.get(PROMOTION * 10, 0) + off
        back += amounts[number] - off
    assert back == sum(amounts) - sum(offs)
