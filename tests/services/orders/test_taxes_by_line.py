"""A firm that rounds the tax of each line (A2): from the draft to the ledger, on paper, and back in credit notes."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from app.domain.errors import RefusedError
from app.domain.orders.draft import edit_line
from app.services.credit import read_credit
from app.services.invoicing.credits import CreditLine, credit_invoice_lines, credit_whole_invoice
from app.services.invoicing.drafts import totals_of
from app.services.invoicing.free_credits import FreeCredit, FreeCreditLine, post_free_credit
from app.services.invoicing.shipped import post_invoice, post_invoice_for_order
from app.services.ledger.entries import trial_balance
from app.services.orders.drafts import duplicate_order
from app.services.orders.planning import plan_order
from app.services.orders.quotes import order_from_quote, send_quote
from app.services.papers import read_content, read_papers
from app.services.settings_store import write_firm_settings
from app.services.verify import verify
from app.settings import TAX_ROUNDING
from db.schema.invoicing import Invoice, InvoiceLine, OpenItem
from db.statements import table_of
from tests.helpers.order_office import CHAIR, LAMP, OWNER, micro
from tests.services.orders.test_gross_orders import ship_all

NOTE = "Die Steuer wird je Zeile gerundet; ihre Summe ist die der Zeilen."
AMOUNTS = (
    "10.03",
    "10.03",
    "10.03",
    "-0.92",
)  # 29.17 at 19 %: 5.54 by group; 1.91 + 1.91 + 1.91 - 0.17 by line
BY_LINE, BY_GROUP = 556, 554


def round_by(desk, value):
    with desk.begin(OWNER) as uow:
        write_firm_settings(uow, {TAX_ROUNDING: value})


@pytest.fixture
def by_line(desk):
    """The office with taxes rounded on each line."""
    round_by(desk, "line")
    return desk


def keyed(desk, *, amounts=AMOUNTS):
    order_id = desk.start()
    kinds = ("discount" if amount.startswith("-") else "free" for amount in amounts)
    pairs = zip(amounts, kinds, strict=True)
    desk.edit(order_id, *(desk.free("Work", amount, kind) for amount, kind in pairs))
    return order_id


def run(desk, call):
    with desk.begin(OWNER) as uow:
        return call(uow)


def seen(desk, call):
    with desk.reading(OWNER) as view:
        return call(view)


def invoiced(desk, order_id):
    desk.confirm(order_id, actor=OWNER, approve=True)
    return run(desk, lambda uow: post_invoice_for_order(uow, order_id=order_id))


def paper_of(desk, kind, document_id):
    return seen(desk, lambda view: read_content(view, read_papers(view, kind, document_id)[-1].id))


def test_the_tax_of_each_line_is_rounded_from_draft_to_ledger(by_line):
    order_id = keyed(by_line)
    assert by_line.head(order_id)["tax_minor"] == BY_LINE
    invoice_id = invoiced(by_line, order_id)
    for row in (by_line.head(order_id), by_line.row(Invoice, invoice_id)):
        assert (row["tax_rounding"], row["net_minor"], row["tax_minor"]) == ("line", 2917, BY_LINE)
    (item,) = by_line.rows(sa.select(table_of(OpenItem)))
    assert item["amount_minor"] == 2917 + BY_LINE
    books = seen(by_line, lambda view: trial_balance(view, as_of=date(2030, 1, 1)))
    assert books["tax"] == -BY_LINE
    assert seen(by_line, verify) == ()


def test_the_papers_say_so_and_those_rounded_by_rate_say_nothing(desk):
    usual = invoiced(desk, keyed(desk))
    round_by(desk, "line")
    order_id = keyed(desk)
    other = invoiced(desk, order_id)
    assert desk.row(Invoice, usual)["tax_minor"] == BY_GROUP
    assert NOTE not in paper_of(desk, "invoice", usual).notes
    assert NOTE in paper_of(desk, "invoice", other).notes
    assert NOTE in paper_of(desk, "order", order_id).notes
    assert seen(desk, verify) == ()


def test_a_document_keeps_its_rounding_when_the_firm_rounds_otherwise_later(desk):
    quote_id, draft = keyed(desk), keyed(desk)
    round_by(desk, "line")
    day = date(2026, 12, 31)
    run(desk, lambda uow: send_quote(uow, plan_order(uow, quote_id), valid_until=day, with_paper=False))
    quote = desk.read(quote_id)
    ordered = run(desk, lambda uow: order_from_quote(uow, quote_id, version=quote.version))
    assert desk.head(ordered)["tax_minor"] == BY_GROUP
    for order_id in (ordered, draft):
        desk.edit(order_id)
        assert desk.row(Invoice, invoiced(desk, order_id))["tax_minor"] == BY_GROUP
    again = run(desk, lambda uow: duplicate_order(uow, draft, keep_manual_prices=True))
    assert desk.head(again)["tax_minor"] == BY_LINE
    assert seen(desk, verify) == ()


@pytest.mark.parametrize("lines", [((CHAIR, 3), (LAMP, 7)), ((CHAIR, 1), (LAMP, 1), (CHAIR, 2))])
def test_credits_in_parts_come_to_the_invoice_and_a_whole_one_mirrors_it(by_line, lines):
    order_id = by_line.key(*lines)
    by_line.edit(order_id, by_line.free("Off", "-0.92", "discount"))
    (first, *_others) = by_line.read(order_id).lines
    by_line.edit(order_id, edit_line(first, discount_source="manual", discount_ppm=33_333))
    by_line.confirm(order_id, actor=OWNER, approve=True)
    shipment = ship_all(by_line, order_id)
    invoice_id = run(by_line, lambda uow: post_invoice(uow, shipment_ids=[shipment]))
    for line in goods_of(by_line, invoice_id)[:2]:
        part = CreditLine(line["id"], micro(1))
        give_back(by_line, invoice_id, part)
    run(by_line, lambda uow: credit_whole_invoice(uow, invoice_id=invoice_id, reason="all"))
    invoice = by_line.row(Invoice, invoice_id)
    notes = [row for row in by_line.rows(sa.select(table_of(Invoice))) if row["kind"] == "credit_note"]
    assert len(notes) > 1
    for name in ("net_minor", "tax_minor", "gross_minor"):
        assert sum(note[name] for note in notes) == invoice[name]
    assert {note["tax_rounding"] for note in notes} == {"line"}
    assert seen(by_line, verify) == ()


def goods_of(desk, invoice_id):
    table = table_of(InvoiceLine)
    return desk.rows(sa.select(table).where(table.c.invoice_id == invoice_id, table.c.kind == "goods"))


def give_back(desk, invoice_id, part):
    run(desk, lambda uow: credit_invoice_lines(uow, invoice_id=invoice_id, lines=[part], reason="broken"))


def test_a_free_credit_and_the_use_of_credit_follow_too(by_line):
    customer = by_line.ids["Nord Office GmbH"]
    lines = tuple(FreeCreditLine("Back", micro(1), micro("10.03"), "S") for _ in range(3))
    credit_id = run(by_line, lambda uow: post_free_credit(uow, FreeCredit(customer, lines, "Agreed")))
    assert by_line.row(Invoice, credit_id)["tax_minor"] == 573
    order_id = keyed(by_line, amounts=("10.03", "10.03", "10.03"))
    by_line.confirm(order_id, actor=OWNER, approve=True)
    facts = seen(by_line, lambda view: read_credit(view, customer))
    assert facts.exposure.ordered_minor == 3009 + 573


def test_orders_rounded_in_two_ways_are_not_on_one_invoice(desk):
    shipments = [ship_all(desk, desk.ordered((CHAIR, 1)))]
    round_by(desk, "line")
    shipments.append(ship_all(desk, desk.ordered((CHAIR, 1))))
    with pytest.raises(RefusedError) as refused:
        run(desk, lambda uow: post_invoice(uow, shipment_ids=shipments))
    assert [issue.code for issue in refused.value.issues] == ["invoice.two_currencies"]


def test_verify_finds_a_tax_that_is_not_the_sum_of_its_lines(by_line, monkeypatch):
    careless = "app.services.invoicing.shipped.totals_of"
    monkeypatch.setattr(careless, lambda lines, mode, _rounding: totals_of(lines, mode))
    assert by_line.row(Invoice, invoiced(by_line, keyed(by_line)))["tax_minor"] == BY_GROUP
    (finding,) = seen(by_line, verify)
    assert finding.code == "verify.invoice_tax"
