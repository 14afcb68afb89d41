"""Credit notes that give back more than their invoice are found, though each paper adds up by itself."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.domain.money import MICRO
from app.domain.tax import document_totals
from app.messages import text_of
from app.services.invoicing.credits import CreditLine, credit_invoice_lines
from app.services.verify import verify
from db.schema.invoicing import Invoice, InvoiceLine
from tests.helpers.invoice_office import Line

DISCOUNT = Line(kind="discount", price=-20 * MICRO)
LOW = Line(price=100 * MICRO, rate=70_000, code="R")


@pytest.fixture
def careless(monkeypatch):
    """The posting as it was before discounts went back with their lines."""
    place = "app.services.invoicing.credits"
    monkeypatch.setattr(f"{place}.with_discounts", lambda _lines, wanted, _taken: dict(wanted))
    monkeypatch.setattr(
        f"{place}.credit_totals", lambda amounts, mode, _left, _rounding: document_totals(amounts, mode)
    )
    monkeypatch.setattr(f"{place}.passes", lambda _totals, _left: False)


def credit_first_line(firm, invoice_id):
    statement = sa.select(InvoiceLine.id).where(InvoiceLine.invoice_id == invoice_id)
    line = firm.rows(statement.order_by(InvoiceLine.position))[0]["id"]
    lines = [CreditLine(line, MICRO)]
    firm.do(lambda uow: credit_invoice_lines(uow, invoice_id=invoice_id, lines=lines, reason="back"))


@pytest.mark.usefixtures("careless")
def test_goods_given_back_without_their_discount_are_found(firm, customer):
    credit_first_line(firm, firm.invoice(customer, [Line(price=100 * MICRO), DISCOUNT]))
    (finding,) = firm.ask(verify)
    assert finding.code == "verify.credits_beyond"
    text = text_of(finding.code, finding.params).replace("\N{NO-BREAK SPACE}", " ")
    assert text == "Invoice INV-000001: its credit notes give 119.00 EUR back, it is over 95.20 EUR."


@pytest.mark.usefixtures("careless")
def test_more_of_one_tax_than_the_invoice_has_is_found(firm, customer):
    discount = Line(kind="discount", price=-20 * MICRO, rate=70_000, code="R")
    credit_first_line(firm, firm.invoice(customer, [LOW, Line(price=100 * MICRO), discount]))
    (finding,) = firm.ask(verify)
    assert (finding.code, finding.params["tax"]) == ("verify.credits_beyond_tax", "R")


def test_what_stays_within_the_invoice_is_no_finding(firm, customer):
    credit_first_line(firm, firm.invoice(customer, [LOW, Line(price=100 * MICRO), DISCOUNT]))
    assert firm.ask(verify) == ()


def test_a_small_part_of_an_invoice_whose_taxes_have_both_signs_is_no_finding(firm, customer):
    """A discount at a higher rate than its goods: all tax together is below 0, and a part of it nearer to 0."""
    goods = Line(quantity=100 * MICRO, price=1_070_000, rate=70_000, code="R")
    discount = Line(kind="discount", price=-52 * MICRO)
    invoice_id = firm.invoice(customer, [goods, discount], mode="gross")
    (head,) = firm.rows(sa.select(Invoice.__table__).where(Invoice.id == invoice_id))
    assert head["tax_minor"] < 0 < head["net_minor"]
    credit_first_line(firm, invoice_id)
    assert firm.ask(verify) == ()


def test_a_small_part_of_an_invoice_whose_net_is_below_0_is_no_finding(firm, customer):
    """A discount without tax: what is left of the gross is less than the tax."""
    discount = Line(kind="discount", price=-110 * MICRO, rate=0)
    invoice_id = firm.invoice(customer, [Line(10 * MICRO, 11_900_000), discount], mode="gross")
    (head,) = firm.rows(sa.select(Invoice.__table__).where(Invoice.id == invoice_id))
    assert head["net_minor"] < 0 < head["gross_minor"]
    credit_first_line(firm, invoice_id)
    assert firm.ask(verify) == ()
