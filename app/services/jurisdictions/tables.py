"""Jurisdictions, their rates and places, and certificates of customers, as the set-up edits them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

import sqlalchemy as sa

from app.domain.findings import Findings
from app.domain.issues import Issue
from app.domain.jurisdiction_inputs import (
    CertificateInput,
    JurisdictionInput,
    LevelPlace,
    PlaceInput,
    RateInput,
    RateNote,
    check_certificate,
    check_jurisdiction,
    check_place,
    check_rate,
    place_notes,
    rate_notes,
    tidy_certificate,
    tidy_jurisdiction,
    tidy_place,
)
from app.domain.jurisdictions import LEVELS
from app.domain.places import PlaceRange
from app.services import seeds
from app.services.jurisdictions.changing import Card, Rows
from app.services.unit_of_work import Reading, UnitOfWork
from db.schema.jurisdictions import (
    Jurisdiction,
    JurisdictionPlace,
    JurisdictionRate,
    TaxCertificate,
)
from db.schema.parties import Customer
from db.statements import table_of

KIND, RATE_KIND, PLACE_KIND = "tax_jurisdiction", "tax_jurisdiction_rate", "tax_place"
CERTIFICATE_KIND = "tax_certificate"
_LEVEL_ORDER = sa.case({level: place for place, level in enumerate(LEVELS)}, value=Jurisdiction.level)
_FIELDS = tuple(JurisdictionInput.__dataclass_fields__)


# jurisdictions


def read_cards(view: Reading) -> tuple[Card[JurisdictionInput], ...]:
    """Every jurisdiction: by country and state, state first."""
    table = table_of(Jurisdiction)
    statement = sa.select(table).order_by(table.c.country, table.c.state, _LEVEL_ORDER, table.c.code)
    return tuple(
        Card(row["id"], JurisdictionInput(**{name: row[name] for name in _FIELDS}), row["version"])
        for row in view.db.execute(statement).mappings()
    )


def _check_jurisdiction(uow: UnitOfWork, data: JurisdictionInput, id: int) -> tuple[Issue, ...]:
    others = [card.data for card in read_cards(uow) if card.id != id]
    states = _states_of(others, data.country)
    taken = any(each.code == data.code for each in others)
    return check_jurisdiction(data, taken=taken, countries=seeds.countries(), states=states)


def _states_of(areas: Iterable[JurisdictionInput], country: str) -> set[str]:
    """The states of a country that are recorded."""
    return {each.state for each in areas if each.level == LEVELS[0] and each.country == country}


def _used_jurisdiction(uow: UnitOfWork, data: JurisdictionInput) -> tuple[Issue, ...]:
    """A jurisdiction goes after its rates and places, and a state after what lies in it."""
    found = Findings("jurisdiction")
    id_ = _id_of(uow, data.code)
    has_rows = any(
        uow.db.execute(sa.select(table.id).where(table.jurisdiction_id == id_).limit(1)).first()
        for table in (JurisdictionRate, JurisdictionPlace)
    )
    found.block(has_rows, "has_rows", "code", code=data.code)
    inside = [card.data for card in read_cards(uow) if card.data.level != LEVELS[0]]
    is_needed = data.level == LEVELS[0] and any(
        (each.country, each.state) == (data.country, data.state) for each in inside
    )
    found.block(is_needed, "has_parts", "code", code=data.code)
    return found.all


JURISDICTIONS = Rows(
    KIND,
    Jurisdiction,
    read_cards,
    tidy_jurisdiction,
    _check_jurisdiction,
    lambda _uow, data: asdict(data),
    _used_jurisdiction,
)


_ID = sa.select(Jurisdiction.id).where(Jurisdiction.code == sa.bindparam("code"))


def _id_of(view: Reading, code: str) -> int | None:
    found = view.db.execute(_ID, {"code": code}).scalar_one_or_none()
    return None if found is None else int(found)


def _with_id(uow: UnitOfWork, data: RateInput | PlaceInput) -> dict[str, object]:
    values = asdict(data)
    return {"jurisdiction_id": _id_of(uow, values.pop("code")), **values}


def _is_taken(uow: UnitOfWork, table: Any, id: int, values: Mapping[str, object]) -> bool:
    """Whether another row has these values: files bring many, so that only this one is asked for."""
    same = (getattr(table, name) == value for name, value in values.items())
    return uow.db.execute(sa.select(table.id).where(table.id != id, *same)).first() is not None


# rates


def read_rates(view: Reading) -> tuple[Card[RateInput], ...]:
    """Every rate: by jurisdiction, class and day."""
    rate = table_of(JurisdictionRate)
    columns = (rate.c.product_class, rate.c.rate_ppm, rate.c.valid_from, rate.c.valid_until)
    statement = (
        sa.select(rate.c.id, rate.c.version, Jurisdiction.code, *columns)
        .join_from(rate, table_of(Jurisdiction), Jurisdiction.id == rate.c.jurisdiction_id)
        .order_by(Jurisdiction.code, rate.c.product_class, rate.c.valid_from)
    )
    rows: Any = view.db.execute(statement)
    return tuple(Card(id_, RateInput(*data), version) for id_, version, *data in rows)


def _check_rate(uow: UnitOfWork, data: RateInput, id: int) -> tuple[Issue, ...]:
    of = _id_of(uow, data.code)
    about = {"jurisdiction_id": of, "product_class": data.product_class, "valid_from": data.valid_from}
    return check_rate(data, known=of is not None, taken=_is_taken(uow, JurisdictionRate, id, about))


def _tidy_rate(data: RateInput) -> RateInput:
    return RateInput(
        data.code.strip().upper(),
        data.product_class.strip(),
        data.rate_ppm,
        data.valid_from,
        data.valid_until,
    )


RATES = Rows(RATE_KIND, JurisdictionRate, read_rates, _tidy_rate, _check_rate, _with_id)


def notes_of_rates(cards: tuple[Card[RateInput], ...]) -> Mapping[int, RateNote]:
    """What is odd between the rates, by id."""
    return rate_notes({card.id: card.data for card in cards})


# places


def read_places(view: Reading) -> tuple[Card[PlaceInput], ...]:
    """Every place: by jurisdiction and postal code."""
    place = table_of(JurisdictionPlace)
    statement = (
        sa.select(place.c.id, place.c.version, Jurisdiction.code, place.c.first, place.c.last, place.c.city)
        .join_from(place, table_of(Jurisdiction), Jurisdiction.id == place.c.jurisdiction_id)
        .order_by(Jurisdiction.code, place.c.first, place.c.last, place.c.city)
    )
    rows: Any = view.db.execute(statement)
    return tuple(Card(id_, PlaceInput(*data), version) for id_, version, *data in rows)


def _check_place(uow: UnitOfWork, data: PlaceInput, id: int) -> tuple[Issue, ...]:
    about = _with_id(uow, data)
    known = about["jurisdiction_id"] is not None
    return check_place(data, known=known, taken=_is_taken(uow, JurisdictionPlace, id, about))


PLACES = Rows(PLACE_KIND, JurisdictionPlace, read_places, tidy_place, _check_place, _with_id)


def read_place_notes(view: Reading, cards: tuple[Card[PlaceInput], ...]) -> Mapping[int, str]:
    """Of the places those that another jurisdiction of the level has as well: its code."""
    levels = {card.data.code: (card.data.level, card.data.country) for card in read_cards(view)}
    return place_notes(
        {
            card.id: LevelPlace(
                card.data.code,
                *levels[card.data.code],
                PlaceRange(card.data.first, card.data.last, card.data.city),
            )
            for card in cards
        }
    )


# certificates


def read_certificates(view: Reading) -> tuple[Card[CertificateInput], ...]:
    """Every certificate by customer."""
    table = table_of(TaxCertificate)
    names = ("number", "country", "states", "valid_from", "valid_until")
    statement = (
        sa.select(table.c.id, table.c.version, Customer.number, *(table.c[name] for name in names))
        .join_from(table, table_of(Customer), Customer.id == table.c.customer_id)
        .order_by(Customer.number, table.c.number)
    )
    rows: Any = view.db.execute(statement)
    return tuple(Card(id_, CertificateInput(*data), version) for id_, version, *data in rows)


def _customer_id(view: Reading, number: str) -> int | None:
    found = view.db.execute(sa.select(Customer.id).where(Customer.number == number)).scalar_one_or_none()
    return None if found is None else int(found)


def _check_certificate(uow: UnitOfWork, data: CertificateInput, _id: int) -> tuple[Issue, ...]:
    known = _customer_id(uow, data.customer) is not None
    states = _states_of((card.data for card in read_cards(uow)), data.country)
    return check_certificate(data, has_customer=known, countries=seeds.countries(), states=states)


def _certificate_values(uow: UnitOfWork, data: CertificateInput) -> dict[str, object]:
    values = asdict(data)
    return {"customer_id": _customer_id(uow, values.pop("customer")), **values}


CERTIFICATES = Rows(
    CERTIFICATE_KIND,
    TaxCertificate,
    read_certificates,
    tidy_certificate,
    _check_certificate,
    _certificate_values,
)
