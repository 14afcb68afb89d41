"""The list of calls: its rows, what is asked of it, and how it is searched, sorted and exported."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from app.domain.aging import Aging
from app.domain.pages import Filter, Page, PageRequest
from app.i18n import _
from app.services.collections.worklist import WorklistRow, read_worklist
from app.services.ledger.aging import read_aging_total
from app.services.setup.firm import read_firm
from app.services.short_lists import page_of
from app.services.unit_of_work import Reading
from app.views.kit.list_bar import Choice, ListFacts, Option

ONLY_DUE = Filter("next_call", "due")  # no later day is agreed
ROWS_MAX = 100_000


@dataclass(frozen=True, slots=True)
class CallRow:
    """A customer with the last talk, as it is being keyed."""

    row: WorklistRow
    note: str
    promised: dt.date | None
    next_call: dt.date | None


@dataclass(frozen=True, slots=True)
class Work:
    """What the page shows at once."""

    page: Page[CallRow]
    anybody_late: bool
    aging: Aging
    currency: str


def read_work(view: Reading, request: PageRequest) -> Work:
    """The calls asked for, and all that is owed by age."""
    firm = read_firm(view)
    aging = read_aging_total(view, as_of=view.clock.today())
    return Work(read_calls(view, request), aging.overdue_minor > 0, aging, firm.currency if firm else "EUR")


def read_calls(view: Reading, request: PageRequest) -> Page[CallRow]:
    """Customers with something overdue, most first unless asked otherwise."""
    only_due = ONLY_DUE in request.filters
    rows = [
        CallRow(row, row.last_note or "", row.promised_date, row.next_call)
        for row in read_worklist(view, call_due_only=only_due)
    ]
    return page_of(
        rows,
        replace(request, filters=()),
        texts=lambda each: (each.row.name, each.row.number, each.row.phone, each.note),
        sorts={
            "name": lambda each: each.row.name.casefold(),
            "overdue": lambda each: each.row.overdue_minor,
            "days": lambda each: -each.row.oldest_due_date.toordinal(),
            "contact": lambda each: each.row.last_contact_at,
            "promised": lambda each: each.promised,
            "next": lambda each: each.next_call,
        },
    )


def call_facts() -> ListFacts[CallRow]:
    """The list for its bar."""
    options = (Option("all", _("All")), Option("due", _("Only calls due today  Ctrl+L"), (ONLY_DUE,)))
    return ListFacts(
        name="worklist",
        title=_("To call"),
        read=read_calls,
        count_text=_("To call: {count}"),
        placeholder=_("Customer or note  Ctrl+F"),
        choices=(Choice("callsDue", _("Show"), options),),
    )
