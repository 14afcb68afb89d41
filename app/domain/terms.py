"""When an invoice is due (case A22)."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class DueRule:
    """`days` after the invoice's date, then on to the month's end if set, then `extra_days` more."""

    days: int
    end_of_month: bool = False
    extra_days: int = 0


def due_date(invoice_date: date, rule: DueRule) -> date:
    """The last day on which payment is in time.

    "End of month + 10" from 31.01. is 10.02.; "30 days, end of month" from 31.01. is 31.03. (30 days
    later is 02.03., or 01.03. in a leap year).
    """
    due = invoice_date + timedelta(days=rule.days)
    if rule.end_of_month:
        due = due.replace(day=calendar.monthrange(due.year, due.month)[1])
    return due + timedelta(days=rule.extra_days)
