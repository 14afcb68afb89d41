"""Which articles are configured, and by which version of which model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from app.domain.errors import NotFoundError, RefusedError
from app.services.product_models.names import own_name, read_names
from app.services.unit_of_work import Reading, UnitOfWork
from db.schema.configurator import ProductModel, ProductModelVersion
from db.schema.products import Product, ProductKit, ProductKitPart
from db.statements import table_of

_PRODUCT = table_of(Product)
_MODEL, _VERSION = table_of(ProductModel).c, table_of(ProductModelVersion).c


@dataclass(frozen=True, slots=True)
class ModelOfProduct:
    """The version by which an article is configured now; `files` by name, and their hash.

    What they say: `definition_of(files, content_hash)`, in a job.
    """

    product_id: int
    model_id: int
    code: str
    name: str
    version_id: int
    number: int
    content_hash: str
    files: Mapping[str, str]


_ACTIVE = (
    sa.select(_PRODUCT.c.id, _MODEL.id, _MODEL.code, _MODEL.name)
    .add_columns(_VERSION.id, _VERSION.number, _VERSION.content_hash, _VERSION.files)
    .join(ProductModel, _MODEL.id == _PRODUCT.c.product_model_id)
    .join(
        ProductModelVersion,
        sa.and_(_VERSION.model_id == _MODEL.id, _VERSION.number == _MODEL.active_number),
    )
    .where(_PRODUCT.c.id == sa.bindparam("product_id"))
)


def read_model_for(view: Reading, product_id: int) -> ModelOfProduct | None:
    """The active version of the model by which an article is configured; None where it is not, or none is released."""
    row = view.db.execute(_ACTIVE, {"product_id": product_id}).one_or_none()
    return None if row is None else ModelOfProduct(*row)


def unconfigured_because(view: Reading, product_id: int) -> str:
    """The code of why `read_model_for` has none: it is sold as it is, or no version of its model is in use."""
    chosen = sa.select(_PRODUCT.c.product_model_id).where(_PRODUCT.c.id == product_id)
    has_model = view.db.execute(chosen).scalar_one_or_none() is not None
    return "configurator.no_version" if has_model else "configurator.sold_as_it_is"


@dataclass(frozen=True, slots=True)
class ConfigurableRow:
    """An article that can be configured, by version `number` of its model.

    `model_name` is in the language of whoever reads; so is `name`, where the article is called as its model is.
    """

    id: int
    sku: str
    name: str
    model_name: str
    number: int


_CONFIGURABLE = (
    sa.select(_PRODUCT.c.id, _PRODUCT.c.sku, _PRODUCT.c.name, _MODEL.name, _MODEL.active_number)
    .add_columns(_VERSION.id, _VERSION.content_hash)
    .join(ProductModel, _MODEL.id == _PRODUCT.c.product_model_id)
    .join(
        ProductModelVersion,
        sa.and_(_VERSION.model_id == _MODEL.id, _VERSION.number == _MODEL.active_number),
    )
    .where(_MODEL.active_number > 0)
    .order_by(_PRODUCT.c.sku)
)


def read_configurable(view: Reading) -> tuple[ConfigurableRow, ...]:
    """Every article whose model has a released version, by SKU; they are few."""
    rows = view.db.execute(_CONFIGURABLE).all()
    names = read_names(view, {(version_id, content) for *_row, version_id, content in rows})
    return tuple(
        ConfigurableRow(
            id_, sku, own_name(names[version_id], name), own_name(names[version_id], model), number
        )
        for id_, sku, name, model, number, version_id, _content in rows
    )


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """An article that is configured by a model."""

    id: int
    sku: str
    name: str


_ARTICLES = (
    sa.select(_PRODUCT.c.id, _PRODUCT.c.sku, _PRODUCT.c.name)
    .where(_PRODUCT.c.product_model_id == sa.bindparam("model_id"))
    .order_by(_PRODUCT.c.sku)
)


def read_articles(view: Reading, model_id: int) -> tuple[ArticleRow, ...]:
    """The articles that are configured by a model, by SKU."""
    return tuple(ArticleRow(*row) for row in view.db.execute(_ARTICLES, {"model_id": model_id}))


def configure_product(uow: UnitOfWork, product_id: int, model_id: int | None) -> int:
    """Say by which model an article is configured, None for by none; the article's new version.

    Refused for kits and their parts.
    """
    uow.actor.require("product.edit")
    before = uow.db.execute(sa.select(_PRODUCT.c.product_model_id).where(_PRODUCT.c.id == product_id))
    row = before.one_or_none()
    if row is None:
        raise NotFoundError("document.not_found", kind="product", id=product_id)
    if model_id is not None and not uow.db.execute(sa.select(_MODEL.id).where(_MODEL.id == model_id)).first():
        raise NotFoundError("document.not_found", kind="product_model", id=model_id)
    _refuse_kits(uow, product_id)
    statement = (
        sa.update(_PRODUCT)
        .where(_PRODUCT.c.id == product_id)
        .values(product_model_id=model_id, version=_PRODUCT.c.version + 1)
        .returning(_PRODUCT.c.version)
    )
    version = int(uow.db.execute(statement).scalar_one())
    uow.audit(
        "product", product_id, before={"product_model_id": row[0]}, after={"product_model_id": model_id}
    )
    uow.changed("product", product_id, version=version)
    return version


def assign_article(uow: UnitOfWork, sku: str, model_id: int) -> int:
    """Say by its SKU which article is configured by a model; its id. NotFoundError for an unknown SKU."""
    found = uow.db.execute(sa.select(_PRODUCT.c.id).where(_PRODUCT.c.sku == sku.strip())).scalar_one_or_none()
    if found is None:
        raise NotFoundError("document.not_found", kind="product", id=sku.strip())
    configure_product(uow, found, model_id)
    return int(found)


def _refuse_kits(uow: UnitOfWork, product_id: int) -> None:
    """The price of a kit is split over its parts, and nobody chooses anything for a part."""
    kit, part = table_of(ProductKit).c, table_of(ProductKitPart).c
    kits = sa.select(kit.product_id).where(kit.product_id == product_id)
    found = kits.union_all(sa.select(part.part_id).where(part.part_id == product_id))
    if uow.db.execute(found.limit(1)).first() is not None:
        sku = uow.db.execute(sa.select(_PRODUCT.c.sku).where(_PRODUCT.c.id == product_id)).scalar_one()
        raise RefusedError("product_model.of_kit", sku=sku)
