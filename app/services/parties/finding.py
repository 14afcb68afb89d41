"""Type-ahead for customers: exact number first, then own usage, then names that begin so, then the rest."""

from __future__ import annotations

from dataclasses import dataclass

from app.services import search
from app.services.unit_of_work import Reading
from db.type_ahead import CUSTOMER


@dataclass(frozen=True, slots=True)
class CustomerHit:
    """One line of the type-ahead list."""

    id: int
    number: str
    name: str
    postcode: str
    city: str
    country: str
    phone: str
    email: str
    open_minor: int
    on_hold: bool
    active: bool
    sort_key: str


def find_customers(view: Reading, text: str, limit: int = 12) -> tuple[CustomerHit, ...]:
    """The customers that `text` means most likely; without text the user's own most used."""
    return tuple(CustomerHit(*row) for row in search.find(view, CUSTOMER, text, limit=limit))
