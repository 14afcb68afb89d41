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
from db.statements import insert_row, table_of
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


def _copies(firm, order_id, values):
    """Orders like this one, each with the given values; their ids."""
    table = table_of(Order)
    with firm.work.begin(actor=SYSTEM) as uow:
        row = dict(uow.db.execute(sa.select(table).where(table.c.id == order_id)).mappings().one())
        del row["id"]
        row |= {"series_id": None, "series_number": None}
        return [insert_row(uow.db, Order, row | each) for each in values]


@pytest.mark.parametrize("recent", [1000, 1], ids=["among the newest", "by the ranges"])
@pytest.mark.parametrize(
    ("text", "many", "last"),
    [
        ("AB-", {"po_number": "AB-5{:04}"}, {"po_number": "AB-1"}),
        ("SO-9", {"number": "SO-99{:04}"}, {"number": "SO-9000000"}),
        ("bau", {"customer_sort": "bauzz{:04}"}, {"customer_sort": "bauaa"}),
    ],
    ids=["customer's number", "number", "customer"],
)
def test_the_newest_of_many_that_begin_alike_is_found(firm, monkeypatch, recent, text, many, last):
    """More than any bound, and the newest is not the last by the alphabet."""
    monkeypatch.setattr("app.services.finding._RECENT", recent)
    order_id = firm.order(firm.customer("Bergmann"), [Line()])
    ((name, pattern),) = many.items()
    others = [{"number": f"QU-{n:04}", name: pattern.format(n)} for n in range(260)]
    ids = _copies(firm, order_id, [*others, {"number": "QU-9999"} | last])
    _copies(firm, order_id, [{"number": "QX-1"}])
    assert found(firm, find_orders, text, limit=3) == [ids[-1], ids[-2], ids[-3]]
