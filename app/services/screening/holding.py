"""Compliance holds follow the hits: laid where one waits, released and taken back with it, ended when none is left."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.domain.holds import HoldKind, Release
from app.domain.issues import Severity
from app.domain.money import Rate
from app.domain.order_checks import registry
from app.domain.order_checks.run import severity_of, thresholds_of
from app.domain.order_checks.screening import DENIED, PPM_OF_MILLE
from app.domain.screening.facts import Role, ScreeningFacts
from app.domain.told_texts import written
from app.i18n import _, n_
from app.messages import spoken
from app.services.check_settings import read_check_settings
from app.services.holds.laying import HoldInput, end_holds, hold_again, lay_by_rule
from app.services.holds.telling import tell_responsible
from app.services.screening.held import lists_in_force
from app.services.screening.notices import mark_told
from app.services.screening.results import StoredHit, read_results
from app.services.unit_of_work import Reading, UnitOfWork
from db.held_names import hold_names
from db.schema.holds import OrderHold
from db.statements import table_of

_HOLD = table_of(OrderHold)
NAMES_TOLD = 20
_ABOUT = "screening"
_CAUSE = "screening:"  # of a hold; the party's key follows
_PPM_OF_PERCENT = 10_000


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose the party is: a customer, or an order whose goods go there. `name` is told to those responsible."""

    name: str
    customer_id: int | None = None
    order_id: int | None = None


def cause_of(party_key: str) -> str:
    """What a hold is laid for: the party as it was screened. Another name or address is another party."""
    return f"{_CAUSE}{party_key}"


def read_held_keys(view: Reading) -> tuple[str, ...]:
    """The parties, by key, for whose hits something is held."""
    live = sa.select(_HOLD.c.cause).where(_HOLD.c.cause.startswith(_CAUSE), _HOLD.c.ended_at.is_(None))
    return tuple(str(cause).removeprefix(_CAUSE) for cause in view.db.execute(live.distinct()).scalars())


def follow_hits(uow: UnitOfWork, owners: Mapping[str, Collection[Owner]], *, tells: bool = False) -> int:
    """Bring the holds of these parties, by key, in line with their hits; how many were laid.

    Only hits that block an order lay one: what merely asks for an approval is asked when an order is confirmed.
    `tells`: those who may release it get a mail; a run over all customers sends its own.
    """
    if not owners:
        return 0
    blocks_from = _blocks_from(uow)
    hold_names(uow.db, "holds", map(cause_of, owners))  # two desks at once follow one another
    results = read_results(uow, lists_in_force(uow).key, list(owners))
    causes = {cause_of(key): key for key in owners}
    stands: dict[str, list[Any]] = {}
    for row in uow.db.execute(
        sa.select(_HOLD).where(_HOLD.c.cause.in_(list(causes)), _HOLD.c.ended_at.is_(None))
    ):
        stands.setdefault(causes[row.cause], []).append(row)
    laid: list[_Laid] = []
    for key, whose in owners.items():
        result = results.get(key)
        if result is None:
            continue  # not screened against these lists yet: what stands goes on standing
        hits = tuple(hit for hit in result.hits if hit.score_mille * PPM_OF_MILLE >= blocks_from)
        laid += _follow_party(uow, key, whose, hits, stands.get(key, []))
    if tells:
        _tell(uow, _untold(uow, laid))
    return len(laid)


@dataclass(frozen=True, slots=True)
class _Laid:
    """A hold that was laid: for whom, and for which hits."""

    owner: Owner
    hits: tuple[StoredHit, ...]

    @property
    def told(self) -> str:
        return f"{self.owner.name}: {spoken(_reason(self.hits[0]))}"


def _untold(uow: UnitOfWork, laid: Sequence[_Laid]) -> list[str]:
    """In words what was laid for a hit of which no mail told yet."""
    fresh = mark_told(uow, {hit.id for each in laid for hit in each.hits})
    return [each.told for each in laid if any(hit.id in fresh for hit in each.hits)]


def _follow_party(
    uow: UnitOfWork, key: str, whose: Iterable[Owner], hits: tuple[StoredHit, ...], rows: list[Any]
) -> list[_Laid]:
    """What was laid for one party."""
    waiting = [hit for hit in hits if not hit.is_released(uow.today)]
    if not hits:
        if rows:
            end_holds(uow, _HOLD.c.cause == cause_of(key))
        return []
    if not waiting:
        release = _release(uow, hits)
        changed = (row for row in rows if row.released_at is None or row.release_until != release.until)
        for row in changed:
            lay_by_rule(
                uow, _input(row.order_id, row.customer_id, row.reason), cause_of(key), _release(uow, hits)
            )
        return []
    for row in rows:
        if row.released_at is not None:
            hold_again(uow, row.id)
    held = {(row.order_id, row.customer_id) for row in rows}
    laid = []
    for owner in whose:
        if (owner.order_id, owner.customer_id) not in held:
            lay_by_rule(uow, _input(owner.order_id, owner.customer_id, _reason(waiting[0])), cause_of(key))
            laid.append(_Laid(owner, tuple(waiting)))
    return laid


def _input(order_id: int | None, customer_id: int | None, reason: str) -> HoldInput:
    return HoldInput(kind=HoldKind.COMPLIANCE, order_id=order_id, customer_id=customer_id, reason=reason)


def _reason(hit: StoredHit) -> str:
    return written(("made.near_listed", _near(hit)))


def _near(hit: StoredHit) -> dict[str, object]:
    percent = Rate(hit.score_mille // 10 * _PPM_OF_PERCENT)
    return {"listed": hit.name, "id": hit.reference, "percent": percent}


def _release(uow: UnitOfWork, hits: tuple[StoredHit, ...]) -> Release:
    """As the hits are: up to the first day on which one of them waits again."""
    first = min(hits, key=lambda hit: hit.released_until or date.max)
    return Release(first.released_by, uow.now, first.released_for, first.released_until)


def hold_ship_to(uow: UnitOfWork, order_id: int, party_key: str, name: str) -> None:
    """An order that is confirmed while hits of its ship-to are released: held again when that runs out."""
    results = read_results(uow, lists_in_force(uow).key, [party_key])
    hits = results[party_key].hits if party_key in results else ()
    strong = tuple(hit for hit in hits if hit.score_mille * PPM_OF_MILLE >= _blocks_from(uow))
    if strong and all(hit.is_released(uow.today) for hit in strong):
        reason = written(("made.party_near_listed", {"name": name, **_near(strong[0])}))
        lay_by_rule(uow, _input(order_id, None, reason), cause_of(party_key), _release(uow, strong))


def follow_ship_to(uow: UnitOfWork, order_id: int, facts: ScreeningFacts) -> None:
    """The goods of a confirmed order go to somebody else: who was to get them before holds it no more."""
    ship_to = next((party for party in facts.parties if party.role is Role.SHIP_TO), None)
    now = cause_of(ship_to.key) if ship_to is not None else ""
    before = (_HOLD.c.cause.startswith(_CAUSE), _HOLD.c.cause != now)
    end_holds(uow, _HOLD.c.order_id == order_id, *before)
    if ship_to is not None and ship_to.released:
        hold_ship_to(uow, order_id, ship_to.key, ship_to.name)


def _blocks_from(view: Reading) -> int:
    """From which likeness on (ppm) a hit blocks in this firm; above all where the check is off."""
    settings = read_check_settings(view)
    severity = severity_of(registry.BY_CODE[DENIED], settings)
    if severity is None:
        return 1_000_001
    return 0 if severity is Severity.BLOCK else thresholds_of(settings)[DENIED]


def _tell(uow: UnitOfWork, lines: list[str]) -> None:
    if not lines:
        return
    count = len(lines)
    subject = n_(
        "{count} party near a listed name is held", "{count} parties near listed names are held", count
    )
    more = count - NAMES_TOLD
    rest = [_("and {count} more").format(count=more)] if more > 0 else []
    body = "\n".join([_("Nothing goes to them until somebody has looked:"), "", *lines[:NAMES_TOLD], *rest])
    tell_responsible(
        uow,
        HoldKind.COMPLIANCE,
        subject=subject.format(count=count),
        body=body,
        about=f"{_ABOUT}-{uow.today:%Y%m%d}",
    )
