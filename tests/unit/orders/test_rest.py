"""What of a confirmed sum was cancelled since: the sum less what is left of each line at its price, with its tax."""

from __future__ import annotations

import datetime as dt

import pytest

from app.domain.money import MICRO
from app.domain.orders.draft import Draft, Line
from app.domain.orders.rest import cancelled_minor

DOZEN = (12, 1)


def line(key: str, quantity: int, price_micro: int, amount: int, *, unit=(1, 1), tax=190_000, per=1) -> Line:
    return Line(
        key=key,
        position=10,
        product_id=1,
        quantity_micro=quantity * MICRO,
        factor_num=unit[0],
        factor_den=unit[1],
        base_micro=quantity * MICRO * unit[0] // unit[1],
        price_micro=price_micro,
        price_per=per,
        amount_minor=amount,
        tax_ppm=tax,
        tax_code=str(tax),
        tax_category="S",
    )


def order(*lines: Line, mode: str = "net") -> Draft:
    return Draft(1, 1, "order", "EUR", dt.date(2026, 3, 2), lines=lines, price_mode=mode, state="shipped")


@pytest.mark.parametrize(
    ("lines", "mode", "cancelled", "minor"),
    [
        ([line("a", 10, 10 * MICRO, 10_000)], "net", {}, 0),
        ([line("a", 10, 10 * MICRO, 10_000)], "net", {"a": 1 * MICRO}, 1_190),
        ([line("a", 10, 10 * MICRO, 10_000)], "net", {"a": 10 * MICRO}, 11_900),
        ([line("a", 10, 10 * MICRO, 10_000)], "gross", {"a": 1 * MICRO}, 1_000),
        # 2 dozen at 31.99 a dozen, 5 pieces of them cancelled: 19 are worth 50.650833
        ([line("a", 2, 31_990_000, 6_398, unit=DOZEN)], "net", {"a": 5 * MICRO}, 7_614 - 6_027),
        # two rates, each rounds its own tax: 3.33 + 0.63 and 1.11 + 0.08 are left
        (
            [line("a", 3, 3_330_000, 999), line("b", 3, 1_110_000, 333, tax=70_000)],
            "net",
            {"a": 2 * MICRO, "b": 2 * MICRO},
            (999 + 190 + 333 + 23) - (333 + 63 + 111 + 8),
        ),
        # 3.3333 for 1,000: 50,000 left of 100,000 are 166.665, told 166.67
        (
            [line("a", 100_000, 3_333_300, 33_333, per=1000, tax=0)],
            "net",
            {"a": 50_000 * MICRO},
            33_333 - 16_667,
        ),
    ],
)
def test_it_is_the_sum_less_what_is_left(lines, mode, cancelled, minor):
    assert cancelled_minor(order(*lines, mode=mode), cancelled) == minor


def test_a_discount_stays_whole_beside_what_is_left():
    discount = line("d", 1, -20 * MICRO, -2_000)
    whole = order(line("a", 10, 10 * MICRO, 10_000), discount)
    assert cancelled_minor(whole, {"a": 5 * MICRO}) == (8_000 + 1_520) - (3_000 + 570)
