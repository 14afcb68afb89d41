"""An order whose prices include the tax, from its draft to the ledger (A6): no cent is lost on the way."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
import sqlalchemy as sa

from app.domain.money import MICRO
from app.domain.orders.draft import edit_header
from app.services.invoicing.shipped import post_invoice
from app.services.settings_store import bump_rules_version
from app.services.shipping.picking import create_pick_list, read_picked_lines, record_picked
from app.services.shipping.posting import post_shipment
from app.services.verify import verify
from db.schema.invoicing import Invoice, OpenItem
from db.schema.prices import PriceList
from db.statements import table_of
from tests.helpers.order_office import ANNA, CHAIR, HAMBURG, LAMP, NORD, OWNER, micro


def tax_within(gross_minor: int, percent: int) -> int:
    """The tax that a gross amount holds, to the cent, commercially rounded."""
    tax = Decimal(gross_minor) * percent / (100 + percent)
    return int(tax.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def gross_draft(desk, lines, customer: str) -> int:
    """A draft whose prices include the tax, as those of the list do."""
    order_id = desk.start(customer)
    with desk.begin(OWNER) as uow:
        uow.db.execute(sa.update(table_of(PriceList)).values(includes_tax=True))
        bump_rules_version(uow)
    desk.edit(order_id, edit_header(desk.read(order_id), price_kind="gross"))
    desk.edit(order_id, *(desk.line(sku, quantity) for sku, quantity in lines))
    return order_id


def ship_all(desk, order_id: int) -> int:
    """Everything of it leaves Hamburg; the shipment."""
    with desk.begin(OWNER) as uow:
        shipment = create_pick_list(uow, order_id, HAMBURG, None, with_paper=False)
        record_picked(
            uow, shipment, {line.id: line.quantity_micro for line in read_picked_lines(uow, shipment)}
        )
        post_shipment(uow, shipment, with_paper=False)
    return shipment


def test_three_times_19_99_stay_59_97(desk):
    order_id = gross_draft(desk, (), NORD)
    typed = {"price_source": "manual", "list_price_micro": micro("19.99"), "discount_source": "manual"}
    desk.edit(order_id, desk.line(CHAIR, 3, **typed))
    desk.confirm(order_id)
    shipment = ship_all(desk, order_id)
    with desk.begin(OWNER) as uow:
        invoice_id = post_invoice(uow, shipment_ids=[shipment], with_paper=False)
    for row in (desk.head(order_id), desk.row(Invoice, invoice_id)):
        assert (row["gross_minor"], row["tax_minor"], row["net_minor"]) == (5997, 958, 5039)


@pytest.mark.rows_on_sqlite(but=4)
@pytest.mark.parametrize(
    ("lines", "gross"),
    [
        (((CHAIR, 1),), 34835),
        (((CHAIR, 3), (LAMP, 1)), 3 * 34835 + 4990),
        (((LAMP, 7), (CHAIR, 13)), 7 * 4990 + 13 * 33000),
    ],
)
@pytest.mark.parametrize("customer", [NORD, ANNA])
def test_a_gross_order_is_invoiced_at_its_gross_sum_and_the_tax_is_taken_out_of_it(
    desk, lines, gross, customer
):
    order_id = gross_draft(desk, lines, customer)
    desk.edit(order_id)
    desk.confirm(order_id)
    (rate,) = {line["tax_ppm"] for line in desk.lines(order_id)}
    percent = rate * 100 // MICRO
    assert percent > 0
    head = desk.head(order_id)
    tax = tax_within(gross, percent)
    assert (head["gross_minor"], head["tax_minor"], head["net_minor"]) == (gross, tax, gross - tax)
    shipment = ship_all(desk, order_id)
    with desk.begin(OWNER) as uow:
        invoice_id = post_invoice(uow, shipment_ids=[shipment], with_paper=False)
    invoice = desk.row(Invoice, invoice_id)
    assert invoice["price_mode"] == "gross"
    assert (invoice["gross_minor"], invoice["tax_minor"], invoice["net_minor"]) == (gross, tax, gross - tax)
    (item,) = desk.rows(sa.select(table_of(OpenItem)))
    assert item["amount_minor"] == gross
    with desk.reading(OWNER) as view:
        assert verify(view) == ()
