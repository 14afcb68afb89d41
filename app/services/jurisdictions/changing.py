"""Rows about jurisdictions, made, changed and taken out one by one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Generic, TypeVar

import sqlalchemy as sa

from app.domain.errors import NotFoundError
from app.domain.findings import refuse_blocked
from app.domain.issues import Issue
from app.services.unit_of_work import Reading, UnitOfWork
from db.held_names import hold_names
from db.statements import insert_row, table_of, update_version

D = TypeVar("D")


@dataclass(frozen=True, slots=True)
class Card(Generic[D]):
    """A row as it stands."""

    id: int
    data: D
    version: int


@dataclass(frozen=True, slots=True)
class Rows(Generic[D]):
    """A table of rows. `check` gets the id of the row that is changed, 0 for a new one; `values` are its columns."""

    kind: str
    table: Any
    read: Callable[[Reading], tuple[Card[D], ...]]
    tidy: Callable[[D], D]
    check: Callable[[UnitOfWork, D, int], tuple[Issue, ...]]
    values: Callable[[UnitOfWork, D], dict[str, object]]
    used_by: Callable[[UnitOfWork, D], tuple[Issue, ...]] | None = None

    def create(self, uow: UnitOfWork, data: D) -> int:
        """Make a row; its id."""
        tidy = self._checked(uow, data, 0)
        id_ = insert_row(uow.db, self.table, self.values(uow, tidy))
        self._tell(uow, id_, before={}, after=_shown(tidy), version=1)
        return id_

    def update(self, uow: UnitOfWork, id: int, data: D, *, version: int) -> int:
        """Change a row; its new version. Documents keep the taxes that they have."""
        tidy = self._checked(uow, data, id)
        before = _shown(self._find(uow, id).data)
        new_version = update_version(
            uow.db, self.table, id=id, version=version, values=self.values(uow, tidy), kind=self.kind
        )
        after = _shown(tidy)
        changed = [name for name in after if before.get(name) != after[name]]
        self._tell(
            uow,
            id,
            before={name: before[name] for name in changed},
            after={name: after[name] for name in changed},
            version=new_version,
        )
        return new_version

    def remove(self, uow: UnitOfWork, id: int) -> None:
        """Take a row out; its history stays."""
        uow.actor.require("setup.edit")
        hold_names(uow.db, "tax", ["jurisdictions"])
        before = self._find(uow, id).data
        if self.used_by is not None:
            refuse_blocked("jurisdiction", self.used_by(uow, before))
        table = table_of(self.table)
        uow.db.execute(sa.delete(table).where(table.c.id == id))
        self._tell(uow, id, before=_shown(before), after={}, version=0)

    def _checked(self, uow: UnitOfWork, data: D, id: int) -> D:
        uow.actor.require("setup.edit")
        hold_names(uow.db, "tax", ["jurisdictions"])
        tidy = self.tidy(data)
        refuse_blocked("jurisdiction", self.check(uow, tidy, id))
        return tidy

    def _find(self, uow: UnitOfWork, id: int) -> Card[D]:
        found = next((card for card in self.read(uow) if card.id == id), None)
        if found is None:
            raise NotFoundError("document.not_found", kind=self.kind, id=id)
        return found

    def _tell(
        self, uow: UnitOfWork, id: int, *, before: Mapping[str, Any], after: Mapping[str, Any], version: int
    ) -> None:
        uow.audit(self.kind, id, before=before, after=after)
        uow.changed(self.kind, id, version=version)


def _shown(data: Any) -> dict[str, Any]:
    values: dict[str, Any] = asdict(data)
    return values
