"""What is keyed about taxes by jurisdiction, and everything wrong with it; and what rates and places leave open."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from app.domain.findings import Findings
from app.domain.issues import Issue
from app.domain.jurisdictions import LEVELS
from app.domain.money import MICRO
from app.domain.places import PlaceRange, tidy_postcode

_CODE = re.compile(r"[A-Z0-9][A-Z0-9._-]*")
CODE_LENGTH, NAME_LENGTH = 40, 200


@dataclass(frozen=True, slots=True)
class JurisdictionInput:
    """A jurisdiction as keyed; registration and `by_origin` count for states alone."""

    code: str
    name: str
    level: str
    country: str
    state: str
    taxes_freight: bool = False
    by_origin: bool = False
    registered_from: date | None = None
    registered_until: date | None = None
    registration: str = ""


@dataclass(frozen=True, slots=True)
class RateInput:
    """A rate as keyed, of a jurisdiction by its code; class "" is every other one."""

    code: str
    product_class: str
    rate_ppm: int
    valid_from: date | None
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class PlaceInput:
    """Postal codes of a jurisdiction as keyed; a single one has no last."""

    code: str
    first: str
    last: str = ""
    city: str = ""


@dataclass(frozen=True, slots=True)
class CertificateInput:
    """A customer's certificate as keyed; the customer by number, states with commas."""

    customer: str
    number: str
    country: str
    states: str = ""
    valid_from: date | None = None
    valid_until: date | None = None


def tidy_jurisdiction(data: JurisdictionInput) -> JurisdictionInput:
    """The jurisdiction as it is kept: codes in capitals, nothing of a state below the states."""
    upper = replace(
        data,
        code=data.code.strip().upper(),
        name=data.name.strip(),
        country=data.country.strip().upper(),
        state=data.state.strip().upper(),
        registration=data.registration.strip(),
    )
    if upper.level == LEVELS[0]:
        return upper
    return replace(upper, by_origin=False, registered_from=None, registered_until=None, registration="")


def tidy_place(data: PlaceInput) -> PlaceInput:
    """The place as it is kept: postal codes without blanks, the last that of a single one."""
    first = tidy_postcode(data.first)
    last = tidy_postcode(data.last) or first
    return PlaceInput(data.code.strip().upper(), first, last, " ".join(data.city.split()))


def tidy_certificate(data: CertificateInput) -> CertificateInput:
    """The certificate as it is kept."""
    states = ", ".join(part.strip().upper() for part in data.states.split(",") if part.strip())
    return replace(
        data,
        customer=data.customer.strip(),
        number=data.number.strip(),
        country=data.country.strip().upper(),
        states=states,
    )


def check_jurisdiction(
    data: JurisdictionInput, *, taken: bool, countries: Collection[str], states: Collection[str]
) -> tuple[Issue, ...]:
    """Everything wrong with a jurisdiction; `states` are the codes of the country's states that are recorded."""
    found = Findings("jurisdiction")
    is_state = data.level == LEVELS[0]
    fits = _CODE.fullmatch(data.code) and len(data.code) <= CODE_LENGTH
    found.block(not fits, "code_wrong", "code", code=data.code[:CODE_LENGTH])
    found.block(taken, "code_taken", "code", code=data.code)
    found.block(not data.name, "name_missing", "name")
    _lengths(found, data, ("name", "registration"))
    found.block(data.level not in LEVELS, "level_unknown", "level")
    found.block(data.country not in countries, "country_unknown", "country", country=data.country[:20])
    found.block(not data.state, "state_missing", "state")
    found.block(len(data.state) > CODE_LENGTH, "too_long", "state", longest=CODE_LENGTH)
    found.block(is_state and data.state in states, "state_taken", "state", state=data.state)
    unknown = data.state and not is_state and data.state not in states
    found.block(unknown, "state_unknown", "state", state=data.state[:CODE_LENGTH])
    _days(found, data.registered_from, data.registered_until, "registered_until")
    no_start = data.registered_until is not None and data.registered_from is None
    found.block(no_start, "registered_from_missing", "registered_from")
    return found.all


def check_rate(data: RateInput, *, known: bool, taken: bool) -> tuple[Issue, ...]:
    """Everything wrong with a rate."""
    found = Findings("jurisdiction")
    found.block(not known, "unknown", "code", code=data.code[:CODE_LENGTH])
    found.block(len(data.product_class) > CODE_LENGTH, "too_long", "product_class", longest=CODE_LENGTH)
    found.block(not 0 <= data.rate_ppm <= MICRO, "rate_range", "rate_ppm")
    found.block(data.valid_from is None, "valid_from_missing", "valid_from")
    found.block(taken, "rate_taken", "valid_from", code=data.code, day=data.valid_from)
    _days(found, data.valid_from, data.valid_until, "valid_until")
    return found.all


def check_place(data: PlaceInput, *, known: bool, taken: bool) -> tuple[Issue, ...]:
    """Everything wrong with a place."""
    found = Findings("jurisdiction")
    found.block(not known, "unknown", "code", code=data.code[:CODE_LENGTH])
    found.block(not data.first, "postcode_missing", "first")
    found.block(len(data.first) > CODE_LENGTH, "too_long", "first", longest=CODE_LENGTH)
    same = len(data.first) == len(data.last)
    found.block(data.first and not same, "postcode_lengths", "last", first=data.first, last=data.last)
    found.block(
        same and data.last < data.first, "postcodes_backwards", "last", first=data.first, last=data.last
    )
    found.block(len(data.city) > NAME_LENGTH, "too_long", "city", longest=NAME_LENGTH)
    found.block(taken, "place_taken", "first", code=data.code, first=data.first)
    return found.all


def check_certificate(
    data: CertificateInput, *, has_customer: bool, countries: Collection[str], states: Collection[str]
) -> tuple[Issue, ...]:
    """Everything wrong with a certificate; `states` are those of its country that are recorded, if any are."""
    found = Findings("jurisdiction")
    found.block(not has_customer, "customer_unknown", "customer", number=data.customer[:CODE_LENGTH])
    found.block(not data.number, "number_missing", "number")
    found.block(len(data.number) > CODE_LENGTH, "too_long", "number", longest=CODE_LENGTH)
    found.block(data.country not in countries, "country_unknown", "country", country=data.country[:20])
    is_long = len(data.states) > NAME_LENGTH
    found.block(is_long, "too_long", "states", longest=NAME_LENGTH)
    unknown = [each for each in data.states.split(", ") if each and states and each not in states]
    wrong = bool(unknown) and not is_long
    found.block(wrong, "state_unknown", "states", state=", ".join(unknown)[:CODE_LENGTH])
    _days(found, data.valid_from, data.valid_until, "valid_until")
    return found.all


def _lengths(found: Findings, data: object, names: Iterable[str]) -> None:
    for name in names:
        found.block(len(getattr(data, name)) > NAME_LENGTH, "too_long", name, longest=NAME_LENGTH)


def _days(found: Findings, first: date | None, last: date | None, where: str) -> None:
    if first is not None and last is not None:
        found.block(last < first, "days_backwards", where, first=first, last=last)


@dataclass(frozen=True, slots=True)
class RateNote:
    """What is odd between a rate and the one after it: days with two rates, or days with none."""

    kind: str
    first: date
    last: date


def rate_notes(spans: Mapping[int, RateInput]) -> dict[int, RateNote]:
    """Of rates by id, those after which days have two rates ("overlap": the later begun holds) or none ("gap")."""
    by_about: dict[tuple[str, str], list[tuple[date, int]]] = {}
    for id_, span in spans.items():
        if span.valid_from is not None:
            by_about.setdefault((span.code, span.product_class), []).append((span.valid_from, id_))
    notes = {}
    for begun in by_about.values():
        for (_from, id_), (following, _next) in pairwise(sorted(begun)):
            note = _note_before(spans[id_].valid_until, following)
            if note is not None:
                notes[id_] = note
    return notes


def _note_before(until: date | None, following: date) -> RateNote | None:
    day = timedelta(days=1)
    if until is None:
        return None  # open: it ends by itself where the next one begins
    if until >= following:
        return RateNote("overlap", following, until)
    return RateNote("gap", until + day, following - day) if until + day < following else None


@dataclass(frozen=True, slots=True)
class LevelPlace:
    """A place with the level of its jurisdiction, to be compared with the others."""

    code: str
    level: str
    country: str
    range: PlaceRange


def place_notes(places: Mapping[int, LevelPlace]) -> dict[int, str]:
    """Of places by id, those that another state, county or city of the same width has as well: whose (its code)."""
    rows = sorted(places.items(), key=lambda each: each[1].range.first)
    notes: dict[int, str] = {}
    for at, (id_, place) in enumerate(rows):
        for other_id, other in rows[at + 1 :]:
            if other.range.first > place.range.last:
                break
            if _compete(place, other):
                notes.setdefault(id_, other.code)
                notes.setdefault(other_id, place.code)
    return notes


def _compete(one: LevelPlace, other: LevelPlace) -> bool:
    """Whether nothing says which of two jurisdictions of a level has a place: districts lie beside one another."""
    alike = (one.level, one.country) == (other.level, other.country) and one.level != LEVELS[-1]
    if not alike or one.code == other.code or bool(one.range.city) != bool(other.range.city):
        return False
    same_width = _span(one.range) == _span(other.range)
    return same_width and one.range.meets(other.range)


def _span(places: PlaceRange) -> Sequence[int]:
    first, last = places.first, places.last
    return (len(first), int(last) - int(first) if first.isdigit() and last.isdigit() else 0)
