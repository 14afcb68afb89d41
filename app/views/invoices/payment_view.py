"""A payment as entered: what it settled; undoing that, applying what is left, giving it back, reversing it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal

from app.domain.changes import Change
from app.i18n import _, format_date, format_money
from app.models.entry_model import EntryModel
from app.services.invoicing.detail import Settlement
from app.services.payments.entering import apply_credit
from app.services.payments.lists import PaymentDetail, PaymentRow, read_payment
from app.services.payments.returning import reverse_payment
from app.services.payments.undoing import undo_allocation
from app.views.invoices.lists import method_word
from app.views.invoices.settlements import settlement_columns
from app.views.invoices.story import act_of, story_words
from app.views.kit.action_row import ActionRow
from app.views.kit.buttons import key_button
from app.views.kit.cards import Badge, Card, muted_label
from app.views.kit.context import Context
from app.views.kit.entry_grid import PlainTable
from app.views.kit.message_bar import MessageAction
from app.views.kit.reason import ReasonCard, ask_reason
from app.views.kit.story import StoryPanel
from app.views.kit.tab_desk import DeskPage


class PaymentView(DeskPage):
    """Ctrl+Shift+U undoes the chosen allocation, Ctrl+Shift+A applies the rest to the oldest claims.

    Ctrl+Shift+B pays the rest back, Ctrl+Shift+K reverses a payment that was entered wrongly.
    """

    back_wanted = Signal(int, int)  # customer, credit
    opened = Signal(int)  # another payment

    def __init__(self, context: Context, payment_id: int) -> None:
        super().__init__(context, f"payment:{payment_id}", _("Payment"))
        self.payment_id = payment_id
        self.detail_shown: PaymentDetail | None = None
        self.model: EntryModel[Settlement] = EntryModel(settlement_columns(self._currency), parent=self)
        self.table = PlainTable("settlements", _("What it settled"), self.model)
        self.facts = muted_label()
        self.badge = Badge()
        self.story = StoryPanel(context, story_words, act_of=act_of)
        self.undo_button = key_button(_("Undo the chosen one"), "Ctrl+Shift+U")
        self.reverse_button = key_button(_("Reverse the payment"), "Ctrl+Shift+K")
        self.back_button = key_button(_("Pay back"), "Ctrl+Shift+B")
        self.apply_button = key_button(_("Apply the rest"), "Ctrl+Shift+A", "primary")
        head = Card(_("Payment"))
        head.side.addWidget(self.badge)
        head.body.addWidget(self.facts)
        buttons = (self.reverse_button, self.undo_button, self.back_button, self.apply_button)
        self.column.addWidget(head)
        self.column.addWidget(self.table, 1)
        self.column.addWidget(ActionRow(buttons=buttons))
        self.column.addWidget(self.story, 1)
        self.undo_button.clicked.connect(self.undo)
        self.apply_button.clicked.connect(self.apply)
        self.back_button.clicked.connect(self.pay_back)
        self.reverse_button.clicked.connect(self.reverse)
        self.table.row_activated.connect(self._open_other)
        self.can_do = {"undo": self.undo, "reverse": self.reverse}
        self.refresh()

    def _currency(self) -> str:
        return self.detail_shown.payment.currency if self.detail_shown is not None else ""

    def enter(self) -> None:
        self.table.setFocus()
        if self.table.current_row() < 0:
            self.table.select_row(0)

    def refresh(self) -> None:
        id_ = self.payment_id
        self.context.jobs.read(self, lambda view: read_payment(view, id_), self._show, latest="payment")

    def hear(self, changes: Sequence[Change]) -> None:
        if any(change.kind in {"payment", "customer"} for change in changes):
            self.refresh()

    def _show(self, detail: PaymentDetail) -> None:
        is_first = self.detail_shown is None
        self.detail_shown = detail
        payment = detail.payment
        self.set_heading(_("Payment {number}").format(number=payment.number), payment.customer_name)
        parts = (
            format_money(payment.amount_minor, payment.currency),
            format_date(payment.date),
            method_word(payment.method),
            payment.reference,
        )
        self.facts.setText(" · ".join(part for part in parts if part))
        self._show_state(payment)
        self.model.set_rows(detail.settlements)
        self.story.show_story("payment", self.payment_id, currency=payment.currency)
        if is_first and self.isVisible():
            self.enter()

    def _show_state(self, payment: PaymentRow) -> None:
        left = payment.unapplied_minor
        amount = format_money(abs(left), payment.currency)
        if left:
            text = _("{amount} kept as a credit") if left > 0 else _("{amount} paid back without a credit")
            self.badge.set_state(text.format(amount=amount), "warn")
        else:
            self.badge.set_state(_("all applied") if payment.amount_minor > 0 else _("paid back"), "ok")
        self.can_do = {"undo": self.undo, "reverse": self.reverse}
        if left > 0:
            self.can_do |= {"apply": self.apply, "payback": self.pay_back}
        all_applied = _("Nothing of it is left to apply.")
        self.why_not = {"apply": all_applied, "payback": all_applied, "confirm": _("It is posted already.")}
        for button in (self.apply_button, self.back_button):
            button.setVisible(left > 0)

    def pay_back(self) -> None:
        """Ctrl+Shift+B: what is left goes back to the customer."""
        if self.detail_shown is not None:
            payment = self.detail_shown.payment
            self.back_wanted.emit(payment.customer_id, payment.item_id)

    def reverse(self) -> None:
        """Ctrl+Shift+K: asks why, then a counter payment stands against this one."""
        if not self.findChildren(ReasonCard):
            ask_reason(self, _("Why is this payment reversed?"), self._reverse)

    def _reverse(self, reason: str) -> None:
        id_ = self.payment_id
        self.once.write(
            "reverse", lambda uow: reverse_payment(uow, id_, reason=reason), self._reversed, content=reason
        )

    def _reversed(self, counter_id: int) -> None:
        text = _("The payment is reversed; what it settled is open again.")
        shows = MessageAction(_("Counter payment"), lambda: self.opened.emit(counter_id), "Alt+1")
        self.message_bar.show_message(text, "ok", [shows])
        self.enter()

    def _open_other(self, number: int) -> None:
        other = self.model.row(number)
        if other is not None and other.other_invoice_id is not None:
            self.context.bus.ask("invoice.open", other.other_invoice_id)
        elif other is not None and other.other_payment_id is not None:
            self.opened.emit(other.other_payment_id)

    def undo(self) -> None:
        """Ctrl+Shift+U."""
        chosen = self.model.row(max(0, self.table.current_row()))
        if chosen is None:
            self.message_bar.show_message(_("Nothing was applied yet."), "info")
            return
        text = _("{number} is open again.").format(number=chosen.other_number)
        self.once.write(
            "undo",
            lambda uow: undo_allocation(uow, allocation_id=chosen.id),
            lambda _id: self.message_bar.show_message(text, "ok"),
            content=chosen.id,
        )

    def apply(self) -> None:
        """Ctrl+Shift+A."""
        if self.detail_shown is None:
            return
        payment = self.detail_shown.payment
        text = _("The rest is applied to the oldest claims.")

        def told() -> None:
            self.message_bar.show_message(text, "ok")

        self.once.write(
            "apply",
            lambda uow: apply_credit(uow, credit_item_id=payment.item_id),
            lambda _ids: told(),
            content=payment.unapplied_minor,
            repeated=told,
        )
