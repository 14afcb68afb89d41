"""Rows that a firm keeps as one setting in canonical JSON, changed row by row: a rule, a class of customers."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Generic, TypeVar

import sqlalchemy as sa

from app.domain.errors import ConflictError, NotFoundError
from app.services.history import difference
from app.services.settings_store import put_setting
from app.services.unit_of_work import Reading, UnitOfWork
from db.schema.firm import Setting

D = TypeVar("D")
_EMPTY: dict[str, Any] = {"next": 1, "rows": []}


@dataclass(frozen=True, slots=True)
class StoredRow(Generic[D]):
    """A row as it stands; `data` is a dataclass of plain values."""

    id: int
    data: D
    version: int


@dataclass(frozen=True, slots=True)
class SettingRows(Generic[D]):
    """The rows under a key. `make`: a row out of its stored values; `tidy`: as it is kept, or refused.

    `tidy` gets the other rows too.
    """

    key: str
    kind: str
    make: Callable[[dict[str, Any]], D]
    tidy: Callable[[UnitOfWork, D, Sequence[D]], D]

    @property
    def text(self) -> sa.Select[str]:
        """The stored text, for `rows_of`."""
        return sa.select(sa.type_coerce(Setting.value, sa.Text)).where(Setting.key == self.key)

    def rows_of(self, text: str | None) -> tuple[StoredRow[D], ...]:
        """The rows out of the stored text, oldest first."""
        stored = json.loads(text) if text else _EMPTY
        return tuple(StoredRow(row["id"], self.make(row), row["version"]) for row in stored["rows"])

    def read(self, view: Reading) -> tuple[StoredRow[D], ...]:
        """The rows, oldest first."""
        return self.rows_of(view.db.execute(self.text).scalar_one_or_none())

    def create(self, uow: UnitOfWork, data: D) -> int:
        """Make a row; its id."""
        uow.actor.require("setup.edit")
        stored = self._hold_stored(uow)
        tidy = self.tidy(uow, data, self._others(stored, None))
        id_ = int(stored["next"])
        rows = [*stored["rows"], {**_values(tidy), "id": id_, "version": 1}]
        put_setting(uow, self.key, {"next": id_ + 1, "rows": rows})
        uow.audit(self.kind, id_, before={}, after=_values(tidy))
        uow.changed(self.kind, id_, version=1)
        return id_

    def update(self, uow: UnitOfWork, id: int, data: D, *, version: int) -> int:
        """Change a row; its new version."""
        uow.actor.require("setup.edit")
        stored = self._hold_stored(uow)
        tidy = self.tidy(uow, data, self._others(stored, id))
        row = self._find(stored, id)
        if row["version"] != version:
            raise ConflictError("document.changed_elsewhere", kind=self.kind, id=id)
        old, new = difference(self.make(row), tidy)
        if old:
            uow.audit(self.kind, id, before=old, after=new)
        changed = {**_values(tidy), "id": id, "version": version + 1}
        rows = [changed if each is row else each for each in stored["rows"]]
        put_setting(uow, self.key, {**stored, "rows": rows})
        uow.changed(self.kind, id, version=version + 1)
        return version + 1

    def remove(self, uow: UnitOfWork, id: int) -> None:
        """Take a row out; its history stays."""
        uow.actor.require("setup.edit")
        stored = self._hold_stored(uow)
        row = self._find(stored, id)
        uow.audit(self.kind, id, before=_values(self.make(row)), after={})
        put_setting(uow, self.key, {**stored, "rows": [each for each in stored["rows"] if each is not row]})
        uow.changed(self.kind, id, version=0)

    def _find(self, stored: dict[str, Any], id: int) -> dict[str, Any]:
        found: dict[str, Any] | None = next((row for row in stored["rows"] if row["id"] == id), None)
        if found is None:
            raise NotFoundError("document.not_found", kind=self.kind, id=id)
        return found

    def _others(self, stored: dict[str, Any], id: int | None) -> list[D]:
        return [self.make(row) for row in stored["rows"] if row["id"] != id]

    def _hold_stored(self, uow: UnitOfWork) -> dict[str, Any]:
        """What is stored, held until the end of the transaction: two desks change one after the other."""
        put_setting(uow, self.key, _EMPTY, only_new=True)
        stored: dict[str, Any] = json.loads(uow.db.execute(self.text.with_for_update()).scalar_one())
        return stored


def _values(data: Any) -> dict[str, Any]:
    return asdict(data)
