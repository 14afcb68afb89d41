"""Checks of an order's parties against the lists of denied parties: stored results only, nothing is worked out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.issues import Issue, Remedy, Severity
from app.domain.screening.facts import FoundHit, ListInForce, PartyFacts, Role, ScreeningFacts

_WHERE = {Role.CUSTOMER: "header/customer", Role.SHIP_TO: "header/ship_to"}


@dataclass(frozen=True, slots=True)
class ScreeningRules:
    """From which likeness (in thousandths) a hit stops outright, and when a list counts as old."""

    block_from_mille: int = 950
    list_days_max: int = 30


USUAL_RULES = ScreeningRules()


def check_screening(facts: ScreeningFacts, rules: ScreeningRules = USUAL_RULES) -> Iterator[Issue]:
    """Hits that nobody released, parties that nobody screened, lists that are old; nothing without lists."""
    for party in facts.parties:
        yield from _check_party(party, facts, rules)
    for listed in facts.lists:
        days = (facts.today - listed.published).days
        if days > rules.list_days_max:
            remedy = Remedy("remedy.import_list", "setup.open", {"page": "screening"})
            params = {"kind": listed.kind, "date": listed.published, "days": days}
            yield Issue("compliance.list_old", Severity.WARN, "", params, (remedy,))


def _check_party(party: PartyFacts, facts: ScreeningFacts, rules: ScreeningRules) -> Iterator[Issue]:
    if not party.is_screened:
        remedy = Remedy("remedy.screen_now", "order.screen_parties", {"role": party.role.value})
        missing = {"party": party.name}
        yield Issue("compliance.screening_missing", Severity.BLOCK, _WHERE[party.role], missing, (remedy,))
    dates = {listed.kind: listed for listed in facts.lists}
    for hit in party.hits:
        severity = Severity.BLOCK if hit.score_mille >= rules.block_from_mille else Severity.APPROVE
        params = _params(party, hit, dates[hit.list_kind])
        yield Issue("compliance.denied_party", severity, _WHERE[party.role], params, _remedies(hit))


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


def _remedies(hit: FoundHit) -> tuple[Remedy, ...]:
    return (
        Remedy("remedy.look_at_hit", "screening.open_hit", {"id": hit.id}),
        Remedy("remedy.release_hit", "screening.release_hit", {"id": hit.id}),
    )
