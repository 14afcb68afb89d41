"""Turnover bonus and tenure rebates: what customers get back of a period's net turnover (docs/bonus.md). Pure.

Turnover is what was invoiced less what was credited, net of tax, by the tax of the sales: what is given back lowers
each of them in proportion.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.domain.exchange import Exchange
from app.domain.findings import Findings
from app.domain.issues import Issue
from app.domain.money import MICRO
from app.domain.products import NAME_LENGTH, SHORT_LENGTH
from app.domain.rounding import divide_half_up, split_by_largest_remainder
from app.domain.tax import TaxKey

BONUS_KINDS = ("turnover", "tenure")
STEPS_MOST = 20
YEARS = "y"
"""Before the steps of a tenure rebate in stored text, so that a story tells them as years."""
_LEAST_MOST = 10**14


@dataclass(frozen=True, slots=True)
class BonusStep:
    """From so much on (minor units of turnover, or full years as a customer) this share of the whole turnover."""

    least: int
    rate_ppm: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BonusInput:
    """An agreement as keyed, for one customer or for each of a price group; `steps` as `join_steps` writes them.

    `family`: only turnover with articles of it; "" all of it. Days are inclusive.
    """

    name: str
    kind: str = "turnover"
    customer_id: int | None = None
    price_group: str = ""
    family: str = ""
    steps: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


def join_steps(steps: Iterable[BonusStep], kind: str = "turnover") -> str:
    """The steps as stored text: "5000000:15000;10000000:20000", of years "y3:10000;y10:15000"."""
    sign = YEARS if kind == "tenure" else ""
    return ";".join(f"{sign}{step.least}:{step.rate_ppm}" for step in steps)


def read_steps(text: str) -> tuple[BonusStep, ...]:
    """Stored steps back."""
    pairs = (part.split(":") for part in text.split(";") if part)
    return tuple(BonusStep(int(least.removeprefix(YEARS)), int(rate)) for least, rate in pairs)


def check_bonus(data: BonusInput) -> tuple[Issue, ...]:
    """Everything wrong with an agreement as keyed."""
    found = Findings("bonus")
    found.block(not data.name.strip(), "name_missing", "name")
    found.block(data.kind not in BONUS_KINDS, "kind_unknown", "kind")
    found.block((data.customer_id is None) == (not data.price_group.strip()), "for_whom", "customer_id")
    for name, longest in (("name", NAME_LENGTH), ("price_group", SHORT_LENGTH), ("family", SHORT_LENGTH)):
        found.block(len(getattr(data, name)) > longest, "too_long", name, longest=longest)
    first, last = data.valid_from, data.valid_to
    found.block(first is None or last is None, "no_period", "valid_to")
    backwards = first is not None and last is not None and last < first
    found.block(backwards, "days_backwards", "valid_to", first=first, last=last)
    _check_steps(found, read_steps(data.steps))
    return found.all


def _check_steps(found: Findings, steps: Sequence[BonusStep]) -> None:
    found.block(not 0 < len(steps) <= STEPS_MOST, "no_steps", "steps", most=STEPS_MOST)
    for before, step in zip((None, *steps), steps, strict=False):
        out = not 0 <= step.least <= _LEAST_MOST or not 0 < step.rate_ppm <= MICRO
        found.block(out, "step_range", "steps")
        found.block(before is not None and step.least <= before.least, "steps_order", "steps")


@dataclass(frozen=True, slots=True)
class TaxedPart:
    """What a posted paper has of one tax, in minor units: `total` of all its lines, `base` their net.

    `goods` are goods, services and free lines, `family` those of them with articles of the family, `off` the discounts
    (below zero). `total` and `base` differ where prices hold the tax. `exchange`: the paper's own rate, None for one in
    the firm's currency.
    """

    key: TaxKey
    total_minor: int
    base_minor: int
    goods_minor: int
    family_minor: int
    off_minor: int
    is_credit: bool
    exchange: Exchange | None = None


def net_turnover(part: TaxedPart, *, of_family: bool) -> int:
    """The net turnover that counts, in the firm's currency: without charges, less its share of the discounts.

    A credit note takes it back.
    """
    counted = part.goods_minor + part.off_minor
    if of_family:
        off = (
            divide_half_up(part.off_minor * part.family_minor, part.goods_minor)
            if part.goods_minor > 0
            else 0
        )
        counted = part.family_minor + off
    if part.base_minor != part.total_minor and part.total_minor > 0:
        counted = divide_half_up(counted * part.base_minor, part.total_minor)
    if part.exchange is not None:
        counted = part.exchange.to_home(counted)
    return -counted if part.is_credit else counted


def turnover_by_tax(parts: Iterable[TaxedPart], *, of_family: bool) -> dict[TaxKey, int]:
    """The turnover of a period by the tax of its sales."""
    sums: dict[TaxKey, int] = {}
    for part in parts:
        sums[part.key] = sums.get(part.key, 0) + net_turnover(part, of_family=of_family)
    return sums


@dataclass(frozen=True, slots=True)
class BonusReached:
    """Where an agreement stands: the share reached, what it comes to, and the next step, if there is one."""

    rate_ppm: int
    accrued_minor: int
    next_step: BonusStep | None


def bonus_reached(steps: Sequence[BonusStep], measure: int, turnover_minor: int) -> BonusReached:
    """The highest step that the measure (turnover, or years) reaches, of the whole turnover; nothing below zero."""
    reached = [step for step in steps if step.least <= measure]
    above = [step for step in steps if step.least > measure]
    rate = reached[-1].rate_ppm if reached else 0
    accrued = bonus_of(max(turnover_minor, 0), rate)
    return BonusReached(rate, accrued, above[0] if above else None)


def bonus_shares(accrued_minor: int, turnover: Mapping[TaxKey, int]) -> dict[TaxKey, int]:
    """What is given back of each tax, in proportion to its turnover, by largest remainder; below zero bears none."""
    keys = sorted(key for key, minor in turnover.items() if minor > 0)
    if not keys or accrued_minor <= 0:
        return {}
    parts = split_by_largest_remainder(accrued_minor, [turnover[key] for key in keys])
    return {key: part for key, part in zip(keys, parts, strict=True) if part}


def bonus_of(amount: int, rate_ppm: int) -> int:
    """The share of an amount or price, in its own unit, half up."""
    return divide_half_up(amount * rate_ppm, MICRO)


def full_years(first: date, last: date) -> int:
    """How many years are over from one day to another: a year is over on its anniversary."""
    years = last.year - first.year
    return max(0, years - ((last.month, last.day) < (first.month, first.day)))


@dataclass(frozen=True, slots=True)
class BonusRates:
    """What a customer is expected to get back: of all turnover, and of that of product families beside it."""

    all_ppm: int = 0
    families: Mapping[str, int] = field(default_factory=dict)

    def of(self, family: str) -> int:
        """The share of a line with an article of the family ("" without one)."""
        return self.all_ppm + (self.families.get(family, 0) if family else 0)

    def __bool__(self) -> bool:
        return bool(self.all_ppm or self.families)


NO_BONUS = BonusRates()


def add_rates(found: Iterable[tuple[str, int]]) -> BonusRates:
    """The rates of several agreements, by family; they add up."""
    whole, families = 0, dict[str, int]()
    for family, rate in found:
        if not family:
            whole += rate
        elif rate:
            families[family] = families.get(family, 0) + rate
    return BonusRates(whole, families)
