"""docs/pricing.md says how lists are made of lists, whom they are for and what their breaks count: each row is run."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from app.domain.money import MICRO
from app.domain.pricing import (
    AskedLine,
    AskedOrder,
    Buyer,
    Formula,
    ListFacts,
    OrderTerms,
    PriceRow,
    Purchases,
    RulesSnapshot,
    SharedFacts,
    explain_line,
    price,
)
from app.domain.pricing.asked import CountedFor
from tests.unit.pricing.rules import MONDAY, UNITS, Row, ask, day, documented, micro, ppm, snapshot, tables

MADE, MADE_CASES, PLACES, PLACE_CASES, BREAKS, BREAK_CASES, AGREED = tables()[6:13]
PRODUCTS = {1: ("seating", "pc"), 5: ("seating", "pc"), 6: ("seating", "m")}


def number_of(row: Row) -> tuple[int, str]:
    id_, _, name = row["list"].partition(" ")
    return int(id_), name


def made_list(row: Row) -> ListFacts:
    id_, name = number_of(row)
    return ListFacts(
        id_, name, name, row["kind"], price_group=row["for"], parent_id=int(row["made of"]),
        factor_ppm=int(Decimal(row["factor %"]) * 10_000), add_micro=micro(row["plus"]),
        step_micro=micro(row["step"]), ending_micro=micro(row["ending"]),
        valid_from=day(row["from"]), valid_to=day(row["to"]),
    )  # fmt: skip


def with_lists(lists: list[ListFacts], rows: list[tuple[int, PriceRow]]) -> RulesSnapshot:
    """The document's general lists and rows with these; its discount rules have tables of their own."""
    known = documented()
    kept = [(product, row) for product, each in known.rows.items() for row in each]
    return snapshot([*known.lists.values(), *lists], [*kept, *rows])


OWN_ROW = PriceRow(20, 16, micro("12"), micro("310"), 1, day("2026-03-02"), day("2026-03-31"))
MADE_RULES = with_lists([made_list(row) for row in MADE], [(1, OWN_ROW)])


@pytest.mark.parametrize("row", MADE_CASES, ids=lambda row: row["case"])
def test_a_price_of_a_list_made_of_another(row: Row):
    asked = ask(int(row["product"]), row["quantity"], price_group=row["group"], on=day(row["day"]))
    result = asked.priced(MADE_RULES)
    assert result.net_micro == micro(row["net"])
    assert result.amount_minor * 10_000 == micro(row["amount"])
    steps = asked.explained(MADE_RULES).steps
    assert steps[-1].after_micro == result.net_micro
    assert [one.after_micro for one in steps][:-1] == [two.before_micro for two in steps][1:]


@pytest.mark.parametrize(
    ("price", "step", "ending", "made"),
    [
        ("0.94", "0.05", "0.99", "0.94"),
        ("0.965", "0.05", "0.99", "0.99"),
        ("1", "1", "2.5", "1.5"),
        ("0.40", "1", "2.5", "0.5"),
        ("0.40", "1", "-3.05", "0.95"),
        ("1.45", "1", "-3.05", "1.95"),
    ],
)
def test_an_ending_may_be_larger_than_its_step(price, step, ending, made):
    formula = Formula(step_micro=micro(step), ending_micro=micro(ending))
    assert formula.price(micro(price), 1) == micro(made)


def place_list(row: Row) -> ListFacts:
    id_, name = number_of(row)
    return ListFacts(
        id_, name, name, row["kind"], price_group=row["for"], priority=int(row["priority"]),
        channel=row["channel"], country=row["country"],
    )  # fmt: skip


PLACE_RULES = with_lists(
    [place_list(row) for row in PLACES],
    [(2, PriceRow(number_of(row)[0], number_of(row)[0], 0, micro(number_of(row)[1]))) for row in PLACES],
)


@pytest.mark.parametrize("row", PLACE_CASES, ids=lambda row: row["case"])
def test_a_price_of_a_channel_or_country(row: Row):
    asked = ask(2, "1 m", price_group=row["group"], channel=row["channel"], country=row["country"])
    assert asked.priced(PLACE_RULES).net_micro == micro(row["net"])


def break_rules(list_id: int) -> RulesSnapshot:
    """The list alone, for its own customer: products 1, 5 and 6 cost the same in it."""
    (row,) = (each for each in BREAKS if number_of(each)[0] == list_id)
    facts = ListFacts(
        list_id,
        "l",
        number_of(row)[1],
        "contract",
        customer_id=1,
        breaks_over=row["counts"],
        counts=row["in the"],
    )
    prices = ((0, row["price from 0"]), (10, row["price from 10"]))
    rows = [
        (product, PriceRow(product * 100 + least, list_id, least * MICRO, micro(price)))
        for product in PRODUCTS
        for least, price in prices
    ]
    return snapshot([facts], rows)


def order_of(row: Row) -> AskedOrder:
    lines = []
    for place, text in enumerate(row["lines"].split(",")):
        product, quantity = (int(part) for part in text.split("x"))
        family, base_unit = PRODUCTS[product]
        unit = UNITS[base_unit]
        lines.append(
            AskedLine(f"k{place}", product, family, quantity * MICRO, unit, MONDAY, base_unit=base_unit)
        )
    before = int(row["before"]) * MICRO
    list_id = int(row["list"])
    counted: dict[tuple[int, CountedFor], int] = {(list_id, 1): before, (list_id, ("seating", "pc")): before}
    return AskedOrder(Buyer(customer_id=1), tuple(lines), OrderTerms(MONDAY), Purchases(counted=counted))


@pytest.mark.parametrize("row", BREAK_CASES, ids=lambda row: row["case"])
def test_what_a_break_counts(row: Row):
    order, rules = order_of(row), break_rules(int(row["list"]))
    priced = price(order, rules)
    assert [result.net_micro for result in priced.lines] == [
        micro(net) for net in row["net prices"].split(", ")
    ]
    turned = price(replace(order, lines=order.lines[::-1]), rules)
    assert turned.lines == priced.lines[::-1]
    assert turned.totals == priced.totals


@pytest.mark.parametrize("row", AGREED, ids=lambda row: row["case"])
def test_an_agreed_quantity(row: Row):
    contract = ListFacts(50, "c", "Cable contract", "contract", customer_id=7)
    agreed = PriceRow(50, 50, 0, micro("6.50"), agreed_micro=micro("500"))
    rules = with_lists([contract], [(2, agreed)])
    bought = Purchases(drawn={50: micro(row["drawn before"])})
    asked = ask(2, f"{row['quantity']} m", customer_id=7)
    result = explain_line(asked.line, rules, SharedFacts(asked.buyer, bought))
    assert result.net_micro == micro(row["net"])
    assert result.left_micro == (micro(row["left before"]) if row["left before"] else None)
    told = [
        (miss.name, miss.reason, miss.agreed_micro) for miss in result.near_misses if miss.reason == "used_up"
    ]
    assert told == ([] if row["left before"] else [("Cable contract", "used_up", micro("500"))])


def test_percent_cells_are_exact():
    assert [ppm(row["factor %"]) for row in MADE][:3] == [1_100_000, 1_000_000, 975_000]
