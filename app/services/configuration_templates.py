"""Configurations under a name: somebody's own, or shared with all; they belong to a model, not to a version of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.domain.errors import NotFoundError, RefusedError
from app.domain.findings import Findings, refuse_blocked
from app.services.unit_of_work import Reading, UnitOfWork
from db.schema.configurator import ConfigurationTemplate, ProductModelVersion, TemplateFavourite
from db.statements import insert_into, insert_row, table_of, update_version

KIND = "configuration_template"
NAME_LENGTH = 200
_TEMPLATE, _VERSION = table_of(ConfigurationTemplate).c, table_of(ProductModelVersion).c
_FAVOURITE = table_of(TemplateFavourite)


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """A template; `choices` as `configuring.keeping.read_kept` reads them, `is_favourite` of who asked."""

    id: int
    model_id: int
    name: str
    owner: str
    is_shared: bool
    choices: str
    version: int
    is_favourite: bool = False


_COLUMNS = (
    _TEMPLATE.id, _TEMPLATE.model_id, _TEMPLATE.name, _TEMPLATE.owner,
    _TEMPLATE.is_shared, _TEMPLATE.choices, _TEMPLATE.version,
)  # fmt: skip


def read_templates(view: Reading, model_version_id: int) -> tuple[TemplateRow, ...]:
    """The actor's own and all shared templates of a version's model: his favourites first, then by name."""
    mine = sa.and_(_FAVOURITE.c.template_id == _TEMPLATE.id, _FAVOURITE.c.person == view.actor.name)
    statement = (
        sa.select(*_COLUMNS, _FAVOURITE.c.id.is_not(None))
        .join(ProductModelVersion, _VERSION.model_id == _TEMPLATE.model_id)
        .outerjoin(TemplateFavourite, mine)
        .where(_VERSION.id == model_version_id)
        .where(_is_seen_by(view.actor.name))
    )
    rows = (TemplateRow(*row) for row in view.db.execute(statement))
    return tuple(sorted(rows, key=lambda row: (not row.is_favourite, row.name.casefold(), row.owner, row.id)))


def _is_seen_by(person: str) -> sa.ColumnElement[bool]:
    return sa.or_(_TEMPLATE.owner == person, _TEMPLATE.is_shared)


def save_template(uow: UnitOfWork, model_version_id: int, name: str, choices: str) -> int:
    """Keep choices under a name, in place of what the actor kept under it; the id."""
    uow.actor.require("order.edit")
    wanted = _checked_name(name)
    statement = sa.select(_VERSION.model_id).where(_VERSION.id == model_version_id)
    model_id = uow.db.execute(statement).scalar_one_or_none()
    if model_id is None:
        raise NotFoundError("document.not_found", kind="product_model_version", id=model_version_id)
    mine = (_TEMPLATE.model_id == model_id, _TEMPLATE.owner == uow.actor.name, _TEMPLATE.name == wanted)
    known = uow.db.execute(sa.select(*_COLUMNS).where(*mine)).one_or_none()
    if known is not None:
        row = TemplateRow(*known)
        _change(uow, row, {"choices": choices}, version=row.version)
        return row.id
    values = {"model_id": model_id, "name": wanted, "owner": uow.actor.name, "choices": choices}
    id_ = insert_row(uow.db, ConfigurationTemplate, values)
    _tell(uow, model_id, id_, before={}, after={"name": wanted, "owner": uow.actor.name}, version=1)
    return id_


def rename_template(uow: UnitOfWork, id: int, name: str, *, version: int) -> int:
    """Give a template another name that its owner has not used yet; the new version."""
    row, wanted = _read_own(uow, id), _checked_name(name)
    others = sa.select(_TEMPLATE.id).where(
        _TEMPLATE.model_id == row.model_id, _TEMPLATE.owner == row.owner, _TEMPLATE.name == wanted
    )
    found = Findings("template")
    found.block(uow.db.execute(others.where(_TEMPLATE.id != id)).first(), "name_taken", "name", name=wanted)
    refuse_blocked("template", found.all)
    return _change(uow, row, {"name": wanted}, version=version)


def share_template(uow: UnitOfWork, id: int, *, is_shared: bool, version: int) -> int:
    """Let all have a template, or its owner alone; the new version."""
    return _change(uow, _read_own(uow, id), {"is_shared": is_shared}, version=version)


def mark_favourite(uow: UnitOfWork, id: int, *, is_favourite: bool) -> None:
    """Let the actor see a template first that he can see, or not any more; nobody else notices."""
    uow.actor.require("order.edit")
    known = sa.select(_TEMPLATE.version).where(_TEMPLATE.id == id, _is_seen_by(uow.actor.name))
    # held against its deletion: the mark of what is gone would be an error that nobody understands
    version = uow.db.execute(known.with_for_update(read=True, key_share=True)).scalar_one_or_none()
    if version is None:
        raise NotFoundError("document.not_found", kind=KIND, id=id)
    values = {"template_id": id, "person": uow.actor.name}
    if is_favourite:
        statement = insert_into(uow.db.dialect, _FAVOURITE).values(**values)
        uow.db.execute(statement.on_conflict_do_nothing(index_elements=list(values)))
    else:
        mine = (_FAVOURITE.c.template_id == id, _FAVOURITE.c.person == uow.actor.name)
        uow.db.execute(sa.delete(_FAVOURITE).where(*mine))
    uow.changed(KIND, id, version=version)


def delete_template(uow: UnitOfWork, id: int) -> None:
    """Delete a template; the model's story keeps that it was there."""
    row = _read_own(uow, id)
    uow.db.execute(sa.select(_TEMPLATE.id).where(_TEMPLATE.id == id).with_for_update()).all()
    uow.db.execute(sa.delete(_FAVOURITE).where(_FAVOURITE.c.template_id == id))
    uow.db.execute(sa.delete(ConfigurationTemplate).where(_TEMPLATE.id == id))
    _tell(uow, row.model_id, id, before={"name": row.name}, after={"name": None}, version=row.version)


def _read_own(uow: UnitOfWork, id: int) -> TemplateRow:
    """One that the actor may change: his own, or anybody's for who keeps the set-up."""
    uow.actor.require("order.edit")
    found = uow.db.execute(sa.select(*_COLUMNS).where(_TEMPLATE.id == id)).one_or_none()
    if found is None:
        raise NotFoundError("document.not_found", kind=KIND, id=id)
    row = TemplateRow(*found)
    if row.owner != uow.actor.name and not uow.actor.can("setup.edit"):
        raise RefusedError("template.of_another", name=row.name, owner=row.owner)
    return row


def _change(uow: UnitOfWork, row: TemplateRow, values: Mapping[str, Any], *, version: int) -> int:
    new_version = update_version(
        uow.db, ConfigurationTemplate, id=row.id, version=version, values=values, kind=KIND
    )
    before = {name: getattr(row, name) for name in values}
    _tell(uow, row.model_id, row.id, before=before, after=values, version=new_version)
    return new_version


def _tell(
    uow: UnitOfWork,
    model_id: int,
    id: int,
    *,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    version: int,
) -> None:
    """The story of a model tells of its templates."""

    def named(values: Mapping[str, Any]) -> dict[str, Any]:
        return {f"template.{id}.{name}": value for name, value in values.items()}

    uow.audit("product_model", model_id, before=named(before), after=named(after))
    uow.changed(KIND, id, version=version)


def _checked_name(name: str) -> str:
    wanted = " ".join(name.split())
    found = Findings("template")
    found.block(not wanted, "name_missing", "name")
    found.block(len(wanted) > NAME_LENGTH, "too_long", "name", longest=NAME_LENGTH)
    refuse_blocked("template", found.all)
    return wanted
