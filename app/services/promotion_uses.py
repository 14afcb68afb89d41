"""What orders use of promotions: read for prices, taken at confirm, given back by a cancel (A21)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

import sqlalchemy as sa

from app.domain.errors import ConflictError
from app.domain.pricing import Promotion, Used
from app.domain.pricing.promotions import Uses
from app.services.unit_of_work import Reading, UnitOfWork
from db.rows import ids, one_of
from db.schema.promotions import PromotionRule, PromotionTally, PromotionUse
from db.statements import insert_rows, table_of

_TALLY, _USE, _RULE = table_of(PromotionTally), table_of(PromotionUse), table_of(PromotionRule)
_TALLIES = sa.select(_TALLY.c.number, _TALLY.c.uses, _TALLY.c.spent_minor).where(
    one_of(_TALLY.c.number, ids())
)
_NEAR = (
    sa.select(_USE.c.number, _USE.c.order_id, _USE.c.customer_id, _USE.c.amount_minor)
    .where(one_of(_USE.c.number, ids()))
    .where(
        sa.or_(
            _USE.c.customer_id == sa.bindparam("customer", type_=sa.BigInteger),
            _USE.c.order_id == sa.bindparam("order", type_=sa.BigInteger),
        )
    )
)
_OF_CUSTOMERS = (
    sa.select(_USE.c.customer_id, _USE.c.number, sa.func.count())
    .where(one_of(_USE.c.number, ids()), one_of(_USE.c.customer_id, ids("customers")))
    .group_by(_USE.c.customer_id, _USE.c.number)
)
_OF_ORDERS = sa.select(_USE.c.order_id, _USE.c.number, _USE.c.customer_id, _USE.c.amount_minor).where(
    one_of(_USE.c.number, ids()), one_of(_USE.c.order_id, ids("orders"))
)
_OF_ORDER = sa.select(_USE.c.number, _USE.c.amount_minor).where(
    _USE.c.order_id == sa.bindparam("order", type_=sa.BigInteger)
)


def _limit(name: str) -> sa.ScalarSelect[int]:
    """A limit of the promotion as it is now; 0 for one that was ended."""
    rule = _RULE.alias()
    found = sa.select(rule.c[name]).where(
        rule.c.number == _TALLY.c.number, rule.c.replaced_at_version.is_(None), ~rule.c.draft
    )
    return sa.func.coalesce(found.correlate(_TALLY).scalar_subquery(), 0)  # type: ignore[return-value]


_MORE, _MINOR = sa.bindparam("more", type_=sa.BigInteger), sa.bindparam("minor", type_=sa.BigInteger)
_TAKE = (
    sa.update(_TALLY)
    .where(_TALLY.c.number == sa.bindparam("b_number", type_=sa.BigInteger))
    .where(sa.or_(_MORE <= 0, _limit("max_uses") == 0, _TALLY.c.uses + _MORE <= _limit("max_uses")))
    .where(
        sa.or_(
            _MINOR <= 0,
            _limit("budget_minor") == 0,
            _TALLY.c.spent_minor + _MINOR <= _limit("budget_minor"),
        )
    )
    .values(uses=_TALLY.c.uses + _MORE, spent_minor=_TALLY.c.spent_minor + _MINOR)
)
_CUSTOMERS_OWN = sa.select(sa.func.count()).where(
    _USE.c.number == sa.bindparam("b_number", type_=sa.BigInteger),
    _USE.c.customer_id == sa.bindparam("customer", type_=sa.BigInteger),
    _USE.c.order_id != sa.bindparam("order", type_=sa.BigInteger),
)
_OF_RULE = sa.select(_RULE.c.name, _RULE.c.max_customer_uses).where(
    _RULE.c.number == sa.bindparam("b_number", type_=sa.BigInteger),
    _RULE.c.replaced_at_version.is_(None),
    ~_RULE.c.draft,
)


def read_used(
    view: Reading, promotions: Iterable[Promotion], customer_id: int | None, *, without_order: int = 0
) -> dict[int, Used]:
    """What other orders used of the promotions that have a limit, by number; nothing is read without any."""
    numbers = _limited(promotions)
    if not numbers:
        return {}
    own: defaultdict[int, int] = defaultdict(int)
    mine: dict[int, int] = {}
    asked = {"ids": numbers, "customer": customer_id, "order": without_order}
    for number, order_id, customer, amount in view.db.execute(_NEAR, asked):
        if order_id == without_order:
            mine[number] = amount
        elif customer is not None and customer == customer_id:
            own[number] += 1
    return {
        number: Used(uses - (number in mine), own[number], spent - mine.get(number, 0))
        for number, uses, spent in view.db.execute(_TALLIES, {"ids": numbers})
        if uses
    }


def _limited(promotions: Iterable[Promotion]) -> list[int]:
    """The numbers of those that have a limit."""
    limited = (each for each in promotions if each.max_uses or each.max_customer_uses or each.budget_minor)
    return sorted({each.number for each in limited})


@dataclass(frozen=True, slots=True)
class UsedByAll:
    """What all orders used of promotions that have a limit: by number orders and amount, and what is known of each.

    `customers`: by customer and number how many orders; `orders`: by order what it has, by number its customer and
    amount.
    """

    tallies: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    customers: Mapping[tuple[int, int], int] = field(default_factory=dict)
    orders: Mapping[int, Mapping[int, tuple[int | None, int]]] = field(default_factory=dict)

    def without(self, order_id: int, customer_id: int | None) -> Uses:
        """What other orders used, as `read_used` says it for one order."""
        mine = self.orders.get(order_id, {})
        found: dict[int, Used] = {}
        for number, (uses, spent) in self.tallies.items():
            buyer, amount = mine.get(number, (None, 0))
            own = int(buyer is not None and buyer == customer_id)
            of_customer = self.customers.get((customer_id or 0, number), 0) - own
            found[number] = Used(uses - int(number in mine), of_customer, spent - amount)
        return found


NOTHING_USED = UsedByAll()


def read_used_by_all(
    view: Reading, promotions: Iterable[Promotion], customer_ids: Collection[int], order_ids: Collection[int]
) -> UsedByAll:
    """For many orders and their customers at once: three queries, none without a promotion that has a limit."""
    numbers = _limited(promotions)
    if not numbers:
        return NOTHING_USED
    orders: defaultdict[int, dict[int, tuple[int | None, int]]] = defaultdict(dict)
    for order_id, number, customer_id, amount in view.db.execute(
        _OF_ORDERS, {"ids": numbers, "orders": sorted(order_ids)}
    ):
        orders[order_id][number] = (customer_id, amount)
    counted = view.db.execute(_OF_CUSTOMERS, {"ids": numbers, "customers": sorted(customer_ids)})
    tallies = view.db.execute(_TALLIES, {"ids": numbers})
    return UsedByAll(
        {number: (uses, spent) for number, uses, spent in tallies if uses},
        {(customer_id, number): int(count) for customer_id, number, count in counted},
        orders,
    )


def has_uses(view: Reading, order_id: int) -> bool:
    """Whether an order has any promotion."""
    return view.db.execute(_OF_ORDER.limit(1), {"order": order_id}).first() is not None


def take_uses(uow: UnitOfWork, order_id: int, customer_id: int | None, wanted: Mapping[int, int]) -> None:
    """Let an order have these promotions, by number with what each takes off, in place of those that it had.

    Each tally is raised by one statement with its condition, in the order of the numbers, and held until the end of
    the transaction. `ConflictError` names a promotion that others used up meanwhile; nothing is written then.
    """
    had: dict[int, int] = {
        row.number: row.amount_minor for row in uow.db.execute(_OF_ORDER, {"order": order_id})
    }
    for number in sorted({*had, *wanted}):
        more = int(number in wanted) - int(number in had)
        minor = wanted.get(number, 0) - had.get(number, 0)
        if more or minor:
            _take(uow, number, more, minor, order_id, customer_id)
    if had == dict(wanted):
        return
    uow.db.execute(sa.delete(_USE).where(_USE.c.order_id == order_id))
    rows = [
        {"order_id": order_id, "number": number, "customer_id": customer_id, "amount_minor": amount}
        for number, amount in sorted(wanted.items())
    ]
    insert_rows(uow.db, PromotionUse, rows)


def _take(
    uow: UnitOfWork, number: int, more: int, minor: int, order_id: int, customer_id: int | None
) -> None:
    taken = uow.db.execute(_TAKE, {"b_number": number, "more": more, "minor": minor}).rowcount
    rule = uow.db.execute(_OF_RULE, {"b_number": number}).one_or_none()
    if taken != 1:
        raise used_up(rule.name if rule else str(number), order_id)
    if more > 0 and rule is not None and rule.max_customer_uses and customer_id is not None:
        asked = {"b_number": number, "customer": customer_id, "order": order_id}
        if int(uow.db.execute(_CUSTOMERS_OWN, asked).scalar_one()) >= rule.max_customer_uses:
            raise used_up(rule.name, order_id)


def used_up(name: str, order_id: int) -> ConflictError:
    """The conflict of an order whose promotion others used up meanwhile."""
    return ConflictError("order.promotion_used_up", id=order_id, name=name)
