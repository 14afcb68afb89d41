"""What may be ticked for an order as a whole: what comes if chosen, what comes by itself, and what was taken out."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from app.domain.pricing import (
    Buyer,
    DiscountRule,
    LineAmount,
    OrderTerms,
    RulesSnapshot,
    SurchargeRule,
    made_lines,
)
from app.domain.pricing.metals import MetalContent, MetalQuote
from app.domain.pricing.offered import offered_for
from app.domain.tax import TaxKey
from tests.unit.pricing.rules import MONDAY

FREIGHT = SurchargeRule(1, "freight", "Freight", 990)
DEARER = SurchargeRule(2, "freight", "Freight to Austria", 1990, country="AT")
EXPRESS = SurchargeRule(3, "express", "Express", 1500, 10_000, "chosen")
OVERNIGHT = SurchargeRule(4, "freight", "Overnight", 4900, applies="chosen", channel="web")
BULK = DiscountRule(5, "Bulk", 20_000, scope="order", least_minor=100_000)
RULES = RulesSnapshot(1, "EUR", {}, {}, (BULK,), (FREIGHT, DEARER, EXPRESS, OVERNIGHT))
CHAIR = LineAmount("goods", 60_000, "standard", TaxKey("S", 190_000, "S"), 1_000_000_000)
NOBODY = Buyer(country="DE")


def offered(terms=None, buyer=NOBODY, lines=(CHAIR,)):
    found = offered_for(lines, terms or OrderTerms(MONDAY), buyer, RULES)
    return [(each.name, each.is_on, each.amount_minor) for each in found]


def test_what_is_chosen_is_offered_with_what_it_would_come_to():
    assert offered() == [("Express", False, 2100), ("Freight", True, 990)]
    chosen = OrderTerms(MONDAY, chosen=frozenset({"express"}))
    assert offered(chosen)[0] == ("Express", True, 2100)


def test_what_was_taken_out_may_come_back():
    waived = OrderTerms(MONDAY, waived=frozenset({"S1", "D5"}))
    twice = replace(CHAIR, amount_minor=120_000)
    assert offered(waived, lines=(twice,)) == [
        ("Express", False, 2700), ("Freight", False, 990), ("Bulk", False, -2400),
    ]  # fmt: skip
    assert offered(lines=(twice,))[-1] == ("Bulk", True, -2400)


def test_of_one_kind_the_narrowest_is_offered_and_another_one_beside_it_only_if_it_can_be_chosen():
    austria, web = Buyer(country="AT"), Buyer(country="DE", channel="web")
    assert [name for name, *_rest in offered(buyer=austria)] == ["Express", "Freight to Austria"]
    assert [each[:2] for each in offered(buyer=web)] == [
        ("Express", False), ("Freight", True), ("Overnight", False),
    ]  # fmt: skip
    chosen = OrderTerms(MONDAY, chosen=frozenset({"freight"}))
    assert [each[:2] for each in offered(chosen, web)] == [("Express", False), ("Overnight", True)]


def test_a_typed_order_discount_leaves_those_of_the_rules_out():
    typed = OrderTerms(MONDAY, discount_ppm=30_000)
    twice = replace(CHAIR, amount_minor=120_000)
    assert "Bulk" not in {name for name, *_rest in offered(typed, lines=(twice,))}


@given(
    st.sets(st.sampled_from(["express", "freight", "gift"])),
    st.sets(st.sampled_from(["S1", "S2", "S3", "S4", "D5", "T"])),
    st.sampled_from(["", "web"]),
    st.sampled_from(["DE", "AT"]),
    st.integers(1, 300_000),
)
def test_what_is_ticked_is_what_is_made(chosen, waived, channel, country, amount):
    terms = OrderTerms(MONDAY, chosen=frozenset(chosen), waived=frozenset(waived))
    buyer = Buyer(channel=channel, country=country)
    lines = [replace(CHAIR, amount_minor=amount)]
    made: dict[str, int] = {}
    for line in made_lines(lines, terms, buyer, RULES):
        made[line.origin] = made.get(line.origin, 0) + line.amount_minor
    found = offered_for(lines, terms, buyer, RULES)
    assert {each.origin: each.amount_minor for each in found if each.is_on and each.amount_minor} == made
    assert len({each.origin for each in found}) == len(found)


def test_a_metal_that_was_taken_out_may_come_back():
    quotes = {"CU": (MetalQuote(1, "CU", "Copper", 900_000_000, MONDAY),)}
    wire = replace(CHAIR, metals=(MetalContent("CU", 1_000_000).of(1_000_000),))
    terms = OrderTerms(MONDAY, waived=frozenset({"MCU"}))
    (found,) = offered_for([wire], terms, NOBODY, RulesSnapshot(1, "EUR", {}, {}, metals=quotes))
    assert (found.origin, found.name, found.is_on, found.amount_minor) == ("MCU", "Copper", False, 900)
