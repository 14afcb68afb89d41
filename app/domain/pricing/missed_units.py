"""The prices that a line would have, were it keyed in another unit of its article."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.money import MICRO, discounted_price, line_amount
from app.domain.pricing.asked import AskedLine, SharedFacts
from app.domain.pricing.base import Base, counted_micro, reached
from app.domain.pricing.configured import discounted_in, is_exact_for_one
from app.domain.pricing.price_row import PriceRow
from app.domain.pricing.rules import ListFacts, RulesSnapshot
from app.domain.pricing.trace import NearMiss, PriceResult
from app.domain.quantity import Unit


def missed_units(
    facts: ListFacts,
    line: AskedLine,
    rules: RulesSnapshot,
    shared: SharedFacts,
    base: Base | None,
    result: PriceResult,
) -> Iterator[NearMiss]:
    """Of a list that another one does not beat the row of each other unit that the counted quantity reaches."""
    if line.product_id is None or not facts.is_valid_on(line.on):
        return
    for unit in _other_units(facts, line, rules, base):
        found = rules.rows_of(facts, line.product_id, line.on, unit)
        rows = tuple(row for row in found if row.unit == (unit.code if unit else ""))
        there = reached(facts, rows, counted_micro(facts, line, shared), line, shared)
        if there is not None:
            yield _miss(there, unit or Unit(line.base_unit), line, result, rules.currency)


def _other_units(
    facts: ListFacts, line: AskedLine, rules: RulesSnapshot, base: Base | None
) -> Iterator[Unit | None]:
    """Those with prices of their own; None: the base unit, where the line's own prices stand before it."""
    assert line.product_id is not None, "only articles have prices"
    if base is not None and base.row.unit and base.facts.id == facts.id:
        yield None
    yield from (unit for unit in rules.units_priced(line.product_id) if unit.code != line.unit.code)


def price_beside(row: PriceRow, line: AskedLine, result: PriceResult) -> tuple[int, int]:
    """What a row would make of the line's price, and for how many sale units."""
    per = result.per
    is_exact = PriceRow.is_exact_in if result.discount_on_micro is None else is_exact_for_one
    if row.per > per and not is_exact(row, line.unit, result.discount_ppm):
        per = row.per
    return row.price_in(line.unit, per), per


def _miss(there: Base, unit: Unit, line: AskedLine, result: PriceResult, currency: str) -> NearMiss:
    price, per = price_beside(there.row, line, result)
    then = _amount(there, unit, line, result, currency)
    saves = None if then is None else max(result.amount_minor - then, 0)
    return NearMiss(
        there.facts.name, "other_unit", there.row.id, price_micro=price, per=per, saves_minor=saves,
        needs=unit.code,
    )  # fmt: skip


def _amount(there: Base, unit: Unit, line: AskedLine, result: PriceResult, currency: str) -> int | None:
    """What the line would cost in the other unit; None where it is no whole number of it."""
    row, (quantity, rest) = there.row, divmod(line.base_micro * unit.factor_den, unit.factor_num)
    if rest or quantity % MICRO:
        return None
    off, is_all = 0 if there.is_contract else result.discount_ppm, result.discount_on_micro is None
    net = discounted_price(row.price_micro, off) if is_all else discounted_in(row, row.price_micro, off)
    return line_amount(quantity_micro=quantity, price_micro=net, per=row.per, currency=currency)
