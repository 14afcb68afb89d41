"""What a configuration adds to the prices of its article, as rows of the lists that have the article.

The article's own rows are what a piece costs before anything is chosen; each gets the sum of the shares. A list that
the model names has the article with the shares alone. Where no list has it the model is its list. Then everything else
follows as for any article: formulas, exchange, tax, breaks, contracts, floors (docs/pricing.md, "Configured lines").
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from app.domain.exchange import NANO
from app.domain.money import MICRO, discounted_price
from app.domain.pricing.price_row import Added, PriceRow, Rows
from app.domain.pricing.rules import HomeRules, ListFacts, RulesSnapshot
from app.domain.pricing.trace import Step
from app.domain.quantity import Unit
from app.domain.rounding import divide_half_up
from app.domain.tax import PriceMode

MODEL_LIST = 0
"""The id of the list that a model stands for where no other one has its article; its row has the same."""


@dataclass(frozen=True, slots=True)
class Share:
    """What a row of the model adds to the price of a base unit, exactly; in `currency`, "" for the firm's.

    `names`: by language. `is_discountable`: whether discounts of rules and people reach it.
    """

    code: str
    names: tuple[tuple[str, str], ...]
    amount: Fraction
    is_discountable: bool = True
    currency: str = ""


def name_in(names: Iterable[tuple[str, str]], language: str) -> str:
    """The name in a language; in English where there is none."""
    known = dict(names)
    return known.get(language) or known.get("en") or next(iter(known.values()), "")


@dataclass(frozen=True, slots=True)
class SharesFrom:
    """The shares in a list ("" for all that the model does not name) from a day on (None: always) to the next one."""

    price_list: str
    since: date | None
    shares: tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class ConfiguredPrice:
    """The prices of a kept configuration: of each list that its model names, and of all others, by day.

    `key` is that of the configuration; equal keys have equal spans.
    """

    key: str
    model: str
    spans: tuple[SharesFrom, ...]

    @property
    def lists(self) -> frozenset[str]:
        """Codes of the lists that the model names."""
        return frozenset(span.price_list for span in self.spans) - {""}

    def shares(self, price_list: str, on: date) -> tuple[Share, ...]:
        """Those that count in a list on a day."""
        named = price_list if price_list in self.lists else ""
        begun = [
            span
            for span in self.spans
            if span.price_list == named and (span.since is None or span.since <= on)
        ]
        return max(begun, key=lambda span: span.since or date.min).shares if begun else ()


def rules_with_shares(
    rules: RulesSnapshot, product_id: int, price: ConfiguredPrice, on: date
) -> RulesSnapshot:
    """The rules of a document for this article alone, configured so, on that day; the same ones when asked again."""
    name = ("configured", product_id, price.key, on)
    found = rules.remembered.get(name)
    if not isinstance(found, RulesSnapshot):
        found = rules.remembered[name] = _document_rules(rules, product_id, price, on)
    return found


def _document_rules(rules: RulesSnapshot, product_id: int, price: ConfiguredPrice, on: date) -> RulesSnapshot:
    is_gross = rules.mode is PriceMode.GROSS
    if not _is_known_money(rules, price, on):
        return _without_rows(rules, product_id)
    if rules.home is None:
        found = _firm_rules(rules, product_id, _Adding(price, on, rules.currency))
    else:
        exchange = rules.home.exchange
        adding = _Adding(price, on, exchange.home, exchange.currency, Fraction(exchange.rate_nano, NANO))
        beneath = _firm_rules(rules.home.rules, product_id, adding)
        abroad = [facts for facts in rules.lists.values() if facts.currency]
        rows = adding.rows(abroad, rules.rows.get(product_id, ()))
        lists = {**rules.lists, MODEL_LIST: beneath.lists[MODEL_LIST]}
        home = HomeRules(beneath, exchange)
        found = replace(rules, lists=lists, rows={product_id: rows}, home=home)
    return replace(found, mixes=any(facts.includes_tax != is_gross for facts in found.lists.values()))


def _is_known_money(rules: RulesSnapshot, price: ConfiguredPrice, on: date) -> bool:
    """Whether all that counts in a list of the document is in the firm's currency or in the document's."""
    home = rules if rules.home is None else rules.home.rules
    known = {"", rules.currency, home.currency}
    codes = {facts.code for facts in (*rules.lists.values(), *home.lists.values())} & price.lists
    return all(share.currency in known for code in ("", *codes) for share in price.shares(code, on))


def _without_rows(rules: RulesSnapshot, product_id: int) -> RulesSnapshot:
    """The rules with no price for the article: none at all is told and blocks, one that lacks a share is not seen."""
    home = rules.home and rules.home._replace(rules=_without_rows(rules.home.rules, product_id))
    return replace(rules, rows={product_id: ()}, home=home)


def _firm_rules(rules: RulesSnapshot, product_id: int, adding: _Adding) -> RulesSnapshot:
    """The firm's own rules, with the model as the list that comes after all others."""
    model = ListFacts(MODEL_LIST, "", adding.price.model, "general", priority=-(2**62))
    rows = adding.rows(rules.lists.values(), rules.rows.get(product_id, ()))
    alone = adding.to(PriceRow(MODEL_LIST, MODEL_LIST, 0, 0), model)
    return replace(rules, lists={**rules.lists, MODEL_LIST: model}, rows={product_id: (*rows, alone)})


@dataclass(frozen=True, slots=True)
class _Adding:
    """The shares of a configuration on a day, for a document in `currency` ("": the firm's), `rate` for one `home`."""

    price: ConfiguredPrice
    on: date
    home: str
    currency: str = ""
    rate: Fraction = Fraction(1)

    def rows(self, lists: Iterable[ListFacts], own: Rows) -> Rows:
        """The article's rows in the lists with the shares added, and rows in lists that only the model names."""
        known = {facts.id: facts for facts in lists}
        found = [self.to(row, known[row.list_id]) for row in own if row.list_id in known]
        has_rows = {row.list_id for row in own}
        named = (
            facts for facts in known.values() if facts.code in self.price.lists and facts.id not in has_rows
        )
        return (*found, *(self.to(PriceRow(MODEL_LIST, facts.id, 0, 0), facts) for facts in named))

    def to(self, row: PriceRow, facts: ListFacts) -> PriceRow:
        """A row of that list with the shares added."""
        amounts = [
            (share, share_amount(share, facts.currency, self.home, self.currency, self.rate))
            for share in self.price.shares(facts.code, self.on)
        ]
        return row_with_shares(row, amounts)


def share_amount(share: Share, of_list: str, home: str, currency: str, rate: Fraction) -> Fraction:
    """A share in a list's currency; one in a currency that is neither the firm's nor the document's is none.

    A line that has such a share has no price at all, and no model with one is released: it is seen in trials alone.
    """
    of, to = share.currency or home, of_list or home
    if of == to:
        return share.amount
    if of == home:
        return share.amount * rate
    return share.amount / rate if of == currency else Fraction(0)


def row_with_shares(row: PriceRow, amounts: Iterable[tuple[Share, Fraction]]) -> PriceRow:
    """A row with shares added, each with its amount in the row's currency; the sum is rounded once, to six decimals."""
    content = Fraction(row.per * row.unit_num * MICRO, row.unit_den)
    sum_micro, fixed_micro = Fraction(row.price_micro), Fraction(0)
    steps: list[tuple[tuple[tuple[str, str], ...], int]] = []
    for share, amount in amounts:
        if amount:
            sum_micro += amount * content
            fixed_micro += 0 if share.is_discountable else amount * content
            steps.append((share.names, _rounded(sum_micro)))
    added = Added(row.price_micro, _rounded(fixed_micro), tuple(steps))
    return replace(row, price_micro=_rounded(sum_micro), added=added)


def _rounded(value: Fraction) -> int:
    return divide_half_up(value.numerator, value.denominator)


def discount_base(row: PriceRow, price_micro: int) -> int | None:
    """What discounts reach of a price that a row comes to, to six decimals; None for what is not configured.

    More than the price where what they leave alone is taken off it, and never below nothing.
    """
    root = first_of(row)
    if root.added is None:
        return None
    if not root.added.fixed_micro or root.price_micro <= 0:
        return price_micro
    open_micro = max(root.price_micro - root.added.fixed_micro, 0)
    return divide_half_up(price_micro * open_micro, root.price_micro)


def discounted_in(row: PriceRow, price_micro: int, discount_ppm: int) -> int:
    """What a discount leaves of a price that a row comes to."""
    return discounted_price(price_micro, discount_ppm, discount_base(row, price_micro))


def is_exact_for_one(row: PriceRow, unit: Unit, discount_ppm: int) -> bool:
    """Whether the price of one of a unit has no more than six decimals, before and after a discount that reaches it."""
    one = row.price_in(unit)
    base = discount_base(row, one)
    if base is None:
        return row.is_exact_in(unit, discount_ppm)
    return row.is_exact_in(unit) and base * discount_ppm % MICRO == 0


def discounted_part(row: PriceRow) -> Fraction:
    """What discounts reach of a row's price, as a part of it: more than 1 where what they leave alone is taken off."""
    root = first_of(row)
    if root.added is None or root.price_micro <= 0:
        return Fraction(1)
    return max(Fraction(root.price_micro - root.added.fixed_micro, root.price_micro), Fraction(0))


def first_of(row: PriceRow) -> PriceRow:
    """The row of a list that was made of no other one, from which this one comes."""
    return row if row.source is None else first_of(row.source)


def share_steps(row: PriceRow, unit: Unit, per: int, language: str) -> Iterator[Step]:
    """How the shares add up to the price of a configured article, for `per` of a unit."""
    if row.added is None:
        return
    before = replace(row, price_micro=row.added.own_micro).price_in(unit, per)
    for names, micro in row.added.steps:
        after = replace(row, price_micro=micro).price_in(unit, per)
        yield Step("share", name_in(names, language), before, after)
        before = after
