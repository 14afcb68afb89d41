"""A file of rates against what is stored: looked at first, then written as a whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

import sqlalchemy as sa

from app.domain.errors import RefusedError
from app.domain.exchange import FROM_ECB, TYPED, RateFact
from app.services.rates.reading import RateFile
from app.services.rates.stored import KIND
from app.services.unit_of_work import Reading, UnitOfWork
from db.bulk import RowUpdate
from db.held_names import hold_names
from db.schema.currencies import ExchangeRate
from db.statements import insert_rows, table_of

_RATE = table_of(ExchangeRate)
Fate = Literal["new", "changed", "same", "typed"]
"""What becomes of a rate of the file; "typed": one by hand stays in its place."""
_CHANGE = RowUpdate(_RATE, sets=("rate_nano", "set_at", "set_by"), adds=("version",))


@dataclass(frozen=True, slots=True)
class _Known:
    id: int
    rate_nano: int
    source: str


@dataclass(frozen=True, slots=True)
class FileRate:
    """A rate of the file with what stands in its place now."""

    fact: RateFact
    fate: Fate
    id: int = 0
    stored_nano: int | None = None


@dataclass(frozen=True, slots=True)
class RatePreview:
    """What an import would do: the rates of the file from `since` on, and how many days of it lie before."""

    file: RateFile
    since: date
    rates: tuple[FileRate, ...]
    days_before: int

    def count(self, fate: Fate) -> int:
        """How many rates have this fate."""
        return sum(1 for each in self.rates if each.fate == fate)

    @property
    def last_day(self) -> tuple[FileRate, ...]:
        """The rates of the newest day."""
        return tuple(each for each in self.rates if each.fact.day == self.file.last)


def preview_rates(view: Reading, file: RateFile, *, since: date) -> RatePreview:
    """What an import of the file from a day on would change; refused when nothing of it is from then on."""
    if file.last < since:
        raise RefusedError("rate.nothing_since", file=file.name, last=file.last, since=since)
    known = _read_known(view, since, file.last)
    taken = tuple(fact for fact in file.rates if fact.day >= since)
    before = len({fact.day for fact in file.rates if fact.day < since})
    return RatePreview(file, since, tuple(_beside(fact, known) for fact in taken), before)


def import_rates(uow: UnitOfWork, file: RateFile, *, since: date) -> RatePreview:
    """Write the new and changed rates of a file; what was done. Rates typed by hand stay."""
    uow.actor.require("setup.edit")
    hold_names(uow.db, KIND, [KIND])
    found = preview_rates(uow, file, since=since)
    changed = [each for each in found.rates if each.fate == "changed"]
    if not changed and not found.count("new"):
        raise RefusedError("rate.nothing_new", file=file.name)
    by = {"set_at": uow.now, "set_by": uow.actor.name}
    insert_rows(uow.db, ExchangeRate, [_row(each) | by for each in found.rates if each.fate == "new"])
    _CHANGE.run(
        uow.db, [{"id": each.id, "rate_nano": each.fact.rate_nano, "version": 1, **by} for each in changed]
    )
    _record(uow, found, changed)
    return found


def _row(each: FileRate) -> dict[str, object]:
    fact = each.fact
    return {
        "currency": fact.currency, "day": fact.day, "rate_nano": fact.rate_nano, "source": FROM_ECB, "version": 1,
    }  # fmt: skip


def _record(uow: UnitOfWork, found: RatePreview, changed: list[FileRate]) -> None:
    for each in changed:
        uow.audit(
            KIND, each.id, before={"rate_nano": each.stored_nano}, after={"rate_nano": each.fact.rate_nano}
        )
    after = {
        "file": found.file.name,
        "first": found.rates[0].fact.day,
        "last": found.file.last,
        "new": found.count("new"),
        "changed": len(changed),
    }
    uow.audit(KIND, 0, before={}, after=after)
    uow.changed(KIND, 0, version=1)


def _read_known(view: Reading, first: date, last: date) -> Mapping[tuple[date, str], _Known]:
    columns = (_RATE.c.day, _RATE.c.currency, _RATE.c.id, _RATE.c.rate_nano, _RATE.c.source)
    rows = view.db.execute(sa.select(*columns).where(_RATE.c.day >= first, _RATE.c.day <= last))
    return {(row.day, row.currency): _Known(row.id, row.rate_nano, row.source) for row in rows}


def _beside(fact: RateFact, known: Mapping[tuple[date, str], _Known]) -> FileRate:
    stored = known.get((fact.day, fact.currency))
    if stored is None:
        return FileRate(fact, "new")
    fate: Fate = "same" if stored.rate_nano == fact.rate_nano else "changed"
    return FileRate(fact, "typed" if stored.source == TYPED else fate, stored.id, stored.rate_nano)
