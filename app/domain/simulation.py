"""What other rules would make of an order: priced by today's rules and by them with drafts, beside what is stored.

Nothing is computed here that the one price function does not say: `app.domain.pricing.price` is asked twice.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace

from app.domain.money import MICRO, line_amount
from app.domain.orders.asking import asked_order
from app.domain.orders.context import OrderContext
from app.domain.orders.draft import Draft, Line
from app.domain.orders.repricing import draft_totals
from app.domain.orders.without_tax import included_ppm
from app.domain.pricing import (
    AskedLine,
    AskedOrder,
    Counted,
    PricedOrder,
    PriceResult,
    RulesSnapshot,
    SharedFacts,
    price,
    shared_facts,
)
from app.domain.pricing.abroad import in_currency
from app.domain.pricing.limits import floor_micro, limits_for, lowest_micro, margin_of, typed_discount_ppm
from app.domain.pricing.taxed import in_mode
from app.domain.rounding import divide_half_up
from app.domain.tax import PriceMode

SELLERS = frozenset({"sales"})
"""Whose rights limit what was typed: those of whoever keys orders."""
SPREAD = (-200_000, -100_000, -50_000, -20_000, -1, 0, 20_000, 50_000, 100_000, 200_000)
"""The upper edges, in millionths of a share, of the groups of a spread; what lies above is in one more."""


@dataclass(frozen=True, slots=True)
class LineEffect:
    """A line of an order: its amounts as stored, by today's rules and with the drafts; None where it is not there.

    `key` is the line's, or of lines that rules add their origin and tax class.
    """

    key: str
    sku: str
    text: str
    stored_minor: int | None
    today_minor: int | None
    draft_minor: int | None

    @property
    def is_changed(self) -> bool:
        """Whether the drafts make another amount of it."""
        return (self.today_minor or 0) != (self.draft_minor or 0)


@dataclass(frozen=True, slots=True)
class OrderEffect:
    """Net totals of an order, how many of its lines the drafts change, and what its goods cost.

    Amounts are in minor units of the firm's currency.

    `uncosted_today_minor`, `uncosted_draft_minor`: what of the totals is of lines whose cost nobody knows.
    `approvals_*`: lines whose price lies below a floor, or beyond what the sellers may; `losses_*`: below cost.
    """

    stored_minor: int
    today_minor: int
    draft_minor: int
    lines: int
    changed: int
    cost_minor: int
    uncosted_today_minor: int
    uncosted_draft_minor: int
    approvals_today: int
    approvals_draft: int
    losses_today: int
    losses_draft: int

    @property
    def change_minor(self) -> int:
        """What the drafts add to today's total, below zero what they take off."""
        return self.draft_minor - self.today_minor

    @property
    def margin_today_minor(self) -> int:
        """What today's rules leave over the known costs; lines without a cost are left out."""
        return self.today_minor - self.uncosted_today_minor - self.cost_minor

    @property
    def margin_draft_minor(self) -> int:
        """The same with the drafts."""
        return self.draft_minor - self.uncosted_draft_minor - self.cost_minor


_AMOUNTS = tuple(field.name for field in fields(OrderEffect) if field.name.endswith("_minor"))


@dataclass(frozen=True, slots=True)
class Simulated:
    """An order priced twice: the question, and both answers."""

    draft: Draft
    order: AskedOrder
    lines: tuple[Line, ...]
    today: PricedOrder
    drafted: PricedOrder


def simulate(
    draft: Draft, context: OrderContext, drafted: RulesSnapshot, *, explained: bool = False
) -> Simulated:
    """Price an order by the context's rules and by the drafted ones; `explained`: each line with its steps."""
    order = asked_order(draft, context)
    keys = [line.key for line in order.lines] if explained else ()
    return Simulated(
        draft,
        order,
        tuple(line for line in draft.own_lines if line.has_amount),
        price(order, context.rules, explained=keys),
        price(order, drafted, explained=keys),
    )


def effect_of(simulated: Simulated, rules: RulesSnapshot, drafted: RulesSnapshot) -> OrderEffect:
    """The order in figures; one in another currency at the rate that it keeps."""
    exchange, mode = simulated.order.exchange, simulated.order.price_mode
    now, then = (in_mode(in_currency(each, exchange), mode) for each in (rules, drafted))
    found = _effect_of(simulated, now, then)
    if exchange is None:
        return found
    return replace(found, **{name: exchange.to_home(getattr(found, name)) for name in _AMOUNTS})


def _effect_of(simulated: Simulated, rules: RulesSnapshot, drafted: RulesSnapshot) -> OrderEffect:
    currency = rules.currency
    lines = simulated.lines
    uncosted = frozenset(
        line.key for line in lines if line.cost_micro is None and line.product_id is not None
    )
    told = line_effects(simulated)
    today, then = simulated.today.lines, simulated.drafted.lines
    return OrderEffect(
        stored_minor=draft_totals(simulated.draft).net_minor,
        today_minor=simulated.today.totals.net_minor,
        draft_minor=simulated.drafted.totals.net_minor,
        lines=len(told),
        changed=sum(line.is_changed for line in told),
        cost_minor=sum(_cost(line, currency) for line in lines),
        uncosted_today_minor=_net_of(simulated.order, today, uncosted),
        uncosted_draft_minor=_net_of(simulated.order, then, uncosted),
        approvals_today=_approvals(simulated, today, rules),
        approvals_draft=_approvals(simulated, then, drafted),
        losses_today=_losses(lines, today, simulated.order.price_mode),
        losses_draft=_losses(lines, then, simulated.order.price_mode),
    )


def line_effects(simulated: Simulated) -> tuple[LineEffect, ...]:
    """The keyed lines in their order, then what rules add: now, then, or as it is stored."""
    keyed = (
        LineEffect(line.key, line.sku, line.text, line.amount_minor, now.amount_minor, then.amount_minor)
        for line, now, then in zip(
            simulated.lines, simulated.today.lines, simulated.drafted.lines, strict=True
        )
    )
    return (*keyed, *_made(simulated))


def _made(simulated: Simulated) -> Iterator[LineEffect]:
    stored = _sums(
        (line.origin, line.tax_class, line.text, line.amount_minor)
        for line in simulated.draft.lines
        if not line.is_part
    )
    now, then = (
        _sums((line.origin, line.tax_class, line.name, line.amount_minor) for line in priced.made)
        for priced in (simulated.today, simulated.drafted)
    )
    for key in dict.fromkeys((*stored, *now, *then)):
        parts = [side.get(key) for side in (stored, now, then)]
        name = next(part[0] for part in reversed(parts) if part is not None)
        amounts = (None if part is None else part[1] for part in parts)
        yield LineEffect("/".join(key), "", name, *amounts)


def _sums(lines: Iterable[tuple[str, str, str, int]]) -> dict[tuple[str, str], tuple[str, int]]:
    """Name and amount of what rules added, by origin and tax class."""
    sums: dict[tuple[str, str], tuple[str, int]] = {}
    for origin, tax_class, name, amount in lines:
        if origin:
            known = sums.get((origin, tax_class), (name, 0))
            sums[origin, tax_class] = (known[0], known[1] + amount)
    return sums


def _cost(line: Line, currency: str) -> int:
    """What the line's goods cost; nothing for a line without an article or a known cost."""
    if line.product_id is None or line.cost_micro is None:
        return 0
    return line_amount(
        quantity_micro=line.quantity_micro, price_micro=line.cost_micro, per=1, currency=currency
    )


def _net_of(order: AskedOrder, results: Sequence[PriceResult], keys: Collection[str]) -> int:
    """The amounts of these lines without tax; of each line by itself, which is exact enough for what is left out."""
    found = 0
    for asked, result in zip(order.lines, results, strict=True):
        if asked.key in keys:
            rate = asked.tax.rate_ppm if order.price_mode == PriceMode.GROSS else 0
            found += divide_half_up(result.amount_minor * MICRO, MICRO + rate)
    return found


def _losses(lines: Sequence[Line], results: Sequence[PriceResult], mode: str) -> int:
    margins = (
        margin_of(result, line.cost_micro, included_ppm(line, mode))
        for line, result in zip(lines, results, strict=True)
        if line.product_id is not None
    )
    return sum(1 for margin in margins if margin is not None and margin < 0)


def _approvals(simulated: Simulated, results: Sequence[PriceResult], rules: RulesSnapshot) -> int:
    """How many lines would ask for an approval of their price; the checks of an order say the same."""
    order = simulated.order
    if not rules.rights and not rules.floors_for(order.buyer):
        return 0
    shared = shared_of_asked(order)
    every = zip(order.lines, simulated.lines, results, strict=True)
    return sum(
        1
        for asked, line, result in every
        if asked.product_id is not None
        and (_is_below_floor(asked, result, rules, shared) or _is_beyond_rights(asked, line, result, rules))
    )


def shared_of_asked(order: AskedOrder) -> SharedFacts:
    """What the lines of an order share."""
    counted = (
        Counted(line.product_id, line.family, line.base_unit, line.base_micro)
        for line in order.lines
        if line.product_id is not None
    )
    return shared_facts(order.buyer, order.purchases, counted)


def _is_below_floor(asked: AskedLine, result: PriceResult, rules: RulesSnapshot, shared: SharedFacts) -> bool:
    floor = floor_micro(asked, rules, shared, result.per)
    if floor is None:
        return False
    limits = limits_for(rules.rights, SELLERS, asked.family)
    return result.net_micro < lowest_micro(floor, limits, is_typed=asked.is_typed)


def _is_beyond_rights(asked: AskedLine, line: Line, result: PriceResult, rules: RulesSnapshot) -> bool:
    """Only what was typed is held against the sellers."""
    if not asked.is_typed or not rules.rights:
        return False
    limits = limits_for(rules.rights, SELLERS, asked.family)
    off, margin = (
        typed_discount_ppm(result),
        margin_of(result, line.cost_micro, included_ppm(line, rules.mode)),
    )
    most, least = limits.max_discount_ppm, limits.min_margin_ppm
    return (most is not None and off is not None and off > most) or (
        least is not None and margin is not None and margin < least
    )


def change_ppm(today_minor: int, draft_minor: int) -> int | None:
    """The change as a share of today's amount; None where that is nothing."""
    if not today_minor:
        return None if draft_minor else 0
    return divide_half_up((draft_minor - today_minor) * MICRO, abs(today_minor))


def spread(shares: Iterable[int | None]) -> tuple[int, ...]:
    """How many changes lie in each group of `SPREAD`: up to its edge, and above the one before; None in none."""
    counts = [0] * (len(SPREAD) + 1)
    for share in shares:
        if share is not None:
            counts[sum(1 for edge in SPREAD if share > edge)] += 1
    return tuple(counts)
