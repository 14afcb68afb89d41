"""What a firm may choose of its checks, and that what is remembered of untouched lines never changes an answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.domain.check_settings import CheckChoice, CheckSettings, is_exempt
from app.domain.issues import Severity
from app.domain.order_checks import Remembered, Surroundings, check_order, registry
from tests.unit.orders.world import (
    CABLE,
    CHAIR,
    LAMP,
    NORD,
    PRODUCTS,
    TODAY,
    context,
    draft,
    goods,
    micro,
    rules_at,
)

TWICE = Surroundings(orders_with_same_po=((9, "SO-9"),))


def chosen(code, **values):
    return context(checks=CheckSettings({code: CheckChoice(**values)}))


def codes(issues):
    return [issue.code for issue in issues]


def test_a_check_that_is_off_says_nothing():
    order = draft([goods("k1", CHAIR)], po_number="77")
    assert codes(check_order(order, context(), TWICE)) == ["order.po_twice"]
    assert check_order(order, chosen("order.po_twice", is_on=False), TWICE) == ()


def test_a_firm_weighs_a_check_and_names_who_answers():
    order = draft([goods("k1", CHAIR)], po_number="77")
    world = chosen("order.po_twice", severity=Severity.BLOCK, owner="bookkeeper")
    (issue,) = check_order(order, world, TWICE)
    assert (issue.severity, issue.owner) == (Severity.BLOCK, "bookkeeper")


def test_what_law_or_books_hold_always_blocks():
    order = draft([goods("k1", CHAIR, "0")])
    for values in ({"is_on": False}, {"severity": Severity.INFO}):
        (issue,) = check_order(order, chosen("line.quantity_zero", **values))
        assert issue.severity is Severity.BLOCK
    held = {check.code for check in registry.CHECKS if check.held_by}
    assert {registry.BY_CODE[code].severity for code in held} == {Severity.BLOCK}


def test_a_blanket_order_number_may_come_again_and_again():
    world = chosen("order.po_twice", exempt=("RV-*", "4711"))
    for number, told in (("rv-2026/3", False), ("4711", False), ("47112", True), ("XRV-1", True)):
        order = draft([goods("k1", CHAIR)], po_number=number)
        assert bool(check_order(order, world, TWICE)) is told, number
    assert not is_exempt("", ("RV-*",))


LINES = st.lists(
    st.tuples(st.sampled_from([CHAIR, LAMP, CABLE]), st.sampled_from(["0", "1", "1.5", "7", "12"])),
    min_size=1,
    max_size=6,
)
WORLDS = [
    context(),
    context(replace(NORD, email="", active=False)),
    chosen("line.below_cost", severity=Severity.APPROVE),
    context(products={**PRODUCTS, CHAIR: replace(PRODUCTS[CHAIR], step_micro=micro("4"))}),
]


PRICED = [
    *WORLDS,
    context(rules=rules_at(2, percent_more=10)),
    context(rules=rules_at(3, percent_more=20)),
    context(replace(NORD, discount_ppm=50_000)),
    context(today=TODAY + timedelta(days=400)),
]


@given(st.lists(st.tuples(LINES, st.sampled_from(PRICED), st.booleans()), min_size=1, max_size=6))
def test_a_price_that_stood_is_looked_at_again_when_anything_of_its_ground_moved(edits):
    remembered = Remembered()
    for keyed, world, is_fresh in edits:
        lines = [goods(f"k{place}", product, number) for place, (product, number) in enumerate(keyed, 1)]
        order = draft(lines, world if is_fresh else context())
        assert check_order(order, world, remembered=remembered) == check_order(order, world)


@given(st.lists(st.tuples(LINES, st.sampled_from(WORLDS)), min_size=1, max_size=5))
def test_the_answer_is_the_same_with_and_without_what_is_remembered(edits):
    remembered = Remembered()
    for keyed, world in edits:
        lines = [goods(f"k{place}", product, number) for place, (product, number) in enumerate(keyed, 1)]
        order = draft(lines, world)
        assert check_order(order, world, remembered=remembered) == check_order(order, world)


def test_an_untouched_line_is_not_checked_again():
    order = draft([goods("k1", CHAIR, "0"), goods("k2", LAMP)])
    remembered = Remembered()
    first = check_order(order, context(), remembered=remembered)
    kept = remembered.found["k1"]
    line = replace(order.lines[1], text="Another lamp")
    again = check_order(replace(order, lines=(order.lines[0], line)), context(), remembered=remembered)
    assert first == again
    assert remembered.found["k1"] is kept
    assert remembered.found["k2"].line is line
