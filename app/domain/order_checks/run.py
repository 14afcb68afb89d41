"""All checks that are on, over an order; the heaviest issues first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from app.domain.check_settings import CheckSettings
from app.domain.issues import SEVERITY_ORDER, Issue, Severity
from app.domain.order_checks import registry
from app.domain.order_checks.check import (
    Check,
    Declared,
    LineCheck,
    LineSeen,
    LineWorld,
    OrderSeen,
    issue_of,
)
from app.domain.order_checks.line_limits import StandingLimits
from app.domain.order_checks.surroundings import Surroundings
from app.domain.orders.context import OrderContext, ProductFacts
from app.domain.orders.draft import KIT, Draft, Line
from app.domain.orders.repricing import StandingPrices

NOTHING_AROUND = Surroundings()


class _Found(NamedTuple):
    """What was found of a line, and of what it depended."""

    line: Line
    number: int
    product: ProductFacts | None
    issues: tuple[Issue, ...]


@dataclass(slots=True)
class Remembered:
    """What the checks found of each line: an edit of one line of 1,000 checks one line anew.

    Held by whoever checks one order again and again; `check_order` gives the same answer with and without it.
    """

    world: object = None
    found: dict[str, _Found] = field(default_factory=dict)
    standing: StandingPrices = field(default_factory=StandingPrices)
    limits: StandingLimits = field(default_factory=StandingLimits)


def check_order(
    draft: Draft,
    context: OrderContext,
    around: Surroundings = NOTHING_AROUND,
    remembered: Remembered | None = None,
) -> tuple[Issue, ...]:
    """Every issue of the draft, block first, then in the order of the screen."""
    settings = context.checks
    known = remembered if remembered is not None else Remembered()
    seen = OrderSeen(draft, context, around, thresholds_of(settings), known.standing, known.limits)
    issues = list(_run(seen, (registry.NO_CUSTOMER,)))
    if not issues:
        issues.extend(_run(seen, registry.CARD_CHECKS))
    issues.extend(_run(seen, registry.HEAD_CHECKS))
    issues.extend(_line_issues(seen, known))
    issues.extend(_run(seen, registry.WHOLE_CHECKS))
    return tuple(sorted(issues, key=lambda issue: SEVERITY_ORDER[issue.severity]))


def thresholds_of(settings: CheckSettings) -> dict[str, int]:
    """The number of each check that has one, as the firm chose it."""
    found: dict[str, int] = {}
    for check in registry.WITH_THRESHOLD:
        assert check.threshold is not None, "those have one"
        chosen = settings.choice(check.code).threshold
        found[check.code] = check.threshold.usual if chosen is None else chosen
    return found


def severity_of(check: Declared, settings: CheckSettings) -> Severity | None:
    """How heavy the check weighs in this firm; None where it is off. What law or books hold always blocks."""
    if check.held_by:
        return Severity.BLOCK
    choice = settings.choice(check.code)
    is_on = check.is_on if choice.is_on is None else choice.is_on
    return (choice.severity or check.severity) if is_on else None


def owner_of(check: Declared, settings: CheckSettings) -> str:
    """The role that answers for the check's issues in this firm."""
    return settings.choice(check.code).owner or check.owner


def _run(seen: OrderSeen, checks: Iterable[Check]) -> Iterator[Issue]:
    settings = seen.settings
    for check in checks:
        severity = severity_of(check, settings)
        if severity is not None:
            owner = owner_of(check, settings)
            yield from (issue_of(check, hit, severity, owner) for hit in check.run(seen))


_OF_KEYED = frozenset({"price", "quantity"})
_OF_KIT = _OF_KEYED | {"article"}
_Active = Sequence[tuple[LineCheck, Severity, str]]


def _line_issues(seen: OrderSeen, remembered: Remembered) -> Iterator[Issue]:
    """The issues of all lines, line by line; those of untouched lines are remembered."""
    settings = seen.settings
    active = [
        (check, severity, owner_of(check, settings))
        for check in registry.LINE_CHECKS
        if (severity := severity_of(check, settings)) is not None
    ]
    world = _world_of(seen)
    if remembered.world != (world, active):
        remembered.world, remembered.found = (world, active), {}
    before, products = remembered.found, seen.context.products
    remembered.found = {}
    for index, line in enumerate(seen.draft.lines):
        if line.has_price:
            product = products.get(line.product_id) if line.product_id is not None else None
            found = before.get(line.key)
            number = (index + 1) * 10
            if found is None or found[:3] != (line, number, product):
                found = _Found(
                    line,
                    number,
                    product,
                    _issues_of(LineSeen(line, number, product, world), _asked_of(line, active)),
                )
            remembered.found[line.key] = found
            yield from found.issues


def _asked_of(line: Line, active: _Active) -> _Active:
    """Nobody keyed the quantity of free goods, and nobody may type their price; a kit has no tax of its own."""
    if line.kind == KIT:
        return [each for each in active if each[0].area in _OF_KIT]
    if not line.is_made:
        return active
    return [each for each in active if each[0].area not in _OF_KEYED]


def _world_of(seen: OrderSeen) -> LineWorld:
    return LineWorld(
        today=seen.context.today,
        currency=seen.draft.currency,
        thresholds=seen.thresholds,
        habits=seen.context.habits,
        price_mode=seen.draft.price_mode,
    )


def _issues_of(line: LineSeen, active: _Active) -> tuple[Issue, ...]:
    return tuple(
        issue_of(check, hit, severity, owner)
        for check, severity, owner in active
        if (hit := check.run(line)) is not None
    )
