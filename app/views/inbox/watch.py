"""Tells in every desk what waits for the person: a count at the inbox in the navigation, and a notice when it comes."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from app.domain.approvals import ApprovalState
from app.domain.changes import Change
from app.i18n import _, format_money, n_
from app.views.kit.bus import Ask
from app.views.kit.buttons import key_text
from app.views.kit.context import Context
from app.views.kit.toast import Toast

if TYPE_CHECKING:
    from app.services.orders.approval_cards import ApprovalCard
    from app.services.orders.inbox_news import InboxNews

FIRST_AFTER_MS = 1_000  # the start belongs to the person
WATCHED = frozenset(
    {"approval", "screening_result", "screening_release", "screening_list", "user", "setting", "hold"}
)
KEYS = "Ctrl+Alt+I"


class InboxWatch(QObject):
    """Hears the changes of this window and of others; each piece of news is told once."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.bus)
        self._context = context
        self._ids: set[int] = set()
        self._told: set[tuple[object, ...]] = set()
        self._hits: int | None = None  # not counted yet
        self._holds: int | None = None
        self.toast: Toast | None = None
        self._answered = 0  # the order whose answer the notice tells, and nothing else
        self._first = QTimer(self)
        self._first.setSingleShot(True)
        self._first.timeout.connect(self.look)
        self._first.start(FIRST_AFTER_MS)
        context.bus.changed.connect(self._heard)
        context.bus.asked.connect(self._asked)

    def _heard(self, changes: tuple[Change, ...]) -> None:
        if any(change.kind in WATCHED for change in changes):
            self._ids.update(change.id for change in changes if change.kind == "approval")
            self.look()

    def _asked(self, ask: Ask) -> None:
        """The key leads where the notice says: to the order that was answered, else to the inbox."""
        if ask.name != "inbox.wanted":
            return
        is_told = self.toast is not None and self.toast.text()
        if is_told and self._answered:
            self._open_answered()
        else:
            self._context.bus.ask("inbox.open")

    def _open_answered(self) -> None:
        assert self.toast is not None, "it was told"
        self.toast.hide()
        self._context.bus.ask("order.open", self._answered)

    def look(self) -> None:
        """Count what waits, and read what became of the requests that changed."""
        jobs = self._context.jobs
        if jobs.is_closed():
            return
        from app.services.orders.inbox_news import read_inbox_news

        ids = frozenset(self._ids)

        def take(news: InboxNews) -> None:
            self._ids -= ids
            self._take(news)

        jobs.read(self, lambda view: read_inbox_news(view, ids), take, latest="inbox", failed=_later)

    def _take(self, news: InboxNews) -> None:
        count = news.waiting
        spoken = n_("{count} waits for you", "{count} wait for you", count).format(count=count)
        self._context.set_badge("inbox", str(count) if count else "", spoken if count else "")
        cards = [(card, text) for card in news.cards if (text := self._news_of(card))]
        told = [text for _card, text in cards]
        more = news.hits - self._hits if self._hits is not None else 0
        self._hits = news.hits
        if more > 0:
            text = n_(
                "{count} new hit on a list of denied parties",
                "{count} new hits on lists of denied parties",
                more,
            )
            told.append(text.format(count=more))
        held = news.holds - self._holds if self._holds is not None else 0
        self._holds = news.holds
        if held > 0:
            text = n_("{count} more is held for its credit", "{count} more are held for their credit", held)
            told.append(text.format(count=held))
        if told:
            me = self._context.jobs.actor.name
            own = {card.order_id if card.asked_by == me else 0 for card, _text in cards}
            self._tell(told, own.pop() if len(own) == 1 and len(told) == len(cards) else 0)

    def _news_of(self, card: ApprovalCard) -> str:
        """What is new of a request to the person here, "" for nothing or what was told."""
        key = (card.id, card.state, len(card.agreed), card.escalated_at)
        if key in self._told:
            return ""
        self._told.add(key)
        return news_text(card, self._context.jobs.actor.name)

    def _tell(self, told: Iterable[str], answered: int) -> None:
        """`answered`: the order that all of it is about; 0 for what is told of the inbox."""
        window = self._context.bus.parent()
        if not isinstance(window, QWidget):
            return
        if self.toast is None:
            self.toast = Toast(window)
        self._answered = answered
        keys = _("{keys} opens the order") if answered else _("{keys} opens the inbox")
        run = self._open_answered if answered else partial(self._context.bus.ask, "inbox.open")
        self.toast.tell("\n".join(told), keys.format(keys=key_text(KEYS)), run)


def news_text(card: ApprovalCard, reader: str) -> str:
    """A request for the reader, or the answer to his own; "" where it is neither."""
    if card.is_told and card.asked_by != reader:
        if card.escalated_at is not None:
            return _("Still waiting for approval: {customer}").format(customer=card.customer_name)
        total = format_money(card.total_minor, card.currency)
        text = _("{actor} asks for approval: {customer}, {total}")
        return text.format(actor=card.asked_by, customer=card.customer_name, total=total)
    if card.asked_by != reader:
        return ""
    texts = {
        ApprovalState.GRANTED: _("{actor} approved: {customer}"),
        ApprovalState.REFUSED: _("{actor} did not approve: {customer}"),
        ApprovalState.OPEN: _("{actor} said yes, others have to as well: {customer}"),
    }
    text = texts.get(ApprovalState(card.state), "") if card.answered_by else ""
    return text.format(actor=card.answered_by, customer=card.customer_name)


def _later(_error: Exception) -> None:
    """The next change asks again; who loses the database is told by the desk in front."""


def attach_inbox(context: Context) -> InboxWatch:
    """Let every desk hear what waits."""
    return InboxWatch(context)
