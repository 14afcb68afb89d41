"""The rows that a new firm starts with, in the language in force: `create_firm` speaks the firm's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from app.domain.rights import ROLES
from app.i18n import N_, _
from app.services import seeds
from app.services.unit_of_work import UnitOfWork
from db.schema.firm import NumberSeries, User
from db.schema.parties import PaymentTerm
from db.schema.products import TaxCode, TaxMapping, TaxRate
from db.statements import insert_row, insert_rows

DIGITS = 6


@dataclass(frozen=True, slots=True)
class SeedSeries:
    """A number series of a new firm."""

    kind: str
    prefix: str
    gapless: bool = True


# L10N: before the number of a document: letters, digits and . _ - / only, no two alike
SERIES = (
    SeedSeries("order", N_("SO-")),
    SeedSeries("quote", N_("QU-")),
    SeedSeries("shipment", N_("DN-")),
    SeedSeries("invoice", N_("INV-")),
    SeedSeries("credit_note", N_("CN-")),
    SeedSeries("payment", N_("PAY-")),
    SeedSeries("arrival", N_("PO-")),
    SeedSeries("workshop", N_("WO-"), gapless=False),
    SeedSeries("customer", N_("C-"), gapless=False),
    SeedSeries("imported", "", gapless=False),
)

TERMS: tuple[dict[str, object], ...] = (
    {"code": "immediate", "days": 0, "end_of_month": False, "extra_days": 0},
    {"code": "14days", "days": 14, "end_of_month": False, "extra_days": 0},
    {"code": "30days", "days": 30, "end_of_month": False, "extra_days": 0},
    {"code": "30eom", "days": 30, "end_of_month": True, "extra_days": 0},
    {"code": "eom10", "days": 0, "end_of_month": True, "extra_days": 10},
)


def insert_series(uow: UnitOfWork) -> None:
    """The number series of every kind of document."""
    rows = [
        {"kind": each.kind, "prefix": _(each.prefix), "digits": DIGITS, "gapless": each.gapless}
        for each in SERIES
    ]
    insert_rows(uow.db, NumberSeries, rows)


def insert_terms(uow: UnitOfWork) -> dict[str, int]:
    """The usual payment terms; their ids by code."""
    named = [{**term, "name": _(seeds.TERM_NAMES[str(term["code"])])} for term in TERMS]
    insert_rows(uow.db, PaymentTerm, named)
    rows = uow.db.execute(sa.select(PaymentTerm.code, PaymentTerm.id))
    return {row.code: row.id for row in rows}


def insert_people(uow: UnitOfWork) -> None:
    """The first user, who may do everything and names the others."""
    full_name = _("Owner")
    values = {"name": full_name.casefold(), "full_name": full_name, "email": "", "roles": ",".join(ROLES)}
    user = insert_row(uow.db, User, values)
    uow.audit("user", user, before={}, after={"name": values["name"], "roles": values["roles"]})
    uow.changed("user", user, version=1)


def insert_taxes(uow: UnitOfWork, country: str) -> None:
    """The country's taxes with their rates over time, and the usual mapping."""
    rates = seeds.rates_of(country)
    names = [*dict.fromkeys(rate.tax_class for rate in rates), *seeds.OUTSIDE_RATES]
    ids = {name: _insert_tax(uow, seeds.TAXES[name]) for name in names}
    rows = [
        {"tax_code_id": ids[rate.tax_class], "valid_from": rate.valid_from, "rate_ppm": rate.rate_ppm}
        for rate in rates
    ]
    rows += [
        {"tax_code_id": ids[name], "valid_from": seeds.FIRST_DAY, "rate_ppm": 0}
        for name in seeds.OUTSIDE_RATES
    ]
    insert_rows(uow.db, TaxRate, rows)
    insert_rows(uow.db, TaxMapping, [_mapping_row(row, ids) for row in seeds.mapping() if row.tax in ids])


def insert_taxes_abroad(uow: UnitOfWork, country: str) -> None:
    """The taxes of another country from which the firm ships, and the usual mapping from there.

    All rows of it: one that names the country goes before those for any, so that none of those is missed.
    A class without a rate of its own there has the standard one.
    """
    rates = seeds.rates_of(country)
    known = {row.code: row.id for row in uow.db.execute(sa.select(TaxCode.code, TaxCode.id))}
    ids: dict[str, int] = {}
    for name in dict.fromkeys(rate.tax_class for rate in rates):
        spans = [(rate.valid_from, rate.rate_ppm) for rate in rates if rate.tax_class == name]
        ids[name] = _known_or_new(uow, seeds.tax_abroad(name, country), known, spans)
    for name in seeds.OUTSIDE_RATES:
        ids[name] = _known_or_new(uow, seeds.TAXES[name], known, [(seeds.FIRST_DAY, 0)])
    mapped = [
        {**_mapping_row(row, {row.tax: ids.get(row.tax, ids["standard"])}), "ship_from": country}
        for row in seeds.mapping()
    ]
    insert_rows(uow.db, TaxMapping, mapped)
    told = [
        f"{row.product_class or '*'}/{row.ship_to or '*'}/{country} -> {row.tax}" for row in seeds.mapping()
    ]
    uow.audit("tax", 0, before={}, after={"mapping": told})
    uow.changed("tax", 0, version=1)


def _known_or_new(
    uow: UnitOfWork, tax: seeds.SeedTax, known: Mapping[str, int], spans: Iterable[tuple[date, int]]
) -> int:
    """The tax with this code; a new one with its rates where there is none."""
    if tax.code in known:
        return known[tax.code]
    id_ = _insert_tax(uow, tax)
    rows = [{"tax_code_id": id_, "valid_from": since, "rate_ppm": rate} for since, rate in spans]
    insert_rows(uow.db, TaxRate, rows)
    return id_


def _insert_tax(uow: UnitOfWork, tax: seeds.SeedTax) -> int:
    values = {
        "code": tax.code,
        "name": tax.said_name,
        "category": tax.category,
        "exemption_text": _(tax.exemption_text),
        "exemption_code": tax.exemption_code,
    }
    id_ = insert_row(uow.db, TaxCode, values)
    uow.audit("tax", id_, before={}, after=values)
    uow.changed("tax", id_, version=1)
    return id_


def _mapping_row(row: seeds.SeedMapping, ids: dict[str, int]) -> dict[str, object]:
    return {
        "product_class": row.product_class,
        "ship_to": row.ship_to,
        "business": row.business,
        "has_vat_id": row.has_vat_id,
        "tax_code_id": ids[row.tax],
    }
