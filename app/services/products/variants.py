"""The articles that finished pieces of configurable articles are: one for each kept configuration of an article.

Two pieces of one configurable article are different things. Each confirmed configuration has an article of its own, by
which its pieces are stocked, reserved, shipped and taken back; the order's line keeps the configurable article. Nobody
looks variants up, prices them or orders them by their own SKU.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping

import sqlalchemy as sa

from app.domain.pricing.configured import name_in
from app.domain.search_words import sort_key
from app.i18n import current_language
from app.services.unit_of_work import Reading, UnitOfWork
from db.rows import among
from db.schema.configurator import Configuration
from db.schema.products import Product
from db.statements import insert_into, table_of

VariantKey = tuple[int, str]
"""(id of the configurable article, key of a kept configuration)"""

_PRODUCT = table_of(Product)
_OWN = frozenset(
    {
        "id", "sku", "name", "sort_key", "description", "gtin", "min_quantity_micro", "step_micro", "successor_id",
        "product_model_id", "variant_of_id", "configuration", "version",
    }
)  # fmt: skip
_COPIED = tuple(name for name in _PRODUCT.c.keys() if name not in _OWN)  # noqa: SIM118 - columns, no mapping
_SKU_MAX, _NAME_MAX, _SHORT = 40, 200, 8


def read_variants(view: Reading, wanted: Collection[VariantKey]) -> dict[VariantKey, int]:
    """The ids of the variants that are there; no query where nothing is configured, else one."""
    keys = sorted({key for _product_id, key in wanted if key})
    if not keys:
        return {}
    columns = (_PRODUCT.c.variant_of_id, _PRODUCT.c.configuration, _PRODUCT.c.id)
    bases = sorted({product_id for product_id, key in wanted if key})
    statement = sa.select(*columns).where(
        among(view.db, _PRODUCT.c.variant_of_id, bases), among(view.db, _PRODUCT.c.configuration, keys)
    )
    return {(row[0], row[1]): row[2] for row in view.db.execute(statement)}


def ensure_variants(uow: UnitOfWork, wanted: Collection[VariantKey]) -> dict[VariantKey, int]:
    """The ids of the variants; those that are not there yet are made, each once whoever comes first."""
    pairs = {(product_id, key) for product_id, key in wanted if key}
    found = read_variants(uow, pairs)
    for product_id, key in sorted(pairs - found.keys()):
        found[product_id, key] = _make(uow, product_id, key)
    return found


def _make(uow: UnitOfWork, product_id: int, key: str) -> int:
    base = uow.db.execute(sa.select(_PRODUCT).where(_PRODUCT.c.id == product_id)).mappings().one()
    name = (_name(uow, key) or base["name"])[:_NAME_MAX]
    values = {
        **{column: base[column] for column in _COPIED},
        "sku": variant_sku(base["sku"], key),
        "name": name,
        "sort_key": sort_key(name),
        "description": "",
        "variant_of_id": product_id,
        "configuration": key,
    }
    statement = insert_into(uow.db.dialect, _PRODUCT).values(**values).on_conflict_do_nothing()
    is_mine = uow.db.execute(statement).rowcount == 1
    id_ = read_variants(uow, [(product_id, key)])[product_id, key]
    if is_mine:
        after = {"sku": values["sku"], "name": name, "variant_of": base["sku"]}
        uow.audit("product", id_, before={}, after=after)
        uow.changed("product", id_, version=1)
    return id_


def _name(uow: UnitOfWork, key: str) -> str:
    texts: Mapping[str, str] | None = uow.db.execute(
        sa.select(Configuration.texts).where(Configuration.key == key)
    ).scalar_one_or_none()
    return name_in(texts.items(), current_language()) if texts else ""


def variant_sku(sku: str, key: str) -> str:
    """The SKU of a variant: that of its article and eight digits of its key, the same for the same configuration."""
    short = hashlib.sha256(key.encode()).hexdigest()[:_SHORT].upper()
    return f"{sku[: _SKU_MAX - _SHORT - 1]}-{short}"
