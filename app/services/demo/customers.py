"""About 2,000 customers in eight countries with addresses, contacts, terms, limits and VAT ids."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from app.domain.parties import AddressInput, ContactInput, CustomerInput
from app.domain.search_words import sort_key
from app.i18n import _
from app.services.demo.identifiers import draw_vat_id
from app.services.demo.office import OWNER, DemoCustomer, DemoOffice
from app.services.demo.words import CountryWords, countries
from app.services.parties import create_customers
from app.services.parties.places import create_address, create_contact
from app.services.setup import read_terms
from app.services.unit_of_work import UnitOfWork

GROUPS = ("", "", "", "", "", "", "DEALER", "DEALER", "PUBLIC", "PROJECT")
TERMS = ("30days",) * 5 + ("14days",) * 3 + ("30eom", "eom10", "immediate")
USUAL_PRODUCTS = 25
BATCH = 250
FIRST = CustomerInput(
    name="Bergmann Hotels GmbH",
    country="DE",
    street="Speicherstr. 12",
    postcode="20457",
    city="Hamburg",
    phone="+49 40 4500 880",
    email="einkauf@bergmann-hotels.example",
    vat_id="DE129273398",
    language="de",
    credit_limit_minor=2_500_000,
)


def make_customers(office: DemoOffice) -> None:
    """Make customers with contacts and further addresses, and choose who is active."""
    source = office.random("customers")
    terms = {term.code: term.id for term in office.read(read_terms)}
    inputs = [FIRST, *(_customer(source, terms) for _ in range(office.size.customers - 1))]
    inputs = _distinct(inputs, source)
    ids: list[int] = []
    for first in range(0, len(inputs), BATCH):
        part = inputs[first : first + BATCH]
        ids += office.write(OWNER, _make, part, source)
    _choose_active(office, ids)


def _make(uow: UnitOfWork, inputs: Sequence[CustomerInput], source: random.Random) -> tuple[int, ...]:
    ids = create_customers(uow, inputs)
    for id_, data in zip(ids, inputs, strict=True):
        if not data.is_business:
            continue
        words = next(each for each in countries() if each.code == data.country)
        create_contact(uow, id_, _contact(source, words, data))
        if source.random() < 0.12:
            create_address(uow, id_, _address(source, words, data))
    return ids


def _choose_active(office: DemoOffice, ids: Sequence[int]) -> None:
    """The first ones order; few of them order much, and some pay late."""
    source = office.random("habits")
    products = list(office.products)
    popularity = list(accumulate(office.products[id_].popularity for id_ in products))
    active = list(ids[: office.size.active_customers])
    office.customers = tuple(
        DemoCustomer(
            id=id_,
            weight=min(source.paretovariate(1.1), 30.0),
            usual=tuple(
                dict.fromkeys(source.choices(products, cum_weights=popularity, k=USUAL_PRODUCTS)),
            ),
            delay_days=source.choices((-2, 0, 3, 9, 21, 45, 95), weights=(12, 28, 22, 16, 12, 7, 3))[0],
        )
        for id_ in active
    )


def _customer(source: random.Random, terms: dict[str, int]) -> CustomerInput:
    words = source.choices(countries(), weights=[each.share for each in countries()])[0]
    is_business = source.random() < 0.94
    city, postcode, dial = source.choice(words.cities)
    name = (
        _name(source, words) if is_business else f"{source.choice(words.first)} {source.choice(words.last)}"
    )
    has_vat_id = is_business and source.random() < 0.9
    limit = source.choice((None, 500_000, 1_000_000, 1_500_000, 2_500_000, 5_000_000, 10_000_000))
    return CustomerInput(
        name=name,
        country=words.code,
        street=_street(source, words),
        postcode=_near(source, postcode),
        city=city,
        phone=_phone(source, words, dial),
        email=f"{'office' if is_business else 'mail'}@{_domain(name)}.example",
        is_business=is_business,
        vat_id=draw_vat_id(source, words.code) if has_vat_id else "",
        language=words.language,
        term_id=terms[source.choice(TERMS)] if is_business else terms["immediate"],
        credit_limit_minor=limit if is_business else None,
        price_group=source.choice(GROUPS) if is_business else "",
        discount_ppm=source.choice((0, 0, 0, 0, 20_000, 30_000, 50_000)) if is_business else 0,
        delivery_wish="complete" if source.random() < 0.12 else "partial",
    )


def _phone(source: random.Random, words: CountryWords, dial: str) -> str:
    parts = source.randrange(200, 999), source.randrange(10, 99), source.randrange(10, 99)
    return f"{words.phone} {dial} {parts[0]} {parts[1]} {parts[2]}"


def _name(source: random.Random, words: CountryWords) -> str:
    last, trade, form = source.choice(words.last), source.choice(words.trades), source.choice(words.forms)
    pattern = source.randrange(4)
    if pattern == 0:
        return f"{trade} {last} {form}"
    if pattern == 1:
        return f"{last} & {source.choice(words.last)} {trade} {form}"
    if pattern == 2:
        return (
            f"{source.choice(words.cities)[0]}er {trade} {form}" if words.code == "DE" else f"{last} {form}"
        )
    return f"{last} {trade} {form}"


def _distinct(inputs: Sequence[CustomerInput], source: random.Random) -> list[CustomerInput]:
    """Two customers of one name sit in two towns, as they do in life; the name says which."""
    seen: set[str] = set()
    found = []
    for data in inputs:
        name = data.name
        while sort_key(name) in seen:
            name = f"{data.name} {data.city}" if name == data.name else f"{name} {source.randrange(2, 99)}"
        seen.add(sort_key(name))
        found.append(data if name == data.name else replace(data, name=name))
    return found


def _street(source: random.Random, words: CountryWords) -> str:
    number = source.randrange(1, 140)
    street = source.choice(words.streets)
    return f"{number} {street}" if words.code in {"GB", "FR"} else f"{street} {number}"


def _near(source: random.Random, postcode: str) -> str:
    """A postcode of the same town: the last digit of the first number differs."""
    if " " in postcode or len(postcode) < 5:
        return postcode
    return f"{postcode[:-1]}{source.choice('13579')}" if postcode[-1].isdigit() else postcode


def _domain(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    words = ["".join(c for c in word if c.isalnum()) for word in plain.split()]
    return "-".join(word for word in words if word)[:60]


def _contact(source: random.Random, words: CountryWords, data: CustomerInput) -> ContactInput:
    first, last = source.choice(words.first), source.choice(words.last)
    papers = source.choice(((), ("invoice", "credit_note", "statement", "reminder"), ("order_confirmation",)))
    return ContactInput(
        name=f"{first} {last}",
        phone=f"{data.phone[:-2]}{source.randrange(10, 99)}",
        email=f"{_domain(first)}.{_domain(last)}@{data.email.partition('@')[2]}",
        papers=papers,
    )


def _address(source: random.Random, words: CountryWords, data: CustomerInput) -> AddressInput:
    city, postcode, _dial = source.choice(words.cities)
    return AddressInput(
        label=_("Branch"),
        name=data.name,
        street=_street(source, words),
        postcode=_near(source, postcode),
        city=city,
        country=words.code,
        is_default_ship_to=source.random() < 0.3,
    )
