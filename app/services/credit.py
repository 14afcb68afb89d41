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


def read_credit(view: Reading, customer_id: int, *, without_order: int | None = None) -> CreditFacts:
    """The customer's credit now: three queries. `without_order` leaves out one order that is being changed."""
    customer = view.db.execute(
        sa.select(Customer.credit_limit_minor, Customer.on_hold).where(Customer.id == customer_id)
    ).one()
    items = _read_open_items(view, customer_id)
    rest = _read_uninvoiced(view, customer_id, without_order)
    whole = sum(_gross(lines, shipped_only=False) for lines in rest)
    shipped = sum(_gross(lines, shipped_only=True) for lines in rest)
    return CreditFacts(
        customer_id=customer_id,
        limit_minor=customer.credit_limit_minor,
        on_hold=customer.on_hold,
        open_items_minor=int(items.claims),
        unapplied_minor=int(items.credits),
        shipped_minor=shipped,
        ordered_minor=whole - shipped,
        overdue_minor=int(items.overdue),
        overdue_count=int(items.overdue_count),
        overdue_days=(view.clock.today() - items.oldest).days if items.oldest else 0,
    )


def _read_open_items(view: Reading, customer_id: int) -> Any:
    """Sums of claims, credits and what is past its due date today, in one row."""
    item = OpenItem
    left = item.amount_minor - item.applied_minor
    late = sa.and_(left > 0, item.due_date < view.clock.today())
    zero = sa.literal(0)
    return view.db.execute(
        sa.select(
            sa.func.coalesce(sa.func.sum(sa.case((left > 0, left), else_=zero)), zero).label("claims"),
            sa.func.coalesce(sa.func.sum(sa.case((left < 0, -left), else_=zero)), zero).label("credits"),
            sa.func.coalesce(sa.func.sum(sa.case((late, left), else_=zero)), zero).label("overdue"),
            sa.func.count(sa.case((late, item.id))).label("overdue_count"),
            sa.func.min(sa.case((late, item.due_date))).label("oldest"),
        ).where(item.customer_id == customer_id, item.is_open.is_(True))
    ).one()


def _read_uninvoiced(view: Reading, customer_id: int, without_order: int | None) -> list[list[Any]]:
    """The lines of confirmed orders that are not fully invoiced, by order."""
    line = OrderLine
    left = line.base_micro - line.cancelled_micro - line.invoiced_micro
    statement = (
        sa.select(
            Order.id,
            Order.price_mode,
            line.amount_minor,
            line.base_micro,
            left.label("left_micro"),
            (line.shipped_micro - line.invoiced_micro).label("shipped_micro"),
            line.tax_category,
            line.tax_ppm,
            line.tax_code,
        )
        .join(line, line.order_id == Order.id)
        .where(Order.customer_id == customer_id, Order.kind == "order", Order.state.in_(OPEN_STATES))
        .where(left > 0, line.amount_minor != 0, Order.id != (without_order or 0))
        .order_by(Order.id)
    )
    orders: dict[int, list[Any]] = defaultdict(list)
    for row in view.db.execute(statement):
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
