"""What a customer usually buys names the prices that include VAT, so that nobody holds them against others."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from app.domain.money import MICRO
from app.services.parties import UsualProduct
from app.services.parties.context import OpenOrder
from app.views.orders.customer_panel import order_text, usual_text

CHAIR = UsualProduct(
    product_id=1, sku="CHR", name="Chair", count=3, last_date=dt.date(2026, 3, 2), last_quantity_micro=MICRO,
    last_price_micro=119 * MICRO, unit="pc", currency="EUR", price_per=1, price_mode="gross",
)  # fmt: skip


def test_beside_prices_without_vat_one_with_it_says_so():
    article, price = usual_text(CHAIR).split("\n")
    assert article == "CHR"
    assert price.startswith("119.00 incl. VAT · ")


def test_where_all_have_it_the_heading_says_so_for_all():
    assert usual_text(CHAIR, says_kind=False).startswith("CHR · 119.00 · ")


def test_who_buys_in_two_currencies_sees_in_which_each_was_paid():
    day = dt.date(2026, 3, 2)
    chair = replace(CHAIR, price_mode="net", currency="CHF")
    assert usual_text(chair, says_currency=True).split("\n")[1].startswith("119.00 CHF · ")
    order = OpenOrder(7, "order", "SO-000007", "confirmed", day, 151110, "CHF")
    assert order_text(order, says_currency=True).startswith("SO-000007 · 1,511.10\N{NO-BREAK SPACE}CHF\n")
    assert order_text(order).startswith("SO-000007 · 1,511.10\n")
