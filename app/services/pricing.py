"""The snapshot of price rules: read once per `rules_version`, then immutable."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from app.domain.pricing import DiscountRule, ListFacts, PriceRow, RulesSnapshot
from app.services.unit_of_work import Reading
from db.schema import firm as firm_tables
from db.schema import products as tables

RULES_VERSION = "rules_version"


def read_rules_version(view: Reading) -> int:
    """The version of the price rules: it rises with every write of a price (one tiny query)."""
    setting = firm_tables.Setting
    value = view.db.execute(sa.select(setting.value).where(setting.key == RULES_VERSION)).scalar_one_or_none()
    return int(value or 0)


def read_rules(view: Reading, *, currency: str, product_ids: Collection[int] | None = None) -> RulesSnapshot:
    """All price lists, rows and discount rules in force or to come, as one immutable value.

    With `product_ids` only their rows: enough for one order, whatever the size of the price lists.
    """
    price_list = tables.PriceList
    lists = {
        row["id"]: ListFacts(**row)
        for row in view.db.execute(
            sa.select(
                price_list.id, price_list.code, price_list.name, price_list.kind, price_list.price_group,
                price_list.customer_id, price_list.priority, price_list.valid_from, price_list.valid_to,
            ).where(price_list.active, price_list.currency == currency)
        ).mappings()
    }  # fmt: skip
    return RulesSnapshot(
        version=read_rules_version(view),
        currency=currency,
        lists=lists,
        rows=_read_rows(view, lists, product_ids),
        discounts=_read_discounts(view),
    )


def _read_rows(
    view: Reading, lists: dict[int, ListFacts], product_ids: Collection[int] | None
) -> dict[int, tuple[PriceRow, ...]]:
    row = tables.PriceRow
    columns = (
        row.product_id, row.id, row.price_list_id, row.min_quantity_micro, row.price_micro, row.per, row.valid_from,
        row.valid_to,
    )  # fmt: skip
    rows: dict[int, list[PriceRow]] = {}
    statement = sa.select(*columns).where(row.replaced_at_version.is_(None))
    if product_ids is not None:
        statement = statement.where(row.product_id.in_(sorted(product_ids)))
    for product_id, id_, list_id, least, price, per, first, last in view.db.execute(statement):
        if list_id in lists:
            rows.setdefault(product_id, []).append(PriceRow(id_, list_id, least, price, per, first, last))
    return {product_id: tuple(found) for product_id, found in rows.items()}


def _read_discounts(view: Reading) -> tuple[DiscountRule, ...]:
    rule = tables.DiscountRule
    columns = (
        rule.id, rule.name, rule.discount_ppm, rule.customer_id, rule.price_group, rule.family, rule.valid_from,
        rule.valid_to,
    )  # fmt: skip
    statement = sa.select(*columns).where(rule.replaced_at_version.is_(None)).order_by(rule.id)
    return tuple(DiscountRule(*values) for values in view.db.execute(statement))
