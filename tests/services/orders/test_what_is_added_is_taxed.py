"""Freight, surcharges and discounts have the taxes of the goods in proportion, or their own class (A19, A20, A23)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
import sqlalchemy as sa

from app.domain.orders.draft import edit_header
from app.domain.price_inputs import DiscountInput, SurchargeInput
from app.services import rates
from app.services.invoicing.credits import credit_whole_invoice
from app.services.invoicing.shipped import post_invoice
from app.services.orders.planning import plan_order
from app.services.prices.discounts import create_discount
from app.services.prices.surcharges import create_surcharge
from app.services.products import ProductInput, create_product
from app.services.settings_store import write_firm_settings
from app.services.verify import verify
from app.settings import TAX_ROUNDING
from db.schema.invoicing import Invoice, InvoiceTax
from db.statements import table_of
from tests.helpers.order_office import NORD, OWNER, WIEN, micro
from tests.services.orders.test_gross_orders import ship_all

USD = "USD 1.0543 EUR 2026-02-27 typed"


def freight(desk, **values):
    with desk.begin(OWNER) as uow:
        create_surcharge(uow, SurchargeInput(slot="freight", name="Freight", amount_minor=990, **values))


def discount(desk, percent):
    with desk.begin(OWNER) as uow:
        create_discount(
            uow, DiscountInput(name="Bulk", discount_ppm=percent * 10_000, scope="order", least_minor=1)
        )


def keyed(desk, *sold, customer=NORD, **header):
    """A draft of articles: (price, tax class); a price below zero is a discount."""
    order_id = desk.start(customer, **header)
    desk.edit(order_id, *(line_of(desk, price, name) for price, name in sold))
    return order_id


def line_of(desk, price, tax_class):
    if price.startswith("-"):
        return replace(desk.free("Off", price, "discount"), tax_class=tax_class)
    sku = f"X-{len(desk.ids)}"
    with desk.begin(OWNER) as uow:
        desk.ids[sku] = create_product(uow, ProductInput(sku=sku, name="Thing", tax_class=tax_class))
    desk.receive(sku, 5)
    return desk.line(sku, 1, price_source="manual", list_price_micro=micro(price), discount_source="manual")


def by_tax(desk, order_id):
    """What the lines come to by category and percent."""
    sums: dict[tuple[str, int], int] = {}
    for line in desk.lines(order_id):
        key = (line["tax_category"], line["tax_ppm"] // 10_000)
        sums[key] = sums.get(key, 0) + line["amount_minor"]
    return sums


def invoiced(desk, order_id):
    desk.confirm(order_id, actor=OWNER, approve=True)
    shipment = ship_all(desk, order_id)
    with desk.begin(OWNER) as uow:
        return post_invoice(uow, shipment_ids=[shipment])


def sound(desk):
    with desk.reading(OWNER) as view:
        return verify(view)


def half_up(value):
    return int(abs(value) + Fraction(1, 2)) * (1 if value >= 0 else -1)


@pytest.mark.parametrize(
    ("sold", "sums"),
    [
        ((("300", "standard"), ("100", "reduced")), {("S", 19): 30_742, ("S", 7): 10_248}),
        ((("300", "standard"), ("100", "exempt")), {("S", 19): 30_742, ("E", 0): 10_248}),
        ((("12.34", "reduced"), ("0.01", "standard")), {("S", 7): 1234 + 989, ("S", 19): 1 + 1}),
        ((("50", "exempt"),), {("E", 0): 5990}),
        ((("50", "outside"), ("7.70", "outside")), {("O", 0): 6760}),
    ],
)
def test_freight_follows_the_taxes_of_the_goods_and_never_mixes_what_stands_alone(desk, sold, sums):
    freight(desk)
    order_id = keyed(desk, *sold)
    assert by_tax(desk, order_id) == sums
    invoice_id = invoiced(desk, order_id)
    taxes = desk.rows(sa.select(table_of(InvoiceTax)))
    assert {(row["tax_category"], row["tax_ppm"] // 10_000): row["base_minor"] for row in taxes} == sums
    for row in taxes:
        assert row["tax_minor"] == half_up(Fraction(row["base_minor"] * row["tax_ppm"], 1_000_000))
    with desk.begin(OWNER) as uow:
        credit_whole_invoice(uow, invoice_id=invoice_id, reason="Wrong")
    assert sound(desk) == ()


def test_freight_with_a_class_of_its_own_is_taxed_by_it_and_told_where_it_mixes(desk):
    freight(desk, tax_class="standard")
    assert by_tax(desk, keyed(desk, ("100", "reduced"))) == {("S", 7): 10_000, ("S", 19): 990}
    mixed = keyed(desk, ("100", "outside"))
    with desk.reading(OWNER) as view:
        assert "order.outside_mixed" in {issue.code for issue in plan_order(view, mixed).issues}


@pytest.mark.rows_on_sqlite
@pytest.mark.parametrize(
    ("customer", "country", "category"), [(WIEN, "AT", "K"), (NORD, "CH", "G"), (NORD, "DE", "S")]
)
def test_another_country_maps_discount_and_freight_too_and_leaves_the_net(desk, customer, country, category):
    freight(desk)
    discount(desk, 3)
    sold = (("333.33", "standard"), ("77.70", "reduced"), ("-5", "standard"))
    order_id = keyed(desk, *sold, customer=customer, ship_country="DE")
    home = by_tax(desk, order_id)
    net = desk.head(order_id)["net_minor"]
    desk.edit(order_id, edit_header(desk.read(order_id), ship_country=country))
    there = by_tax(desk, order_id)
    assert (sum(home.values()), sum(there.values())) == (net, net)
    assert {key[0] for key in there} == {category}
    assert desk.head(order_id)["net_minor"] == net
    desk.edit(order_id, edit_header(desk.read(order_id), ship_country="DE"))
    assert by_tax(desk, order_id) == home


@pytest.mark.parametrize("rounding", ["group", "line"])
@pytest.mark.parametrize(
    "sold",
    [
        (("10.03", "standard"), ("10.03", "standard"), ("10.03", "reduced")),
        (("0.07", "standard"), ("0.08", "standard"), ("0.09", "standard"), ("333.33", "reduced")),
    ],
)
def test_the_tax_in_the_firms_currency_is_the_rounded_total_of_a_rate_converted_once(desk, rounding, sold):
    with desk.begin(OWNER) as uow:
        rates.create_rate(
            uow, rates.RateInput(currency="USD", day=date(2026, 2, 27), rate_nano=1_054_300_000, far_off=True)
        )
        write_firm_settings(uow, {TAX_ROUNDING: rounding})
    freight(desk)
    invoice_id = invoiced(desk, keyed(desk, *sold, exchange=USD))
    head = desk.row(Invoice, invoice_id)
    taxes = desk.rows(sa.select(table_of(InvoiceTax)))
    assert (head["tax_rounding"], head["exchange"]) == (rounding, USD)
    assert len(taxes) == 2
    for row in taxes:
        for name in ("base_minor", "tax_minor"):
            assert row[f"home_{name}"] == half_up(Fraction(row[name]) / Fraction("1.0543"))
    assert sound(desk) == ()
