"""A rate that changes between order and supply: the invoice has that of the supply's day, and says so."""

import datetime as dt
import random
from dataclasses import replace
from itertools import pairwise

import pytest
import sqlalchemy as sa

from app.domain.issues import Issue
from app.domain.money import MICRO
from app.domain.tax_rules import DatedRate
from app.services.invoicing.shipped import (
    post_invoice,
    post_invoice_for_order,
    preview_invoice_for_order,
)
from app.services.setup.taxes import TaxInput, read_taxes, update_tax
from app.services.verify import verify
from db.schema.invoicing import Invoice, InvoiceLine, InvoiceTax
from tests.helpers.invoice_office import Line


def change_rate(firm, day, ppm, code="S"):
    def change(uow):
        (card,) = [card for card in read_taxes(uow) if card.facts.code == code]
        facts = card.facts
        rates = (*facts.rates, DatedRate(day, ppm))
        data = TaxInput(code=code, name=facts.name, category=facts.category, rates=rates)
        update_tax(uow, facts.id, data, version=card.version)

    firm.do(change)


def bill(firm, order_id, **changes):
    return firm.do(lambda uow: post_invoice_for_order(uow, order_id=order_id, **changes))


def lines_of(firm, invoice_id):
    columns = (
        InvoiceLine.kind, InvoiceLine.quantity_micro, InvoiceLine.base_micro, InvoiceLine.price_micro,
        InvoiceLine.amount_minor, InvoiceLine.tax_ppm,
    )  # fmt: skip
    statement = sa.select(*columns).where(InvoiceLine.invoice_id == invoice_id)
    return firm.rows(statement.order_by(InvoiceLine.position))


def taxes_of(firm, invoice_id):
    columns = (InvoiceTax.tax_ppm, InvoiceTax.base_minor, InvoiceTax.tax_minor)
    rows = firm.rows(sa.select(*columns).where(InvoiceTax.invoice_id == invoice_id))
    return {row["tax_ppm"]: (row["base_minor"], row["tax_minor"]) for row in rows}


def header(firm, invoice_id):
    (row,) = firm.rows(sa.select(Invoice.__table__).where(Invoice.id == invoice_id))
    return row


def tomorrow(clock):
    return clock.today() + dt.timedelta(days=1)


def test_goods_supplied_after_a_change_have_the_new_rate_and_keep_their_net(firm, customer, clock):
    order_id = firm.order(customer, [Line(3 * MICRO, 33_330_000), Line(kind="charge", price=7_500_000)])
    change_rate(firm, tomorrow(clock), 160_000)
    clock.advance(days=1)
    firm.ship(order_id)
    invoice_id = bill(firm, order_id)
    assert taxes_of(firm, invoice_id) == {160_000: (10_749, 1_720)}
    assert header(firm, invoice_id)["net_minor"] == 10_749
    assert [row["price_micro"] for row in lines_of(firm, invoice_id)] == [33_330_000, 7_500_000]
    assert firm.ask(verify) == ()


def test_goods_supplied_before_a_change_keep_the_rate_however_late_the_invoice(firm, customer, clock):
    order_id = firm.order(customer, [Line()])
    firm.ship(order_id)
    change_rate(firm, tomorrow(clock), 160_000)
    clock.advance(days=3)
    assert taxes_of(firm, bill(firm, order_id)) == {190_000: (1_000, 190)}


def test_a_corrected_rate_of_the_table_holds_too(firm, customer, clock):
    """The order was keyed while the table was wrong: the tax is the table's of the supply's day."""
    order_id = firm.order(customer, [Line(rate=180_000, code="S")])
    firm.ship(order_id)
    assert taxes_of(firm, bill(firm, order_id)) == {190_000: (1_000, 190)}


def test_a_service_without_goods_is_supplied_on_the_day_of_its_invoice(firm, customer, clock):
    order_id = firm.order(customer, [Line(kind="service")])
    change_rate(firm, tomorrow(clock), 160_000)
    clock.advance(days=1)
    assert taxes_of(firm, bill(firm, order_id)) == {160_000: (1_000, 160)}


def test_the_change_is_told_before_and_while_posting(firm, customer, clock):
    order_id = firm.order(customer, [Line(), Line()])
    change_rate(firm, tomorrow(clock), 160_000)
    clock.advance(days=1)
    shipment_id = firm.ship(order_id)
    draft = firm.ask(lambda view: preview_invoice_for_order(view, order_id=order_id, date=clock.today()))
    (issue,) = draft.issues
    assert issue.code == "invoice.rate_moved"
    assert issue.params["stored"] == "S 19\N{NO-BREAK SPACE}%"
    assert issue.params["now"] == "S 16\N{NO-BREAK SPACE}%"
    assert issue.remedies[0].params == {"page": "tax"}
    heard: list[Issue] = []
    firm.do(lambda uow: post_invoice(uow, shipment_ids=[shipment_id], tell=heard.extend))
    assert heard == [issue]


def test_shipments_of_both_sides_of_a_change_have_each_its_own_rate(firm, customer, clock):
    """One line in two parts: 2 of 3 before, 1 after; the discount goes to both in proportion."""
    lines = [Line(3 * MICRO, 33_330_000), Line(kind="discount", price=-9_990_000, text="Fair")]
    order_id = firm.order(customer, lines)
    firm.ship(order_id, {1: 2 * MICRO})
    change_rate(firm, tomorrow(clock), 160_000)
    clock.advance(days=1)
    firm.ship(order_id, {1: MICRO})
    invoice_id = bill(firm, order_id)
    found = [(row["kind"], row["amount_minor"], row["tax_ppm"]) for row in lines_of(firm, invoice_id)]
    assert found == [
        ("goods", 6_666, 190_000), ("goods", 3_333, 160_000), ("discount", -666, 190_000), ("discount", -333, 160_000),
    ]  # fmt: skip
    assert taxes_of(firm, invoice_id) == {190_000: (6_000, 1_140), 160_000: (3_000, 480)}
    assert firm.ask(verify) == ()


def test_the_order_of_another_rate_is_supplied_at_one(firm, customer, clock):
    """Lines added after the change have the new rate already: one group on the invoice."""
    change_rate(firm, clock.today(), 160_000)
    order_id = firm.order(customer, [Line(), Line(rate=160_000, code="S")])
    firm.ship(order_id)
    assert taxes_of(firm, bill(firm, order_id)) == {160_000: (2_000, 320)}


def test_untaxed_sales_stay_untaxed(firm, customer, clock):
    order_id = firm.order(customer, [Line(rate=0)])
    change_rate(firm, tomorrow(clock), 160_000)
    clock.advance(days=1)
    firm.ship(order_id)
    draft = firm.ask(lambda view: preview_invoice_for_order(view, order_id=order_id, date=clock.today()))
    assert [group.key.code for group in draft.totals.groups] == ["K"]
    assert "invoice.rate_moved" not in [issue.code for issue in draft.issues]


@pytest.mark.rows_on_sqlite(but=5)
@pytest.mark.parametrize("seed", range(12))
def test_parts_over_changes_sum_to_the_order(firm, customer, clock, seed):
    """A7 with rates that change while an order is supplied, in net and gross prices, invoiced now and then."""
    source = random.Random(seed)
    goods = [
        Line(source.randint(2, 9) * MICRO, source.randint(100, 9_999) * 10_000, *rate)
        for rate in source.choices(((190_000, "goods", "S"), (70_000, "goods", "R")), k=3)
    ]
    value = sum(line.net() for line in goods)
    cut = replace(goods[0], quantity=MICRO, price=-source.randint(1, value // 4) * 10_000, kind="discount")
    lines = [*goods, cut, Line(kind="charge", price=12_340_000)]
    order_id = firm.order(customer, lines, mode=source.choice(("net", "gross")))
    left = {place: line.quantity for place, line in enumerate(goods, start=1)}
    invoices = []
    while any(left.values()):
        part = {place: source.randint(0, rest // MICRO) * MICRO for place, rest in left.items()}
        if not any(part.values()):
            part = dict(left)
        left = {place: rest - part[place] for place, rest in left.items()}
        firm.ship(order_id, part)
        if source.random() < 0.5 or not any(left.values()):
            invoices.append(bill(firm, order_id))
        clock.advance(days=1)
        change_rate(firm, clock.today(), source.randrange(1, 25) * 10_000, source.choice("SR"))
    rows = [row for invoice_id in invoices for row in lines_of(firm, invoice_id)]
    assert sum(row["amount_minor"] for row in rows) == sum(line.net() for line in lines)
    assert sum(row["base_micro"] for row in rows) == sum(line.base for line in lines)
    assert firm.ask(verify) == ()
    dates = [header(firm, invoice_id)["supply_date"] for invoice_id in invoices]
    assert all(first <= second for first, second in pairwise(dates))
