"""Which backups stay."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.domain.backups import outdated_backups

MONDAY = datetime(2026, 3, 2, 17, tzinfo=UTC)


def daily(days):
    return [MONDAY + timedelta(days=number) for number in range(days)]


def test_seven_backups_stay_and_before_them_the_last_of_each_week():
    moments = daily(56)  # eight whole weeks, Monday to Sunday
    stay = sorted(set(moments) - set(outdated_backups(moments, keep=7, weeks=5)))
    sundays = [MONDAY + timedelta(days=6 + 7 * week) for week in (3, 4, 5, 6)]
    assert stay == [*sundays, *moments[-7:]]


def test_ten_starts_on_one_day_do_not_push_out_the_weeks_before():
    moments = [*daily(14), *(MONDAY + timedelta(days=14, hours=hour) for hour in range(10))]
    stay = set(moments) - set(outdated_backups(moments, keep=7, weeks=5))
    assert {MONDAY + timedelta(days=6), MONDAY + timedelta(days=13)} < stay
    assert len(stay) == 9


def test_a_long_holiday_removes_nothing():
    assert outdated_backups([*daily(5), MONDAY + timedelta(days=100)], keep=7, weeks=5) == ()


def test_the_turn_of_the_year_is_one_week():
    moments = [datetime(2026, 12, 31, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)]
    assert outdated_backups(moments, keep=1, weeks=5) == (moments[0],)


@given(
    moments=st.sets(
        st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)), max_size=60
    ),
    keep=st.integers(1, 9),
    weeks=st.integers(0, 9),
)
def test_the_newest_always_stay_and_a_second_look_removes_nothing_more(moments, keep, weeks):
    removed = outdated_backups(moments, keep=keep, weeks=weeks)
    stay = moments - set(removed)
    assert set(sorted(moments)[-keep:]) <= stay
    assert len(stay) <= keep + weeks
    assert outdated_backups(stay, keep=keep, weeks=weeks) == ()
