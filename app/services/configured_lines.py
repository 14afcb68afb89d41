"""Kept configurations as orders see them. Orders without one pay nothing for it: no query, no table, no evaluator."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import sqlalchemy as sa

from app.domain.configured import Configured, ConfiguredFacts
from app.domain.product_models.results import BomLine
from app.services.configured_breaks import broken_in_use, is_older
from app.services.configured_costs import cost_micro, read_article_costs, setup_micro
from app.services.configured_facts import read_facts
from app.services.kept_by_hash import KeptByHash
from app.services.letterhead import read_firm
from app.services.unit_of_work import Reading
from db.rows import among
from db.schema.configurator import Configuration, ProductModel, ProductModelVersion
from db.statements import table_of

_FACTS: KeptByHash[ConfiguredFacts] = KeptByHash(2000)


@cache
def _select_configured() -> sa.Select[*tuple[Any, ...]]:
    model, version = table_of(ProductModel).c, table_of(ProductModelVersion).c
    kept, active = table_of(Configuration).c, table_of(ProductModelVersion).alias("active")
    is_active = sa.and_(active.c.model_id == model.id, active.c.number == model.active_number)
    return (
        sa.select(kept.key, model.id, model.name, version.id, version.number, model.active_number)
        .add_columns(sa.func.coalesce(active.c.note, ""), kept.texts, kept.facts)
        .join(ProductModelVersion, version.id == kept.model_version_id)
        .join(ProductModel, model.id == version.model_id)
        .outerjoin(active, is_active)
    )


def read_configured(view: Reading, keys: Collection[str]) -> dict[str, Configured]:
    """The configurations by key as orders see them, at today's costs; no query without a key, else three at most.

    Of those of an older version also what the one in use says against them: one query more, and the first time tens
    of milliseconds for each.
    """
    wanted = sorted({key for key in keys if key})
    if not wanted:
        return {}
    rows = view.db.execute(_select_configured().where(among(view.db, Configuration.key, wanted))).all()
    found = {row[0]: _configured(row) for row in rows}
    costs, home = read_article_costs(view, _articles(found.values())), read_firm(view)["currency"]
    older = broken_in_use(view, [each for each in found.values() if is_older(each)])
    return {
        key: replace(_with_costs(each, costs, home), broken=older.get(key, ())) for key, each in found.items()
    }


def _with_costs(known: Configured, articles: Mapping[str, int], home: str) -> Configured:
    piece, setup = cost_micro(known.facts, articles, home), setup_micro(known.facts, home)
    return replace(known, cost_micro=piece, setup_micro=setup)


def read_lead_days(view: Reading, keys: Collection[str]) -> dict[str, int]:
    """The working days in which each of the configurations is made; no query without a key."""
    wanted = sorted({key for key in keys if key})
    if not wanted:
        return {}
    chosen = sa.select(Configuration.key, Configuration.facts)
    rows = view.db.execute(chosen.where(among(view.db, Configuration.key, wanted)))
    return {key: _facts(key, written).lead_days for key, written in rows}


def read_bills(view: Reading, keys: Collection[str]) -> dict[str, tuple[BomLine, ...]]:
    """The articles of a piece of each of the configurations; no query without a key."""
    wanted = sorted({key for key in keys if key})
    if not wanted:
        return {}
    chosen = sa.select(Configuration.key, Configuration.facts)
    rows = view.db.execute(chosen.where(among(view.db, Configuration.key, wanted)))
    return {key: _facts(key, written).bom for key, written in rows}


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
