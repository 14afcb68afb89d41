"""A wanted total, margin or round sum of an order: which lines give how much, what holds each back. Pure.

Lines with an article and a price above zero take part; typed and contract prices only if wished. None goes below the
floor price of its article, or beyond what the roles of the person may give away. The prices are typed ones that say
that a goal made them (`GOAL`), so that they stay, and one step takes all of them back.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from app.domain.money import MICRO, margin_ppm, minor_per_major
from app.domain.orders.asking import asked_line, shared_of, unit_of
from app.domain.orders.context import OrderContext
from app.domain.orders.draft import GOAL, Draft, Edit, Line, edit_line
from app.domain.orders.measured import SOLD, group_of, measured_with, revenue_of
from app.domain.orders.repricing import draft_totals
from app.domain.orders.steps import apply_step
from app.domain.orders.without_tax import included_ppm
from app.domain.pricing import SharedFacts, price_line
from app.domain.pricing.base import choose_base
from app.domain.pricing.derived_rows import with_tax
from app.domain.pricing.goal_seek import LinePrice, OpenLine, price_for, seek
from app.domain.pricing.limits import floor_micro, limits_for, lowest_micro
from app.domain.rounding import divide_half_up, divide_up
from app.domain.tax import Totals

ROUNDS = 6  # in which it is sought again where the order comes to something else than its sums
KINDS = ("net", "gross", "margin", "net_down", "gross_down")
"""What is wanted: a net or gross total, a margin in millionths, or a total rounded down to a multiple."""


@dataclass(frozen=True, slots=True)
class Goal:
    """What is wanted: `value` in minor units, or in millionths for a margin. `keys`: the lines; None for all."""

    kind: str
    value: int
    keys: frozenset[str] | None = None
    with_typed: bool = False
    with_contracts: bool = False


@dataclass(frozen=True, slots=True)
class GoalLine:
    """A line before and after. `held_by` says why it gives no more, or nothing: one of the codes below.

    "floor", "discount", "margin", "zero": it is at the lowest price that the floor list, the roles' rights or nothing
    at all allow. "typed", "contract", "not_chosen", "no_article", "nothing": it does not take part.
    `included_ppm`: the rate of the tax in its price.
    """

    line: Line
    number: int
    after: LinePrice
    amount_minor: int
    held_by: str = ""
    included_ppm: int = 0

    @property
    def is_changed(self) -> bool:
        """Whether its price is another one."""
        return (self.after.price_micro, self.after.per) != (self.line.price_micro, self.line.price_per)

    @property
    def margin_before_ppm(self) -> int | None:
        """What is left of the price now; None where the cost is unknown."""
        return _margin(self.line, LinePrice(self.line.price_micro, self.line.price_per), self.included_ppm)

    @property
    def margin_after_ppm(self) -> int | None:
        """What would be left."""
        return _margin(self.line, self.after, self.included_ppm)


def _margin(line: Line, price: LinePrice, included: int) -> int | None:
    if line.cost_micro is None:
        return None
    net = with_tax(price.price_micro, -included)
    return margin_ppm(price_micro=net, cost_micro=line.cost_micro * price.per)


@dataclass(frozen=True, slots=True)
class GoalFound:
    """What comes of a goal. `problem`: "" or "nothing_open", "cost_unknown", "margin_all"; `numbers`: of which lines.

    `now`, `wanted` and `reached` are totals in minor units; of a margin in millionths. `lost`: the lines that rules
    added and that come no more, as of promotions that leave typed prices alone.
    """

    lines: tuple[GoalLine, ...]
    now: int
    wanted: int
    reached: int
    is_exact: bool
    totals: Totals
    problem: str = ""
    numbers: tuple[int, ...] = ()
    lost: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class _Part:
    """A line that takes part, and what holds it at its lowest price."""

    open: OpenLine
    held_by: str


def seek_goal(draft: Draft, context: OrderContext, goal: Goal) -> GoalFound:
    """What the lines would cost so that the order comes to what is wanted, or as near as floors and cents allow."""
    assert goal.kind in KINDS, goal.kind
    shared = shared_of(draft, context)
    parts: dict[str, _Part] = {}
    out: dict[str, str] = {}
    for line in draft.keyed_lines:
        reason = _stays_out(line, draft, context, goal, shared)
        if reason:
            out[line.key] = reason
        else:
            parts[line.key] = _part(line, draft, context, shared)
    return _Seeking(draft, context, goal, parts, out).found()


def _stays_out(line: Line, draft: Draft, context: OrderContext, goal: Goal, shared: SharedFacts) -> str:
    """Why a line keeps its price; "" for one that takes part."""
    if goal.keys is not None and line.key not in goal.keys:
        return "not_chosen"
    asked = asked_line(line, draft, context)
    if asked is None or line.kind not in SOLD:
        return "no_article"
    if line.quantity_micro <= 0 or line.amount_minor <= 0:
        return "nothing"
    if line.is_typed:
        return "" if goal.with_typed else "typed"
    base = choose_base(asked, context.rules_of(draft), shared)
    return "contract" if base is not None and base.is_contract and not goal.with_contracts else ""


def _part(line: Line, draft: Draft, context: OrderContext, shared: SharedFacts) -> _Part:
    floor, held_by = max(_floors(line, draft, context, shared), key=lambda each: each[0])
    return _Part(
        OpenLine(
            line.key, group_of(line, draft), line.quantity_micro, line.price_micro, line.amount_minor, line.price_per,
            floor,
        ),
        held_by,
    )  # fmt: skip


def _floors(line: Line, draft: Draft, context: OrderContext, shared: SharedFacts) -> list[tuple[int, str]]:
    """The lowest prices that there are for the line, each with what sets it."""
    asked = asked_line(line, draft, context)
    assert asked is not None, "it has an article"
    found = [(0, "zero")]
    floor = floor_micro(asked, context.rules_of(draft), shared, line.price_per)
    limits = limits_for(context.rules.rights, context.roles, asked.family)
    if floor is not None:
        found.append((lowest_micro(floor, limits, is_typed=True), "floor"))
    result = price_line(asked, context.rules_of(draft), shared)
    if limits.max_discount_ppm is not None and result.list_micro:
        listed = unit_of(line).price_from_base(result.list_micro, result.per, line.price_per)
        listed = result.list_micro if result.per == line.price_per else listed
        found.append((divide_up(listed * (MICRO - limits.max_discount_ppm), MICRO), "discount"))
    if limits.min_margin_ppm is not None and line.cost_micro is not None and limits.min_margin_ppm < MICRO:
        cost = line.cost_micro * line.price_per * (MICRO + included_ppm(line, draft.price_mode))
        found.append((divide_up(cost, MICRO - limits.min_margin_ppm), "margin"))
    return found


@dataclass(frozen=True, slots=True)
class _Seeking:
    draft: Draft
    context: OrderContext
    goal: Goal
    parts: Mapping[str, _Part]
    out: Mapping[str, str]

    def found(self) -> GoalFound:
        lines = [part.open for part in self.parts.values()]
        unknown = self._without_cost() if self.goal.kind == "margin" else ()
        if unknown:
            return self._nothing("cost_unknown", unknown)
        if not lines:
            return self._nothing("nothing_open")
        if self.goal.kind == "margin" and self.goal.value >= MICRO:
            return self._nothing("margin_all")
        return self._sought(lines)

    def _sought(self, lines: Sequence[OpenLine]) -> GoalFound:
        """What is sought is asked of sums, what is told of the order itself; where they differ it is sought again.

        They do where a rule looks at more than sums, or where lines that rules added were confirmed before.
        """
        measured = measured_with(self.draft, self.context, self.parts.keys())
        measure = {"net": measured.net, "gross": measured.gross, "margin": measured.revenue}[self._name]
        now, wanted = self._value(self.draft), self._wanted()
        start = _sums_of(lines, {line.key: line.amount_minor for line in lines})
        target, tried, found = wanted + measure(start) - now, set[int](), []
        while target not in tried and len(tried) < ROUNDS:
            tried.add(target)
            reached = seek(lines, target, measure, self.draft.currency)
            found.append(self._told(reached.amounts, now, wanted))
            if found[-1].is_exact or not reached.is_exact:
                break
            target -= found[-1].reached - wanted
        best = min(found, key=lambda each: (abs(each.reached - wanted), each.reached))
        return self._as_share(best) if self._name == "margin" else best

    @property
    def _name(self) -> str:
        return self.goal.kind.removesuffix("_down")

    def _wanted(self) -> int:
        """In minor units: of a margin the revenue that leaves it."""
        if self._name == "margin":
            return divide_up(self._cost_minor() * MICRO, MICRO - self.goal.value)
        if not self.goal.kind.endswith("_down"):
            return self.goal.value
        now = self._value(self.draft)
        return now - now % self.goal.value if self.goal.value > 0 else now

    def _value(self, draft: Draft) -> int:
        """What an order comes to, in what is wanted."""
        if self._name == "margin":
            return revenue_of(draft)
        totals = draft_totals(draft)
        return totals.net_minor if self._name == "net" else totals.gross_minor

    def _told(self, amounts: Mapping[str, int], now: int, wanted: int) -> GoalFound:
        lines = tuple(self._line(line, amounts, number) for number, line in self._numbered())
        after = apply_step(self.draft, goal_edits(lines), self.context)
        reached = self._value(after)
        kept = {line.origin for line in after.lines}
        lost = tuple(line for line in self.draft.lines if line.is_made and line.origin not in kept)
        return GoalFound(lines, now, wanted, reached, reached == wanted, draft_totals(after), lost=lost)

    def _as_share(self, found: GoalFound) -> GoalFound:
        cost = self._cost_minor()
        now, wanted, reached = (_share(each, cost) for each in (found.now, found.wanted, found.reached))
        return replace(found, now=now, wanted=wanted, reached=reached)

    def _nothing(self, problem: str, numbers: tuple[int, ...] = ()) -> GoalFound:
        lines = tuple(self._line(line, {}, number) for number, line in self._numbered())
        return GoalFound(lines, 0, 0, 0, False, draft_totals(self.draft), problem, numbers)

    def _numbered(self) -> Iterable[tuple[int, Line]]:
        places = enumerate(self.draft.lines, 1)
        return ((place * 10, line) for place, line in places if line.has_amount and not line.is_made)

    def _line(self, line: Line, amounts: Mapping[str, int], number: int) -> GoalLine:
        part = self.parts.get(line.key)
        now, included = LinePrice(line.price_micro, line.price_per), included_ppm(line, self.draft.price_mode)
        if part is None or line.key not in amounts:
            return GoalLine(line, number, now, line.amount_minor, self.out.get(line.key, ""), included)
        amount = amounts[line.key]
        at_least = amount <= part.open.least(self.draft.currency)
        price = price_for(part.open, amount, self.draft.currency)
        return GoalLine(line, number, price, amount, part.held_by if at_least else "", included)

    def _sold(self) -> list[tuple[int, Line]]:
        """The lines whose margin counts: goods and services, with their numbers."""
        return [(number, line) for number, line in self._numbered() if line.kind in SOLD]

    def _without_cost(self) -> tuple[int, ...]:
        return tuple(number for number, line in self._sold() if line.amount_minor and line.cost_micro is None)

    def _cost_minor(self) -> int:
        cost = sum((line.cost_micro or 0) * line.quantity_micro for _number, line in self._sold())
        return divide_half_up(cost * minor_per_major(self.draft.currency), MICRO * MICRO)


def _share(revenue: int, cost: int) -> int:
    """The margin in millionths; 0 of nothing."""
    return margin_ppm(price_micro=revenue, cost_micro=cost) or 0


def _sums_of(lines: Iterable[OpenLine], amounts: Mapping[str, int]) -> dict[Hashable, int]:
    sums: dict[Hashable, int] = {}
    for line in lines:
        sums[line.group] = sums.get(line.group, 0) + amounts[line.key]
    return sums


def goal_edits(lines: Collection[GoalLine]) -> tuple[Edit, ...]:
    """The edits that take the prices: one step."""
    return tuple(
        edit_line(
            each.line,
            price_source=GOAL,
            list_price_micro=each.after.price_micro,
            price_per=each.after.per,
            discount_source="manual",
            discount_ppm=0,
        )
        for each in lines
        if each.is_changed
    )
