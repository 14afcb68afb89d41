"""docs/pricing.md says what a price for a further unit does: each row is run, and by the slow function too."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from app.domain.money import MICRO
from app.domain.pricing import (
    AskedLine,
    AskedOrder,
    Buyer,
    ListFacts,
    OrderTerms,
    PriceRow,
    Purchases,
    RulesSnapshot,
    SharedFacts,
    explain_line,
    price,
)
from app.domain.pricing.asked import Counted, shared_facts
from app.domain.pricing.limits import floor_micro
from app.domain.quantity import Unit
from tests.unit.pricing.by_the_book import prices_by_the_book
from tests.unit.pricing.rules import MONDAY, Row, day, micro, snapshot, tables

PAGE = tables()
(LISTS,) = [each for each in PAGE if "factor %" in each[0] and each[0]["list"].startswith("60")]
(ROWS,) = [each for each in PAGE if "unit" in each[0] and "row" in each[0]]
(CASES,) = [each for each in PAGE if each[0].get("case") == "twelve pieces are no dozen"]
DOZEN, PIECE = Unit("dz", 12), Unit("pc")
UNITS = {"pc": PIECE, "dz": DOZEN, "m": Unit("m"), "roll": Unit("roll", 50), "cm": Unit("cm", 1, 100)}
BASES = {1: "pc", 2: "m", 3: "pc"}


def list_of(row: Row) -> ListFacts:
    id_, _, name = row["list"].partition(" ")
    made = row["made of"]
    return ListFacts(
        int(id_), name, name, row["kind"], price_group=row["for"] if row["kind"] == "group" else "",
        customer_id=int(row["for"]) if row["kind"] == "contract" else None, parent_id=int(made) if made else None,
        factor_ppm=int(Decimal(row["factor %"] or 100) * 10_000), add_micro=micro(row["plus"] or "0"),
        step_micro=micro(row["step"] or "0"), ending_micro=micro(row["ending"] or "0"),
    )  # fmt: skip


def row_of(row: Row) -> tuple[int, PriceRow]:
    unit = UNITS[row["unit"] or "pc"]
    found = PriceRow(
        int(row["row"]), int(row["list"]), unit.to_base(micro(row["min"])), micro(row["price"]), int(row["per"]),
        day(row["from"]), unit=row["unit"], unit_num=unit.factor_num, unit_den=unit.factor_den,
    )  # fmt: skip
    return int(row["product"]), found


RULES = snapshot(map(list_of, LISTS), map(row_of, ROWS))


def line_of(product: int, quantity: str, **values: object) -> AskedLine:
    number, _, unit = quantity.partition(" ")
    line = AskedLine("k", product, "", micro(number), UNITS[unit], MONDAY, base_unit=BASES[product])
    return replace(line, **values)  # type: ignore[arg-type]


def order_of(row: Row) -> AskedOrder:
    line = line_of(int(row["product"]), row["quantity"], on=day(row["day"]))
    return AskedOrder(Buyer(int(row["customer"]), row["group"]), (line,), OrderTerms(MONDAY))


@pytest.mark.parametrize("row", CASES, ids=lambda row: row["case"])
def test_a_price_by_unit(row: Row):
    order = order_of(row)
    (found,) = price(order, RULES).lines
    listed = micro(row["list price"]) if row["list price"] else None
    assert (found.list_micro, found.net_micro, found.per) == (
        listed,
        micro(row["net"] or "0"),
        int(row["for"]),
    )
    assert found.amount_minor * 10_000 == micro(row["amount"])
    (book,) = prices_by_the_book(order, RULES).values()
    assert book.amount == Fraction(row["amount"])
    assert (book.list_price, book.per) == (Fraction(row["list price"]) if listed else None, int(row["for"]))


def told(line: AskedLine, rules: RulesSnapshot = RULES, **buyer: object) -> list[tuple[object, ...]]:
    found = explain_line(line, rules, SharedFacts(Buyer(**buyer)))  # type: ignore[arg-type]
    return [
        (miss.needs, miss.price_micro, miss.per, miss.saves_minor)
        for miss in found.near_misses
        if miss.reason == "other_unit"
    ]


def test_a_clerk_is_told_that_dozens_are_cheaper():
    assert told(line_of(1, "24 pc")) == [("dz", 8_333_333, 1, 4000)]


def test_of_what_is_no_whole_dozen_only_the_price_is_told():
    assert told(line_of(1, "25 pc")) == [("dz", 8_333_333, 1, None)]


def test_dozens_are_told_that_pieces_are_cheaper():
    assert told(line_of(1, "4 dz")) == [("pc", 96_000_000, 1, 400)]


def test_a_contract_for_dozens_is_told_to_who_keys_pieces():
    assert told(line_of(1, "12 pc"), customer_id=7) == [
        ("dz", 8_333_333, 1, 2000),
        ("dz", 7_500_000, 1, 3000),
    ]


def test_a_list_that_another_one_beats_tells_nothing_of_its_units():
    assert told(line_of(1, "1 dz"), customer_id=7) == []


def test_an_article_that_has_a_price_for_its_dozen_alone_says_so():
    assert told(line_of(3, "12 pc")) == [("dz", 10_287_500, 1000, 0)]


def test_the_waterfall_names_the_unit_of_the_price():
    steps = explain_line(line_of(1, "3 dz"), RULES).steps
    assert [(step.code, step.unit, step.after_micro) for step in steps] == [
        ("base", "dz", 100_000_000), ("break", None, 97_000_000), ("net", None, 97_000_000),
    ]  # fmt: skip


def test_a_price_for_a_pack_of_ten_prices_no_pack_of_twelve():
    rows = [(1, PriceRow(1, 60, 0, 10 * MICRO)), (1, PriceRow(2, 60, 0, 5 * MICRO, unit="dz", unit_num=10))]
    rules = snapshot([ListFacts(60, "G", "General", "general")], rows)
    (found,) = price(AskedOrder(Buyer(), (line_of(1, "1 dz"),), OrderTerms(MONDAY)), rules).lines
    assert found.net_micro == 120 * MICRO


def test_a_break_over_the_article_counts_pieces_and_dozens_together():
    facts = ListFacts(60, "G", "General", "general", breaks_over="article")
    rows = [
        (1, PriceRow(1, 60, 0, 10 * MICRO)),
        (1, PriceRow(2, 60, 0, 100 * MICRO, unit="dz", unit_num=12)),
        (1, PriceRow(3, 60, 36 * MICRO, 97 * MICRO, unit="dz", unit_num=12)),
    ]
    lines = (line_of(1, "2 dz"), line_of(1, "12 pc", key="more"))
    found = price(AskedOrder(Buyer(), lines, OrderTerms(MONDAY)), snapshot([facts], rows)).lines
    assert [each.net_micro for each in found] == [97 * MICRO, 10 * MICRO]


def test_a_quantity_agreed_in_dozens_is_drawn_in_pieces():
    contract = ListFacts(65, "N", "Nord", "contract", customer_id=7)
    rows = [(1, PriceRow(1, 65, 0, 90 * MICRO, agreed_micro=120 * MICRO, unit="dz", unit_num=12))]
    rules = snapshot([contract], rows)
    buyer = Buyer(customer_id=7)
    counted = [Counted(1, "", "pc", 12 * MICRO)]
    left = explain_line(
        line_of(1, "1 dz"), rules, shared_facts(buyer, Purchases(drawn={1: 100 * MICRO}), counted)
    )
    assert (left.net_micro, left.left_micro) == (90 * MICRO, 20 * MICRO)
    gone = explain_line(
        line_of(1, "1 dz"), rules, shared_facts(buyer, Purchases(drawn={1: 120 * MICRO}), counted)
    )
    assert gone.list_micro is None


def test_a_floor_for_dozens_holds_for_dozens():
    floor = ListFacts(70, "F", "Floor", "general", purpose="floor")
    rows = [(1, PriceRow(1, 70, 0, 7 * MICRO)), (1, PriceRow(2, 70, 0, 80 * MICRO, unit="dz", unit_num=12))]
    rules = snapshot([floor], rows)
    assert floor_micro(line_of(1, "1 dz"), rules, SharedFacts(), 1) == 80 * MICRO
    assert floor_micro(line_of(1, "12 pc"), rules, SharedFacts(), 1) == 7 * MICRO
