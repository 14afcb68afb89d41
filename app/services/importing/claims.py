"""Outside keys that were imported already (table `imported_record`): a repeat makes no double."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from app.services.unit_of_work import Reading, UnitOfWork
from db.schema.firm import ImportedRecord

T = TypeVar("T")
_AT_ONCE = 500
PENDING = 0
KEY_LENGTH = 200


def claim(uow: UnitOfWork, kind: str, key: str) -> bool:
    """Take the key for this unit of work; False when it was imported before.

    On PostgreSQL a second import of the same file waits here for the first one's document.
    """
    insert = postgresql.insert if uow.db.dialect.name == "postgresql" else sqlite.insert
    values = {"kind": kind, "external_key": key[:KEY_LENGTH], "entity_id": PENDING}
    statement = insert(ImportedRecord).values(**values).on_conflict_do_nothing().returning(ImportedRecord.id)
    return uow.db.execute(statement).first() is not None


def settle_claim(uow: UnitOfWork, kind: str, key: str, entity_id: int) -> None:
    """Say what the key became."""
    record = ImportedRecord
    uow.db.execute(
        sa.update(record)
        .where(record.kind == kind, record.external_key == key[:KEY_LENGTH])
        .values(entity_id=entity_id)
    )


def note_imported(uow: UnitOfWork, kind: str, ids: Sequence[tuple[str, int]]) -> None:
    """Remember many (key, id) pairs at once; those known already stay as they are."""
    insert = postgresql.insert if uow.db.dialect.name == "postgresql" else sqlite.insert
    rows = [{"kind": kind, "external_key": key[:KEY_LENGTH], "entity_id": id_} for key, id_ in ids]
    if rows:
        uow.db.execute(insert(ImportedRecord).on_conflict_do_nothing(), rows)


def read_imported(view: Reading, kind: str, keys: Iterable[str]) -> dict[str, int]:
    """Id by key, of the keys that were imported."""
    record = ImportedRecord
    found: dict[str, int] = {}
    for some in in_parts(key[:KEY_LENGTH] for key in keys):
        statement = sa.select(record.external_key, record.entity_id).where(
            record.kind == kind, record.external_key.in_(some)
        )
        found.update((row[0], row[1]) for row in view.db.execute(statement))
    return found


def all_imported(view: Reading, kind: str) -> frozenset[str]:
    """Every key of a kind that is few."""
    record = ImportedRecord
    keys = view.db.execute(sa.select(record.external_key).where(record.kind == kind)).scalars()
    return frozenset(keys)


def in_parts(values: Iterable[T], size: int = _AT_ONCE) -> Iterator[list[T]]:
    """The values in lists of at most `size`, short enough for one statement."""
    source = iter(values)
    while part := list(islice(source, size)):
        yield part
