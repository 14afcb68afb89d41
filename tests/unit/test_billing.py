"""Parts of lines and their sums, allocations, buckets: rules for any numbers."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.accounts import Account, allocation_movement, credit_note_movements, invoice_movements
from app.domain.aging import Aging, Bucket, bucket_of, days_overdue
from app.domain.allocation import Claim, Share, check_shares, oldest_first
from app.domain.billing import LineProgress, amount_of_part, mirrored, quantity_of_part
from app.domain.crediting import CreditProgress, TaxLeft, base_of_credit, credit_of_part, credit_totals
from app.domain.money import MICRO, line_amount
from app.domain.posted_hash import HEADER_FIELDS, LATER_LINE_FIELDS, LINE_FIELDS, TAX_FIELDS, posted_hash
from app.domain.quantity import Unit
from app.domain.tax import PriceMode, TaxedAmount, TaxKey, TaxRounding, document_totals

DAY = dt.date(2026, 3, 2)
KEY = TaxKey("S", 190_000, "S")
prices = st.integers(-(10**9), 10**9)
factors = st.sampled_from([(1, 1), (12, 1), (96, 1), (1, 3)])


def line(base, price, factor=(1, 1), **progress):
    num, den = factor
    quantity = base * den // num
    amount = line_amount(quantity_micro=quantity, price_micro=price, per=1, currency="EUR")
    values = {"cancelled_micro": 0, "invoiced_micro": 0, "invoiced_minor": 0, **progress}
    return LineProgress(
        base_micro=base,
        quantity_micro=quantity,
        price_micro=price,
        amount_minor=amount,
        factor_num=num,
        factor_den=den,
        **values,
    )


@given(price=prices, parts=st.lists(st.integers(1, 500), min_size=1, max_size=12), factor=factors)
def test_the_parts_of_a_line_sum_to_it_exactly(price, parts, factor):
    base = sum(parts) * 96 * MICRO
    whole = line(base, price, factor)
    invoiced_micro = invoiced_minor = 0
    for part in parts:
        now = line(base, price, factor, invoiced_micro=invoiced_micro, invoiced_minor=invoiced_minor)
        amount = amount_of_part(now, part * 96 * MICRO, "EUR")
        assert amount == 0 or (amount > 0) == (whole.amount_minor > 0)
        invoiced_micro += part * 96 * MICRO
        invoiced_minor += amount
    assert invoiced_minor == whole.amount_minor


def test_a_last_part_never_turns_negative():
    """100 pieces of half a cent: rounded up one by one they would pass the line."""
    invoiced, amounts = 0, []
    for done in range(100):
        now = line(100 * MICRO, 5_000, invoiced_micro=done * MICRO, invoiced_minor=invoiced)
        amounts.append(amount_of_part(now, MICRO, "EUR"))
        invoiced += amounts[-1]
    assert sum(amounts) == 50
    assert min(amounts) == 0


def test_a_cancelled_rest_is_not_invoiced():
    shortened = line(10 * MICRO, 3_333_000, cancelled_micro=4 * MICRO)
    assert shortened.left_micro == 6 * MICRO
    assert amount_of_part(shortened, 6 * MICRO, "EUR") == 2000


def test_a_part_in_its_unit():
    packs = line(24 * MICRO, 100 * MICRO, (12, 1))
    assert quantity_of_part(packs, 24 * MICRO) == 2 * MICRO
    assert quantity_of_part(packs, 18 * MICRO) == 1_500_000


@given(price=prices, quantity=st.integers(1, 10**9), steps=st.lists(st.integers(1, 10**9), max_size=6))
def test_the_credits_of_a_line_sum_to_it_exactly(price, quantity, steps):
    amount = line_amount(quantity_micro=quantity, price_micro=price, per=1, currency="EUR")
    credited = money = 0
    for step in [*steps, quantity]:
        progress = CreditProgress(quantity, quantity, price, amount, credited, abs(money))
        part = min(step, progress.left_micro)
        if part:
            money += credit_of_part(progress, part, "EUR")
            credited += part
    assert (credited, money) == (quantity, amount)


def test_the_base_of_a_credited_pack():
    assert base_of_credit(CreditProgress(2 * MICRO, 24 * MICRO, MICRO, 200, 0, 0), 500_000) == 6 * MICRO


@pytest.mark.parametrize("factor", [(12, 1), (0, 0)])
@pytest.mark.parametrize(
    ("quantity", "base"),
    [(MICRO, 12), (416_667, 5), (83_333, 1), (250_000, 3), (1_333_333, 16), (1_416_667, 17)],
)
def test_packs_that_are_not_whole_still_come_back_in_whole_pieces(factor, quantity, base):
    line = CreditProgress(1_416_667, 17 * MICRO, 3 * MICRO, 425, 0, 0, 0, *factor)
    assert base_of_credit(line, quantity) == base * MICRO


@given(st.integers(1, 2000), st.integers(1, 5000))
def test_every_count_of_pieces_comes_back_from_its_quantity_in_packs(pieces, size):
    quantity = Unit("pk", size).from_base(pieces * MICRO)
    line = CreditProgress(quantity, pieces * MICRO, MICRO, 100, 0, 0, 0, size, 1)
    assert base_of_credit(line, quantity) == pieces * MICRO


@given(st.integers(1, 10**7))
def test_metres_keep_their_decimals(quantity):
    line = CreditProgress(10**7, 10**7, MICRO, 100, 0, 0, 0, 1, 1)
    assert base_of_credit(line, quantity) == quantity


@given(
    amounts=st.lists(st.integers(1, 10**6), min_size=2, max_size=8),
    rate=st.integers(0, 270_000),
    mode=st.sampled_from(PriceMode),
    rounding=st.sampled_from(TaxRounding),
)
def test_the_tax_of_all_credits_is_the_tax_of_the_invoice(amounts, rate, mode, rounding):
    key = TaxKey("S", rate, "S")
    whole = document_totals([TaxedAmount(amount, key) for amount in amounts], mode, rounding)
    taken = net = 0
    for position, amount in enumerate(amounts):
        last = position == len(amounts) - 1
        left = TaxLeft(whole.net_minor - net, whole.tax_minor - taken, is_last=last)
        part = credit_totals([TaxedAmount(amount, key)], mode, {key: left}, rounding)
        assert 0 <= part.tax_minor <= left.tax_minor
        assert 0 <= part.net_minor <= left.base_minor
        assert part.gross_minor == part.net_minor + part.tax_minor
        taken += part.tax_minor
        net += part.net_minor
    assert (net, taken) == (whole.net_minor, whole.tax_minor)


@given(st.lists(st.tuples(prices, st.sampled_from([0, 70_000, 190_000])), min_size=1, max_size=6))
def test_a_mirrored_total_is_the_total_of_mirrored_lines(lines):
    keys = [(amount, TaxKey("S", rate, str(rate))) for amount, rate in lines]
    totals = document_totals(TaxedAmount(amount, key) for amount, key in keys)
    assert mirrored(totals) == document_totals(TaxedAmount(-amount, key) for amount, key in keys)


@given(st.lists(st.tuples(prices, st.sampled_from([0, 70_000, 190_000])), min_size=1, max_size=6))
def test_the_movements_of_a_document_carry_its_gross(lines):
    totals = document_totals(TaxedAmount(amount, TaxKey("S", rate, str(rate))) for amount, rate in lines)
    for movements, account, sign in (
        (invoice_movements(totals.groups), Account.RECEIVABLE, 1),
        (credit_note_movements(totals.groups), Account.CUSTOMER_CREDIT, -1),
    ):
        assert all(each.amount_minor > 0 and each.debit is not each.credit for each in movements)
        balance = sum(
            each.amount_minor if each.debit is account else -each.amount_minor for each in movements
        )
        assert balance == sign * totals.gross_minor


def test_a_reversed_allocation_moves_back():
    there, back = allocation_movement(500), allocation_movement(-500)
    assert (back.debit, back.credit, back.amount_minor) == (there.credit, there.debit, there.amount_minor)


def claims(*amounts):
    return {
        number: Claim(number, f"INV-{number}", 1, DAY, DAY + dt.timedelta(days=-number), amount)
        for number, amount in enumerate(amounts, start=1)
    }


@given(st.integers(1, 10**6), st.lists(st.integers(1, 10**5), max_size=8))
def test_oldest_first_spends_no_more_than_there_is_and_leaves_no_gap(amount, opens):
    known = claims(*opens)
    shares = oldest_first(amount, known.values())
    assert sum(share.amount_minor for share in shares) == min(amount, sum(opens))
    assert check_shares(amount, shares, known, customer_id=1, currency="EUR") == ()
    assert [share.claim_id for share in shares] == sorted((share.claim_id for share in shares), reverse=True)
    assert all(share.amount_minor == known[share.claim_id].open_minor for share in shares[:-1])


def test_every_wrong_share_is_told():
    shares = [Share(1, 101), Share(9, 5), Share(2, 0)]
    issues = check_shares(50, shares, claims(100, 100), customer_id=1, currency="EUR")
    assert [(issue.code, issue.where) for issue in issues] == [
        ("payment.above_open", "allocations/0"),
        ("payment.unknown_claim", "allocations/1"),
        ("payment.share_not_positive", "allocations/2"),
        ("payment.above_amount", "allocations"),
    ]


@pytest.mark.parametrize(
    ("days", "bucket"),
    [
        (-5, Bucket.NOT_DUE),
        (0, Bucket.NOT_DUE),
        (1, Bucket.DAYS_1_30),
        (30, Bucket.DAYS_1_30),
        (31, Bucket.DAYS_31_60),
        (61, Bucket.DAYS_61_90),
        (90, Bucket.DAYS_61_90),
        (91, Bucket.OVER_90),
    ],
)
def test_the_bucket_of_a_claim(days, bucket):
    assert bucket_of(DAY, DAY + dt.timedelta(days=days)) is bucket
    assert days_overdue(DAY, DAY + dt.timedelta(days=days)) == max(days, 0)


def test_agings_add_up():
    total = Aging(1, 2, 3, 4, 5, 6) + Aging(10, 20, 30, 40, 50, 60)
    assert (total.overdue_minor, total.claims_minor, total.balance_minor) == (154, 165, 99)


def test_the_hash_sees_every_field_and_no_order_of_rows():
    header = dict.fromkeys(HEADER_FIELDS, "x")
    fields = (*LINE_FIELDS, *LATER_LINE_FIELDS)
    lines = [{**dict.fromkeys(fields, 1), "position": number} for number in (1, 2)]
    taxes = [{**dict.fromkeys(TAX_FIELDS, 1), "tax_code": code} for code in "AB"]
    whole = posted_hash(header, lines, taxes)
    assert posted_hash(header, lines[::-1], taxes[::-1]) == whole
    for name in HEADER_FIELDS:
        assert posted_hash({**header, name: "y"}, lines, taxes) != whole
    for name in fields:
        assert posted_hash(header, [lines[0], {**lines[1], name: 7}], taxes) != whole
    for name in TAX_FIELDS:
        assert posted_hash(header, lines, [taxes[0], {**taxes[1], name: 7}]) != whole
