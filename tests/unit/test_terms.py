"""When an invoice is due (case A22), and that each finding of cards has its words."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.terms import DueRule, due_date

END_OF_MONTH_PLUS_10 = DueRule(days=0, end_of_month=True, extra_days=10)
THIRTY_DAYS_END_OF_MONTH = DueRule(days=30, end_of_month=True)


@pytest.mark.parametrize(
    ("rule", "invoiced", "due"),
    [
        (END_OF_MONTH_PLUS_10, "2026-01-31", "2026-02-10"),
        (END_OF_MONTH_PLUS_10, "2026-01-01", "2026-02-10"),
        (END_OF_MONTH_PLUS_10, "2024-02-05", "2024-03-10"),
        (END_OF_MONTH_PLUS_10, "2026-12-31", "2027-01-10"),
        (THIRTY_DAYS_END_OF_MONTH, "2026-01-31", "2026-03-31"),
        (THIRTY_DAYS_END_OF_MONTH, "2024-01-31", "2024-03-31"),
        (THIRTY_DAYS_END_OF_MONTH, "2026-01-29", "2026-02-28"),
        (THIRTY_DAYS_END_OF_MONTH, "2024-01-30", "2024-02-29"),
        (DueRule(days=30), "2026-01-31", "2026-03-02"),
        (DueRule(days=30), "2024-01-31", "2024-03-01"),
        (DueRule(days=0), "2026-02-28", "2026-02-28"),
    ],
)
def test_an_invoice_is_due_by_its_term(rule, invoiced, due):
    assert due_date(date.fromisoformat(invoiced), rule) == date.fromisoformat(due)


@given(
    invoiced=st.dates(date(1990, 1, 1), date(2100, 1, 1)),
    days=st.integers(0, 366),
    extra=st.integers(0, 60),
)
def test_end_of_month_falls_on_a_last_day_and_never_early(invoiced, days, extra):
    due = due_date(invoiced, DueRule(days=days, end_of_month=True, extra_days=extra))
    month_end = due - timedelta(days=extra)
    assert (month_end + timedelta(days=1)).day == 1
    assert 0 <= (month_end - (invoiced + timedelta(days=days))).days <= 30
