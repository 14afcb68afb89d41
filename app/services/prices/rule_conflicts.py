"""What is wrong with discounts, promotions and surcharges, with the words for what each finding is about."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from app.domain.pricing.promotion_worth import Article, Worth, join_below
from app.domain.pricing.rule_conflicts import RuleConflict, rule_conflicts, weight
from app.domain.pricing.rules import RulesSnapshot
from app.services.promotion_uses import read_used
from app.services.unit_of_work import Reading
from db.rows import among
from db.schema.products import Product, ProductKit


@dataclass(frozen=True, slots=True)
class NamedRuleConflict:
    """A conflict with the names of its rules and its article; amounts are in `currency`."""

    conflict: RuleConflict
    name: str
    other_name: str
    currency: str
    sku: str = ""
    product_name: str = ""
    unit: str = ""


def read_worth(
    view: Reading, rules: RulesSnapshot, costs: Mapping[int, int], rates: Mapping[tuple[int, str], int]
) -> Worth:
    """What promotions are compared with; articles are read only where there is a promotion."""
    articles: dict[int, Article] = {}
    if rules.promotions:
        named = {id_ for each in rules.promotions for id_, _micro in each.products}
        ids = sorted({*rules.rows, *named})
        wanted = sa.select(Product.id, Product.family, Product.unit, Product.kind)
        rows = view.db.execute(wanted.where(among(view.db, Product.id, ids)))
        articles = {row.id: Article(*row) for row in rows}
    return Worth(rules, view.clock.today(), articles, costs, rates)


def find_rule_conflicts(
    view: Reading, worth: Worth, below: Iterable[Sequence[RuleConflict]]
) -> tuple[RuleConflict, ...]:
    """Everything that is wrong with the rules, the weightiest first."""
    rules = worth.rules
    uses = read_used(view, rules.promotions, None)
    families = {id_: each.family for id_, each in worth.articles.items()}
    given = {each.gift.product_id for each in rules.promotions if each.gift is not None}
    is_kit = sa.select(ProductKit.product_id).where(ProductKit.product_id.in_(sorted(given)))
    kits = frozenset(view.db.execute(is_kit).scalars()) if given else frozenset()
    found = (*rule_conflicts(rules, worth.today, uses, families, kits), *join_below(below))
    return tuple(sorted(found, key=weight))


def name_rule_conflicts(
    view: Reading, rules: RulesSnapshot, found: Collection[RuleConflict]
) -> list[NamedRuleConflict]:
    """The conflicts with their words, in their order."""
    names = rule_names(rules)
    ids = sorted({each.product_id for each in found if each.product_id is not None})
    wanted = sa.select(Product.id, Product.sku, Product.name, Product.unit)
    rows = view.db.execute(wanted.where(among(view.db, Product.id, ids))) if ids else ()
    articles = {row.id: (row.sku, row.name, row.unit) for row in rows}
    named = []
    for each in found:
        other = names.get((each.kind, each.other_id or 0), "")
        article = articles.get(each.product_id or 0, ("", "", ""))
        named.append(NamedRuleConflict(each, names[each.kind, each.rule_id], other, rules.currency, *article))
    return named


def rule_names(rules: RulesSnapshot) -> dict[tuple[str, int], str]:
    """The names of the rules by kind and id."""
    return {
        **{("discount", rule.id): rule.name for rule in rules.discounts},
        **{("promotion", rule.id): rule.name for rule in rules.promotions},
        **{("surcharge", rule.id): rule.name for rule in rules.surcharges},
    }
