"""What is paid with coins: a multiple of the smallest, half of it away at most, and given back to the last one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.accounts import Account, credit_note_movements, invoice_movements
from app.domain.cash_rounding import (
    CashRounding,
    Rounded,
    read_coins,
    rounding_of,
    rounding_of_credit,
    written_coins,
)

COINS = st.sampled_from((1, 5, 10, 50, 100))


@pytest.mark.parametrize(
    ("gross", "coin", "payable"),
    [
        (1002, 5, 1000), (1003, 5, 1005), (1005, 5, 1005), (-1003, 5, -1005), (-1002, 5, -1000),
        (2, 5, 0), (25, 50, 50), (-25, 50, -50), (24, 50, 0), (1003, 0, 1003), (0, 5, 0),
    ],
)  # fmt: skip
def test_half_a_coin_is_rounded_away_from_zero(gross, coin, payable):
    assert gross + rounding_of(gross, coin) == payable


@given(st.integers(-(10**12), 10**12), COINS)
def test_what_is_paid_is_a_multiple_and_half_a_coin_away_at_most(gross, coin):
    rounding = rounding_of(gross, coin)
    assert (gross + rounding) % coin == 0
    assert 2 * abs(rounding) <= coin
    assert rounding_of(-gross, coin) == -rounding


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=6), COINS)
def test_partial_credits_give_back_what_was_paid(parts, coin):
    gross = sum(parts)
    invoice, before = Rounded(gross, rounding_of(gross, coin)), Rounded()
    for part in parts:
        rounding = rounding_of_credit(part, coin, invoice=invoice, before=before)
        credit = Rounded(part, rounding)
        assert credit.payable_minor >= 0
        assert credit.payable_minor % coin == 0
        assert abs(rounding) <= coin
        before = Rounded(before.gross_minor + part, before.rounding_minor + rounding)
        assert before.payable_minor <= invoice.payable_minor
    assert before == invoice


def test_a_whole_credit_mirrors_its_invoice():
    assert rounding_of_credit(1003, 5, invoice=Rounded(1003, 2), before=Rounded()) == 2
    assert rounding_of_credit(1003, 0, invoice=Rounded(1003), before=Rounded()) == 0


@pytest.mark.parametrize(
    ("text", "coins"),
    [
        ("CHF 0.05", {"CHF": 5}),
        (" chf 0,05 ; DKK 0.50;", {"CHF": 5, "DKK": 50}),
        ("HUF 5", {"HUF": 500}),
        ("JPY 5", {"JPY": 5}),
        ("", {}),
        ("CHF", None),
        ("CHF 0.001", None),
        ("CHF 0", None),
        ("CHF 0.05; CHF 0.10", None),
        ("0.05 CHF", None),
    ],
)
def test_coins_are_read_from_the_setting(text, coins):
    assert read_coins(text) == coins
    if coins:
        assert read_coins(written_coins(coins)) == coins


@pytest.mark.parametrize(
    ("applies", "currency", "term", "coin"),
    [
        ("off", "CHF", 3, 0), ("cash", "CHF", 3, 5), ("cash", "CHF", 4, 0), ("cash", "CHF", None, 0),
        ("all", "CHF", None, 5), ("all", "EUR", 3, 0),
    ],
)  # fmt: skip
def test_a_firm_rounds_where_it_says_so(applies, currency, term, coin):
    assert CashRounding(applies, {"CHF": 5}, frozenset({3})).coin(currency, term) == coin


def test_the_ledger_has_the_rounding_on_an_account_of_its_own():
    (up,) = invoice_movements((), rounding_minor=2)
    assert (up.debit, up.credit, up.amount_minor) == (Account.RECEIVABLE, Account.ROUNDING, 2)
    (down,) = invoice_movements((), rounding_minor=-2)
    assert (down.debit, down.credit) == (Account.ROUNDING, Account.RECEIVABLE)
    (back,) = credit_note_movements((), rounding_minor=2)
    assert (back.debit, back.credit) == (Account.ROUNDING, Account.CUSTOMER_CREDIT)
