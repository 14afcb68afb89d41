"""The aging list of any day: customers by age of what they owe, with totals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout

from app.domain.aging import Aging
from app.domain.changes import Change
from app.domain.pages import Page, PageRequest
from app.i18n import _, format_amount
from app.models.columns import Column
from app.services.collections.papers import freeze_statement
from app.services.ledger.aging import AMOUNTS, CustomerAging, read_aging_page, read_aging_total
from app.services.setup.firm import read_firm
from app.services.unit_of_work import Reading
from app.views.collections.aging_card import AgingCard
from app.views.kit.buttons import key_button
from app.views.kit.context import Context
from app.views.kit.date_edit import DateEdit
from app.views.kit.forms import field_label
from app.views.kit.keyed import today_of
from app.views.kit.list_pane import ListPane, ListSpec
from app.views.kit.tab_desk import DeskPage


@dataclass(frozen=True, slots=True)
class AgingRow:
    """A customer's line with the currency of the books."""

    line: CustomerAging
    currency: str


@dataclass(frozen=True, slots=True)
class _Sums:
    aging: Aging
    currency: str


def _currency(view: Reading) -> str:
    firm = read_firm(view)
    return firm.currency if firm else "EUR"


class AgingPage(DeskPage):
    """Another day recomputes everything; Ctrl+P gives the chosen customer's statement of that day."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "aging", _("Aging"))
        self.card = AgingCard()
        self.day = DateEdit(lambda: today_of(context))
        self.day.setObjectName("agingDay")
        self.day.setAccessibleName(_("As of"))
        self.day.setFixedWidth(150)
        self.day.set_date(today_of(context))
        self.pane: ListPane[AgingRow] = ListPane(context, aging_list(self._as_of))
        self.table = self.pane.table
        self.statement_button = key_button(_("Statement"), "Ctrl+P")
        day = QHBoxLayout()
        day.setSpacing(8)
        day.addWidget(field_label(_("&As of"), self.day))
        day.addWidget(self.day)
        self.pane.bar.insertLayout(0, day)
        self.pane.bar.addWidget(self.statement_button)
        self.column.addWidget(self.card)
        self.column.addWidget(self.pane, 1)
        self.day.date_edited.connect(lambda _day: self._other_day())
        self.statement_button.clicked.connect(self.statement)
        self.pane.row_opened.connect(lambda _row: self.open_customer())
        self.can_do = {"paper": self.statement, "customer": self.open_customer, "pay": self.pay}
        self.can_do["find"] = self.pane.focus_search
        self._read_sums()

    def _as_of(self) -> dt.date:
        return self.day.date() or today_of(self.context)

    def enter(self) -> None:
        self.pane.enter()

    def refresh(self) -> None:
        self.pane.refresh()
        self._read_sums()

    def hear(self, changes: Sequence[Change]) -> None:
        if any(change.kind in {"payment", "invoice"} for change in changes):
            self.refresh()

    def _other_day(self) -> None:
        self.pane.model.restart()
        self._read_sums()

    def _read_sums(self) -> None:
        day = self._as_of()

        def read(view: Reading) -> _Sums:
            return _Sums(read_aging_total(view, as_of=day), _currency(view))

        self.context.jobs.read(self, read, self._show, latest="aging")

    def _show(self, sums: _Sums) -> None:
        self.card.show_aging(sums.aging, sums.currency)

    def statement(self) -> None:
        """Ctrl+P."""
        row, day = self.pane.current(), self.day.date()
        if row is not None:
            self.once.write(
                f"paper-{row.line.customer_id}",
                lambda uow: freeze_statement(uow, customer_id=row.line.customer_id, as_of=day),
                lambda paper_id: self.context.bus.ask("paper.show", paper_id),
                content=(row, day),
            )

    def pay(self) -> None:
        """Ctrl+Shift+E."""
        row = self.pane.current()
        if row is not None:
            self.context.bus.ask("payment.enter", row.line.customer_id)

    def open_customer(self) -> None:
        """Ctrl+O."""
        row = self.pane.current()
        if row is not None:
            self.context.bus.ask("customer.open", row.line.customer_id)


def aging_list(as_of: Callable[[], dt.date]) -> ListSpec[AgingRow]:
    """Customers by number with what they owe by age."""
    titles = {
        "not_due": _("Not due"), "d30": _("1-30"), "d60": _("31-60"), "d90": _("61-90"), "over": _("Over 90"),
        "credit": _("Credits"), "balance": _("Balance"),
    }  # fmt: skip

    def read(view: Reading, request: PageRequest) -> Page[AgingRow]:
        currency = _currency(view)
        page = read_aging_page(view, as_of=as_of(), request=request)
        return Page(tuple(AgingRow(line, currency) for line in page.rows), page.total)

    columns: tuple[Column[AgingRow], ...] = (
        Column("number", _("Number"), lambda row: row.line.number, sort_key="number", width=90),
        Column("name", _("Customer"), lambda row: row.line.name, sort_key="name", stretch=True),
        *(_amount_column(name, title) for name, title in titles.items()),
    )
    return ListSpec(
        name="aging",
        title=_("Aging"),
        columns=columns,
        read=read,
        count_text=_("Customers: {count}"),
        sort_key="number",
        placeholder=_("Customer  Ctrl+F"),
        empty=(
            "mdi6.check-circle-outline",
            _("Nobody owes anything"),
            _("Open invoices appear here by their age."),
        ),
    )


def _amount_column(name: str, title: str) -> Column[AgingRow]:
    def text(row: AgingRow) -> str:
        minor: int = getattr(row.line.aging, AMOUNTS[name])
        return format_amount(minor, row.currency) if minor else ""

    return Column(name, title, text, align_right=True, sort_key=name, width=104, quiet=name == "credit")
