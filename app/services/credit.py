"""How much of a customer's credit is used: each euro once, all gross (C45)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.domain.rounding import divide_half_up
from app.domain.tax import PriceMode, TaxedAmount, TaxKey, document_totals
from app.services.unit_of_work import Reading
from db.schema.invoicing import OpenItem
from db.schema.orders import Order, OrderLine
from db.schema.parties import Customer

OPEN_STATES = ("confirmed", "shipped")


@dataclass(frozen=True, slots=True)
class CreditFacts:
    """A customer's credit in minor units: what is claimed, what is on its way, what is left.

    Overdue counts the items past their due date today; `overdue_days` is the age of the oldest.
    """

    customer_id: int
    limit_minor: int | None
    on_hold: bool
    open_items_minor: int
    unapplied_minor: int
    shipped_minor: int
    ordered_minor: int
    overdue_minor: int
    overdue_count: int
    overdue_days: int

    @property
    def used_minor(self) -> int:
        """Open items, shipped and ordered goods not invoiced, less credits not applied yet."""
        return self.open_items_minor + self.shipped_minor + self.ordered_minor - self.unapplied_minor

    @property
    def available_minor(self) -> int | None:
        """What may still be ordered (negative: over the limit); None without a limit."""
        return None if self.limit_minor is None else self.limit_minor - self.used_minor


# Built once: making a statement costs more than running it.
_ID = sa.bindparam("customer_id", type_=sa.BigInteger)
_CUSTOMER = sa.select(Customer.credit_limit_minor, Customer.on_hold).where(Customer.id == _ID)
_OPEN = OpenItem.amount_minor - OpenItem.applied_minor
_LATE = sa.and_(_OPEN > 0, OpenItem.due_date < sa.bindparam("today", type_=sa.Date))
_ZERO = sa.literal(0)
_OPEN_ITEMS = sa.select(
    sa.func.coalesce(sa.func.sum(sa.case((_OPEN > 0, _OPEN), else_=_ZERO)), _ZERO).label("claims"),
    sa.func.coalesce(sa.func.sum(sa.case((_OPEN < 0, -_OPEN), else_=_ZERO)), _ZERO).label("credits"),
    sa.func.coalesce(sa.func.sum(sa.case((_LATE, _OPEN), else_=_ZERO)), _ZERO).label("overdue"),
    sa.func.count(sa.case((_LATE, OpenItem.id))).label("overdue_count"),
    sa.func.min(sa.case((_LATE, OpenItem.due_date))).label("oldest"),
).where(OpenItem.customer_id == _ID, OpenItem.is_open.is_(True))
_LEFT = OrderLine.base_micro - OrderLine.cancelled_micro - OrderLine.invoiced_micro
_RUNNING = (
    Order.customer_id == _ID,
    Order.kind == "order",
    Order.state.in_(OPEN_STATES),
    Order.id != sa.bindparam("without", type_=sa.BigInteger),
)
_BEGUN: sa.ColumnElement[bool] = sa.literal_column(
    "exists (select 1 from order_line as step where step.order_id = sales_order.id"
    " and (step.shipped_micro > 0 or step.invoiced_micro > 0 or step.cancelled_micro > 0))",
    sa.Boolean,
)
"""Literal, as the partial index `ix_order_line_begun` has it: both planners then use the index."""
_ORDERS = sa.select(Order.gross_minor, _BEGUN).where(*_RUNNING)
_UNINVOICED = (
    sa.select(
        Order.id,
        Order.price_mode,
        OrderLine.amount_minor,
        OrderLine.base_micro,
        _LEFT.label("left_micro"),
        (OrderLine.shipped_micro - OrderLine.invoiced_micro).label("shipped_micro"),
        OrderLine.tax_category,
        OrderLine.tax_ppm,
        OrderLine.tax_code,
    )
    .join(OrderLine, OrderLine.order_id == Order.id)
    .where(*_RUNNING, _BEGUN, _LEFT > 0, OrderLine.amount_minor != 0)
    .order_by(Order.id)
)


def read_credit(
    view: Reading,
    customer_id: int,
    *,
    without_order: int | None = None,
    terms: tuple[int | None, bool] | None = None,
) -> CreditFacts:
    """The customer's credit now: up to four queries. `without_order` leaves out one order that is being changed.

    An order of which nothing was shipped, invoiced or cancelled counts with its stored gross, so that the
    cost grows with the orders under way, not with the lines of the whole book. `terms`: the customer's limit and
    hold, where the caller has read them already.
    """
    own = {"customer_id": customer_id}
    limit_minor, on_hold = terms or view.db.execute(_CUSTOMER, own).one()
    items = view.db.execute(_OPEN_ITEMS, {**own, "today": view.clock.today()}).one()
    running = {**own, "without": without_order or 0}
    orders = view.db.execute(_ORDERS, running).all()
    not_begun = sum(gross for gross, has_begun in orders if not has_begun)
    has_begun = any(has_begun for _gross_minor, has_begun in orders)
    rest = _read_uninvoiced(view, running) if has_begun else []
    whole = sum(_gross(lines, shipped_only=False) for lines in rest)
    shipped = sum(_gross(lines, shipped_only=True) for lines in rest)
    return CreditFacts(
        customer_id=customer_id,
        limit_minor=limit_minor,
        on_hold=on_hold,
        open_items_minor=int(items.claims),
        unapplied_minor=int(items.credits),
        shipped_minor=shipped,
        ordered_minor=not_begun + whole - shipped,
        overdue_minor=int(items.overdue),
        overdue_count=int(items.overdue_count),
        overdue_days=(view.clock.today() - items.oldest).days if items.oldest else 0,
    )


def _read_uninvoiced(view: Reading, values: dict[str, int]) -> list[list[Any]]:
    """The lines of begun orders that are not fully invoiced, by order."""
    orders: dict[int, list[Any]] = defaultdict(list)
    for row in view.db.execute(_UNINVOICED, values):
        orders[row.id].append(row)
    return list(orders.values())


def _gross(lines: list[Any], *, shipped_only: bool) -> int:
    """The gross of what is left of an order's lines, its tax computed by rate on their sum."""
    amounts = []
    for line in lines:
        part = min(line.left_micro, max(line.shipped_micro, 0)) if shipped_only else line.left_micro
        amount = divide_half_up(line.amount_minor * part, line.base_micro)
        key = TaxKey(category=line.tax_category, rate_ppm=line.tax_ppm, code=line.tax_code)
        amounts.append(TaxedAmount(amount, key))
    return document_totals(amounts, PriceMode(lines[0].price_mode)).gross_minor
