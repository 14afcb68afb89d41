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
from app.services.rates import read_rate_text
from app.services.unit_of_work import Reading
from db.rows import fetch
from db.schema.orders import Order, OrderLine
from db.schema.parties import Customer, PaymentTerm
from db.schema.products import Product

RECENT_ORDERS = 100
USUAL_PRODUCTS = 8
OPEN_ORDERS = 20
OPEN_STATES = ("draft", "quoted", "confirmed", "shipped")
DONE_STATES = ("confirmed", "shipped", "closed")


@dataclass(frozen=True, slots=True)
class UsualProduct:
    """A product that the customer often buys, with the price paid last (for `price_per` of `unit`)."""

    product_id: int
    sku: str
    name: str
    count: int
    last_date: date
    last_quantity_micro: int
    last_price_micro: int
    unit: str
    currency: str
    price_per: int
    price_mode: str = "net"


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
    exchange: str = ""  # the rate of today for what it buys in, where that is not the firm's currency


# Built once: making a statement costs more than running it.
_ID = sa.bindparam("customer_id", type_=sa.BigInteger)
_TERM = (
    sa.select(PaymentTerm.name).join(Customer, Customer.term_id == PaymentTerm.id).where(Customer.id == _ID)
)
# The newest orders only: a customer of many years has more than a clerk looks at.
_RECENT = (
    sa.select(Order.id, Order.order_date)
    .where(Order.customer_id == _ID, Order.kind == "order", Order.state.in_(DONE_STATES))
    .order_by(Order.id.desc())
    .limit(RECENT_ORDERS)
    .subquery("recent")
)
_LAST_ORDER = sa.select(sa.func.max(_RECENT.c.order_date))
_USUAL = (
    sa.select(
        OrderLine.product_id, sa.func.count().label("bought"), sa.func.max(OrderLine.id).label("last_id")
    )
    .join(_RECENT, _RECENT.c.id == OrderLine.order_id)
    .where(OrderLine.product_id.is_not(None), OrderLine.kind == "goods", OrderLine.quantity_micro > 0)
    .group_by(OrderLine.product_id)
    .order_by(sa.func.count().desc(), sa.func.max(OrderLine.id).desc())
    .limit(USUAL_PRODUCTS)
    .subquery("usual")
)
_USUAL_PRODUCTS = (
    sa.select(
        Product.id,
        Product.sku,
        Product.name,
        _USUAL.c.bought,
        Order.order_date,
        OrderLine.quantity_micro,
        OrderLine.price_micro,
        OrderLine.unit,
        Order.currency,
        OrderLine.price_per,
        Order.price_mode,
    )
    .select_from(_USUAL)
    .join(OrderLine, OrderLine.id == _USUAL.c.last_id)
    .join(Order, Order.id == OrderLine.order_id)
    .join(Product, Product.id == _USUAL.c.product_id)
    .order_by(_USUAL.c.bought.desc(), _USUAL.c.last_id.desc())
)
_OPEN_ORDERS = (
    sa.select(
        Order.id, Order.kind, Order.number, Order.state, Order.order_date, Order.gross_minor, Order.currency
    )
    .where(Order.customer_id == _ID, Order.state.in_(OPEN_STATES))
    .order_by(Order.id.desc())
    .limit(OPEN_ORDERS)
)


def read_customer_context(view: Reading, customer_id: int) -> CustomerContext:
    """Everything in a constant number of queries, whatever the customer's past."""
    own = {"customer_id": customer_id}
    customer = read_customer(view, customer_id)
    return CustomerContext(
        customer=customer,
        term_name=view.db.execute(_TERM, own).scalar_one(),
        credit=read_credit(view, customer_id),
        last_order=view.db.execute(_LAST_ORDER, own).scalar_one(),
        usual_products=fetch(view.db, UsualProduct, _USUAL_PRODUCTS, **own),
        open_orders=fetch(view.db, OpenOrder, _OPEN_ORDERS, **own),
        addresses=tuple(each for each in read_addresses(view, customer_id) if each.active),
        contacts=tuple(each for each in read_contacts(view, customer_id) if each.active),
        exchange=read_rate_text(view, customer.currency),
    )
