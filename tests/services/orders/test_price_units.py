"""Screws at 3.3333 for 1,000: one arithmetic from the order over parts and credits to the books (A11, A7, D60)."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.domain.money import MICRO
from app.domain.orders.keying import key_price
from app.domain.paper_bytes import content_from_bytes
from app.domain.price_inputs import PriceRowInput
from app.domain.products import ProductInput
from app.domain.rights import SYSTEM
from app.services import prices, products
from app.services.invoicing import shipped
from app.services.invoicing.credits import CreditLine, credit_invoice_lines, credit_whole_invoice
from app.services.orders.planning import plan_order
from app.services.parties import read_customer_context, read_last_prices
from app.services.shipping.picking import create_pick_list, read_picked_lines, record_picked
from app.services.shipping.posting import post_shipment
from app.services.verify import verify
from db.schema.invoicing import InvoiceLine
from db.schema.papers import Paper
from db.statements import table_of
from tests.helpers.order_office import HAMBURG, NORD, OWNER, WIEN, micro

SCREW = "SC-M6"
PER = "3.3333\N{NO-BREAK SPACE}/\N{NO-BREAK SPACE}1,000"


@pytest.fixture
def screws(desk):
    """The desk with screws at 3.3333 for 1,000, and 500,000 of them on the shelf."""
    facts = ProductInput(sku=SCREW, name="Screw M6", family="f", standard_cost_micro=micro("0.0034"))
    with desk.begin(SYSTEM) as uow:
        id_ = desk.ids[SCREW] = products.create_product(uow, facts)
        row = PriceRowInput(product_id=id_, price_micro=micro("3.3333"), per=1000)
        prices.add_price_rows(uow, desk.price_list, [row])
    desk.receive(SCREW, 500_000, HAMBURG)
    return desk


def ship(desk, order_id, pieces):
    with desk.begin(OWNER) as uow:
        shipment_id = create_pick_list(uow, order_id, HAMBURG)
        picked = {line.id: pieces * MICRO for line in read_picked_lines(uow, shipment_id)}
        record_picked(uow, shipment_id, picked)
        post_shipment(uow, shipment_id)


def invoice(desk, order_id):
    with desk.begin(OWNER) as uow:
        return shipped.post_invoice_for_order(uow, order_id=order_id)


def posted(desk, invoice_id):
    line = table_of(InvoiceLine)
    (row,) = desk.rows(sa.select(line).where(line.c.invoice_id == invoice_id))
    return row["price_micro"], row["price_per"], row["amount_minor"]


def shown_prices(desk, kind):
    paper = table_of(Paper)
    found = desk.rows(sa.select(paper.c.content).where(paper.c.kind == kind).order_by(paper.c.id))
    return [content_from_bytes(row["content"].encode()).lines[0].unit_price_text for row in found]


def findings(desk):
    with desk.reading(SYSTEM) as view:
        return verify(view)


def test_parts_and_credits_of_a_price_for_a_thousand_sum_to_the_cent(screws):
    order_id = screws.ordered((SCREW, 100_000), customer=WIEN)
    (line,) = screws.lines(order_id)
    assert (line["price_micro"], line["price_per"], line["amount_minor"]) == (micro("3.3333"), 1000, 333_33)
    invoices = []
    for pieces in (33_333, 33_333, 33_334):
        ship(screws, order_id, pieces)
        invoices.append(invoice(screws, order_id))
    assert [posted(screws, each) for each in invoices] == [
        (micro("3.3333"), 1000, 111_11),
        (micro("3.3333"), 1000, 111_11),
        (micro("3.3333"), 1000, 111_11),
    ]
    line = table_of(InvoiceLine)
    (of_first,) = screws.rows(sa.select(line.c.id).where(line.c.invoice_id == invoices[0]))
    with screws.begin(OWNER) as uow:
        part = [CreditLine(of_first["id"], base_micro=10_000 * MICRO)]
        some = credit_invoice_lines(uow, invoice_id=invoices[0], lines=part, reason="bent")
    with screws.begin(OWNER) as uow:
        rest = credit_whole_invoice(uow, invoice_id=invoices[0], reason="all bent")
    assert posted(screws, some) == (micro("3.3333"), 1000, 33_33)
    assert posted(screws, rest) == (micro("3.3333"), 1000, 77_78)
    assert shown_prices(screws, "order_confirmation") == [PER]
    assert shown_prices(screws, "invoice") == [PER] * 3
    assert shown_prices(screws, "credit_note") == [PER] * 2
    assert findings(screws) == ()


def test_what_was_paid_last_is_told_for_as_many(screws):
    screws.ordered((SCREW, 100_000))
    nord = screws.ids[NORD]
    with screws.reading() as view:
        last = read_last_prices(view, nord, [screws.ids[SCREW]])[screws.ids[SCREW]]
        (usual,) = read_customer_context(view, nord).usual_products
    assert (last.last_price_micro, last.price_per) == (micro("3.3333"), 1000)
    assert (usual.last_price_micro, usual.price_per) == (micro("3.3333"), 1000)


def test_a_typed_price_of_a_thousand_is_stored_and_survives(screws):
    order_id = screws.key((SCREW, 100_000))
    (line,) = screws.read(order_id).lines
    typed = key_price(line, 10, "3.1111/1000", ".").edit
    screws.edit(order_id, typed)
    (line,) = screws.read(order_id).lines
    assert (line.price_source, line.price_micro, line.price_per, line.amount_minor) == (
        "manual", micro("3.1111"), 1000, 311_11,
    )  # fmt: skip
    screws.edit(order_id, screws.set_quantity(order_id, 0, 200_000))
    assert screws.read(order_id).lines[0].amount_minor == 622_22
    screws.edit(order_id, key_price(screws.read(order_id).lines[0], 10, "0.0035", ".").edit)
    (line,) = screws.read(order_id).lines
    assert (line.price_micro, line.price_per, line.amount_minor) == (micro("0.0035"), 1, 700_00)
    screws.edit(order_id, key_price(line, 10, "", ".").edit)
    (line,) = screws.read(order_id).lines
    assert (line.price_source, line.price_per, line.amount_minor) == ("auto", 1000, 666_66)


def test_an_order_keeps_its_price_for_a_thousand_when_the_list_changes(screws):
    order_id = screws.ordered((SCREW, 100_000))
    with screws.begin(SYSTEM) as uow:
        row = PriceRowInput(product_id=screws.ids[SCREW], price_micro=micro("0.004"))
        prices.set_prices(uow, screws.price_list, [row])
    after = screws.amend(order_id, screws.set_quantity(order_id, 0, 50_000))
    (line,) = after.lines
    assert (line.price_micro, line.price_per, line.amount_minor) == (micro("3.3333"), 1000, 166_67)
    assert findings(screws) == ()


def test_a_price_for_a_thousand_below_cost_is_told(screws):
    order_id = screws.key((SCREW, 100_000))
    with screws.reading() as view:
        assert [issue.code for issue in plan_order(view, order_id).issues] == ["line.below_cost"]
    screws.edit(order_id, key_price(screws.read(order_id).lines[0], 10, "3.4/1000", ".").edit)
    with screws.reading() as view:
        assert plan_order(view, order_id).issues == ()
