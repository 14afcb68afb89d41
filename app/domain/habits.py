"""What a customer usually orders, from his own orders before a moment, and how far something lies from it.

Robust statistics: the middle is the median, the width the median of the distances from it (MAD), both of
logarithms, since half as much and twice as much are equally unusual. The score is the modified z-score of
Iglewicz and Hoaglin (1993), who call 3.5 an outlier. Nothing of the order itself, and nothing from after its
moment, is ever looked at (E84).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from math import log
from statistics import median, median_low

from app.domain.rounding import divide_half_up

LEAST_ORDERS = 5  # fewer say nothing
MOST_ORDERS = 40  # of one article; older ones say little of today
USUAL_LIMIT = 3.5
LEAST_LIMIT = 2.0  # however much the budget allows: what is nearer is not unusual
_TO_SIGMA = 1.4826  # MAD of a normal distribution, as its standard deviation
_QUANTITY_WIDTH = 0.22  # who always ordered 12 may order 9 or 15
_PRICE_WIDTH = 0.03


@dataclass(frozen=True, slots=True)
class PastSale:
    """One article on one earlier order: base units, and the net price of one base unit in millionths."""

    order_id: int
    at: datetime  # when it was confirmed
    base_micro: int
    price_micro: int


@dataclass(frozen=True, slots=True)
class Usual:
    """The middle and the usual range of one number, as they were; where its logarithm lies, and how wide."""

    count: int
    middle: int
    low: int
    high: int
    centre: float
    width: float

    def score(self, value: int) -> float:
        """How many usual widths the value lies from the middle; nothing within the usual range is unusual."""
        if value <= 0 or self.low <= value <= self.high:
            return 0.0
        return abs(log(value) - self.centre) / self.width


@dataclass(frozen=True, slots=True)
class ArticleHabit:
    """What is usual of one article; None where there are too few orders to say."""

    quantity: Usual | None = None
    price: Usual | None = None


@dataclass(frozen=True, slots=True)
class PastOrder:
    """An earlier order as a whole: base quantities by article."""

    id: int
    number: str
    day: date
    quantities: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class HabitLimits:
    """From which score on something is told; found from the firm's history and its alert budget."""

    quantity: float = USUAL_LIMIT
    price: float = USUAL_LIMIT


AS_USUAL = HabitLimits()
NOTHING_KNOWN = ArticleHabit()


@dataclass(frozen=True, slots=True)
class Habits:
    """What is known of one customer before an order; articles without an entry were not looked up."""

    customer_id: int
    articles: Mapping[int, ArticleHabit] = field(default_factory=dict)
    recent: tuple[PastOrder, ...] = ()
    orders_counted: int = 0  # of the last ten
    orders_with_po: int = 0
    limits: HabitLimits = AS_USUAL
    read_at: datetime | None = field(default=None, compare=False)

    def of(self, product_id: int | None) -> ArticleHabit:
        """What is usual of an article."""
        return self.articles.get(product_id, NOTHING_KNOWN) if product_id is not None else NOTHING_KNOWN

    @property
    def always_gives_po(self) -> bool:
        """Whether every one of the last orders had the customer's own number."""
        return LEAST_ORDERS <= self.orders_counted == self.orders_with_po


def habit_before(sales: Iterable[PastSale], *, before: datetime, order_id: int) -> ArticleHabit:
    """What was usual of an article at a moment, told by the newest of the sales before it."""
    past = sorted(
        (sale for sale in sales if sale.at < before and sale.order_id != order_id and sale.base_micro > 0),
        key=lambda sale: (sale.at, sale.order_id),
    )[-MOST_ORDERS:]
    quantities = [sale.base_micro for sale in past]
    prices = [sale.price_micro for sale in past if sale.price_micro > 0]
    return ArticleHabit(_usual(quantities, _QUANTITY_WIDTH), _usual(prices, _PRICE_WIDTH))


def _usual(values: Sequence[int], least_width: float) -> Usual | None:
    if len(values) < LEAST_ORDERS:
        return None
    logs = [log(value) for value in values]
    centre = median(logs)
    width = max(_TO_SIGMA * median(abs(each - centre) for each in logs), least_width)
    ordered = sorted(values)
    edge = len(ordered) // 10  # a tenth at either end is not usual
    return Usual(len(values), median_low(ordered), ordered[edge], ordered[-1 - edge], centre, width)


def price_of_base(*, price_micro: int, price_per: int, factor_num: int, factor_den: int) -> int:
    """The net price of one base unit in millionths, for comparing only: it is never booked."""
    return divide_half_up(price_micro * factor_den, price_per * factor_num)


def same_goods(quantities: Mapping[int, int], order: PastOrder) -> bool:
    """Whether an earlier order had exactly these articles and quantities."""
    return bool(quantities) and order.quantities == quantities
