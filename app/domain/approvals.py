"""Approvals: who may answer a request, for what content it holds, and what it would mean. Pure (C48)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from app.domain.issues import Issue, Severity
from app.domain.order_checks.holds import world_of_order
from app.domain.orders.context import OrderContext
from app.domain.orders.draft import Draft, Line
from app.domain.orders.kits import with_parts
from app.domain.orders.margins import lines_sold, order_margin
from app.domain.orders.repricing import DraftPrices, draft_totals, with_made
from app.domain.rights import Actor


class ApprovalState(StrEnum):
    """What became of a request. Void: the order was changed after it was asked."""

    OPEN = "open"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    VOID = "void"


ANSWERED = frozenset({ApprovalState.GRANTED, ApprovalState.REFUSED})
LIVE = frozenset({ApprovalState.OPEN, ApprovalState.GRANTED})
"""The states in which a change of the order makes the request void."""


@dataclass(frozen=True, slots=True)
class Deputy:
    """Who answers for somebody, from a day to a day, both inclusive; None is no limit."""

    absent: str
    deputy: str
    valid_from: date | None = None
    valid_to: date | None = None

    def stands_in_on(self, day: date) -> bool:
        """Whether it is one of the days."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


_DEPUTY = re.compile(
    r"(?P<absent>[^:;]+):\s*(?P<deputy>[^:;]+?)"
    r"(?:\s+(?P<first>\d{4}-\d\d-\d\d)\s*(?:to|bis|-)\s*(?P<last>\d{4}-\d\d-\d\d))?"
)


def read_deputies(text: str) -> tuple[Deputy, ...]:
    """The deputies of the firm's setting; parts that cannot be read name nobody (`unread_deputies`)."""
    found = (_read_deputy(part) for part in _parts(text))
    return tuple(each for each in found if each is not None)


def unread_deputies(text: str) -> tuple[str, ...]:
    """The parts of the setting that name nobody: told before they are kept."""
    return tuple(part for part in _parts(text) if _read_deputy(part) is None)


def _parts(text: str) -> list[str]:
    return [part for each in text.split(";") if (part := each.strip())]


def _read_deputy(part: str) -> Deputy | None:
    match = _DEPUTY.fullmatch(part)
    if match is None:
        return None
    try:
        first, last = (date.fromisoformat(match[name]) if match[name] else None for name in ("first", "last"))
    except ValueError:
        return None
    return Deputy(match["absent"].strip(), match["deputy"].strip(), first, last)


@dataclass(frozen=True, slots=True)
class ApprovalRules:
    """`other_person`: nobody answers what he asked himself. `approvers`: roles by name of each active person."""

    other_person: bool
    approvers: Mapping[str, frozenset[str]]
    deputies: tuple[Deputy, ...] = ()


def may_answer(actor: Actor, asked_by: str, rules: ApprovalRules, today: date, owner: str = "") -> bool:
    """Whether a person may answer an issue that this role answers for: by an own role, or as somebody's deputy.

    Who has the right to approve answers everything. What somebody asked himself only such a one may answer, and not
    where the firm wants another person: neither he nor his deputy in his stead, who would be he again.
    """
    stands_for = (actor, *_absent(actor, rules, today))
    if actor.name == asked_by:
        return not rules.other_person and any(each.can("order.approve") for each in stands_for)
    others = [each for each in stands_for if each.name != asked_by]
    lenders = others if rules.other_person else stands_for
    return any(each.can("order.approve") for each in lenders) or any(owner in each.roles for each in others)


def _absent(actor: Actor, rules: ApprovalRules, today: date) -> Iterator[Actor]:
    """Those for whom the person stands in that day."""
    for each in rules.deputies:
        if each.deputy == actor.name and each.stands_in_on(today):
            yield Actor(each.absent, rules.approvers.get(each.absent, frozenset()))


def answerers(asked_by: str, rules: ApprovalRules, today: date, owner: str = "") -> tuple[str, ...]:
    """The names of all who may answer an issue that this role answers for, sorted."""
    people = (Actor(name, roles) for name, roles in rules.approvers.items())
    return tuple(sorted(each.name for each in people if may_answer(each, asked_by, rules, today, owner)))


def told_to(asked_by: str, rules: ApprovalRules, today: date, owner: str = "") -> tuple[str, ...]:
    """Whom an issue is told of, sorted: of those who may answer it who has the very role, himself or for somebody.

    Where none of them has: all who may.
    """
    may = answerers(asked_by, rules, today, owner)
    own = tuple(name for name in may if _has_role(name, owner or "owner", rules, today))
    return own or may


def _has_role(name: str, role: str, rules: ApprovalRules, today: date) -> bool:
    actor = Actor(name, rules.approvers[name])
    return any(role in each.roles for each in (actor, *_absent(actor, rules, today)))


def asks_of(issues: Collection[Issue]) -> tuple[Issue, ...]:
    """The issues that ask for an approval."""
    return tuple(issue for issue in issues if issue.severity is Severity.APPROVE)


def covers(granted_codes: Collection[tuple[str, str]], issues: Collection[Issue]) -> bool:
    """Whether all that asks now was asked when it was granted: by code and place."""
    return {(issue.code, issue.where) for issue in asks_of(issues)} <= set(granted_codes)


@dataclass(frozen=True, slots=True)
class Effect:
    """What an order means in numbers, minor units: its net, the net that the rules alone would give, and its cost.

    `cost_minor` is that of the lines whose cost is known, `costed_net_minor` what they bring once discounts on the
    order are taken off, as the order shows it; `unknown_costs` counts the others that sell something. With the
    order so much of the credit is used, and so much holds by being overdue: what was approved is bounded by it.
    """

    net_minor: int
    rules_net_minor: int
    cost_minor: int
    costed_net_minor: int
    unknown_costs: int
    used_minor: int = 0
    overdue_minor: int = 0

    @property
    def given_minor(self) -> int:
        """What was given away beside the rules."""
        return self.rules_net_minor - self.net_minor


def effect_of(draft: Draft, context: OrderContext) -> Effect:
    """The numbers of an order as they stand and as the rules would have them."""
    by_rules = replace(
        draft,
        header=replace(draft.header, order_discount="", waived=""),
        lines=tuple(_by_rules(line) for line in draft.keyed_lines),
    )
    prices = DraftPrices(by_rules, context)
    derived = replace(by_rules, lines=tuple(map(prices.derived, by_rules.lines)))
    by_rules = with_made(with_parts(draft, derived, prices, anew=True), prices)
    margin = order_margin(draft)
    world = world_of_order(draft, context) if context.customer is not None else None
    return Effect(
        net_minor=draft_totals(draft).net_minor,
        rules_net_minor=draft_totals(by_rules).net_minor,
        cost_minor=margin.cost_minor if margin is not None else 0,
        costed_net_minor=margin.revenue_minor if margin is not None else 0,
        unknown_costs=sum(line.cost_micro is None for line in lines_sold(draft)),
        used_minor=world.used_minor if world is not None else 0,
        overdue_minor=world.overdue_minor if world is not None else 0,
    )


def _by_rules(line: Line) -> Line:
    if line.product_id is None:
        return line
    return replace(line, price_source="auto", discount_source="auto")
