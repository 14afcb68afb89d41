"""What the order desk shows beside the customer: credit, overdue, usual products, open orders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from app.services.credit import CreditFacts, read_credit
from app.services.parties.cards import (
    AddressFacts,
    ContactFacts,
    CustomerFacts,
    read_addresses,
    read_contacts,
    read_customer,
)
from app.services.unit_of_work import Reading
from db.rows import fetch
from db.schema.orders import Order, OrderLine
from db.schema.parties import PaymentTerm
from db.schema.products import Product

RECENT_ORDERS = 100
USUAL_PRODUCTS = 8
OPEN_ORDERS = 20
OPEN_STATES = ("draft", "quoted", "confirmed", "shipped")
DONE_STATES = ("confirmed", "shipped", "closed")


@dataclass(frozen=True, slots=True)
class UsualProduct:
    """A product that the customer often buys, with the price paid last (per one `unit`)."""

    product_id: int
    sku: str
    name: str
    count: int
    last_date: date
    last_quantity_micro: int
    last_price_micro: int
    unit: str
    currency: str


@dataclass(frozen=True, slots=True)
class OpenOrder:
    """A quote or order that is not finished."""

    id: int
    kind: str
    number: str | None
    state: str
    order_date: date
    gross_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class CustomerContext:
    """The customer as the order desk needs it; overdue stands in `credit`. Active addresses and contacts only."""

    customer: CustomerFacts
    term_name: str
    credit: CreditFacts
    last_order: date | None
    usual_products: tuple[UsualProduct, ...]
    open_orders: tuple[OpenOrder, ...]
    addresses: tuple[AddressFacts, ...]
    contacts: tuple[ContactFacts, ...]


def read_customer_context(view: Reading, customer_id: int) -> CustomerContext:
    """Everything in a constant number of queries, whatever the customer's past."""
    customer = read_customer(view, customer_id)
    term = view.db.execute(sa.select(PaymentTerm.name).where(PaymentTerm.id == customer.term_id)).scalar_one()
    return CustomerContext(
        customer=customer,
        term_name=term,
        credit=read_credit(view, customer_id),
        last_order=_read_last_order(view, customer_id),
        usual_products=read_usual_products(view, customer_id),
        open_orders=_read_open_orders(view, customer_id),
        addresses=tuple(each for each in read_addresses(view, customer_id) if each.active),
        contacts=tuple(each for each in read_contacts(view, customer_id) if each.active),
    )


def _read_last_order(view: Reading, customer_id: int) -> date | None:
    recent = _recent_orders(customer_id)
    last: date | None = view.db.execute(sa.select(sa.func.max(recent.c.order_date))).scalar_one()
    return last


def _recent_orders(customer_id: int) -> sa.Subquery:
    """The newest orders: a customer of many years has more than a clerk looks at."""
    return (
        sa.select(Order.id, Order.order_date, Order.currency)
        .where(Order.customer_id == customer_id, Order.kind == "order", Order.state.in_(DONE_STATES))
        .order_by(Order.id.desc())
        .limit(RECENT_ORDERS)
        .subquery("recent")
    )


def read_usual_products(
    view: Reading, customer_id: int, *, limit: int = USUAL_PRODUCTS
) -> tuple[UsualProduct, ...]:
    """The products bought most often lately, with the last quantity, price and date."""
    recent = _recent_orders(customer_id)
    usual = (
        sa.select(
            OrderLine.product_id, sa.func.count().label("bought"), sa.func.max(OrderLine.id).label("last_id")
        )
        .join(recent, recent.c.id == OrderLine.order_id)
        .where(OrderLine.product_id.is_not(None), OrderLine.kind == "goods")
        .group_by(OrderLine.product_id)
        .order_by(sa.func.count().desc(), sa.func.max(OrderLine.id).desc())
        .limit(limit)
        .subquery("usual")
    )
    statement = (
        sa.select(
            Product.id,
            Product.sku,
            Product.name,
            usual.c.bought,
            Order.order_date,
            OrderLine.quantity_micro,
            OrderLine.price_micro,
            OrderLine.unit,
            Order.currency,
        )
        .select_from(usual)
        .join(OrderLine, OrderLine.id == usual.c.last_id)
        .join(Order, Order.id == OrderLine.order_id)
        .join(Product, Product.id == usual.c.product_id)
        .order_by(usual.c.bought.desc(), usual.c.last_id.desc())
    )
    return fetch(view.db, UsualProduct, statement)


def _read_open_orders(view: Reading, customer_id: int) -> tuple[OpenOrder, ...]:
    statement = (
        sa.select(
            Order.id,
            Order.kind,
            Order.number,
            Order.state,
            Order.order_date,
            Order.gross_minor,
            Order.currency,
        )
        .where(Order.customer_id == customer_id, Order.state.in_(OPEN_STATES))
        .order_by(Order.id.desc())
        .limit(OPEN_ORDERS)
    )
    return fetch(view.db, OpenOrder, statement)
