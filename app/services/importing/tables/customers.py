"""Customers from a file: new ones are made, known ones are left as they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from app.domain.errors import RefusedError
from app.domain.importing.countries import CountryFit
from app.domain.importing.problems import RowProblem
from app.domain.importing.records import Record
from app.domain.money import MICRO, minor_per_major
from app.domain.parties import ContactInput, CustomerInput
from app.services.importing.claims import note_imported
from app.services.importing.creating import make_accepted
from app.services.importing.history.masters import find_customer_ids
from app.services.importing.reasons import refused_by
from app.services.importing.tables.batch import (
    Result,
    Source,
    created,
    in_order,
    present,
    refuse,
    repeated,
    wrong_currency,
)
from app.services.parties import create_contact, create_customers
from app.services.setup import FirmFacts
from app.services.unit_of_work import Reading, UnitOfWork
from db.schema.parties import PaymentTerm

KIND = "customer"


def import_customers(uow: UnitOfWork, source: Source, records: Sequence[Record]) -> Sequence[Result]:
    """Make the customers of the rows."""
    known = find_customer_ids(uow, [record.text("customer") for record in records])
    terms = _terms_by_days(uow)
    results: dict[int, Result] = {}
    inputs: dict[int, CustomerInput] = {}
    for place, record in enumerate(records):
        number = record.text("customer")
        if number in source.made:
            results[place] = repeated(record, number)
        elif number in known:
            results[place] = present(KIND, number)
        else:
            found = wrong_currency(record, source) or customer_input(record, source.firm, terms)
            if isinstance(found, RowProblem):
                results[place] = found
            else:
                inputs[place] = found
                source.made.add(number)
    return in_order(len(records), {**results, **_make(uow, records, inputs)})


def _make(
    uow: UnitOfWork, records: Sequence[Record], inputs: Mapping[int, CustomerInput]
) -> dict[int, Result]:
    places = list(inputs)
    made = make_accepted(uow, create_customers, list(inputs.values()))
    results: dict[int, Result] = {}
    for index, issue in made.refused.items():
        record = records[places[index]]
        results[places[index]] = refused_by(issue, row=record.row, line=record.line)
    for index, id_ in made.ids.items():
        record = records[places[index]]
        results[places[index]] = created(KIND, inputs[places[index]].number)
        if record.text("contact"):
            _add_contact(uow, id_, record)
    note_imported(uow, KIND, [(inputs[places[index]].number, id_) for index, id_ in made.ids.items()])
    return results


def _add_contact(uow: UnitOfWork, customer_id: int, record: Record) -> None:
    """The contact's name; what our rules do not take of it stays out, the customer does not."""
    data = ContactInput(name=record.text("contact"))
    try:
        with uow.savepoint():
            create_contact(uow, customer_id, data)
    except RefusedError:
        return


def customer_input(record: Record, firm: FirmFacts, terms: Mapping[int, int]) -> CustomerInput | RowProblem:
    """The row as a customer's card."""
    days, country = record.whole("terms_days"), record.country("country")
    if days is not None and days not in terms:
        return refuse(record, "term-unknown", value=str(days))
    if country is not None and country.fit in {CountryFit.GROUP, CountryFit.UNSPECIFIED}:
        return refuse(record, "country-not-one", value=country.code)
    limit = _whole_minor(record, "credit_limit", firm.currency)
    if isinstance(limit, RowProblem):
        return limit
    names = (record.text("name"), record.text("name_2"))
    return CustomerInput(
        number=record.text("customer"),
        name=" ".join(name for name in names if name),
        street=record.text("street"),
        postcode=record.text("postcode"),
        city=record.text("city"),
        country=country.code if country else firm.country,
        vat_id=record.text("vat_id"),
        email=record.text("email"),
        phone=record.text("phone"),
        language=record.text("language").lower() or firm.language,
        term_id=None if days is None else terms[days],
        credit_limit_minor=limit,
        price_group=record.text("price_group"),
    )


def _whole_minor(record: Record, field: str, currency: str) -> int | RowProblem | None:
    """An amount in whole cents; more decimals are refused, never rounded."""
    micro = record.whole(field)
    if micro is None:
        return None
    minor, rest = divmod(micro * minor_per_major(currency), MICRO)
    return refuse(record, "amount-decimals", value=field) if rest else minor


def _terms_by_days(view: Reading) -> dict[int, int]:
    """Plain terms: id by days."""
    term = PaymentTerm
    statement = sa.select(term.days, term.id).where(term.end_of_month.is_(False), term.extra_days == 0)
    return {row[0]: row[1] for row in view.db.execute(statement.order_by(term.id.desc()))}
