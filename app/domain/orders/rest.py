"""What was cancelled of an order after its confirmation: the sum stays the confirmed one (decision 0015). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from app.domain.billing import LineProgress, amount_of_base
from app.domain.orders.draft import Draft, Line
from app.domain.orders.repricing import draft_totals

_SHARED = tuple(field.name for field in fields(LineProgress) if field.name in Line.__dataclass_fields__)


def cancelled_minor(draft: Draft, cancelled: Mapping[str, int]) -> int:
    """The order's gross less that of what is left of each line at its own price, as invoices will count it.

    `cancelled`: base quantities by line key.
    """
    if not cancelled:
        return 0
    left = tuple(_left(line, cancelled.get(line.key, 0), draft.currency) for line in draft.lines)
    return draft_totals(draft).gross_minor - draft_totals(replace(draft, lines=left)).gross_minor


def _left(line: Line, cancelled_micro: int, currency: str) -> Line:
    if not cancelled_micro:
        return line
    shared: dict[str, Any] = {name: getattr(line, name) for name in _SHARED}
    progress = LineProgress(**shared, cancelled_micro=cancelled_micro, invoiced_micro=0, invoiced_minor=0)
    return replace(line, amount_minor=amount_of_base(progress, progress.left_micro, currency))
