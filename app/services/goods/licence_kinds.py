"""Kinds of licence that articles ask for, such as the tobacco trade or a pharmacy."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace

import sqlalchemy as sa

from app.domain.errors import NotFoundError
from app.domain.findings import Findings, refuse_blocked
from app.domain.regulated import CODE_LENGTH, NAME_LENGTH
from app.services.history import difference
from app.services.unit_of_work import Reading, UnitOfWork
from db.held_names import hold_names
from db.rows import fetch, select_as
from db.schema.goods import LicenceKind
from db.statements import insert_row, update_version

KIND = "licence_kind"


@dataclass(frozen=True, slots=True)
class LicenceKindInput:
    """A kind as keyed."""

    code: str
    name: str
    active: bool = True


@dataclass(frozen=True, slots=True)
class LicenceKindCard(LicenceKindInput):
    """A kind as it stands."""

    id: int = 0
    version: int = 0


_CARDS = select_as(LicenceKindCard, LicenceKind).order_by(LicenceKind.code)


def read_licence_kinds(view: Reading) -> tuple[LicenceKindCard, ...]:
    """Every kind by code."""
    return fetch(view.db, LicenceKindCard, _CARDS)


def create_licence_kind(uow: UnitOfWork, data: LicenceKindInput) -> int:
    """Make a kind; its id."""
    uow.actor.require("compliance.edit")
    tidy = _checked(uow, data, id=0)
    id_ = insert_row(uow.db, LicenceKind, asdict(tidy))
    uow.audit(KIND, id_, before={}, after=asdict(tidy))
    uow.changed(KIND, id_, version=1)
    return id_


def update_licence_kind(uow: UnitOfWork, id: int, data: LicenceKindInput, *, version: int) -> int:
    """Change a kind; the new version. The code stays: articles and licences name it."""
    uow.actor.require("compliance.edit")
    before = next((card for card in read_licence_kinds(uow) if card.id == id), None)
    if before is None:
        raise NotFoundError("document.not_found", kind=KIND, id=id)
    tidy = _checked(uow, replace(data, code=before.code), id=id)
    values = asdict(tidy)
    new_version = update_version(uow.db, LicenceKind, id=id, version=version, values=values, kind=KIND)
    old, new = difference(before, tidy)
    uow.audit(KIND, id, before=old, after=new)
    uow.changed(KIND, id, version=new_version)
    return new_version


def _checked(uow: UnitOfWork, data: LicenceKindInput, *, id: int) -> LicenceKindInput:
    tidy = replace(data, code=data.code.strip(), name=data.name.strip())
    hold_names(uow.db, KIND, [tidy.code])
    same = sa.select(LicenceKind.id).where(LicenceKind.code == tidy.code, LicenceKind.id != id)
    found = Findings("licence_kind")
    found.block(not tidy.code, "code_missing", "code")
    found.block(uow.db.execute(same).first(), "code_taken", "code", code=tidy.code)
    found.block(not tidy.name, "name_missing", "name")
    found.block(len(tidy.code) > CODE_LENGTH, "too_long", "code", longest=CODE_LENGTH)
    found.block(len(tidy.name) > NAME_LENGTH, "too_long", "name", longest=NAME_LENGTH)
    refuse_blocked("licence_kind", found.all)
    return tidy
