"""What the version of a model that is in use says against a configuration of an older one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from functools import cache, partial
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from app.domain.configured import Configured
from app.domain.errors import RefusedError
from app.domain.pricing.configured import name_in
from app.domain.product_models.snapshots import read_snapshot
from app.i18n import current_language
from app.services.kept_by_hash import KeptByHash
from app.services.product_models.kept import definition_of
from app.services.unit_of_work import Reading
from db.rows import among
from db.schema.configurator import Configuration, ProductModel, ProductModelVersion
from db.statements import table_of

if TYPE_CHECKING:
    from app.domain.product_models.flattening import Flat
    from app.domain.product_models.results import Configuration as Piece

_BROKEN: KeptByHash[tuple[str, ...]] = KeptByHash(500)
_FLAT: KeptByHash[Flat | None] = KeptByHash(4)


def is_older(known: Configured) -> bool:
    """Whether new configurations use another version."""
    return bool(known.active_number) and not known.is_current


def broken_in_use(view: Reading, older: Collection[Configured]) -> dict[str, tuple[str, ...]]:
    """By key, in the words of its rules, what the version in use says against each; options it lacks by their code."""
    if not older:
        return {}
    rows = view.db.execute(
        _select_active().where(among(view.db, Configuration.key, [each.key for each in older]))
    )
    today, language = view.clock.today(), current_language()
    found = {}
    for row in rows.all():
        name = (row.key, row.content_hash, today, language)
        found[row.key] = _BROKEN.get(name, partial(_broken, view, row, today))
    return found


@cache
def _select_active() -> sa.Select[*tuple[Any, ...]]:
    model, kept = table_of(ProductModel).c, table_of(Configuration).c
    own, active = table_of(ProductModelVersion).alias("own"), table_of(ProductModelVersion).alias("active")
    is_active = sa.and_(active.c.model_id == model.id, active.c.number == model.active_number)
    return (
        sa.select(kept.key, kept.snapshot, active.c.id, active.c.content_hash)
        .join(own, own.c.id == kept.model_version_id)
        .join(ProductModel, model.id == own.c.model_id)
        .join(active, is_active)
    )


def _broken(view: Reading, row: Any, today: date) -> tuple[str, ...]:
    flat = _FLAT.get((row.content_hash, today), lambda: _flat(_files(view, row.id), row.content_hash, today))
    return _said(flat, read_snapshot(row.snapshot)) if flat is not None else ()


def _files(view: Reading, version_id: int) -> Mapping[str, str]:
    version = table_of(ProductModelVersion).c
    found: Mapping[str, str] = view.db.execute(
        sa.select(version.files).where(version.id == version_id)
    ).scalar_one()
    return found


def _flat(files: Mapping[str, str], content_hash: str, today: date) -> Flat | None:
    from app.domain.product_models.flattening import flatten  # noqa: PLC0415 - the engine's, for who configures

    try:
        return flatten(definition_of(files, content_hash), today)
    except RefusedError:  # a file of another program's making: the check of the database tells it
        return None


def _said(flat: Flat, piece: Piece) -> tuple[str, ...]:
    from app.domain.configurator.wholes import broken_by  # noqa: PLC0415
    from app.domain.product_models.results import Configuration as Known  # noqa: PLC0415

    gone = sorted(piece.numbers.keys() - flat.scales.keys())
    known = Known(
        piece.options, {code: value for code, value in piece.numbers.items() if code in flat.scales}
    )
    codes = [*gone, *broken_by(flat.model, flat.engine_configuration(known))]
    words = (name_in(flat.messages.get(code, {}).items(), current_language()) or code for code in codes)
    return tuple(dict.fromkeys(words))
