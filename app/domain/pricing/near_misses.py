"""The rules that did not apply to a line, each with the reason and, where it is near, what would make it apply."""

from __future__ import annotations

from operator import attrgetter
from typing import cast

from app.domain.money import discounted_price, line_amount
from app.domain.pricing.asked import AskedLine, SharedFacts
from app.domain.pricing.base import Base, counted_micro, left_of_agreed
from app.domain.pricing.configured import MODEL_LIST, discounted_in
from app.domain.pricing.discounts import Taken, missed_discounts, unfit_discounts, unfit_miss
from app.domain.pricing.missed_units import missed_units, price_beside
from app.domain.pricing.price_row import PriceRow
from app.domain.pricing.rules import (
    DiscountRule,
    ListFacts,
    RulesSnapshot,
    is_customers,
    is_meant_for,
    list_rank,
)
from app.domain.pricing.trace import NearMiss, PriceResult

MAX_NEAR_MISSES = 8
_TELLING = (
    "needs_quantity", "needs_amount", "needs_article", "needs_others", "other_unit", "exclusive", "used_up", "starts",
    "coupon", "taken_out", "manual", "agreed", "smaller_discount", "other_wins", "other_channel", "other_country",
    "no_gain", "no_amount", "ended", "other_group", "other_family",
)  # fmt: skip


def near_misses(
    line: AskedLine,
    rules: RulesSnapshot,
    shared: SharedFacts,
    base: Base | None,
    taken: tuple[Taken, ...],
    result: PriceResult,
    *,
    with_unfit: bool,
) -> tuple[tuple[NearMiss, ...], int]:
    """Rules that did not apply, the most telling first, and how many are left out beyond the first eight."""
    is_contract = base is not None and base.is_contract
    found = [
        *_missed_rows(line, rules, shared, base, result),
        *missed_discounts(line, shared.buyer, rules, taken, is_contract=is_contract),
    ]
    if len(found) > 1:
        found.sort(key=telling)
    takes_none = line.is_typed or base is None or is_contract
    unfit: list[DiscountRule] = []
    if with_unfit and not takes_none:
        unfit = unfit_discounts(line, shared.buyer, rules, taken)
    room = max(MAX_NEAR_MISSES - len(found), 0)
    told = (*found[:MAX_NEAR_MISSES], *(unfit_miss(shared.buyer, rule) for rule in unfit[:room]))
    return told, len(found) + len(unfit) - len(told)


def telling(miss: NearMiss) -> tuple[int, int, int]:
    """The rank of a near miss, the most telling first."""
    return _TELLING.index(miss.reason), miss.more_micro or 0, miss.rule_id


def _missed_rows(
    line: AskedLine, rules: RulesSnapshot, shared: SharedFacts, base: Base | None, result: PriceResult
) -> list[NearMiss]:
    assert line.product_id is not None, "only articles have rules"
    missed: list[NearMiss] = []
    has_units = bool(rules.units_priced(line.product_id))
    for facts in _selling_lists(rules, shared.buyer.customer_id, shared.buyer.price_group):
        rows = rules.rows_of(facts, line.product_id, line.on, line.unit)
        if base is not None and base.row.unit and base.facts.id == facts.id:
            rows = tuple(row for row in rows if row.unit)  # the base unit's stand behind them
        if rows:
            missed += _missed_of_list(facts, rows, line, rules, shared, base, result)
        if has_units and not _loses(facts, shared, base):
            missed += missed_units(facts, line, rules, shared, base, result)
    return missed


def _selling_lists(rules: RulesSnapshot, customer_id: int | None, price_group: str) -> tuple[ListFacts, ...]:
    """The lists that sell to a customer, whatever the way and the country, by their ids.

    Not the model that stands for a list where no other one has its article: nobody keeps such a list.
    """
    key = ("selling_lists", customer_id, price_group)
    found = rules.remembered.get(key)
    if found is None:
        selling = (each for each in rules.lists.values() if each.purpose == "sell" and each.id != MODEL_LIST)
        his = (each for each in selling if is_customers(each, customer_id, price_group))
        found = rules.remembered[key] = tuple(sorted(his, key=lambda facts: facts.id))
    return cast("tuple[ListFacts, ...]", found)


def _missed_of_list(
    facts: ListFacts,
    rows: tuple[PriceRow, ...],
    line: AskedLine,
    rules: RulesSnapshot,
    shared: SharedFacts,
    base: Base | None,
    result: PriceResult,
) -> list[NearMiss]:
    """Each row that has its own reason; a list that loses as a whole is told once, not by break."""
    found: list[NearMiss] = []
    chosen = (base.row.id, base.first.id) if base is not None and base.facts.id == facts.id else ()
    reason, told_whole = _loses(facts, shared, base), False
    counted = counted_micro(facts, line, shared)
    for row in sorted(rows, key=_row_id):
        if row.id in chosen:
            continue
        price, per = price_beside(row, line, result)
        miss = _missed_by_day(facts, row, line, price, per)
        if miss is None and reason:
            miss = None if told_whole else _missed_whole(facts, row, reason, price, per)
            told_whole = True
        elif miss is None and left_of_agreed(row, shared) == 0:
            miss = NearMiss(
                facts.name, "used_up", row.id, price_micro=price, per=per, agreed_micro=row.agreed_micro
            )
        elif miss is None and row.min_micro > counted:
            more = row.min_micro - counted
            miss = _missed_break(line, facts, row, (price, per), more, result, rules.currency)
        if miss is not None:
            found.append(miss)
    return found


_row_id = attrgetter("id")


def _missed_whole(facts: ListFacts, row: PriceRow, reason: str, price: int, per: int) -> NearMiss:
    """A list none of whose rows can apply, told with one of them."""
    if reason == "other_wins":
        return NearMiss(facts.name, reason, row.id, price_micro=price, per=per)
    needs = facts.channel if reason == "other_channel" else facts.country
    return NearMiss(facts.name, reason, row.id, price_micro=price, per=per, needs=needs)


def _missed_by_day(facts: ListFacts, row: PriceRow, line: AskedLine, price: int, per: int) -> NearMiss | None:
    if facts.is_valid_on(line.on) and row.is_valid_on(line.on):
        return None
    starts = max(filter(None, (facts.valid_from, row.valid_from)), default=None)
    ends = min(filter(None, (facts.valid_to, row.valid_to)), default=None)
    if ends is not None and ends < line.on:
        return NearMiss(facts.name, "ended", row.id, price_micro=price, ended=ends, per=per)
    if starts is not None and starts > line.on:
        return NearMiss(facts.name, "starts", row.id, price_micro=price, starts=starts, per=per)
    return None


def _loses(facts: ListFacts, shared: SharedFacts, base: Base | None) -> str:
    """Why no row of the list can apply on its day, whatever is bought; "" where one may."""
    if not is_meant_for(facts, shared.buyer):
        return "other_channel" if facts.channel not in {"", shared.buyer.channel} else "other_country"
    return "other_wins" if base is not None and list_rank(facts) < list_rank(base.facts) else ""


def _missed_break(
    line: AskedLine,
    facts: ListFacts,
    row: PriceRow,
    priced: tuple[int, int],
    more_micro: int,
    result: PriceResult,
    currency: str,
) -> NearMiss:
    """A break not reached: how many base units more, and what the line saves at its present quantity."""
    price, per = priced
    off = 0 if facts.kind == "contract" else result.discount_ppm
    is_all = result.discount_on_micro is None
    new_net = discounted_price(price, off) if is_all else discounted_in(row, price, off)
    then = line_amount(quantity_micro=line.quantity_micro, price_micro=new_net, per=per, currency=currency)
    return NearMiss(
        facts.name, "needs_quantity", row.id, price_micro=price, more_micro=more_micro,
        saves_minor=max(result.amount_minor - then, 0), per=per, over=facts.breaks_over,
    )  # fmt: skip
