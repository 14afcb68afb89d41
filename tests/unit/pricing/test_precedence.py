"""Which list, which break, which discount (A14-A17)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.domain.pricing import DiscountRule, ListFacts, PriceRow
from tests.unit.pricing.rules import MONDAY, ask, micro, snapshot

GENERAL = ListFacts(1, "g", "General", "general")
OTHER = ListFacts(2, "o", "Other", "general")
GROUP = ListFacts(3, "d", "Dealers", "group", price_group="dealer")
CONTRACT = ListFacts(4, "c", "Contract", "contract", customer_id=7)
DAY = timedelta(days=1)


def row(id_: int, list_id: int, price: str, *, least: str = "0", **values: object) -> tuple[int, PriceRow]:
    fields = {"id": id_, "list_id": list_id, "min_micro": micro(least), "price_micro": micro(price)}
    return 1, PriceRow(**(fields | values))  # type: ignore[arg-type]  # fields by name


def net(rules: object, quantity: str = "1 pc", **values: object) -> int:
    return ask(1, quantity, **values).priced(rules).net_micro  # type: ignore[arg-type]  # fields by name


def test_contract_beats_group_and_group_beats_general_even_when_dearer():
    rules = snapshot([GENERAL, GROUP, CONTRACT], [row(1, 1, "10"), row(2, 3, "11"), row(3, 4, "12")])
    assert net(rules, customer_id=1) == micro("10")
    assert net(rules, customer_id=8, price_group="dealer") == micro("11")
    assert net(rules, customer_id=7, price_group="dealer") == micro("12")


def test_a_contract_is_for_its_customer_alone():
    rules = snapshot([GENERAL, CONTRACT], [row(1, 1, "10"), row(2, 4, "8")])
    assert net(rules, customer_id=6) == micro("10")
    assert net(rules, customer_id=None) == micro("10")


def test_a_group_list_without_a_group_is_for_nobody():
    nobody = replace(GROUP, price_group="")
    rules = snapshot([GENERAL, nobody], [row(1, 1, "10"), row(2, 3, "8")])
    assert net(rules, price_group="") == micro("10")


def test_a_higher_priority_beats_a_newer_list():
    rows = [row(1, 1, "10"), row(2, 2, "9")]
    assert net(snapshot([GENERAL, OTHER], rows)) == micro("9")
    assert net(snapshot([replace(GENERAL, priority=1), OTHER], rows)) == micro("10")


def test_a_contract_without_the_product_leaves_the_general_price():
    rules = snapshot([GENERAL, CONTRACT], [row(1, 1, "10"), (2, row(2, 4, "8")[1])])
    assert net(rules, customer_id=7) == micro("10")


def test_a_contract_that_starts_at_a_quantity_is_passed_over_below_it():
    rules = snapshot([GENERAL, CONTRACT], [row(1, 1, "10"), row(2, 4, "8", least="50")])
    assert net(rules, "49 pc", customer_id=7) == micro("10")
    assert net(rules, "50 pc", customer_id=7) == micro("8")


def test_a_product_without_any_price_says_so():
    result = ask(1, "1 pc").priced(snapshot([GENERAL], []))
    assert result.list_micro is None
    assert result.auto_micro is None
    assert result.amount_minor == 0


def test_a_quantity_below_every_break_has_no_price():
    result = ask(1, "9 pc").priced(snapshot([GENERAL], [row(1, 1, "10", least="10")]))
    assert result.list_micro is None


@pytest.mark.parametrize(
    ("quantity", "expected"),
    [
        ("11 pc", "10"),
        ("12 pc", "9"),
        ("1 dz", "108"),
        ("0.9 dz", "120"),
        ("1 pk", "100"),
        ("2 pk", "90"),
        ("1.2 pk", "90"),
    ],
)
def test_a_break_is_met_in_base_units_whatever_the_unit(quantity, expected):
    rules = snapshot([GENERAL], [row(1, 1, "10"), row(2, 1, "9", least="12")])
    assert net(rules, quantity) == micro(expected)


def test_a_line_that_shrinks_loses_its_break_and_one_that_grows_gets_it_back():
    rules = snapshot([GENERAL], [row(1, 1, "10"), row(2, 1, "9", least="12"), row(3, 1, "8", least="100")])
    prices = [net(rules, f"{quantity} pc") for quantity in (12, 11, 100, 99, 12)]
    assert prices == [micro(price) for price in ("9", "10", "8", "9", "9")]


@pytest.mark.parametrize(("offset", "price"), [(-1, "10"), (0, "9"), (9, "9"), (10, "8"), (400, "8")])
def test_validity_includes_both_days_and_adjacent_ranges_have_no_gap(offset, price):
    last = MONDAY + 9 * DAY
    rules = snapshot(
        [GENERAL],
        [
            row(1, 1, "10", valid_to=MONDAY - DAY),
            row(2, 1, "9", valid_from=MONDAY, valid_to=last),
            row(3, 1, "8", valid_from=last + DAY),
        ],
    )
    assert net(rules, on=MONDAY + offset * DAY) == micro(price)


@pytest.mark.parametrize(("offset", "price"), [(-1, "10"), (0, "9"), (1, "9"), (2, "10")])
def test_a_list_has_its_own_days(offset, price):
    spring = replace(OTHER, valid_from=MONDAY, valid_to=MONDAY + DAY)
    rules = snapshot([GENERAL, spring], [row(1, 1, "10"), row(2, 2, "9")])
    assert net(rules, on=MONDAY + offset * DAY) == micro(price)


def test_where_ranges_overlap_the_later_start_wins():
    rules = snapshot(
        [GENERAL],
        [row(1, 1, "10"), row(2, 1, "9", valid_from=date(2026, 1, 1)), row(3, 1, "11", valid_from=MONDAY)],
    )
    result = ask(1, "1 pc").explained(rules)
    assert result.net_micro == micro("11")
    assert [step.code for step in result.steps] == ["base", "net"], "a replaced price is no quantity break"


def test_the_larger_discount_wins_and_they_do_not_add_up():
    rules = snapshot(
        [GENERAL],
        [row(1, 1, "100")],
        [DiscountRule(1, "Family", 50_000, family="seating"), DiscountRule(2, "All", 70_000)],
    )
    assert net(rules) == micro("93")
    assert net(rules, discount_ppm=80_000) == micro("92")


@pytest.mark.parametrize(
    ("rule", "applies"),
    [
        (DiscountRule(1, "r", 50_000), True),
        (DiscountRule(1, "r", 50_000, customer_id=1), True),
        (DiscountRule(1, "r", 50_000, customer_id=2), False),
        (DiscountRule(1, "r", 50_000, price_group="dealer"), False),
        (DiscountRule(1, "r", 50_000, family="seating"), True),
        (DiscountRule(1, "r", 50_000, family="light"), False),
        (DiscountRule(1, "r", 50_000, customer_id=1, family="light"), False),
        (DiscountRule(1, "r", 50_000, valid_from=MONDAY, valid_to=MONDAY), True),
        (DiscountRule(1, "r", 50_000, valid_from=MONDAY + DAY), False),
        (DiscountRule(1, "r", 50_000, valid_to=MONDAY - DAY), False),
    ],
)
def test_every_condition_of_a_discount_rule_must_hold(rule, applies):
    rules = snapshot([GENERAL], [row(1, 1, "100")], [rule])
    assert net(rules) == micro("95" if applies else "100")


def test_a_contract_price_takes_no_further_discount():
    rules = snapshot([CONTRACT], [row(1, 4, "100")], [DiscountRule(1, "All", 70_000)])
    assert net(rules, customer_id=7, discount_ppm=90_000) == micro("100")


def test_a_typed_price_is_not_touched_by_breaks_or_discounts():
    rules = snapshot(
        [GENERAL], [row(1, 1, "100"), row(2, 1, "90", least="12")], [DiscountRule(1, "All", 70_000)]
    )
    for quantity in ("1 pc", "12 pc", "1 dz"):
        result = ask(1, quantity, manual_price_micro=micro("95")).priced(rules)
        assert result.net_micro == micro("95")
        assert result.discount_ppm == 0


def test_a_typed_discount_is_taken_from_the_break_price_in_place_of_the_automatic_one():
    rules = snapshot(
        [GENERAL], [row(1, 1, "100"), row(2, 1, "90", least="12")], [DiscountRule(1, "All", 70_000)]
    )
    result = ask(1, "12 pc", manual_discount_ppm=100_000).priced(rules)
    assert result.net_micro == micro("81")
    assert result.auto_micro == micro("83.7")
