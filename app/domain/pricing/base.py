"""Which list's row is the base of a line's price, and for how many units the price stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.pricing.asked import AskedLine, CountedFor, SharedFacts
from app.domain.pricing.configured import is_exact_for_one
from app.domain.pricing.price_row import PriceRow
from app.domain.pricing.rules import ListFacts, RulesSnapshot


@dataclass(frozen=True, slots=True)
class Base:
    """The chosen list row, and the row of the same list at the lowest quantity (the "list price")."""

    facts: ListFacts
    row: PriceRow
    first: PriceRow

    @property
    def is_contract(self) -> bool:
        """Whether the price was agreed with this customer, so that no discount is taken off it."""
        return self.facts.kind == "contract"


def choose_base(line: AskedLine, rules: RulesSnapshot, shared: SharedFacts) -> Base | None:
    """The first list that has a row for the counted quantity on the line's day; in it the highest break reached."""
    if line.product_id is None:
        return None
    own = rules.own_rows_in(line.product_id, line.unit)
    line_micro = line.base_micro
    for facts in rules.lists_for(shared.buyer):
        is_made = facts.parent_id is not None
        rows = rules.rows_of(facts, line.product_id, line.on, line.unit) if is_made else own.get(facts.id)
        if rows and facts.is_valid_on(line.on):
            counts_line = facts.breaks_over == "line"
            counted = line_micro if counts_line else counted_micro(facts, line, shared)
            base = reached(facts, rows, counted, line, shared)
            if base is not None:
                return base
    return None


def floor_base(line: AskedLine, rules: RulesSnapshot, shared: SharedFacts) -> Base | None:
    """The row below whose price nobody sells: of the floor lists the first that has one, as `choose_base` finds it."""
    if line.product_id is None:
        return None
    for facts in rules.floors_for(shared.buyer):
        if facts.is_valid_on(line.on):
            rows = rules.rows_of(facts, line.product_id, line.on, line.unit)
            base = reached(facts, rows, counted_micro(facts, line, shared), line, shared)
            if base is not None:
                return base
    return None


def counted_micro(facts: ListFacts, line: AskedLine, shared: SharedFacts) -> int:
    """The base units that the list's breaks see for a line: its own, its article's or its family's in the order.

    A list that counts over its period adds what the customer ordered in it before. An article without a family
    counts alone.
    """
    assert line.product_id is not None, "breaks are of articles"
    own = line.base_micro
    if facts.breaks_over == "line":
        return own
    by_family = facts.breaks_over == "family" and line.family != ""
    of: CountedFor = (line.family, line.base_unit) if by_family else line.product_id
    if by_family:
        counted = shared.family_micro.get((line.family, line.base_unit), own)
    else:
        counted = shared.article_micro.get(line.product_id, own)
    if facts.counts == "period":
        counted += shared.purchases.counted.get((facts.id, of), 0)
    return counted


def left_of_agreed(row: PriceRow, shared: SharedFacts) -> int | None:
    """How many base units of an agreed quantity other orders left; None where no quantity was agreed."""
    if row.agreed_micro is None:
        return None
    return max(row.agreed_micro - shared.purchases.drawn.get(row.id, 0), 0)


def reached(
    facts: ListFacts, rows: tuple[PriceRow, ...], counted: int, line: AskedLine, shared: SharedFacts
) -> Base | None:
    """The rows of one list come with the highest break of the line's own unit first: the first that is reached wins.

    The last break of its unit that is reached is the list price; of its rows the later start, then the later row.
    """
    chosen: PriceRow | None = None
    first: PriceRow | None = None
    for row in rows:
        if chosen is not None and row.unit != chosen.unit:
            break
        if row.min_micro > counted or not row.is_valid_on(line.on):
            continue
        if row.agreed_micro is not None and left_of_agreed(row, shared) == 0:
            continue
        if chosen is None:
            chosen = first = row
        elif first is not None and row.min_micro < first.min_micro:
            first = row
    return Base(facts=facts, row=chosen, first=first) if chosen and first else None


def price_per(line: AskedLine, base: Base | None, discount_ppm: int) -> int:
    """For how many units the price stands: for one, unless six decimals would cut it, or what a discount leaves."""
    if base is None or base.row.per == 1:
        return 1
    off = discount_ppm if line.manual_discount_ppm is None else line.manual_discount_ppm
    is_exact = PriceRow.is_exact_in if line.is_typed_off_whole else is_exact_for_one
    return 1 if is_exact(base.row, line.unit, off) else base.row.per


def rows_by_way(row: PriceRow) -> Iterator[PriceRow]:
    """The rows that led to this one: the parent list's first, the row itself last."""
    if row.source is not None:
        yield from rows_by_way(row.source)
    yield row
