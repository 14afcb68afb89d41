"""A customer's own history as the checks of an order need it: two queries, whatever the number of articles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from app.domain.check_settings import CheckSettings
from app.domain.habits import Habits, PastOrder, PastSale, habit_before, price_of_base
from app.domain.issues import Severity
from app.domain.order_checks import registry
from app.domain.order_checks.run import severity_of
from app.domain.orders.draft import Draft
from app.domain.orders.states import OrderState
from app.domain.pricing.derived_rows import with_tax
from app.domain.tax import PriceMode
from app.services.check_settings import read_habit_limits
from app.services.unit_of_work import Reading
from db.rows import ids, one_of
from db.schema.orders import Order, OrderLine
from db.statements import table_of

_ORDER = table_of(Order)
_LINE = table_of(OrderLine)
ORDERS_LOOKED_AT = 200  # the newest of a customer
PO_LOOKED_AT = 10
FRESH = timedelta(minutes=1)  # another desk may confirm the same order meanwhile
SOLD = (OrderState.CONFIRMED.value, OrderState.SHIPPED.value, OrderState.CLOSED.value)
_HEAVY = frozenset({Severity.APPROVE, Severity.BLOCK})

_ORDERS = (
    sa.select(_ORDER.c.id, _ORDER.c.number, _ORDER.c.order_date, _ORDER.c.confirmed_at, _ORDER.c.po_number)
    .add_columns(_ORDER.c.price_mode)
    .where(_ORDER.c.customer_id == sa.bindparam("customer_id"), _ORDER.c.kind == "order")
    .where(_ORDER.c.state.in_(SOLD), _ORDER.c.currency == sa.bindparam("currency"))
    .where(_ORDER.c.confirmed_at < sa.bindparam("before"))
    .order_by(_ORDER.c.id.desc())
    .limit(sa.bindparam("most"))
)
_SOLD_LINE = (
    _LINE.c.order_id, _LINE.c.product_id, _LINE.c.base_micro, _LINE.c.price_micro, _LINE.c.price_per,
    _LINE.c.factor_num, _LINE.c.factor_den, _LINE.c.tax_ppm,
)  # fmt: skip
_LINES = (
    sa.select(*_SOLD_LINE)
    .where(one_of(_LINE.c.order_id, ids("order_ids")), _LINE.c.product_id.is_not(None))
    .where(_LINE.c.base_micro > 0)
    .where(
        sa.or_(one_of(_LINE.c.product_id, ids("product_ids")), one_of(_LINE.c.order_id, ids("recent_ids")))
    )
)


def habits_for(view: Reading, draft: Draft, settings: CheckSettings, known: Habits | None) -> Habits | None:
    """What is known of the draft's customer, read anew where it is of another one, lacks an article or is old."""
    customer_id = draft.header.customer_id
    wanted = {line.product_id for line in draft.lines if line.product_id is not None}
    if customer_id is None:
        return None
    is_his = known is not None and known.customer_id == customer_id
    if known is not None and is_his and wanted <= known.articles.keys() and not _is_old(known, view):
        return known
    asked = wanted | (known.articles.keys() if known is not None and is_his else set())
    return read_habits(view, draft, settings, product_ids=asked)


def _is_old(known: Habits, view: Reading) -> bool:
    return known.read_at is None or view.clock.now() - known.read_at > FRESH


def read_habits(
    view: Reading, draft: Draft, settings: CheckSettings, *, product_ids: Collection[int]
) -> Habits | None:
    """The customer's orders before this moment, without the draft itself."""
    customer_id = draft.header.customer_id
    if customer_id is None:
        return None
    now = view.clock.now()
    since = view.clock.today() - timedelta(days=_double_days(settings))
    orders, sales, goods = read_history_of(view, draft, product_ids, since)
    orders = [row for row in orders if row.id != draft.id]  # one that is amended is no order before itself
    newest = orders[:PO_LOOKED_AT]
    return Habits(
        customer_id=customer_id,
        articles={
            id_: habit_before(sales.get(id_, ()), before=now, order_id=draft.id) for id_ in product_ids
        },
        recent=tuple(
            PastOrder(row.id, row.number or "", row.order_date, goods[row.id])
            for row in orders
            if row.id in goods
        ),
        orders_counted=len(newest),
        orders_with_po=sum(bool(row.po_number.strip()) for row in newest),
        limits=read_habit_limits(view),
        read_at=now,
    )


History = tuple[Sequence[Any], Mapping[int, Sequence[PastSale]], Mapping[int, Mapping[int, int]]]


def read_history_of(
    view: Reading, draft: Draft, product_ids: Collection[int], since: date, most: int = ORDERS_LOOKED_AT
) -> History:
    """The newest orders of the draft's customer until now, the sales of the articles, the goods of orders `since`.

    Two queries. The draft itself is no order of the past, nor is anything that is not confirmed.
    """
    values = {"customer_id": draft.header.customer_id, "currency": draft.currency, "before": view.clock.now()}
    orders = view.db.execute(_ORDERS, values | {"most": most}).all()
    recent = [row.id for row in orders if row.order_date >= since]
    lines = _read_lines(view, [row.id for row in orders], recent, product_ids)
    taxed = frozenset(row.id for row in orders if row.price_mode == PriceMode.GROSS)
    sales = _sales(lines, {row.id: row.confirmed_at for row in orders}, taxed)
    return orders, sales, _goods_of(recent, lines)


def needs_habits(settings: CheckSettings) -> bool:
    """Whether the firm lets a habit stop an order: then even a confirm without a desk reads them."""
    codes = ("order.po_missing", "order.probably_double", "line.quantity_unusual", "line.price_unusual")
    return any(severity_of(registry.BY_CODE[code], settings) in _HEAVY for code in codes)


def handed_over(draft: Draft, habits: Habits | None) -> Habits | None:
    """What the desk knew of this order's customer; what it knew of another one says nothing."""
    fits = habits is not None and habits.customer_id == draft.header.customer_id
    return habits if fits else None


def _double_days(settings: CheckSettings) -> int:
    chosen = settings.choice("order.probably_double").threshold
    usual = registry.BY_CODE["order.probably_double"].threshold
    assert usual is not None, "the check counts days"
    return usual.usual if chosen is None else chosen


def _read_lines(
    view: Reading, order_ids: list[int], recent: list[int], product_ids: Collection[int]
) -> list[Any]:
    if not order_ids:
        return []
    values = {"order_ids": order_ids, "product_ids": sorted(product_ids), "recent_ids": recent}
    return list(view.db.execute(_LINES, values))


def _sales(
    lines: Iterable[Any], moments: dict[int, datetime], taxed: Collection[int]
) -> dict[int, list[PastSale]]:
    """One sale for each article of each order; where it stands twice, the sum at the last price.

    Prices without tax: of the orders `taxed` it is in them.
    """
    sums: dict[tuple[int, int], PastSale] = {}
    for row in lines:
        key = (row.product_id, row.order_id)
        before = sums[key].base_micro if key in sums else 0
        price = price_of_base(
            price_micro=with_tax(row.price_micro, -row.tax_ppm if row.order_id in taxed else 0),
            price_per=row.price_per,
            factor_num=row.factor_num,
            factor_den=row.factor_den,
        )
        sums[key] = PastSale(row.order_id, moments[row.order_id], before + row.base_micro, price)
    found: defaultdict[int, list[PastSale]] = defaultdict(list)
    for (product_id, _order_id), sale in sums.items():
        found[product_id].append(sale)
    return found


def _goods_of(order_ids: Iterable[int], lines: Iterable[Any]) -> dict[int, dict[int, int]]:
    """The base quantities of these orders by article."""
    found: dict[int, dict[int, int]] = {id_: {} for id_ in order_ids}
    for row in lines:
        if row.order_id in found:
            mine = found[row.order_id]
            mine[row.product_id] = mine.get(row.product_id, 0) + row.base_micro
    return found
