"""The aging list of any day: customers by age of what they owe, with totals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout

from app.domain.aging import Aging
from app.domain.changes import Change
from app.i18n import _, format_amount, n_
from app.models.entry_model import EntryColumn, EntryModel
from app.services.collections.papers import freeze_statement
from app.services.ledger.aging import CustomerAging, aging_total, read_aging
from app.services.setup.firm import read_firm
from app.services.unit_of_work import Reading
from app.views.collections.aging_card import AgingCard
from app.views.kit.buttons import key_button
from app.views.kit.cards import muted_label
from app.views.kit.context import Context
from app.views.kit.date_edit import DateEdit
from app.views.kit.entry_grid import PlainTable
from app.views.kit.forms import field_label
from app.views.kit.keyed import today_of
from app.views.kit.tab_desk import DeskPage


@dataclass(frozen=True, slots=True)
class _List:
    lines: tuple[CustomerAging, ...]
    currency: str


class AgingPage(DeskPage):
    """Another day recomputes everything; Ctrl+P gives the chosen customer's statement of that day."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "aging", _("Aging"))
        self._currency = "EUR"
        self.card = AgingCard()
        self.day = DateEdit(lambda: today_of(context))
        self.day.setObjectName("agingDay")
        self.day.setAccessibleName(_("As of"))
        self.day.setFixedWidth(150)
        self.day.set_date(today_of(context))
        self.model: EntryModel[CustomerAging] = EntryModel(self._columns(), parent=self)
        self.table = PlainTable("agingTable", _("Aging"), self.model)
        self.count = muted_label()
        self.statement_button = key_button(_("Statement"), "Ctrl+P")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(field_label(_("&As of"), self.day))
        row.addWidget(self.day)
        row.addWidget(self.count, 1)
        row.addWidget(self.statement_button)
        self.column.addWidget(self.card)
        self.column.addLayout(row)
        self.column.addWidget(self.table, 1)
        self.day.date_edited.connect(lambda _day: self.refresh())
        self.statement_button.clicked.connect(self.statement)
        self.table.row_activated.connect(lambda _row: self.open_customer())
        self.can_do = {"paper": self.statement, "customer": self.open_customer, "pay": self.pay}
        self.can_do["find"] = self.day.setFocus
        self.refresh()

    def enter(self) -> None:
        self.table.setFocus()
        if self.table.current_row() < 0:
            self.table.select_row(0)

    def refresh(self) -> None:
        day = self.day.date() or today_of(self.context)

        def read(view: Reading) -> _List:
            firm = read_firm(view)
            return _List(read_aging(view, as_of=day), firm.currency if firm else "EUR")

        self.context.jobs.read(self, read, self._show, latest="aging")

    def hear(self, changes: Sequence[Change]) -> None:
        if any(change.kind in {"payment", "invoice"} for change in changes):
            self.refresh()

    def _show(self, found: _List) -> None:
        self._currency = found.currency
        self.model.set_rows(found.lines)
        self.card.show_aging(aging_total(found.lines), found.currency)
        count = len(found.lines)
        self.count.setText(n_("{count} customer", "{count} customers", count).format(count=count))

    def _current(self) -> CustomerAging | None:
        return self.model.row(self.table.current_row())

    def statement(self) -> None:
        """Ctrl+P."""
        line, day = self._current(), self.day.date()
        if line is not None:
            self.context.jobs.write(
                self,
                lambda uow: freeze_statement(uow, customer_id=line.customer_id, as_of=day),
                lambda paper_id: self.context.bus.ask("paper.show", paper_id),
            )

    def pay(self) -> None:
        """Ctrl+Shift+E."""
        line = self._current()
        if line is not None:
            self.context.bus.ask("payment.enter", line.customer_id)

    def open_customer(self) -> None:
        """Ctrl+O."""
        line = self._current()
        if line is not None:
            self.context.bus.ask("customer.open", line.customer_id)

    def _columns(self) -> tuple[EntryColumn[CustomerAging], ...]:
        buckets: tuple[tuple[str, str, Callable[[Aging], int]], ...] = (
            ("not_due", _("Not due"), lambda aging: aging.not_due_minor),
            ("d30", _("1-30"), lambda aging: aging.days_1_30_minor),
            ("d60", _("31-60"), lambda aging: aging.days_31_60_minor),
            ("d90", _("61-90"), lambda aging: aging.days_61_90_minor),
            ("over", _("Over 90"), lambda aging: aging.over_90_minor),
            ("credit", _("Credits"), lambda aging: aging.credit_minor),
            ("balance", _("Balance"), lambda aging: aging.balance_minor),
        )
        amounts = [self._amount_column(name, title, amount) for name, title, amount in buckets]
        return (
            EntryColumn("number", _("Number"), lambda line: line.number, width=90),
            EntryColumn("name", _("Customer"), lambda line: line.name, stretch=True),
            *amounts,
        )

    def _amount_column(
        self, name: str, title: str, amount: Callable[[Aging], int]
    ) -> EntryColumn[CustomerAging]:
        def text(line: CustomerAging) -> str:
            minor = amount(line.aging)
            return format_amount(minor, self._currency) if minor else ""

        return EntryColumn(name, title, text, align_right=True, width=108, quiet=name == "credit")
