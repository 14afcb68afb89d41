"""Holds of orders and customers: what each kind stops, who releases it, and how far a release reaches. Pure (C47).

A release names the day, the content and the amounts that it is for. Whatever goes beyond one of them is held again:
nothing is written for that, it is seen whenever somebody looks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.domain.credit import is_broken
from app.domain.findings import Findings
from app.domain.issues import Issue


class HoldKind(StrEnum):
    """Whose matter a hold is."""

    CREDIT = "credit"
    SHIPPING = "shipping"
    PICKING = "picking"
    COMPLIANCE = "compliance"
    MANUAL = "manual"


class Stop(StrEnum):
    """What is stopped, in the order of an order's life."""

    CONFIRM = "confirm"
    PICK = "pick"
    SHIP = "ship"
    INVOICE = "invoice"


STOPS: Mapping[HoldKind, frozenset[Stop]] = {
    HoldKind.CREDIT: frozenset({Stop.PICK, Stop.SHIP}),
    HoldKind.SHIPPING: frozenset({Stop.SHIP}),
    HoldKind.PICKING: frozenset({Stop.PICK}),
    HoldKind.COMPLIANCE: frozenset(Stop),
    HoldKind.MANUAL: frozenset({Stop.PICK, Stop.SHIP}),
}
"""What a hold of a kind stops; a manual one may choose. Whether an order beyond the credit is confirmed is a matter
of the order checks."""
RIGHTS: Mapping[HoldKind, str] = {
    HoldKind.CREDIT: "hold.credit",
    HoldKind.SHIPPING: "hold.shipping",
    HoldKind.PICKING: "hold.shipping",
    HoldKind.COMPLIANCE: "hold.compliance",
    HoldKind.MANUAL: "hold.manual",
}
"""The right that lays and releases holds of a kind."""
CREDIT_CAUSE, OVERDUE_CAUSE = "credit", "overdue"
"""Holds laid by the rules of the credit: they stand only while those are broken."""
REASON_LENGTH = 500
PARTS_MINOR = 100
"""An order that is shipped and invoiced in parts is rounded part by part: its cents are no more credit used."""
RELEASE_DAYS_MAX = 731


@dataclass(frozen=True, slots=True)
class Release:
    """Who released a hold, why, and how far that reaches. None among the bounds: nothing is bounded so."""

    by: str
    at: datetime
    reason: str
    until: date | None = None
    content: str = ""  # the order's content hash
    order_minor: int | None = None
    used_minor: int | None = None
    overdue_minor: int | None = None


@dataclass(frozen=True, slots=True)
class Hold:
    """A hold of an order, or of all orders of a customer; `until` is its own last day."""

    id: int
    kind: HoldKind
    stops: frozenset[Stop]
    reason: str
    placed_by: str
    placed_at: datetime
    order_id: int | None = None
    customer_id: int | None = None
    cause: str = ""
    until: date | None = None
    release: Release | None = None
    version: int = 1


@dataclass(frozen=True, slots=True)
class HoldWorld:
    """What a hold depends on now; amounts in minor units of the firm's currency.

    `used_minor` counts the order, too; `overdue_minor` is what is overdue where that holds by the class, else 0.
    """

    today: date
    content: str = ""
    order_minor: int = 0
    used_minor: int = 0
    limit_minor: int | None = None
    overdue_minor: int = 0


class Again(StrEnum):
    """Why a released hold stands again; NEVER: it was not released."""

    NEVER = "never"
    UNTIL = "until"
    CONTENT = "content"
    ORDER = "order"
    USED = "used"
    OVERDUE = "overdue"


def standing(hold: Hold, world: HoldWorld) -> Again | None:
    """Why the hold stands in this world; None where it stops nothing."""
    if hold.until is not None and world.today > hold.until:
        return None
    if not _has_cause(hold, world):
        return None
    return Again.NEVER if hold.release is None else _beyond(hold.release, world)


def _has_cause(hold: Hold, world: HoldWorld) -> bool:
    """Whether what laid it by rule is still so; a person's hold needs none."""
    if hold.cause == OVERDUE_CAUSE:
        return world.overdue_minor > 0
    if hold.cause == CREDIT_CAUSE:
        return is_broken(
            used_minor=world.used_minor,
            limit_minor=world.limit_minor,
            overdue_holds=world.overdue_minor > 0,
        )
    return True


def _beyond(release: Release, world: HoldWorld) -> Again | None:
    """The first bound of a release that the world goes beyond."""
    if release.until is not None and world.today > release.until:
        return Again.UNTIL
    if release.content and release.content != world.content:
        return Again.CONTENT
    bounds = (
        (Again.ORDER, release.order_minor, world.order_minor),
        (Again.USED, release.used_minor, world.used_minor - PARTS_MINOR),
        (Again.OVERDUE, release.overdue_minor, world.overdue_minor),
    )
    return next((again for again, bound, now in bounds if bound is not None and now > bound), None)


def released(
    hold: Hold, world: HoldWorld, *, by: str, at: datetime, reason: str, until: date | None
) -> Release:
    """A release of the hold for this world, and for no more than it.

    A credit hold is bound to the amounts, any other of an order to its content.
    """
    bounded = hold.kind is HoldKind.CREDIT
    of_order = hold.order_id is not None
    return Release(
        by,
        at,
        reason.strip(),
        until,
        content=world.content if of_order and not bounded else "",
        order_minor=world.order_minor if of_order and bounded else None,
        used_minor=world.used_minor if bounded else None,
        overdue_minor=world.overdue_minor if bounded else None,
    )


def check_hold(
    kind: HoldKind, stops: frozenset[Stop], reason: str, until: date | None, today: date
) -> tuple[Issue, ...]:
    """Everything wrong with a hold as keyed."""
    found = Findings("hold")
    _check_reason(found, reason)
    found.block(not stops, "stops_nothing", "stops")
    own = STOPS[kind]
    found.block(kind is not HoldKind.MANUAL and stops and stops != own, "stops_fixed", "stops")
    found.block(until is not None and until < today, "until_past", "until", date=until)
    return found.all


def check_release(kind: HoldKind, reason: str, until: date | None, today: date) -> tuple[Issue, ...]:
    """Everything wrong with a release as keyed. What compliance holds is released for a time only."""
    found = Findings("hold")
    _check_reason(found, reason)
    found.block(until is None and kind is HoldKind.COMPLIANCE, "until_missing", "until")
    found.block(until is not None and until < today, "until_past", "until", date=until)
    days = (until - today).days if until is not None else 0
    found.block(days > RELEASE_DAYS_MAX, "until_far", "until", days=RELEASE_DAYS_MAX)
    return found.all


def _check_reason(found: Findings, reason: str) -> None:
    found.block(not reason.strip(), "reason_missing", "reason")
    found.block(len(reason) > REASON_LENGTH, "reason_long", "reason", longest=REASON_LENGTH)
