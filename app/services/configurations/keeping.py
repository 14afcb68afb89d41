"""Keeping a configuration: what it comes to is worked out once, and stored beside its choices."""

from __future__ import annotations

import sqlalchemy as sa

from app.domain.configurator.wholes import broken_by
from app.domain.errors import RefusedError
from app.domain.pricing.configured import name_in
from app.domain.product_models.definition import ProductDefinition
from app.domain.product_models.results import Configuration
from app.domain.product_models.snapshots import configuration_key, snapshot_text
from app.i18n import current_language
from app.services.configurations.facts import facts_of, texts_of
from app.services.configured_facts import written_facts
from app.services.product_models.kept import definition_of
from app.services.product_models.reading import read_version
from app.services.unit_of_work import UnitOfWork
from db.schema import configurator
from db.statements import insert_into, table_of

_KEPT = table_of(configurator.Configuration)


def keep_configuration(uow: UnitOfWork, version_id: int, configuration: Configuration) -> str:
    """Keep a whole configuration under its version of its model; its key.

    The same choices are kept once, whoever takes them. Refused where the model does not have what was chosen, where
    something is missing, or where rules of today are broken.
    Works out prices in tens of milliseconds: in a job.
    """
    uow.actor.require("order.edit")
    version = read_version(uow, version_id)
    key = configuration_key(version.code, version.row.content_hash, configuration)
    if uow.db.execute(sa.select(_KEPT.c.id).where(_KEPT.c.key == key)).first() is not None:
        return key
    definition = definition_of(version.files, version.row.content_hash)
    facts = facts_of(definition, key, configuration)
    _refuse_broken(uow, definition, configuration)
    values = {
        "key": key,
        "model_version_id": version_id,
        "snapshot": snapshot_text(configuration),
        "texts": dict(texts_of(definition, configuration)),
        "facts": written_facts(facts),
        "kept_by": uow.actor.name,
        "kept_at": uow.now,
    }
    statement = insert_into(uow.db.dialect, _KEPT).values(**values)
    uow.db.execute(statement.on_conflict_do_nothing(index_elements=["key"]))
    return key


def _refuse_broken(uow: UnitOfWork, definition: ProductDefinition, configuration: Configuration) -> None:
    from app.domain.product_models.flattening import flatten  # noqa: PLC0415 - the engine's, for who configures

    flat = flatten(definition, uow.today)
    broken = broken_by(flat.model, flat.engine_configuration(configuration))
    if broken:
        words = (name_in(flat.messages.get(code, {}).items(), current_language()) or code for code in broken)
        raise RefusedError("configuration.not_valid", model=definition.code, broken="; ".join(words))
