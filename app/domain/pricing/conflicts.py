"""What is wrong with the price lists as a whole: gaps, lists that fight, prices below cost, rows that never win.

Pure: the same rules, costs and day give the same conflicts, in the order of lists and products.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations

from app.domain.pricing.derived_rows import with_tax
from app.domain.pricing.price_row import PriceRow
from app.domain.pricing.rules import ListFacts, RulesSnapshot, ancestors, list_rank
from app.domain.pricing.spans import Span, covers, gaps_between, span_of
from app.domain.rounding import divide_half_up

CODES = (
    "parent_circle", "parent_missing", "parent_ended", "same_rank", "list_never_wins", "list_ended", "gap",
    "below_cost", "never_wins", "used_up", "ran_out",
)  # fmt: skip
"""In the order of weight."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """One thing to look at. `list_id` is where it is put right; `first` and `last` the days it is about.

    `other_id`: the list that wins, or of which it is made; `rows`: how many prices of it, where it is about more;
    `price_micro` and `cost_micro` are for `per` of `unit`, "" for the base unit.
    """

    code: str
    list_id: int
    product_id: int | None = None
    row_id: int | None = None
    other_id: int | None = None
    first: date | None = None
    last: date | None = None
    min_micro: int = 0
    price_micro: int | None = None
    cost_micro: int | None = None
    per: int = 1
    rows: int = 1
    unit: str = ""


@dataclass(frozen=True, slots=True)
class PriceFacts:
    """The rules with what is needed beside them: costs of a base unit by product, drawn base units by row.

    `rates`: the tax that lists' prices of a product include, by product and the list's country.
    """

    rules: RulesSnapshot
    today: date
    costs: Mapping[int, int] = field(default_factory=dict)
    drawn: Mapping[int, int] = field(default_factory=dict)
    rates: Mapping[tuple[int, str], int] = field(default_factory=dict)

    def net_price(self, product_id: int, row: PriceRow) -> int:
        """The price of a row without the tax that its list includes."""
        facts = self.rules.lists[row.list_id]
        if not facts.includes_tax:
            return row.price_micro
        return with_tax(row.price_micro, -self.rates.get((product_id, facts.country), 0))

    @property
    def ahead(self) -> Span:
        """The days that still come."""
        return Span(self.today, date.max)


@dataclass(frozen=True, slots=True)
class Found:
    """Of some products: what is wrong, how many rows each list has ahead, and which lists meet in products."""

    conflicts: tuple[Conflict, ...]
    ahead: Mapping[int, int]
    pairs: Mapping[tuple[int, int], int]


def list_conflicts(facts: PriceFacts) -> Iterator[Conflict]:
    """What is wrong with the heads of the lists alone."""
    lists = facts.rules.lists
    for each in sorted(lists.values(), key=lambda one: one.id):
        if each.valid_to is not None and each.valid_to < facts.today:
            yield Conflict("list_ended", each.id, last=each.valid_to)
        elif each.parent_id is not None:
            yield from _parent_conflicts(each, each.parent_id, facts)


def _parent_conflicts(each: ListFacts, parent_id: int, facts: PriceFacts) -> Iterator[Conflict]:
    parent = facts.rules.lists.get(parent_id)
    if parent is None:
        yield Conflict("parent_missing", each.id, other_id=parent_id)
    elif each.id in ancestors(each, facts.rules.lists):
        yield Conflict("parent_circle", each.id, other_id=parent_id)
    elif parent.valid_to is not None and parent.valid_to < facts.today:
        yield Conflict("parent_ended", each.id, other_id=parent_id, last=parent.valid_to)


def product_conflicts(facts: PriceFacts, product_ids: Sequence[int]) -> Found:
    """What is wrong with the prices of these products."""
    found: list[Conflict] = []
    ahead: dict[int, int] = {}
    pairs: dict[tuple[int, int], int] = {}
    parents = frozenset(each.parent_id for each in facts.rules.lists.values())
    sources = _sources(facts)
    for product_id in product_ids:
        own = facts.rules.own_rows(product_id)
        for list_id in sorted(own):
            rows = [row for row in own[list_id] if _days_ahead(row, facts) is not None]
            if rows:
                ahead[list_id] = ahead.get(list_id, 0) + len(rows)
                found += _row_conflicts(product_id, list_id, rows, facts)
                if list_id not in parents:  # else other lists are made of what does not win itself
                    found += _beaten(product_id, rows, facts)
            elif _days_of_list(facts.rules.lists[list_id], facts) is not None and not _is_made(
                product_id, list_id, facts.today, facts
            ):
                found.append(_ran_out(product_id, list_id, own[list_id]))
        found += _made_below_cost(product_id, facts)
        for pair in _meeting(product_id, sources, facts):
            pairs[pair] = pairs.get(pair, 0) + 1
    return Found(tuple(found), ahead, pairs)


def join_found(facts: PriceFacts, parts: Sequence[Found]) -> tuple[Conflict, ...]:
    """Everything, the weightiest first; rows of a list none of whose rows ever wins are told as one."""
    ahead: dict[int, int] = {}
    pairs: dict[tuple[int, int], int] = {}
    for part in parts:
        for list_id, count in part.ahead.items():
            ahead[list_id] = ahead.get(list_id, 0) + count
        for pair, count in part.pairs.items():
            pairs[pair] = pairs.get(pair, 0) + count
    told = [conflict for part in parts for conflict in part.conflicts]
    beaten: dict[int, list[Conflict]] = {}
    for conflict in told:
        if conflict.code == "never_wins":
            beaten.setdefault(conflict.list_id, []).append(conflict)
    whole = {list_id for list_id, rows in beaten.items() if len(rows) == ahead[list_id] > 1}
    kept = [each for each in told if each.code != "never_wins" or each.list_id not in whole]
    lists = [
        Conflict("list_never_wins", id_, other_id=beaten[id_][0].other_id, rows=len(beaten[id_]))
        for id_ in whole
    ]
    fights = [_fight(facts, pair, count) for pair, count in pairs.items()]
    return tuple(sorted([*list_conflicts(facts), *fights, *lists, *kept], key=_weight))


def _weight(conflict: Conflict) -> tuple[int, int, int, int]:
    code = CODES.index(conflict.code)
    return code, conflict.list_id, conflict.product_id or 0, conflict.row_id or 0


def _days_of_list(each: ListFacts, facts: PriceFacts) -> Span | None:
    return span_of(each).meet(facts.ahead)


def _days_ahead(row: PriceRow, facts: PriceFacts) -> Span | None:
    """The days still to come on which the row may count; None where there are none."""
    days = _days_of_list(facts.rules.lists[row.list_id], facts)
    return days.meet(span_of(row)) if days else None


def _is_made(product_id: int, list_id: int, on: date, facts: PriceFacts) -> bool:
    """Whether a list that is made of another one has that one's price on a day, through its formula."""
    rules = facts.rules
    rows = rules.rows_of(rules.lists[list_id], product_id, on)
    return any(row.source is not None and row.is_valid_on(on) for row in rows)


def _ran_out(product_id: int, list_id: int, rows: Sequence[PriceRow]) -> Conflict:
    """The article had prices in a list that still holds, and all of them have ended."""
    last = max(rows, key=lambda row: (row.valid_to or date.max, row.id))
    return Conflict("ran_out", list_id, product_id, last.id, last=last.valid_to)


def _row_conflicts(
    product_id: int, list_id: int, rows: Sequence[PriceRow], facts: PriceFacts
) -> Iterator[Conflict]:
    yield from _gaps(product_id, list_id, facts)
    cost = facts.costs.get(product_id)
    for row in rows:
        if cost is not None and _is_below(product_id, row, cost, facts):
            yield _below_cost(product_id, row, cost, facts)
        if row.agreed_micro is not None and facts.drawn.get(row.id, 0) >= row.agreed_micro:
            yield Conflict("used_up", list_id, product_id, row.id, min_micro=row.min_micro, unit=row.unit)


def _beaten(product_id: int, rows: Sequence[PriceRow], facts: PriceFacts) -> Iterator[Conflict]:
    for row in rows:
        winner = _always_beaten_by(row, product_id, facts)
        if winner is not None:
            yield Conflict(
                "never_wins",
                row.list_id,
                product_id,
                row.id,
                winner.id,
                min_micro=row.min_micro,
                unit=row.unit,
            )


def _is_below(product_id: int, row: PriceRow, cost: int, facts: PriceFacts) -> bool:
    """Whether a price, without its tax, is below the cost of what it is for."""
    return facts.net_price(product_id, row) * row.unit_den < cost * row.per * row.unit_num


def _below_cost(product_id: int, row: PriceRow, cost: int, facts: PriceFacts) -> Conflict:
    return Conflict(
        "below_cost", row.list_id, product_id, row.id, min_micro=row.min_micro,
        price_micro=facts.net_price(product_id, row),
        cost_micro=divide_half_up(cost * row.per * row.unit_num, row.unit_den), per=row.per, unit=row.unit,
        first=row.valid_from, last=row.valid_to,
    )  # fmt: skip


def _gaps(product_id: int, list_id: int, facts: PriceFacts) -> Iterator[Conflict]:
    """Days between two ranges of the same break on which it does not hold, as far as they still come."""
    breaks: dict[tuple[str, int], list[Span]] = {}
    rows = facts.rules.own_rows(product_id)[list_id]
    for row in rows:
        breaks.setdefault((row.unit, row.min_micro), []).append(span_of(row))
    for (unit, least), spans in sorted(breaks.items()):
        for gap in gaps_between(spans) if len(spans) > 1 else ():
            if gap.last >= facts.today and not _is_made(product_id, list_id, gap.first, facts):
                next_row = min(
                    (
                        row
                        for row in rows
                        if (row.unit, row.min_micro) == (unit, least)
                        and (row.valid_from or date.min) > gap.last
                    ),
                    key=lambda row: row.valid_from or date.min,
                )
                yield Conflict(
                    "gap", list_id, product_id, next_row.id, first=gap.first, last=gap.last, min_micro=least,
                    unit=unit,
                )  # fmt: skip


def _made_below_cost(product_id: int, facts: PriceFacts) -> Iterator[Conflict]:
    """Prices that a list's formula makes today."""
    cost = facts.costs.get(product_id)
    if cost is None:
        return
    for each in sorted(facts.rules.lists.values(), key=lambda one: one.id):
        if each.parent_id is None or not each.is_valid_on(facts.today):
            continue
        for row in _made_today(each, product_id, facts):
            if _is_below(product_id, row, cost, facts):
                yield _below_cost(product_id, row, cost, facts)


def _made_today(each: ListFacts, product_id: int, facts: PriceFacts) -> Iterator[PriceRow]:
    """Those of the base unit, and of each unit that has prices of its own."""
    for unit in (None, *facts.rules.units_priced(product_id)):
        for row in facts.rules.rows_of(each, product_id, facts.today, unit):
            is_of_it = row.unit == (unit.code if unit else "")
            if is_of_it and row.source is not None and row.is_valid_on(facts.today):
                yield row


def _always_beaten_by(row: PriceRow, product_id: int, facts: PriceFacts) -> ListFacts | None:
    """A list that has a price wherever this row has one, and comes first for everybody for whom this one is.

    Several lists may share the days between them; then the first of them is told.
    """
    days = _days_ahead(row, facts)
    own = facts.rules.lists[row.list_id]
    if days is None:
        return None
    winners = [
        other
        for list_id, rows in facts.rules.own_rows(product_id).items()
        if list_id != own.id and rows and comes_first(other := facts.rules.lists[list_id], own)
    ]
    spans = [
        span
        for other in winners
        for each in facts.rules.own_rows(product_id)[other.id]
        if each.min_micro <= row.min_micro and each.agreed_micro is None and each.unit in {"", row.unit}
        if (span := _days_ahead(each, facts)) is not None
    ]
    return max(winners, key=list_rank) if spans and covers(spans, days) else None


def comes_first(other: ListFacts, own: ListFacts) -> bool:
    """Whether the other list is meant for all for whom this one is, counts no less, and has precedence."""
    counts = (other.breaks_over, other.counts) == (own.breaks_over, own.counts)
    return (
        _audience(other) == _audience(own)
        and other.channel in {"", own.channel}
        and other.country in {"", own.country}
        and (counts or own.breaks_over == "line")
        and list_rank(other) > list_rank(own)
    )


def _audience(each: ListFacts) -> tuple[str, str, str, int | None]:
    group = each.price_group if each.kind == "group" else ""
    return each.purpose, each.kind, group, each.customer_id if each.kind == "contract" else None


def rank_of(each: ListFacts) -> tuple[object, ...]:
    """Lists of the same rank are told apart by nothing but which was made later."""
    return (*_audience(each), each.priority, each.channel, each.country)


def _sources(facts: PriceFacts) -> dict[int, tuple[int, ...]]:
    """By list that is made of others the lists of which it is made; none of those in a circle."""
    lists = facts.rules.lists
    found = {each.id: ancestors(each, lists) for each in lists.values() if each.parent_id is not None}
    return {list_id: above for list_id, above in found.items() if list_id not in above}


def _meeting(
    product_id: int, sources: Mapping[int, tuple[int, ...]], facts: PriceFacts
) -> Iterator[tuple[int, int]]:
    """Pairs of lists of the same rank that both have a price for the product on the same day, the older first.

    A list is meant to stand over an older one of which it is made: of these two only own prices meet.
    """
    own = facts.rules.own_rows(product_id)
    made = {list_id for list_id, above in sources.items() if not own.keys().isdisjoint(above)}
    held = own.keys() | made
    if len(held) < 2:
        return
    alike: dict[tuple[object, ...], list[int]] = {}
    for list_id in sorted(held):
        alike.setdefault(rank_of(facts.rules.lists[list_id]), []).append(list_id)
    for group in alike.values():
        for one, two in combinations(group, 2):
            above = {} if one in sources.get(two, ()) else sources
            spans = (_spans_held(product_id, (id_, *above.get(id_, ())), facts) for id_ in (one, two))
            if _meet(*spans):
                yield one, two


_Held = list[tuple[str, Span]]


def _spans_held(product_id: int, lists: Sequence[int], facts: PriceFacts) -> _Held:
    """By unit the days ahead on which the first list has a price for the product, own or of the lists above it."""
    days = _days_of_list(facts.rules.lists[lists[0]], facts)
    own = facts.rules.own_rows(product_id)
    rows = (row for id_ in lists for row in own.get(id_, ()))
    spans = ((row.unit, _days_ahead(row, facts)) for row in rows)
    return [(unit, both) for unit, span in spans if days and span and (both := span.meet(days))]


def _meet(spans: _Held, theirs: _Held) -> bool:
    """Prices for two units do not meet; one for the base unit stands for every unit."""
    return any(
        span.meet(other) and (unit == its_unit or not unit or not its_unit)
        for unit, span in spans
        for its_unit, other in theirs
    )


def _fight(facts: PriceFacts, pair: tuple[int, int], count: int) -> Conflict:
    older, newer = (facts.rules.lists[id_] for id_ in pair)
    days = span_of(older).meet(span_of(newer))
    first = days.first if days and days.first != date.min else None
    last = days.last if days and days.last != date.max else None
    return Conflict("same_rank", older.id, other_id=newer.id, first=first, last=last, rows=count)
