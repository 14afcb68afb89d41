"""A new advance invoice: so much of an order is asked for before it is supplied."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from decimal import Decimal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from app.domain.changes import Change
from app.domain.issues import Issue, Remedy
from app.domain.money import Money, micro_of, minor_of
from app.i18n import _, format_amount, format_date, format_rate
from app.messages import text_of_issue
from app.models.entry_model import EntryColumn, EntryModel
from app.services.invoicing.advances import (
    AdvanceSheet,
    AdvanceWish,
    OrderAdvance,
    post_advance,
    read_advance_sheet,
)
from app.services.invoicing.drafts import DraftLine
from app.views.invoices.sums import show_sums
from app.views.invoices.ways_out import show_refusal, ways_out
from app.views.kit.buttons import key_button
from app.views.kit.cards import Card, clear_layout, muted_label
from app.views.kit.context import Context
from app.views.kit.entry_grid import PlainTable
from app.views.kit.forms import Field, Form
from app.views.kit.keyed import today_of
from app.views.kit.tab_desk import DeskPage

USUAL_PERCENT = Decimal(30)
Asked = tuple[AdvanceWish, dt.date]


class AdvancePage(DeskPage):
    """Percentage or amount, and the day; Ctrl+Enter posts: `posted(invoice id)`."""

    posted = Signal(int)

    def __init__(self, context: Context, order_id: int) -> None:
        super().__init__(context, f"newAdvance:{order_id}", _("New advance invoice"))
        self.order_id = order_id
        self.sheet: AdvanceSheet | None = None
        self._read_for: Asked | None = None  # what is shown
        self._posts_for: Asked | None = None  # Ctrl+Enter was pressed over this before it was read
        self._warned: tuple[Issue, ...] = ()
        self.form = Form(_fields(), today=lambda: today_of(context), columns=3)
        self.lines: EntryModel[DraftLine] = EntryModel(_line_columns(self._currency), parent=self)
        self.advances: EntryModel[OrderAdvance] = EntryModel(_advance_columns(self._currency), parent=self)
        self.facts = muted_label()
        self.figures = QHBoxLayout()
        self.post_button = key_button(_("Post advance invoice"), "Ctrl+Return", "primary")
        self.post_button.setObjectName("postAdvance")
        self._lay_out()
        self.form.set_values({"percent": USUAL_PERCENT, "date": today_of(context)})
        self.form.changed.connect(self._changed)
        self.post_button.clicked.connect(self.post)
        self.can_do = {"confirm": self.post, "order": self.open_order}
        self.refresh()

    def _lay_out(self) -> None:
        head = Card(_("Ask for an advance"))
        head.body.addWidget(self.form)
        head.body.addWidget(self.facts)
        self.column.addWidget(head)
        self.column.addWidget(PlainTable("advanceLines", _("Lines"), self.lines, rows=3), 1)
        before = Card(_("Advances of this order"))
        nothing = _("Nothing was asked for in advance yet.")
        before.body.addWidget(
            PlainTable("orderAdvances", _("Advances of this order"), self.advances, rows=3, nothing=nothing)
        )
        self.column.addWidget(before, 1)
        totals = Card(_("Totals"))
        row = QHBoxLayout()
        self.figures.setSpacing(28)
        row.addLayout(self.figures)
        row.addStretch(1)
        row.addWidget(self.post_button)
        totals.body.addLayout(row)
        self.column.addWidget(totals)

    def _currency(self) -> str:
        return self.sheet.currency if self.sheet is not None else ""

    def enter(self) -> None:
        self.form.focus("percent")

    def refresh(self) -> None:
        asked = self._asked()
        self.context.jobs.read(
            self,
            lambda view: read_advance_sheet(view, order_id=self.order_id, wish=asked[0], date=asked[1]),
            lambda sheet: self._show(sheet, asked),
            latest="advance",
        )

    def hear(self, changes: Sequence[Change]) -> None:
        if any(change.kind in {"order", "invoice", "customer", "firm", "tax"} for change in changes):
            self.refresh()

    def _asked(self) -> Asked:
        """What stands in the fields, in the currency that is known by now."""
        percent, amount = self.form.value("percent"), self.form.value("amount")
        day = self.form.value("date")
        wish = AdvanceWish(
            percent_ppm=micro_of(percent) // 100 if isinstance(percent, Decimal) else 0,
            amount_minor=minor_of(amount, self._currency() or "EUR") if isinstance(amount, Decimal) else 0,
        )
        return wish, day if isinstance(day, dt.date) else today_of(self.context)

    def _changed(self, name: str) -> None:
        """A percentage or an amount: what is keyed last."""
        other = {"percent": "amount", "amount": "percent"}.get(name)
        if other is not None and isinstance(self.form.value(name), Decimal):
            self.form.set_values({other: None})
        self.refresh()

    def _show(self, sheet: AdvanceSheet, asked: Asked) -> None:
        had_message = self._warned or (self.sheet is not None and self.sheet.refusal is not None)
        self.sheet, self._read_for = sheet, asked
        if had_message and (sheet.draft is None or sheet.draft.issues != self._warned):
            self.message_bar.clear()
            self._warned = ()
        self.set_heading(_("Advance on {number}").format(number=sheet.order_number), sheet.customer_name)
        self.advances.set_rows(sheet.advances)
        self._show_draft(sheet)
        wanted, self._posts_for = self._posts_for, None
        if wanted is not None and wanted == asked == self._asked():
            self.post()

    def _show_draft(self, sheet: AdvanceSheet) -> None:
        draft = sheet.draft
        self.post_button.setEnabled(draft is not None)
        self.lines.set_rows(draft.lines if draft is not None else ())
        if draft is None:
            clear_layout(self.figures)
            self.facts.setText("")
            self._tell_refusal(sheet)
            return
        due = _("due {date}").format(date=format_date(draft.due_date))
        texts = (_("its tax is due on receipt (Art. 65 VAT Directive)"), due, draft.term_text)
        told = " · ".join(text for text in texts if text)
        self.facts.setText(told[:1].upper() + told[1:])
        show_sums(self.figures, draft.totals, draft.currency, draft.rounding_minor)

    def _tell_refusal(self, sheet: AdvanceSheet) -> None:
        if sheet.refusal is not None:
            show_refusal(self, sheet.refusal, go=lambda _where: None, takes=self._takes())

    def _takes(self) -> dict[str, Callable[[Remedy], None]]:
        return {"advance.take_rest": self._take_rest}

    def _take_rest(self, remedy: Remedy) -> None:
        """F8: all that is left."""
        amount = Money(int(str(remedy.params["amount_minor"])), self._currency()).decimal
        self.form.set_values({"percent": None, "amount": amount})
        self.refresh()

    def post(self) -> None:
        """Ctrl+Enter: what is keyed is read and shown first, then posted as it was seen."""
        if not self.form.check():
            return
        asked = self._asked()
        if asked != self._read_for or self.sheet is None:
            self._posts_for = asked
            self.refresh()
            return
        if self.sheet.draft is None:
            self._tell_refusal(self.sheet)
            return
        issues = self.sheet.draft.issues
        if issues and issues != self._warned:
            self._warn(issues)
            return
        wish, day = asked
        self.once.write(
            "advance",
            lambda uow: post_advance(uow, order_id=self.order_id, wish=wish, date=day),
            self.posted.emit,
            content=(wish, day, len(self.sheet.advances)),
            failed=lambda error: show_refusal(self, error, go=self._go_to, takes=self._takes()),
        )

    def _go_to(self, where: str) -> None:
        self.form.focus("date" if where == "date" else "percent")

    def _warn(self, issues: tuple[Issue, ...]) -> None:
        """Once, before the paper is frozen: the same key goes on."""
        self._warned = issues
        texts = [*(text_of_issue(issue) for issue in issues), _("Ctrl+Enter posts it all the same.")]
        self.message_bar.show_message("\n".join(texts), "warn", ways_out(self.context, issues))

    def open_order(self) -> None:
        """Ctrl+O."""
        self.context.bus.ask("order.open", self.order_id)


def _fields() -> list[Field]:
    of_order = _("Of the whole order, freight and discounts with it.")
    as_prices = _("As the prices of the order are: net, or with tax.")
    return [
        Field(
            "percent",
            _("&Percent of the order"),
            "number",
            decimals=0,
            places_max=4,
            suffix="%",
            help=of_order,
        ),
        Field("amount", _("or &amount"), "money", help=as_prices),
        Field("date", _("&Date"), "date", required=True),
    ]


def _line_columns(currency: Callable[[], str]) -> tuple[EntryColumn[DraftLine], ...]:
    return (
        EntryColumn("text", _("Description"), lambda row: row.text, width=200, stretch=True),
        EntryColumn(
            "amount", _("Amount"), lambda row: format_amount(row.amount_minor, currency()), align_right=True, width=120
        ),
        EntryColumn("tax", _("Tax"), lambda row: format_rate(row.tax.rate_ppm), align_right=True, width=70),
    )  # fmt: skip


def _advance_columns(currency: Callable[[], str]) -> tuple[EntryColumn[OrderAdvance], ...]:
    def money(name: str, title: str, minor: Callable[[OrderAdvance], int]) -> EntryColumn[OrderAdvance]:
        return EntryColumn(
            name, title, lambda row: format_amount(minor(row), currency()), align_right=True, width=130
        )

    return (
        EntryColumn("number", _("Number"), lambda row: row.number, width=130, stretch=True),
        EntryColumn("date", _("Date"), lambda row: format_date(row.date), width=110),
        money("gross", _("Total"), lambda row: row.gross_minor),
        money("open", _("Not paid"), lambda row: row.open_minor),
        money("left", _("Not taken off yet"), lambda row: row.left_minor),
    )
