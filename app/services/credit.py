"""How much of a customer's credit is used: each euro once, all gross (C45), by the rates that the documents keep."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.domain.credit import Exposure
from app.domain.exchange import home_minor
from app.domain.orders.draft import KIT
from app.domain.rounding import divide_half_up
from app.domain.tax import PriceMode, TaxedAmount, TaxKey, TaxRounding, document_totals
from app.services.ledger.advances import read_held_of_customers
from app.services.ledger.home import HOME_OPEN
from app.services.unit_of_work import Reading
from db.rows import ids, one_of
from db.schema.invoicing import Invoice, OpenItem
from db.schema.orders import Order, OrderLine
from db.schema.parties import Customer

OPEN_STATES = ("confirmed", "shipped")


@dataclass(frozen=True, slots=True)
class CreditFacts:
    """A customer's credit in minor units: what is used of which limit, and what is late.

    Overdue counts the items past their due date today; `overdue_days` is the age of the oldest.
    """

    customer_id: int
    limit_minor: int | None
    credit_class: str
    exposure: Exposure
    overdue_minor: int = 0
    overdue_count: int = 0
    overdue_days: int = 0

    @property
    def used_minor(self) -> int:
        """Open items, shipped and ordered goods not invoiced, less credits not applied yet."""
        return self.exposure.used_minor

    @property
    def available_minor(self) -> int | None:
        """What may still be ordered (negative: over the limit); None without a limit."""
        return None if self.limit_minor is None else self.limit_minor - self.used_minor


# Built once: making a statement costs more than running it.
_IDS = ids()
_CUSTOMERS = sa.select(Customer.id, Customer.credit_limit_minor, Customer.credit_class).where(
    one_of(Customer.id, _IDS)
)
_OPEN = HOME_OPEN
_LATE = sa.and_(_OPEN > 0, OpenItem.due_date < sa.bindparam("today", type_=sa.Date))
_ZERO = sa.literal(0)
_NO_SUM, _NO_DAY, _NO_ANSWER = (sa.cast(sa.null(), kind) for kind in (sa.BigInteger, sa.Date, sa.Boolean))


def _sum(of: Any) -> Any:
    return sa.cast(sa.func.sum(of), sa.BigInteger)


_OPEN_ITEMS: Any = (
    sa.select(
        OpenItem.customer_id,
        _sum(sa.case((_OPEN > 0, _OPEN), else_=_ZERO)).label("claims"),
        _sum(sa.case((_OPEN < 0, -_OPEN), else_=_ZERO)).label("credits"),
        _sum(sa.case((_LATE, _OPEN), else_=_ZERO)).label("overdue"),
        sa.func.count(sa.case((_LATE, OpenItem.id))).label("overdue_count"),
        sa.func.min(sa.case((_LATE, OpenItem.due_date)), type_=sa.Date).label("oldest"),
        sa.null().label("exchange"),
        _NO_SUM.label("gross_minor"),
        _NO_ANSWER.label("is_begun"),
    )
    .where(one_of(OpenItem.customer_id, _IDS), OpenItem.is_open.is_(True))
    .group_by(OpenItem.customer_id)
)
_NO_ITEMS = (_NO_SUM, _NO_SUM, _NO_SUM, _NO_SUM, _NO_DAY)
_LEFT = OrderLine.base_micro - OrderLine.cancelled_micro - OrderLine.invoiced_micro
_RUNNING = (
    one_of(Order.customer_id, _IDS),
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
_HAS_ADVANCES: Any = sa.select(
    Invoice.customer_id, *_NO_ITEMS, Invoice.exchange, sa.literal(0), _NO_ANSWER
).where(one_of(Invoice.customer_id, _IDS), Invoice.is_advance)
"""Nearly nobody has one: told with the orders, so that it costs no query."""
_OWED = sa.union_all(
    _OPEN_ITEMS,
    sa.select(Order.customer_id, *_NO_ITEMS, Order.exchange, Order.gross_minor, _BEGUN).where(*_RUNNING),
    _HAS_ADVANCES,
)
"""Every order asks for it twice, so it is one query: a row of sums has `claims`, others have a `gross_minor`."""
_UNINVOICED = (
    sa.select(
        Order.id,
        Order.customer_id,
        Order.price_mode,
        Order.tax_rounding,
        Order.exchange,
        OrderLine.amount_minor,
        OrderLine.base_micro,
        _LEFT.label("left_micro"),
        (OrderLine.shipped_micro - OrderLine.invoiced_micro).label("shipped_micro"),
        OrderLine.tax_category,
        OrderLine.tax_ppm,
        OrderLine.tax_code,
        OrderLine.tax_stack,
    )
    .join(OrderLine, OrderLine.order_id == Order.id)
    .where(*_RUNNING, _BEGUN, _LEFT > 0, OrderLine.amount_minor != 0, OrderLine.kind != KIT)
    .order_by(Order.id)
)


def read_credit(
    view: Reading,
    customer_id: int,
    *,
    without_order: int | None = None,
    terms: tuple[int | None, str] | None = None,
) -> CreditFacts:
    """The customer's credit now: up to three queries; more where there are advances.

    `without_order` leaves out one order that is being changed.

    `terms`: the customer's limit and class, where the caller has read them already.
    """
    found = read_credits(
        view,
        [customer_id],
        without_order=without_order,
        terms=None if terms is None else {customer_id: terms},
    )
    return found[customer_id]


def read_credits(
    view: Reading,
    customer_ids: Collection[int],
    *,
    without_order: int | None = None,
    terms: dict[int, tuple[int | None, str]] | None = None,
) -> dict[int, CreditFacts]:
    """The credit of many customers by id, in the same queries as that of one.

    An order of which nothing was shipped, invoiced or cancelled counts with its stored gross, so that the
    cost grows with the orders under way, not with the lines of the whole book. What is in
    another currency counts by the rate that its document keeps.
    """
    own = {"ids": sorted(customer_ids)}
    if terms is None:
        rows = view.db.execute(_CUSTOMERS, own)
        terms = {row.id: (row.credit_limit_minor, row.credit_class) for row in rows}
    today = view.clock.today()
    sums = {id_: _Sums(today) for id_ in terms}
    _add_owed(view, sums, {**own, "without": without_order or 0}, today)
    return {id_: sums[id_].facts(id_, *terms[id_]) for id_ in terms}


def _add_owed(view: Reading, sums: dict[int, _Sums], values: dict[str, Any], today: date) -> None:
    """Open items; orders not begun by their gross, others by their lines' rest; less what is left of advances."""
    has_begun, with_advances = False, set()
    for row in view.db.execute(_OWED, {**values, "today": today}).all():
        if row.gross_minor is None:
            sums[row.customer_id].add_items(row)
        elif row.is_begun is None:
            with_advances.add(row.customer_id)
        elif row.is_begun:
            has_begun = True
        else:
            sums[row.customer_id].ordered += home_minor(row.gross_minor, row.exchange)
    for lines in _read_uninvoiced(view, values) if has_begun else ():
        owner: int = lines[0].customer_id
        sums[owner].add_begun(lines)
    for held in read_held_of_customers(view, with_advances) if with_advances else ():
        sums[held.customer_id].advances += home_minor(held.left.gross_minor, held.exchange)


class _Sums:
    """Grows to the credit of one customer."""

    def __init__(self, today: date) -> None:
        self._today = today
        self.claims = self.credits = self.shipped = self.ordered = self.advances = 0
        self.overdue = self.overdue_count = self.overdue_days = 0

    def add_items(self, row: Any) -> None:
        self.claims += int(row.claims)
        self.credits += int(row.credits)
        self.overdue += int(row.overdue)
        self.overdue_count += int(row.overdue_count)
        if row.oldest is not None:
            self.overdue_days = max(self.overdue_days, (self._today - row.oldest).days)

    def add_begun(self, lines: list[Any]) -> None:
        whole, shipped = _gross(lines, shipped_only=False), _gross(lines, shipped_only=True)
        self.shipped += shipped
        self.ordered += whole - shipped

    def facts(self, customer_id: int, limit_minor: int | None, credit_class: str) -> CreditFacts:
        exposure = Exposure(self.claims, self.credits, self.shipped, self.ordered, self.advances)
        late = (self.overdue, self.overdue_count, self.overdue_days)
        return CreditFacts(customer_id, limit_minor, credit_class, exposure, *late)


def _read_uninvoiced(view: Reading, values: dict[str, Any]) -> Iterable[list[Any]]:
    """The lines of begun orders that are not fully invoiced, by order."""
    orders: dict[int, list[Any]] = defaultdict(list)
    for row in view.db.execute(_UNINVOICED, values):
        orders[row.id].append(row)
    return orders.values()


def _gross(lines: list[Any], *, shipped_only: bool) -> int:
    """The gross of what is left of an order's lines in the firm's currency, its tax computed by rate on their sum."""
    amounts = []
    for line in lines:
        part = min(line.left_micro, max(line.shipped_micro, 0)) if shipped_only else line.left_micro
        amount = divide_half_up(line.amount_minor * part, line.base_micro)
        key = TaxKey(line.tax_category, line.tax_ppm, line.tax_code, line.tax_stack)
        amounts.append(TaxedAmount(amount, key))
    head = lines[0]
    totals = document_totals(amounts, PriceMode(head.price_mode), TaxRounding(head.tax_rounding))
    return home_minor(totals.gross_minor, head.exchange)
