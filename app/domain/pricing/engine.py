"""The price of one line. Deterministic: the same request and rules give the same result.

Algorithm and precedence in words with worked tables: docs/pricing.md. In short:
1. the base price comes from the best price list (contract, then group, then general; then higher priority,
   then the newer list) that has a valid row for the product at quantity 0 or more;
2. within that list the highest quantity break that the base quantity reaches wins;
3. contract prices take no further discount; otherwise the discount rules that fit do, each by its kind (discounts.py);
4. a manual discount replaces the automatic one; a manual price replaces everything and stays.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from app.domain.money import discounted_price, line_amount
from app.domain.pricing.discounts import Taken, missed_discounts, taken_discounts, unfit_discounts, unfit_miss
from app.domain.pricing.request import PriceRequest
from app.domain.pricing.rules import (
    DiscountRule,
    ListFacts,
    PriceRow,
    RulesSnapshot,
    is_meant_for,
    is_valid_on,
    list_rank,
)
from app.domain.pricing.trace import DISCOUNT_CODES, NearMiss, Step

MAX_NEAR_MISSES = 8


@dataclass(frozen=True, slots=True)
class PriceResult:
    """A line's price for `per` sale units and its amount; `list_micro` is None when no list has the product.

    `per` is 1, or what the list says where the price of a single unit has more than six decimals (A11).

    `auto_micro` is what the rules alone would give: shown beside a typed price. `first_micro` is the price of
    the list before any quantity break; it decides nothing, so two results that differ in it alone are equal.
    `more_misses`: how many further rules did not apply beside the near misses told.
    """

    list_micro: int | None
    discount_ppm: int
    net_micro: int
    amount_minor: int
    auto_micro: int | None
    steps: tuple[Step, ...] = ()
    near_misses: tuple[NearMiss, ...] = ()
    first_micro: int | None = field(default=None, compare=False)
    more_misses: int = field(default=0, compare=False)
    per: int = 1


@dataclass(frozen=True, slots=True)
class _Base:
    """The chosen list row, and the row of the same list at the lowest quantity (the "list price")."""

    facts: ListFacts
    row: PriceRow
    first: PriceRow


def price_line(
    request: PriceRequest, rules: RulesSnapshot, *, explain: bool = False, with_unfit: bool = True
) -> PriceResult:
    """Price one line; with `explain`, the steps and near misses too. Amounts are equal either way.

    `with_unfit`: the near misses tell of rules for other price groups and families as well.
    """
    base = _choose_base(request, rules)
    unit = request.unit
    taken = taken_discounts(request, rules) if base and not _is_contract(base) else ()
    discount = taken[-1].total_ppm if taken else 0
    per = request.per or _price_per(request, base, discount)
    list_micro = unit.price_from_base(base.first.price_micro, base.first.per, per) if base else None
    break_micro = unit.price_from_base(base.row.price_micro, base.row.per, per) if base else None
    auto_micro = None if break_micro is None else discounted_price(break_micro, discount)
    net, shown_discount = _apply_manual(request, break_micro, auto_micro, discount)
    amount = line_amount(
        quantity_micro=request.quantity_micro, price_micro=net, per=per, currency=rules.currency
    )
    result = PriceResult(
        list_micro=break_micro,
        discount_ppm=shown_discount,
        net_micro=net,
        amount_minor=amount,
        auto_micro=auto_micro,
        first_micro=list_micro,
        per=per,
    )
    if not explain:
        return result
    steps = _steps(request, base, (list_micro, break_micro, net), taken)
    unfit = _unfit_rules(request, rules, base, taken) if with_unfit else []
    misses, more = _near_misses(request, rules, base, result, taken, unfit)
    return _explained(result, steps, misses, more)


def _explained(
    result: PriceResult, steps: tuple[Step, ...], misses: tuple[NearMiss, ...], more: int
) -> PriceResult:
    """Field by field: `replace` takes as long as finding the price."""
    return PriceResult(
        result.list_micro, result.discount_ppm, result.net_micro, result.amount_minor, result.auto_micro,
        steps, misses, result.first_micro, more, result.per,
    )  # fmt: skip


def _choose_base(request: PriceRequest, rules: RulesSnapshot) -> _Base | None:
    """The first list that has a row for this quantity on this day; in it the highest break reached."""
    rows_of = rules.rows_by_list(request.product_id)
    if not rows_of:
        return None
    base_micro = max(request.unit.to_base(request.quantity_micro), 0)
    for facts in rules.lists_for(request.customer_id, request.price_group):
        rows = rows_of.get(facts.id)
        if rows is not None and _list_is_valid(facts, request.on):
            base = _reached(facts, rows, base_micro, request.on)
            if base is not None:
                return base
    return None


def _reached(facts: ListFacts, rows: tuple[PriceRow, ...], base_micro: int, on: date) -> _Base | None:
    """The rows of one list come with the highest break first: the first that is reached wins.

    The last break that is reached is the list price; of its rows the later start, then the later row.
    """
    chosen: PriceRow | None = None
    first: PriceRow | None = None
    for row in rows:
        if row.min_micro > base_micro or not is_valid_on(on, row.valid_from, row.valid_to):
            continue
        if chosen is None:
            chosen = first = row
        elif first is not None and row.min_micro < first.min_micro:
            first = row
    return _Base(facts=facts, row=chosen, first=first) if chosen and first else None


def _price_per(request: PriceRequest, base: _Base | None, discount_ppm: int) -> int:
    """For how many units the price stands: for one, unless six decimals would cut it, or what a discount leaves."""
    if base is None or base.row.per == 1:
        return 1
    off = discount_ppm if request.manual_discount_ppm is None else request.manual_discount_ppm
    return 1 if request.unit.has_exact_price(base.row.price_micro, base.row.per, off) else base.row.per


def _list_is_valid(facts: ListFacts, on: date) -> bool:
    return is_valid_on(on, facts.valid_from, facts.valid_to)


def _apply_manual(
    request: PriceRequest, break_micro: int | None, auto_micro: int | None, discount: int
) -> tuple[int, int]:
    """The net unit price and the shown discount after what the clerk typed."""
    if request.manual_price_micro is not None:
        base = request.manual_price_micro
        typed = request.manual_discount_ppm or 0
        return discounted_price(base, typed), typed
    if request.manual_discount_ppm is not None:
        return discounted_price(break_micro or 0, request.manual_discount_ppm), request.manual_discount_ppm
    return auto_micro or 0, discount


def _steps(
    request: PriceRequest,
    base: _Base | None,
    prices: tuple[int | None, int | None, int],
    taken: tuple[Taken, ...],
) -> tuple[Step, ...]:
    list_micro, break_micro, net = prices
    steps: list[Step] = []
    if base is not None and list_micro is not None and break_micro is not None:
        steps.append(Step("base", base.facts.name, list_micro, list_micro, rule_id=base.first.id))
        if base.row.id != base.first.id:
            least = base.row.min_micro
            steps.append(
                Step("break", base.facts.name, list_micro, break_micro, rule_id=base.row.id, min_micro=least)
            )
        if not request.is_typed:
            steps += _discount_steps(break_micro, taken)
    before = break_micro or 0
    if request.manual_price_micro is not None:
        steps.append(Step("manual_price", "", before, request.manual_price_micro))
        before = request.manual_price_micro
    if request.manual_discount_ppm:
        steps.append(Step("manual_discount", "", before, net, rate_ppm=request.manual_discount_ppm))
    steps.append(Step("net", "", net, net))
    return tuple(steps)


def _discount_steps(break_micro: int, taken: tuple[Taken, ...]) -> list[Step]:
    """Each discount with what it takes off by itself; the last ends at the price that the rules give."""
    steps, before = [], break_micro
    for each in taken:
        after = discounted_price(break_micro, each.total_ppm)
        code = DISCOUNT_CODES[each.kind]
        steps.append(Step(code, each.name, before, after, rate_ppm=each.rate_ppm, rule_id=each.rule_id))
        before = after
    return steps


def _near_misses(
    request: PriceRequest,
    rules: RulesSnapshot,
    base: _Base | None,
    result: PriceResult,
    taken: tuple[Taken, ...],
    unfit: list[DiscountRule],
) -> tuple[tuple[NearMiss, ...], int]:
    """Rules that did not apply, the most telling first: reachable breaks, then dates, then losers.

    With the number of those that are left out.
    """
    found = [
        *_missed_rows(request, rules, base, result),
        *missed_discounts(request, rules, taken, is_contract=_is_contract(base)),
    ]
    if len(found) > 1:
        found.sort(key=_telling)
    room = max(MAX_NEAR_MISSES - len(found), 0)
    told = (*found[:MAX_NEAR_MISSES], *(unfit_miss(request, rule) for rule in unfit[:room]))
    return told, len(found) + len(unfit) - len(told)


_TELLING = ("needs_quantity", "starts", "manual", "smaller_discount", "other_wins", "ended")


def _telling(miss: NearMiss) -> tuple[int, int, int]:
    return _TELLING.index(miss.reason), miss.more_micro or 0, miss.rule_id


def _is_contract(base: _Base | None) -> bool:
    return base is not None and base.facts.kind == "contract"


def _unfit_rules(
    request: PriceRequest, rules: RulesSnapshot, base: _Base | None, taken: tuple[Taken, ...]
) -> list[DiscountRule]:
    """Discounts for another price group or family; none where no discount would be taken at all."""
    takes_none = request.is_typed or base is None or _is_contract(base)
    return [] if takes_none else unfit_discounts(request, rules, taken)


def _missed_rows(
    request: PriceRequest, rules: RulesSnapshot, base: _Base | None, result: PriceResult
) -> list[NearMiss]:
    missed = []
    beaten: set[int] = set()  # lists that lose are told once, not by break
    base_micro = request.unit.to_base(request.quantity_micro)
    for row in sorted(rules.rows.get(request.product_id, ()), key=lambda row: row.id):
        facts = rules.lists[row.list_id]
        if not is_meant_for(facts, request.customer_id, request.price_group) or (
            base is not None and row.id in {base.row.id, base.first.id}
        ):
            continue
        is_exact = request.unit.has_exact_price(row.price_micro, row.per, result.discount_ppm)
        per = result.per if is_exact else max(row.per, result.per)
        price = request.unit.price_from_base(row.price_micro, row.per, per)
        starts = max(filter(None, (facts.valid_from, row.valid_from)), default=None)
        ends = min(filter(None, (facts.valid_to, row.valid_to)), default=None)
        if ends is not None and ends < request.on:
            missed.append(NearMiss(facts.name, "ended", row.id, price_micro=price, ended=ends, per=per))
        elif starts is not None and starts > request.on:
            missed.append(NearMiss(facts.name, "starts", row.id, price_micro=price, starts=starts, per=per))
        elif base is not None and list_rank(facts) < list_rank(base.facts):
            if facts.id not in beaten:
                missed.append(NearMiss(facts.name, "other_wins", row.id, price_micro=price, per=per))
            beaten.add(facts.id)
        elif row.min_micro > base_micro:
            missed.append(_missed_break(request, facts, row, (price, per), result, rules.currency))
    return missed


def _missed_break(
    request: PriceRequest,
    facts: ListFacts,
    row: PriceRow,
    priced: tuple[int, int],
    result: PriceResult,
    currency: str,
) -> NearMiss:
    """A break not reached: how many base units more, and what the line saves at its present quantity."""
    price, per = priced
    more = row.min_micro - request.unit.to_base(request.quantity_micro)
    new_net = discounted_price(price, 0 if facts.kind == "contract" else result.discount_ppm)
    now = result.amount_minor
    then = line_amount(quantity_micro=request.quantity_micro, price_micro=new_net, per=per, currency=currency)
    return NearMiss(
        facts.name,
        "needs_quantity",
        row.id,
        price_micro=price,
        more_micro=more,
        saves_minor=max(now - then, 0),
        per=per,
    )
