"""Type-ahead for products and the resolving of pasted codes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from app.services import search
from app.services.unit_of_work import Reading
from db.rows import among
from db.schema.products import CustomerPart, Product, ProductUnit
from db.search import code_key, upper_code
from db.type_ahead import PRODUCT


@dataclass(frozen=True, slots=True)
class ProductHit:
    """One line of the type-ahead list. `unit_found`: the unit whose GTIN was typed, "" for the base unit."""

    id: int
    sku: str
    name: str
    family: str
    kind: str
    unit: str
    gtin: str | None
    active: bool
    discontinued: bool
    sort_key: str
    customer_part: str | None = None
    unit_found: str = ""


@dataclass(frozen=True, slots=True)
class ResolvedCode:
    """What a code stands for; `unit` is the code of a unit, "" for the base unit."""

    product_id: int
    unit: str


def find_products(
    view: Reading, text: str, customer_id: int | None = None, limit: int = 12
) -> tuple[ProductHit, ...]:
    """The products that `text` means most likely; exact numbers first, then own usage, then the rest."""
    rows = search.find(view, PRODUCT, text, limit=limit, customer_id=customer_id)
    return tuple(ProductHit(*row) for row in rows)


def resolve_codes(
    view: Reading, codes: Sequence[str], customer_id: int | None = None, *, with_made: bool = False
) -> dict[str, ResolvedCode]:
    """What pasted codes stand for, by code as given; codes that nobody knows are missing.

    The customer's own number wins over SKU, SKU over GTIN, a product's GTIN over a unit's. `with_made`: the SKUs of
    finished pieces of configurable articles, too, which are booked and never ordered. One query.
    """
    found = _find_codes(view, codes, customer_id=customer_id, with_made=with_made)
    return {code: ResolvedCode(*found[key]) for code in codes if (key := code_key(code)) in found}


def _find_codes(
    view: Reading, codes: Sequence[str], *, customer_id: int | None, with_made: bool
) -> dict[str, tuple[int, str]]:
    """(product id, unit code) by code in upper case."""
    keys = sorted({code_key(code) for code in codes if code.strip()})
    if not keys:
        return {}
    upper_sku = upper_code(view.db, Product.sku)
    base, ordered = sa.literal(""), sa.true() if with_made else Product.variant_of_id.is_(None)
    parts = [
        sa.select(sa.literal(2).label("weight"), upper_sku.label("code"), Product.id.label("id"), base.label("unit"))
        .where(among(view.db, upper_sku, keys), ordered),
        sa.select(sa.literal(3), Product.gtin, Product.id, base).where(among(view.db, Product.gtin, keys)),
        sa.select(sa.literal(4), ProductUnit.gtin, ProductUnit.product_id, ProductUnit.code)
        .where(among(view.db, ProductUnit.gtin, keys)),
    ]  # fmt: skip
    if customer_id is not None:
        upper_part = upper_code(view.db, CustomerPart.code)
        parts.append(
            sa.select(sa.literal(1), upper_part, CustomerPart.product_id, base)
            .where(CustomerPart.customer_id == customer_id, among(view.db, upper_part, keys))
        )  # fmt: skip
    rows = sorted(view.db.execute(sa.union_all(*parts)), key=lambda row: (-row.weight, -row.id))
    return {row.code: (row.id, row.unit) for row in rows}
