"""Customers by what is overdue: whom to call, what was said, what was promised; keyed in place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from app.domain.changes import Change
from app.i18n import _, format_amount, format_date, format_listed, format_moment, format_short_date, n_
from app.models.columns import State
from app.models.entry_list import EntryList
from app.models.entry_model import EntryColumn, EntryModel
from app.services.collections.papers import freeze_reminder, freeze_statement
from app.services.collections.talks import TalkInput, TalkRow, add_talk_note, read_talks
from app.services.collections.worklist import WorklistRow
from app.services.papers import newest_paper
from app.services.payments.lists import OpenItemRow, read_open_items
from app.services.unit_of_work import Reading, UnitOfWork
from app.views.collections.aging_card import AgingCard
from app.views.collections.calls import ROWS_MAX, CallRow, Work, call_facts, read_work
from app.views.kit.action_row import ActionRow
from app.views.kit.buttons import key_button
from app.views.kit.cards import Card, muted_label
from app.views.kit.catch_up import CatchUp
from app.views.kit.context import Context
from app.views.kit.empty_state import EmptyState, nothing_found
from app.views.kit.entry_grid import EntryGrid, PlainTable
from app.views.kit.errors import show_error
from app.views.kit.keyed import keyed_day, today_of, wanted_day
from app.views.kit.list_bar import ListBar
from app.views.kit.once import LastKeys
from app.views.kit.tab_desk import DeskPage

_NAME_WIDTH = 192  # most names whole; the note, told in full at the side, has what is left


@dataclass(frozen=True, slots=True)
class _Customer:
    items: tuple[OpenItemRow, ...]
    talks: tuple[TalkRow, ...]


class WorklistPage(DeskPage):
    """Typing into note, promised day or next call keeps a talk; Ctrl+P statement, Ctrl+Shift+P reminder."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "worklist", _("To call"))
        self._currency = "EUR"
        self._talks = LastKeys(context.jobs, self)
        self.aging = AgingCard()
        self.model: EntryList[CallRow] = EntryList(
            self._columns(),
            self._fetch,
            sort_key="-overdue",
            parent=self,
            key=lambda each: each.row.customer_id,
        )
        self.grid = EntryGrid("worklistGrid", _("Customers with overdue items"), self.model)
        self.catch_up = CatchUp(self, self.grid)
        self.grid.enable_sorting()
        self.list_bar: ListBar[CallRow] = ListBar(context, self.grid, self.model, call_facts())
        self.items: EntryModel[OpenItemRow] = EntryModel(self._item_columns(), parent=self)
        self.items_table = PlainTable("openItems", _("Open items"), self.items)
        self.contact = QLabel()
        self.talks = QLabel()
        self.stack = QStackedWidget()
        self._buttons = (
            key_button(_("Statement"), "Ctrl+P"),
            key_button(_("Enter payment"), "Ctrl+Shift+E"),
            key_button(_("Reminder"), "Ctrl+Shift+P", "primary"),
        )
        self._lay_out()
        self._connect()
        self.refresh()

    def _lay_out(self) -> None:
        self.column.addWidget(self.aging)
        left, side = QWidget(), Card(_("Open items"))
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.list_bar)
        self.stack.addWidget(self.grid)
        hint = _("Invoices past their due date bring their customers here, the most overdue first.")
        self.stack.addWidget(EmptyState("mdi6.check-circle-outline", _("Nobody is late"), hint))
        self.stack.addWidget(nothing_found())
        column.addWidget(self.stack, 1)
        self.contact.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.contact.setWordWrap(True)
        self.talks.setWordWrap(True)
        self.talks.setTextFormat(Qt.TextFormat.PlainText)
        self.talks.setProperty("tone", "muted")
        side.body.addWidget(self.contact)
        side.body.addWidget(self.items_table, 1)
        side.body.addWidget(muted_label(_("What was said")))
        side.body.addWidget(self.talks)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setHandleWidth(12)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(left)
        splitter.addWidget(side)
        splitter.setStretchFactor(0, 1)
        splitter.setSizes([880, 320])
        self.column.addWidget(splitter, 1)
        hint = _("F2 or typing keeps a note, a promise or the next call")
        self.column.addWidget(ActionRow(hint, self._buttons))

    def _connect(self) -> None:
        for button, run in zip(self._buttons, (self.statement, self.pay, self.reminder), strict=True):
            button.clicked.connect(run)
        self.grid.row_changed.connect(lambda _row: self._show_customer())
        self.model.edited.connect(self._keep)
        self.items_table.row_activated.connect(self._open_item)
        self.can_do = {
            "paper": self.statement,
            "remind": self.reminder,
            "pay": self.pay,
            "customer": self.open_customer,
            "due": self._toggle_due,
            "find": self.list_bar.focus_search,
        }
        self.list_bar.search.returnPressed.connect(self.enter)

    def showEvent(self, event: QShowEvent) -> None:
        """A note can be typed as soon as the desk is shown for the first time."""
        super().showEvent(event)
        if self.focusWidget() is None:
            self.grid.setFocus()

    def enter(self) -> None:
        self.grid.setFocus()
        if self.grid.current_row() < 0:
            self.grid.select_row(0, self.model.column_of("note"))

    def refresh(self) -> None:
        self.model.restart()
        self._show_customer()

    def _fetch(self, sort_key: str) -> None:
        request = self.list_bar.request(0, ROWS_MAX, sort_key)
        self.context.jobs.read(self, lambda view: read_work(view, request), self._show, latest="work")

    def _toggle_due(self) -> None:
        """Ctrl+L: all calls, or only those due today."""
        box = self.list_bar.choices[0]
        box.setCurrentIndex(1 - box.currentIndex())

    def hear(self, changes: Sequence[Change]) -> None:
        if any(change.kind in {"talk", "payment", "invoice", "customer"} for change in changes):
            self.refresh()

    def current(self) -> WorklistRow | None:
        """The customer that the cursor is on."""
        chosen = self.model.row(self.grid.current_row())
        return chosen.row if chosen is not None else None

    def _show(self, work: Work) -> None:
        if self.catch_up.puts_off(self.refresh):
            return  # what is being typed is about the customer who stands there
        self._currency = work.currency
        self.aging.show_aging(work.aging, work.currency)
        rows = work.page.rows
        self.model.put(work.page)
        self.stack.setCurrentIndex(0 if rows else 2 if work.anybody_late else 1)
        title = _("To call ({count})").format(count=len(rows)) if rows else _("To call")
        self.set_heading(title)
        if rows and self.grid.current_row() < 0:
            self.grid.select_row(0, self.model.column_of("note"))

    def _show_customer(self) -> None:
        row = self.current()
        if row is None:
            self.items.set_rows(())
            self.talks.setText("")
            self.contact.setText("")
            return
        self.contact.setText(" · ".join(filter(None, (row.name, row.phone, row.email))))

        def read(view: Reading) -> _Customer:
            return _Customer(
                read_open_items(view, row.customer_id), read_talks(view, row.customer_id, limit=5)
            )

        self.context.jobs.read(self, read, self._show_items, latest="customer", failed=self._no_items)

    def _no_items(self, error: Exception) -> None:
        """What stands there would be another customer's."""
        self.items.set_rows(())
        self.talks.setText("")
        show_error(self, error)

    def _show_items(self, found: _Customer) -> None:
        self.items.set_rows(found.items)
        self.talks.setText("\n".join(map(_talk_text, found.talks)) or _("Nothing was noted yet."))

    # doing

    def _keep(self, number: int) -> None:
        changed = self.model.row(number)
        if changed is None:
            return
        talk = TalkInput(
            changed.row.customer_id,
            changed.note or _("Dates agreed."),
            self._ahead(changed.promised),
            self._ahead(changed.next_call),
        )
        name = f"talk-{talk.customer_id}"
        content = talk, today_of(self.context)  # the same words on another day are another talk
        self._talks.write(name, lambda uow: add_talk_note(uow, talk), content=content, failed=self._not_kept)

    def _ahead(self, day: dt.date | None) -> dt.date | None:
        """A promise that is over is not promised again by a new note."""
        return day if day is not None and day >= today_of(self.context) else None

    def _not_kept(self, error: Exception) -> None:
        show_error(self, error)
        self.refresh()

    def statement(self) -> None:
        """Ctrl+P: every open item as a paper, shown and ready to be mailed."""
        self._freeze("statement", lambda uow, id_: freeze_statement(uow, customer_id=id_))

    def reminder(self) -> None:
        """Ctrl+Shift+P: what is overdue as a paper."""
        self._freeze("reminder", lambda uow, id_: freeze_reminder(uow, customer_id=id_))

    def _freeze(self, kind: str, call: Callable[[UnitOfWork, int], int]) -> None:
        row = self.current()
        if row is None:
            return
        last: list[int | None] = []

        def freeze(uow: UnitOfWork) -> int:
            last[:] = [newest_paper(uow, "customer", row.customer_id, (kind,))]
            return call(uow, row.customer_id)

        self.once.write(
            f"{kind}-{row.customer_id}",
            freeze,
            lambda id_: self._show_paper(id_, id_ in last),
            content=row,
        )

    def _show_paper(self, paper_id: int, is_old: bool) -> None:
        if is_old:
            text = _(
                "This paper was made before and nothing has changed since: it is shown again, with its mails."
            )
            self.message_bar.show_message(text, "info")
        self.context.bus.ask("paper.show", paper_id)

    def pay(self) -> None:
        """Ctrl+Shift+E: a payment of this customer."""
        row = self.current()
        if row is not None:
            self.context.bus.ask("payment.enter", row.customer_id)

    def open_customer(self) -> None:
        """Ctrl+O."""
        row = self.current()
        if row is not None:
            self.context.bus.ask("customer.open", row.customer_id)

    def _open_item(self, number: int) -> None:
        item = self.items.row(number)
        if item is not None and item.invoice_id is not None:
            self.context.bus.ask("invoice.open", item.invoice_id)
        elif item is not None and item.payment_id is not None:
            self.context.bus.ask("payment.open", item.payment_id)

    # columns

    def _columns(self) -> tuple[EntryColumn[CallRow], ...]:
        return (
            EntryColumn(
                "name",
                _("Customer"),
                lambda each: each.row.name,
                hint=_contact_hint,
                sort_key="name",
                width=_NAME_WIDTH,
            ),
            EntryColumn(
                "overdue",
                _("Overdue"),
                lambda each: format_amount(each.row.overdue_minor, self._currency),
                state=self._late_state,
                hint=self._late_hint,
                sort_key="overdue",
                align_right=True,
                width=104,
            ),
            EntryColumn(
                "days", _("Days"), self._days, align_right=True, sort_key="days", width=48, quiet=True
            ),
            EntryColumn("note", _("Note"), lambda each: each.note, _take_note, width=88, stretch=True),
            EntryColumn(
                "promised",
                _("Promised"),
                lambda each: format_short_date(each.promised) if each.promised else "",
                self._take_promised,
                edit=lambda each: format_date(each.promised) if each.promised else "",
                wanted=wanted_day,
                state=self._promise_state,
                sort_key="promised",
                value=lambda each: each.promised,
                width=90,
            ),
            EntryColumn(
                "next",
                _("Next call"),
                lambda each: format_short_date(each.next_call) if each.next_call else "",
                self._take_next,
                edit=lambda each: format_date(each.next_call) if each.next_call else "",
                wanted=wanted_day,
                sort_key="next",
                value=lambda each: each.next_call,
                width=78,
            ),
            EntryColumn(
                "contact", _("Last contact"), _last_contact, sort_key="contact", width=92, quiet=True
            ),
        )

    def _days(self, each: CallRow) -> str:
        return str(each.row.days_overdue(today_of(self.context)))

    def _late_state(self, each: CallRow) -> State:
        return "bad" if each.row.days_overdue(today_of(self.context)) > 30 else "warn"

    def _late_hint(self, each: CallRow) -> str:
        text = n_(
            "{count} item overdue, the oldest for {days} days",
            "{count} items overdue, the oldest for {days} days",
            each.row.overdue_count,
        )
        return text.format(count=each.row.overdue_count, days=self._days(each))

    def _promise_state(self, each: CallRow) -> State | None:
        return "bad" if each.row.is_promise_broken(today_of(self.context)) else None

    def _take_promised(self, each: CallRow, text: str) -> CallRow | None:
        day = keyed_day(text, today_of(self.context)) if text else None
        return None if text and day is None else replace(each, promised=day)

    def _take_next(self, each: CallRow, text: str) -> CallRow | None:
        day = keyed_day(text, today_of(self.context)) if text else None
        return None if text and day is None else replace(each, next_call=day)

    def _item_columns(self) -> tuple[EntryColumn[OpenItemRow], ...]:
        return (
            EntryColumn("number", _("Number"), lambda item: item.number, width=98),
            EntryColumn(
                "due",
                _("Due"),
                lambda item: format_short_date(item.due_date),
                state=self._item_state,
                stretch=True,
            ),
            EntryColumn(
                "open",
                _("Open"),
                lambda item: format_listed(
                    item.open_minor, item.currency, foreign=item.currency != self._currency
                ),
                align_right=True,
                width=84,
            ),
        )

    def _item_state(self, item: OpenItemRow) -> State | None:
        if not item.is_claim:
            return "ok"
        return "bad" if item.due_date < today_of(self.context) else None


def _take_note(each: CallRow, text: str) -> CallRow | None:
    return replace(each, note=text) if text else None


def _last_contact(each: CallRow) -> str:
    return format_short_date(each.row.last_contact_at) if each.row.last_contact_at else _("never")


def _contact_hint(each: CallRow) -> str:
    return " · ".join(filter(None, (each.row.number, each.row.phone, each.row.email)))


def _talk_text(talk: TalkRow) -> str:
    parts = [f"{format_moment(talk.at)} · {talk.actor}: {talk.text}"]
    if talk.promised_date:
        parts.append(_("promised for {date}").format(date=format_date(talk.promised_date)))
    return " · ".join(parts)
