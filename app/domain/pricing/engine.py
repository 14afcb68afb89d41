"""The price of one line. Deterministic: the same line, rules and shared facts give the same result.

Algorithm and precedence in words with worked tables: docs/pricing.md. In short:
1. the base price comes from the best price list (contract, then group, then general; then higher priority, a
   channel's, a country's, the newer list) that has a valid row for the product and the counted quantity;
2. within that list the highest quantity break that the counted quantity reaches wins;
3. contract prices take no further discount; otherwise the discount rules that fit do, each by its kind (discounts.py);
4. a manual discount replaces the automatic one; a manual price replaces everything and stays.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from app.domain.money import discounted_price, line_amount
from app.domain.pricing.asked import AskedLine, SharedFacts
from app.domain.pricing.base import Base, choose_base, left_of_agreed, price_per, rows_by_way
from app.domain.pricing.configured import discount_base, discounted_in, discounted_part, share_steps
from app.domain.pricing.discounts import Taken, taken_discounts
from app.domain.pricing.kits import kit_steps, sum_of_parts
from app.domain.pricing.near_misses import near_misses
from app.domain.pricing.price_row import PriceRow
from app.domain.pricing.rules import ListFacts, RulesSnapshot
from app.domain.pricing.taxed import rules_for
from app.domain.pricing.trace import DISCOUNT_CODES, PriceResult, Step
from app.i18n import current_language

NO_SHARED = SharedFacts()


def price_line(line: AskedLine, rules: RulesSnapshot, shared: SharedFacts = NO_SHARED) -> PriceResult:
    """The price and amount of one line of an order."""
    return _priced(line, rules_for(line, rules), shared)[0]


def reached_part(line: AskedLine, rules: RulesSnapshot, shared: SharedFacts) -> Fraction:
    """What discounts may reach of a line's list price, as a part of it; see `discounted_part`."""
    base = choose_base(line, rules_for(line, rules), shared)
    return Fraction(1) if base is None else discounted_part(base.row)


def explain_line(
    line: AskedLine, rules: RulesSnapshot, shared: SharedFacts = NO_SHARED, *, with_unfit: bool = True
) -> PriceResult:
    """The same with its steps and near misses; `with_unfit`: of rules for other price groups and families, too."""
    rules = rules_for(line, rules)
    result, base, taken = _priced(line, rules, shared)
    if line.product_id is None:
        return result
    steps = _steps(line, base, result, taken, rules)
    if line.parts:
        steps = (*kit_steps(line, result), *steps)
    misses, more = near_misses(line, rules, shared, base, taken, result, with_unfit=with_unfit)
    return PriceResult(  # field by field: `replace` takes as long as finding the price
        result.list_micro, result.discount_ppm, result.net_micro, result.amount_minor, result.auto_micro,
        steps, misses, result.first_micro, more, result.per, result.left_micro,
        discount_on_micro=result.discount_on_micro,
    )  # fmt: skip


def _priced(
    line: AskedLine, rules: RulesSnapshot, shared: SharedFacts
) -> tuple[PriceResult, Base | None, tuple[Taken, ...]]:
    if line.parts:
        return _kit_result(line, rules, shared), None, ()
    base = choose_base(line, rules, shared)
    taken = taken_discounts(line, shared.buyer, rules) if base and not base.is_contract else ()
    return price_from(line, base, taken, rules, shared), base, taken


def price_from(
    line: AskedLine, base: Base | None, taken: tuple[Taken, ...], rules: RulesSnapshot, shared: SharedFacts
) -> PriceResult:
    """The price of a line of which the row is found that counts, and what discounts are taken off."""
    unit = line.unit
    discount = taken[-1].total_ppm if base and taken else 0
    per = line.per or price_per(line, base, discount)
    list_micro = base.first.price_in(unit, per) if base else None
    break_micro = base.row.price_in(unit, per) if base else None
    reached = None if base is None or break_micro is None else discount_base(base.row, break_micro)
    auto_micro = None if break_micro is None else discounted_price(break_micro, discount, reached)
    if line.is_typed_off_whole or line.manual_price_micro is not None:
        reached = None
    net, shown_discount = _apply_manual(line, break_micro, auto_micro, discount, reached)
    amount = line_amount(
        quantity_micro=line.quantity_micro, price_micro=net, per=per, currency=rules.currency
    )
    return PriceResult(
        list_micro=break_micro,
        discount_ppm=shown_discount,
        net_micro=net,
        amount_minor=amount,
        auto_micro=auto_micro,
        first_micro=list_micro,
        per=per,
        left_micro=left_of_agreed(base.row, shared) if base else None,
        discount_on_micro=reached if shown_discount else None,
    )


def _kit_result(line: AskedLine, rules: RulesSnapshot, shared: SharedFacts) -> PriceResult:
    """A kit's price from those of its parts; what was typed replaces it as any other."""
    per = line.per or 1
    alone = SharedFacts(shared.buyer, shared.purchases)  # what other lines sell does not make a kit cheaper
    whole = sum_of_parts(line, lambda part: price_line(part, rules, alone))
    listed = None if whole is None else whole * per
    auto = None if listed is None else discounted_price(listed, line.less_ppm)
    net, discount = _apply_manual(line, listed, auto, line.less_ppm if listed is not None else 0)
    amount = line_amount(
        quantity_micro=line.quantity_micro, price_micro=net, per=per, currency=rules.currency
    )
    return PriceResult(listed, discount, net, amount, auto, first_micro=listed, per=per)


def _apply_manual(
    line: AskedLine,
    break_micro: int | None,
    auto_micro: int | None,
    discount: int,
    reached: int | None = None,
) -> tuple[int, int]:
    """The net unit price and the shown discount after what the clerk typed."""
    if line.manual_price_micro is not None:
        base = line.manual_price_micro
        typed = line.manual_discount_ppm or 0
        return discounted_price(base, typed), typed
    if line.manual_discount_ppm is not None:
        typed = line.manual_discount_ppm
        return discounted_price(break_micro or 0, typed, reached), typed
    return auto_micro or 0, discount


def _steps(
    line: AskedLine, base: Base | None, result: PriceResult, taken: tuple[Taken, ...], rules: RulesSnapshot
) -> tuple[Step, ...]:
    steps: list[Step] = [] if base is None else _list_steps(line, base, result, rules)
    before = result.list_micro or 0
    if not line.is_typed and base is not None:
        steps += _discount_steps(before, taken, base.row)
    if line.manual_price_micro is not None:
        steps.append(Step("manual_price", "", before, line.manual_price_micro))
        before = line.manual_price_micro
    if line.manual_discount_ppm:
        on = _part(result.discount_on_micro, before)
        rate = line.manual_discount_ppm
        steps.append(Step("manual_discount", "", before, result.net_micro, rate_ppm=rate, on_micro=on))
    steps.append(Step("net", "", result.net_micro, result.net_micro))
    return tuple(steps)


def _list_steps(line: AskedLine, base: Base, result: PriceResult, rules: RulesSnapshot) -> list[Step]:
    """From the first list's price over the formulas of the lists made of it to the break that was reached."""
    steps: list[Step] = []
    before = 0
    money = rules.currency_of(base.facts)
    for row in rows_by_way(base.first):
        facts = rules.lists[row.list_id]
        price = row.price_in(line.unit, result.per)
        if row.source is None:
            steps += _base_steps(line, row, facts, result.per, money)
        elif row.tax_ppm:
            code, rate = ("tax_added" if row.tax_ppm > 0 else "tax_taken"), abs(row.tax_ppm)
            steps.append(Step(code, "", before, price, rate_ppm=rate, rule_id=row.id))
        elif row.rate_nano is not None:
            steps.append(Step("converted", "", before, price, rule_id=row.id, rate_nano=row.rate_nano))
        else:
            made = Step("formula", facts.name, before, price, rate_ppm=facts.factor_ppm, rule_id=row.id)
            steps.append(replace(made, currency=money, list_id=facts.id))
        before = price
    if base.row.id != base.first.id:
        least, now = base.row.min_micro, result.list_micro or 0
        over = None if base.facts.breaks_over == "line" else base.facts.breaks_over
        steps.append(
            Step("break", base.facts.name, before, now, rule_id=base.row.id, min_micro=least, over=over)
        )
    return steps


def _base_steps(line: AskedLine, row: PriceRow, facts: ListFacts, per: int, money: str | None) -> list[Step]:
    """The list's own price, and what a configuration adds to it; of a model alone, what it adds."""
    own = row if row.added is None else replace(row, price_micro=row.added.own_micro)
    price = own.price_in(line.unit, per)
    base = Step(
        "base", facts.name, price, price, rule_id=row.id or None, currency=money, unit=row.unit or None
    )
    shares = [replace(each, currency=money) for each in share_steps(row, line.unit, per, current_language())]
    return shares if shares and not price else [base, *shares]


def _discount_steps(break_micro: int, taken: tuple[Taken, ...], row: PriceRow) -> list[Step]:
    """Each discount with what it takes off by itself; the last ends at the price that the rules give."""
    steps, before = [], break_micro
    reached = _part(discount_base(row, break_micro), break_micro)
    for each in taken:
        after = discounted_in(row, break_micro, each.total_ppm)
        code, on = DISCOUNT_CODES[each.kind], None if each.kind == "chained" else reached
        steps.append(
            Step(code, each.name, before, after, rate_ppm=each.rate_ppm, rule_id=each.rule_id, on_micro=on)
        )
        before = after
    return steps


def _part(reached: int | None, whole: int) -> int | None:
    """What a discount reaches of a price, None for all of it."""
    return None if reached == whole else reached
