"""Discounts on invoices: as far as they fit, the rest with the next goods; money back needs its right and a reason."""

from __future__ import annotations

import random

import pytest
import sqlalchemy as sa

from app.domain.errors import NotAllowedError, RefusedError
from app.domain.money import MICRO
from app.domain.rights import Actor
from app.services.invoicing.shipped import (
    joined,
    post_invoice,
    post_invoice_for_order,
    preview_invoice_for_order,
)
from app.services.verify import verify
from db.schema.firm import Firm
from db.schema.invoicing import Invoice, InvoiceLine
from db.schema.orders import Order, OrderLine
from db.schema.parties import Customer
from tests.helpers.invoice_office import Line

CLERK = Actor("Inge", frozenset({"sales"}))
BOOKS = Actor("Berta", frozenset({"bookkeeper"}))


def header(firm, invoice_id):
    (row,) = firm.rows(sa.select(Invoice.__table__).where(Invoice.id == invoice_id))
    return row


def amounts(firm, invoice_id):
    statement = sa.select(InvoiceLine.amount_minor).where(InvoiceLine.invoice_id == invoice_id)
    return [row["amount_minor"] for row in firm.rows(statement.order_by(InvoiceLine.position))]


def bill(firm, order_id, quantities=None, **changes):
    firm.ship(order_id, quantities)
    return firm.do(lambda uow: post_invoice_for_order(uow, order_id=order_id, **changes))


def bill_rest(firm, order_id, actor, reason=""):
    call = lambda uow: post_invoice_for_order(uow, order_id=order_id, reason=reason)  # noqa: E731 - used twice
    return firm.do(call, actor=actor)


def codes(caught):
    return [issue.code for issue in caught.value.issues]


def test_a_discount_waits_for_the_goods_it_is_taken_off(firm, customer):
    discount = Line(kind="discount", price=-100 * MICRO, text="Fair discount")
    order_id = firm.order(customer, [Line(10 * MICRO, 49_900_000), discount])
    notes = [bill(firm, order_id, {1: count * MICRO}) for count in (1, 1, 8)]
    assert [amounts(firm, note) for note in notes] == [[4990, -4990], [4990, -4990], [39920, -20]]
    assert {header(firm, note)["kind"] for note in notes} == {"invoice"}
    assert sum(header(firm, note)["net_minor"] for note in notes) == 39900
    assert firm.ask(verify) == ()


def test_a_discount_of_another_tax_never_turns_an_invoice(firm, customer):
    lines = [Line(4 * MICRO, 10_000_000, 70_000, code="R"), Line(kind="discount", price=-25 * MICRO)]
    order_id = firm.order(customer, lines)
    heads = [header(firm, bill(firm, order_id, {1: MICRO})) for _ in range(4)]
    assert all(head["gross_minor"] >= 0 and head["kind"] == "invoice" for head in heads)
    assert sum(head["net_minor"] for head in heads) == 1500


@pytest.mark.parametrize("seed", range(6))
def test_the_nets_of_all_invoices_are_the_net_of_the_order(firm, customer, seed):
    """A7 with discounts in several rates, in net and gross prices."""
    source = random.Random(seed)
    rates = ((190_000, "S"), (70_000, "R"), (0, "K"))
    goods = [
        Line(source.randint(1, 4) * MICRO, source.randint(1, 5_000) * 10_000, rate, code=code)
        for rate, code in source.choices(rates, k=3)
    ]
    most = sum(line.net() for line in goods) // 3
    discounts = [
        Line(kind="discount", price=-source.randint(1, most or 1) * 10_000, rate=rate, code=code)
        for rate, code in source.choices(rates, k=2)
    ]
    order_id = firm.order(customer, [*goods, *discounts], mode=source.choice(["net", "gross"]))
    left = {place: line.base for place, line in enumerate(goods, start=1)}
    while left:
        place = source.choice(list(left))
        left[place] -= MICRO
        bill(firm, order_id, {place: MICRO}, reason="a discount above the rest")
        left = {place: base for place, base in left.items() if base}
    rows = firm.rows(sa.select(OrderLine.amount_minor, OrderLine.invoiced_minor))
    assert all(row["amount_minor"] == row["invoiced_minor"] for row in rows)
    assert firm.ask(verify) == ()


def test_a_discount_alone_needs_the_right_and_a_reason(firm, customer):
    order_id = firm.order(customer, [Line(kind="discount", price=-500 * MICRO)])
    with pytest.raises(NotAllowedError) as caught:
        bill_rest(firm, order_id, CLERK, "kept quiet")
    assert caught.value.params["right"] == "credit.post"
    with pytest.raises(RefusedError) as refused:
        bill_rest(firm, order_id, BOOKS)
    assert codes(refused) == ["invoice.negative_no_reason"]
    assert firm.scalar(sa.select(sa.func.count()).select_from(Invoice)) == 0
    head = header(firm, bill_rest(firm, order_id, BOOKS, " year's bonus "))
    assert (head["kind"], head["number"], head["reason"]) == ("credit_note", "CN-000001", "year's bonus")
    assert (head["net_minor"], head["tax_minor"], head["gross_minor"]) == (50_000, 9_500, 59_500)
    assert firm.open_minor(firm.item(head["id"])) == -59_500


def test_an_invoice_above_zero_keeps_no_reason(firm, customer):
    assert header(firm, bill(firm, firm.order(customer, [Line()]), reason="none"))["reason"] == ""


def test_no_tax_within_the_eu_needs_the_buyers_vat_id(firm, customer):
    order_id = firm.order(customer, [Line(rate=0)])
    firm.ship(order_id)
    firm.do(lambda uow: uow.db.execute(sa.update(Customer).values(vat_id=" ")))
    for call in (
        lambda uow: post_invoice_for_order(uow, order_id=order_id),
        lambda uow: preview_invoice_for_order(uow, order_id=order_id, date=uow.today),
    ):
        with pytest.raises(RefusedError) as caught:
            firm.do(call)
        (issue,) = caught.value.issues
        assert issue.code == "invoice.no_vat_id"
        assert (issue.remedies[0].command, issue.remedies[0].params) == ("customer.open", {"id": customer})


def warnings_of(firm, order_id, date=None):
    def look(view):
        return preview_invoice_for_order(view, order_id=order_id, date=date or view.today).issues

    return firm.do(look)


def test_what_the_paper_will_lack_is_told_before(firm, customer):
    order_id = firm.order(customer, [Line()])
    firm.ship(order_id)
    assert warnings_of(firm, order_id) == ()
    firm.do(lambda uow: uow.db.execute(sa.update(Firm).values(street="", city="", iban=" ", vat_id="")))
    found = warnings_of(firm, order_id)
    assert [issue.code for issue in found] == [
        "invoice.firm_no_street", "invoice.firm_no_city", "invoice.firm_no_vat_id", "invoice.firm_no_iban",
    ]  # fmt: skip
    assert {issue.remedies[0].params["page"] for issue in found} == {"firm"}
    firm.do(lambda uow: uow.db.execute(sa.update(Firm).values(tax_number="12/345")))
    assert "invoice.firm_no_vat_id" not in [issue.code for issue in warnings_of(firm, order_id)]


def test_a_day_before_the_supply_is_told(firm, customer, clock):
    order_id = firm.order(customer, [Line()])
    firm.ship(order_id)
    early = clock.today().replace(day=1)
    assert [issue.code for issue in warnings_of(firm, order_id, early)] == ["invoice.before_supply"]


def test_another_tax_by_now_is_told(firm, customer):
    order_id = firm.order(customer, [Line(), Line()])
    firm.ship(order_id)
    firm.do(lambda uow: uow.db.execute(sa.update(Order).values(ship_country="FR")))
    (issue,) = warnings_of(firm, order_id)
    assert issue.code == "invoice.other_tax"
    assert (issue.params["stored"], issue.params["now"]) == (
        "S 19\N{NO-BREAK SPACE}%",
        "K 0\N{NO-BREAK SPACE}%",
    )


def test_many_order_numbers_of_the_customer_fit_their_field(firm, customer):
    wanted = [f"PO-2026-LONG-CUSTOMER-NUMBER-{number:04}" for number in range(9)]
    shipments = [firm.ship(firm.order(customer, [Line()], po_number=number)) for number in wanted]
    text = header(firm, firm.do(lambda uow: post_invoice(uow, shipment_ids=shipments)))["po_number"]
    assert text == ", ".join(wanted[:5]) + " … (+4)"


def test_texts_are_joined_as_far_as_they_fit():
    assert joined(["a", "", "b", "a"], 4) == "a, b"
    assert joined(["aaa", "bbbbbbbb"], 10) == "aaa … (+1)"
    assert joined(["a" * 30], 10) == "aaaaaaaaa…"
    assert joined([], 10) == ""
