"""Requests for an approval as the inbox and the order show them: what asks, who answered which of it, what is held."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from typing import Any

import sqlalchemy as sa

from app.domain.approvals import LIVE, ApprovalRules, ApprovalState, may_answer, read_deputies, told_to
from app.domain.issues import Issue, Severity
from app.domain.quantity import shown_quantity
from app.domain.told_texts import written
from app.domain.units import Counted
from app.services.orders.holding import Hold, read_holds
from app.services.people import read_users
from app.services.settings_store import read_firm_setting
from app.services.unit_of_work import Reading
from db.schema.approvals import ApprovalRequest
from db.schema.orders import Order
from db.statements import table_of

_ORDER = table_of(Order)
_REQUEST = table_of(ApprovalRequest)
_CARD = (
    sa.select(
        _REQUEST,
        _ORDER.c.customer_name,
        _ORDER.c.number,
        _ORDER.c.gross_minor,
        _ORDER.c.currency,
        _ORDER.c.exchange,
        _ORDER.c.kind,
        sa.case((_ORDER.c.state == "draft", 0), else_=_ORDER.c.version).label("amended_now"),
    )
    .join_from(_REQUEST, _ORDER, _ORDER.c.id == _REQUEST.c.order_id)
    .order_by(_REQUEST.c.id)
)


@dataclass(frozen=True, slots=True)
class ApprovalCard:
    """A request as the inbox shows it; `issues` are what asks, `effect` the numbers of `Effect` by name.

    `mine` are the places in `issues` that the reader may answer and nobody answered yet; `is_told`: one of them is told
    him, as his role's or since nobody answered in time. `amends`: the version of the confirmed order that `amendment`
    changes (`amendment_values`); 0 for a draft. Moments are in the firm's zone.
    """

    id: int
    order_id: int
    state: str
    content_hash: str
    customer_name: str
    gross_minor: int
    currency: str
    kind: str
    issues: tuple[Issue, ...]
    effect: Mapping[str, int]
    note: str
    asked_by: str
    asked_at: datetime
    answered_by: str
    answered_at: datetime | None
    answer: str
    escalated_at: datetime | None
    version: int
    amends: int = 0
    amendment: Mapping[str, Any] | None = None
    number: str | None = None
    hold: Hold | None = None
    mine: tuple[int, ...] = ()
    is_told: bool = False
    exchange: str = ""

    @property
    def total_minor(self) -> int:
        """The gross of what is asked for: of the order as it becomes, where it is changed."""
        return self.gross_minor if self.amendment is None else int(self.amendment["gross_after_minor"])

    @property
    def agreed(self) -> tuple[Issue, ...]:
        """What somebody said yes to already, while others still have to."""
        return tuple(issue for issue in self.issues if answered_by(issue))

    @property
    def missing_roles(self) -> tuple[str, ...]:
        """The roles that still have to answer, in the order of what asks."""
        return tuple(dict.fromkeys(issue.owner or "owner" for issue in self.issues if not answered_by(issue)))


def answered_by(issue: Issue) -> str:
    """Who said yes to what asks; "" for nobody yet."""
    return str(issue.params.get("answered_by", ""))


def read_approval_rules(view: Reading) -> ApprovalRules:
    """Who may answer whom: the firm's settings and its active people."""
    people = {user.name: frozenset(user.roles) for user in read_users(view) if user.active}
    return ApprovalRules(
        other_person=read_firm_setting(view, "approval.other_person") is True,
        approvers=people,
        deputies=read_deputies(str(read_firm_setting(view, "approval.deputies"))),
    )


def read_open_approvals(view: Reading) -> tuple[ApprovalCard, ...]:
    """The open requests of which the actor may answer something, the oldest first: the inbox."""
    found = read_cards(view, _REQUEST.c.state == ApprovalState.OPEN)
    return tuple(card for card in _with_mine(view, found) if card.mine)


def read_approvals_of(view: Reading, order_id: int) -> tuple[ApprovalCard, ...]:
    """All requests for an order, the newest last."""
    return read_cards(view, _REQUEST.c.order_id == order_id)


def read_news(view: Reading, request_ids: Collection[int]) -> tuple[ApprovalCard, ...]:
    """Those of the requests that the actor may answer, or asked and got an answer to."""
    found = _with_mine(view, read_cards(view, _REQUEST.c.id.in_(sorted(request_ids))))
    return tuple(card for card in found if card.mine or (card.answered_by and _concerns(view, card)))


def _concerns(view: Reading, card: ApprovalCard) -> bool:
    return card.asked_by == view.actor.name != card.answered_by


def read_cards(view: Reading, condition: sa.ColumnElement[bool]) -> tuple[ApprovalCard, ...]:
    """Cards by a condition on the requests, the oldest first."""
    rows = view.db.execute(_CARD.where(condition)).mappings().all()
    holds = read_holds(view, (row["order_id"] for row in rows if row["state"] in LIVE))
    zone = view.clock.local().tzinfo
    return tuple(
        ApprovalCard(
            **{**_in_zone(row, zone), "issues": tuple(issue_of(each) for each in row["issues"])},
            hold=_hold_of(row, holds.get(row["order_id"])),
        )
        for row in rows
    )


def _hold_of(row: sa.RowMapping, hold: Hold | None) -> Hold | None:
    """What is held for a live request; of changes it is what is new in them that is wanted."""
    if hold is None or row["state"] not in LIVE or row["amends"] != row["amended_now"]:
        return None  # a request of the order before it was confirmed, or changed, stays granted
    if row["amendment"] is None:
        return hold
    sums: Counter[str] = Counter()
    for _product_id, unit, micro in row["amendment"]["wanted"]:
        sums[unit] += micro
    wanted = (Counted(shown_quantity(micro), unit) for unit, micro in sorted(sums.items()))
    return replace(hold, wanted=tuple(wanted))


def _with_mine(view: Reading, cards: Collection[ApprovalCard]) -> tuple[ApprovalCard, ...]:
    rules = read_approval_rules(view) if cards else None
    return tuple(
        _card_with_mine(view, card, rules) if card.state == ApprovalState.OPEN and rules is not None else card
        for card in cards
    )


def _card_with_mine(view: Reading, card: ApprovalCard, rules: ApprovalRules) -> ApprovalCard:
    mine = places_of(view, card.issues, card.asked_by, rules)
    today = view.clock.today()
    is_told = any(
        view.actor.name in told_to(card.asked_by, rules, today, card.issues[place].owner) for place in mine
    )
    return replace(card, mine=mine, is_told=bool(mine) and (is_told or card.escalated_at is not None))


def places_of(
    view: Reading, issues: Collection[Issue], asked_by: str, rules: ApprovalRules
) -> tuple[int, ...]:
    """The places of what the actor may answer of it, and nobody answered yet."""
    today = view.clock.today()
    return tuple(
        place
        for place, issue in enumerate(issues)
        if not answered_by(issue) and may_answer(view.actor, asked_by, rules, today, issue.owner)
    )


def _in_zone(row: sa.RowMapping, zone: tzinfo | None) -> dict[str, Any]:
    return {
        name: value.astimezone(zone) if isinstance(value, datetime) else value
        for name, value in row.items()
        if name != "amended_now"
    }


def issue_values(issue: Issue) -> dict[str, Any]:
    """What asks, as it is stored: with its sentence and the role that answers for it."""
    text = str(issue.params.get("text") or written((issue.code, issue.params)))
    return {
        "code": issue.code, "where": issue.where, "text": text, "owner": issue.owner,
        "answered_by": answered_by(issue),
    }  # fmt: skip


def issue_of(values: Mapping[str, Any]) -> Issue:
    """What asked, with its sentence as it was told then: the numbers in it are those of then."""
    params = {"text": values["text"], "answered_by": values.get("answered_by", "")}
    return Issue(
        values["code"], Severity.APPROVE, values["where"], params, owner=str(values.get("owner", ""))
    )
