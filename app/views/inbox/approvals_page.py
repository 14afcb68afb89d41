"""Requests for an approval: what asks, what it means in numbers, and the answer with one key."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from app.domain.approvals import ApprovalState
from app.domain.changes import Change
from app.domain.issues import Issue
from app.domain.money import margin_ppm
from app.i18n import _, format_listed, format_moment, format_money, format_rate, n_
from app.messages import spoken
from app.models.amendment_words import changes_of
from app.models.entry_model import EntryColumn, EntryModel
from app.models.hold_words import hold_text
from app.models.role_words import role_word
from app.services.orders.approval_cards import ApprovalCard, answered_by, read_open_approvals
from app.services.orders.approvals import grant_approval, refuse_approval
from app.services.unit_of_work import UnitOfWork
from app.views.kit.action_row import ActionRow
from app.views.kit.buttons import key_button
from app.views.kit.cards import Card, muted_label, scrolling
from app.views.kit.context import Context
from app.views.kit.empty_state import EmptyState
from app.views.kit.entry_grid import PlainTable
from app.views.kit.errors import show_error
from app.views.kit.forms import field_label
from app.views.kit.tab_desk import DeskPage


class ApprovalsPage(DeskPage):
    """Ctrl+Enter approves, Ctrl+Shift+Enter says no with a reason, Ctrl+O opens the order."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "approvals", _("Approvals"))
        self.model: EntryModel[ApprovalCard] = EntryModel(_columns(), parent=self, key=lambda card: card.id)
        self.table = PlainTable("approvals", _("Waiting for approval"), self.model)
        self.told = QLabel()
        self.told.setObjectName("approvalTold")
        self.answer = QLineEdit()
        self.answer.setObjectName("approvalAnswer")
        self.answer.setAccessibleName(_("Answer"))
        self.answer.setPlaceholderText(_("What the clerk reads; needed where you do not approve"))
        self.answer.returnPressed.connect(self.table.setFocus)
        self._buttons = (
            key_button(_("Open the order"), "Ctrl+O"),
            key_button(_("Do not approve"), "Ctrl+Shift+Return"),
            key_button(_("Approve"), "Ctrl+Return", "primary"),
        )
        self.stack = QStackedWidget()
        self._lay_out()
        self.table.row_changed.connect(lambda _row: self._show_current())
        self.table.row_activated.connect(lambda _row: self.open_order())
        for button, run in zip(self._buttons, (self.open_order, self.refuse, self.approve), strict=True):
            button.clicked.connect(run)
        self.can_do = {"confirm": self.approve, "refuse": self.refuse, "order": self.open_order}
        self.refresh()

    def _lay_out(self) -> None:
        work = QWidget()
        column = QVBoxLayout(work)
        column.setContentsMargins(0, 0, 0, 0)
        side = Card(_("What is asked"))
        self.told.setWordWrap(True)
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        self.told.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words = QVBoxLayout()
        words.addWidget(self.told)
        self.reading = scrolling(words)
        self.reading.setObjectName("approvalToldScroll")
        self.reading.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # Tab, then the arrows, where it is long
        side.body.addWidget(self.reading, 1)
        side.body.addWidget(field_label(_("Ans&wer"), self.answer))
        side.body.addWidget(self.answer)
        goes = muted_label(_("Your answer goes to the clerk by mail and stands in the order's story."))
        goes.setWordWrap(True)
        side.body.addWidget(goes)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setHandleWidth(12)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.table)
        splitter.addWidget(side)
        splitter.setSizes([620, 420])  # in a narrow window both give way
        column.addWidget(splitter, 1)
        column.addWidget(ActionRow(_("F5 looks again"), self._buttons))
        self.stack.addWidget(work)
        hint = _("Orders that need your approval come here, and a mail tells you of each.")
        self.stack.addWidget(EmptyState("mdi6.inbox-outline", _("Nothing waits for you"), hint))
        self.column.addWidget(self.stack, 1)

    def enter(self) -> None:
        self.table.setFocus()
        if self.table.current_row() < 0:
            self.table.select_row(0)

    def refresh(self) -> None:
        self.context.jobs.read(self, read_open_approvals, self._show, latest="approvals")

    def hear(self, changes: Sequence[Change]) -> None:
        if any(change.kind in {"approval", "user", "setting"} for change in changes):
            self.refresh()

    def current(self) -> ApprovalCard | None:
        """The request that the cursor is on."""
        return self.model.row(self.table.current_row())

    def _show(self, cards: tuple[ApprovalCard, ...]) -> None:
        known, before = {card.id for card in self.model.rows()}, self.current()
        if before is not None and all(card.id != before.id for card in cards):
            self.answer.clear()  # it was keyed for one that is gone: the next one is read first
        if self.message_bar.level() == "ok" and any(card.id not in known for card in cards):
            self.message_bar.clear()  # that another one was approved is not said over a new request
        self.model.set_rows(cards)
        self.stack.setCurrentIndex(0 if cards else 1)
        count = len(cards)
        self.set_heading(_("Approvals ({count})").format(count=count) if count else _("Approvals"))
        if cards and self.table.current_row() < 0:
            self.table.select_row(0)
        self._show_current()

    def _show_current(self) -> None:
        card = self.current()
        text = told_of(card, with_margin=self.context.allowed("margin.see")) if card else ""
        if text != self.told.text():
            self.told.setText(text)
            self.reading.verticalScrollBar().setValue(0)

    # answering

    def approve(self) -> None:
        """Ctrl+Enter."""
        self._answer("grant", grant_approval, _("Approved: {customer}"))

    def refuse(self) -> None:
        """Ctrl+Shift+Enter: the reason is asked first."""
        if not self.answer.text().strip():
            self.message_bar.show_message(_("Say why not: the clerk reads it."), "warn")
            self.answer.setFocus()
            return
        self._answer("refuse", refuse_approval, _("Not approved: {customer}"))

    def _answer(self, name: str, call: Callable[..., str | None], done_text: str) -> None:
        card, answer = self.current(), self.answer.text()
        if card is None:
            return

        def write(uow: UnitOfWork) -> str | None:
            return call(uow, card.id, version=card.version, answer=answer)

        def done(state: str | None) -> None:
            self.answer.clear()
            if self.answer.hasFocus():
                self.table.setFocus()  # on to the next one
            told = self._waits_on(card) if state == ApprovalState.OPEN else done_text
            self.message_bar.show_message(told.format(customer=card.customer_name), "ok")
            self.refresh()

        def failed(error: Exception) -> None:
            show_error(self, error)
            self.refresh()

        self.once.write(f"{name}-{card.id}", write, done, content=(card, answer), failed=failed)

    def _waits_on(self, card: ApprovalCard) -> str:
        """The yes is noted, and others have to answer too."""
        left = (issue for place, issue in enumerate(card.issues) if place not in card.mine)
        roles = dict.fromkeys(role_word(issue.owner) for issue in left if not answered_by(issue))
        return _("Your yes is noted: {customer}. It still waits for: {roles}").replace(
            "{roles}", ", ".join(roles)
        )

    def open_order(self) -> None:
        """Ctrl+O."""
        card = self.current()
        if card is not None:
            self.context.bus.ask("order.open", card.order_id)


def told_of(card: ApprovalCard, *, with_margin: bool) -> str:
    """What asks, the clerk's words, and the numbers: net, what the rules would give, cost and margin."""
    lines = [_("{customer}, {total}").format(customer=card.customer_name, total=_total(card)), ""]
    if card.amendment is not None:
        lines += [*changes_of(card), ""]
    lines += [_asked(card, place, issue) for place, issue in enumerate(card.issues)]
    if card.note:
        lines += ["", _("{actor} says: {note}").format(actor=card.asked_by, note=card.note)]
    if card.hold is not None:
        lines += ["", hold_text(card.hold)]
    return "\n".join([*lines, "", *_numbers(card, with_margin=with_margin)])


def _asked(card: ApprovalCard, place: int, issue: Issue) -> str:
    """What asks; who said yes to it already, or who has to where the reader has not."""
    text = f"\N{BULLET} {spoken(str(issue.params['text']))}"
    if answered_by(issue):
        return _("{issue} ({actor} said yes)").format(issue=text, actor=answered_by(issue))
    if place in card.mine:
        return text
    return _("{issue} (waits for: {role})").format(issue=text, role=role_word(issue.owner))


def _numbers(card: ApprovalCard, *, with_margin: bool) -> list[str]:
    effect, currency = card.effect, card.currency
    net, rules = effect["net_minor"], effect["rules_net_minor"]
    lines = [_("Net: {amount}").format(amount=format_money(net, currency))]
    if rules > net:
        lines.append(_("By the rules: {amount}").format(amount=format_money(rules, currency)))
        given = format_money(rules - net, currency)
        lines.append(_("Given away: {amount}").format(amount=given))
    if with_margin:
        margin = margin_ppm(price_micro=effect["costed_net_minor"], cost_micro=effect["cost_minor"])
        if margin is not None and effect["costed_net_minor"]:
            lines.append(_("Margin: {percent}").format(percent=format_rate(round(margin, -3))))
        unknown = effect["unknown_costs"]
        if unknown:
            text = n_("{count} line without a known cost", "{count} lines without a known cost", unknown)
            lines.append(text.format(count=unknown))
    return lines


def _total(card: ApprovalCard) -> str:
    return format_money(card.total_minor, card.currency)


def _columns() -> tuple[EntryColumn[ApprovalCard], ...]:
    return (
        EntryColumn("asked", _("Asked"), lambda card: format_moment(card.asked_at), width=136),
        EntryColumn("by", _("By"), lambda card: card.asked_by, width=64),
        EntryColumn("customer", _("Customer"), lambda card: card.customer_name, width=150),
        EntryColumn(
            "total",
            _("Total"),
            lambda card: format_listed(card.total_minor, card.currency, foreign=bool(card.exchange)),
            align_right=True,
            width=96,
        ),
        EntryColumn(
            "what",
            _("Why"),
            lambda card: " ".join(spoken(str(issue.params["text"])) for issue in card.issues),
            width=80,
            stretch=True,
        ),
    )
