"""Countries in which the firm is registered for VAT beside its own: what is shipped from there is taxed there."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from app.domain.findings import Findings
from app.domain.identifiers import is_vat_id, tidy_vat_id, vat_country
from app.domain.issues import Issue


@dataclass(frozen=True, slots=True)
class Registration:
    """A country with the firm's VAT id there."""

    country: str
    vat_id: str


def tidy_registration(data: Registration) -> Registration:
    """As it is stored."""
    return Registration(data.country.strip().upper(), tidy_vat_id(data.vat_id))


def check_registration(
    data: Registration, *, home: str, countries: Collection[str], taken: Collection[str]
) -> tuple[Issue, ...]:
    """What is wrong with it; `taken`: the countries that others have."""
    found = Findings("registration")
    country, vat_id = data.country, data.vat_id
    is_known = country in countries
    found.block(not is_known, "country_unknown", "country", country=country)
    found.block(country == home, "is_home", "country", country=country)
    found.block(country in taken, "country_twice", "country", country=country)
    found.block(not vat_id, "vat_id_missing", "vat_id", country=country)
    if is_known and vat_id:
        is_theirs = vat_country(vat_id) in (country, "") and is_vat_id(vat_id, country)
        found.block(not is_theirs, "vat_id_wrong", "vat_id", country=country, vat_id=vat_id)
    return found.all
