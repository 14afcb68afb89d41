"""Versions of product models: saved as drafts, released for good, retired."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.domain.errors import ConflictError, NotFoundError, RefusedError
from app.domain.product_models.definition import ProductDefinition
from app.domain.products import NAME_LENGTH, SHORT_LENGTH
from app.services.product_models.currencies import require_known_currencies
from app.services.product_models.heads import Head, head_of
from app.services.product_models.kept import definition_of, hash_of
from app.services.product_models.reading import ModelVersion, read_version
from app.services.unit_of_work import UnitOfWork
from db.held_names import hold_names
from db.schema.configurator import Configuration, ProductModel, ProductModelVersion
from db.statements import insert_row, table_of, update_version
from db.versions import DRAFT_VERSION, raise_version_above, read_version_of

KIND = "product_model"
_MODEL, _VERSION = table_of(ProductModel), table_of(ProductModelVersion)
_KEPT = table_of(Configuration).c


@dataclass(frozen=True, slots=True)
class SavedVersion:
    """Where a draft was saved: its id and number in its model, and the `version` for the next save."""

    id: int
    model_id: int
    number: int
    version: int


def save_model(
    uow: UnitOfWork, files: Mapping[str, str], *, note: str = "", unsound: bool = False
) -> SavedVersion:
    """Save files as a new draft of the model that they name, which is made where it is not there yet.

    Refused with everything that is wrong with the files (`read_definition`); where they may be `unsound` only if they
    do not say of which model they are.
    """
    uow.actor.require("model.edit")
    head = _head(files, unsound=unsound)
    model_id = _model_of(uow, head)
    newest = sa.select(sa.func.coalesce(sa.func.max(_VERSION.c.number), 0))
    number = uow.db.execute(newest.where(_VERSION.c.model_id == model_id)).scalar_one() + 1
    version = read_version_of(uow.db, DRAFT_VERSION)
    values = {"model_id": model_id, "number": number, "version": version, **_content(uow, files, note)}
    id_ = insert_row(uow.db, ProductModelVersion, values)
    _tell(uow, model_id, number, before={}, after={"content_hash": values["content_hash"], "note": note})
    return SavedVersion(id_, model_id, number, version)


def save_version(
    uow: UnitOfWork,
    id: int,
    files: Mapping[str, str],
    *,
    version: int,
    note: str = "",
    unsound: bool = False,
) -> SavedVersion:
    """Save a draft's files; ConflictError with whose files are there where somebody else saved meanwhile.

    What is there then is `read_version(view, id)`. A version that was released is never changed: RefusedError.
    Files with mistakes are refused with all of them, unless they may be `unsound`: a draft while it is written.
    """
    uow.actor.require("model.edit")
    head = _head(files, unsound=unsound)
    known = read_version(uow, id)
    _require_draft(known)
    if head.code != known.code:
        raise RefusedError("product_model.other_code", model=known.code, found=head.code)
    values = _content(uow, files, note)
    new_version = _write(uow, known, values, version)
    before = {"content_hash": known.row.content_hash, "note": known.row.note}
    after = {"content_hash": values["content_hash"], "note": note}
    _name(uow, known.row.model_id, head.name)
    _tell(uow, known.row.model_id, known.row.number, before=before, after=after)
    return SavedVersion(id, known.row.model_id, known.row.number, new_version)


def release_version(uow: UnitOfWork, id: int, *, version: int, note: str | None = None) -> int:
    """Release a draft: new configurations use it, and nothing of it changes any more; the new version.

    `note`: what is new in it, None leaves that of the draft. Whether it should be: `require_ready`.
    """
    uow.actor.require("model.edit")
    known = read_version(uow, id)
    _require_draft(known)
    require_known_currencies(uow, _checked(known.files))
    values: dict[str, Any] = {"state": "released", "released_by": uow.actor.name, "released_at": uow.now}
    if note is not None:
        values["note"] = note.strip()
    new_version = _write(uow, known, values, version)
    _activate(uow, known.row.model_id, known.row.number)
    _tell(uow, known.row.model_id, known.row.number, before={"state": "draft"}, after={"state": "released"})
    return new_version


def retire_version(uow: UnitOfWork, id: int, *, version: int) -> int:
    """Take a released version out of use: what was sold by it stays readable; the new version.

    Where it was the active one the newest other released one becomes it, or none.
    """
    uow.actor.require("model.edit")
    known = read_version(uow, id)
    if known.row.state != "released":
        raise RefusedError("product_model.not_released", model=known.code, number=known.row.number)
    new_version = _write(uow, known, {"state": "retired"}, version)
    newest = sa.select(sa.func.coalesce(sa.func.max(_VERSION.c.number), 0))
    released = (_VERSION.c.model_id == known.row.model_id, _VERSION.c.state == "released")
    _activate(uow, known.row.model_id, uow.db.execute(newest.where(*released)).scalar_one())
    _tell(uow, known.row.model_id, known.row.number, before={"state": "released"}, after={"state": "retired"})
    return new_version


def remove_draft(uow: UnitOfWork, id: int, *, version: int) -> None:
    """Throw a draft away; refused where configurations were kept under it (they are tried out, too).

    SQLite gives its id to the next draft, which may be anybody's: that one begins with a version that no page which
    still shows this one can hold, so a late save meets a conflict there.
    """
    uow.actor.require("model.edit")
    known = read_version(uow, id)
    _require_draft(known)
    if uow.db.execute(sa.select(_KEPT.id).where(_KEPT.model_version_id == id).limit(1)).first():
        raise RefusedError("product_model.draft_used", model=known.code, number=known.row.number)
    mine = (_VERSION.c.id == id, _VERSION.c.version == version)
    if uow.db.execute(sa.delete(_VERSION).where(*mine)).rowcount != 1:
        raise _conflict(read_version(uow, id), known.files)
    raise_version_above(uow.db, DRAFT_VERSION, version)
    before = {"content_hash": known.row.content_hash}
    _tell(uow, known.row.model_id, known.row.number, before=before, after={"content_hash": ""})


def _checked(files: Mapping[str, str]) -> ProductDefinition:
    return definition_of(files, hash_of(files))


def _head(files: Mapping[str, str], *, unsound: bool) -> Head:
    """Of which model the files are; those that may be unsound are asked for no more than that."""
    try:
        definition = _checked(files)
    except RefusedError:
        if not unsound:
            raise
        return head_of(files)
    return Head(definition.code, _said(definition))


def _content(uow: UnitOfWork, files: Mapping[str, str], note: str) -> dict[str, Any]:
    return {
        "content_hash": hash_of(files),
        "files": dict(files),
        "note": note.strip(),
        "saved_by": uow.actor.name,
        "saved_at": uow.now,
    }


def _require_draft(known: ModelVersion) -> None:
    if known.row.state != "draft":
        raise RefusedError("product_model.is_released", model=known.code, number=known.row.number)


def _write(uow: UnitOfWork, known: ModelVersion, values: Mapping[str, Any], version: int) -> int:
    try:
        return update_version(
            uow.db, ProductModelVersion, id=known.row.id, version=version, values=values, kind=KIND
        )
    except ConflictError:
        theirs = read_version(uow, known.row.id)
        raise _conflict(theirs, values.get("files", known.files)) from None


def _conflict(theirs: ModelVersion, mine: Mapping[str, str]) -> ConflictError:
    """Whose draft is there, and in which files it says something else."""
    names = sorted({*mine, *theirs.files})
    other = [name for name in names if mine.get(name) != theirs.files.get(name)]
    return ConflictError(
        "product_model.changed_elsewhere",
        model=theirs.code,
        number=theirs.row.number,
        who=theirs.row.saved_by,
        files=", ".join(other) or "-",
        id=theirs.row.id,
        version=theirs.row.version,
    )


def _model_of(uow: UnitOfWork, head: Head) -> int:
    """The row of the model with this code, made where there is none; held until the end of the transaction."""
    code = head.code[:SHORT_LENGTH]
    hold_names(uow.db, KIND, [code])
    found = uow.db.execute(sa.select(_MODEL.c.id).where(_MODEL.c.code == code)).scalar_one_or_none()
    if found is None:
        return insert_row(uow.db, ProductModel, {"code": code, "name": head.name or code})
    _name(uow, found, head.name)
    return int(found)


def _name(uow: UnitOfWork, model_id: int, name: str) -> None:
    """The model is called what its newest draft calls it; one that cannot be read says nothing."""
    other = (_MODEL.c.id == model_id, _MODEL.c.name != name)
    if name:
        uow.db.execute(sa.update(_MODEL).where(*other).values(name=name))


def _said(definition: ProductDefinition) -> str:
    names = definition.product.name
    return (names.get("en") or next(iter(names.values()), definition.code))[:NAME_LENGTH]


def _activate(uow: UnitOfWork, model_id: int, number: int) -> None:
    values = {"active_number": number, "version": _MODEL.c.version + 1}
    if uow.db.execute(sa.update(_MODEL).where(_MODEL.c.id == model_id).values(**values)).rowcount != 1:
        raise NotFoundError("document.not_found", kind=KIND, id=model_id)


def _tell(
    uow: UnitOfWork, model_id: int, number: int, *, before: Mapping[str, Any], after: Mapping[str, Any]
) -> None:
    """The story of a model tells of all its versions."""

    def named(values: Mapping[str, Any]) -> dict[str, Any]:
        return {f"version.{number}.{name}": value for name, value in values.items()}

    version = uow.db.execute(sa.select(_MODEL.c.version).where(_MODEL.c.id == model_id)).scalar_one()
    uow.audit(KIND, model_id, before=named(before), after=named(after))
    uow.changed(KIND, model_id, version=version)
