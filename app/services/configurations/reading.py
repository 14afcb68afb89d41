"""Kept configurations: with their version to be opened again, and as orders see them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.domain.configured import Configured, ConfiguredFacts
from app.domain.errors import NotFoundError
from app.domain.product_models.results import Configuration
from app.domain.product_models.snapshots import read_snapshot
from app.services.configurations.costs import cost_micro, read_article_costs
from app.services.configurations.facts import read_facts
from app.services.product_models.kept import KeptByHash
from app.services.product_models.reading import ModelVersion, read_version
from app.services.unit_of_work import Reading
from db.rows import among
from db.schema import configurator
from db.schema.configurator import ProductModel, ProductModelVersion
from db.statements import table_of

_KEPT = table_of(configurator.Configuration).c
_MODEL, _VERSION = table_of(ProductModel).c, table_of(ProductModelVersion).c
_ACTIVE_VERSION = table_of(ProductModelVersion).alias("active")
_ACTIVE = _ACTIVE_VERSION.c
_FACTS: KeptByHash[ConfiguredFacts] = KeptByHash(2000)


@dataclass(frozen=True, slots=True)
class KeptConfiguration:
    """A kept configuration with the version of its model under which it is opened again."""

    key: str
    configuration: Configuration
    texts: Mapping[str, str]
    version: ModelVersion
    kept_by: str
    kept_at: datetime


def read_configuration(view: Reading, key: str) -> KeptConfiguration:
    """A kept configuration, however old; NotFoundError where there is none."""
    columns = (_KEPT.snapshot, _KEPT.texts, _KEPT.model_version_id, _KEPT.kept_by, _KEPT.kept_at)
    row = view.db.execute(sa.select(*columns).where(_KEPT.key == key)).one_or_none()
    if row is None:
        raise NotFoundError("configuration.gone", key=key)
    version = read_version(view, row.model_version_id)
    return KeptConfiguration(key, read_snapshot(row.snapshot), row.texts, version, row.kept_by, row.kept_at)


_CONFIGURED = (
    sa.select(_KEPT.key, _MODEL.id, _MODEL.name, _VERSION.id, _VERSION.number, _MODEL.active_number)
    .add_columns(sa.func.coalesce(_ACTIVE.note, ""), _KEPT.texts, _KEPT.facts)
    .join(ProductModelVersion, _VERSION.id == _KEPT.model_version_id)
    .join(ProductModel, _MODEL.id == _VERSION.model_id)
    .outerjoin(
        _ACTIVE_VERSION, sa.and_(_ACTIVE.model_id == _MODEL.id, _ACTIVE.number == _MODEL.active_number)
    )
)


def read_configured(view: Reading, keys: Collection[str]) -> dict[str, Configured]:
    """The configurations by key as orders see them, at today's costs; no query without a key, else three at most."""
    wanted = sorted({key for key in keys if key})
    if not wanted:
        return {}
    rows = view.db.execute(_CONFIGURED.where(among(view.db, _KEPT.key, wanted))).all()
    found = {row[0]: _configured(row) for row in rows}
    costs = read_article_costs(view, _articles(found.values()))
    return {key: replace(each, cost_micro=cost_micro(each.facts, costs)) for key, each in found.items()}


def read_lead_days(view: Reading, keys: Collection[str]) -> dict[str, int]:
    """The working days in which each of the configurations is made; no query without a key."""
    wanted = sorted({key for key in keys if key})
    if not wanted:
        return {}
    rows = view.db.execute(sa.select(_KEPT.key, _KEPT.facts).where(among(view.db, _KEPT.key, wanted)))
    return {key: _facts(key, written).lead_days for key, written in rows}


def _facts(key: str, written: Mapping[str, Any]) -> ConfiguredFacts:
    return _FACTS.get(key, lambda: read_facts(key, written))


def _configured(row: Any) -> Configured:
    key, model_id, model, version_id, number, active_number, note, texts, written = row
    said = tuple(sorted(texts.items()))
    return Configured(
        key, model_id, model, version_id, number, active_number, note, said, _facts(key, written)
    )


def _articles(found: Iterable[Configured]) -> set[str]:
    return {line.article for each in found for line in each.facts.bom}
