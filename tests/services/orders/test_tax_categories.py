"""All seven categories of EN 16931, from the draft to the ledger and onto paper, on both databases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pypdfium2
import pytest
import sqlalchemy as sa

from app.domain.errors import RefusedError
from app.domain.tax import TaxRule
from app.services import setup
from app.services.invoicing.credits import credit_whole_invoice
from app.services.invoicing.shipped import post_invoice_for_order
from app.services.ledger.entries import trial_balance
from app.services.orders.planning import plan_order
from app.services.papers import read_papers, read_pdf
from app.services.verify import verify
from db.schema.invoicing import Invoice, InvoiceTax
from db.statements import table_of
from tests.helpers.order_office import NORD, OWNER, WIEN

FIRST = date(1970, 1, 1)


@dataclass(frozen=True)
class Sale:
    """What is sold to whom, and what the invoice says of its tax. Nord's papers are German, Wien's English."""

    category: str
    tax_class: str
    customer: str
    country: str
    tax_minor: int
    text: str
    code: str = ""


SALES = [
    Sale("S", "standard", NORD, "DE", 1915, ""),
    Sale("K", "standard", WIEN, "AT", 0, "Tax-free intra-Community supply of goods.", "VATEX-EU-IC"),
    Sale("S", "reduced", NORD, "DE", 706, ""),
    Sale("Z", "zero", NORD, "DE", 0, ""),
    Sale("E", "exempt", NORD, "DE", 0, "Diese Leistung ist von der Umsatzsteuer befreit."),
    Sale("O", "outside", NORD, "DE", 0, "Nicht umsatzsteuerbar.", "VATEX-EU-O"),
    Sale("AE", "service", WIEN, "AT", 0, "Reverse charge: the recipient owes the tax.", "VATEX-EU-AE"),
    Sale("E", "exempt", WIEN, "AT", 0, "This supply is exempt from VAT."),
    Sale("G", "standard", NORD, "CH", 0, "Steuerfreie Ausfuhrlieferung.", "VATEX-EU-G"),
]


@pytest.fixture
def seven(desk):
    """The German firm, with a zero rate for its class, as Ireland has one."""
    with desk.begin(OWNER) as uow:
        rate = (setup.DatedRate(FIRST, 0),)
        setup.create_tax(uow, setup.TaxInput(code="Z", name="Zero rate", category="Z", rates=rate))
        rules = setup.read_tax_rules(uow).rules
        setup.replace_mapping(uow, (*rules, TaxRule("zero", "domestic", None, None, "Z")))
    return desk


def keyed(desk, customer, country, *classes):
    order_id = desk.start(customer, ship_country=country)
    desk.edit(order_id, *(free_of(desk, name) for name in classes))
    return order_id


def free_of(desk, tax_class):
    line = desk.free("Work", "100.80")
    return type(line)(**{name: getattr(line, name) for name in line.__slots__} | {"tax_class": tax_class})


def invoiced(desk, order_id):
    desk.confirm(order_id, actor=OWNER, approve=True)
    with desk.begin(OWNER) as uow:
        return post_invoice_for_order(uow, order_id=order_id)


def printed(desk, invoice_id):
    with desk.reading(OWNER) as view:
        paper = read_papers(view, "invoice", invoice_id)[-1]
    pdf = pypdfium2.PdfDocument(read_pdf(desk.work, paper.id, actor=OWNER))
    text = " ".join(page.get_textpage().get_text_range() for page in pdf)
    return " ".join(text.split())


@pytest.mark.rows_on_sqlite(but=2)
@pytest.mark.parametrize("sale", SALES, ids=lambda sale: f"{sale.category} {sale.tax_class} {sale.country}")
def test_a_sale_keeps_its_category_to_the_ledger_and_says_why_on_paper(seven, sale):
    order_id = keyed(seven, sale.customer, sale.country, sale.tax_class)
    (line,) = seven.lines(order_id)
    assert line["tax_category"] == sale.category
    invoice_id = invoiced(seven, order_id)
    head = seven.row(Invoice, invoice_id)
    assert (head["net_minor"], head["tax_minor"]) == (10_080, sale.tax_minor)
    (tax,) = seven.rows(sa.select(table_of(InvoiceTax)))
    assert (tax["tax_category"], tax["tax_minor"], tax["exemption_code"]) == (
        sale.category,
        sale.tax_minor,
        sale.code,
    )
    with seven.reading(OWNER) as view:
        books = trial_balance(view, as_of=date(2030, 1, 1))
        assert verify(view) == ()
    assert (books["receivable"], books["revenue"], books.get("tax", 0)) == (
        10_080 + sale.tax_minor,
        -10_080,
        -sale.tax_minor,
    )
    shown = printed(seven, invoice_id)
    assert sale.text in shown
    others = {each.text for each in SALES if each.text} - {sale.text}
    assert not [text for text in others if text in shown]
    with seven.begin(OWNER) as uow:
        credit_whole_invoice(uow, invoice_id=invoice_id, reason="Wrong")
    with seven.reading(OWNER) as view:
        assert not any(trial_balance(view, as_of=date(2030, 1, 1)).values())
        assert verify(view) == ()


def test_exempt_and_taxed_stand_on_one_paper_each_with_its_group(seven):
    invoice_id = invoiced(seven, keyed(seven, NORD, "DE", "standard", "exempt", "zero", "standard"))
    taxes = seven.rows(sa.select(table_of(InvoiceTax)).where(InvoiceTax.invoice_id == invoice_id))
    assert {(tax["tax_category"], tax["base_minor"], tax["tax_minor"]) for tax in taxes} == {
        ("S", 20_160, 3830),
        ("E", 10_080, 0),
        ("Z", 10_080, 0),
    }


@pytest.mark.parametrize(
    ("classes", "lines"), [(("outside", "standard"), "10"), (("exempt", "reduced", "outside"), "30")]
)
def test_what_is_out_of_scope_stands_alone(seven, classes, lines):
    order_id = keyed(seven, NORD, "DE", *classes)
    with seven.reading(OWNER) as view:
        (issue,) = [each for each in plan_order(view, order_id).issues if each.code == "order.outside_mixed"]
    assert issue.params["lines"] == lines
    with pytest.raises(RefusedError):
        seven.confirm(order_id, actor=OWNER, approve=True)
    alone = keyed(seven, NORD, "DE", "outside", "outside")
    assert seven.row(Invoice, invoiced(seven, alone))["gross_minor"] == 20_160
