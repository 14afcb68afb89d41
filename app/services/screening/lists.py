"""Importing an edition of a list: what is new is added, what is gone or changed is closed, nothing is deleted."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

import sqlalchemy as sa

from app.domain.errors import RefusedError
from app.domain.screening.entries import ListEntry
from app.services.clock import in_zone
from app.services.screening.readers import ReadList
from app.services.unit_of_work import Reading, UnitOfWork
from db.held_names import hold_names
from db.rows import fetch, ids, one_of, select_as
from db.schema.base import canonical_json
from db.schema.screening import ScreeningAddress, ScreeningEntry, ScreeningList, ScreeningName
from db.statements import insert_row, insert_rows

_SHRINKS_FROM = 20  # entries gone, and a fifth of the list: a file that was cut off looks like it
_SHRINKS_PART = 5
_IN_FORCE = ScreeningList.closed_at.is_(None)


@dataclass(frozen=True, slots=True)
class ListEdition:
    """An imported edition; `closed_at` is empty while it is in force."""

    id: int
    kind: str
    edition: str
    published: date
    content_hash: str
    imported_at: datetime
    imported_by: str
    closed_at: datetime | None
    entries: int
    added: int
    removed: int
    changed: int


_EDITIONS = select_as(ListEdition, ScreeningList)
_CURRENT = _EDITIONS.where(_IN_FORCE).order_by(ScreeningList.kind)


def read_lists(view: Reading) -> tuple[ListEdition, ...]:
    """The lists in force by kind: at most one of each publisher."""
    return _in_zone(view, fetch(view.db, ListEdition, _CURRENT))


def read_editions(view: Reading) -> tuple[ListEdition, ...]:
    """Every edition that was imported, the newest first."""
    return _in_zone(view, fetch(view.db, ListEdition, _EDITIONS.order_by(ScreeningList.id.desc())))


def _in_zone(view: Reading, editions: tuple[ListEdition, ...]) -> tuple[ListEdition, ...]:
    return tuple(in_zone(view.clock, each, "imported_at") for each in editions)


def import_list(uow: UnitOfWork, listed: ReadList, *, anyway: bool = False) -> ListEdition:
    """Take an edition in as a whole; what it changed.

    Refused: the edition in force again; an older one, or one in which a fifth of the entries is gone, unless
    somebody has looked and wants it `anyway`.
    """
    uow.actor.require("screening.import")
    hold_names(uow.db, "screening_list", [listed.kind.value])  # two editions at once follow one another
    former = next((each for each in read_lists(uow) if each.kind == listed.kind), None)
    _refuse_same(former, listed)
    contents = {entry.reference: content_of(entry) for entry in listed.entries}
    known = _known(uow, listed.kind)
    gone = {reference for reference in known if reference not in contents}
    other = {
        reference
        for reference in known
        if contents.get(reference, known[reference][1]) != known[reference][1]
    }
    if former is not None and not anyway:
        _refuse_doubtful(former, listed, len(gone))
    added = sum(1 for reference in contents if reference not in known)
    list_id = _open_list(uow, former, listed, {"added": added, "removed": len(gone), "changed": len(other)})
    _close_entries(uow, [known[reference][0] for reference in sorted(gone | other)], list_id)
    fresh = [entry for entry in listed.entries if entry.reference not in known or entry.reference in other]
    _insert_entries(uow, list_id, fresh, contents)
    (edition,) = fetch(uow.db, ListEdition, _EDITIONS.where(ScreeningList.id == list_id))
    uow.audit("screening_list", list_id, before={}, after=_told(edition))
    uow.changed("screening_list", list_id, version=1)
    return edition


def content_of(entry: ListEntry) -> str:
    """The hash of everything that the list says of an entry."""
    return hashlib.sha256(canonical_json({**asdict(entry), "id": 0}).encode()).hexdigest()


def _told(edition: ListEdition) -> dict[str, object]:
    names = ("kind", "edition", "published", "entries", "added", "removed", "changed")
    return {name: getattr(edition, name) for name in names}


def _refuse_same(former: ListEdition | None, listed: ReadList) -> None:
    if former is not None and former.content_hash == listed.content_hash:
        raise RefusedError(
            "screening.already_imported",
            kind=listed.kind.value,
            edition=former.edition,
            date=former.published,
            imported=former.imported_at.date(),
        )


def _refuse_doubtful(former: ListEdition, listed: ReadList, gone: int) -> None:
    if listed.published < former.published:
        raise RefusedError(
            "screening.list_older", kind=listed.kind.value, date=listed.published, newer=former.published
        )
    if gone >= _SHRINKS_FROM and gone * _SHRINKS_PART >= former.entries:
        raise RefusedError(
            "screening.list_shrinks", kind=listed.kind.value, gone=gone, entries=former.entries
        )


def _known(view: Reading, kind: str) -> Mapping[str, tuple[int, str]]:
    """The entries in force: reference to id and hash."""
    statement = sa.select(ScreeningEntry.reference, ScreeningEntry.id, ScreeningEntry.content_hash).where(
        ScreeningEntry.list_kind == kind, ScreeningEntry.closed_by_id.is_(None)
    )
    return {reference: (id_, content) for reference, id_, content in view.db.execute(statement)}


def _open_list(
    uow: UnitOfWork, former: ListEdition | None, listed: ReadList, counts: Mapping[str, int]
) -> int:
    if former is not None:
        uow.db.execute(
            sa.update(ScreeningList).where(ScreeningList.id == former.id).values(closed_at=uow.now)
        )
    values = {
        "kind": listed.kind.value,
        "edition": listed.edition,
        "published": listed.published,
        "content_hash": listed.content_hash,
        "file_names": ", ".join(listed.file_names),
        "imported_at": uow.now,
        "imported_by": uow.actor.name,
        "entries": len(listed.entries),
        **counts,
    }
    return insert_row(uow.db, ScreeningList, values)


def _close_entries(uow: UnitOfWork, entry_ids: Sequence[int], list_id: int) -> None:
    statement = sa.update(ScreeningEntry).where(one_of(ScreeningEntry.id, ids())).values(closed_by_id=list_id)
    if entry_ids:
        uow.db.execute(statement, {"ids": list(entry_ids)})


def _insert_entries(
    uow: UnitOfWork, list_id: int, entries: Iterable[ListEntry], contents: Mapping[str, str]
) -> None:
    fresh = list(entries)
    rows = [
        {
            "list_kind": entry.list_kind.value,
            "reference": entry.reference,
            "kind": entry.kind.value,
            "programme": entry.programme,
            "remarks": entry.remarks,
            "content_hash": contents[entry.reference],
            "opened_by_id": list_id,
        }
        for entry in fresh
    ]
    insert_rows(uow.db, ScreeningEntry, rows)
    made = sa.select(ScreeningEntry.reference, ScreeningEntry.id).where(
        ScreeningEntry.opened_by_id == list_id, ScreeningEntry.closed_by_id.is_(None)
    )
    by_reference: dict[str, int] = {row.reference: row.id for row in uow.db.execute(made)}
    insert_rows(uow.db, ScreeningName, list(_names(fresh, by_reference)))
    insert_rows(uow.db, ScreeningAddress, list(_addresses(fresh, by_reference)))


def _names(entries: Iterable[ListEntry], by_reference: Mapping[str, int]) -> Iterable[dict[str, object]]:
    return (
        {
            "entry_id": by_reference[entry.reference],
            "place": place,
            "name": name.text,
            "kind": name.kind.value,
            "is_weak": name.is_weak,
        }
        for entry in entries
        for place, name in enumerate(entry.names)
    )


def _addresses(entries: Iterable[ListEntry], by_reference: Mapping[str, int]) -> Iterable[dict[str, object]]:
    return (
        {
            "entry_id": by_reference[entry.reference],
            "place": place,
            "street": address.street,
            "city": address.city,
            "country": address.country,
        }
        for entry in entries
        for place, address in enumerate(entry.addresses)
    )
