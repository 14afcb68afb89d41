"""One office day on the demo firm: quote, order, part shipment, invoice, credit note, part payment, aging."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import date, timedelta

import sqlalchemy as sa

from app.domain.allocation import Share
from app.domain.issues import Issue
from app.domain.money import MICRO
from app.domain.orders.draft import POSITION_STEP, Line
from app.i18n import _
from app.services.demo.cards import change_customer
from app.services.demo.office import OWNER, DemoOffice, DemoProduct
from app.services.demo.ordering import Wish, key_draft, product_line
from app.services.invoicing.credits import CreditLine, credit_invoice_lines
from app.services.invoicing.shipped import post_invoice
from app.services.orders.confirming import confirm_order
from app.services.orders.planning import plan_order
from app.services.orders.quotes import send_quote
from app.services.payments.entering import PaymentInput, enter_payment
from app.services.shipping.picking import create_pick_list, read_picked_lines, record_picked
from app.services.shipping.posting import post_shipment
from app.services.unit_of_work import Reading, UnitOfWork
from db.schema.invoicing import InvoiceLine, OpenItem
from db.schema.orders import Fulfilment, OrderLine

GOODS_LINES = 9
QUOTE_LINES = 3
AGING_AFTER_DAYS = 75


@dataclass(frozen=True, slots=True)
class OfficeDay:
    """The ids of the day's documents, the day as of which its aging is read, and what was told before the invoice."""

    customer_id: int
    quote_id: int
    order_id: int
    shipment_id: int
    invoice_id: int
    credit_note_id: int
    payment_id: int
    aging_on: date
    warnings: tuple[Issue, ...] = ()


def live_one_day(office: DemoOffice) -> OfficeDay:
    """Do the day's work with customers, quantities and prices drawn from the office's seed."""
    source = office.random("day")
    today = office.clock.today()
    customer_id = source.choice(office.customers).id
    quote_id = _quote(office, source, source.choice(office.customers).id, today)
    discount_ppm = source.randrange(1, 13) * 12_500
    office.write(OWNER, change_customer, customer_id, discount_ppm=discount_ppm)
    wish = Wish(customer_id, _order_lines(office, source), f"PO-{source.randrange(10_000, 99_999)}")
    order_id = office.write(OWNER, key_draft, wish)
    plan = office.read(plan_order, order_id)
    office.write(OWNER, confirm_order, plan, approve=True)
    shipment_id = office.write(OWNER, _ship_part, order_id, source)
    warnings: list[Issue] = []
    invoice_id = office.write(OWNER, post_invoice, shipment_ids=[shipment_id], tell=warnings.extend)
    credit_note_id = office.write(OWNER, _credit, invoice_id, source)
    payment_id = office.write(OWNER, _pay_part, invoice_id, source)
    return OfficeDay(
        customer_id,
        quote_id,
        order_id,
        shipment_id,
        invoice_id,
        credit_note_id,
        payment_id,
        today + timedelta(days=AGING_AFTER_DAYS),
        tuple(warnings),
    )


def _quote(office: DemoOffice, source: random.Random, customer_id: int, today: date) -> int:
    chosen = source.sample(_in_force(office), QUOTE_LINES)
    lines = tuple(_goods_line(source, each, number) for number, each in enumerate(chosen, start=1))

    def call(uow: UnitOfWork) -> int:
        quote_id = key_draft(uow, Wish(customer_id, lines), kind="quote")
        send_quote(uow, plan_order(uow, quote_id), valid_until=today + timedelta(days=14))
        return quote_id

    return office.write(OWNER, call)


def _in_force(office: DemoOffice) -> list[DemoProduct]:
    """Goods that are still sold."""
    return [
        each
        for each in office.products.values()
        if each.facts.kind == "goods" and not each.facts.discontinued
    ]


def _order_lines(office: DemoOffice, source: random.Random) -> tuple[Line, ...]:
    """Twelve: goods (one in packs, one with a typed price), a service, a free line, freight."""
    products = _in_force(office)
    packs = source.choice([each for each in products if each.facts.unit("pk") is not None])
    others = [each for each in products if each is not packs]
    lines = [_goods_line(source, each, n) for n, each in enumerate(source.sample(others, GOODS_LINES - 1), 1)]
    lines.append(product_line(packs.facts, "k9", GOODS_LINES, source.randint(1, 4) * MICRO, "pk"))
    typed = source.randrange(GOODS_LINES - 1)
    price = source.randrange(1_000, 90_000) * 10_000 + source.choice((0, 0, 2_500))
    lines[typed] = replace(lines[typed], price_source="manual", list_price_micro=price)
    services = [each for each in office.products.values() if each.facts.kind == "service"]
    hours = source.randint(2, 20) * MICRO // 4
    lines.append(product_line(services[0].facts, "k10", 10, hours, "h") if services else _free(source, 10))
    lines.append(_free(source, 11))
    freight = source.randrange(1_500, 14_000) * 10_000
    lines.append(_own_line(12, "charge", _("Freight"), freight, MICRO))
    return tuple(lines)


def _goods_line(source: random.Random, product: DemoProduct, number: int) -> Line:
    facts = product.facts
    quantity = source.randint(2, 7) * max(MICRO, facts.step_micro, facts.min_micro)
    if facts.units[0].decimals:
        quantity += source.randrange(10) * MICRO // 10
    return product_line(facts, f"k{number}", number, quantity, facts.units[0].code)


def _free(source: random.Random, number: int) -> Line:
    price = source.randrange(500, 30_000) * 10_000
    return _own_line(number, "free", _("Engraved name plate"), price, source.randint(1, 9) * MICRO)


def _own_line(number: int, kind: str, text: str, price_micro: int, quantity_micro: int) -> Line:
    return Line(
        key=f"k{number}",
        position=number * POSITION_STEP,
        kind=kind,
        text=text,
        quantity_micro=quantity_micro,
        price_source="manual",
        list_price_micro=price_micro,
    )


def _ship_part(uow: UnitOfWork, order_id: int, source: random.Random) -> int:
    """Pick in the warehouse that has most; of one line nothing is found, of another only a part."""
    shipment_id = create_pick_list(uow, order_id, _best_warehouse(uow, order_id))
    lines = read_picked_lines(uow, shipment_id)
    goods = [line for line in lines if line.fulfilment_id is not None]
    picked = {line.id: line.quantity_micro for line in lines}
    short = source.sample(goods, min(2, len(goods) - 1))
    for place, line in enumerate(short):
        whole = line.quantity_micro // MICRO
        picked[line.id] = 0 if place == 0 else max(1, whole // 2) * MICRO
    record_picked(uow, shipment_id, picked)
    post_shipment(uow, shipment_id)
    return shipment_id


def _best_warehouse(uow: UnitOfWork, order_id: int) -> int:
    lines = sa.func.count().label("lines")
    return uow.db.execute(
        sa.select(Fulfilment.warehouse_id, lines)
        .join(OrderLine, OrderLine.id == Fulfilment.order_line_id)
        .where(OrderLine.order_id == order_id, Fulfilment.reserved_micro > 0)
        .group_by(Fulfilment.warehouse_id)
        .order_by(lines.desc(), Fulfilment.warehouse_id)
    ).all()[0][0]


def _credit(uow: UnitOfWork, invoice_id: int, source: random.Random) -> int:
    """Give one line of goods back in part, and another whole."""
    rows = uow.db.execute(
        sa.select(InvoiceLine.id, InvoiceLine.quantity_micro)
        .where(InvoiceLine.invoice_id == invoice_id, InvoiceLine.kind == "goods")
        .order_by(InvoiceLine.position)
    ).all()
    chosen = source.sample(rows, min(2, len(rows)))
    lines = [CreditLine(chosen[0].id, min(MICRO, chosen[0].quantity_micro))]
    lines += [CreditLine(row.id, row.quantity_micro) for row in chosen[1:]]
    return credit_invoice_lines(uow, invoice_id=invoice_id, lines=lines, reason=_("Damaged in transport"))


def _pay_part(uow: UnitOfWork, invoice_id: int, source: random.Random) -> int:
    item_id, customer_id, open_minor = _read_item(uow, invoice_id)
    part = max(1, open_minor * source.randrange(30, 80) // 100)
    payment = PaymentInput(
        customer_id=customer_id,
        amount_minor=part,
        date=uow.today,
        reference=_("Part payment"),
        allocations=(Share(item_id, part),),
    )
    return enter_payment(uow, payment)


def _read_item(view: Reading, invoice_id: int) -> tuple[int, int, int]:
    item = OpenItem
    row = view.db.execute(
        sa.select(item.id, item.customer_id, item.amount_minor - item.applied_minor).where(
            item.invoice_id == invoice_id
        )
    ).one()
    return row[0], row[1], row[2]
