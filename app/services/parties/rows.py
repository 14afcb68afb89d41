"""The customer list."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.pages import Page, PageRequest
from app.services.listing import ListSource, read_page
from app.services.unit_of_work import Reading
from db.rows import select_as
from db.schema.parties import Customer
from db.search import CUSTOMERS


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """One line of the customer list; amounts in minor units of the firm's currency."""

    id: int
    number: str
    name: str
    postcode: str
    city: str
    country: str
    phone: str
    email: str
    price_group: str
    credit_limit_minor: int | None
    open_minor: int
    on_hold: bool
    active: bool


_SOURCE = ListSource(
    record=CustomerRow,
    statement=select_as(CustomerRow, Customer),
    key=Customer.__table__.c.id,
    sortable={
        "name": Customer.__table__.c.sort_key,
        "number": Customer.__table__.c.number,
        "city": Customer.__table__.c.city,
        "country": Customer.__table__.c.country,
        "open_minor": Customer.__table__.c.open_minor,
        "id": Customer.__table__.c.id,
    },
    usual_sort="name",
    filterable={
        "name": Customer.__table__.c.sort_key,
        "number": Customer.__table__.c.number,
        "city": Customer.__table__.c.city,
        "country": Customer.__table__.c.country,
        "price_group": Customer.__table__.c.price_group,
        "open_minor": Customer.__table__.c.open_minor,
        "on_hold": Customer.__table__.c.on_hold,
        "active": Customer.__table__.c.active,
    },
    folded=frozenset({"name"}),
    search=CUSTOMERS,
)


def read_customers_page(view: Reading, request: PageRequest) -> Page[CustomerRow]:
    """Customers sorted by name, number, city, country or open_minor; two statements a page."""
    return read_page(view, _SOURCE, request)
