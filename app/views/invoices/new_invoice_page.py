"""The invoice before it is posted: what left and is not invoiced yet, with its totals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from app.domain.changes import Change
from app.domain.errors import RefusedError
from app.domain.issues import Issue
from app.i18n import _, format_amount, format_date, format_rate
from app.messages import spoken, text_of, text_of_error, text_of_issue
from app.models.entry_model import EntryColumn, EntryModel
from app.services.invoicing.drafts import DraftLine, InvoiceDraft
from app.services.invoicing.shipped import post_invoice_for_order, preview_invoice_for_order
from app.views.invoices.sums import price_word, quantity_word, show_sums
from app.views.invoices.ways_out import show_refusal, ways_out
from app.views.kit.buttons import key_button
from app.views.kit.cards import Badge, Card, clear_layout, muted_label
from app.views.kit.context import Context
from app.views.kit.date_edit import DateEdit
from app.views.kit.entry_grid import PlainTable
from app.views.kit.errors import show_error
from app.views.kit.forms import field_label
from app.views.kit.keyed import today_of
from app.views.kit.price_kind import show_price_kind
from app.views.kit.tab_desk import DeskPage


class NewInvoicePage(DeskPage):
    """Ctrl+Enter posts: `posted(invoice id)`."""

    posted = Signal(int)

    def __init__(self, context: Context, order_id: int) -> None:
        super().__init__(context, f"newInvoice:{order_id}", _("New invoice"))
        self.order_id = order_id
        self.draft: InvoiceDraft | None = None
        self._refusal: Exception | None = None
        self.warnings: tuple[Issue, ...] = ()
        self._warned: tuple[Issue, ...] = ()
        self._read_for: dt.date | None = None  # the day of what is shown
        self._posts_for: dt.date | None = None  # Ctrl+Enter was pressed over this day before it was read for
        self.reason = QLineEdit()
        self.reason.setObjectName("invoiceReason")
        self.reason.setAccessibleName(_("Reason"))
        self.model: EntryModel[DraftLine] = EntryModel(_columns(self._currency), parent=self)
        self.table = PlainTable("newInvoiceLines", _("Lines"), self.model)
        self.day = DateEdit(lambda: today_of(context))
        self.day.setObjectName("invoiceDate")
        self.day.setAccessibleName(_("Invoice date"))
        self.day.set_date(today_of(context))
        self.facts, self.kind = muted_label(), Badge()
        self.figures = QHBoxLayout()
        self.post_button = key_button(_("Post invoice"), "Ctrl+Return", "primary")
        self.post_button.setObjectName("postInvoice")
        self._lay_out()
        self.day.date_edited.connect(lambda _day: self.refresh())
        self.post_button.clicked.connect(self.post)
        self.can_do = {"confirm": self.post}
        self.refresh()

    def _lay_out(self) -> None:
        head = Card(_("New invoice"))
        head.side.addWidget(self.kind)
        row = QHBoxLayout()
        row.addWidget(field_label(_("&Date"), self.day))
        self.day.setFixedWidth(150)
        row.addWidget(self.day)
        row.addWidget(self.facts, 1)
        head.body.addLayout(row)
        self._lay_out_reason(head)
        self.column.addWidget(head)
        self.column.addWidget(self.table, 1)
        totals = Card(_("Totals"))
        row = QHBoxLayout()
        self.figures.setSpacing(28)
        row.addLayout(self.figures)
        row.addStretch(1)
        row.addWidget(self.post_button)
        totals.body.addLayout(row)
        self.column.addWidget(totals)

    def _lay_out_reason(self, head: Card) -> None:
        """Asked only where discounts turn the total: then it is a credit note."""
        row = QHBoxLayout()
        self.reason_label = field_label(_("&Reason *"), self.reason)
        row.addWidget(self.reason_label)
        row.addWidget(self.reason, 1)
        head.body.addLayout(row)
        self._ask_reason(False)

    def _ask_reason(self, asked: bool) -> None:
        self.reason_label.setVisible(asked)
        self.reason.setVisible(asked)

    def _currency(self) -> str:
        return self.draft.currency if self.draft is not None else ""

    def enter(self) -> None:
        self.table.setFocus()

    def refresh(self) -> None:
        day = self.day.date() or today_of(self.context)
        self.context.jobs.read(
            self,
            lambda view: preview_invoice_for_order(view, order_id=self.order_id, date=day),
            lambda draft: self._show(draft, day),
            latest="preview",
            failed=self._refused,
        )

    def hear(self, changes: Sequence[Change]) -> None:
        is_order = any(change.kind == "order" and change.id == self.order_id for change in changes)
        if is_order or any(change.kind in {"customer", "firm", "tax"} for change in changes):
            self.refresh()

    def _refused(self, error: Exception) -> None:
        self.draft, self._refusal = None, error
        self._posts_for = None
        self.model.set_rows(())
        clear_layout(self.figures)
        self.post_button.setEnabled(False)
        show_error(self, error)
        if isinstance(error, RefusedError) and any(issue.remedies for issue in error.issues):
            actions = ways_out(self.context, error.issues)
            self.message_bar.show_message(text_of_error(error), "warn", actions)

    def _show(self, draft: InvoiceDraft, day: dt.date) -> None:
        if self._refusal is not None or (self._warned and self._warned != draft.issues):
            self.message_bar.clear()  # what stopped it, or was warned of, is gone
        self._refusal, self._read_for = None, day
        self.draft, self.warnings = draft, draft.issues
        self._warned = self._warned if self._warned == draft.issues else ()
        self._ask_reason(draft.totals.gross_minor < 0)
        self.set_heading(_("Invoice {number}").format(number=draft.order_numbers), draft.buyer.name)
        texts = (
            _("supplied {date}").format(date=format_date(draft.supply_date)),
            _("due {date}").format(date=format_date(draft.due_date)),
            draft.term_text,
            _("delivery {text}").format(text=draft.delivery_numbers) if draft.delivery_numbers else "",
        )
        self.facts.setText(" · ".join(text for text in texts if text))
        show_price_kind(self.kind, draft.price_mode)
        self.model.set_rows(draft.lines)
        self.post_button.setEnabled(True)
        show_sums(self.figures, draft.totals, draft.currency, draft.rounding_minor)
        wanted, self._posts_for = self._posts_for, None
        if wanted == day == self.day.date():  # another day keyed meanwhile wants another Ctrl+Enter
            self.post()

    def post(self) -> None:
        """Ctrl+Enter: draw the number and post what was seen; a day just keyed is read for and warned of first."""
        day: dt.date | None = self.day.date()
        if day is None:
            self._ask_day()
            return
        if day != self._read_for or self._is_unread():
            self._posts_for = day
            self.refresh()
            return
        if isinstance(self._refusal, RefusedError):
            self._refused(self._refusal)
            return
        if self.draft is None:
            self.message_bar.show_message(_("There is nothing to post yet."), "info")
            return
        if self.warnings and self.warnings != self._warned:
            self._warn()
            return
        reason = self.reason.text().strip()
        self.once.write(
            "invoice",
            lambda uow: post_invoice_for_order(uow, order_id=self.order_id, date=day, reason=reason),
            self.posted.emit,
            content=(day, reason, self.draft.lines),
            failed=lambda error: show_refusal(self, error, go=self._go_to),
        )

    def _is_unread(self) -> bool:
        """The last reading got no answer: who goes on asks again, for the database may answer by now."""
        return self._refusal is not None and not isinstance(self._refusal, RefusedError)

    def _ask_day(self) -> None:
        params = {"field": _("Invoice date"), "text": self.day.text().strip()}
        self.message_bar.show_message(text_of("order.date_not_a_day", params), "bad")
        self.day.setFocus()

    def _go_to(self, where: str) -> None:
        if where == "reason":
            self.reason.setFocus()
        elif where == "date":
            self.day.setFocus()

    def _warn(self) -> None:
        """Once, before the paper is frozen: the same key goes on."""
        self._warned = self.warnings
        lines = [*(text_of_issue(issue) for issue in self.warnings), _("Ctrl+Enter posts it all the same.")]
        self.message_bar.show_message("\n".join(lines), "warn", ways_out(self.context, self.warnings))


def _columns(currency: Callable[[], str]) -> tuple[EntryColumn[DraftLine], ...]:
    return (
        EntryColumn("sku", _("SKU"), lambda row: row.sku, width=130),
        EntryColumn("text", _("Description"), lambda row: spoken(row.text), width=120, stretch=True),
        EntryColumn(
            "quantity", _("Qty"), lambda row: quantity_word(row.kind, row.quantity_micro, row.unit),
            align_right=True, width=96,
        ),
        EntryColumn(
            "price",
            _("Price"),
            lambda row: price_word(row.kind, row.price_micro, row.price_per),
            align_right=True,
            width=96,
        ),
        EntryColumn(
            "amount", _("Amount"), lambda row: format_amount(row.amount_minor, currency()), align_right=True, width=104
        ),
        EntryColumn(
            "tax", _("Tax"), lambda row: format_rate(row.tax.rate_ppm), align_right=True, width=64
        ),
    )  # fmt: skip
