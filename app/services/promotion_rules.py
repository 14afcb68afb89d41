"""Promotions as prices see them: those in force, or drafts of them, with their articles and customers by id."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa

from app.domain.pricing import Gift, Promotion
from app.domain.promotion_inputs import split_names
from app.services.unit_of_work import Reading
from db.rows import ids, one_of
from db.schema.products import Product
from db.schema.promotions import PromotionCustomer, PromotionProduct, PromotionRule
from db.statements import table_of

_RULE, _GIFT = table_of(PromotionRule), table_of(Product)
_PRODUCTS, _CUSTOMERS = table_of(PromotionProduct), table_of(PromotionCustomer)
_SAME = (
    "id", "number", "name", "effect", "currency", "rate_ppm", "amount_minor", "buy_micro", "get_micro", "max_times",
    "slot", "tax_class", "counts", "least_micro", "least_minor", "order_least_minor", "coupon", "exclusive", "max_uses",
    "max_customer_uses", "budget_minor", "valid_from", "valid_to",
)  # fmt: skip
_NAMES = ("groups", "channels", "countries", "families")
_GIFTS = ("sku", "name", "unit", "family", "tax_class")
_RULES = (
    sa.select(*(_RULE.c[name] for name in (*_SAME, *_NAMES, "gift_id", "replaces_id")))
    .add_columns(*(_GIFT.c[name].label(f"gift_{name}") for name in _GIFTS))
    .join_from(_RULE, _GIFT, _GIFT.c.id == _RULE.c.gift_id, isouter=True)
    .where(_RULE.c.replaced_at_version.is_(None))
    .order_by(_RULE.c.number)
)
_IN_FORCE = _RULES.where(~_RULE.c.draft)
_DRAFTS = _RULES.where(_RULE.c.draft, one_of(_RULE.c.id, ids()))
_ARTICLES = (
    sa.select(_PRODUCTS.c.promotion_id, _PRODUCTS.c.product_id, _PRODUCTS.c.quantity_micro)
    .where(one_of(_PRODUCTS.c.promotion_id, ids()))
    .order_by(_PRODUCTS.c.promotion_id, _PRODUCTS.c.product_id)
)
_BUYERS = sa.select(_CUSTOMERS.c.promotion_id, _CUSTOMERS.c.customer_id).where(
    one_of(_CUSTOMERS.c.promotion_id, ids())
)


def read_promotion_rules(view: Reading) -> tuple[Promotion, ...]:
    """The promotions in all currencies by number, without drafts; a firm without any costs one query."""
    return _promotions_of(view, view.db.execute(_IN_FORCE).mappings().all())


def read_drafts_of_promotions(
    view: Reading, draft_ids: Collection[int]
) -> tuple[tuple[Promotion, int | None], ...]:
    """These drafts as prices see them, each with the id of the promotion whose place it is to take."""
    rows = view.db.execute(_DRAFTS, {"ids": sorted(draft_ids)}).mappings().all()
    return tuple(zip(_promotions_of(view, rows), (row["replaces_id"] for row in rows), strict=True))


def _promotions_of(view: Reading, rows: Sequence[sa.RowMapping]) -> tuple[Promotion, ...]:
    if not rows:
        return ()
    wanted = {"ids": [row["id"] for row in rows]}
    articles: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for id_, product_id, micro in view.db.execute(_ARTICLES, wanted):
        articles[id_].append((product_id, micro))
    customers: defaultdict[int, set[int]] = defaultdict(set)
    for id_, customer_id in view.db.execute(_BUYERS, wanted):
        customers[id_].add(customer_id)
    return tuple(
        Promotion(
            **_columns(row),
            gift=_gift(row),
            products=tuple(articles.get(row["id"], ())),
            customers=frozenset(customers.get(row["id"], ())),
        )
        for row in rows
    )


def _columns(row: sa.RowMapping) -> dict[str, Any]:
    names = {name: frozenset(split_names(row[name])) for name in _NAMES}
    return {name: row[name] for name in _SAME} | names


def _gift(row: sa.RowMapping) -> Gift | None:
    if row["gift_id"] is None:
        return None
    return Gift(row["gift_id"], *(row[f"gift_{name}"] for name in _GIFTS))
