"""Rows of a price list that are made of other rows: by a formula, by an exchange rate, or a tax."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from app.domain.money import MICRO
from app.domain.rounding import divide_half_up
from app.domain.tax import PriceMode

if TYPE_CHECKING:
    from app.domain.pricing.price_row import PriceRow, Rows
    from app.domain.pricing.rules import HomeRules, ListFacts, RulesSnapshot


def rows_by_formula(rows: Rows, facts: ListFacts) -> Rows:
    """A parent's rows through the formula of a list made of it; an agreed quantity is not handed on."""
    return tuple(
        replace(
            row, list_id=facts.id, price_micro=_by_formula(row, facts), agreed_micro=None, source=row, rate_nano=None
        )
        for row in rows
    )  # fmt: skip


def _by_formula(row: PriceRow, facts: ListFacts) -> int:
    return facts.formula.price(row.price_micro, row.per * row.unit_num, row.unit_den)


def rows_by_rate(rows: Rows, home: HomeRules | None) -> Rows:
    """The firm's rows in the document's currency."""
    assert home is not None, "the rules of a document in another currency"
    exchange = home.exchange
    return tuple(
        replace(
            row,
            price_micro=exchange.price_from_home(row.price_micro),
            source=row,
            rate_nano=exchange.rate_nano,
        )
        for row in rows
    )


class LineTaxes(NamedTuple):
    """The rates that a line's prices with and without tax differ by, in millionths.

    `own`: that of the line. `home`: what private customers of the firm's country pay on such an article; `there`: those
    of the country that the goods go to.
    """

    own: int
    home: int
    there: int


class TaxedRules(NamedTuple):
    """The rules of a document, and the taxes by which prices become such as the document has."""

    rules: RulesSnapshot
    taxes: LineTaxes

    def rows_with(self, facts: ListFacts, rows: Rows) -> Rows:
        """The rows of a list in the document's kind of prices; as they are where the list has the same kind."""
        is_gross = self.rules.mode is PriceMode.GROSS
        if facts.includes_tax == is_gross:
            return rows
        if is_gross:
            return _changed(rows, self.taxes.own)
        return _changed(rows, -(self.taxes.there if facts.country else self.taxes.home))


def _changed(rows: Rows, tax_ppm: int) -> Rows:
    return tuple(_row_by_tax(row, tax_ppm) for row in rows) if tax_ppm else rows


def _row_by_tax(row: PriceRow, tax_ppm: int) -> PriceRow:
    return replace(
        row, price_micro=with_tax(row.price_micro, tax_ppm), source=row, rate_nano=None, tax_ppm=tax_ppm
    )


def with_tax(amount: int, tax_ppm: int) -> int:
    """An amount or price with its tax, or without the tax that it holds where the rate is below zero; half up."""
    if tax_ppm < 0:
        return divide_half_up(amount * MICRO, MICRO - tax_ppm)
    return divide_half_up(amount * (MICRO + tax_ppm), MICRO)
