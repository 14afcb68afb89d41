"""What the paper of an invoice or credit note says, beside its sums."""

from __future__ import annotations

import sqlalchemy as sa

from app.domain.money import MICRO
from app.services.invoicing.credits import CreditLine, credit_invoice_lines
from app.services.invoicing.shipped import post_invoice
from app.services.papers import read_content
from db.schema.invoicing import InvoiceLine
from db.schema.orders import OrderLine
from db.schema.papers import Paper
from tests.helpers.invoice_office import Line


def invoice(firm, order_id):
    shipment_id = firm.ship(order_id)
    return firm.do(lambda uow: post_invoice(uow, shipment_ids=[shipment_id]))


def paper_of(firm, invoice_id):
    chosen = Paper.document_kind == "invoice", Paper.document_id == invoice_id
    paper_id = firm.scalar(sa.select(Paper.id).where(*chosen))
    return firm.ask(lambda view: read_content(view, paper_id))


def facts_of(content):
    return {fact.label: fact.text for fact in content.facts}


def test_a_discount_stands_beside_the_price_that_it_was_taken_from(firm, customer):
    lines = [Line(price=90 * MICRO, list_price=100 * MICRO, discount=100_000), Line(price=45 * MICRO)]
    invoice_id = invoice(firm, firm.order(customer, lines))
    shown = [(line.unit_price_text, line.discount_text) for line in paper_of(firm, invoice_id).lines]
    assert shown == [("100.00", "10\N{NO-BREAK SPACE}%"), ("45.00", "")]


def test_a_credit_note_shows_the_price_and_discount_of_its_invoice_and_names_it(firm, customer):
    line = Line(price=90 * MICRO, list_price=100 * MICRO, discount=100_000)
    invoice_id = invoice(firm, firm.order(customer, [line]))
    line_id = firm.scalar(sa.select(InvoiceLine.id).where(InvoiceLine.invoice_id == invoice_id))
    chosen = [CreditLine(line_id, MICRO)]
    credit_id = firm.do(
        lambda uow: credit_invoice_lines(uow, invoice_id=invoice_id, lines=chosen, reason="Broken")
    )
    content = paper_of(firm, credit_id)
    assert [(line.unit_price_text, line.discount_text) for line in content.lines] == [
        ("100.00", "10\N{NO-BREAK SPACE}%")
    ]
    number = paper_of(firm, invoice_id).number
    assert facts_of(content)["For invoice"].startswith(number)


def test_freight_has_no_unit_unless_it_was_given_one(firm, customer):
    lines = [Line(), Line(kind="charge", text="Freight"), Line(kind="charge", text="Assembly")]
    order_id = firm.order(customer, lines)
    by_the_hour = sa.update(OrderLine).where(OrderLine.text == "Assembly").values(unit="h")
    firm.do(lambda uow: uow.db.execute(by_the_hour))
    content = paper_of(firm, invoice(firm, order_id))
    assert [line.unit_text for line in content.lines] == ["pc", "", "h"]


def test_a_german_paper_has_german_units_dates_and_labels(firm):
    german = firm.customer("Anders AG", language="de")
    content = paper_of(firm, invoice(firm, firm.order(german, [Line()])))
    assert [line.unit_text for line in content.lines] == ["Stk."]
    assert facts_of(content)["Ihre Bestellnummer"] == "PO 4711"
    assert facts_of(content)["Leistungsdatum"].count(".") == 2


def test_addresses_at_home_have_no_country_and_those_abroad_have_it_in_capitals(firm):
    customer = firm.customer(country="AT", city="Wien", language="de")
    content = paper_of(firm, invoice(firm, firm.order(customer, [Line()])))
    assert content.recipient.lines[-2:] == ("40212 Wien", "ÖSTERREICH")
    assert content.ship_to is not None
    assert content.ship_to.lines == ("Lager 2", "Hafenstr. 5", "40213 Düsseldorf")
    assert content.sender.address_lines[-1] == "Deutschland"
    at_home = paper_of(firm, invoice(firm, firm.order(firm.customer(), [Line()], ship_country="FR")))
    assert at_home.recipient.lines[-1] == "40212 Düsseldorf"
    assert at_home.ship_to is not None
    assert at_home.ship_to.lines[-1] == "FRANCE"
