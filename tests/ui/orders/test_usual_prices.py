"""What a customer usually buys names the prices that include VAT, so that nobody holds them against others."""

from __future__ import annotations

import datetime as dt

from app.domain.money import MICRO
from app.services.parties import UsualProduct
from app.views.orders.customer_panel import usual_text

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
