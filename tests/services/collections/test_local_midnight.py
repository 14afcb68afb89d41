"""Invoice date, due date and aging follow the firm's local day, not the day of UTC (C55)."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from app.services.credit import read_credit
from app.services.ledger.aging import read_aging_total
from db.schema.invoicing import Invoice
from db.statements import table_of
from tests.helpers.invoice_office import Line


@pytest.mark.parametrize(
    ("moment", "day", "due"),
    [
        (datetime(2026, 3, 2, 22, 30, tzinfo=UTC), date(2026, 3, 2), date(2026, 4, 1)),  # 23:30 in Berlin
        (datetime(2026, 3, 2, 23, 30, tzinfo=UTC), date(2026, 3, 3), date(2026, 4, 2)),  # 0:30
        (datetime(2026, 7, 1, 22, 30, tzinfo=UTC), date(2026, 7, 2), date(2026, 8, 1)),  # 0:30 in summer
    ],
)
def test_an_invoice_at_midnight_bears_the_local_day_and_is_due_from_there(
    firm, customer, clock, moment, day, due
):
    clock.set(moment)
    id_ = firm.invoice(customer, [Line()])
    (row,) = [row for row in firm.rows(table_of(Invoice).select()) if row["id"] == id_]
    assert (row["date"], row["due_date"]) == (day, due)


def test_what_is_due_today_is_overdue_from_local_midnight_on(firm, customer, clock):
    clock.set(datetime(2026, 3, 2, 12, 0, tzinfo=UTC))
    firm.claim(customer, 100_00)  # due on 1 April
    buckets = []
    for moment in (
        datetime(2026, 4, 1, 21, 30, tzinfo=UTC),  # 23:30 in Berlin, in summer time
        datetime(2026, 4, 1, 22, 30, tzinfo=UTC),  # 0:30 of the next day; in UTC still the day it is due
    ):
        clock.set(moment)
        today = clock.today()
        total = firm.ask(lambda view, today=today: read_aging_total(view, as_of=today))
        overdue = firm.ask(lambda view: read_credit(view, customer)).overdue_minor
        buckets.append((total.not_due_minor, total.days_1_30_minor, overdue))
    assert buckets == [(100_00, 0, 0), (0, 100_00, 100_00)]
