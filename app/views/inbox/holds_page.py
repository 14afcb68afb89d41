"""Holds that stand: who holds what and why, the release with one key, and a new hold of an order or customer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSplitter, QVBoxLayout, QWidget

from app.domain.changes import Change
from app.domain.errors import RefusedError
from app.domain.holds import RIGHTS, Again, Stop
from app.i18n import _, format_date, format_moment
from app.messages import actor_word, spoken, text_of, text_of_issue
from app.models.entry_model import EntryColumn, EntryModel
from app.services.holds.asking import HoldTarget, read_customer_target, read_order_target
from app.services.holds.rows import HoldCard
from app.services.orders.inbox_news import Held, read_held
from app.services.orders.releasing import release_order_hold
from app.services.unit_of_work import UnitOfWork
from app.views.inbox.new_hold import NewHold
from app.views.kit.action_row import ActionRow
from app.views.kit.buttons import key_button
from app.views.kit.cards import Card
from app.views.kit.context import Context
from app.views.kit.entry_grid import PlainTable
from app.views.kit.errors import show_error
from app.views.kit.forms import Field, Form
from app.views.kit.hold_words import kind_word
from app.views.kit.keyed import today_of
from app.views.kit.right_words import who_may
from app.views.kit.tab_desk import DeskPage

HEARD = {"hold", "order", "customer", "credit_class", "screening_release"}


class HoldsPage(DeskPage):
    """Ctrl+Enter releases, Ctrl+O opens the order or the customer, Ctrl+S keeps a new hold."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "holds", _("Orders on hold"))
        self._mine: frozenset[int] = frozenset()
        self.model: EntryModel[HoldCard] = EntryModel(
            _columns(self._waits), parent=self, key=lambda card: card.hold.id
        )
        self.table = PlainTable("holds", _("Orders on hold"), self.model, nothing=_("Nothing is held."))
        self.told = QLabel()
        self.told.setObjectName("holdTold")
        today = partial(today_of, context)
        self.form = Form(
            [
                Field("reason", _("&Why it is released"), max_length=500),
                Field("until", _("Released &until"), "date"),
            ],
            columns=1,
            today=today,
            parent=self,
        )
        for name in ("reason", "until"):
            self.form.widget(name).setObjectName(f"unhold:{name}")
        self.new = NewHold(context, today, self._laid)
        self._open = key_button(_("Open it"), "Ctrl+O")
        self._release = key_button(_("Release the hold"), "Ctrl+Return", "primary")
        self._wanted: int | None = None
        self._lay_out()
        self.table.row_changed.connect(lambda _row: self._show_current())
        self.table.row_activated.connect(lambda _row: self.form.focus("reason"))
        self.form.submitted.connect(self.release)
        self._open.clicked.connect(self.open_target)
        self._release.clicked.connect(self.release)
        self.can_do = {"confirm": self.release, "order": self.open_target, "save": self.new.keep}
        self.refresh()

    def _lay_out(self) -> None:
        self.told.setWordWrap(True)
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        self.told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.side = Card(_("What is held"))
        self.side.body.addWidget(self.told)
        self.side.body.addSpacing(8)
        self.side.body.addWidget(self.form)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.side)
        column.addWidget(self.new)
        column.addStretch(1)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setHandleWidth(12)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.table)
        splitter.addWidget(right)
        splitter.setStretchFactor(0, 3)  # narrow windows take from both: the names stay whole
        splitter.setStretchFactor(1, 2)
        splitter.setSizes([720, 480])
        self.column.addWidget(splitter, 1)
        self.column.addWidget(ActionRow(_("F5 looks again"), (self._open, self._release)))

    def enter(self) -> None:
        if self.new.isVisible():
            self.new.enter()
            return
        self.table.setFocus()
        if self.table.current_row() < 0:
            self.table.select_row(0)

    def refresh(self) -> None:
        self.context.jobs.read(self, read_held, self._show, latest="holds")

    def hear(self, changes: Sequence[Change]) -> None:
        if any(change.kind in HEARD for change in changes):
            self.refresh()

    # asked by other desks

    def show_hold(self, hold_id: int) -> None:
        """The hold with the cursor where its release is keyed."""
        self._wanted = hold_id
        self.new.hide()
        self.refresh()

    def show_order(self, order_id: int) -> None:
        """What holds the order; what it is to be held for, where nothing does."""
        self.context.jobs.read(self, lambda view: read_order_target(view, order_id), self._show_target)

    def show_customer(self, customer_id: int) -> None:
        """The same of a customer."""
        self.context.jobs.read(self, lambda view: read_customer_target(view, customer_id), self._show_target)

    def _show_target(self, target: HoldTarget) -> None:
        if target.holds:
            self.show_hold(target.holds[0].hold.id)
        else:
            self.new.show_for(target)
            self.new.enter()

    def _laid(self, hold_id: int) -> None:
        self.message_bar.show_message(_("Held. It stands here until somebody releases it."), "ok")
        self.show_hold(hold_id)

    # showing

    def current(self) -> HoldCard | None:
        """The hold that the cursor is on."""
        return self.model.row(self.table.current_row())

    def _may(self, card: HoldCard) -> bool:
        return self.context.allowed(RIGHTS[card.hold.kind])

    def _waits(self, card: HoldCard) -> bool:
        """Whether it waits for the person here, as the navigation counts it; he may release more than that."""
        return card.hold.id in self._mine

    def _show(self, held: Held) -> None:
        cards, self._mine = held.cards, held.mine
        mine_first = sorted(cards, key=self._weight)
        before = self.current()
        if before is not None and all(card.hold.id != before.hold.id for card in cards):
            self.form.set_values({"reason": "", "until": None})  # keyed for one that is gone
        self.model.set_rows(mine_first)
        count = len(self._mine)
        self.set_heading(_("Holds ({count})").format(count=count) if count else _("Orders on hold"))
        wanted, self._wanted = self._wanted, None
        row = next((row for row, card in enumerate(mine_first) if card.hold.id == wanted), None)
        if row is not None:
            self.table.select_row(row)
            self._go_to_release()
        elif cards and self.table.current_row() < 0:
            self.table.select_row(0)
        self._show_current()

    def _weight(self, card: HoldCard) -> tuple[object, ...]:
        """What waits for the person first, then what he may release, the oldest of each first."""
        return not self._waits(card), not self._may(card), card.hold.placed_at, card.hold.id

    def _go_to_release(self) -> None:
        card = self.current()
        if card is not None and self._may(card):
            self.form.focus("reason")
        else:
            self.table.setFocus()

    def _show_current(self) -> None:
        card = self.current()
        self.side.setVisible(card is not None)
        may = card is not None and self._may(card)
        told = [told_of(card), *([] if may else [releasers_of(card)])] if card is not None else []
        self.told.setText("\n\n".join(told))
        self.form.setVisible(may)
        self._release.setVisible(may)
        self._open.setEnabled(card is not None)

    # answering

    def release(self) -> None:
        """Ctrl+Enter: the hold under the cursor, for the reason and until the day that are keyed."""
        card = self.current()
        if card is not None and not self._may(card):
            self.message_bar.show_message(releasers_of(card), "info")
            return
        if card is None or not self.form.check():
            return
        until = self.form.value("until")
        day = until if isinstance(until, date) else None
        reason, hold = self.form.text("reason"), card.hold

        def write(uow: UnitOfWork) -> None:
            release_order_hold(uow, hold.id, version=hold.version, reason=reason, until=day)

        self.once.write(
            f"release-{hold.id}",
            write,
            lambda _none: self._released(card),
            content=(card, reason, day),
            failed=self._not_released,
        )

    def _released(self, card: HoldCard) -> None:
        self.form.set_values({"reason": "", "until": None})
        self.form.show_errors({})
        self.message_bar.show_message(_("Released: {name}").format(name=name_of(card)), "ok")
        self.refresh()
        self.table.setFocus()

    def _not_released(self, error: Exception) -> None:
        show_in_form(self.form, self, error)
        self.refresh()

    def open_target(self) -> None:
        """Ctrl+O."""
        card = self.current()
        if card is None:
            return
        if card.hold.order_id is not None:
            self.context.bus.ask("order.open", card.hold.order_id)
        elif card.customer_id is not None:
            self.context.bus.ask("customer.open", card.customer_id)


def show_in_form(form: Form, page: DeskPage, error: Exception) -> None:
    """A refusal stands at its fields; any other above the page."""
    issues = error.issues if isinstance(error, RefusedError) else ()
    texts = {issue.where: text_of_issue(issue) for issue in issues if issue.where in form.values()}
    if texts:
        form.show_errors(texts)
    else:
        show_error(page, error)


def name_of(card: HoldCard) -> str:
    """The order with its customer, or the customer."""
    if card.hold.order_id is None:
        return card.customer
    return " · ".join(part for part in (card.number or _("Draft"), card.customer) if part)


def told_of(card: HoldCard) -> str:
    """Who holds what back, why, and what became of a release before."""
    hold = card.hold
    words = ", ".join(text_of(f"hold_stop.{stop.value}", {}) for stop in Stop if stop in hold.stops)
    stops = _("Not {stops} until it is released.").format(stops=words)
    by = _("{hold} by {actor}: {reason}")
    kind = kind_word(hold.kind.value)
    told = by.format(hold=kind, actor=actor_word(hold.placed_by), reason=spoken(hold.reason))
    lines = [name_of(card), "", told, "", stops]
    if hold.until is not None:
        lines.append(_("It ends by itself after {date}.").format(date=format_date(hold.until)))
    if card.again not in {None, Again.NEVER} and hold.release is not None:
        before = _("Released by {actor}: {reason}") if hold.release.reason else _("Released by {actor}")
        before = before.format(actor=actor_word(hold.release.by), reason=spoken(hold.release.reason))
        lines += ["", before, text_of(f"hold_again.{card.again}", {})]
    return "\n".join(lines)


def releasers_of(card: HoldCard) -> str:
    """Who may release it, for whoever may not."""
    return _("It may be released by: {roles}").format(roles=who_may(RIGHTS[card.hold.kind]))


def _columns(waits: Callable[[HoldCard], bool]) -> tuple[EntryColumn[HoldCard], ...]:
    return (
        EntryColumn("what", _("Order or customer"), name_of, width=160, stretch=True),
        EntryColumn(
            "kind",
            _("Hold"),
            lambda card: kind_word(card.hold.kind.value),
            state=lambda card: "bad" if waits(card) else "info",
            width=134,
        ),
        EntryColumn("since", _("Since"), lambda card: format_moment(card.hold.placed_at), width=146),
    )
