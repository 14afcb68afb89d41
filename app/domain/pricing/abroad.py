"""The rules for a document in another currency than the firm's: its own lists, and the firm's prices converted.

A price is converted last, after breaks and formulas of its list, to six decimals for as many units as it is for.
Amounts of rules for the whole order (from when a discount holds, what a surcharge costs) are converted to the
currency. Percents stay. docs/pricing.md, "Other currencies".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from app.domain.exchange import Exchange
from app.domain.pricing.price_row import Rows
from app.domain.pricing.rules import Book, HomeRules, ListFacts, RulesSnapshot, SurchargeRule

_NOTHING = Book({}, {})


def in_currency(rules: RulesSnapshot, exchange: Exchange | None) -> RulesSnapshot:
    """The firm's rules as they hold for a document at this rate; None: for one in the firm's own currency."""
    if exchange is None:
        return rules
    found = rules._abroad.get(exchange)  # noqa: SLF001 - remembered with the rules that it is made of
    if found is None:
        found = rules._abroad[exchange] = _converted(rules, exchange)  # noqa: SLF001
    return found


def _converted(rules: RulesSnapshot, exchange: Exchange) -> RulesSnapshot:
    book = rules.beside.get(exchange.currency, _NOTHING)
    discounts = (
        replace(rule, least_minor=exchange.from_home(rule.least_minor)) if rule.least_minor else rule
        for rule in rules.discounts
    )
    return RulesSnapshot(
        version=rules.version,
        currency=exchange.currency,
        lists={**rules.lists, **book.lists},
        rows=book.rows,
        discounts=tuple(discounts),
        surcharges=tuple(_surcharge(rule, exchange) for rule in rules.surcharges),
        rights=rules.rights,
        metals=rules.metals,
        promotions=rules.promotions,
        home=HomeRules(rules, exchange),
    )


def _surcharge(rule: SurchargeRule, exchange: Exchange) -> SurchargeRule:
    return replace(
        rule,
        amount_minor=exchange.from_home(rule.amount_minor),
        free_from_minor=exchange.from_home(rule.free_from_minor),
    )


def every_book(rules: RulesSnapshot) -> tuple[Book, ...]:
    """The lists of each currency with their rows: what a customer ordered before counts for any of them."""
    return (Book(rules.lists, rules.rows), *rules.beside.values())


def by_currency(lists: Mapping[int, ListFacts], rows: Mapping[int, Rows]) -> tuple[Book, Mapping[str, Book]]:
    """The firm's own lists with their rows, and those of other currencies by currency."""
    if not any(facts.currency for facts in lists.values()):
        return Book(lists, rows), {}
    currencies = sorted({facts.currency for facts in lists.values()} | {""})
    books = {each: _book_of(each, lists, rows) for each in currencies}
    return books.pop(""), books


def _book_of(currency: str, lists: Mapping[int, ListFacts], rows: Mapping[int, Rows]) -> Book:
    mine = {id_: facts for id_, facts in lists.items() if facts.currency == currency}
    found = {
        product_id: kept
        for product_id, each in rows.items()
        if (kept := tuple(row for row in each if row.list_id in mine))
    }
    return Book(mine, found)
