"""docs/pricing.md says what an order in another currency costs: each row is run, by the engine and by the book."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from app.domain.exchange import Exchange, RateFact, exchange_on
from app.domain.money import MICRO
from app.domain.pricing import (
    AskedOrder,
    DiscountRule,
    ListFacts,
    OrderTerms,
    PriceRow,
    RulesSnapshot,
    SurchargeRule,
    price,
)
from app.domain.pricing.abroad import by_currency, every_book, in_currency
from app.domain.pricing.rules import Book
from tests.unit.pricing.by_the_book import prices_by_the_book
from tests.unit.pricing.rules import MONDAY, Row, ask, documented, micro, tables

FRIDAY = date(2026, 2, 27)


def table_with(title: str) -> list[Row]:
    (found,) = [each for each in tables() if title in each[0]]
    return found


def rules() -> RulesSnapshot:
    lists, rows = {}, []
    for place, row in enumerate(table_with("list in USD")):
        id_, _, name = row["list in USD"].partition(" ")
        lists[int(id_)] = ListFacts(int(id_), name, name, row["kind"], currency="USD")
        price_row = PriceRow(60 + place, int(id_), micro(row["min"]), micro(row["price"]), int(row["per"]))
        rows.append((int(row["product"]), price_row))
    return replace(documented(), beside={"USD": Book(lists, {1: tuple(row for _one, row in rows)})})


RULES = rules()


def exchange(row: Row) -> Exchange:
    fact = RateFact(FRIDAY, row["currency"], micro(row["rate"]) * 1000, "ecb")
    if row["rate"] == "0.3333333":
        fact = replace(fact, rate_nano=333_333_300)
    found = exchange_on([fact], home="EUR", currency=row["currency"], on=MONDAY, days_max=7)
    assert found is not None
    return found


def order_of(row: Row) -> AskedOrder:
    asked = ask(
        int(row["product"]), row["quantity"], customer_id=int(row["customer"]), price_group=row["group"]
    )
    return AskedOrder(asked.buyer, (asked.line,), OrderTerms(MONDAY), exchange=exchange(row))


@pytest.mark.parametrize("row", table_with("rate"), ids=lambda row: row["case"])
def test_a_line_in_another_currency(row: Row):
    order = order_of(row)
    (result,) = price(order, RULES).lines
    assert (result.list_micro, result.per) == (micro(row["list price"]), int(row["per"]))
    assert result.discount_ppm == int(row["discount %"]) * 10_000
    assert result.net_micro == micro(row["net"])
    assert result.amount_minor == int(row["amount"].replace(".", ""))
    (book,) = prices_by_the_book(order, RULES).values()
    assert (book.net_price, book.amount) == (Fraction(row["net"]), Fraction(row["amount"]))


def test_the_trace_says_what_the_price_was_at_home_and_by_which_rate():
    order = order_of(next(row for row in table_with("rate") if row["currency"] == "GBP"))
    (result,) = price(order, RULES, explained=["k"]).lines
    base, converted, net = result.steps
    assert (base.code, base.after_micro, base.currency) == ("base", 348_350_000, "EUR")
    assert (converted.code, converted.after_micro, converted.rate_nano) == (
        "converted",
        289_827_200,
        832_000_000,
    )
    assert (net.code, net.currency) == ("net", None)


def test_a_list_in_the_documents_currency_is_not_converted():
    order = order_of(table_with("rate")[0])
    (result,) = price(order, RULES, explained=["k"]).lines
    assert [(step.code, step.currency) for step in result.steps] == [("base", None), ("net", None)]


def test_amounts_of_rules_for_the_whole_order_are_converted_once():
    usd = Exchange("JPY", 162_310_000_000, "EUR", FRIDAY, "ecb")
    freight = SurchargeRule(1, "freight", "Freight", 990, free_from_minor=50_000)
    off = DiscountRule(2, "Bulk", 20_000, scope="order", least_minor=100_000)
    found = in_currency(replace(RULES, surcharges=(freight,), discounts=(off,)), usd)
    assert (found.surcharges[0].amount_minor, found.surcharges[0].free_from_minor) == (1_607, 81_155)
    assert found.discounts[0].least_minor == 162_310


def test_the_rules_of_a_rate_are_made_once_and_those_at_home_are_the_rules():
    usd = Exchange("USD", MICRO * 1054, "EUR", FRIDAY, "ecb")
    assert in_currency(RULES, usd) is in_currency(RULES, replace(usd))
    assert in_currency(RULES, None) is RULES


def test_lists_are_parted_by_currency():
    lists = {1: ListFacts(1, "A", "A", "general"), 2: ListFacts(2, "B", "B", "general", currency="USD")}
    rows = {7: (PriceRow(1, 1, 0, 5), PriceRow(2, 2, 0, 6)), 8: (PriceRow(3, 2, 0, 7),)}
    home, beside = by_currency(lists, rows)
    assert home == Book({1: lists[1]}, {7: rows[7][:1]})
    assert beside == {"USD": Book({2: lists[2]}, {7: rows[7][1:], 8: rows[8]})}
    assert every_book(RulesSnapshot(1, "EUR", home.lists, home.rows, beside=beside)) == (home, beside["USD"])
