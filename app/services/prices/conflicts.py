"""What is wrong with the price lists, found in slices: a window asks other things between two of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from app.domain.pricing.conflicts import Conflict, Found, PriceFacts, join_found, product_conflicts
from app.services.costs import read_costs
from app.services.prices.contracts import read_drawn
from app.services.pricing import read_rules
from app.services.setup import require_firm
from app.services.unit_of_work import Reading
from db.rows import among
from db.schema.products import Product

SLICE = 250
COST_CODES = frozenset({"below_cost"})


@dataclass(frozen=True, slots=True)
class ConflictFacts:
    """All that is looked at, and the products in slices."""

    prices: PriceFacts
    slices: tuple[tuple[int, ...], ...]


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


def read_conflict_facts(view: Reading) -> ConflictFacts:
    """The rules with costs and what is drawn, in a fixed number of queries; costs only for those who may see them."""
    rules = read_rules(view, currency=require_firm(view).currency)
    costs: dict[int, int] = {}
    if view.actor.can("margin.see"):
        costs = {id_: cost.cost_micro for id_, cost in read_costs(view, None).items()}
    agreed = [row.id for rows in rules.rows.values() for row in rows if row.agreed_micro is not None]
    facts = PriceFacts(rules, view.clock.today(), costs, read_drawn(view, agreed))
    ids = sorted(rules.rows)
    return ConflictFacts(facts, tuple(tuple(ids[at : at + SLICE]) for at in range(0, len(ids), SLICE)))


def look_at(facts: ConflictFacts, number: int) -> Found:
    """One slice; no query."""
    return product_conflicts(facts.prices, facts.slices[number])


def name_conflicts(
    view: Reading, facts: ConflictFacts, parts: Sequence[Found], *, most: int
) -> tuple[int, tuple[NamedConflict, ...]]:
    """How many there are, and the first of them with their words."""
    found = join_found(facts.prices, parts)
    told = found[:most]
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
    return len(found), tuple(named)
