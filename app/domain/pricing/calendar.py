"""When price lists, and an article's prices in them, hold: rows of spans for a picture, with gaps and overlaps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from app.domain.pricing.conflicts import rank_of
from app.domain.pricing.rules import ListFacts, PriceRow, RulesSnapshot, list_rank
from app.domain.pricing.spans import Span, gaps_between, span_of


@dataclass(frozen=True, slots=True)
class Bar:
    """Days on which something holds: a list (`row_id` None), or a price of it for `per` base units."""

    span: Span
    row_id: int | None = None
    price_micro: int = 0
    per: int = 1


@dataclass(frozen=True, slots=True)
class BarRow:
    """A list, or a break of an article in it. `overlaps`: days on which another one of the same rank holds, too."""

    list_id: int
    bars: tuple[Bar, ...]
    min_micro: int | None = None
    gaps: tuple[Span, ...] = ()
    overlaps: tuple[Span, ...] = ()


def calendar_of_lists(lists: Iterable[ListFacts]) -> tuple[BarRow, ...]:
    """One row a list, those that come first in front."""
    ordered = sorted(lists, key=list_rank, reverse=True)
    overlaps = _overlaps([(each, span_of(each)) for each in ordered])
    return tuple(
        BarRow(each.id, (Bar(span_of(each)),), overlaps=tuple(overlaps.get(each.id, ()))) for each in ordered
    )


def calendar_of_product(rules: RulesSnapshot, product_id: int) -> tuple[BarRow, ...]:
    """One row a list and break of the article; the days of a price are those of its list as well."""
    own = rules.own_rows(product_id)
    lists = sorted((rules.lists[id_] for id_ in own), key=list_rank, reverse=True)
    held = [(each, span) for each in lists for row in own[each.id] if (span := _days(row, each)) is not None]
    overlaps = _overlaps(held)
    found = []
    for each in lists:
        for least in sorted({row.min_micro for row in own[each.id]}):
            rows = [row for row in own[each.id] if row.min_micro == least]
            found.append(_break_row(each, least, rows, overlaps.get(each.id, [])))
    return tuple(found)


def _break_row(each: ListFacts, least: int, rows: Sequence[PriceRow], overlaps: Sequence[Span]) -> BarRow:
    bars = [
        Bar(span, row.id, row.price_micro, row.per)
        for row in sorted(rows, key=span_of)
        if (span := _days(row, each)) is not None
    ]
    spans = [bar.span for bar in bars]
    shared = [both for span in spans for other in overlaps if (both := span.meet(other)) is not None]
    return BarRow(each.id, tuple(bars), least, tuple(gaps_between(spans)), tuple(dict.fromkeys(shared)))


def _days(row: PriceRow, each: ListFacts) -> Span | None:
    return span_of(each).meet(span_of(row))


def _overlaps(held: Sequence[tuple[ListFacts, Span]]) -> dict[int, list[Span]]:
    """By list the days that it shares with another one of its rank."""
    alike: dict[tuple[object, ...], list[tuple[ListFacts, Span]]] = {}
    for each in held:
        alike.setdefault(rank_of(each[0]), []).append(each)
    found: dict[int, list[Span]] = {}
    for group in alike.values():
        for (one, span), (two, other) in combinations(group, 2):
            both = span.meet(other) if one.id != two.id else None
            if both is not None:
                found.setdefault(one.id, []).append(both)
                found.setdefault(two.id, []).append(both)
    return found
