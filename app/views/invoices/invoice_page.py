"""A posted invoice or credit note with its lines, taxes, settlements, papers and story."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSplitter, QVBoxLayout, QWidget

from app.domain.advances import ADVANCE
from app.domain.changes import Change
from app.i18n import _, format_amount, format_date, format_money, format_rate
from app.messages import spoken
from app.models.entry_model import EntryColumn, EntryModel
from app.models.tax_words import tax_labels
from app.services.invoicing.detail import (
    InvoiceDetail,
    InvoiceDetailLine,
    InvoiceDetailTax,
    InvoiceHead,
    Settlement,
    read_invoice,
)
from app.services.invoicing.papers import ensure_invoice_paper
from app.services.jurisdictions.words import untaxed_text
from app.services.payments.entering import apply_credit
from app.services.payments.undoing import undo_allocation
from app.views.invoices.settlements import settlement_columns
from app.views.invoices.story import act_of, story_words
from app.views.invoices.sums import price_word, quantity_word
from app.views.kit.action_row import ActionRow, CutLabel
from app.views.kit.buttons import key_button
from app.views.kit.cards import Badge, Card, clear_layout, figure
from app.views.kit.context import Context
from app.views.kit.entry_grid import PlainTable
from app.views.kit.keyed import micro_text, today_of
from app.views.kit.price_kind import show_price_kind
from app.views.kit.rounded_figures import rounded_figures
from app.views.kit.story import StoryPanel
from app.views.kit.tab_desk import DeskPage

QUANTITY, PRICE, CREDITED = 3, 4, 7


class InvoicePage(DeskPage):
    """`credit_wanted(id)`, `payment_wanted(customer id, invoice id)`, `back_wanted(customer id, credit)`."""

    credit_wanted = Signal(int)
    back_wanted = Signal(int, int)
    payment_wanted = Signal(int, int)

    def __init__(self, context: Context, invoice_id: int) -> None:
        super().__init__(context, f"invoice:{invoice_id}", _("Invoice"))
        self.invoice_id = invoice_id
        self.invoice: InvoiceDetail | None = None
        self.lines: EntryModel[InvoiceDetailLine] = EntryModel(_line_columns(self._currency), parent=self)
        self.table = PlainTable("invoiceLines", _("Lines"), self.lines)
        self.settlements: EntryModel[Settlement] = EntryModel(settlement_columns(self._currency), parent=self)
        self.settled = PlainTable(
            "settlements",
            _("Payments and credits"),
            self.settlements,
            rows=3,
            nothing=_("Nothing was paid or credited yet."),
        )
        self.badge, self.kind = Badge(), Badge()
        self.kind.setObjectName("invoicePrices")
        self.head = Card(_("Invoice to"))
        self.buyer = QLabel()
        self.references = CutLabel()
        self.figures = QHBoxLayout()
        self.story = StoryPanel(context, story_words, act_of=act_of)
        self.paper_button = key_button(_("Paper"), "Ctrl+P")
        self.credit_button = key_button(_("Credit note"), "Ctrl+Shift+R")
        self.pay_button = key_button(_("Enter payment"), "Ctrl+Shift+P", "primary")
        self.back_button = key_button(_("Pay back"), "Ctrl+Shift+B")
        self.apply_button = key_button(_("Apply to claims"), "Ctrl+Shift+A", "primary")
        self._lay_out()
        self.paper_button.clicked.connect(self.show_paper)
        self.credit_button.clicked.connect(self.credit)
        self.pay_button.clicked.connect(self.pay)
        self.apply_button.clicked.connect(self.apply)
        self.back_button.clicked.connect(self.pay_back)
        self.refresh()

    def _lay_out(self) -> None:
        head = self.head
        for badge in (self.kind, self.badge):
            head.side.addWidget(badge)
        self.buyer.setWordWrap(True)
        row = QHBoxLayout()
        texts = QVBoxLayout()
        texts.addWidget(self.buyer)
        texts.addWidget(self.references)
        row.addLayout(texts, 1)
        self.figures.setSpacing(24)
        row.addLayout(self.figures)
        row.setAlignment(self.figures, Qt.AlignmentFlag.AlignTop)
        head.body.addLayout(row)
        self.column.addWidget(head)
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(CutLabel(_("Payments and credits")))
        column.addWidget(self.settled)
        column.addWidget(self.story, 1)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setHandleWidth(12)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.table)
        splitter.addWidget(side)
        splitter.setSizes([692, 344])
        self.column.addWidget(splitter, 1)
        buttons = (
            self.credit_button, self.paper_button, self.back_button, self.apply_button, self.pay_button,
        )  # fmt: skip
        self.column.addWidget(ActionRow(_("Ctrl+Shift+U undoes the chosen payment or credit"), buttons))

    def _currency(self) -> str:
        return self.invoice.head.currency if self.invoice is not None else ""

    def enter(self) -> None:
        self.table.setFocus()
        if self.table.current_row() < 0:
            self.table.select_row(0)

    def refresh(self) -> None:
        id_ = self.invoice_id
        self.context.jobs.read(self, lambda view: read_invoice(view, id_), self._show, latest="invoice")

    def hear(self, changes: Sequence[Change]) -> None:
        if any(change.kind in {"invoice", "payment", "customer"} for change in changes):
            self.refresh()

    def _show(self, invoice: InvoiceDetail) -> None:
        is_first = self.invoice is None
        self.invoice = invoice
        head = invoice.head
        is_invoice = head.kind == "invoice"
        self.set_heading(_title(head), head.customer_name)
        self.head.set_title(_("Invoice to") if is_invoice else _("Credit to"))
        self.buyer.setText(_buyer_text(head))
        self.references.setText(_references(head))
        self._show_state(head)
        show_price_kind(self.kind, head.price_mode)
        self._show_figures(invoice)
        self.lines.set_rows(invoice.lines)
        for column in (QUANTITY, PRICE):  # of an advance they say nothing
            self.table.setColumnHidden(column, all(line.kind == ADVANCE for line in invoice.lines))
        is_credited = any(line.credited_micro for line in invoice.lines)
        self.table.setColumnHidden(CREDITED, not is_credited)  # the description wants the room
        self.settlements.set_rows(invoice.settlements)
        self.story.show_story("invoice", self.invoice_id, currency=head.currency)
        self.credit_button.setVisible(is_invoice)
        self.pay_button.setVisible(is_invoice and head.open_minor > 0)
        self.apply_button.setVisible(head.open_minor < 0)
        self.back_button.setVisible(head.open_minor < 0)
        self.can_do = {"paper": self.show_paper, "undo": self.undo, "order": self.open_order}
        if is_invoice:
            self.can_do |= {"credit": self.credit, "pay": self.pay}
        if head.open_minor < 0:
            self.can_do |= {"apply": self.apply, "payback": self.pay_back}
        self.why_not = _why_not(head)
        if is_first and self.isVisible():
            self.enter()

    def _show_state(self, head: InvoiceHead) -> None:
        if head.open_minor == 0:
            self.badge.set_state(_("settled"), "ok")
        elif head.open_minor < 0:
            text = _("{amount} not applied").format(amount=format_money(-head.open_minor, head.currency))
            self.badge.set_state(text, "warn")
        else:
            late = (today_of(self.context) - head.due_date).days
            amount = format_money(head.open_minor, head.currency)
            text = _("{amount} open, {days} days late") if late > 0 else _("{amount} open")
            self.badge.set_state(text.format(amount=amount, days=late), "bad" if late > 0 else "info")

    def _show_figures(self, invoice: InvoiceDetail) -> None:
        head = invoice.head
        clear_layout(self.figures)
        shown = [(_("Date"), format_date(head.date)), (_("Due"), format_date(head.due_date))]
        shown.append((_("Net"), format_amount(head.net_minor, head.currency)))
        keys = [tax.key for tax in invoice.taxes]
        labels = tax_labels(keys)
        for label, tax in zip(labels, invoice.taxes, strict=True):
            shown.append((label, format_amount(tax.tax_minor, head.currency)))
        hints = {
            label: _parts_text(tax, head.currency) for label, tax in zip(labels, invoice.taxes, strict=True)
        }
        for caption, value in shown:
            column, number = figure(caption, value)
            number.setToolTip(hints.get(caption, ""))
            self.figures.addLayout(column)
        total = _("Total {currency}").format(currency=head.currency)
        self.figures.addLayout(figure(total, format_amount(head.gross_minor, head.currency), strong=True)[0])
        for caption, minor in rounded_figures(head.gross_minor, head.rounding_minor, head.currency):
            self.figures.addLayout(figure(caption, minor)[0])
        if head.is_advance and head.kind == "invoice":
            left = format_amount(invoice.advance_left_minor, head.currency)
            self.figures.addLayout(figure(_("Not taken off yet"), left)[0])

    # doing

    def show_paper(self) -> None:
        """Ctrl+P."""
        if self.invoice is not None and self.invoice.papers:
            self._ask_paper(self.invoice.papers[0].id)
        else:  # history: its paper is made on the first view
            id_ = self.invoice_id
            self.context.jobs.write(
                self, lambda uow: ensure_invoice_paper(uow, invoice_id=id_), self._ask_paper
            )

    def _ask_paper(self, paper_id: int) -> None:
        self.context.bus.ask("paper.show", paper_id)

    def credit(self) -> None:
        """Ctrl+Shift+R: give back some of it."""
        self.credit_wanted.emit(self.invoice_id)

    def pay(self) -> None:
        """Ctrl+Shift+P: enter a payment for it."""
        if self.invoice is not None:
            self.payment_wanted.emit(self.invoice.head.customer_id, self.invoice_id)

    def apply(self) -> None:
        """Ctrl+Shift+A: settle the customer's oldest claims with this credit."""
        head = self.invoice.head if self.invoice is not None else None
        item_id = head.item_id if head is not None else None
        if head is None or item_id is None:
            return
        done = _("The credit is applied to the oldest claims.")

        def told() -> None:
            self.message_bar.show_message(done, "ok")

        self.once.write(
            "apply",
            lambda uow: apply_credit(uow, credit_item_id=item_id),
            lambda _ids: told(),
            content=head.open_minor,
            repeated=told,
        )

    def pay_back(self) -> None:
        """Ctrl+Shift+B: what is left of a credit note goes back to the customer."""
        head = self.invoice.head if self.invoice is not None else None
        if head is not None and head.item_id is not None:
            self.back_wanted.emit(head.customer_id, head.item_id)

    def undo(self) -> None:
        """Ctrl+Shift+U: take the chosen settlement back."""
        chosen = self.settlements.row(max(0, self.settled.current_row()))
        if chosen is None:
            self.message_bar.show_message(_("Nothing was applied yet."), "info")
            return
        text = _("{number} is open again by {amount}.")
        assert self.invoice is not None, "its settlements are shown"
        amount = format_money(chosen.amount_minor, self.invoice.head.currency)
        shown = text.format(number=self.invoice.head.number, amount=amount)
        self.once.write(
            "undo",
            lambda uow: undo_allocation(uow, allocation_id=chosen.id),
            lambda _id: self.message_bar.show_message(shown, "ok"),
            content=chosen.id,
        )

    def open_order(self) -> None:
        """Ctrl+O."""
        if self.invoice is not None and self.invoice.head.order_id is not None:
            self.context.bus.ask("order.open", self.invoice.head.order_id)


def _why_not(head: InvoiceHead) -> dict[str, str]:
    """Why this document cannot do what others can."""
    nothing_left, is_posted = _("Nothing of it is left to apply."), _("It is posted already.")
    is_credit = _("It is a credit note itself.")
    of_credits = {} if head.kind == "invoice" else {"credit": is_credit, "pay": is_credit}
    return {"apply": nothing_left, "payback": nothing_left, "confirm": is_posted} | of_credits


def _title(head: InvoiceHead) -> str:
    invoice = _("Advance invoice {number}") if head.is_advance else _("Invoice {number}")
    title = invoice if head.kind == "invoice" else _("Credit note {number}")
    return title.format(number=head.number)


def _buyer_text(head: InvoiceHead) -> str:
    buyer = head.buyer
    place = f"{buyer.get('postcode', '')} {buyer.get('city', '')}".strip()
    parts = (buyer.get("name", ""), buyer.get("street", ""), place, buyer.get("vat_id", ""))
    return ", ".join(part for part in parts if part)


def _references(head: InvoiceHead) -> str:
    parts = [
        (_("order {text}"), head.order_numbers),
        (_("delivery {text}"), head.delivery_numbers),
        (_("customer PO {text}"), head.po_number),
        (_("because: {text}"), spoken(head.reason)),
    ]
    if head.is_advance and head.kind == "invoice":
        parts.insert(1, ("{text}", _("its tax is due on receipt")))
    return " · ".join(words.format(text=text) for words, text in parts if text)


def _line_columns(currency: Callable[[], str]) -> tuple[EntryColumn[InvoiceDetailLine], ...]:
    return (
        EntryColumn("position", "#", lambda row: str(row.position), align_right=True, width=36, quiet=True),
        EntryColumn("sku", _("SKU"), lambda row: row.sku, width=120),
        EntryColumn("text", _("Description"), lambda row: spoken(row.text), width=130, stretch=True),
        EntryColumn(
            "quantity",
            _("Qty"),
            lambda row: quantity_word(row.kind, row.quantity_micro, row.unit),
            align_right=True,
            width=84,
        ),
        EntryColumn(
            "price",
            _("Price"),
            lambda row: price_word(row.kind, row.price_micro, row.price_per),
            align_right=True,
            width=86,
        ),
        EntryColumn(
            "amount",
            _("Amount"),
            lambda row: format_amount(row.amount_minor, currency()),
            align_right=True,
            width=90,
        ),
        EntryColumn("tax", _("Tax"), lambda row: format_rate(row.tax_ppm), align_right=True, width=60),
        EntryColumn(
            "credited",
            _("Credited"),
            lambda row: micro_text(row.credited_micro) if row.credited_micro else "",
            align_right=True,
            width=76,
            quiet=True,
        ),
    )


def _parts_text(tax: InvoiceDetailTax, currency: str) -> str:
    """What each jurisdiction takes, a line each; why nothing is taxed."""
    rows = (
        f"{part.name} {format_rate(part.rate_ppm)}: {format_amount(part.tax_minor, currency)}"
        for part in tax.parts
    )
    return "\n".join(rows) or untaxed_text(tax.tax_stack)
