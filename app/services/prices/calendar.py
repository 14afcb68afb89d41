"""When price lists and rules hold, or the prices of an article in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import sqlalchemy as sa

from app.domain.pricing.calendar import BarRow, calendar_of_lists, calendar_of_product, calendar_of_rules
from app.domain.pricing.promotions import Promotion
from app.domain.pricing.rules import DiscountRule, RulesSnapshot, SurchargeRule
from app.services.pricing import read_rules
from app.services.products import read_product
from app.services.setup import require_firm
from app.services.unit_of_work import Reading
from db.rows import among
from db.schema.products import Product

AnyRule = DiscountRule | Promotion | SurchargeRule


@dataclass(frozen=True, slots=True)
class Calendar:
    """The rows with the codes and names of their lists, and their rules by kind and id.

    `sku` and `unit` are those of the article, "" for all lists and rules.
    """

    rows: tuple[BarRow, ...]
    codes: Mapping[int, str]
    names: Mapping[int, str]
    sku: str = ""
    unit: str = ""
    currency: str = "EUR"
    rules: Mapping[tuple[str, int], AnyRule] = field(default_factory=dict)

    def of_kind(self, kind: str) -> tuple[BarRow, ...]:
        """The rows of a kind, "" for all."""
        return tuple(row for row in self.rows if kind in {"", row.kind})


def read_calendar(view: Reading, product_id: int | None) -> Calendar:
    """Of the active lists in the firm's currency and of all rules, or of those for an article with its prices."""
    ids = [] if product_id is None else [product_id]
    currency = require_firm(view).currency
    rules = read_rules(view, currency=currency, product_ids=ids)
    codes = {each.id: each.code for each in rules.lists.values()}
    names = {each.id: each.name for each in rules.lists.values()}
    today, families = view.clock.today(), _families(view, rules)
    if product_id is None:
        rows = calendar_of_lists(rules.lists.values()) + calendar_of_rules(rules, today, families)
        return Calendar(rows, codes, names, currency=currency, rules=_by_id(rules))
    product = read_product(view, product_id)
    article = product_id, product.family
    rows = calendar_of_product(rules, product_id) + calendar_of_rules(rules, today, families, article)
    return Calendar(rows, codes, names, product.sku, product.unit, currency, _by_id(rules))


def _families(view: Reading, rules: RulesSnapshot) -> dict[int, str]:
    """The families of the articles that promotions name."""
    ids = sorted({id_ for each in rules.promotions for id_, _micro in each.products})
    if not ids:
        return {}
    wanted = sa.select(Product.id, Product.family).where(among(view.db, Product.id, ids))
    return {row.id: row.family for row in view.db.execute(wanted)}


def _by_id(rules: RulesSnapshot) -> dict[tuple[str, int], AnyRule]:
    return {
        **{("discount", rule.id): rule for rule in rules.discounts},
        **{("promotion", rule.id): rule for rule in rules.promotions},
        **{("surcharge", rule.id): rule for rule in rules.surcharges},
    }
