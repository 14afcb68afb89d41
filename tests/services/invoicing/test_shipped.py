"""Invoices from shipments: what was shipped, once, summing exactly to the order."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.domain.errors import NotAllowedError, RefusedError
from app.domain.money import MICRO
from app.domain.rights import Actor
from app.services.invoicing.shipped import post_invoice, post_invoice_for_order
from db.schema.invoicing import Invoice, InvoiceLine, InvoiceTax, LedgerEntry, OpenItem
from db.schema.orders import OrderLine
from db.schema.papers import Paper
from db.schema.parties import Customer
from tests.helpers.invoice_office import Line


def header(firm, invoice_id):
    (row,) = firm.rows(sa.select(Invoice.__table__).where(Invoice.id == invoice_id))
    return row


def lines_of(firm, invoice_id):
    statement = sa.select(InvoiceLine.__table__).where(InvoiceLine.invoice_id == invoice_id)
    return firm.rows(statement.order_by(InvoiceLine.position))


@pytest.mark.parametrize(
    ("lines", "net", "tax", "gross"),
    [
        ([Line(16 * MICRO, 334_416_000, 220_000)], 535_066, 117_715, 652_781),
        (
            [
                Line(MICRO, 598_890_000, 85_000),
                Line(MICRO, 329_840_000, 85_000),
                Line(MICRO, -59_890_000, 85_000, kind="discount"),
                Line(MICRO, -32_980_000, 85_000, kind="discount"),
            ],
            83_586,
            7_105,
            90_691,
        ),
        (
            [Line(2 * MICRO, 6_990_000)] * 6 + [Line(2 * MICRO, -2_097_000, kind="discount")] * 6,
            5_874,
            1_116,
            6_990,
        ),
    ],
)
def test_an_invoice_has_the_totals_of_the_worked_cases(firm, customer, lines, net, tax, gross):
    head = header(firm, firm.invoice(customer, lines))
    assert (head["net_minor"], head["tax_minor"], head["gross_minor"]) == (net, tax, gross)


def test_a_gross_priced_invoice_keeps_the_gross_sum(firm, customer):
    head = header(firm, firm.invoice(customer, [Line(3 * MICRO, 19_990_000)], mode="gross"))
    assert (head["net_minor"], head["tax_minor"], head["gross_minor"]) == (5_039, 958, 5_997)


def test_an_invoice_carries_everything_that_the_law_asks(firm, customer):
    invoice_id = firm.invoice(customer, [Line(), Line(rate=0)])
    head = header(firm, invoice_id)
    assert head["number"] == "INV-000001"
    assert head["order_numbers"] == "SO-000001"
    assert head["delivery_numbers"] == "DN-000001"
    assert head["po_number"] == "PO 4711"
    assert head["seller"]["vat_id"] == "DE136695976"
    assert head["seller"]["iban"] == "DE02120300000000202051"
    assert head["buyer"]["name"] == "Café Größenwahn"
    assert head["buyer"]["vat_id"] == "DE129273398"
    assert head["ship_to"]["street"] == "Hafenstr. 5"
    assert head["date"].isoformat() == head["supply_date"].isoformat() == "2026-03-02"
    assert head["due_date"].isoformat() == "2026-04-01"
    taxes = firm.rows(sa.select(InvoiceTax.__table__).order_by(InvoiceTax.tax_ppm))
    assert [(row["tax_ppm"], row["base_minor"], row["tax_minor"]) for row in taxes] == [
        (0, 1000, 0),
        (190_000, 1000, 190),
    ]
    assert "intra-Community" in taxes[0]["exemption_text"]


def test_the_posting_moves_the_amounts_by_rate(firm, customer):
    invoice_id = firm.invoice(customer, [Line(), Line(rate=70_000)])
    entries = firm.rows(sa.select(LedgerEntry.__table__).where(LedgerEntry.document_id == invoice_id))
    moved = {
        (row["debit_account"], row["credit_account"], row["tax_ppm"]): row["amount_minor"] for row in entries
    }
    assert moved == {
        ("receivable", "revenue", 190_000): 1000,
        ("receivable", "tax", 190_000): 190,
        ("receivable", "revenue", 70_000): 1000,
        ("receivable", "tax", 70_000): 70,
    }
    assert firm.scalar(sa.select(Customer.open_minor).where(Customer.id == customer)) == 2260


def test_the_second_invoice_never_takes_the_first_shipment_again(firm, customer):
    order_id = firm.order(customer, [Line(5 * MICRO), Line(2 * MICRO)])
    first = firm.ship(order_id, {1: 2 * MICRO})
    second = firm.ship(order_id)
    one = firm.do(lambda uow: post_invoice(uow, shipment_ids=[first]))
    two = firm.do(lambda uow: post_invoice(uow, shipment_ids=[first, second]))
    assert [line["quantity_micro"] for line in lines_of(firm, one)] == [2 * MICRO]
    assert [line["quantity_micro"] for line in lines_of(firm, two)] == [3 * MICRO, 2 * MICRO]
    assert header(firm, two)["delivery_numbers"] == "DN-000002"
    with pytest.raises(RefusedError) as caught:
        firm.do(lambda uow: post_invoice_for_order(uow, order_id=order_id))
    assert [issue.code for issue in caught.value.issues] == ["invoice.nothing_to_invoice"]


def test_a_line_invoiced_in_parts_sums_to_the_order_line(firm, customer):
    """A7: 3 x 10.03 at 19 %: each invoice has its own VAT, 5.73 in all against the order's 5.72."""
    order_id = firm.order(customer, [Line(3 * MICRO, 10_030_000)])
    taxes = []
    for _ in range(3):
        shipment_id = firm.ship(order_id, {1: MICRO})
        taxes.append(header(firm, firm.do(lambda uow, s=shipment_id: post_invoice(uow, shipment_ids=[s]))))
    assert [row["tax_minor"] for row in taxes] == [191, 191, 191]
    assert sum(row["net_minor"] for row in taxes) == 3009


def test_the_last_part_takes_the_cents_left(firm, customer):
    order_id = firm.order(customer, [Line(3 * MICRO, 335_000)])
    nets = []
    for _ in range(3):
        shipment_id = firm.ship(order_id, {1: MICRO})
        nets.append(
            header(firm, firm.do(lambda uow, s=shipment_id: post_invoice(uow, shipment_ids=[s])))["net_minor"]
        )
    assert nets == [34, 34, 33]


def test_a_part_of_a_pack_is_invoiced_at_its_share(firm, customer):
    order_id = firm.order(customer, [Line(2 * MICRO, 100 * MICRO, factor=(12, 1))])
    shipment_id = firm.ship(order_id, {1: 5 * MICRO})
    (line,) = lines_of(firm, firm.do(lambda uow: post_invoice(uow, shipment_ids=[shipment_id])))
    assert line["amount_minor"] == 4167
    assert line["quantity_micro"] == 416_667
    assert line["base_micro"] == 5 * MICRO


def test_freight_and_discount_come_once_with_the_first_invoice(firm, customer):
    lines = [Line(4 * MICRO), Line(price=5 * MICRO, kind="charge"), Line(price=-3 * MICRO, kind="discount")]
    order_id = firm.order(customer, lines)
    for expected in (["goods", "charge", "discount"], ["goods"]):
        firm.ship(order_id, {1: 2 * MICRO})
        id_ = firm.do(lambda uow: post_invoice_for_order(uow, order_id=order_id))
        assert [line["kind"] for line in lines_of(firm, id_)] == expected


def test_freight_alone_is_not_invoiced_before_goods_left(firm, customer):
    order_id = firm.order(customer, [Line(), Line(kind="charge")])
    with pytest.raises(RefusedError):
        firm.do(lambda uow: post_invoice_for_order(uow, order_id=order_id))


def test_an_order_of_services_needs_no_shipment(firm, customer):
    order_id = firm.order(customer, [Line(2 * MICRO, kind="service")])
    id_ = firm.do(lambda uow: post_invoice_for_order(uow, order_id=order_id))
    assert header(firm, id_)["net_minor"] == 2000


def test_several_orders_of_one_customer_share_an_invoice(firm, customer):
    shipments = [firm.ship(firm.order(customer, [Line()])) for _ in range(2)]
    head = header(firm, firm.do(lambda uow: post_invoice(uow, shipment_ids=shipments)))
    assert head["order_numbers"] == "SO-000001, SO-000002"
    assert head["order_id"] is None
    assert head["net_minor"] == 2000


def test_orders_of_two_customers_do_not_share_an_invoice(firm, customer):
    other = firm.customer("Anders AG")
    shipments = [firm.ship(firm.order(id_, [Line()])) for id_ in (customer, other)]
    with pytest.raises(RefusedError) as caught:
        firm.do(lambda uow: post_invoice(uow, shipment_ids=shipments))
    assert [issue.code for issue in caught.value.issues] == ["invoice.two_customers"]


def test_a_zero_total_is_posted_as_paid(firm, customer):
    head = header(firm, firm.invoice(customer, [Line(), Line(price=-10 * MICRO, kind="discount")]))
    (item,) = firm.rows(sa.select(OpenItem.__table__))
    assert (head["kind"], head["gross_minor"], item["is_open"]) == ("invoice", 0, False)


def test_a_date_before_the_last_invoice_is_refused(firm, customer, clock):
    first, second = (firm.ship(firm.order(customer, [Line()])) for _ in range(2))
    firm.do(lambda uow: post_invoice(uow, shipment_ids=[first]))
    clock.advance(days=2)
    earlier = clock.today().replace(day=1)
    with pytest.raises(RefusedError) as caught:
        firm.do(lambda uow: post_invoice(uow, shipment_ids=[second], date=earlier))
    assert caught.value.code == "series.date_before_last"
    assert firm.scalar(sa.select(sa.func.count()).select_from(Invoice)) == 1
    assert (
        header(firm, firm.do(lambda uow: post_invoice(uow, shipment_ids=[second])))["number"] == "INV-000002"
    )


def test_a_date_ahead_is_refused(firm, customer, clock):
    shipment_id = firm.ship(firm.order(customer, [Line()]))
    ahead = clock.today().replace(day=20)
    with pytest.raises(RefusedError) as caught:
        firm.do(lambda uow: post_invoice(uow, shipment_ids=[shipment_id], date=ahead))
    assert [issue.code for issue in caught.value.issues] == ["invoice.date_ahead"]


def test_who_may_not_post_is_refused(firm, customer):
    shipment_id = firm.ship(firm.order(customer, [Line()]))
    keeper = Actor("Wim", frozenset({"warehouse"}))
    with pytest.raises(NotAllowedError):
        firm.do(lambda uow: post_invoice(uow, shipment_ids=[shipment_id]), actor=keeper)


def test_a_double_click_gives_one_invoice(firm, work, customer):
    from app.domain.rights import SYSTEM

    shipment_id = firm.ship(firm.order(customer, [Line()]))
    ids = {
        work.run(lambda uow: post_invoice(uow, shipment_ids=[shipment_id]), actor=SYSTEM, key="post-1")
        for _ in range(2)
    }
    assert len(ids) == 1
    assert firm.scalar(sa.select(sa.func.count()).select_from(Invoice)) == 1


def test_an_invoice_freezes_its_paper(firm, customer):
    invoice_id = firm.invoice(customer, [Line(), Line(rate=0)])
    (paper,) = firm.rows(sa.select(Paper.__table__))
    assert (paper["kind"], paper["document_id"], paper["number"]) == ("invoice", invoice_id, "INV-000001")
    for text in ("DE136695976", "DE129273398", "SO-000001", "DN-000001", "PO 4711", "intra-Community"):
        assert text in paper["content"]


def test_twenty_lines_cost_no_more_statements_than_one(firm, work, customer):
    counts = []
    for size in (1, 20):
        shipment_id = firm.ship(firm.order(customer, [Line()] * size))
        seen: list[str] = []
        sa.event.listen(
            work.database.writer, "before_cursor_execute", lambda *a, seen=seen: seen.append(a[2])
        )
        firm.do(lambda uow, s=shipment_id: post_invoice(uow, shipment_ids=[s]))
        counts.append(len(seen))
    assert counts[1] == counts[0]


def test_order_lines_remember_what_was_invoiced(firm, customer):
    firm.invoice(customer, [Line(3 * MICRO)])
    (line,) = firm.rows(sa.select(OrderLine.invoiced_micro, OrderLine.invoiced_minor))
    assert line == {"invoiced_micro": 3 * MICRO, "invoiced_minor": 3000}
