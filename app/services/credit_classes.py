"""Classes of customers: from when on what is overdue holds their orders. One setting, read with every order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from app.domain.credit import CreditClass, check_class
from app.domain.findings import Findings, refuse_blocked
from app.services.setting_rows import SettingRows, StoredRow
from app.services.unit_of_work import Reading, UnitOfWork
from db.schema.parties import Customer

KIND = "credit_class"


def _make(row: dict[str, Any]) -> CreditClass:
    return CreditClass(**{name: row[name] for name in CreditClass.__slots__ if name in row})


def _tidy(_uow: UnitOfWork, data: CreditClass, others: Sequence[CreditClass]) -> CreditClass:
    tidy = replace(data, code=data.code.strip())
    found = Findings("credit_class")
    taken = tidy.code.casefold() in {each.code.casefold() for each in others}
    found.block(taken and tidy.code, "taken", "code", code=tidy.code)
    found.block(taken and not tidy.code, "usual_taken", "code")
    refuse_blocked("credit_class", (*check_class(tidy), *found.all))
    return tidy


_ROWS = SettingRows("credit_classes", KIND, _make, _tidy)
CLASSES_TEXT = _ROWS.text
"""The stored text, for `classes_of`."""


@lru_cache(maxsize=16)
def classes_of(text: str | None) -> tuple[CreditClass, ...]:
    """The classes out of the stored text; equal text is parsed once."""
    return tuple(row.data for row in _ROWS.rows_of(text))


def read_credit_classes(view: Reading) -> tuple[StoredRow[CreditClass], ...]:
    """The classes, oldest first."""
    return _ROWS.read(view)


def create_credit_class(uow: UnitOfWork, data: CreditClass) -> int:
    """Make a class; its id."""
    return _ROWS.create(uow, data)


def update_credit_class(uow: UnitOfWork, id: int, data: CreditClass, *, version: int) -> int:
    """Change a class; its new version. One that customers have keeps its code."""
    old = next((row.data.code for row in _ROWS.read(uow) if row.id == id), "")
    if old and data.code.strip() != old:
        _refuse_used(uow, old)
    return _ROWS.update(uow, id, data, version=version)


def remove_credit_class(uow: UnitOfWork, id: int) -> None:
    """Take a class out that no customer has."""
    old = next((row.data.code for row in _ROWS.read(uow) if row.id == id), "")
    if old:
        _refuse_used(uow, old)
    _ROWS.remove(uow, id)


def _refuse_used(uow: UnitOfWork, code: str) -> None:
    found = Findings("credit_class")
    counted = sa.select(Customer.credit_class, sa.func.count(Customer.id)).group_by(Customer.credit_class)
    used = uow.db.execute(counted.where(Customer.credit_class != "")).all()
    wanted = code.casefold()  # as `class_of` compares; SQLite's own lower() knows no umlauts
    count = sum(customers for name, customers in used if name.strip().casefold() == wanted)
    found.block(count, "in_use", "code", code=code, count=count)
    refuse_blocked("credit_class", found.all)
