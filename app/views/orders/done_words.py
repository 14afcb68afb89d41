"""What is said when an order was confirmed or changed: its day, and what has none yet."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.units import Counted
from app.i18n import _, format_date
from app.models.columns import State
from app.models.unit_words import counted_text
from app.services.orders.confirming import Confirmed


def confirmed_text(done: Confirmed) -> tuple[str, State]:
    """The order's number and the day on which all of it ships, where that is known; with its colour."""
    day = format_date(done.promise_date) if done.promise_date else ""
    known, unknown = _("Order {number} is confirmed. It ships on {date}."), _("Order {number} is confirmed.")
    return with_undated((known if day else unknown).format(number=done.number, date=day), done.undated)


def with_undated(done: str, goods: Sequence[Counted]) -> tuple[str, State]:
    """What was done, and of how many goods nobody knows yet when they come; with its colour."""
    if not goods:
        return done, "ok"
    told = ", ".join(counted_text(each.value, each.unit) for each in goods)
    told = told.removesuffix(".")  # of a unit such as "Stk.": the sentence ends here, too
    return _("{done} Without a date yet: {open}.").format(done=done, open=told), "warn"
