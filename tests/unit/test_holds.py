"""What a hold stops, and that a release never lets more through than it was given for (C47)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import holds
from app.domain.holds import (
    CREDIT_CAUSE,
    OVERDUE_CAUSE,
    PARTS_MINOR,
    STOPS,
    Again,
    Hold,
    HoldKind,
    HoldWorld,
    Stop,
    check_hold,
    check_release,
    released,
    standing,
)
from app.domain.issues import Severity
from app.domain.order_checks import check_order
from app.domain.rights import RIGHTS
from tests.unit.orders.check_cases import PLAIN, around, customer
from tests.unit.orders.world import TODAY, context

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
AMOUNTS = st.integers(0, 1000)
KINDS = st.sampled_from(HoldKind)
WORLDS = st.builds(
    HoldWorld,
    st.integers(0, 20).map(lambda days: TODAY + timedelta(days=days)),
    st.sampled_from(["a", "b"]),
    AMOUNTS,
    AMOUNTS,
    st.none() | AMOUNTS,
    AMOUNTS,
)


def hold(kind=HoldKind.MANUAL, **values):
    return Hold(1, kind, STOPS[kind], "why", "anna", NOW, **({"order_id": 1} | values))


HOLDS = st.builds(
    lambda kind, cause, of_order: hold(
        kind,
        cause=cause if kind is HoldKind.CREDIT else "",
        order_id=1 if of_order else None,
        customer_id=None if of_order else 2,
    ),
    KINDS,
    st.sampled_from(["", CREDIT_CAUSE, OVERDUE_CAUSE]),
    st.booleans(),
)


def let(held, world, until=None):
    return replace(held, release=released(held, world, by="olaf", at=NOW, reason="paid", until=until))


@given(HOLDS, WORLDS, WORLDS, st.none() | st.integers(0, 20))
def test_a_released_hold_never_lets_more_through_than_it_was_released_for(held, then, now, days):
    until = None if days is None else then.today + timedelta(days=days)
    again = let(held, then, until)
    if standing(held, now) is None or standing(again, now) is not None:
        return
    assert until is None or now.today <= until
    if held.kind is HoldKind.CREDIT:
        assert now.used_minor <= then.used_minor + PARTS_MINOR
        assert now.overdue_minor <= then.overdue_minor
        assert held.order_id is None or now.order_minor <= then.order_minor
    elif held.order_id is not None:
        assert now.content == then.content


@given(HOLDS, WORLDS)
def test_a_release_lets_through_what_it_is_for(held, world):
    assert standing(let(held, world), world) is None
    assert standing(let(held, world, world.today), world) is None


@given(HOLDS, WORLDS, WORLDS, AMOUNTS, AMOUNTS, AMOUNTS)
def test_what_is_held_is_held_when_all_grows(held, then, now, order, used, overdue):
    again = let(held, then)
    if standing(again, now) is not None:
        more = replace(
            now,
            order_minor=now.order_minor + order,
            used_minor=now.used_minor + used,
            overdue_minor=now.overdue_minor + overdue,
        )
        assert standing(again, more) is not None


WORLD = HoldWorld(TODAY, "a", 100, 1000, 900, 0)
GROWN = [
    ({"today": TODAY + timedelta(days=1)}, Again.UNTIL),
    ({"order_minor": 101}, Again.ORDER),
    ({"used_minor": 1000 + PARTS_MINOR + 1}, Again.USED),
    ({"overdue_minor": 1}, Again.OVERDUE),
]


@pytest.mark.parametrize(("change", "why"), GROWN, ids=[each[1] for each in GROWN])
def test_a_credit_hold_stands_again_when_one_amount_grows_or_its_day_is_over(change, why):
    held = let(hold(HoldKind.CREDIT), WORLD, TODAY)
    assert standing(held, replace(WORLD, content="b")) is None
    assert standing(held, replace(WORLD, **change)) is why


def test_cents_of_an_order_in_parts_hold_nobody():
    held = let(hold(HoldKind.CREDIT), WORLD)
    assert standing(held, replace(WORLD, used_minor=1000 + PARTS_MINOR)) is None


def test_a_hold_of_an_order_is_released_for_its_content():
    held = let(hold(HoldKind.SHIPPING), WORLD)
    assert standing(held, replace(WORLD, order_minor=999, used_minor=9999)) is None
    assert standing(held, replace(WORLD, content="b")) is Again.CONTENT


def test_what_a_rule_holds_stands_only_while_the_rule_is_broken():
    laid = hold(HoldKind.CREDIT, cause=CREDIT_CAUSE)
    assert standing(laid, WORLD) is Again.NEVER
    assert standing(laid, replace(WORLD, used_minor=900)) is None
    assert standing(laid, replace(WORLD, used_minor=900, overdue_minor=1)) is Again.NEVER
    late = hold(HoldKind.CREDIT, cause=OVERDUE_CAUSE, order_id=None, customer_id=1)
    assert standing(late, WORLD) is None
    assert standing(late, replace(WORLD, overdue_minor=1)) is Again.NEVER


def test_a_hold_ends_after_its_own_last_day():
    held = hold(until=TODAY)
    assert standing(held, WORLD) is Again.NEVER
    assert standing(held, replace(WORLD, today=TODAY + timedelta(days=1))) is None


def test_each_kind_stops_its_own_and_has_a_right():
    assert {kind: {stop.value for stop in STOPS[kind]} for kind in HoldKind} == {
        "credit": {"pick", "ship"},
        "shipping": {"ship"},
        "picking": {"pick"},
        "compliance": {"confirm", "pick", "ship", "invoice"},
        "manual": {"pick", "ship"},
    }
    assert set(holds.RIGHTS.values()) <= RIGHTS.keys()


PICK = frozenset({Stop.PICK})
LONG_AGO, FAR = TODAY - timedelta(days=1), TODAY + timedelta(days=732)


@pytest.mark.parametrize(
    ("kind", "stops", "reason", "until", "code"),
    [
        (HoldKind.MANUAL, PICK, " ", None, "hold.reason_missing"),
        (HoldKind.MANUAL, PICK, "x" * 501, None, "hold.reason_long"),
        (HoldKind.MANUAL, frozenset(), "x", None, "hold.stops_nothing"),
        (HoldKind.CREDIT, PICK, "x", None, "hold.stops_fixed"),
        (HoldKind.MANUAL, PICK, "x", LONG_AGO, "hold.until_past"),
    ],
)
def test_a_hold_that_cannot_be_is_told(kind, stops, reason, until, code):
    assert [issue.code for issue in check_hold(kind, stops, reason, until, TODAY)] == [code]


@pytest.mark.parametrize(
    ("kind", "reason", "until", "code"),
    [
        (HoldKind.CREDIT, "", None, "hold.reason_missing"),
        (HoldKind.COMPLIANCE, "x", None, "hold.until_missing"),
        (HoldKind.CREDIT, "x", LONG_AGO, "hold.until_past"),
        (HoldKind.CREDIT, "x", FAR, "hold.until_far"),
    ],
)
def test_a_release_that_cannot_be_is_told(kind, reason, until, code):
    assert [issue.code for issue in check_release(kind, reason, until, TODAY)] == [code]


def test_the_check_tells_who_holds_why_and_offers_the_release_to_who_may():
    held = hold(HoldKind.CREDIT, until=date(2026, 4, 1))
    for roles, offered in (({"sales"}, "remedy.see_hold"), ({"bookkeeper"}, "remedy.release_hold")):
        world = replace(customer(), roles=frozenset(roles))
        (issue,) = check_order(PLAIN, world, around(holds=(held,)))
        assert (issue.code, issue.severity, issue.owner, issue.since) == (
            "order.held", Severity.WARN, "bookkeeper", NOW,
        )  # fmt: skip
        assert [remedy.code for remedy in issue.remedies] == [offered]
        assert dict(issue.params) == {
            "hold": "credit", "actor": "anna", "reason": "why", "stops": ("pick", "ship"), "again": "never",
        }  # fmt: skip


def test_what_stops_the_confirm_blocks_and_a_released_hold_says_nothing():
    held = hold(HoldKind.COMPLIANCE)
    (issue,) = check_order(PLAIN, context(), around(holds=(held,)))
    assert issue.severity is Severity.BLOCK
    from app.domain.orders.content_hash import content_hash

    free = let(held, HoldWorld(TODAY, content_hash(PLAIN)), TODAY)
    assert check_order(PLAIN, context(), around(holds=(free,))) == ()
    assert check_order(replace(PLAIN, lines=()), context(), around(holds=(free,)))[0].code == "order.held"
