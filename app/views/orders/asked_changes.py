"""Changes of a confirmed order that need an approval: sent for it, shown while they wait, taken up when it is given."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.domain.approvals import ApprovalState
from app.domain.changes import Change
from app.domain.orders.draft import Draft
from app.i18n import _, format_moment
from app.models.hold_words import hold_text
from app.models.role_words import role_word
from app.services.orders.amendment_approvals import (
    AskedChanges,
    ask_amendment,
    read_asked_changes,
    read_refused_changes,
)
from app.services.orders.approvals import ApprovalCard, withdraw_approval
from app.services.unit_of_work import UnitOfWork
from app.views.kit.message_bar import MessageAction
from app.views.orders.hold_clock import HoldClock
from app.views.orders.words import AGAIN_KEYS

if TYPE_CHECKING:
    from app.views.orders.order_page import OrderPage


class AskedAmendment(QObject):
    """Speaks in the page's message bar; the order's head says as long as changes of it wait."""

    def __init__(self, page: OrderPage) -> None:
        super().__init__(page)
        self._page = page
        self._asked: AskedChanges | None = None
        self._told: tuple[int, str, int] | None = None  # the request, its state and how many said yes
        self._clock = HoldClock(page, self._ask_state)
        if page.session.draft.approval:
            self._ask_state()

    def ask(self, refused: Callable[[Exception], None]) -> None:
        """Send the changes to those who may approve them, with the reason that was typed."""
        page, session = self._page, self._page.session
        if session.is_sent or not session.is_amending:
            return
        before, after, note = session.before_amendment, session.draft, page.reason.given()

        def write(uow: UnitOfWork) -> int:
            return ask_amendment(uow, before=before, after=after, note=note)

        def failed(error: Exception) -> None:
            session.is_sent = False
            refused(error)

        def done(request_id: int) -> None:
            session.is_sent = False
            self._sent(request_id, is_same=session.draft is after)

        session.is_sent = True
        page.frame.jobs.write(page, write, done, failed=failed)

    def _sent(self, request_id: int, *, is_same: bool) -> None:
        """The order is shown as it stands again; what was keyed since is not forgotten."""
        page = self._page
        self._told = (request_id, ApprovalState.OPEN, 0)
        self._ask_state()
        page.reason.clear()
        if is_same:
            page.session.stop_amending()
        text = _(
            "The changes are sent for approval; until they are confirmed the order stays as it is. Ctrl+E shows "
            "them."
        )
        page.message_bar.show_message(text, "info", [self._back()])

    def _back(self) -> MessageAction:
        return MessageAction(_("Take it back"), self._take_back, "Alt+1")

    def _take_back(self) -> None:
        page, order_id = self._page, self._page.order_id

        def done(_nothing: None) -> None:
            page.message_bar.show_message(_("The request was taken back."), "info", [self._again()])

        page.frame.jobs.write(page, lambda uow: withdraw_approval(uow, order_id), done)

    def _again(self) -> MessageAction:
        return MessageAction(_("Take them up again"), self.take_up_refused, AGAIN_KEYS)

    def take_up(self) -> bool:
        """Show the changes that wait or are approved, to be confirmed; False where there are none."""
        asked, page = self._asked, self._page
        if asked is None or asked.card.amends != page.session.draft.version:
            return False
        page.session.show_amendment(asked.draft, asked.context)
        if asked.card.state == ApprovalState.GRANTED:
            text = _("{actor} approved these changes. Confirm them with Ctrl+Enter.")
            page.message_bar.show_message(text.format(actor=asked.card.answered_by), "ok")
        else:
            text = _(
                "These changes wait for approval. Other ones that are asked for or confirmed end the request."
            )
            page.message_bar.show_message(text, "info", [self._back()])
        return True

    def take_up_refused(self) -> None:
        """Show the changes that were refused or taken back, to be changed and asked for again."""
        page, order_id = self._page, self._page.order_id
        rules = page.session.context.rules

        def show(found: AskedChanges | None) -> None:
            session = page.session
            if session.is_amending or session.is_draft:
                return
            if found is None or found.card.amends != session.draft.version:
                text = _("No changes of this order, as it stands, were refused or taken back.")
                page.message_bar.show_message(text, "info")
                return
            session.start_amending()
            session.show_amendment(found.draft, found.context)
            text = _("These changes were not approved. Change them, then confirm them or ask again.")
            page.message_bar.show_message(text, "info")
            page.grid.setFocus()

        page.frame.jobs.read(page, lambda view: read_refused_changes(view, order_id, rules), show)

    def leave_none(self) -> bool:
        """Where nothing was changed there is nothing to confirm: no paper is made anew, and it is told."""
        session = self._page.session
        if session.draft != session.before_amendment:
            return False
        session.stop_amending()
        text = _("Nothing was changed: {number} stays as it is.").format(number=session.draft.number)
        self._page.message_bar.show_message(text, "info")
        return True

    def has(self, draft: Draft) -> bool:
        """Whether the changes on the screen are those that are kept with the request."""
        asked = self._asked
        return asked is not None and (draft.header, draft.lines) == (asked.draft.header, asked.draft.lines)

    def show_request(self) -> None:
        """The order's bar says that its changes are asked for, or approved, as long as they are those on the screen."""
        asked, session, verdict = self._asked, self._page.session, self._page.verdict
        if asked is not None and session.is_amending and self.has(session.draft):
            verdict.show_request(asked.card.state, asked.card.issues)
        else:
            verdict.show_request()

    def forget(self) -> None:
        """The order was changed here: that a request for other changes ended by it is no news."""
        self._told = None

    def hear(self, changes: Sequence[Change]) -> None:
        """Something happened to a request: perhaps to this order's."""
        if not self._page.session.is_draft and any(change.kind == "approval" for change in changes):
            self._ask_state()

    def _ask_state(self) -> None:
        page, order_id = self._page, self._page.order_id
        if page.session.is_draft:
            return
        rules = page.session.context.rules
        page.frame.jobs.read(
            page, lambda view: read_asked_changes(view, order_id, rules), self._heard, latest="asked"
        )

    def _heard(self, found: tuple[ApprovalCard | None, AskedChanges | None]) -> None:
        card, self._asked = found
        self._page.session.note_approval(self._asked.card.state if self._asked is not None else "")
        self._show_state()
        self.show_request()
        if card is None:
            return
        key = (card.id, card.state, len(card.agreed))
        if key == self._told or (self._asked is None and (self._told or (0,))[0] != card.id):
            return  # what ended before anybody here saw it is in the story
        self._told = key
        self._tell(card)

    def _show_state(self) -> None:
        card, header = self._asked.card if self._asked is not None else None, self._page.header
        hold = card.hold if card is not None else None
        self._clock.follow(hold, is_live=card is not None)
        if card is None:
            header.show_held("", "muted")
            return
        is_granted = card.state == ApprovalState.GRANTED
        short = _("Changes approved") if is_granted else _("Changes wait")
        if hold is not None:
            header.show_held(f"{short} · {hold_text(hold)}", "info")
        elif self._clock.was_held:
            over = _("No longer held: its time is over")
            header.show_held(f"{short} · {over}", "warn")
        else:
            header.show_held(
                _("Changes are approved") if is_granted else _("Changes wait for approval"), "info"
            )

    def _tell(self, card: ApprovalCard) -> None:
        bar, words = self._page.message_bar, f" {card.answer}" if card.answer else ""
        if card.state == ApprovalState.OPEN:
            bar.show_message(_open_text(card), "info", [self._back()])
        elif card.state == ApprovalState.GRANTED and self._asked is not None:
            text = _("{actor} approved the changes. Ctrl+E shows them, then Ctrl+Enter confirms them.")
            bar.show_message(text.format(actor=card.answered_by) + words, "ok")
        elif card.state == ApprovalState.REFUSED:
            text = _("{actor} did not approve the changes:").format(actor=card.answered_by)
            bar.show_message(text + words, "warn", [self._again()])
        elif card.state == ApprovalState.VOID:
            text = _(
                "The order was changed: the changes that waited for approval have to be asked for again."
            )
            bar.show_message(text, "warn")


def _open_text(card: ApprovalCard) -> str:
    if card.agreed:
        text = _("{actor} said yes to the changes. They still wait for: {roles}")
        roles = ", ".join(map(role_word, card.missing_roles))
        return text.format(actor=card.answered_by, roles=roles)
    text = _("{actor} asked for the approval of changes, {moment}. Ctrl+E shows them.")
    return text.format(actor=card.asked_by, moment=format_moment(card.asked_at))
