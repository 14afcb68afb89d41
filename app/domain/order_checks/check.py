"""What a check is: a code with its weight and the role that answers, a pure function, and what that sees."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, TypeVar, cast

from app.domain.check_settings import CheckSettings
from app.domain.habits import Habits
from app.domain.issues import Issue, Remedy, Severity
from app.domain.order_checks.line_limits import StandingLimits
from app.domain.order_checks.surroundings import Surroundings
from app.domain.orders.context import CustomerFacts, OrderContext, ProductFacts
from app.domain.orders.draft import Draft, Line
from app.domain.orders.repricing import StandingPrices

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Hit:
    """What a check found: its place, numbers and ways out; weight, owner and age only where it has its own."""

    where: str
    params: Mapping[str, object] = field(default_factory=dict)
    remedies: tuple[Remedy, ...] = ()
    severity: Severity | None = None
    owner: str = ""
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Threshold:
    """The number from which on a check speaks: days, months, money (minor units), quantity (micro), share, likeness."""

    usual: int
    unit: Literal["days", "months", "money", "quantity", "share", "likeness"]
    least: int = 0
    most: int = 10**15


HeldBy = Literal["", "law", "books"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What every check has. `held_by`: why it always blocks and can neither be weakened nor switched off.

    "law": the paper would be unlawful; "books": its sums, its tax or its stock could not be booked.
    """

    code: str
    area: str
    severity: Severity
    owner: str = "sales"
    threshold: Threshold | None = None
    is_on: bool = True
    held_by: HeldBy = ""
    has_exempt: bool = False


@dataclass(frozen=True, slots=True)
class OrderSeen:
    """An order as a check of it sees it."""

    draft: Draft
    context: OrderContext
    around: Surroundings
    thresholds: Mapping[str, int]
    standing: StandingPrices
    limits: StandingLimits
    known: dict[object, object] = field(default_factory=dict, compare=False, repr=False)

    def once(self, work_out: Callable[[OrderSeen], T]) -> T:
        """What several checks of the order want to know, worked out for the first of them."""
        if work_out not in self.known:
            self.known[work_out] = work_out(self)
        return cast("T", self.known[work_out])

    @property
    def customer(self) -> CustomerFacts:
        """The customer; checks of the head run only where there is one."""
        assert self.context.customer is not None, "an order without customer has one issue: that"
        return self.context.customer

    @property
    def ship_from(self) -> str:
        """The country from which the order ships."""
        return self.context.origin_of(self.draft.header).country

    @property
    def settings(self) -> CheckSettings:
        """What the firm chose."""
        return self.context.checks


@dataclass(frozen=True, slots=True)
class LineWorld:
    """All that a check of a line may know beside the line, its number and its article.

    As long as it is equal, what was found of a line stands: see `Remembered`.
    """

    today: date
    currency: str
    thresholds: Mapping[str, int]
    habits: Habits | None
    price_mode: str = "net"


@dataclass(slots=True)
class LineSeen:
    """A line as a check sees it; `number` is what the clerk sees in the first column."""

    line: Line
    number: int
    product: ProductFacts | None
    world: LineWorld

    def at(self, field_name: str) -> str:
        """The place of a field of the line."""
        return f"lines/{self.line.key}/{field_name}"

    def named(self, **params: object) -> dict[str, object]:
        """Params with the line's number and its article, or its text where it has none."""
        return {"line": self.number, "sku": self.line.sku or self.line.text or "?", **params}


@dataclass(frozen=True, slots=True, kw_only=True)
class Check(Declared):
    """A check of the head, or of the order as a whole."""

    run: Callable[[OrderSeen], Iterable[Hit]]


@dataclass(frozen=True, slots=True, kw_only=True)
class LineCheck(Declared):
    """A check of one line that has an amount."""

    run: Callable[[LineSeen], Hit | None]


def issue_of(check: Declared, hit: Hit, severity: Severity, owner: str) -> Issue:
    """The issue of a hit as the firm wants it weighed."""
    weight = severity if hit.severity is None else hit.severity
    return Issue(check.code, weight, hit.where, hit.params, hit.remedies, hit.owner or owner, hit.since)


def focus(code: str, where: str) -> tuple[Remedy, ...]:
    """The way out that only leads to the place."""
    return (Remedy(code, "focus", {"where": where}),)
