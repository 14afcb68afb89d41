"""An approval for changes of a confirmed order: asked for with what they do, shown again, and confirmed when granted.

While they wait the order keeps what it holds, and what is new in them is held beside it for the firm's set time.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.approvals import LIVE, ApprovalState
from app.domain.issues import Severity
from app.domain.orders.content_hash import content_hash
from app.domain.orders.context import OrderContext
from app.domain.orders.draft import Draft
from app.domain.pricing import RulesSnapshot
from app.services.orders.amending import asks_of_amendment, lock_to_amend
from app.services.orders.amendment_requests import amended, amendment_values, stands, void_changes
from app.services.orders.approval_cards import ApprovalCard, read_approvals_of
from app.services.orders.approval_requests import live_request
from app.services.orders.approvals import Wanted, refuse_senseless, tell_request, write_request
from app.services.orders.context import read_order_context
from app.services.orders.drafts import read_draft
from app.services.orders.holding import hold_changes
from app.services.orders.planning import articles_of
from app.services.orders.previewing import grown_draft, preview_amendment
from app.services.stock.serving import hold_orders_beside
from app.services.unit_of_work import Reading, UnitOfWork


@dataclass(frozen=True, slots=True)
class AskedChanges:
    """Changes that were asked for: the request, the order as it becomes, and what its lines depend on."""

    card: ApprovalCard
    draft: Draft
    context: OrderContext


def ask_amendment(uow: UnitOfWork, *, before: Draft, after: Draft, note: str = "") -> int:
    """Ask for what the changes of a confirmed order need; the request's id. The order itself stays as it is.

    Refused where something blocks, nothing asks, or nobody could answer; `ConflictError` if the order changed
    meanwhile. Asked twice is the same request; asked for other changes of the order, the request before is void.
    """
    uow.actor.require("order.edit")
    hold_orders_beside(uow, before.id, articles=articles_of(after))
    before, after = lock_to_amend(uow, before, after)
    live = live_request(uow, before.id, amends=before.version)
    if live is not None and live.content_hash == content_hash(after):
        return int(live.id)
    preview = preview_amendment(uow, before, after, lock=True)
    blocks = tuple(issue for issue in preview.issues if issue.severity is Severity.BLOCK)
    asks = refuse_senseless((*blocks, *asks_of_amendment(before, after, preview)))
    if before.approval:
        void_changes(uow, before.id, version=before.version)
    amendment = amendment_values(before, after, preview)
    wanted = Wanted(after, preview.context, asks, note.strip(), amendment)
    id_ = write_request(uow, wanted)
    until = hold_changes(uow, grown_draft(before, after))
    told = {"gross_minor": preview.gross_after_minor, **({"held_until": until} if until else {})}
    tell_request(uow, id_, wanted, told)
    return id_


def read_asked_changes(
    view: Reading, order_id: int, rules: RulesSnapshot | None = None
) -> tuple[ApprovalCard | None, AskedChanges | None]:
    """The newest request for changes of the order; and the changes, while it lives and they fit the order."""
    cards = [card for card in read_approvals_of(view, order_id) if card.amendment is not None]
    if not cards:
        return None, None
    card, order = cards[-1], read_draft(view, order_id)
    return card, _changes_of(view, card, order, rules) if card.state in LIVE else None


def read_refused_changes(
    view: Reading, order_id: int, rules: RulesSnapshot | None = None
) -> AskedChanges | None:
    """The changes asked for last, where they were refused or taken back and the order is still as it was."""
    cards = [card for card in read_approvals_of(view, order_id) if card.amendment is not None]
    ended = {ApprovalState.REFUSED, ApprovalState.WITHDRAWN}
    if not cards or cards[-1].state not in ended:
        return None
    return _changes_of(view, cards[-1], read_draft(view, order_id), rules)


def _changes_of(
    view: Reading, card: ApprovalCard, order: Draft, rules: RulesSnapshot | None
) -> AskedChanges | None:
    """What the request carries, if it fits the order."""
    if card.amendment is None or not stands(
        order, amends=card.amends, hash_=card.content_hash, amendment=card.amendment
    ):
        return None
    after = amended(order, card.amendment)
    products = {line.product_id for line in after.lines if line.product_id is not None}
    customer_id = after.header.customer_id
    context = read_order_context(
        view,
        customer_id=customer_id,
        product_ids=products,
        configurations=after.configurations,
        rules=rules,
        order_id=order.id,
    )
    return AskedChanges(card, after, context)
