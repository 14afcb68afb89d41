"""What was screened: stored by the party and the editions asked, so that nobody waits for the same question twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from app.domain.screening.entries import Party
from app.domain.screening.matching import Hit
from app.domain.screening.party_key import party_key
from app.services.unit_of_work import Reading, UnitOfWork
from db.schema.screening import ScreeningEntry, ScreeningHit, ScreeningRelease, ScreeningResult
from db.statements import insert_into

_LONGEST = 200


@dataclass(frozen=True, slots=True)
class StoredHit:
    """A hit as stored: the entry, by which of its names, how alike, why, and until when it is released."""

    id: int
    entry_id: int
    list_kind: str
    reference: str
    name: str
    score_mille: int
    explained: Mapping[str, Any]
    released_until: date | None
    released_by: str
    released_for: str
    is_closed: bool  # the entry has been changed or taken off the list since

    def is_released(self, today: date) -> bool:
        """Whether somebody said, for today still, that the party is not this entry."""
        return self.released_until is not None and self.released_until >= today


@dataclass(frozen=True, slots=True)
class StoredResult:
    """A party as screened against the editions of `lists_key`."""

    party_key: str
    lists_key: str
    screened_at: datetime
    hits: tuple[StoredHit, ...]


@dataclass(frozen=True, slots=True)
class Screened:
    """A party with its hits, on the way into the database."""

    party: Party
    hits: tuple[Hit, ...]
    customer_id: int | None = None


_KEYS: sa.BindParameter[Sequence[str]] = sa.bindparam("keys", expanding=True)
_RESULTS = (
    sa.select(
        ScreeningResult.party_key,
        ScreeningResult.screened_at,
        ScreeningHit.id,
        ScreeningHit.entry_id,
        ScreeningEntry.list_kind,
        ScreeningEntry.reference,
        ScreeningHit.name,
        ScreeningHit.score_mille,
        ScreeningHit.explained,
        ScreeningRelease.until,
        ScreeningRelease.released_by,
        ScreeningRelease.reason,
        ScreeningEntry.closed_by_id,
    )
    .outerjoin(ScreeningHit, ScreeningHit.result_id == ScreeningResult.id)
    .outerjoin(ScreeningEntry, ScreeningEntry.id == ScreeningHit.entry_id)
    .outerjoin(
        ScreeningRelease,
        sa.and_(
            ScreeningRelease.party_key == ScreeningResult.party_key,
            ScreeningRelease.entry_id == ScreeningHit.entry_id,
            ScreeningRelease.ended_at.is_(None),
        ),
    )
    .where(ScreeningResult.lists_key == sa.bindparam("lists_key"), ScreeningResult.party_key.in_(_KEYS))
    .order_by(ScreeningResult.id, ScreeningHit.score_mille.desc(), ScreeningHit.id)
)


def read_results(view: Reading, lists_key: str, keys: Sequence[str]) -> dict[str, StoredResult]:
    """The stored results of these parties by their keys, with hits the likest first: one query."""
    rows = view.db.execute(_RESULTS, {"lists_key": lists_key, "keys": list(keys)}).all()
    found: dict[str, StoredResult] = {}
    for row in rows:
        known = found.get(row.party_key)
        hits = known.hits if known is not None else ()
        fresh = () if row.id is None else (_stored_hit(row),)
        found[row.party_key] = StoredResult(row.party_key, lists_key, row.screened_at, (*hits, *fresh))
    return found


def _stored_hit(row: Any) -> StoredHit:
    return StoredHit(
        id=row.id,
        entry_id=row.entry_id,
        list_kind=row.list_kind,
        reference=row.reference,
        name=row.name,
        score_mille=row.score_mille,
        explained=row.explained,
        released_until=row.until,
        released_by=row.released_by or "",
        released_for=row.reason or "",
        is_closed=row.closed_by_id is not None,
    )


def store_results(uow: UnitOfWork, lists_key: str, screened: Iterable[Screened]) -> int:
    """Keep results; one that somebody else stored meanwhile stays as it is. How many were new."""
    stored = 0
    clean: dict[str, dict[str, object]] = {}
    for each in screened:
        values = _values(uow, lists_key, each)
        if each.hits:
            stored += _store_with_hits(uow, values, each.hits)
        else:
            clean[str(values["party_key"])] = values
    if clean:
        stored += len(clean)
        statement = insert_into(uow.db.dialect, ScreeningResult).on_conflict_do_nothing()
        uow.db.execute(statement, list(clean.values()))
    return stored


def _values(uow: UnitOfWork, lists_key: str, each: Screened) -> dict[str, object]:
    return {
        "party_key": party_key(each.party),
        "lists_key": lists_key,
        "name": each.party.name[:_LONGEST],
        "city": each.party.city[:_LONGEST],
        "country": each.party.country[:40],
        "customer_id": each.customer_id,
        "screened_at": uow.now,
        "hit_count": len(each.hits),
    }


def _store_with_hits(uow: UnitOfWork, values: Mapping[str, object], hits: Sequence[Hit]) -> int:
    statement = insert_into(uow.db.dialect, ScreeningResult).values(**values).on_conflict_do_nothing()
    result_id = uow.db.execute(statement.returning(ScreeningResult.id)).scalar_one_or_none()
    if result_id is None:
        return 0
    uow.db.execute(sa.insert(ScreeningHit), [_hit_values(int(result_id), hit) for hit in hits])
    uow.changed("screening_result", int(result_id), version=1)
    return 1


def _hit_values(result_id: int, hit: Hit) -> dict[str, object]:
    return {
        "result_id": result_id,
        "entry_id": hit.entry.id,
        "name": hit.name.text,
        "score_mille": in_mille(hit.score.value),
        "explained": explained(hit),
    }


def explained(hit: Hit) -> dict[str, object]:
    """Why it is a hit: the comparison that counts, all of them, the words and what the addresses say."""
    return {
        "scorer": hit.score.scorer.value,
        "scores": {scorer.value: in_mille(value) for scorer, value in hit.score.scores},
        "words": [[word.asked, word.listed, in_mille(word.alike)] for word in hit.score.matched],
        "name_kind": hit.name.kind.value,
        "is_weak": hit.name.is_weak,
        "first_name": hit.entry.names[0].text,
        "country": hit.evidence.country.value,
        "city": hit.evidence.city.value,
    }


def in_mille(share: float) -> int:
    """A likeness between 0 and 1 as whole thousandths."""
    return round(share * 1000)
