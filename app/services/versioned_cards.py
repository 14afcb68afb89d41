"""Cards of the set-up: made, changed and told to audit and bus in one way, whatever they are about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any, Protocol, TypeVar

import sqlalchemy as sa

from app.domain.errors import NotFoundError
from app.domain.findings import Findings
from app.domain.issues import Issue
from app.domain.products import NAME_LENGTH, SHORT_LENGTH
from app.services.history import difference
from app.services.unit_of_work import UnitOfWork
from db.held_names import hold_names
from db.schema.base import Base
from db.statements import insert_row, table_of, update_version


class Card(Protocol):
    """What every card has."""

    @property
    def id(self) -> int:
        """Its row."""
        ...


class Coded(Protocol):
    """A card as keyed that documents name by a code."""

    @property
    def code(self) -> str:
        """What documents name it by."""
        ...

    @property
    def name(self) -> str:
        """What people call it."""
        ...


C = TypeVar("C", bound=Card)


def require_card(cards: Iterable[C], kind: str, id: int) -> C:
    """The card with the id; refused where it is gone."""
    found = next((card for card in cards if card.id == id), None)
    if found is None:
        raise NotFoundError("document.not_found", kind=kind, id=id)
    return found


def make_card(
    uow: UnitOfWork, kind: str, table: type[Base], data: Any, values: Mapping[str, Any] | None = None
) -> int:
    """Write a new card that was checked; its id. `values`: its columns, where they are not the fields of `data`."""
    id_ = insert_row(uow.db, table, asdict(data) if values is None else values)
    uow.audit(kind, id_, before={}, after=asdict(data))
    uow.changed(kind, id_, version=1)
    return id_


def change_card(
    uow: UnitOfWork,
    kind: str,
    table: type[Base],
    data: Any,
    values: Mapping[str, Any] | None = None,
    *,
    before: Card,
    known: Any = None,
    version: int,
) -> int:
    """Write a changed card that was checked; the new version. `known`: what it said before, if not `before` itself."""
    columns = asdict(data) if values is None else values
    new_version = update_version(uow.db, table, id=before.id, version=version, values=columns, kind=kind)
    old, new = difference(before if known is None else known, data)
    uow.audit(kind, before.id, before=old, after=new)
    uow.changed(kind, before.id, version=new_version)
    return new_version


def check_code(uow: UnitOfWork, kind: str, table: type[Base], data: Coded, *, id: int) -> tuple[Issue, ...]:
    """What is wrong with code and name; the code is held, so that two desks never give it twice."""
    hold_names(uow.db, kind, [data.code])
    columns = table_of(table).c
    same = sa.select(columns.id).where(columns.code == data.code, columns.id != id)
    found = Findings("card")
    found.block(not data.code, "code_missing", "code")
    found.block(len(data.code) > SHORT_LENGTH, "too_long", "code", longest=SHORT_LENGTH)
    found.block(uow.db.execute(same).first(), "code_taken", "code", code=data.code)
    found.block(not data.name, "name_missing", "name")
    found.block(len(data.name) > NAME_LENGTH, "too_long", "name", longest=NAME_LENGTH)
    return found.all
