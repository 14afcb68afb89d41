"""What Ctrl+K finds of documents: by number, by customer, by the customer's own order number."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.domain.rights import SYSTEM
from app.domain.search_words import sort_key
from app.services.finding import find_invoices, find_orders, find_shipments
from db.schema.invoicing import Invoice
from db.schema.orders import Order
from db.schema.shipping import Shipment
from tests.helpers.invoice_office import InvoiceOffice, Line


@pytest.fixture
def firm(work):
    return InvoiceOffice(work).set_up()


@pytest.fixture
def sold(firm):
    """Two customers; the first one's order was shipped and invoiced."""
    first, second = firm.customer("Café Größenwahn"), firm.customer("Bergmann")
    order_id = firm.order(first, [Line()])
    other = firm.order(second, [Line()])
    with firm.work.begin(actor=SYSTEM) as uow:
        uow.db.execute(sa.update(Order).where(Order.id == other).values(po_number="Kd-4711/A"))
        uow.db.execute(
            sa.update(Order).where(Order.id == order_id).values(customer_sort=sort_key("Café Größenwahn"))
        )
    return order_id, other, firm.invoice(first, [Line()])


def found(firm, find, text, limit=5):
    with firm.work.reading(actor=SYSTEM) as view:
        return [hit.id for hit in find(view, text, limit=limit)]


def number_of(firm, order_id):
    return firm.scalar(sa.select(Order.number).where(Order.id == order_id))


def test_an_order_is_found_by_number_name_and_the_customers_number(firm, sold):
    order_id, other, _invoice = sold
    number = number_of(firm, other)
    assert found(firm, find_orders, number.lower()) == [other]
    assert order_id in found(firm, find_orders, "cafe gros")
    assert found(firm, find_orders, "Kd-47") == [other]
    assert found(firm, find_orders, "Kd") == [], "two letters are too few for numbers of others"
    assert found(firm, find_orders, "nothing like it") == found(firm, find_orders, " ") == []


def test_the_newest_come_first_and_no_more_than_wanted(firm):
    customer = firm.customer("Bergmann")
    ids = [firm.order(customer, [Line()]) for _each in range(4)]
    assert found(firm, find_orders, "po 4", limit=2) == []
    assert found(firm, find_orders, "PO 4", limit=2) == [ids[3], ids[2]]


def test_invoices_and_shipments_are_found_by_number(firm, sold):
    invoice_id = sold[2]
    with firm.work.reading(actor=SYSTEM) as view:
        number = view.db.execute(sa.select(Invoice.number).where(Invoice.id == invoice_id)).scalar_one()
        shipments = view.db.execute(sa.select(Shipment.id, Shipment.number)).all()
        (hit,) = find_invoices(view, number[:4], limit=5)
    assert hit.id == invoice_id
    shipment = shipments[0]
    assert found(firm, find_invoices, hit.number.lower()) == [invoice_id]
    assert found(firm, find_shipments, shipment.number) == [shipment.id]
    assert found(firm, find_shipments, "cafe") == []
