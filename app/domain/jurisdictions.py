"""Taxes stacked by jurisdiction, as in the United States: which of them tax a sale, and the key that they make.

A sale is taxed where it is delivered; within a state that says so where it is shipped from. Its state answers first:
not registered there, exempt by a certificate, or taxed by the state and by all below it that have the place.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.domain.places import NOWHERE, Place, PlaceRange
from app.domain.tax import TaxCategory, TaxKey
from app.domain.tax_parts import UNTAXED_SIGN, TaxPart, stack_text

LEVELS = ("state", "county", "city", "district")
FREIGHT = "freight"
"""The tax class of freight: a jurisdiction taxes it like other things, or not."""
JURISDICTION_KINDS = frozenset({"tax_jurisdiction", "tax_jurisdiction_rate", "tax_place", "tax_certificate"})
"""The kinds of changes after which a sale may be taxed another way."""
_CODE_LENGTH, _DIGEST_LENGTH = 40, 6


@dataclass(frozen=True, slots=True)
class RateSpan:
    """A rate of a product class with its first and last day; class "" is every other one, no last day is open."""

    product_class: str
    rate_ppm: int
    valid_from: date
    valid_until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the rate holds on a day."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """Who taxes: a state, county, city or special district. Registration and `by_origin` are those of a state."""

    code: str
    name: str
    level: str
    country: str
    state: str
    taxes_freight: bool = False
    by_origin: bool = False
    registered_from: date | None = None
    registered_until: date | None = None
    rates: tuple[RateSpan, ...] = ()
    places: tuple[PlaceRange, ...] = ()

    def is_registered_on(self, day: date) -> bool:
        """Whether the firm collects tax in this state on a day."""
        since, until = self.registered_from, self.registered_until
        return since is not None and since <= day and (until is None or day <= until)

    def rate_on(self, product_class: str, day: date) -> int | None:
        """The rate of a class: its own, else that of all others; None where nothing holds on the day.

        Of two that hold the later begun counts.
        """
        own = [rate for rate in self.rates if rate.product_class == product_class]
        if not own and product_class == FREIGHT and not self.taxes_freight:
            return 0
        spans = own or [rate for rate in self.rates if not rate.product_class]
        held = [rate for rate in spans if rate.holds_on(day)]
        return max(held, key=lambda rate: rate.valid_from).rate_ppm if held else None

    def is_between_rates(self, product_class: str, day: date) -> bool:
        """Whether a rate of the class came before the day and another comes after: a hole nobody meant."""
        own = [rate for rate in self.rates if rate.product_class == product_class]
        spans = own or [rate for rate in self.rates if not rate.product_class]
        before = any(rate.valid_from <= day for rate in spans)
        return before and any(rate.valid_from > day for rate in spans)


@dataclass(frozen=True, slots=True)
class Certificate:
    """A customer's exemption; `states` empty is every state of the country. Both days belong to it."""

    number: str
    country: str
    states: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None

    def is_for(self, state: Jurisdiction) -> bool:
        """Whether it says anything about a state."""
        return self.country == state.country and (not self.states or state.state in self.states)

    def holds_on(self, day: date) -> bool:
        """Whether it holds on a day."""
        since, until = self.valid_from, self.valid_until
        return (since is None or since <= day) and (until is None or day <= until)


@dataclass(frozen=True, slots=True)
class StackedSale:
    """What a sale is asked for: class, where it goes and comes from, and the buyer's certificates."""

    product_class: str
    to: Place
    origin: Place = NOWHERE
    certificates: tuple[Certificate, ...] = ()


@dataclass(frozen=True, slots=True)
class StackAnswer:
    """The tax, or why there is none: `problem` is "no_place" or "no_rate", `who` names the jurisdiction without one."""

    key: TaxKey | None
    problem: str = ""
    who: str = ""


Shelf = Mapping[tuple[str, str], Sequence[tuple[PlaceRange, Jurisdiction]]]
"""Ranges with their jurisdictions by country and how the postal code begins; under "" what begins in many ways."""


@dataclass(frozen=True, slots=True)
class Jurisdictions:
    """All jurisdictions; `classes` are the product classes that they name; `found` remembers which have a place."""

    every: tuple[Jurisdiction, ...] = ()
    countries: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()
    names: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)
    shelf: Shelf = field(default_factory=dict, compare=False, repr=False)
    found: dict[Place, tuple[Jurisdiction, ...]] = field(default_factory=dict, compare=False, repr=False)

    def at(self, place: Place) -> tuple[Jurisdiction, ...]:
        """Who taxes at a place, state first: of state, county and city the one that says most of it."""
        if place not in self.found:
            if len(self.found) > _REMEMBERED:
                self.found.clear()
            self.found[place] = _at(self.shelf, place)
        return self.found[place]

    def place_of(self, sale: StackedSale) -> Place:
        """Where a sale is taxed: where it goes, or where it comes from within a state that says so."""
        state, origin = _state(self.at(sale.to)), _state(self.at(sale.origin))
        at_origin = state is not None and origin is not None and state.by_origin and origin.code == state.code
        return sale.origin if at_origin else sale.to

    def answer(self, sale: StackedSale, day: date) -> StackAnswer:
        """The tax of a sale on a day."""
        there = self.at(self.place_of(sale))
        state = _state(there)
        if state is None:
            return StackAnswer(None, "no_place")
        if not state.is_registered_on(day):
            return StackAnswer(_untaxed(state, TaxCategory.OUT_OF_SCOPE, "unregistered"))
        for certificate in sale.certificates:
            if certificate.is_for(state) and certificate.holds_on(day):
                return StackAnswer(_untaxed(state, TaxCategory.EXEMPT, "certificate", certificate.number))
        return _stacked(state, there, sale.product_class, day)


NO_JURISDICTIONS = Jurisdictions()
_REMEMBERED = 256
_START = 3
"""How many characters of a postal code the shelf goes by: of ZIP codes a sectional centre."""


def jurisdictions(every: Iterable[Jurisdiction]) -> Jurisdictions:
    """The jurisdictions with what is looked up in them."""
    known = tuple(sorted(every, key=lambda each: (LEVELS.index(each.level), each.code)))
    countries = frozenset(each.country for each in known if each.level == LEVELS[0])
    named = {rate.product_class for each in known for rate in each.rates if rate.product_class}
    classes = frozenset(named | {FREIGHT}) if countries else frozenset()
    names = {each.code: each.name for each in known}
    return Jurisdictions(known, countries, classes, names, _shelf(known))


def _shelf(known: Iterable[Jurisdiction]) -> Shelf:
    shelf: dict[tuple[str, str], list[tuple[PlaceRange, Jurisdiction]]] = {}
    for each in known:
        for places in each.places:
            for start in places.starts(_START):
                shelf.setdefault((each.country, start), []).append((places, each))
    return shelf


def _at(shelf: Shelf, place: Place) -> tuple[Jurisdiction, ...]:
    best: dict[str, tuple[tuple[int, int], Jurisdiction]] = {}
    districts: dict[str, Jurisdiction] = {}
    starts = (place.postcode[:_START], "") if place.postcode else ()
    for places, each in (pair for start in starts for pair in shelf.get((place.country, start), ())):
        fit = places.narrowness_at(place) if place.state in ("", each.state) else None
        if fit is None:
            continue
        if each.level == LEVELS[-1]:
            districts[each.code] = each
        elif each.level not in best or (fit, best[each.level][1].code) > (best[each.level][0], each.code):
            best[each.level] = (fit, each)
    here = [*(each for _fit, each in best.values()), *districts.values()]
    state = _state(here)
    same = [each for each in here if state is not None and each.state == state.state]
    return tuple(sorted(same, key=lambda each: (LEVELS.index(each.level), each.code)))


def _state(found: Sequence[Jurisdiction]) -> Jurisdiction | None:
    return next((each for each in found if each.level == LEVELS[0]), None)


def _stacked(
    state: Jurisdiction, there: Sequence[Jurisdiction], product_class: str, day: date
) -> StackAnswer:
    parts = []
    for each in there:
        rate = each.rate_on(product_class, day)
        if rate is None and (each is state or each.is_between_rates(product_class, day)):
            return StackAnswer(None, "no_rate", each.code)
        if rate:
            parts.append(TaxPart(each.code, rate))
    if not parts:
        return StackAnswer(_untaxed(state, TaxCategory.EXEMPT, "class"))
    stack = stack_text(parts)
    total = sum(part.rate_ppm for part in parts)
    return StackAnswer(TaxKey(TaxCategory.STANDARD.value, total, _code(parts[-1].code, stack), stack))


def _untaxed(state: Jurisdiction, category: TaxCategory, reason: str, number: str = "") -> TaxKey:
    """No tax, with the reason and its state: what the paper says is read from it."""
    stack = f"{UNTAXED_SIGN}{reason} {state.code} {number}".rstrip()
    return TaxKey(category.value, 0, _code(state.code, stack), stack)


def _code(name: str, stack: str) -> str:
    """A code for a stack: another for any other one, also where both come to the same rate."""
    digest = hashlib.sha256(stack.encode()).hexdigest()[:_DIGEST_LENGTH]
    return f"{name[: _CODE_LENGTH - _DIGEST_LENGTH - 1]}/{digest}"


@dataclass(frozen=True, slots=True)
class Untaxed:
    """Why a stacked sale has no tax: "unregistered", "certificate" or "class"; the state's code."""

    reason: str
    state: str
    number: str = ""


def untaxed_of(stack: str) -> Untaxed | None:
    """The reason that a key's stack keeps; None for any other tax."""
    if not stack.startswith(UNTAXED_SIGN):
        return None
    reason, _blank, rest = stack.removeprefix(UNTAXED_SIGN).partition(" ")
    state, _blank, number = rest.partition(" ")
    return Untaxed(reason, state, number)
