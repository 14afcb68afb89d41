"""What addresses say about a hit: they support or contradict a name, and never make or drop a hit alone."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import OSA

from app.domain.screening.entries import ListEntry, Party
from app.domain.screening.names import words_of

_ALIKE = 0.8


class Agreement(StrEnum):
    """What a part of the addresses says."""

    UNKNOWN = "unknown"
    AGREES = "agrees"
    DIFFERS = "differs"


_POINTS = {Agreement.AGREES: 1, Agreement.UNKNOWN: 0, Agreement.DIFFERS: -1}


@dataclass(frozen=True, slots=True)
class Evidence:
    """Whether country and city of the party are among those of the entry."""

    country: Agreement = Agreement.UNKNOWN
    city: Agreement = Agreement.UNKNOWN

    @property
    def points(self) -> int:
        """From -2 (both differ) to 2 (both agree)."""
        return _POINTS[self.country] + _POINTS[self.city]


def find_evidence(party: Party, entry: ListEntry) -> Evidence:
    """What the addresses of both say."""
    countries = {address.country.casefold() for address in entry.addresses if address.country}
    cities = [" ".join(words_of(address.city)) for address in entry.addresses if address.city]
    city = " ".join(words_of(party.city))
    return Evidence(
        country=_said(bool(countries and party.country), party.country.casefold() in countries),
        city=_said(bool(cities and city), any(_is_same_city(city, other) for other in cities)),
    )


def _said(is_known: bool, agrees: bool) -> Agreement:
    if not is_known:
        return Agreement.UNKNOWN
    return Agreement.AGREES if agrees else Agreement.DIFFERS


def _is_same_city(ours: str, theirs: str) -> bool:
    """OFAC writes province and postcode into the city, so a part of it may be ours."""
    if f" {ours} " in f" {theirs} ":
        return True
    return bool(OSA.normalized_similarity(ours, theirs) >= _ALIKE)
