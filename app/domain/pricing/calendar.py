"""When price lists, prices in them and rules hold: rows of spans for a picture, with gaps and overlaps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations

from app.domain.pricing.conflicts import rank_of
from app.domain.pricing.price_row import PriceRow
from app.domain.pricing.promoting import is_of_article
from app.domain.pricing.promotions import Promotion
from app.domain.pricing.rule_conflicts import (
    Rule,
    RuleConflict,
    discount_series,
    promotion_series,
    rule_conflicts,
    series_of,
    surcharge_series,
)
from app.domain.pricing.rules import DiscountRule, ListFacts, RulesSnapshot, ancestors, list_rank
from app.domain.pricing.spans import Span, gaps_between, span_of


@dataclass(frozen=True, slots=True)
class Bar:
    """Days on which something holds: a list or a rule (`row_id` None), or a price of a list for `per` of its unit.

    `rule_id`: the discount, promotion or surcharge whose days they are.
    """

    span: Span
    row_id: int | None = None
    price_micro: int = 0
    per: int = 1
    rule_id: int | None = None


@dataclass(frozen=True, slots=True)
class BarRow:
    """A list, or a break of an article in it; or, with another `kind`, rules that follow one another.

    `id`: of the list, or of the rule that holds now or comes next. `unit`: of the break's prices, "" for the base unit.
    `overlaps`: days on which another one of the same rank holds, too.
    """

    id: int
    bars: tuple[Bar, ...]
    min_micro: int | None = None
    gaps: tuple[Span, ...] = ()
    overlaps: tuple[Span, ...] = ()
    kind: str = "list"
    unit: str = ""


def calendar_of_lists(lists: Iterable[ListFacts]) -> tuple[BarRow, ...]:
    """One row a list, those that come first in front."""
    ordered = sorted(lists, key=list_rank, reverse=True)
    by_id = {each.id: each for each in ordered}
    overlaps = _overlaps(
        [(each, span_of(each)) for each in ordered], {each.id: ancestors(each, by_id) for each in ordered}
    )
    return tuple(
        BarRow(each.id, (Bar(span_of(each)),), overlaps=tuple(overlaps.get(each.id, ()))) for each in ordered
    )


def calendar_of_product(rules: RulesSnapshot, product_id: int) -> tuple[BarRow, ...]:
    """One row a list and break of the article; the days of a price are those of its list as well."""
    own = rules.own_rows(product_id)
    lists = sorted((rules.lists[id_] for id_ in own), key=list_rank, reverse=True)
    held = [(each, span) for each in lists for row in own[each.id] if (span := _days(row, each)) is not None]
    overlaps = _overlaps(held, {})
    found = []
    for each in lists:
        for unit, least in sorted({(row.unit, row.min_micro) for row in own[each.id]}):
            rows = [row for row in own[each.id] if (row.unit, row.min_micro) == (unit, least)]
            found.append(replace(_break_row(each, least, rows, overlaps.get(each.id, [])), unit=unit))
    return tuple(found)


def calendar_of_rules(
    rules: RulesSnapshot, today: date, families: Mapping[int, str], article: tuple[int, str] | None = None
) -> tuple[BarRow, ...]:
    """One row for the discounts, promotions and surcharges of each series; with an article (id, family) its own."""
    discounts = series_of(rules.discounts, discount_series)
    promotions = series_of(rules.promotions, promotion_series)
    surcharges = series_of(rules.surcharges, surcharge_series)
    met = _met(rule_conflicts(rules, today, {}, families))
    return (
        *_rows_of("discount", [each for each in discounts if _is_wanted(each[0], article)], today, met),
        *_rows_of("promotion", [each for each in promotions if _is_wanted(each[0], article)], today, met),
        *_rows_of("surcharge", [each for each in surcharges if _is_wanted(each[0], article)], today, met),
    )


def _rows_of(
    kind: str, series: Sequence[Sequence[Rule]], today: date, met: Mapping[tuple[str, int], list[Span]]
) -> Iterator[BarRow]:
    """A row for each series, more where several of its rules hold on one day; its gaps stand in the first."""
    for rules in series:
        gaps = tuple(gaps_between([span_of(rule) for rule in rules]))
        for number, lane in enumerate(_lanes(rules)):
            row = _rule_row(kind, lane, today, met)
            yield row if number else replace(row, gaps=gaps)


def _lanes(rules: Sequence[Rule]) -> list[list[Rule]]:
    """The rules of a series, by their days, so that in each lane one follows the other."""
    lanes: list[list[Rule]] = []
    for rule in rules:
        free = (lane for lane in lanes if span_of(lane[-1]).last < span_of(rule).first)
        lane = next(free, None)
        if lane is None:
            lanes.append([rule])
        else:
            lane.append(rule)
    return lanes


def _met(conflicts: Iterable[RuleConflict]) -> dict[tuple[str, int], list[Span]]:
    """By rule the days on which it meets another one."""
    found: dict[tuple[str, int], list[Span]] = {}
    for each in conflicts:
        if each.code == "overlap" and each.other_id is not None:
            days = Span(each.first or date.min, each.last or date.max)
            for id_ in (each.rule_id, each.other_id):
                found.setdefault((each.kind, id_), []).append(days)
    return found


def _rule_row(
    kind: str, series: Sequence[Rule], today: date, met: Mapping[tuple[str, int], list[Span]]
) -> BarRow:
    spans = [span_of(rule) for rule in series]
    shown = next((rule for rule in series if span_of(rule).last >= today), series[-1])
    overlaps = dict.fromkeys(span for rule in series for span in met.get((kind, rule.id), ()))
    return BarRow(
        shown.id,
        tuple(Bar(span, rule_id=rule.id) for span, rule in zip(spans, series, strict=True)),
        overlaps=tuple(overlaps),
        kind=kind,
    )


def _is_wanted(rule: Rule, article: tuple[int, str] | None) -> bool:
    """Whether a rule is for the article, or any will do; a surcharge is one of the whole order."""
    if article is None:
        return True
    if isinstance(rule, Promotion):
        return is_of_article(rule, *article)
    return isinstance(rule, DiscountRule) and rule.scope == "line" and rule.family in {"", article[1]}


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


def _overlaps(
    held: Sequence[tuple[ListFacts, Span]], sources: Mapping[int, Sequence[int]]
) -> dict[int, list[Span]]:
    """By list the days that it shares with another one of its rank, other than an older one of which it is made."""
    alike: dict[tuple[object, ...], list[tuple[ListFacts, Span]]] = {}
    for each in held:
        alike.setdefault(rank_of(each[0]), []).append(each)
    found: dict[int, list[Span]] = {}
    for group in alike.values():
        for (one, span), (two, other) in combinations(group, 2):
            older, newer = sorted((one.id, two.id))
            is_over = older in sources.get(newer, ())
            both = span.meet(other) if one.id != two.id and not is_over else None
            if both is not None:
                found.setdefault(one.id, []).append(both)
                found.setdefault(two.id, []).append(both)
    return found
