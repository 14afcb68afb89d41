"""Kinds of licence that articles ask for, such as the tobacco trade or a pharmacy."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.domain.findings import refuse_blocked
from app.services.unit_of_work import Reading, UnitOfWork
from app.services.versioned_cards import change_card, check_code, make_card, require_card
from db.rows import fetch, select_as
from db.schema.goods import LicenceKind

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
    return make_card(uow, KIND, LicenceKind, _checked(uow, data, id=0))


def update_licence_kind(uow: UnitOfWork, id: int, data: LicenceKindInput, *, version: int) -> int:
    """Change a kind; the new version. The code stays: articles and licences name it."""
    uow.actor.require("compliance.edit")
    before = require_card(read_licence_kinds(uow), KIND, id)
    tidy = _checked(uow, replace(data, code=before.code), id=id)
    return change_card(uow, KIND, LicenceKind, tidy, before=before, version=version)


def _checked(uow: UnitOfWork, data: LicenceKindInput, *, id: int) -> LicenceKindInput:
    tidy = replace(data, code=data.code.strip(), name=data.name.strip())
    refuse_blocked("licence_kind", check_code(uow, KIND, LicenceKind, tidy, id=id))
    return tidy
