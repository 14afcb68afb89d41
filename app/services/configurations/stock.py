"""How much of the articles that options come with lies free."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from app.services.stock.availability import read_availability
from app.services.unit_of_work import Reading
from db.rows import among
from db.schema.products import Product
from db.statements import table_of

_PRODUCT = table_of(Product).c


def read_free_of_articles(view: Reading, articles: Collection[str]) -> dict[str, int]:
    """By SKU what is free in all warehouses, in millionths of the base unit; articles that nobody keeps are left out.

    No query without articles, else two.
    """
    if not articles:
        return {}
    statement = sa.select(_PRODUCT.id, _PRODUCT.sku).where(among(view.db, _PRODUCT.sku, sorted(articles)))
    skus = {row.id: row.sku for row in view.db.execute(statement)}
    found = read_availability(view, skus)
    return {
        skus[id_]: sum(max(0, place.on_hand_micro - place.reserved_micro) for place in each.warehouses)
        for id_, each in found.items()
    }
