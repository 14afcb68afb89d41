"""Orders of which less is left than their discounts take off: their invoice would give money back."""

from __future__ import annotations

import datetime as dt

from app.domain.errors import RefusedError
from app.domain.issues import Issue, Severity
from app.domain.money import Money
from app.services.invoicing.checks import open_order
from app.services.invoicing.shipped import preview_invoice_for_order
from app.services.unit_of_work import Reading


def read_turned(view: Reading, order_id: int, *, on: dt.date) -> Issue | None:
    """The warning that the order's next invoice of that day would be a credit note, with its way out; None where not.

    For who cancels the rest of an order: its discounts were given on all of it.
    """
    try:
        draft = preview_invoice_for_order(view, order_id=order_id, date=on)
    except RefusedError:
        return None  # nothing to invoice, or what its page tells
    if draft.totals.gross_minor >= 0:
        return None
    params = {"gross": Money(-draft.totals.gross_minor, draft.currency)}
    return Issue("invoice.discount_above_rest", Severity.WARN, "", params, (open_order(order_id),))
