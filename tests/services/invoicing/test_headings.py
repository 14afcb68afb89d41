"""Sections and notes of the order on the papers of its parts, read from the PDF."""

from __future__ import annotations

import io

import sqlalchemy as sa
from pypdf import PdfReader

from app.domain.money import MICRO
from app.domain.rights import SYSTEM
from app.services.invoicing.credits import CreditLine, credit_invoice_lines
from app.services.invoicing.shipped import post_invoice
from app.services.papers import read_content, read_pdf
from app.services.shipping.papers import delivery_note_content
from db.schema.invoicing import InvoiceLine
from db.schema.papers import Paper
from tests.helpers.invoice_office import Line

ROOMS = [
    Line(kind="charge", text="Freight"),
    Line(kind="section", quantity=0, price=0, text="Ground floor"),
    Line(text="Desk lamp"),
    Line(kind="note", quantity=0, price=0, text="Bulbs are included"),
    Line(kind="section", quantity=0, price=0, text="First floor"),
    Line(text="Wall lamp", quantity=2 * MICRO),
]


def texts(content):
    return [line.text for line in content.lines]


def paper_of(firm, invoice_id):
    chosen = Paper.document_kind == "invoice", Paper.document_id == invoice_id
    paper_id = firm.scalar(sa.select(Paper.id).where(*chosen))
    return firm.ask(lambda view: read_content(view, paper_id)), paper_id


def invoice(firm, shipment_id):
    return firm.do(lambda uow: post_invoice(uow, shipment_ids=[shipment_id]))


def test_an_invoice_has_the_sections_whose_lines_it_bills(firm, work, customer):
    order_id = firm.order(customer, ROOMS)
    first, _id = paper_of(firm, invoice(firm, firm.ship(order_id, {3: MICRO})))
    assert texts(first) == ["Freight", "Ground floor", "Desk lamp", "Bulbs are included"]
    second, paper_id = paper_of(firm, invoice(firm, firm.ship(order_id)))
    assert texts(second) == ["First floor", "Wall lamp"]
    pdf = read_pdf(work, paper_id, actor=SYSTEM)
    printed = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    assert "First floor" in printed
    assert "Ground floor" not in printed


def test_a_delivery_note_has_the_sections_whose_lines_left(firm, customer):
    order_id = firm.order(customer, ROOMS)
    shipment_id = firm.ship(order_id, {6: 2 * MICRO})
    content = firm.ask(lambda view: delivery_note_content(view, shipment_id))
    assert texts(content) == ["First floor", "Wall lamp", "Still to come", "Desk lamp"]


def test_two_orders_on_one_invoice_keep_their_own_sections(firm, customer):
    shipments = [firm.ship(firm.order(customer, ROOMS[1:4])), firm.ship(firm.order(customer, ROOMS[4:6]))]
    content, _id = paper_of(firm, firm.do(lambda uow: post_invoice(uow, shipment_ids=shipments)))
    assert texts(content) == ["Ground floor", "Desk lamp", "Bulbs are included", "First floor", "Wall lamp"]


def test_a_credit_note_has_only_its_own_lines(firm, customer):
    invoice_id = invoice(firm, firm.ship(firm.order(customer, ROOMS)))
    line_id = firm.scalar(sa.select(InvoiceLine.id).where(InvoiceLine.text == "Wall lamp"))
    credit = firm.do(
        lambda uow: credit_invoice_lines(
            uow, invoice_id=invoice_id, lines=[CreditLine(line_id, MICRO)], reason="broken"
        )
    )
    content, _id = paper_of(firm, credit)
    assert texts(content) == ["Wall lamp"]
