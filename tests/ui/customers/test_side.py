"""The side of a customer's card tells what was paid last for as many as it was."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from PySide6.QtGui import QFontMetrics

from app.domain.money import MICRO
from app.services.parties.context import OpenOrder, UsualProduct
from app.views.customers.side import CustomerSide
from app.views.kit import theme
from app.views.kit.cell_delegate import PADDING

SCREW = UsualProduct(
    product_id=1, sku="SC-M6", name="Screw", count=3, last_date=dt.date(2026, 3, 2), last_quantity_micro=5000 * MICRO,
    last_price_micro=3_333_300, unit="pc", currency="EUR", price_per=1000,
)  # fmt: skip


def test_a_price_for_a_thousand_is_told_as_one(qtbot):
    side = CustomerSide("EUR")
    qtbot.addWidget(side)
    narrow = side.products.columnWidth(3)
    side.show_products((SCREW,))
    model = side.products.model()
    assert model.index(0, 3).data() == "3.3333\N{NO-BREAK SPACE}/\N{NO-BREAK SPACE}1,000"
    assert side.products.columnWidth(3) > narrow


def test_what_was_paid_in_another_currency_is_told_in_it(qtbot):
    side = CustomerSide("CHF")
    qtbot.addWidget(side)
    side.show_products((SCREW,))
    assert side.products.model().index(0, 3).data().endswith("\N{NO-BREAK SPACE}EUR")
    order = OpenOrder(7, "order", "SO-7", "confirmed", dt.date(2026, 3, 2), 151_110, "EUR")
    side.show_open((order, replace(order, currency="CHF")), ())
    told = [side.orders.model().index(row, 3).data() for row in range(2)]
    room = QFontMetrics(theme.base_font()).horizontalAdvance(told[0])
    assert side.orders.columnWidth(3) >= room + 2 * PADDING, "it is not cut"
    assert told == ["1,511.10\N{NO-BREAK SPACE}EUR", "1,511.10"]


def test_a_customer_who_bought_nothing_has_the_usual_width(qtbot):
    side = CustomerSide("EUR")
    qtbot.addWidget(side)
    usual = side.products.columnWidth(3)
    side.show_products(())
    assert side.products.columnWidth(3) == usual
