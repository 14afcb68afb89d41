"""Number series cards: prefix and digits may change, a number never comes twice."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from app.domain.errors import NotFoundError
from app.domain.findings import Findings, refuse_blocked
from app.services.unit_of_work import Reading, UnitOfWork
from db.rows import fetch, select_as
from db.schema.firm import Audit, NumberSeries
from db.statements import update_version

_PREFIX = re.compile(r"[A-Za-z0-9/._-]{0,20}")
DIGITS_MAX = 12


@dataclass(frozen=True, slots=True)
class SeriesCard:
    """One series of document numbers, as it stands."""

    id: int
    kind: str
    period: str
    prefix: str
    digits: int
    next_number: int
    first_number: int
    last_date: date | None
    gapless: bool
    yearly: bool
    version: int

    @property
    def sample(self) -> str:
        """The next number as it will be printed."""
        return f"{self.prefix}{self.next_number:0{self.digits}d}"


@dataclass(frozen=True, slots=True)
class SeriesInput:
    """What may be edited. `next_number` only rises, and not at all once a gapless series was used."""

    prefix: str
    digits: int
    next_number: int
    yearly: bool = False


def read_series(view: Reading) -> tuple[SeriesCard, ...]:
    """Every series by kind and period."""
    statement = select_as(SeriesCard, NumberSeries).order_by(NumberSeries.kind, NumberSeries.period)
    return fetch(view.db, SeriesCard, statement)


def update_series(uow: UnitOfWork, id: int, data: SeriesInput, *, version: int) -> int:
    """Change a series; the new version."""
    uow.actor.require("setup.edit")
    uow.db.execute(
        sa.select(NumberSeries.id).where(NumberSeries.id == id).with_for_update()
    )  # nobody draws now
    before = next((card for card in read_series(uow) if card.id == id), None)
    if before is None:
        raise NotFoundError("document.not_found", kind="series", id=id)
    _check(uow, before, data)
    is_unused = before.next_number == before.first_number
    values: dict[str, object] = {
        "prefix": data.prefix,
        "digits": data.digits,
        "next_number": data.next_number,
        "first_number": data.next_number if is_unused else before.first_number,
        "yearly": data.yearly,
    }
    new_version = update_version(uow.db, NumberSeries, id=id, version=version, values=values, kind="series")
    old = {name: getattr(before, name) for name in values}
    changed = {name: value for name, value in values.items() if old[name] != value}
    uow.audit("series", id, before={name: old[name] for name in changed}, after=changed)
    uow.changed("series", id, version=new_version)
    return new_version


def _check(uow: UnitOfWork, before: SeriesCard, data: SeriesInput) -> None:
    found = Findings("series")
    used = before.next_number > before.first_number
    found.block(not _PREFIX.fullmatch(data.prefix), "prefix_wrong", "prefix", prefix=data.prefix)
    found.block(not 1 <= data.digits <= DIGITS_MAX, "digits_range", "digits", longest=DIGITS_MAX)
    back = data.next_number < before.next_number
    found.block(back, "number_back", "next_number", next=before.next_number, wanted=data.next_number)
    gap = used and before.gapless and data.next_number > before.next_number
    found.block(gap, "number_gap", "next_number", next=before.next_number, wanted=data.next_number)
    found.block(used and data.yearly != before.yearly, "yearly_fixed", "yearly", kind=before.kind)
    found.block(_prefix_taken(uow, before, data), "prefix_taken", "prefix", prefix=data.prefix)
    twice = _prefix_that_prints_the_same(uow, before, data) if used else ""
    found.block(twice, "number_twice", "prefix", prefix=data.prefix, before=twice)
    refuse_blocked("series", found.all)


def _prefix_taken(uow: UnitOfWork, before: SeriesCard, data: SeriesInput) -> bool:
    """Two kinds of one prefix would print the same number on two documents."""
    others = (card for card in read_series(uow) if card.kind != before.kind)
    return data.prefix != "" and any(card.prefix == data.prefix for card in others)


def _prefix_that_prints_the_same(view: Reading, before: SeriesCard, data: SeriesInput) -> str:
    """A prefix of this series' past whose numbers the new one would print again: R1 with 1 is R with 11."""
    acts = view.db.scalars(
        sa.select(Audit.before).where(Audit.kind == "series", Audit.entity_id == before.id)
    )
    past = {before.prefix, *(str((values or {}).get("prefix", "")) for values in acts)}
    longer = (each for each in sorted(past) if each.startswith(data.prefix))
    return next((each for each in longer if each[len(data.prefix) :].isdigit()), "")
