"""What the checks of an order need from the database beside its context."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Read once per customer, customer's order number, or plan."""

    orders_with_same_po: tuple[tuple[int, str], ...] = ()  # (order id, number)
    late_lines: tuple[tuple[str, date], ...] = ()  # (line key, promise date)
    short_lines: tuple[str, ...] = field(default=())  # lines without any promise date
    leaves: tuple[tuple[str, date], ...] = ()  # (line key, day on which the last of its goods will leave)
    no_warehouse: bool = False  # there are goods, and no active warehouse that could ship them
    quote: tuple[str, date] | None = None  # number and last day of the quote that the draft was made of
