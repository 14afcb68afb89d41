"""A percent beyond what a role may give is told with enough digits that the two differ."""

from __future__ import annotations

from decimal import Decimal

import pytest

from app.domain.order_checks.price_limits import percent_beyond


@pytest.mark.parametrize(
    ("off", "most", "told"),
    [
        (142_857, 100_000, "14.29"),
        (150_000, 100_000, "15"),
        (100_014, 100_000, "10.001"),
        (100_001, 100_000, "10.0001"),
        (100_049, 100_045, "10.005"),
        (33_333, 33_332, "3.3333"),
    ],
)
def test_what_is_beyond_never_reads_like_what_is_allowed(off, most, told):
    assert percent_beyond(off, most) == Decimal(told)
    assert percent_beyond(off, most) > Decimal(most) / 10_000
