"""What ends the keying: confirm, quote, amend, cancel, turn a quote into an order, copy, show papers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, TypeGuard, cast

from app.domain.errors import ConflictError, RefusedError
from app.domain.issues import Remedy
from app.domain.money import MICRO
from app.domain.orders.draft import Line
from app.domain.orders.keying import insert_before, names_no_article
from app.i18n import _, format_date, n_
from app.messages import text_of_error, text_of_remedy
from app.services.orders.amending import amend_order, cancel_order
from app.services.orders.confirming import Confirmed, confirm, undated_goods
from app.services.orders.drafts import duplicate_order
from app.services.orders.papers import ensure_order_paper
from app.services.orders.planning import plan_order
from app.services.orders.quotes import order_from_quote, revise_quote, send_quote
from app.services.papers import PaperFacts, read_papers, read_pdf
from app.views.kit.errors import show_error
from app.views.kit.message_bar import MessageAction
from app.views.kit.once import Once
from app.views.orders.catching_up import AMENDABLE
from app.views.orders.done_words import confirmed_text, with_undated
from app.views.orders.drawn_first import once_drawn
from app.views.orders.lines_menu import new_line_of
from app.views.orders.places import back_to_keying, leave_field
from app.views.orders.remedies import Remedies
from app.views.orders.settling import Settling
from app.views.orders.words import ASK_KEYS, WORKSHOP_KEYS

if TYPE_CHECKING:
    from app.bootstrap import Office
    from app.services.unit_of_work import UnitOfWork
    from app.views.orders.order_page import OrderPage

QUOTE_DAYS = 30
WITH_WAY_OUT = frozenset(
    {"order.has_pick_list", "order.has_shipments", "order.has_invoices", "order.has_advances"}
)


class OrderActions:
    """The actions of one page; every refusal shows its reasons and ways out in the page's own bar."""

    def __init__(self, page: OrderPage, open_order: Callable[[int], None]) -> None:
        self._page = page
        self._open_order = open_order
        self._remedies = Remedies(page, self.confirm, open_order)
        self._once = Once(page.frame.jobs, page)
        self.settling = Settling(page)

    @property
    def _office(self) -> Office:
        return cast("Office", self._page.frame.office)

    # confirm

    def confirm(self, *, approve: bool = False) -> None:
        """Ctrl+Enter: confirm a draft, confirm the changes of an amendment, or turn a quote into an order."""
        session = self._page.session
        if session.is_amending:
            self.settling.settle(lambda: self._confirm_amendment(approve=approve))
        elif session.draft.state == "quoted":
            self.turn_into_order()
        elif session.is_draft:
            self.settling.settle(lambda: self._confirm_draft(approve=approve))

    def _confirm_draft(self, *, approve: bool) -> None:
        page, office = self._page, self._office
        if page.session.has_gone_on:  # by an earlier press: that one's message stands
            return
        order_id, actor, reason = page.order_id, page.frame.jobs.actor, page.reason.given()
        habits = page.session.context.habits

        def run() -> Confirmed:
            return confirm(office.work, order_id, actor=actor, approve=approve, reason=reason, habits=habits)

        page.frame.jobs.run("write", page, run, self._confirmed, failed=self._refused)

    def _confirmed(self, done: Confirmed) -> None:
        page = self._page
        page.reason.clear()
        page.message_bar.show_message(*confirmed_text(done), self._paper_actions())
        page.session.saving.order_went_on(self.settling.to_lines)
        self._render_paper()

    def _paper_actions(self) -> list[MessageAction]:
        return [
            MessageAction(_("Show paper"), self.show_paper, "Ctrl+P"),
            MessageAction(_("Next order"), self._command("order.new"), "Ctrl+N"),
            *self._going_on(),
        ]

    def _going_on(self) -> list[MessageAction]:
        """What is configured is made first, all else ships."""
        if self._page.session.draft.configurations:
            return [MessageAction(_("Workshop"), self._command("order.workshop"), WORKSHOP_KEYS)]
        return self._shipping_action()

    def _shipping_action(self) -> list[MessageAction]:
        if not self._page.frame.allowed("shipping.ship"):
            return []
        return [MessageAction(_("Ship"), self._command("order.ship"), "Ctrl+Shift+P")]

    def _refused(self, error: Exception) -> None:
        """Say why; where an approval would do and the clerk may give it, offer it."""
        page = self._page
        page.session.ask_plan()
        back_to_keying(page, self.settling.keyed_in)
        if isinstance(error, RefusedError) and error.code == "order.needs_approval":
            page.message_bar.show_message(
                text_of_error(error), "warn", self._approvals(own=error.params["own"] is True)
            )
        elif isinstance(error, ConflictError) and page.session.is_amending:
            if error.code != "document.changed_elsewhere":
                page.message_bar.show_message(text_of_error(error), "warn")
            page.session.news.rebase()
        elif isinstance(error, ConflictError):
            text = _("Somebody else changed this order meanwhile. Look at it again, then repeat.")
            changed = error.code == "document.changed_elsewhere"
            page.message_bar.show_message(text if changed else text_of_error(error), "warn")
            page.session.news.reload()
        elif _has_gone_on(error) and page.session.is_draft:
            told = RefusedError("order.not_a_draft", number=error.params["number"])
            page.message_bar.show_message(text_of_error(told), "warn")
            page.session.saving.order_went_on()
        elif isinstance(error, RefusedError) and error.code in WITH_WAY_OUT:
            remedies = [remedy for issue in error.issues for remedy in issue.remedies][:1]
            actions = [
                MessageAction(text_of_remedy(way), partial(self.take_remedy, way), "Alt+1")
                for way in remedies
            ]
            page.message_bar.show_message(text_of_error(error), "warn", actions)
        else:
            show_error(page, error)

    def _approvals(self, *, own: bool) -> list[MessageAction]:
        """Approve, for who may do so himself; ask somebody."""
        page = self._page
        approve = MessageAction(
            _("Approve and confirm"), lambda: self.confirm(approve=True), "Ctrl+Alt+Return"
        )
        asked = MessageAction(_("Ask for approval"), self.ask_approval, ASK_KEYS)
        return [*([approve] if own else []), *([asked] if page.session.may_ask else [])]

    def ask_approval(self) -> None:
        """Ctrl+Alt+A: send the draft or the changes, with what is keyed, to those who may approve them."""
        page = self._page
        changes = partial(page.asked_changes.ask, self._refused)
        self.settling.settle(page.approvals.ask if page.session.is_draft else changes)

    def _render_paper(self) -> None:
        """Render the frozen paper in the background, so that it is there when it is asked for."""
        page, office = self._page, self._office
        order_id, actor = page.order_id, page.frame.jobs.actor

        def run() -> int:
            with office.work.reading(actor=actor) as view:
                papers = read_papers(view, "order", order_id)
            for paper in papers:
                if not paper.is_rendered:
                    read_pdf(office.work, paper.id, actor=actor)
            return len(papers)

        page.frame.jobs.files(page, run, lambda _count: None)

    # papers

    def show_paper(self) -> None:
        """Ctrl+P: the newest paper of the order; a draft becomes a quote first."""
        if self._page.session.is_draft:
            self.settling.settle(self._quote_or_paper)
        else:
            self._show_newest()

    def _quote_or_paper(self) -> None:
        if self._page.session.has_gone_on:
            self._show_newest()
        else:
            once_drawn(self._page, self._page.session.draft, self._send_quote, self._refused)

    def _show_newest(self) -> None:
        page, order_id = self._page, self._page.order_id

        def take(papers: tuple[PaperFacts, ...]) -> None:
            if papers:
                show(papers[0].id)
            else:  # history: its paper is made on the first view
                page.frame.jobs.write(page, lambda uow: ensure_order_paper(uow, order_id), show)

        def show(paper_id: int) -> None:
            page.frame.bus.ask("paper.show", paper_id)

        page.frame.jobs.read(page, lambda view: read_papers(view, "order", order_id), take)

    def _send_quote(self) -> None:
        """A quote is valid for 30 days unless the head says otherwise."""
        page = self._page
        until = page.session.draft.header.valid_until or page.today() + timedelta(days=QUOTE_DAYS)
        order_id, reason, habits = page.order_id, page.reason.given(), page.session.context.habits

        def write(uow: UnitOfWork) -> str:
            plan = plan_order(uow, order_id, habits=habits)
            return send_quote(uow, plan, valid_until=until, reason=reason)

        def done(number: str) -> None:
            page.reason.clear()
            text = _("Quote {number} is valid until {date}.").format(number=number, date=format_date(until))
            page.message_bar.show_message(
                text, "ok", [MessageAction(_("Show paper"), self.show_paper, "Ctrl+P")]
            )
            page.session.saving.order_went_on(self.show_paper)

        self._once.write("quote", write, done, content=(until, reason), failed=self._not_quoted)

    def _not_quoted(self, error: Exception) -> None:
        """What another desk confirmed or quoted meanwhile has its paper."""
        if _has_gone_on(error):
            self._page.session.saving.order_went_on(self.show_paper)
        else:
            self._refused(error)

    # after confirmation

    def amend(self) -> None:
        """Ctrl+E: key changes on a confirmed order or a quote; they count once confirmed."""
        page = self._page
        if page.session.draft.state in AMENDABLE:
            page.session.start_amending()
            if page.asked_changes.take_up():
                page.grid.setFocus()
                return
            if not page.left_over.stands:  # its key takes it into these changes
                text = _("Change what is needed, then confirm the changes. Esc forgets them.")
                page.message_bar.show_message(text, "info")
            page.grid.setFocus()

    def leave(self) -> None:
        """Esc: away at once where nothing is open, after a question otherwise."""
        page, session = self._page, self._page.session
        if session.is_amending:
            self._leave_amending()
        elif session.is_draft and not session.draft.is_empty:
            text = _("Park this order? It is saved, and comes back at the next start.")
            actions = [
                MessageAction(_("Park"), self._command("order.close"), "Alt+1"),
                MessageAction(_("Throw the draft away"), self._command("order.throw_away"), "Alt+2"),
            ]
            page.message_bar.ask(text, "info", actions)
        else:
            page.frame.commands.run("order.close")

    def _leave_amending(self) -> None:
        session = self._page.session
        if session.is_sent:  # it cannot be forgotten any more: the answer tells what became of it
            return
        if session.draft == session.before_amendment or self._page.asked_changes.has(session.draft):
            self.leave_amendment()
            return
        actions = [
            MessageAction(_("Confirm changes"), self.confirm, "Alt+1"),
            MessageAction(_("Forget the changes"), self.leave_amendment, "Alt+2"),
        ]
        self._page.message_bar.ask(_("These changes are not confirmed."), "warn", actions)

    def _command(self, name: str) -> Callable[[], None]:
        return lambda: self._page.frame.commands.run(name)

    def leave_amendment(self) -> None:
        """Forget the changes that were not confirmed."""
        session = self._page.session
        if session.is_amending and not session.is_sent:
            self._page.message_bar.clear()
            session.stop_amending()

    def _confirm_amendment(self, *, approve: bool) -> None:
        page, session = self._page, self._page.session
        if session.is_sent or page.asked_changes.leave_none():  # sent: the answer is on its way
            return
        before, after = session.before_amendment, session.draft
        reason = page.reason.given()

        def write(uow: UnitOfWork) -> int:
            if before.state == "quoted":
                return revise_quote(uow, before=before, after=after, reason=reason)
            return amend_order(uow, before=before, after=after, approve=approve, reason=reason)

        def done(_version: int) -> None:
            # once it is changed no edit is taken any more: what stands in the open field is told
            if session.news.is_typing():
                leave_field(page)
            session.is_amending = session.is_sent = False
            page.asked_changes.forget()
            page.reason.clear()
            text = _("{number} is changed; the new paper is revision {revision}.")
            shown = text.format(number=before.number, revision=before.revision + 1)
            undated = undated_goods(session.plan) if session.plan is not None else ()
            page.message_bar.show_message(*with_undated(shown, undated), self._paper_actions()[:1])
            session.saving.order_went_on(self.settling.to_lines, written=after)
            self._render_paper()

        def refused(error: Exception) -> None:
            session.is_sent = False
            self._refused(error)
            if not isinstance(error, ConflictError):  # which reads the order again by itself
                session.news.catch_up()

        session.is_sent = True
        once_drawn(page, after, lambda: page.frame.jobs.write(page, write, done, failed=refused), refused)

    def turn_into_order(self) -> None:
        """A quote becomes a draft order with its prices, in a tab of its own."""
        page, draft = self._page, self._page.session.draft

        def write(uow: UnitOfWork) -> int:
            return order_from_quote(uow, draft.id, version=draft.version)

        def done(order_id: int) -> None:
            page.session.news.reload()
            self._open_order(order_id)

        self._once.write("turn", write, done, content=draft.version, failed=self._refused)

    def cancel(self, reason: str) -> None:
        """Cancel the order with a reason; its number stays listed."""
        page, draft = self._page, self._page.session.draft

        def done(_version: int) -> None:
            page.message_bar.show_message(_("{number} is cancelled.").format(number=draft.number), "ok")
            page.session.news.reload()

        page.frame.jobs.write(
            page,
            lambda uow: cancel_order(uow, draft.id, version=draft.version, reason=reason),
            done,
            failed=self._refused,
        )

    def repeat(self) -> None:
        """Ctrl+R: a new draft with the same head and lines; typed prices are carried only if wished (A17)."""
        typed = [line for line in self._page.session.draft.lines if _is_typed(line)]
        if not typed:
            self.duplicate(keep_manual_prices=False)
            return
        text = n_(
            "{count} line has a typed price or discount. Shall it be carried over?",
            "{count} lines have a typed price or discount. Shall they be carried over?",
            len(typed),
        )
        actions = [
            MessageAction(_("Carry over"), lambda: self.duplicate(keep_manual_prices=True), "Alt+1"),
            MessageAction(_("Prices of today"), lambda: self.duplicate(keep_manual_prices=False), "Alt+2"),
        ]
        self._page.message_bar.ask(text.format(count=len(typed)), "info", actions)

    def duplicate(self, *, keep_manual_prices: bool) -> None:
        """A new draft with the same head and lines."""
        self._page.message_bar.clear()
        order_id = self._page.order_id
        self._once.write(
            "repeat",
            lambda uow: duplicate_order(uow, order_id, keep_manual_prices=keep_manual_prices),
            self._open_order,
            content=keep_manual_prices,
            failed=self._refused,
        )

    # lines

    def insert_line_of(self, kind: str) -> None:
        """A charge, free line, discount, section or note at the cursor, its text ready to be keyed.

        A free line at the cursor's line that names no article is that line.
        """
        page, session = self._page, self._page.session
        current = session.draft.line(page.grid.current_key())
        if kind == "free" and current is not None and names_no_article(current):
            self.take_remedy(Remedy("remedy.make_free_line", "order.make_free_line", {"key": current.key}))
            return
        line = new_line_of(kind, session.new_key(), 0)
        session.edit(*insert_before(session.draft, line, page.grid.current_key()))
        page.grid.edit_key(line.key, "text")

    def insert_line(self) -> None:
        """Ins: a line in front of the one under the cursor; on the empty line, that one."""
        page, session = self._page, self._page.session
        current = page.grid.current_key()
        if not current:
            page.grid.edit_new_line()
            return
        line = Line(session.new_key(), 0, quantity_micro=MICRO)
        session.edit(*insert_before(session.draft, line, current))
        page.grid.edit_key(line.key, "sku")

    # remedies

    def take_remedy(self, remedy: Remedy) -> None:
        """Do what a remedy says."""
        self._remedies.take(remedy)


def _has_gone_on(error: Exception) -> TypeGuard[RefusedError]:
    """Whether what is done with drafts was refused because it is none any more."""
    return isinstance(error, RefusedError) and error.code == "order.wrong_state"


def _is_typed(line: Line) -> bool:
    """Whether a clerk gave an article its price or discount by hand."""
    return line.product_id is not None and line.is_typed
