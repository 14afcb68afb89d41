"""What screening says of an order: hits stop it or ask for approval, and nobody confirms unscreened."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from app.domain.check_settings import CheckChoice, CheckSettings
from app.domain.issues import Severity
from app.domain.order_checks import check_order
from app.domain.screening.facts import FoundHit, ListInForce, PartyFacts, Role, ScreeningFacts
from app.messages import text_of_issue, text_of_remedy
from tests.unit.orders.check_cases import PLAIN, around
from tests.unit.orders.world import TODAY, context

SDN = ListInForce("ofac_sdn", "0a1b2c3d4e5f", date(2026, 2, 27), datetime(2026, 2, 28, tzinfo=UTC), 17_000)
OWNER = replace(context(), roles=frozenset({"owner"}))


def hit(score_mille=880):
    return FoundHit(7, 36, "ofac_sdn", "36", "MAHTAB SHIPPING COMPANY", score_mille)


def party(*hits, role=Role.CUSTOMER, is_screened=True):
    return PartyFacts(role, "Mahtba Shipping Co.", "key", is_screened, hits)


def checked(*parties, lists=(SDN,), world=None):
    facts = ScreeningFacts(lists, parties, TODAY)
    return list(check_order(PLAIN, world or OWNER, around(screening=facts)))


def chosen(code, **values):
    return replace(OWNER, checks=CheckSettings({code: CheckChoice(**values)}))


def test_a_party_without_hits_says_nothing():
    assert checked(party()) == []


def test_without_lists_nothing_is_said():
    assert checked(lists=()) == []


def test_a_hit_asks_for_approval_and_says_why():
    (issue,) = checked(party(hit()))
    assert (issue.code, issue.severity, issue.where) == (
        "compliance.denied_party",
        Severity.APPROVE,
        "header/customer",
    )
    words = text_of_issue(issue)
    for said in (
        "Mahtba Shipping Co.",
        "MAHTAB SHIPPING COMPANY",
        "(36)",
        "OFAC's SDN list",
        "88 % alike",
        "2026",
    ):
        assert said in words
    assert [remedy.command for remedy in issue.remedies] == ["screening.release_hit", "screening.open_hit"]
    assert [text_of_remedy(remedy) for remedy in issue.remedies] == ["Release the hit", "Look at the hit"]


def test_who_may_not_release_a_hit_may_look_at_it():
    (issue,) = checked(party(hit()), world=context())
    assert [remedy.command for remedy in issue.remedies] == ["screening.open_hit"]


@pytest.mark.parametrize(
    ("score", "severity"), [(949, Severity.APPROVE), (950, Severity.BLOCK), (1000, Severity.BLOCK)]
)
def test_a_hit_as_good_as_the_same_stops_the_order(score, severity):
    assert checked(party(hit(score)))[0].severity is severity


def test_a_firm_says_from_which_likeness_a_hit_stops():
    stricter = chosen("compliance.denied_party", threshold=850_000)
    assert checked(party(hit(849)), world=stricter)[0].severity is Severity.APPROVE
    assert checked(party(hit(850)), world=stricter)[0].severity is Severity.BLOCK


def test_the_ship_to_has_its_own_hits():
    assert checked(party(), party(hit(), role=Role.SHIP_TO))[0].where == "header/ship_to"


def test_a_party_that_nobody_screened_stops_the_order_until_it_is():
    (issue,) = checked(party(is_screened=False))
    assert (issue.code, issue.severity) == ("compliance.screening_missing", Severity.BLOCK)
    assert [(each.code, each.command) for each in issue.remedies] == [
        ("remedy.screen_now", "order.screen_parties")
    ]


@pytest.mark.parametrize(("days", "is_told"), [(3, False), (2, True)])
def test_an_old_list_is_told(days, is_told):
    issues = checked(party(), world=chosen("compliance.list_old", threshold=days))
    assert [issue.code for issue in issues] == (["compliance.list_old"] if is_told else [])
    assert all("3 days ago" in text_of_issue(issue) for issue in issues)
