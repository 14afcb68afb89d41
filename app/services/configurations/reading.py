"""A kept configuration with the version of its model, to be opened again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from app.domain.errors import NotFoundError
from app.domain.product_models.results import Configuration
from app.domain.product_models.snapshots import read_snapshot
from app.services.product_models.reading import ModelVersion, read_version
from app.services.unit_of_work import Reading
from db.schema import configurator
from db.statements import table_of

_KEPT = table_of(configurator.Configuration).c


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
