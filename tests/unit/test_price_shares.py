"""Shares of a configuration as bars of a price."""

from __future__ import annotations

from app.domain.pricing import Step
from app.views.kit.price_shares import MOST, share_bars


def steps(*shares: tuple[str, int], currency: str | None = None) -> list[Step]:
    """Steps that add these amounts, in whole units, one after the other from 100 on."""
    found, at = [], 100
    for name, amount in shares:
        found.append(Step("share", name, at * 10**6, (at + amount) * 10**6, currency=currency))
        at += amount
    return found


def test_shares_of_one_name_are_one_bar_that_says_how_many():
    bars = share_bars(steps(("Body", 270), ("Front", -20), ("Body", 30), ("Body", 0)))
    assert [(bar.label, bar.text, bar.kind) for bar in bars] == [
        ("Body \N{MULTIPLICATION SIGN} 3", "300.00", "cost"),
        ("Front", "\N{MINUS SIGN}20.00", "less"),
    ]
    assert [(bar.start, bar.end) for bar in bars] == [(100_000_000, 400_000_000), (400_000_000, 380_000_000)]


def test_small_shares_of_many_are_told_together_and_all_bars_add_up():
    many = [(f"Share {number}", number) for number in range(1, 10)]
    bars = share_bars(steps(*many))
    assert len(bars) == MOST
    assert [bar.label for bar in bars] == ["Share 6", "Share 7", "Share 8", "Share 9", "5 more"]
    assert bars[-1].hint == "Share 1 1.00; Share 2 2.00; Share 3 3.00; Share 4 4.00; Share 5 5.00"
    assert bars[-1].end == (100 + 45) * 10**6


def test_shares_in_the_currency_of_a_list_have_texts_alone():
    (bar,) = share_bars(steps(("Body", 7), currency="USD"))
    assert (bar.text, bar.kind) == ("7.00 USD", "quiet")
