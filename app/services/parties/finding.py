"""Type-ahead for customers: exact number first, then own usage, then names that begin so, then the rest."""

from __future__ import annotations

from dataclasses import dataclass

from app.services import search
from app.services.unit_of_work import Reading
from db.rows import fetch, select_as
from db.schema.parties import Customer
from db.search import CUSTOMERS, TypedWords, select_matches

CANDIDATES = 40


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
    typed = search.typed_words(text)
    own = search.find_own(view, "customer", typed, limit=limit)
    hits = {hit.id: hit for hit in _candidates(view, text, typed, own, limit)}
    place = {id_: index for index, id_ in enumerate(own)}
    ranked = sorted(hits.values(), key=lambda hit: _rank(hit, text.strip().upper(), typed, place))
    return tuple(ranked[:limit])


def _rank(
    hit: CustomerHit, number: str, typed: TypedWords, place: dict[int, int]
) -> tuple[bool, bool, int, bool, str, int]:
    first = typed.words[0] if typed.words else ""
    return (
        hit.number.upper() != number,
        not hit.active,
        place.get(hit.id, search.OWN_MOST),
        not hit.sort_key.startswith(first),
        hit.sort_key,
        hit.id,
    )


def _candidates(
    view: Reading, text: str, typed: TypedWords, own: tuple[int, ...], limit: int
) -> tuple[CustomerHit, ...]:
    base = select_as(CustomerHit, Customer)
    chosen = base.where(Customer.id.in_(own) | Customer.number.in_({text.strip(), text.strip().upper()}))
    found = fetch(view.db, CustomerHit, chosen)
    if not typed.words:
        return found
    begins = _name_begins(view, typed) if len(typed.words) == 1 else ()
    if len(begins) >= limit:
        return (*found, *begins)
    matches = select_matches(view.db, CUSTOMERS, typed, limit=CANDIDATES).subquery()
    return (*found, *begins, *fetch(view.db, CustomerHit, base.join(matches, matches.c.id == Customer.id)))


def _name_begins(view: Reading, typed: TypedWords) -> tuple[CustomerHit, ...]:
    """Names that begin so, by the index over the sort key: cheap however common the letters are."""
    word = typed.words[0]
    statement = (
        select_as(CustomerHit, Customer)
        .where(Customer.sort_key >= word, Customer.sort_key < word + "\U0010ffff", Customer.active.is_(True))
        .order_by(Customer.sort_key, Customer.id)
        .limit(CANDIDATES)
    )
    return fetch(view.db, CustomerHit, statement)
