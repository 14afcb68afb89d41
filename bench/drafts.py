"""Orders to measure with: drafts of so many lines, keyed by the services."""

from __future__ import annotations

import random
from collections.abc import Sequence

import sqlalchemy as sa

from app.domain.money import MICRO
from app.domain.orders.context import OrderContext, ProductFacts
from app.domain.rights import SYSTEM
from app.services.demo.ordering import Wish, key_draft, product_line
from app.services.orders.context import read_order_context, read_product_facts
from app.services.unit_of_work import Reading, Work
from db.schema.parties import Customer
from db.schema.prices import PriceRow
from db.schema.products import Product
from db.schema.stock import Stock


def read_customers(view: Reading, count: int, seed: int) -> list[int]:
    """Customers drawn from the seed."""
    ids = view.db.execute(
        sa.select(Customer.id).where(~Customer.is_counter_sale, ~Customer.on_hold).order_by(Customer.id)
    ).scalars().all()  # fmt: skip
    return random.Random(seed).choices(ids, k=count)


def read_sellable(view: Reading) -> list[int]:
    """Goods with a price, those with most stock first."""
    rows = view.db.execute(
        sa.select(Product.id)
        .join(Stock, Stock.product_id == Product.id)
        .where(Product.kind == "goods", ~Product.discontinued, Product.min_quantity_micro == 0)
        .where(sa.exists().where(PriceRow.product_id == Product.id))
        .group_by(Product.id)
        .order_by(sa.func.sum(Stock.on_hand_micro - Stock.reserved_micro).desc(), Product.id)
        .limit(2000)
    )
    return list(rows.scalars())


def make_drafts(work: Work, *, count: int, lines: int, seed: int) -> list[int]:
    """So many drafts of so many lines; their ids."""
    source = random.Random(seed)
    with work.reading(actor=SYSTEM) as view:
        customers = read_customers(view, count, seed)
        products = read_sellable(view)
        facts = read_product_facts(view, products)
    made = []
    for customer_id in customers:
        chosen = (
            source.sample(products, lines) if lines <= len(products) else source.choices(products, k=lines)
        )
        wish = Wish(customer_id, tuple(_lines(chosen, facts, source)))
        with work.begin(actor=SYSTEM) as uow:
            made.append(key_draft(uow, wish))
    return made


def _lines(chosen: Sequence[int], facts: dict[int, ProductFacts], source: random.Random) -> list:
    return [
        product_line(facts[id_], f"k{number}", number, source.randint(1, 3) * MICRO, facts[id_].units[0].code)
        for number, id_ in enumerate(chosen, start=1)
    ]


def read_big_context(view: Reading, customer_id: int, products: Sequence[int]) -> OrderContext:
    """The context of an order over the firm's whole price book."""
    return read_order_context(view, customer_id=customer_id, product_ids=products)
