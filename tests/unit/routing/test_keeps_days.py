"""What an order was shown is kept by a plan that is made anew: as much by each day, or all of it no later."""

from __future__ import annotations

from datetime import date

import pytest

from app.domain.routing.facts import SourcePart, SourceReason, keeps_days

MONDAY, FRIDAY = date(2026, 3, 2), date(2026, 3, 6)


def part(quantity, day, *, line="k1", held=0):
    return SourcePart(line, 1, 1, held, quantity - held, None, day, SourceReason("source.split"))


@pytest.mark.parametrize(
    ("anew", "alone", "together"),
    [
        ([part(5, MONDAY), part(3, FRIDAY)], True, True),
        ([part(8, MONDAY)], True, True),
        ([part(4, MONDAY), part(4, FRIDAY)], False, True),
        ([part(5, MONDAY), part(3, None)], False, False),
        ([part(8, date(2026, 3, 9))], False, False),
    ],
)
def test_a_shown_day_stands(anew, alone, together):
    shown = [part(5, MONDAY), part(3, FRIDAY)]
    assert keeps_days(shown, anew) is alone
    assert keeps_days(shown, anew, together=True) is together


def test_an_order_that_had_no_day_may_get_any_day_but_no_less_of_what_it_held():
    shown = [part(5, MONDAY), part(3, None)]
    later = [part(8, FRIDAY)]
    assert not keeps_days(shown, later), "five of them were to leave on Monday"
    assert keeps_days(shown, later, together=True)
    assert not keeps_days(shown, [part(1, MONDAY), part(7, None)], together=True)
    assert keeps_days(shown, [part(6, MONDAY), part(2, None)], together=True)
