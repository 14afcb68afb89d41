"""A payment as entered: what it settled; undoing that, applying what is left."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout

from app.domain.changes import Change
from app.i18n import _, format_date, format_money
from app.models.entry_model import EntryModel
from app.services.invoicing.detail import Settlement
from app.services.payments.entering import apply_credit
from app.services.payments.lists import PaymentDetail, read_payment
from app.services.payments.undoing import undo_allocation
from app.views.invoices.lists import method_word
from app.views.invoices.settlements import settlement_columns
from app.views.kit.buttons import key_button
from app.views.kit.cards import Badge, Card, muted_label
from app.views.kit.context import Context
from app.views.kit.entry_grid import PlainTable
from app.views.kit.story import StoryCard
from app.views.kit.tab_desk import DeskPage


class PaymentView(DeskPage):
    """Ctrl+Shift+U undoes the chosen allocation, Ctrl+Shift+A applies the rest to the oldest claims."""

    def __init__(self, context: Context, payment_id: int) -> None:
        super().__init__(context, f"payment:{payment_id}", _("Payment"))
        self.payment_id = payment_id
        self.detail_shown: PaymentDetail | None = None
        self.model: EntryModel[Settlement] = EntryModel(settlement_columns(self._currency), parent=self)
        self.table = PlainTable("settlements", _("What it settled"), self.model)
        self.facts = muted_label()
        self.badge = Badge()
        self.story = StoryCard(context)
        self.undo_button = key_button(_("Undo the chosen one"), "Ctrl+Shift+U")
        self.apply_button = key_button(_("Apply the rest"), "Ctrl+Shift+A", "primary")
        head = Card(_("Payment"))
        head.side.addWidget(self.badge)
        head.body.addWidget(self.facts)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.undo_button)
        buttons.addWidget(self.apply_button)
        self.column.addWidget(head)
        self.column.addWidget(self.table, 1)
        self.column.addLayout(buttons)
        self.column.addWidget(self.story)
        self.undo_button.clicked.connect(self.undo)
        self.apply_button.clicked.connect(self.apply)
        self.can_do = {"undo": self.undo, "apply": self.apply}
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
        self.story.show_story("payment", id_)

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
        left = payment.unapplied_minor
        text = _("{amount} kept as a credit").format(amount=format_money(left, payment.currency))
        self.badge.set_state(text if left else _("all applied"), "warn" if left else "ok")
        self.apply_button.setEnabled(bool(left))
        self.model.set_rows(detail.settlements)
        if is_first and self.isVisible():
            self.enter()

    def undo(self) -> None:
        """Ctrl+Shift+U."""
        chosen = self.model.row(max(0, self.table.current_row()))
        if chosen is None:
            self.message_bar.show_message(_("Nothing was applied yet."), "info")
            return
        text = _("{number} is open again.").format(number=chosen.other_number)
        self.context.jobs.write(
            self,
            lambda uow: undo_allocation(uow, allocation_id=chosen.id),
            lambda _id: self.message_bar.show_message(text, "ok"),
        )

    def apply(self) -> None:
        """Ctrl+Shift+A."""
        if self.detail_shown is None:
            return
        item_id = self.detail_shown.payment.item_id
        text = _("The rest is applied to the oldest claims.")
        self.context.jobs.write(
            self,
            lambda uow: apply_credit(uow, credit_item_id=item_id),
            lambda _ids: self.message_bar.show_message(text, "ok"),
        )
