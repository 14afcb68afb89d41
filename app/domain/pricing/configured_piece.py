"""What an article costs as it is being configured: the price of its line for one configuration after the other.

List, row and discounts do not depend on what is chosen, so they are found once; the rest is the one price function.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import TypeAlias

from app.domain.exact_sums import sum_of
from app.domain.exchange import NANO
from app.domain.money import MICRO
from app.domain.pricing.asked import AskedLine, SharedFacts
from app.domain.pricing.base import Base, choose_base, rows_by_way
from app.domain.pricing.configured import (
    ConfiguredPrice,
    Share,
    SharesFrom,
    discounted_in,
    row_with_shares,
    share_amount,
)
from app.domain.pricing.derived_rows import rows_by_formula, with_tax
from app.domain.pricing.discounts import taken_discounts
from app.domain.pricing.engine import price_from
from app.domain.pricing.price_row import PriceRow
from app.domain.pricing.rules import ListFacts, RulesSnapshot
from app.domain.pricing.taxed import rules_for
from app.domain.pricing.trace import DISCOUNT_CODES, PriceResult, Step

Adds: TypeAlias = tuple[Fraction, bool, str]
"""What a share adds to the price of a base unit, whether discounts reach it, and its currency ("": the firm's)."""

_NOTHING = Fraction(0)
_OPEN, _FIXED = Share("", (), _NOTHING), Share("", (), _NOTHING, is_discountable=False)


@dataclass(frozen=True, slots=True)
class PiecePrice:
    """The price of one of the line's unit, in the document's currency: `own`, the shares, and what `steps` change.

    Args:
        result: of the price function, for the quantity of the line.
        own: what the article costs by itself.
        shares: what each share adds, in the order in which they were given; None: just what they say.
        steps: formulas of lists, taxes and discounts with what each changes. With the others they come to the price.
    """

    result: PriceResult
    own: Fraction
    shares: list[Fraction] | None
    steps: tuple[tuple[Step, Fraction], ...]

    @property
    def price(self) -> Fraction:
        """The net price of one."""
        return Fraction(self.result.net_micro, self.result.per * MICRO)


def nothing_of(lists: Iterable[str]) -> ConfiguredPrice:
    """An article of which nothing is configured; `lists`: codes of those that its model names."""
    names = sorted(set(lists) - {""})
    spans = tuple(SharesFrom(name, None, ()) for name in ("", *names))
    return ConfiguredPrice(f"nothing of {names}", "", spans)


class ConfiguredPiece:
    """The prices of a line whose article is configured, whatever is chosen of it.

    Args:
        line: as it is asked, configured by `nothing_of` a model; a typed price is left aside, a typed discount counts
            as it was keyed.
        rules: of the document.
    """

    def __init__(self, line: AskedLine, rules: RulesSnapshot, shared: SharedFacts) -> None:
        self._line = replace(line, manual_price_micro=None)
        self._rules = rules_for(self._line, rules)
        self._shared = shared
        base = choose_base(self._line, self._rules, shared)
        assert base is not None, "the model is a list for everybody"
        self._base = base
        self._way = tuple(rows_by_way(base.row))
        self._exchange = rules.home.exchange if rules.home is not None else None
        self._home = rules.currency if self._exchange is None else self._exchange.home
        self._taken = () if base.is_contract else taken_discounts(self._line, shared.buyer, self._rules)
        unit = self._line.unit
        self._content = Fraction(unit.factor_num, unit.factor_den)
        self._rate = self._rate_of_first()
        self._factor = self._content * self._rate
        self._is_same = self._factor == 1
        self._first = self._plain(self._way[0])

    @property
    def on(self) -> date:
        """The day whose prices hold."""
        return self._line.on

    @property
    def first_facts(self) -> ListFacts:
        """The list of the article's own price: that which counts, or the one of which it is made."""
        return self._rules.lists[self._way[0].list_id]

    def priced(self, adds: Sequence[Adds]) -> PiecePrice:
        """What it costs with these shares; it is asked for each option of a form, so nothing is reckoned twice."""
        amounts = self._amounts(adds)
        found = [each[0] for each in adds] if amounts is None else amounts
        whole = sum_of(found)
        way = self._made(whole, sum_of([each for each, add in zip(found, adds, strict=True) if not add[1]]))
        base = Base(self._base.facts, way[-1], way[-1])
        result = price_from(self._line, base, self._taken, self._rules, self._shared)
        is_plain = self._is_same and amounts is None
        steps = (*self._steps_of(way), *self._discounts(way[-1], result))
        price = Fraction(result.net_micro, result.per * MICRO)
        told = sum([amount for _, amount in steps], whole if self._is_same else whole * self._factor)
        shares = None if is_plain else [amount * self._factor for amount in found]
        return PiecePrice(
            result, price - told, shares, steps
        )  # with roundings to six decimals in the own price

    def _rate_of_first(self) -> Fraction:
        """By which prices of the first list become those of the document."""
        exchange = self._exchange
        is_home = exchange is not None and not self.first_facts.currency
        return Fraction(exchange.rate_nano, NANO) if is_home and exchange else Fraction(1)

    def _amounts(self, adds: Sequence[Adds]) -> list[Fraction] | None:
        """The amounts in the first list's currency; None where all of them are."""
        of_list, home, exchange = self.first_facts.currency, self._home, self._exchange
        to = of_list or home
        if all((money or home) == to for _, _, money in adds):
            return None
        currency, nano = ("", NANO) if exchange is None else (exchange.currency, exchange.rate_nano)
        rate = Fraction(nano, NANO)
        return [
            share_amount(Share("", (), amount, is_open, money), of_list, home, currency, rate)
            for amount, is_open, money in adds
        ]

    def _made(self, whole: Fraction, fixed: Fraction) -> list[PriceRow]:
        """The rows by which the list's price comes about, with all shares in the first one."""
        shares = ((_OPEN, whole - fixed), (_FIXED, fixed)) if fixed else ((_OPEN, whole),)
        found = [row_with_shares(self._first, shares)]
        for row in self._way[1:]:
            found.append(self._made_of(found[-1], row))
        return found

    @staticmethod
    def _plain(row: PriceRow) -> PriceRow:
        return row if row.added is None else replace(row, price_micro=row.added.own_micro)

    def _made_of(self, source: PriceRow, like: PriceRow) -> PriceRow:
        """A row made of another one in the way in which `like` was."""
        if like.tax_ppm:
            return replace(like, price_micro=with_tax(source.price_micro, like.tax_ppm), source=source)
        if like.rate_nano is not None:
            assert self._exchange is not None, "a rate is of a document in another currency"
            return replace(
                like, price_micro=self._exchange.price_from_home(source.price_micro), source=source
            )
        return rows_by_formula((source,), self._rules.lists[like.list_id])[0]

    def _price_of(self, row: PriceRow) -> Fraction:
        """The exact price of one of the line's unit, in the row's currency."""
        return Fraction(row.price_micro * row.unit_den, row.per * row.unit_num * MICRO) * self._content

    def _steps_of(self, way: list[PriceRow]) -> Iterator[tuple[Step, Fraction]]:
        rate = self._rate
        for before, row in pairwise(way):
            if row.rate_nano is not None:
                rate = Fraction(1)
                continue
            change = (self._price_of(row) - self._price_of(before)) * rate
            if row.tax_ppm:
                code = "tax_added" if row.tax_ppm > 0 else "tax_taken"
                yield Step(code, "", 0, 0, rate_ppm=abs(row.tax_ppm)), change
            else:
                facts = self._rules.lists[row.list_id]
                yield Step("formula", facts.name, 0, 0, rate_ppm=facts.factor_ppm), change

    def _discounts(self, row: PriceRow, result: PriceResult) -> Iterator[tuple[Step, Fraction]]:
        scale, whole = result.per * MICRO, result.list_micro or 0
        before = whole
        if self._line.manual_discount_ppm is not None:
            off = Step("manual_discount", "", 0, 0, rate_ppm=self._line.manual_discount_ppm)
            if off.rate_ppm:
                yield off, Fraction(result.net_micro - before, scale)
            return
        for each in self._taken:
            is_last = each is self._taken[-1]
            after = result.net_micro if is_last else discounted_in(row, whole, each.total_ppm)
            step = Step(DISCOUNT_CODES[each.kind], each.name, 0, 0, rate_ppm=each.rate_ppm)
            yield step, Fraction(after - before, scale)
            before = after
