"""What customers had ordered before each of many orders: read once for a page of them, counted in memory.

The same as `services.purchases` reads for one order, as far as the rules ask for it: also what other orders used of
promotions that have a limit, whenever they were confirmed, since a limit is one for all of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import sqlalchemy as sa

from app.domain.orders.context import ProductFacts
from app.domain.orders.draft import Draft
from app.domain.pricing import NO_PURCHASES, Purchases, RulesSnapshot
from app.domain.pricing.asked import CountedFor
from app.services.promotion_uses import NOTHING_USED, UsedByAll
from app.services.purchases import ORDERED, Span, spans_asked
from app.services.unit_of_work import Reading
from db.rows import ids, one_of
from db.schema.orders import Order, OrderLine
from db.schema.products import Product
from db.statements import table_of

_ORDER, _LINE, _PRODUCT = table_of(Order).c, table_of(OrderLine).c, table_of(Product).c
_BOUGHT = (
    sa.select(
        _ORDER.customer_id, _ORDER.order_date, _ORDER.id, _LINE.product_id, _PRODUCT.family, _PRODUCT.unit,
        sa.func.sum(_LINE.base_micro - _LINE.cancelled_micro),
    )
    .join_from(table_of(Order), table_of(OrderLine), _LINE.order_id == _ORDER.id)
    .join(table_of(Product), _PRODUCT.id == _LINE.product_id)
    .where(_ORDER.kind == "order", _ORDER.state.in_(ORDERED), one_of(_ORDER.customer_id, ids("customers")))
    .where(
        sa.or_(
            one_of(_LINE.product_id, ids("products")),
            _PRODUCT.family.in_(sa.bindparam("families", expanding=True)),
        )
    )
    .group_by(
        _ORDER.customer_id, _ORDER.order_date, _ORDER.id, _LINE.product_id, _PRODUCT.family, _PRODUCT.unit
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bought:
    """What an order took of an article, in base units."""

    day: date
    order_id: int
    product_id: int
    family: str
    unit: str
    micro: int


@dataclass(frozen=True, slots=True)
class Past:
    """The customers' purchases; `is_asked` is False where no rule counts any."""

    rules: RulesSnapshot
    bought: Mapping[int, Sequence[Bought]]
    is_asked: bool
    used: UsedByAll = NOTHING_USED

    def before(
        self, draft: Draft, products: Mapping[int, ProductFacts], day: date, *, all_others: bool
    ) -> Purchases:
        """What was bought before the order was, and what others used of promotions.

        `all_others`: bought by every other one, as if it were ordered now.
        """
        customer_id = draft.header.customer_id
        used = self.used.without(draft.id, customer_id)
        if not self.is_asked or customer_id is None:
            return Purchases(used=used) if used else NO_PURCHASES
        moment = (draft.order_date, draft.id)
        known = [
            each
            for each in self.bought.get(customer_id, ())
            if each.order_id != draft.id and (all_others or (each.day, each.order_id) < moment)
        ]
        return replace(self._counted(known, customer_id, products, day), used=used)

    def _counted(
        self, known: Sequence[Bought], customer_id: int, products: Mapping[int, ProductFacts], day: date
    ) -> Purchases:
        counted: dict[tuple[int, CountedFor], int] = {}
        drawn: dict[int, int] = {}
        sums: dict[Span, dict[CountedFor, int]] = {}
        for span, facts, row in spans_asked(self.rules, customer_id, products, day):
            if span not in sums:
                sums[span] = _sums(known, span)
            if row is None:
                counted |= {(facts.id, of): micro for of, micro in sums[span].items()}
            else:
                drawn[row[1].id] = sums[span].get(row[0], 0)
        return Purchases(counted, drawn)


def _sums(bought: Iterable[Bought], span: Span) -> dict[CountedFor, int]:
    sums: dict[CountedFor, int] = defaultdict(int)
    for each in bought:
        if span.first <= each.day <= span.last:
            sums[each.product_id] += each.micro
            if span.families and each.family:
                sums[each.family, each.unit] += each.micro
    return sums


def counts_purchases(rules: RulesSnapshot) -> bool:
    """Whether any rule asks what was bought before."""
    if any(facts.counts == "period" for facts in rules.lists.values()):
        return True
    return any(row.agreed_micro is not None for rows in rules.rows.values() for row in rows)


def read_past(
    view: Reading,
    rules: RulesSnapshot,
    customer_ids: Collection[int],
    products: Mapping[int, ProductFacts],
    *,
    is_asked: bool,
    used: UsedByAll = NOTHING_USED,
) -> Past:
    """Of these customers and articles, and of their families; one query, none where nothing is asked."""
    if not is_asked or not products or not customer_ids:
        return Past(rules, {}, is_asked, used)
    families = sorted({facts.family for facts in products.values() if facts.family})
    values = {"customers": sorted(customer_ids), "products": sorted(products), "families": families}
    found: dict[int, list[Bought]] = {}
    for customer_id, *facts, micro in view.db.execute(_BOUGHT, values):
        day, order_id, product_id, family, unit = facts
        found.setdefault(customer_id, []).append(Bought(day, order_id, product_id, family, unit, int(micro)))
    return Past(rules, found, is_asked, used)
