"""Customer cards: made, changed, read with everything that belongs to them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

import sqlalchemy as sa

from app.domain.errors import NotFoundError
from app.domain.findings import Findings, refuse_blocked
from app.domain.identifiers import tidy_vat_id
from app.domain.issues import Issue
from app.domain.parties import CustomerInput, Known, check_customer
from app.domain.search_words import sort_key
from app.i18n import LANGUAGES, _, speaking
from app.services import search, seeds
from app.services.credit_classes import read_credit_classes
from app.services.history import HistoryEntry, read_history
from app.services.parties.texts import read_customer_text, text_of_customer
from app.services.unit_of_work import Reading, UnitOfWork
from db.held_names import hold_names
from db.rows import among, fetch, select_as
from db.schema.firm import Firm, NumberSeries
from db.schema.parties import Address, Contact, Customer, PaymentTerm
from db.statements import insert_row, table_of, update_version

COUNTER_SALE = "COUNTER"
CREDIT_FIELDS = ("credit_limit_minor", "credit_class")


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerFacts:
    """A customer as it stands."""

    id: int
    number: str
    name: str
    street: str
    postcode: str
    city: str
    country: str
    phone: str
    email: str
    is_business: bool
    vat_id: str
    language: str
    term_id: int
    credit_limit_minor: int | None
    credit_class: str
    price_group: str
    discount_ppm: int
    delivery_wish: str
    notes: str
    on_hold: bool
    active: bool
    is_counter_sale: bool
    open_minor: int
    currency: str
    version: int


@dataclass(frozen=True, slots=True)
class AddressFacts:
    """A further address of a customer."""

    id: int
    customer_id: int
    label: str
    name: str
    street: str
    postcode: str
    city: str
    country: str
    is_default_ship_to: bool
    active: bool
    version: int


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """A person at a customer; `papers` is the comma separated list of the table."""

    id: int
    customer_id: int
    name: str
    phone: str
    email: str
    papers: str
    active: bool
    version: int

    def takes(self, paper_kind: str) -> bool:
        """Whether this kind of paper goes to this person."""
        return paper_kind in self.papers.split(",")


@dataclass(frozen=True, slots=True)
class CustomerCard:
    """A customer with addresses, contacts and history."""

    customer: CustomerFacts
    addresses: tuple[AddressFacts, ...]
    contacts: tuple[ContactFacts, ...]
    history: tuple[HistoryEntry, ...]


# Built once: making a statement costs more than running it.
_ID = sa.bindparam("customer_id", type_=sa.BigInteger)
_CUSTOMER = sa.select(*(table_of(Customer).c[name] for name in CustomerFacts.__slots__)).where(
    Customer.id == _ID
)
_ADDRESSES = (
    select_as(AddressFacts, Address)
    .where(Address.customer_id == _ID)
    .order_by(Address.is_default_ship_to.desc(), Address.label, Address.id)
)
_CONTACTS = (
    select_as(ContactFacts, Contact).where(Contact.customer_id == _ID).order_by(Contact.name, Contact.id)
)


def read_customer(view: Reading, id: int) -> CustomerFacts:
    """The customer; `NotFoundError` for an unknown id."""
    found = view.db.execute(_CUSTOMER, {"customer_id": id}).mappings().one_or_none()
    if found is None:
        raise NotFoundError("document.not_found", kind="customer", id=id)
    return CustomerFacts(**found)


def read_addresses(view: Reading, customer_id: int) -> tuple[AddressFacts, ...]:
    """A customer's further addresses, the default ship-to first."""
    return fetch(view.db, AddressFacts, _ADDRESSES, customer_id=customer_id)


def read_contacts(view: Reading, customer_id: int) -> tuple[ContactFacts, ...]:
    """A customer's people by name."""
    return fetch(view.db, ContactFacts, _CONTACTS, customer_id=customer_id)


def read_customer_card(view: Reading, id: int) -> CustomerCard:
    """The card of a customer: four queries."""
    return CustomerCard(
        customer=read_customer(view, id),
        addresses=read_addresses(view, id),
        contacts=read_contacts(view, id),
        history=read_history(view, "customer", id),
    )


def check_customer_input(view: Reading, data: CustomerInput, *, id: int = 0) -> tuple[Issue, ...]:
    """Everything wrong with a customer as keyed; `id` is the customer itself when it exists."""
    taken = _taken_numbers(view, [data], id=id)
    return (*check_customer(data, _known(view)), *_number_issues([data], taken))


def create_customer(uow: UnitOfWork, data: CustomerInput) -> int:
    """Make a customer; its id."""
    return create_customers(uow, [data])[0]


def create_customers(uow: UnitOfWork, inputs: Sequence[CustomerInput]) -> tuple[int, ...]:
    """Make customers in a constant number of statements; their ids in order.

    Refused as a whole, with `where` as "rows/3/name" when there is more than one.
    """
    uow.actor.require("customer.edit")
    if any(data.credit_limit_minor is not None or data.credit_class.strip() for data in inputs):
        uow.actor.require("customer.credit")
    if not inputs:
        return ()
    hold_names(uow.db, "customer", (data.number.strip() for data in inputs if data.number.strip()))
    refuse_blocked("customer", _check_all(uow, inputs))
    usual = _usual_term(uow)
    numbers = _draw_missing_numbers(uow, inputs)
    rows = [
        _values(replace(data, number=number, term_id=data.term_id or usual))
        for data, number in zip(inputs, numbers, strict=True)
    ]
    statement = sa.insert(Customer).returning(Customer.id, sort_by_parameter_order=True)
    ids = tuple(int(id_) for id_ in uow.db.execute(statement, rows).scalars())
    texts = {id_: text_of_customer(row) for id_, row in zip(ids, rows, strict=True)}
    search.index(uow, "customer", texts)
    for id_, row in zip(ids, rows, strict=True):
        uow.audit("customer", id_, before={}, after=row)
        uow.changed("customer", id_, version=1)
    return ids


def update_customer(uow: UnitOfWork, id: int, data: CustomerInput, *, version: int) -> int:
    """Change a customer; the new version. Limit and class need their own right."""
    uow.actor.require("customer.edit")
    before = read_customer(uow, id)
    data = replace(data, number=data.number or before.number, term_id=data.term_id or before.term_id)
    if any(getattr(data, field) != getattr(before, field) for field in CREDIT_FIELDS):
        uow.actor.require("customer.credit")
    hold_names(uow.db, "customer", [data.number.strip()])
    refuse_blocked("customer", check_customer_input(uow, data, id=id))
    values = _values(data)
    new_version = update_version(uow.db, Customer, id=id, version=version, values=values, kind="customer")
    search.reindex(uow, "customer", id, read_customer_text(uow, id))
    old = {name: getattr(before, name) for name in values if name != "sort_key"}
    changed = {name: values[name] for name in old if values[name] != old[name]}
    uow.audit("customer", id, before={name: old[name] for name in changed}, after=changed)
    uow.changed("customer", id, version=new_version)
    return new_version


def create_counter_sale(uow: UnitOfWork, *, country: str, term_id: int, language: str) -> int:
    """Make the customer that sales without a name go to, named in its language; its id."""
    with speaking(language):
        name = _("Counter sale")
    card = CustomerInput(name=name, country=country, language=language, number=COUNTER_SALE)
    values = {**_values(card), "term_id": term_id, "is_business": False, "is_counter_sale": True}
    id_ = insert_row(uow.db, Customer, values)
    search.index(uow, "customer", {id_: text_of_customer(values)})
    uow.audit("customer", id_, before={}, after=values)
    uow.changed("customer", id_, version=1)
    return id_


def _known(view: Reading) -> Known:
    terms = view.db.execute(sa.select(PaymentTerm.id)).scalars()
    classes = frozenset(row.data.code.casefold() for row in read_credit_classes(view))
    return Known(seeds.countries(), frozenset(terms), LANGUAGES, classes)


def _check_all(uow: UnitOfWork, inputs: Sequence[CustomerInput]) -> tuple[Issue, ...]:
    known = _known(uow)
    taken = _taken_numbers(uow, inputs, id=0)
    one = len(inputs) == 1
    found = [
        issue
        for row, data in enumerate(inputs)
        for issue in check_customer(data, known, prefix="" if one else f"rows/{row}/")
    ]
    return (*found, *_number_issues(inputs, taken))


def _taken_numbers(view: Reading, inputs: Sequence[CustomerInput], *, id: int) -> frozenset[str]:
    numbers = [data.number.strip() for data in inputs if data.number.strip()]
    if not numbers:
        return frozenset()
    statement = sa.select(Customer.number).where(among(view.db, Customer.number, numbers), Customer.id != id)
    return frozenset(view.db.execute(statement).scalars())


def _number_issues(inputs: Sequence[CustomerInput], taken: frozenset[str]) -> tuple[Issue, ...]:
    seen = Counter(data.number.strip() for data in inputs)
    found = Findings("customer")
    for row, data in enumerate(inputs):
        number = data.number.strip()
        twice = number in taken or (number and seen[number] > 1)
        where = "number" if len(inputs) == 1 else f"rows/{row}/number"
        found.block(twice, "number_taken", where, number=number)
    return found.all


def _usual_term(uow: UnitOfWork) -> int:
    statement = sa.select(sa.func.coalesce(sa.func.max(Firm.default_term_id), sa.func.min(PaymentTerm.id)))
    term = uow.db.execute(statement.select_from(PaymentTerm).outerjoin(Firm, sa.true())).scalar_one()
    if term is None:
        raise NotFoundError("firm.missing")
    return int(term)


def _draw_missing_numbers(uow: UnitOfWork, inputs: Sequence[CustomerInput]) -> list[str]:
    """Given numbers as they are, drawn ones where none was keyed; a taken one is passed over."""
    missing = sum(1 for data in inputs if not data.number.strip())
    drawn: list[str] = []
    while len(drawn) < missing:
        fresh = _draw_numbers(uow, missing - len(drawn))
        hold_names(uow.db, "customer", fresh)
        statement = sa.select(Customer.number).where(among(uow.db, Customer.number, fresh))
        taken = {*uow.db.execute(statement).scalars(), *(data.number.strip() for data in inputs)}
        drawn += [number for number in fresh if number not in taken]
    rest = iter(drawn)
    return [data.number.strip() or next(rest) for data in inputs]


def _draw_numbers(uow: UnitOfWork, count: int) -> list[str]:
    series = NumberSeries
    row = uow.db.execute(
        sa.update(series)
        .where(series.kind == "customer", series.period == "")
        .values(next_number=series.next_number + count)
        .returning(series.prefix, series.digits, series.next_number)
    ).one_or_none()
    if row is None:
        raise NotFoundError("series.missing", kind="customer")
    return [f"{row.prefix}{row.next_number - count + i:0{row.digits}d}" for i in range(count)]


def _values(data: CustomerInput) -> dict[str, object]:
    texts = {name: value.strip() for name, value in asdict(data).items() if isinstance(value, str)}
    return {**asdict(data), **texts, "vat_id": tidy_vat_id(data.vat_id), "sort_key": sort_key(data.name)}
