"""What a payment is proposed to settle."""

from __future__ import annotations

import datetime as dt

import pytest

from app.domain.allocation import Claim, Share, propose_shares


def claim(id, open_minor, day):
    return Claim(id, f"INV-{id}", 7, dt.date(2026, 1, 1), dt.date(2026, 2, day), open_minor)


CLAIMS = (claim(1, 10_000, 1), claim(2, 5_000, 2), claim(3, 5_000, 3))


@pytest.mark.parametrize(
    ("amount", "wanted", "shares"),
    [
        (12_000, 0, [(1, 10_000), (2, 2_000)]),
        (5_000, 0, [(2, 5_000)]),
        (5_000, 3, [(3, 5_000)]),
        (6_000, 3, [(3, 5_000), (1, 1_000)]),
        (25_000, 0, [(1, 10_000), (2, 5_000), (3, 5_000)]),
        (0, 0, []),
    ],
)
def test_the_wanted_claim_then_an_exact_one_then_the_oldest(amount, wanted, shares):
    assert propose_shares(amount, CLAIMS, wanted_id=wanted) == tuple(Share(*each) for each in shares)
