"""Type-ahead for customers: exact number first, then own usage, then names that begin so, then the rest."""

from __future__ import annotations

from dataclasses import dataclass, replace

import sqlalchemy as sa

from app.domain.search_words import phone_forms, search_text, words_of
from app.services import search
from app.services.unit_of_work import Reading
from db.schema.parties import Contact
from db.search import TypedWords
from db.type_ahead import CUSTOMER

_PEOPLE = (
    sa.select(Contact.customer_id, Contact.name, Contact.email, Contact.phone)
    .where(Contact.customer_id.in_(sa.bindparam("customers", expanding=True)), Contact.active.is_(True))
    .order_by(Contact.id)
)


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
    contact: str = ""  # by whom it was found, where nothing of the customer's own has what was typed


def find_customers(view: Reading, text: str, limit: int = 12) -> tuple[CustomerHit, ...]:
    """The customers that `text` means most likely; without text the user's own most used."""
    hits = tuple(CustomerHit(*row) for row in search.find(view, CUSTOMER, text, limit=limit))
    typed = search.typed_words(text)
    others = {hit.id for hit in hits if typed.words and not _is_own(hit, typed)}
    if not others:
        return hits
    people = _people_found(view, others, typed)
    return tuple(replace(hit, contact=people[hit.id]) if hit.id in people else hit for hit in hits)


def _is_own(hit: CustomerHit, typed: TypedWords) -> bool:
    """Whether the customer's own name, number or place has what was typed; the name is asked first, it is cheap."""
    if typed.matches(hit.sort_key):
        return True
    own = words_of(f"{hit.number} {hit.name} {hit.city} {hit.postcode} {hit.email}")
    return typed.matches(" ".join((*own, *phone_forms(hit.phone))))


def _people_found(view: Reading, customers: set[int], typed: TypedWords) -> dict[int, str]:
    """The first contact of each customer that has what was typed, by customer."""
    found: dict[int, str] = {}
    for customer_id, name, email, phone in view.db.execute(_PEOPLE, {"customers": sorted(customers)}):
        if typed.matches(search_text(name, email, *phone_forms(phone))):
            found.setdefault(customer_id, name)
    return found
