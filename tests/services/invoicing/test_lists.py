"""The invoice list, one invoice with everything around it, and what waits for an invoice."""

from __future__ import annotations

import sqlalchemy as sa

from app.domain.money import MICRO
from app.domain.pages import Filter, PageRequest
from app.services.invoicing.credits import CreditLine, credit_invoice_lines
from app.services.invoicing.detail import read_invoice
from app.services.invoicing.lists import read_invoices
from app.services.invoicing.papers import ensure_invoice_paper
from app.services.invoicing.shipped import post_invoice
from app.services.invoicing.to_invoice import read_to_invoice
from db.schema.papers import Paper
from tests.helpers.invoice_office import Line


def numbers(firm, **request):
    page = firm.ask(lambda view: read_invoices(view, PageRequest(**request)))
    return [row.number for row in page.rows]


def state(name):
    return (Filter("state", "eq", name),)


def test_the_list_sorts_filters_and_finds(firm, customer, clock):
    other = firm.customer("Zander & Söhne", term=14)
    sizes = [(customer, 3), (other, 1), (customer, 2)]
    for id_, size in sizes:
        firm.invoice(id_, [Line(size * MICRO)], customer_sort="")
    clock.advance(days=20)
    firm.pay(customer, 3570)
    assert numbers(firm) == ["INV-000001", "INV-000002", "INV-000003"]
    assert numbers(firm, sort="gross") == ["INV-000002", "INV-000003", "INV-000001"]
    assert numbers(firm, sort="number", descending=True, count=1) == ["INV-000003"]
    assert numbers(firm, sort="customer")[-1] == "INV-000002"
    assert numbers(firm, text="inv-000003") == ["INV-000003"]
    assert numbers(firm, text="Zander") == ["INV-000002"]
    assert numbers(firm, filters=state("paid")) == ["INV-000001"]
    assert numbers(firm, filters=state("open")) == ["INV-000002", "INV-000003"]
    assert numbers(firm, filters=state("overdue")) == ["INV-000002"]
    assert numbers(firm, filters=(Filter("customer_id", "eq", other),)) == ["INV-000002"]
    page = firm.ask(lambda view: read_invoices(view, PageRequest()))
    today = clock.today()
    assert [row.state(today) for row in page.rows] == ["paid", "overdue", "open"]


def test_an_invoice_shows_lines_taxes_settlements_and_papers(firm, customer):
    invoice_id = firm.invoice(customer, [Line(3 * MICRO), Line(rate=0)])
    firm.pay(customer, 1_000)
    line_id = firm.ask(lambda view: read_invoice(view, invoice_id)).lines[0].id
    lines = [CreditLine(line_id, MICRO)]
    firm.do(lambda uow: credit_invoice_lines(uow, invoice_id=invoice_id, lines=lines, reason="dent"))
    detail = firm.ask(lambda view: read_invoice(view, invoice_id))
    assert detail.head.open_minor == 4570 - 1000 - 1190
    assert [line.creditable_micro for line in detail.lines] == [2 * MICRO, MICRO]
    assert [tax.tax_ppm for tax in detail.taxes] == [190_000, 0]
    assert [(each.other_number, each.amount_minor) for each in detail.settlements] == [
        ("PAY-000001", 1000),
        ("CN-000001", 1190),
    ]
    assert [paper.kind for paper in detail.papers] == ["invoice"]


def test_what_left_waits_until_it_is_invoiced(firm, customer):
    shipment_id = firm.ship(firm.order(customer, [Line(2 * MICRO), Line(kind="charge")]))
    (row,) = firm.ask(read_to_invoice)
    assert (row.shipment_id, row.order_number, row.line_count) == (shipment_id, "SO-000001", 1)
    firm.do(lambda uow: post_invoice(uow, shipment_ids=[shipment_id]))
    assert firm.ask(read_to_invoice) == ()


def test_a_paper_of_history_is_frozen_on_its_first_view(firm, customer):
    shipment_id = firm.ship(firm.order(customer, [Line()]))
    invoice_id = firm.do(lambda uow: post_invoice(uow, shipment_ids=[shipment_id], with_paper=False))
    assert firm.rows(sa.select(Paper.id)) == []
    ids = {firm.do(lambda uow: ensure_invoice_paper(uow, invoice_id=invoice_id)) for _ in range(2)}
    assert len(ids) == 1
