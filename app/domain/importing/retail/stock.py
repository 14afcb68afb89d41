"""How much of each product must lie there at the start, so that no imported document goes below zero."""

from collections.abc import Iterable, Mapping

from app.domain.importing.retail.codes import is_service_code
from app.domain.importing.retail.documents import (
    DocumentKind,
    LineRole,
    RetailAdjustment,
    RetailDocument,
    RetailOutcome,
)

_LEAVING = frozenset({LineRole.GOODS, LineRole.FREE})


def stock_moves(outcome: RetailOutcome) -> Mapping[str, int]:
    """The change of stock by product: sales and free goods leave, corrections add or take.

    Credits and returned lines put nothing back: the file does not say whether the goods came back whole.
    """
    if isinstance(outcome, RetailAdjustment):
        return {outcome.code: outcome.quantity}
    moves: dict[str, int] = {}
    if isinstance(outcome, RetailDocument) and outcome.kind is DocumentKind.SALE:
        for line in outcome.lines:
            if line.role in _LEAVING and not is_service_code(line.code):
                moves[line.code] = moves.get(line.code, 0) - line.quantity
    return moves


def opening_stock(outcomes: Iterable[RetailOutcome]) -> Mapping[str, int]:
    """Product code -> pieces needed before the first outcome; products that need none are left out."""
    level: dict[str, int] = {}
    lowest: dict[str, int] = {}
    for outcome in outcomes:
        for code, change in stock_moves(outcome).items():
            level[code] = level.get(code, 0) + change
            lowest[code] = min(lowest.get(code, 0), level[code])
    return {code: -pieces for code, pieces in sorted(lowest.items()) if pieces < 0}
