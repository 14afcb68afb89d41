"""The product models with their versions, as columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime

import sqlalchemy as sa

from app.domain.errors import NotFoundError
from app.services.product_models.names import name_of_version, own_name, read_names
from app.services.unit_of_work import Reading
from db.rows import fetch, select_as
from db.schema.configurator import ProductModel, ProductModelVersion
from db.statements import table_of

_MODEL, _VERSION = table_of(ProductModel).c, table_of(ProductModelVersion).c
_OTHER = table_of(ProductModelVersion).alias("other").c


@dataclass(frozen=True, slots=True)
class ModelRow:
    """A product model; `active_number` is the version that new configurations use, 0 for none.

    `name`: in the language of whoever reads, as its newest version says it.
    """

    id: int
    code: str
    name: str
    active_number: int
    version: int


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version of a model without its files. `state`: draft, released, retired."""

    id: int
    model_id: int
    number: int
    state: str
    content_hash: str
    note: str
    saved_by: str
    saved_at: datetime
    released_by: str
    released_at: datetime | None
    version: int


@dataclass(frozen=True, slots=True)
class ModelVersion:
    """A version with its files: texts by file name, "model.yaml" among them."""

    row: VersionRow
    code: str
    name: str
    files: Mapping[str, str]


_MODELS = select_as(ModelRow, ProductModel).order_by(_MODEL.code)
_NEWEST = sa.select(_VERSION.model_id, _VERSION.id, _VERSION.content_hash).where(
    _VERSION.number
    == sa.select(sa.func.max(_OTHER.number)).where(_OTHER.model_id == _VERSION.model_id).scalar_subquery()
)
_VERSIONS = (
    select_as(VersionRow, ProductModelVersion)
    .where(_VERSION.model_id == sa.bindparam("model_id"))
    .order_by(_VERSION.number.desc())
)
_WHOLE = (
    sa.select(*(_VERSION[field.name] for field in fields(VersionRow)))
    .add_columns(_MODEL.code, _MODEL.name, _VERSION.files)
    .join(ProductModel, _MODEL.id == _VERSION.model_id)
    .where(_VERSION.id == sa.bindparam("id"))
)


def read_models(view: Reading) -> tuple[ModelRow, ...]:
    """All product models by code."""
    rows = fetch(view.db, ModelRow, _MODELS)
    newest = {model_id: (id_, content) for model_id, id_, content in view.db.execute(_NEWEST)}
    names = read_names(view, newest.values())
    known = {model_id: names[id_] for model_id, (id_, _content) in newest.items()}
    return tuple(replace(row, name=own_name(known.get(row.id, {}), row.name)) for row in rows)


def read_versions(view: Reading, model_id: int) -> tuple[VersionRow, ...]:
    """The versions of a model, the newest first."""
    return fetch(view.db, VersionRow, _VERSIONS, model_id=model_id)


def read_version(view: Reading, id: int) -> ModelVersion:
    """A version with its files; NotFoundError for an unknown id."""
    found = view.db.execute(_WHOLE, {"id": id}).one_or_none()
    if found is None:
        raise NotFoundError("document.not_found", kind="product_model_version", id=id)
    *columns, code, name, files = found
    row = VersionRow(*columns)
    return ModelVersion(row, code, name_of_version(row.content_hash, files, name), files)
