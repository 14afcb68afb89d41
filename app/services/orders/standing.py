"""An order as it stands: what is reserved, what waits, what was shipped, from where and when."""

from __future__ import annotations

from dataclasses import replace

from app.domain.issues import Issue, Severity
from app.domain.order_checks.check import issue_of
from app.domain.order_checks.configurations import OLDER
from app.domain.order_checks.holds import HELD, held_hit
from app.domain.orders.draft import Draft
from app.domain.orders.states import OrderState
from app.domain.pricing import RulesSnapshot
from app.services.holds.asking import read_order_holds
from app.services.ledger.advances import read_held as read_held_advances
from app.services.orders.context import read_order_context
from app.services.orders.held import read_held
from app.services.orders.planning import OrderPlan, plan_draft, read_stock_of
from app.services.orders.traces import read_traces
from app.services.unit_of_work import Reading


def plan_standing(view: Reading, draft: Draft, *, rules: RulesSnapshot | None = None) -> OrderPlan:
    """The plan of a confirmed order: its stored sources and promises, and what holds it.

    A quote holds nothing: what is told of it is what the customer would get if he ordered now, and that it keeps
    configurations of models that have a newer version.
    """
    if draft.state == OrderState.QUOTED:
        plan = plan_draft(view, draft, rules=rules)
        return replace(plan, issues=tuple(issue for issue in plan.issues if issue.code == OLDER.code))
    products = {line.product_id for line in draft.lines if line.product_id is not None}
    context = read_order_context(
        view,
        customer_id=draft.header.customer_id,
        product_ids=products,
        configurations=draft.configurations,
        rules=rules,
        order_id=draft.id,
    )
    held = read_held(view, draft.id)
    parts = tuple(each.part for each in held)
    traces = read_traces(view, draft.id)
    issues = _held(view, draft)
    stock = read_stock_of(view, draft)
    advances = sum(each.left.gross_minor for each in read_held_advances(view, [draft.id]))
    return OrderPlan(draft, context, parts, issues, stock, held, traces=traces, advances_minor=advances)


def _held(view: Reading, draft: Draft) -> tuple[Issue, ...]:
    """What holds the order, while something of it may be held back."""
    if draft.state != OrderState.CONFIRMED:
        return ()
    cards = read_order_holds(view, {draft.id: draft.header.customer_id}).get(draft.id, ())
    hits = (held_hit(card.hold, card.again, view.actor.roles) for card in cards if card.again is not None)
    return tuple(
        replace(issue_of(HELD, hit, HELD.severity, HELD.owner), severity=Severity.WARN) for hit in hits
    )
