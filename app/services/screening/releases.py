"""Releasing a false hit: somebody looked, says why, and for how long."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from app.domain.errors import NotFoundError, RefusedError
from app.domain.findings import Findings
from app.services.screening.holding import follow_hits
from app.services.unit_of_work import Reading, UnitOfWork
from db.held_names import hold_names
from db.rows import fetch
from db.schema.screening import ScreeningEntry, ScreeningHit, ScreeningRelease, ScreeningResult
from db.statements import insert_row, update_version

LONGEST_DAYS = 731


@dataclass(frozen=True, slots=True)
class Release:
    """A released hit: whose, which entry, why, by whom and until when."""

    id: int
    party_key: str
    entry_id: int
    name: str
    reason: str
    released_by: str
    released_at: datetime
    until: date
    ended_at: datetime | None
    version: int


@dataclass(frozen=True, slots=True)
class _HitFacts:
    party_key: str
    entry_id: int
    name: str
    reference: str
    closed_by_id: int | None


_COLUMNS = tuple(getattr(ScreeningRelease, name) for name in Release.__slots__)


def release_hit(uow: UnitOfWork, hit_id: int, *, reason: str, until: date) -> int:
    """Say that the party of the hit is not its entry, for the days up to and with `until`; the release's id.

    It holds for this name and address and this state of the entry only: when one of them changes, what is
    found then is a hit of its own. A release that has run out is ended and a new one made.
    """
    uow.actor.require("screening.release")
    hit = _read_hit(uow, hit_id)
    hold_names(uow.db, "screening_release", [f"{hit.party_key}/{hit.entry_id}"])
    found = Findings("screening")
    found.block(not reason.strip(), "reason_missing", "reason")
    found.block(until < uow.today, "until_past", "until", date=until)
    found.block((until - uow.today).days > LONGEST_DAYS, "until_far", "until", days=LONGEST_DAYS)
    found.block(hit.closed_by_id is not None, "entry_changed", "", id=hit.reference)
    former = next(iter(read_releases(uow, hit.party_key, hit.entry_id)), None)
    found.block(former is not None and former.until >= uow.today, "released_already", "", name=hit.name)
    if found.all:
        raise RefusedError("screening.release_refused", issues=found.all, name=hit.name)
    if former is not None:
        end_release(uow, former.id, version=former.version)
    values = {
        "party_key": hit.party_key,
        "entry_id": hit.entry_id,
        "name": hit.name,
        "reason": reason.strip(),
        "released_by": uow.actor.name,
        "released_at": uow.now,
        "until": until,
    }
    id_ = insert_row(uow.db, ScreeningRelease, values)
    told = {"name": hit.name, "entry": hit.reference, "until": until}
    uow.audit("screening_release", id_, before={}, after=told, reason=reason.strip())
    uow.changed("screening_release", id_, version=1)
    follow_hits(uow, {hit.party_key: ()})
    return id_


def end_release(uow: UnitOfWork, id: int, *, version: int) -> int:
    """Take a release back: the hit stands again; the new version."""
    uow.actor.require("screening.release")
    values = {"ended_at": uow.now, "ended_by": uow.actor.name}
    new_version = update_version(
        uow.db, ScreeningRelease, id=id, version=version, values=values, kind="screening_release"
    )
    uow.audit("screening_release", id, before={"ended_at": None}, after={"ended_at": uow.now})
    uow.changed("screening_release", id, version=new_version)
    key = uow.db.execute(sa.select(ScreeningRelease.party_key).where(ScreeningRelease.id == id)).scalar_one()
    follow_hits(uow, {str(key): ()})
    return new_version


def read_releases(view: Reading, party_key: str, entry_id: int) -> tuple[Release, ...]:
    """The release in force of a party and an entry, run out or not; at most one."""
    statement = sa.select(*_COLUMNS).where(
        ScreeningRelease.party_key == party_key,
        ScreeningRelease.entry_id == entry_id,
        ScreeningRelease.ended_at.is_(None),
    )
    return fetch(view.db, Release, statement)


def _read_hit(view: Reading, hit_id: int) -> _HitFacts:
    statement = (
        sa.select(
            ScreeningResult.party_key,
            ScreeningHit.entry_id,
            ScreeningResult.name,
            ScreeningEntry.reference,
            ScreeningEntry.closed_by_id,
        )
        .join(ScreeningResult, ScreeningResult.id == ScreeningHit.result_id)
        .join(ScreeningEntry, ScreeningEntry.id == ScreeningHit.entry_id)
        .where(ScreeningHit.id == hit_id)
    )
    found = next(iter(fetch(view.db, _HitFacts, statement)), None)
    if found is None:
        raise NotFoundError("document.not_found", kind="screening_hit", id=hit_id)
    return found
