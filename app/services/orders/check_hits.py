"""Which orders of the last month each check would have hit, from their stored facts.

Each order is checked as of its own day, and against what its customer had ordered before its own moment (E84).
Articles, customers and rules of prices (each with its days) are those of today, and the roles those of
the sellers. What nobody can know any more is not counted: `NOT_COUNTED`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from math import ceil
from typing import Any

import sqlalchemy as sa

from app.domain.check_settings import CheckSettings
from app.domain.habits import (
    AS_USUAL,
    LEAST_LIMIT,
    HabitLimits,
    Habits,
    PastOrder,
    PastSale,
    habit_before,
    price_of_base,
)
from app.domain.order_checks import Surroundings, check_order, registry
from app.domain.orders.context import OrderContext
from app.domain.orders.draft import Draft, Line
from app.domain.orders.without_tax import net_price
from app.domain.pricing import Purchases
from app.domain.pricing.rules import EMPTY
from app.domain.simulation import SELLERS
from app.services.check_settings import Calibration, read_check_settings
from app.services.goods.licences import with_licences
from app.services.orders.context import read_customer_cards, read_order_context, read_surroundings
from app.services.orders.drafts import read_draft
from app.services.orders.habits import ORDERS_LOOKED_AT, PO_LOOKED_AT, SOLD, read_history_of
from app.services.pricing import read_rules
from app.services.unit_of_work import Reading
from db.schema.orders import Order, OrderLine
from db.statements import table_of

_ORDER = table_of(Order)
_LINE = table_of(OrderLine)
DAYS = 30
DOUBLE_MOST = timedelta(days=90)  # as far back as anybody may look for a double
LEAST_ORDERS = 50  # of fewer no share can be told: the usual limits stay
_NO_LIMIT = HabitLimits(quantity=float("inf"), price=float("inf"))
_SCORED = ("line.quantity_unusual", "line.price_unusual")
NOT_COUNTED = frozenset(
    {
        "order.held", "order.customer_overdue", "order.overdue_holds", "order.credit_exceeded",
        "compliance.denied_party", "compliance.screening_missing", "compliance.list_old", "order.prices_changed",
        "order.tax_changed", "order.after_cutoff", "order.no_warehouse", "order.quote_expired",
        "order.pasted_rows_wait", "order.customer_inactive", "line.product_inactive", "line.discontinued",
        "line.unit_changed", "order.waits_for_all", "order.coupon_used_up", "price.beyond_contract",
        "order.ships_from_elsewhere", "order.ships_from_closed",
    }
)  # fmt: skip
"""What was only so at that moment: credit, stock, prices, what was used up and cards of that day are not kept."""

Report = Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class HitOrder:
    """An order as the list of the hit ones shows it."""

    id: int
    number: str
    day: date
    customer_name: str
    gross_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class CheckHits:
    """What was counted: the hit orders by code of the check, newest first, and limits that keep the budgets."""

    since: date
    orders: int
    hits: Mapping[str, tuple[HitOrder, ...]]
    calibration: Calibration | None


@dataclass(slots=True)
class _Counted:
    """What is gathered on the way."""

    rows: dict[int, HitOrder] = field(default_factory=dict)
    hits: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    scores: dict[int, tuple[float, float]] = field(default_factory=dict)


def count_hits(view: Reading, report: Report) -> CheckHits:
    """Check every order that was confirmed in the last month; `report` is told after each customer and may stop it."""
    since = view.clock.today() - timedelta(days=DAYS)
    settings = read_check_settings(view)
    by_customer = _orders_since(view, since)
    counted = _Counted()
    world = read_order_context(view, customer_id=None, product_ids=(), rules=EMPTY)
    world = replace(world, checks=_all_on(settings))
    done = 0
    for number, (customer_id, rows) in enumerate(by_customer.items(), 1):
        _count_customer(view, world, customer_id, rows, counted)
        done += len(rows)
        report(number / len(by_customer), str(done))
    limits = _limits(settings, counted.scores.values())
    _note_unusual(counted, limits or AS_USUAL)
    told = {code: _told(counted, ids) for code, ids in counted.hits.items() if code not in NOT_COUNTED}
    calibration = Calibration(limits, len(counted.rows), view.clock.today().isoformat()) if limits else None
    return CheckHits(since, len(counted.rows), told, calibration)


def _told(counted: _Counted, ids: Iterable[int]) -> tuple[HitOrder, ...]:
    return tuple(counted.rows[id_] for id_ in sorted(set(ids), reverse=True))


def _all_on(settings: CheckSettings) -> CheckSettings:
    """Every check with the firm's numbers, whether it is on or not."""
    choices = {check.code: replace(settings.choice(check.code), is_on=True) for check in registry.CHECKS}
    return CheckSettings(choices, settings.policies)


def _orders_since(view: Reading, since: date) -> dict[int, list[Any]]:
    """The orders to be looked at by customer, oldest first."""
    columns = ("id", "number", "order_date", "customer_name", "gross_minor", "currency", "confirmed_at")
    statement = (
        sa.select(_ORDER.c.customer_id, *(_ORDER.c[name] for name in columns))
        .where(_ORDER.c.order_date >= since, _ORDER.c.kind == "order", _ORDER.c.state.in_(SOLD))
        .where(_ORDER.c.customer_id.is_not(None), _ORDER.c.confirmed_at.is_not(None))
        .order_by(_ORDER.c.customer_id, _ORDER.c.id)
    )
    found: dict[int, list[Any]] = {}
    for row in view.db.execute(statement):
        found.setdefault(row.customer_id, []).append(row)
    return found


def _count_customer(
    view: Reading, world: OrderContext, customer_id: int, rows: Sequence[Any], counted: _Counted
) -> None:
    drafts = {row.id: read_draft(view, row.id) for row in rows}
    product_ids = {id_ for draft in drafts.values() for id_ in _articles(draft)}
    customer = read_customer_cards(view, (customer_id,)).get(customer_id)
    buyer = (customer_id, customer.price_group) if customer is not None else None
    rules = read_rules(view, currency=world.currency, product_ids=product_ids, buyer=buyer)
    keys = frozenset[str]().union(*(draft.configurations for draft in drafts.values()))
    context = read_order_context(
        view, customer_id=None, product_ids=product_ids, configurations=keys, rules=rules
    )
    context = replace(context, customer=customer, checks=world.checks, roles=SELLERS, purchases=Purchases())
    context = with_licences(view, context, customer_id)
    pasts = _read_pasts(view, drafts, product_ids, rows)
    promises = _promises(view, [row.id for row in rows])
    for row in rows:
        draft = drafts[row.id]
        habits = pasts[draft.currency].before(draft, row.confirmed_at)
        seen = replace(context, today=row.order_date, habits=habits)
        around = _around(view, draft, promises.get(row.id, ()), seen.origin_of(draft.header).country)
        counted.rows[row.id] = HitOrder(
            row.id, row.number or "", row.order_date, row.customer_name, row.gross_minor, row.currency
        )
        counted.scores[row.id] = _scores(draft, seen.habits)
        for code in {issue.code for issue in check_order(draft, seen, around)}:
            counted.hits[code].append(row.id)


def _read_pasts(
    view: Reading, drafts: Mapping[int, Draft], product_ids: set[int], rows: Sequence[Any]
) -> dict[str, _Past]:
    """By currency what the customer ordered in it before the first of these orders, and among them."""
    firsts = {drafts[row.id].currency: drafts[row.id] for row in reversed(rows)}
    return {currency: _read_past(view, first, product_ids, rows) for currency, first in firsts.items()}


def _read_past(view: Reading, first: Draft, product_ids: set[int], rows: Sequence[Any]) -> _Past:
    """The same in the currency of the first of them."""
    assert first.header.customer_id is not None, "orders without customer are not looked at"
    since = rows[0].order_date - DOUBLE_MOST
    most = ORDERS_LOOKED_AT + len(rows)
    return _Past(first.header.customer_id, *read_history_of(view, first, product_ids, since, most))


def _articles(draft: Draft) -> set[int]:
    return {line.product_id for line in draft.lines if line.product_id is not None}


@dataclass(slots=True)
class _Past:
    """A customer's orders with their sales; what was known before a moment is told from them."""

    customer_id: int
    orders: Sequence[Any]
    sales: Mapping[int, Sequence[PastSale]]
    goods: Mapping[int, Mapping[int, int]]

    def before(self, draft: Draft, moment: datetime) -> Habits:
        """The habits as a desk would have read them then."""
        earlier = [row for row in self.orders if row.confirmed_at < moment and row.id != draft.id]
        articles = {
            id_: habit_before(self.sales.get(id_, ()), before=moment, order_id=draft.id)
            for id_ in _articles(draft)
        }
        newest = earlier[:PO_LOOKED_AT]
        recent = tuple(
            PastOrder(row.id, row.number or "", row.order_date, self.goods[row.id])
            for row in earlier
            if row.id in self.goods
        )
        return Habits(
            customer_id=self.customer_id,
            articles=articles,
            recent=recent,
            orders_counted=len(newest),
            orders_with_po=sum(bool(row.po_number.strip()) for row in newest),
            limits=_NO_LIMIT,
        )


def _promises(view: Reading, order_ids: Sequence[int]) -> dict[int, list[tuple[str, date | None]]]:
    """The days that were promised for the lines with goods."""
    found: dict[int, list[tuple[str, date | None]]] = {}
    columns = (_LINE.c.order_id, _LINE.c.line_key, _LINE.c.promise_date)
    statement = sa.select(*columns).where(_LINE.c.order_id.in_(order_ids), _LINE.c.kind == "goods")
    for order_id, key, day in view.db.execute(statement):
        found.setdefault(order_id, []).append((key, day))
    return found


def _around(
    view: Reading, draft: Draft, promises: Iterable[tuple[str, date | None]], ship_from: str
) -> Surroundings:
    """What stood around the order: earlier orders with its number, and what was promised."""
    around = read_surroundings(view, draft, ship_from=ship_from)
    wishes = {line.key: line.requested_date or draft.header.requested_date for line in draft.lines}
    known = [(key, day, wishes.get(key)) for key, day in promises]
    return replace(
        around,
        orders_with_same_po=tuple(each for each in around.orders_with_same_po if each[0] < draft.id),
        late_lines=tuple((key, day) for key, day, wish in known if day and wish and day > wish),
        short_lines=tuple(key for key, day, _wish in known if day is None),
        leaves=tuple((key, day) for key, day, _wish in known if day),
    )


def _scores(draft: Draft, habits: Habits | None) -> tuple[float, float]:
    """How unusual the order's most unusual quantity and price are."""
    assert habits is not None, "they were read"
    pairs = [_line_scores(line, net_price(line, draft.price_mode), habits) for line in draft.lines]
    return max((pair[0] for pair in pairs), default=0.0), max((pair[1] for pair in pairs), default=0.0)


def _line_scores(line: Line, net_micro: int, habits: Habits) -> tuple[float, float]:
    """Habits know prices without tax."""
    usual = habits.of(line.product_id)
    quantity = usual.quantity.score(line.base_micro) if usual.quantity else 0.0
    if usual.price is None or net_micro <= 0:
        return quantity, 0.0
    price = price_of_base(
        price_micro=net_micro,
        price_per=line.price_per,
        factor_num=line.factor_num,
        factor_den=line.factor_den,
    )
    return quantity, usual.price.score(price)


def _limits(settings: CheckSettings, scores: Iterable[tuple[float, float]]) -> HabitLimits | None:
    """Limits under which no larger share of these orders is alerted than the firm allows; None for too few orders."""
    found = list(scores)
    if len(found) < LEAST_ORDERS:
        return None
    quantity, price = (
        limit_of([pair[place] for pair in found], _budget(settings, code))
        for place, code in enumerate(_SCORED)
    )
    return HabitLimits(quantity, price)


def limit_of(scores: Sequence[float], budget_ppm: int) -> float:
    """The score that at most this share of the orders exceeds; never so low that what is usual is told."""
    import numpy as np  # noqa: PLC0415 - 80 ms, for a count that nobody waits for

    share = 1 - budget_ppm / 1_000_000
    return max(LEAST_LIMIT, ceil(float(np.quantile(scores, share, method="higher")) * 1000) / 1000)


def _budget(settings: CheckSettings, code: str) -> int:
    threshold = registry.BY_CODE[code].threshold
    assert threshold is not None, "the check has a budget"
    chosen = settings.choice(code).threshold
    return threshold.usual if chosen is None else chosen


def _note_unusual(counted: _Counted, limits: HabitLimits) -> None:
    for id_, (quantity, price) in counted.scores.items():
        for code, is_hit in zip(_SCORED, (quantity > limits.quantity, price > limits.price), strict=True):
            if is_hit:
                counted.hits[code].append(id_)
