"""Paying a customer's credits out: over-payments and credit notes, how much of each, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from app.domain.allocation import Share
from app.domain.changes import Change
from app.i18n import _, format_amount, format_date
from app.models.entry_model import EntryColumn, EntryModel
from app.services.parties.cards import read_customer
from app.services.payments.entering import METHODS
from app.services.payments.lists import OpenItemRow, read_open_items
from app.services.payments.returning import MoneyBack, pay_back
from app.services.unit_of_work import Reading
from app.views.invoices.lists import method_word
from app.views.invoices.open_items import ItemLine, amount_column, carried, part_column, told_less
from app.views.invoices.settlements import kind_word
from app.views.kit.buttons import key_button
from app.views.kit.cards import Card, figure, muted_label
from app.views.kit.catch_up import CatchUp
from app.views.kit.context import Context
from app.views.kit.entry_grid import EntryGrid
from app.views.kit.forms import Field, Form
from app.views.kit.keyed import today_of
from app.views.kit.tab_desk import DeskPage


@dataclass(frozen=True, slots=True)
class _Account:
    name: str
    credits: tuple[OpenItemRow, ...]


def _read_credits(view: Reading, customer_id: int) -> _Account:
    items = read_open_items(view, customer_id)
    return _Account(read_customer(view, customer_id).name, tuple(item for item in items if not item.is_claim))


class PayBackPage(DeskPage):
    """Ctrl+Enter pays out: `posted(payment id)`; Ctrl+Shift+A takes everything."""

    posted = Signal(int)

    def __init__(self, context: Context, customer_id: int, credit_item_id: int = 0) -> None:
        super().__init__(context, f"payBack:{customer_id}", _("Pay back"))
        self.customer_id, self._wanted = customer_id, credit_item_id
        methods: tuple[tuple[object, str], ...] = tuple((each, method_word(each)) for each in METHODS)
        self.form = Form(
            [
                Field("reason", _("&Reason"), required=True, max_length=400, span=2),
                Field("date", _("&Date"), "date", required=True),
                Field("method", _("&Method"), "choice", choices=methods),
                Field("reference", _("Re&ference"), max_length=200),
            ],
            today=lambda: today_of(context),
            columns=5,
        )
        self.model: EntryModel[ItemLine] = EntryModel(_columns(), parent=self, key=lambda row: row.item.id)
        self.grid = EntryGrid("payBackGrid", _("Credits"), self.model)
        self.catch_up = CatchUp(self, self.grid)
        layout, self.total = figure(_("Goes back"), strong=True)
        self.all_button = key_button(_("Everything"), "Ctrl+Shift+A")
        self.post_button = key_button(_("Pay back"), "Ctrl+Return", "primary")
        self.post_button.setObjectName("postPayBack")
        head = Card(_("Pay back"))
        head.body.addWidget(self.form)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(muted_label(_("The transfer itself is made at the bank.")), 1)
        row.addLayout(layout)
        row.addWidget(self.all_button)
        row.addWidget(self.post_button)
        self.column.addWidget(head)
        self.column.addWidget(self.grid, 1)
        self.column.addLayout(row)
        self._connect()
        self.form.set_values({"date": today_of(context), "method": "bank"})
        self.refresh()

    def _connect(self) -> None:
        self.form.submitted.connect(self.grid.start)
        self.model.edited.connect(lambda _row: self._show_total())
        self.all_button.clicked.connect(self.take_all)
        self.post_button.clicked.connect(self.post)
        self.can_do = {"confirm": self.post, "apply": self.take_all}

    def enter(self) -> None:
        self.form.focus("reason")

    def refresh(self) -> None:
        id_ = self.customer_id
        self.context.jobs.read(self, lambda view: _read_credits(view, id_), self._take, latest="credits")

    def hear(self, changes: Sequence[Change]) -> None:
        if any(change.kind == "customer" and change.id == self.customer_id for change in changes):
            self.refresh()

    def want(self, credit_item_id: int) -> None:
        """Propose this credit, whole."""
        self._wanted = credit_item_id
        self.refresh()

    def _take(self, account: _Account) -> None:
        if self.catch_up.puts_off(self.refresh):
            return
        self.set_heading(_("Pay back"), account.name)
        rows, less = carried(self.model.rows(), account.credits)
        if self._wanted:
            whole = [ItemLine(item) for item in account.credits]
            rows = [replace(row, part_minor=row.open_minor * (row.item.id == self._wanted)) for row in whole]
            self._wanted, less = 0, ()
        self.model.set_rows(rows)
        self._show_total()
        if less:
            self.message_bar.show_message(told_less(less), "warn")
        if not rows:
            self.message_bar.show_message(_("This customer has no credit that could be paid back."), "info")

    def _show_total(self) -> None:
        rows = self.model.rows()
        currency = rows[0].item.currency if rows else "EUR"
        self.total.setText(format_amount(sum(row.part_minor for row in rows), currency))

    def take_all(self) -> None:
        """Ctrl+Shift+A: every credit, whole."""
        self.grid.close_editor()
        self.model.clear_marks()
        self.model.set_rows([replace(row, part_minor=row.open_minor) for row in self.model.rows()])
        self._show_total()

    def post(self) -> None:
        """Ctrl+Enter."""
        if not self.grid.finish_editing() or not self.form.check():
            return
        values = self.form.values()
        wish = MoneyBack(
            customer_id=self.customer_id,
            credits=tuple(Share(row.item.id, row.part_minor) for row in self.model.rows() if row.part_minor),
            date=values["date"],  # type: ignore[arg-type]  # the form has checked it
            reason=self.form.text("reason"),
            method=str(values["method"]),
            reference=str(values["reference"]),
        )
        self.once.write("payback", lambda uow: pay_back(uow, wish), self.posted.emit, content=wish)


def _columns() -> tuple[EntryColumn[ItemLine], ...]:
    return (
        EntryColumn("number", _("Number"), lambda row: row.item.number, width=150),
        EntryColumn("kind", _("Kind"), lambda row: kind_word(row.item.kind), stretch=True, quiet=True),
        EntryColumn("date", _("Date"), lambda row: format_date(row.item.date), width=110),
        amount_column("amount", _("Amount"), lambda row: -row.item.amount_minor, width=120),
        amount_column("open", _("Not applied"), lambda row: row.open_minor, width=120),
        part_column("back", _("Goes back now"), width=140),
    )
