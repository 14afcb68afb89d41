"""What articles cost the firm: standard costs with their first days, and the moving average (docs/costs.md).

Costs are millionths of the firm's currency for one base unit. No cost is unknown: never 0, never a margin of 100 %.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.findings import Findings
from app.domain.issues import Issue
from app.domain.quantity import MAX_QUANTITY_MICRO
from app.domain.rounding import divide_half_up

SINCE_EVER = date.min
"""The first day of a cost that holds from the beginning."""
STANDARD, AVERAGE = "standard", "average"
COST_SOURCES = (STANDARD, AVERAGE)
"""Where the cost of a line comes from; the firm chooses."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a base unit costs, where that is known from, and since when (None: from the beginning)."""

    cost_micro: int
    source: str
    day: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CostInput:
    """A standard cost as keyed: of a base unit, from a day on."""

    product_id: int
    cost_micro: int
    valid_from: date = SINCE_EVER

    @property
    def place(self) -> tuple[int, date]:
        """What no two costs share: the article and the first day."""
        return self.product_id, self.valid_from


def check_costs(rows: Sequence[CostInput], kept: Iterable[CostInput] = ()) -> tuple[Issue, ...]:
    """Everything wrong with costs as keyed, beside those that stay."""
    found = Findings("cost")
    taken = {row.place for row in kept}
    for number, row in enumerate(rows):
        where = f"rows/{number}/"
        found.block(row.cost_micro < 0, "negative", where + "cost_micro")
        found.block(row.cost_micro > MAX_QUANTITY_MICRO, "too_high", where + "cost_micro")
        if row.place in taken and row.valid_from == SINCE_EVER:
            found.block(True, "twice_ever", where + "valid_from")
        elif row.place in taken:
            found.block(True, "twice", where + "valid_from", day=row.valid_from)
        taken.add(row.place)
    return found.all


@dataclass(frozen=True, slots=True)
class CostedReceipt:
    """Goods that came in at a known cost: what lay in all warehouses before them, how much came, at which cost."""

    on_hand_micro: int
    quantity_micro: int
    cost_micro: int


def moving_average(before_micro: int | None, receipt: CostedReceipt) -> int:
    """The average cost after a receipt: both values added, divided by both quantities, half up to a millionth.

    Where nothing lay there, or nobody knew what it cost, the receipt's own cost.
    """
    assert receipt.quantity_micro > 0, "a receipt brings something"
    if before_micro is None or receipt.on_hand_micro <= 0:
        return receipt.cost_micro
    value = receipt.on_hand_micro * before_micro + receipt.quantity_micro * receipt.cost_micro
    return divide_half_up(value, receipt.on_hand_micro + receipt.quantity_micro)


def moving_averages(before_micro: int | None, receipts: Iterable[CostedReceipt]) -> tuple[int, ...]:
    """The average after each of the receipts, in the order in which they were booked."""
    averages: list[int] = []
    for receipt in receipts:
        before_micro = moving_average(before_micro, receipt)
        averages.append(before_micro)
    return tuple(averages)
