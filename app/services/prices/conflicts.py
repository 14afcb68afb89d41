"""What is wrong with lists, discounts, promotions and surcharges, found in slices: a window asks others in between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from app.domain.pricing.conflicts import Conflict, Found, PriceFacts, join_found, product_conflicts
from app.domain.pricing.promotion_worth import Worth, below_in
from app.domain.pricing.rule_conflicts import RuleConflict
from app.services.costs import read_costs
from app.services.prices.contracts import read_drawn
from app.services.prices.included import read_included_rates
from app.services.prices.rule_conflicts import (
    NamedRuleConflict,
    find_rule_conflicts,
    name_rule_conflicts,
    read_worth,
)
from app.services.pricing import read_rules
from app.services.setup import require_firm
from app.services.unit_of_work import Reading
from db.rows import among
from db.schema.products import Product

SLICE = 250
COST_CODES = frozenset({"below_cost"})
WEIGHTS = (
    "gift_kit", "parent_circle", "parent_missing", "parent_ended", "same_rank", "overlap", "coupon_twice",
    "list_never_wins", "list_ended", "gap", "below_cost", "below_floor", "never_wins", "used_up", "ended", "ran_out",
)  # fmt: skip
"""Every kind of conflict, in the order of weight."""


@dataclass(frozen=True, slots=True)
class ConflictFacts:
    """All that is looked at, and the products in slices."""

    prices: PriceFacts
    slices: tuple[tuple[int, ...], ...]
    worth: Worth


@dataclass(frozen=True, slots=True)
class Looked:
    """What one slice told: of the lists, and of what promotions make of their prices."""

    lists: Found
    below: tuple[RuleConflict, ...]


@dataclass(frozen=True, slots=True)
class NamedConflict:
    """A conflict with the words for what it is about."""

    conflict: Conflict
    list_code: str
    list_name: str
    other_code: str
    sku: str
    product_name: str
    unit: str


AnyConflict = NamedConflict | NamedRuleConflict


def read_conflict_facts(view: Reading) -> ConflictFacts:
    """The rules with costs and what is drawn, in a fixed number of queries; costs only for those who may see them."""
    rules = read_rules(view, currency=require_firm(view).currency)
    costs: dict[int, int] = {}
    if view.actor.can("margin.see"):
        costs = {id_: cost.cost_micro for id_, cost in read_costs(view, None).items()}
    agreed = [row.id for rows in rules.rows.values() for row in rows if row.agreed_micro is not None]
    taxed = {each.country for each in rules.lists.values() if each.includes_tax}
    if taxed and rules.promotions:
        taxed.add("")
    rates = read_included_rates(view, taxed if costs or rules.promotions else ())
    facts = PriceFacts(rules, view.clock.today(), costs, read_drawn(view, agreed), rates)
    ids = sorted(rules.rows)
    slices = tuple(tuple(ids[at : at + SLICE]) for at in range(0, len(ids), SLICE))
    return ConflictFacts(facts, slices, read_worth(view, rules, costs, rates))


def look_at(facts: ConflictFacts, number: int) -> Looked:
    """One slice; no query."""
    ids = facts.slices[number]
    return Looked(product_conflicts(facts.prices, ids), below_in(facts.worth, ids))


def name_conflicts(
    view: Reading, facts: ConflictFacts, parts: Sequence[Looked], *, most: int
) -> tuple[int, tuple[AnyConflict, ...]]:
    """How many there are, and the first of them with their words, the weightiest first."""
    of_rules = find_rule_conflicts(view, facts.worth, [part.below for part in parts])
    of_lists = join_found(facts.prices, [part.lists for part in parts])
    told: list[AnyConflict] = [
        *name_rule_conflicts(view, facts.worth.rules, of_rules),
        *_of_lists(view, facts, of_lists[: max(0, most - len(of_rules))]),
    ]
    told.sort(key=lambda each: WEIGHTS.index(each.conflict.code))
    return len(of_rules) + len(of_lists), tuple(told[:most])


def _of_lists(view: Reading, facts: ConflictFacts, told: Sequence[Conflict]) -> list[NamedConflict]:
    ids = sorted({each.product_id for each in told if each.product_id is not None})
    wanted = sa.select(Product.id, Product.sku, Product.name, Product.unit).where(
        among(view.db, Product.id, ids)
    )
    products = {row.id: row for row in view.db.execute(wanted)}
    lists = facts.prices.rules.lists
    named = []
    for each in told:
        own, other = lists[each.list_id], lists.get(each.other_id or 0)
        product = products.get(each.product_id)
        words = (product.sku, product.name, product.unit) if product is not None else ("", "", "")
        named.append(NamedConflict(each, own.code, own.name, other.code if other else "", *words))
    return named
