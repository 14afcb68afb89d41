"""The rules that did not apply to a line, each with the reason and, where it is near, what would make it apply."""

from __future__ import annotations

from app.domain.money import discounted_price, line_amount
from app.domain.pricing.asked import AskedLine, SharedFacts
from app.domain.pricing.base import Base, counted_micro, left_of_agreed
from app.domain.pricing.discounts import Taken, missed_discounts, unfit_discounts, unfit_miss
from app.domain.pricing.rules import (
    DiscountRule,
    ListFacts,
    PriceRow,
    RulesSnapshot,
    is_customers,
    is_meant_for,
    list_rank,
)
from app.domain.pricing.trace import NearMiss, PriceResult

MAX_NEAR_MISSES = 8
_TELLING = (
    "needs_quantity", "needs_amount", "exclusive", "used_up", "starts", "coupon", "taken_out", "manual", "agreed",
    "smaller_discount", "other_wins", "other_channel", "other_country", "no_amount", "ended", "other_group",
    "other_family",
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
    missed = []
    for facts in sorted(rules.lists.values(), key=lambda facts: facts.id):
        if facts.purpose != "sell" or not is_customers(
            facts, shared.buyer.customer_id, shared.buyer.price_group
        ):
            continue
        assert line.product_id is not None, "only articles have rules"
        rows = rules.rows_of(facts, line.product_id, line.on)
        missed += _missed_of_list(facts, rows, line, rules, shared, base, result)
    return missed


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
    is_chosen = base is not None and base.facts.id == facts.id
    told_whole = False
    for row in sorted(rows, key=lambda row: row.id):
        if is_chosen and base is not None and row.id in {base.row.id, base.first.id}:
            continue
        price, per = _price_of(row, line, result)
        miss = _missed_by_day(facts, row, line, price, per)
        if miss is None and (reason := _loses(facts, shared, base)):
            miss = None if told_whole else NearMiss(facts.name, reason, row.id, price_micro=price, per=per)
            told_whole = True
            if miss is not None and reason != "other_wins":
                needs = facts.channel if reason == "other_channel" else facts.country
                miss = NearMiss(facts.name, reason, row.id, price_micro=price, per=per, needs=needs)
        elif miss is None and left_of_agreed(row, shared) == 0:
            miss = NearMiss(
                facts.name, "used_up", row.id, price_micro=price, per=per, agreed_micro=row.agreed_micro
            )
        elif miss is None and (more := row.min_micro - counted_micro(facts, line, shared)) > 0:
            miss = _missed_break(line, facts, row, (price, per), more, result, rules.currency)
        if miss is not None:
            found.append(miss)
    return found


def _price_of(row: PriceRow, line: AskedLine, result: PriceResult) -> tuple[int, int]:
    """What the row would make, and for how many sale units."""
    is_exact = line.unit.has_exact_price(row.price_micro, row.per, result.discount_ppm)
    per = result.per if is_exact else max(row.per, result.per)
    return line.unit.price_from_base(row.price_micro, row.per, per), per


def _missed_by_day(facts: ListFacts, row: PriceRow, line: AskedLine, price: int, per: int) -> NearMiss | None:
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
    new_net = discounted_price(price, 0 if facts.kind == "contract" else result.discount_ppm)
    then = line_amount(quantity_micro=line.quantity_micro, price_micro=new_net, per=per, currency=currency)
    return NearMiss(
        facts.name, "needs_quantity", row.id, price_micro=price, more_micro=more_micro,
        saves_minor=max(result.amount_minor - then, 0), per=per, over=facts.breaks_over,
    )  # fmt: skip
