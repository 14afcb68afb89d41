"""Places as taxes see them: a country with a postal code, and the ranges of postal codes of a jurisdiction."""

from __future__ import annotations

import re
from dataclasses import dataclass

_BLANKS = re.compile(r"[\s\-]+")
_STATE_AND_CODE = re.compile(r"([A-Z]{2})\s*(\d{5}(?:-?\d{4})?)")
_CITY_AND_STATE = re.compile(r"(.+?)[,\s]\s*([A-Z]{2})\.?")


@dataclass(frozen=True, slots=True)
class Place:
    """Where something goes or comes from; `postcode` without blanks and hyphens, `state` "" where nobody says it."""

    country: str
    postcode: str = ""
    city: str = ""
    state: str = ""


NOWHERE = Place("")


@dataclass(frozen=True, slots=True)
class Way:
    """From where to where goods go, as taxes see it."""

    origin: Place
    to: Place


def place_of_address(country: str, postcode: str, city: str) -> Place:
    """The place of an address; of an American one also the state, if it is written with the ZIP code or the city."""
    country, code, town, state = country.strip().upper(), postcode.strip().upper(), city.strip(), ""
    if country == "US":
        if found := _STATE_AND_CODE.fullmatch(code):
            state, code = found[1], found[2]
        if found := _CITY_AND_STATE.fullmatch(town):
            town, state = found[1].rstrip(" ,"), state or found[2]
    return Place(country, tidy_postcode(code), tidy_city(town), state)


def tidy_postcode(text: str) -> str:
    """A postal code as ranges compare it: `10001-1234` is 100011234."""
    return _BLANKS.sub("", text.upper())


def tidy_city(text: str) -> str:
    """A city's name as it is compared."""
    return " ".join(text.casefold().split())


@dataclass(frozen=True, slots=True)
class PlaceRange:
    """Postal codes from first to last, both with it; a range of ZIP codes has their ZIP+4, not the other way round."""

    first: str
    last: str
    city: str = ""

    def narrowness_at(self, place: Place) -> tuple[int, int] | None:
        """How much the range says of a place, to be compared; None where the place is not in it."""
        code = place.postcode
        if not code or not self.first <= code or code[: len(self.last)] > self.last:
            return None
        if len(code) < len(self.first) or (self.city and tidy_city(self.city) != place.city):
            return None
        return len(self.first) + bool(self.city), -_width(self.first, self.last)

    def starts(self, length: int) -> tuple[str, ...]:
        """How postal codes of the range begin, in so many characters; "" where that cannot be listed."""
        first, last = self.first[:length], self.last[:length]
        if first == last:
            return (first,) if len(first) == length else ("",)
        if not (first.isdigit() and last.isdigit() and len(first) == len(last) == length):
            return ("",)
        return tuple(str(number).zfill(length) for number in range(int(first), int(last) + 1))

    def meets(self, other: PlaceRange) -> bool:
        """Whether some place is in both."""
        is_apart = self.last < other.first or other.last < self.first
        same_city = not self.city or not other.city or tidy_city(self.city) == tidy_city(other.city)
        return len(self.first) == len(other.first) and not is_apart and same_city


def _width(first: str, last: str) -> int:
    return int(last) - int(first) if first.isdigit() and last.isdigit() else 0
