"""What the limits of a line are, remembered as long as nothing moves on which they depend: one line is priced anew.

The checks of price_limits.py ask floor, list price and what is left of a contract; each of them takes finding the
line's price, which for 1,000 lines is more than an edit may take.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.orders.asking import asked_line, shared_of, unit_of
from app.domain.orders.context import OrderContext, ProductFacts
from app.domain.orders.draft import Draft, Line
from app.domain.pricing import AskedLine, PriceResult, RulesSnapshot, SharedFacts, price_line
from app.domain.pricing.limits import floor_micro


@dataclass(frozen=True, slots=True)
class LineLimits:
    """Of a line with an article: prices for as many units as the line's own; None where there is no such limit.

    `list_micro` is the list price of the quantity; `left_micro` what is left of an agreed quantity before the order.
    What nobody asks for, since the order has no floors, rights or contracts, is None, too.
    """

    family: str
    base_micro: int
    floor_micro: int | None = None
    list_micro: int | None = None
    left_micro: int | None = None


@dataclass(frozen=True, slots=True)
class LimitedLine:
    """A line, its number, and its limits."""

    line: Line
    number: int
    limits: LineLimits


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Which limits there are for an order at all."""

    floors: bool
    rights: bool
    agreed: bool


_Known = tuple[Line, ProductFacts, object, LineLimits]


class StandingLimits:
    """Held by whoever checks one order again and again; the answer is the same without it."""

    def __init__(self) -> None:
        self._ground: object = None
        self._rules: RulesSnapshot | None = None
        self._lines: dict[str, _Known] = {}
        self._seen: tuple[Draft, OrderContext] | None = None
        self._found: tuple[LimitedLine, ...] = ()
        self._typed: tuple[LimitedLine, ...] = ()

    def of(self, draft: Draft, context: OrderContext) -> tuple[LimitedLine, ...]:
        """The lines that have limits, in their order."""
        if self._seen is None or self._seen[0] is not draft or self._seen[1] is not context:
            self._found = tuple(self._limited(draft, context))
            self._typed = tuple(each for each in self._found if each.line.is_typed)
            self._seen = (draft, context)
        return self._found

    def typed_of(self, draft: Draft, context: OrderContext) -> tuple[LimitedLine, ...]:
        """Those of them whose price or discount a person typed."""
        self.of(draft, context)
        return self._typed

    def _limited(self, draft: Draft, context: OrderContext) -> Iterator[LimitedLine]:
        shared = shared_of(draft, context)
        rules = context.rules_of(draft)
        wanted = _Wanted(
            bool(rules.floors_for(shared.buyer)), bool(rules.rights), bool(context.purchases.drawn)
        )
        days = (draft.order_date, draft.header.requested_date, context.today, context.price_day)
        ground = (shared.buyer, shared.purchases, wanted, days, draft.currency)
        if ground != self._ground or rules is not self._rules:
            self._ground, self._rules, self._lines = ground, rules, {}
        if not (wanted.floors or wanted.rights or wanted.agreed):
            return
        before, self._lines = self._lines, {}
        products, shares = context.products, rules.shares_breaks
        all_count = wanted.floors or wanted.agreed
        for place, line in enumerate(draft.lines):
            product = products.get(line.product_id) if line.product_id is not None else None
            if product is None or line.is_made or not (all_count or line.is_typed):
                continue
            known = before.get(line.key)
            # what the price takes from other lines: nothing where no list counts over lines
            beside = shared.beside(_asked(line, draft, context)) if shares else None
            if known is None or known[:3] != (line, product, beside):
                known = (line, product, beside, _limits_of(line, draft, context, shared, wanted))
            self._lines[line.key] = known
            yield LimitedLine(line, (place + 1) * 10, known[3])


def _asked(line: Line, draft: Draft, context: OrderContext) -> AskedLine:
    asked = asked_line(line, draft, context)
    assert asked is not None, "it has an article"
    return asked


def _limits_of(
    line: Line, draft: Draft, context: OrderContext, shared: SharedFacts, wanted: _Wanted
) -> LineLimits:
    asked = _asked(line, draft, context)
    floor = floor_micro(asked, context.rules_of(draft), shared, line.price_per) if wanted.floors else None
    if not wanted.agreed and not (wanted.rights and line.is_typed):
        return LineLimits(asked.family, asked.base_micro, floor)
    result = price_line(asked, context.rules_of(draft), shared)
    return LineLimits(asked.family, asked.base_micro, floor, _listed(line, result), result.left_micro)


def _listed(line: Line, result: PriceResult) -> int | None:
    """The list price for the units that the line's own price is for."""
    if result.list_micro is None or result.per == line.price_per:
        return result.list_micro
    return unit_of(line).price_from_base(result.list_micro, result.per, line.price_per)
