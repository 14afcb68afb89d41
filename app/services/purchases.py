"""What a customer ordered before: for breaks that count over a list's period, and quantities agreed in contracts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import product

import sqlalchemy as sa

from app.domain.orders.context import ProductFacts
from app.domain.pricing import NO_PURCHASES, ListFacts, PriceRow, Purchases, RulesSnapshot
from app.domain.pricing.abroad import every_book
from app.domain.pricing.asked import CountedFor
from app.domain.pricing.rules import is_customers
from app.services.promotion_uses import read_used
from app.services.unit_of_work import Reading
from db.rows import ids, one_of
from db.schema.orders import Order, OrderLine
from db.schema.products import Product

ORDERED = ("confirmed", "shipped", "closed")
"""The states in which an order counts as bought; drafts and quotes do not (C46)."""
FIRST, LAST = date.min, date.max
_DAYS = (Order.order_date >= sa.bindparam("first"), Order.order_date <= sa.bindparam("last"))
_BOUGHT = (
    sa.select(
        OrderLine.product_id,
        Product.family,
        Product.unit,
        sa.func.sum(OrderLine.base_micro - OrderLine.cancelled_micro),
    )
    .join_from(Order, OrderLine, OrderLine.order_id == Order.id)
    .join(Product, Product.id == OrderLine.product_id)
    .where(Order.customer_id == sa.bindparam("customer_id"), Order.kind == "order")
    .where(Order.state.in_(ORDERED), Order.id != sa.bindparam("without"), *_DAYS)
    .group_by(OrderLine.product_id, Product.family, Product.unit)
)
_BOUGHT_ARTICLES = _BOUGHT.where(one_of(OrderLine.product_id, ids()))
_BOUGHT_FAMILIES = _BOUGHT.where(Product.family.in_(sa.bindparam("families", expanding=True)))


@dataclass(frozen=True, slots=True)
class Span:
    """Days over which something counts, and whether whole families do."""

    first: date
    last: date
    families: bool


def read_purchases(
    view: Reading,
    rules: RulesSnapshot,
    customer_id: int | None,
    products: Mapping[int, ProductFacts],
    *,
    without_order: int = 0,
) -> Purchases:
    """What the customer ordered before of these products, and of their families, as far as the rules ask for it.

    Also what all customers used of promotions that have a limit.

    Without a list or contract that asks, nothing is read. One query for each span of days that counts.
    """
    used = read_used(view, rules.promotions, customer_id, without_order=without_order)
    if customer_id is None or not products:
        return Purchases(used=used) if used else NO_PURCHASES
    asked = list(spans_asked(rules, customer_id, products, view.clock.today()))
    sums: dict[Span, Mapping[CountedFor, int]] = {}
    for span, _facts, _row in asked:
        if span not in sums:
            sums[span] = _read_sums(view, span, customer_id, products, without_order)
    counted: dict[tuple[int, CountedFor], int] = {}
    drawn: dict[int, int] = {}
    for span, facts, row in asked:
        if row is None:
            counted |= {(facts.id, of): micro for of, micro in sums[span].items()}
        else:
            drawn[row[1].id] = sums[span].get(row[0], 0)
    return Purchases(counted, drawn, used, frozenset(products))


def asks_purchases(
    rules: RulesSnapshot, customer_id: int | None, product_ids: Iterable[int], today: date
) -> bool:
    """Whether the price of one of these articles hangs on what the customer ordered before."""
    return customer_id is not None and any(spans_asked(rules, customer_id, product_ids, today))


def spans_asked(
    rules: RulesSnapshot, customer_id: int, product_ids: Iterable[int], today: date
) -> Iterator[tuple[Span, ListFacts, tuple[int, PriceRow] | None]]:
    """Each list whose breaks count over its period, and each row with an agreed quantity by its product."""
    for facts in (each for book in every_book(rules) for each in book.lists.values()):
        is_own = facts.kind != "contract" or is_customers(facts, customer_id, "")
        if is_own and facts.counts == "period":
            first = facts.valid_from or date(today.year, 1, 1)
            yield Span(first, facts.valid_to or LAST, facts.breaks_over == "family"), facts, None
    for book, product_id in product(every_book(rules), tuple(product_ids)):
        for row in book.rows.get(product_id, ()):
            facts = book.lists[row.list_id]
            if row.agreed_micro is not None and is_customers(facts, customer_id, ""):
                begin, end = row.valid_from or facts.valid_from, row.valid_to or facts.valid_to
                yield Span(begin or FIRST, end or LAST, families=False), facts, (product_id, row)


def _read_sums(
    view: Reading,
    span: Span,
    customer_id: int,
    products: Mapping[int, ProductFacts],
    without_order: int,
) -> Mapping[CountedFor, int]:
    """Base units by product, or by family and base unit and by product for those without a family."""
    values: dict[str, object] = {
        "customer_id": customer_id, "without": without_order, "first": span.first, "last": span.last,
    }  # fmt: skip
    sums: dict[CountedFor, int] = defaultdict(int)
    families = sorted({facts.family for facts in products.values() if facts.family})
    if span.families and families:
        for _id, family, unit, micro in view.db.execute(_BOUGHT_FAMILIES, {**values, "families": families}):
            sums[family, unit] += int(micro)
    for id_, _family, _unit, micro in view.db.execute(_BOUGHT_ARTICLES, {**values, "ids": sorted(products)}):
        sums[int(id_ or 0)] = int(micro)
    return sums
