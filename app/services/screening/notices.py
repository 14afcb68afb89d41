"""A mail to those who answer for hits, when a run found customers that come near a listed name."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from app.i18n import _, n_
from app.services.outbox import queue_note
from app.services.people import read_addresses
from app.services.unit_of_work import Reading, UnitOfWork
from db.held_names import hold_names
from db.rows import among
from db.schema.screening import ScreeningHit, ScreeningRelease, ScreeningResult
from db.statements import table_of

NAMES_SHOWN = 50
_HIT = table_of(ScreeningHit)
_TOLD = "screening-told"


def newest_result(view: Reading) -> int:
    """The id of the newest result: what a run finds comes after it."""
    return int(view.db.execute(sa.select(sa.func.coalesce(sa.func.max(ScreeningResult.id), 0))).scalar_one())


def tell_new_hits(uow: UnitOfWork, *, after_id: int) -> int:
    """Tell them of the parties that were found since and that nobody released; how many parties they are.

    A hit that another desk has told of is not told again.
    """
    fresh = mark_told(uow, [hit_id for hit_id, _name in _read_unreleased(uow, after_id)])
    names = sorted({name for hit_id, name in _read_unreleased(uow, after_id) if hit_id in fresh})
    if not names:
        return 0
    count = len(names)
    subject = n_(
        "{count} customer comes near a listed name", "{count} customers come near a listed name", count
    ).format(count=count)
    shown = [f"- {name}" for name in names[:NAMES_SHOWN]]
    beyond = count - NAMES_SHOWN
    rest = [n_("and {count} more", "and {count} more", beyond).format(count=beyond)] if beyond > 0 else []
    body = "\n".join([_("Release them in the inbox, or leave their orders blocked."), "", *shown, *rest])
    for email in read_addresses(uow, "compliance", "screening.release"):
        queue_note(uow, recipient=email, subject=subject, body=body, about="screening")
    return count


def mark_told(uow: UnitOfWork, hit_ids: Collection[int]) -> set[int]:
    """Note that these hits are told now; those of them that nobody has told before. Two desks follow one another."""
    if not hit_ids:
        return set()
    hold_names(uow.db, "holds", [_TOLD])
    wanted = sa.and_(among(uow.db, _HIT.c.id, sorted(hit_ids)), _HIT.c.told_at.is_(None))
    marked = sa.update(_HIT).where(wanted).values(told_at=uow.now).returning(_HIT.c.id)
    return set(uow.db.execute(marked).scalars())


def _read_unreleased(view: Reading, after_id: int) -> list[tuple[int, str]]:
    release = sa.and_(
        ScreeningRelease.party_key == ScreeningResult.party_key,
        ScreeningRelease.entry_id == ScreeningHit.entry_id,
        ScreeningRelease.ended_at.is_(None),
        ScreeningRelease.until >= view.clock.today(),
    )
    statement = (
        sa.select(ScreeningHit.id, ScreeningResult.name)
        .join(ScreeningHit, ScreeningHit.result_id == ScreeningResult.id)
        .outerjoin(ScreeningRelease, release)
        .where(ScreeningResult.id > after_id, ScreeningRelease.id.is_(None))
        .order_by(ScreeningHit.id)
    )
    return [(row[0], row[1]) for row in view.db.execute(statement)]
