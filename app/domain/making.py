"""What a workshop order takes and costs. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from app.domain.money import MICRO
from app.domain.product_models.results import BomLine, OperationLine
from app.domain.quantity import step_micro
from app.domain.rounding import divide_half_up, divide_up

OPEN, RELEASED, STARTED, FINISHED, CANCELLED = "open", "released", "started", "finished", "cancelled"
STATES = (OPEN, RELEASED, STARTED, FINISHED, CANCELLED)
LIVE = (OPEN, RELEASED, STARTED)
NOT_BEGUN = (OPEN, RELEASED)
_MINUTES = 60


def per_piece(bom: Iterable[BomLine]) -> dict[str, Fraction]:
    """What one piece takes of each article, in base units, by SKU."""
    sums: dict[str, Fraction] = {}
    for line in bom:
        sums[line.article] = sums.get(line.article, Fraction(0)) + line.quantity
    return sums


def needed_micro(each: Fraction, quantity_micro: int, decimals: int) -> int:
    """What so many pieces take of an article, up to the next quantity in which it is counted."""
    step = step_micro(decimals)
    wanted = each * quantity_micro
    return divide_up(wanted.numerator, wanted.denominator * step) * step


def consumed_until(needed: int, finished_micro: int, quantity_micro: int, decimals: int) -> int:
    """What is used up once so much of the quantity is finished: in proportion, all of it with the last piece."""
    step = step_micro(decimals)
    return min(needed, divide_half_up(needed * finished_micro, quantity_micro * step) * step)


def piece_cost_micro(
    used: Mapping[str, int],
    costs: Mapping[str, int],
    operations: Iterable[OperationLine],
    *,
    finished_micro: int,
    quantity_micro: int,
) -> int | None:
    """What a finished piece costs: what was used of its articles, and its work, the setting up shared by all pieces.

    None where the cost of an article is not known.

    Args:
        used: of each article, in base micro units for the pieces finished now.
        costs: of a base unit of each, in millionths of the firm's currency.
        operations: with hourly rates in that currency.
        finished_micro: the pieces that are finished now.
        quantity_micro: all pieces of the workshop order.
    """
    if any(sku not in costs for sku in used):
        return None
    goods = sum((Fraction(micro * costs[sku], finished_micro) for sku, micro in used.items()), Fraction(0))
    pieces = Fraction(quantity_micro, MICRO)
    minutes = sum(((each.minutes + each.setup / pieces) * each.hourly for each in operations), Fraction(0))
    cost = goods + minutes / _MINUTES * MICRO
    return divide_half_up(cost.numerator, cost.denominator)
