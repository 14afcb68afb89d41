"""Checks of an order's parties against the lists of denied parties: stored results only, nothing is worked out."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.issues import Remedy, Severity
from app.domain.order_checks.check import Check, Hit, OrderSeen, Threshold
from app.domain.rights import Actor
from app.domain.screening.facts import FoundHit, ListInForce, PartyFacts, Role

DENIED, UNSCREENED = "compliance.denied_party", "compliance.screening_missing"
"""The first blocks from its threshold on; from that of the second on a name is a hit at all."""
PPM_OF_MILLE = 1_000
_WHERE = {Role.CUSTOMER: "header/customer", Role.SHIP_TO: "header/ship_to"}


def is_denied(order: OrderSeen) -> Iterator[Hit]:
    """A party comes near an entry, and nobody has released that; one that is as good as the same blocks."""
    facts = order.around.screening
    blocks_from = order.thresholds[DENIED]
    dates = {listed.kind: listed for listed in facts.lists} if facts is not None else {}
    for party in facts.parties if facts is not None else ():
        for hit in party.hits:
            severity = Severity.BLOCK if hit.score_mille * PPM_OF_MILLE >= blocks_from else None
            remedies = _remedies(hit, order.context.roles)
            yield Hit(_WHERE[party.role], _params(party, hit, dates[hit.list_kind]), remedies, severity)


def is_unscreened(order: OrderSeen) -> Iterator[Hit]:
    """A party was not asked of the lists in force yet: its card, its address or a list has changed since."""
    facts = order.around.screening
    for party in facts.parties if facts is not None else ():
        if not party.is_screened:
            remedy = Remedy("remedy.screen_now", "order.screen_parties", {"role": party.role.value})
            yield Hit(_WHERE[party.role], {"party": party.name}, (remedy,))


def has_old_list(order: OrderSeen) -> Iterator[Hit]:
    """A list in force was published so long ago that there will be a newer one."""
    facts = order.around.screening
    for listed in facts.lists if facts is not None else ():
        days = (order.context.today - listed.published).days
        if days > order.thresholds["compliance.list_old"]:
            remedy = Remedy("remedy.import_list", "setup.open", {"page": "screening"})
            yield Hit("", {"kind": listed.kind, "date": listed.published, "days": days}, (remedy,))


def _params(party: PartyFacts, hit: FoundHit, listed: ListInForce) -> dict[str, object]:
    return {
        "party": party.name,
        "listed": hit.name,
        "id": hit.reference,
        "kind": hit.list_kind,
        "edition": listed.edition,
        "date": listed.published,
        "percent": hit.score_mille // 10,
    }


def _remedies(hit: FoundHit, roles: frozenset[str]) -> tuple[Remedy, ...]:
    """Who may release a hit is led to that first; the others may look at it."""
    look = Remedy("remedy.look_at_hit", "screening.open_hit", {"id": hit.id})
    release = Remedy("remedy.release_hit", "screening.release_hit", {"id": hit.id})
    return (release, look) if Actor("", roles).can("screening.release") else (look,)


CHECKS = (
    Check(
        code=DENIED,
        area="compliance",
        severity=Severity.APPROVE,
        owner="compliance",
        threshold=Threshold(950_000, "likeness", most=1_000_000),
        run=is_denied,
    ),
    Check(
        code=UNSCREENED,
        area="compliance",
        severity=Severity.BLOCK,
        owner="sales",
        threshold=Threshold(820_000, "likeness", least=600_000, most=1_000_000),
        run=is_unscreened,
    ),
    Check(
        code="compliance.list_old",
        area="compliance",
        severity=Severity.WARN,
        owner="compliance",
        threshold=Threshold(30, "days", most=3650),
        run=has_old_list,
    ),
)
