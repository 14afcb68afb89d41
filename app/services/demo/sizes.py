"""How big a demo firm is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DemoSize:
    """What is made: counts of cards, days of history, documents left open at its end; whether it makes to measure."""

    products: int
    customers: int
    active_customers: int
    orders: int
    history_days: int
    open_quotes: int
    parked_drafts: int
    opening_factor: int
    makes_to_measure: bool


SIZES: dict[str, DemoSize] = {
    "standard": DemoSize(
        products=400,
        customers=2000,
        active_customers=150,
        orders=1000,
        history_days=426,
        open_quotes=7,
        parked_drafts=2,
        opening_factor=1,
        makes_to_measure=True,
    ),
    "small": DemoSize(
        products=20,
        customers=12,
        active_customers=10,
        orders=15,
        history_days=35,
        open_quotes=1,
        parked_drafts=1,
        opening_factor=4,
        makes_to_measure=False,
    ),
}
