"""Approvals at the order: asked for where a confirm is refused, taken back, and the answer told when it comes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.domain.approvals import LIVE, ApprovalState
from app.domain.changes import Change
from app.i18n import _, format_moment
from app.models.hold_words import hold_text
from app.models.role_words import role_word
from app.services.orders.approvals import ApprovalCard, ask_approval, read_approvals_of, withdraw_approval
from app.services.orders.planning import plan_order
from app.services.unit_of_work import UnitOfWork
from app.views.kit.errors import show_error
from app.views.kit.message_bar import MessageAction
from app.views.orders.hold_clock import HoldClock

if TYPE_CHECKING:
    from app.views.orders.order_page import OrderPage


class Approvals(QObject):
    """Speaks in the page's message bar; an answer is told once."""

    def __init__(self, page: OrderPage) -> None:
        super().__init__(page)
        self._page = page
        self._told: tuple[int, str, int] | None = (
            None  # the request, its state and how many said yes, as last told
        )
        self._clock = HoldClock(page, self._ask_state)
        page.session.shown.connect(self._forget_hold)
        if page.session.is_draft and page.session.draft.approval:
            self._ask_state()

    def ask(self) -> None:
        """Send the order to those who may approve it, with the reason that was typed."""
        page = self._page
        order_id, note = page.order_id, page.reason.given()

        def write(uow: UnitOfWork) -> int:
            return ask_approval(uow, plan_order(uow, order_id), note=note)

        page.frame.jobs.write(page, write, self._asked, failed=lambda error: show_error(page, error))

    def _asked(self, request_id: int) -> None:
        self._told = (request_id, ApprovalState.OPEN, 0)
        self._ask_state()
        self._page.reason.clear()
        text = _("Sent for approval. You are told here and by mail when it is answered; any change ends it.")
        self._page.message_bar.show_message(text, "info", [self._back()])

    def _back(self) -> MessageAction:
        return MessageAction(_("Take it back"), self.take_back, "Alt+1")

    def take_back(self) -> None:
        """The clerk does without it."""
        page, order_id = self._page, self._page.order_id

        def done(_nothing: None) -> None:
            page.message_bar.show_message(_("The request was taken back."), "info")

        page.frame.jobs.write(page, lambda uow: withdraw_approval(uow, order_id), done)

    def hear(self, changes: Sequence[Change]) -> None:
        """Something happened to a request: perhaps to this order's."""
        if self._page.session.is_draft and any(change.kind == "approval" for change in changes):
            self._ask_state()

    def _ask_state(self) -> None:
        page, order_id = self._page, self._page.order_id
        page.frame.jobs.read(
            page, lambda view: read_approvals_of(view, order_id), self._heard, latest="approval"
        )

    def _heard(self, cards: tuple[ApprovalCard, ...]) -> None:
        if not self._page.session.is_draft:
            return  # it went on while this was read
        card = cards[-1] if cards else None
        live = card is not None and card.state in LIVE
        self._page.session.note_approval(card.state if card is not None and live else "")
        self._show_hold(card if live else None)
        if card is not None and live:
            self._page.verdict.show_request(card.state, card.issues)
        else:
            self._page.verdict.show_request()
        if card is None or self._told == (card.id, card.state, len(card.agreed)):
            return
        self._told = (card.id, card.state, len(card.agreed))
        self._tell(card)

    def _show_hold(self, card: ApprovalCard | None) -> None:
        """Up to when what is held; that the time is over, where somebody saw it held."""
        hold = card.hold if card is not None else None
        self._clock.follow(hold, is_live=card is not None)
        if hold is not None:
            self._page.header.show_held(hold_text(hold), "info")
        elif self._clock.was_held:
            self._page.header.show_held(_("No longer held: its time is over"), "warn")
        else:
            self._page.header.show_held("", "muted")

    def _forget_hold(self) -> None:
        """The order went on: what it waited with is its own now, or nobody's."""
        if self._clock.was_held and not self._page.session.is_draft:
            self._show_hold(None)

    def _tell(self, card: ApprovalCard) -> None:
        bar, words = self._page.message_bar, f" {card.answer}" if card.answer else ""
        if card.state == ApprovalState.OPEN:
            text = _("{actor} asked for approval, {moment}. Any change of the order ends the request.")
            told = text.format(actor=card.asked_by, moment=format_moment(card.asked_at))
            if card.agreed:
                told = _("{actor} said yes. It still waits for: {roles}").format(
                    actor=card.answered_by, roles=", ".join(map(role_word, card.missing_roles))
                )
            bar.show_message(told, "info", [self._back()])
        elif card.state == ApprovalState.GRANTED:
            text = _("{actor} approved the order. Confirm it with Ctrl+Enter.").format(actor=card.answered_by)
            bar.show_message(text + words, "ok")
        elif card.state == ApprovalState.REFUSED:
            text = _("{actor} did not approve the order:").format(actor=card.answered_by)
            bar.show_message(text + words, "warn")
        elif card.state == ApprovalState.VOID:
            bar.show_message(
                _("The order was changed: its approval holds no more. Ctrl+Alt+A asks for it again."), "warn"
            )
