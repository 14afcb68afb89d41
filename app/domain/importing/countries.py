"""Country names, in English and German and as firms write them, to ISO 3166-1 codes."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from babel import Locale
from babel.core import get_global

from app.domain.importing.problems import ValueProblem

UNKNOWN_COUNTRY = "ZZ"


class CountryFit(StrEnum):
    """How well the code says what the cell said."""

    EXACT = "exact"
    NEAREST = "nearest"
    """The name covers several territories; the code is the largest of them."""
    GROUP = "group"
    """A union of countries, not a country."""
    UNSPECIFIED = "unspecified"


@dataclass(frozen=True, slots=True)
class CountryMatch:
    """An ISO code ("EU" and "ZZ" for a group and for none) and how well it fits."""

    code: str
    fit: CountryFit = CountryFit.EXACT


_SPECIAL: Mapping[str, CountryMatch] = {
    "channel islands": CountryMatch("JE", CountryFit.NEAREST),
    "kanalinseln": CountryMatch("JE", CountryFit.NEAREST),
    "european community": CountryMatch("EU", CountryFit.GROUP),
    "european union": CountryMatch("EU", CountryFit.GROUP),
    "europaische union": CountryMatch("EU", CountryFit.GROUP),
    "eu": CountryMatch("EU", CountryFit.GROUP),
    "unspecified": CountryMatch(UNKNOWN_COUNTRY, CountryFit.UNSPECIFIED),
    "unknown": CountryMatch(UNKNOWN_COUNTRY, CountryFit.UNSPECIFIED),
    "unbekannt": CountryMatch(UNKNOWN_COUNTRY, CountryFit.UNSPECIFIED),
}
_ALIASES: Mapping[str, str] = {
    "eire": "IE", "republic of ireland": "IE", "rsa": "ZA", "uk": "GB", "u k": "GB", "great britain": "GB",
    "england": "GB", "scotland": "GB", "wales": "GB", "northern ireland": "GB", "grossbritannien": "GB",
    "england uk": "GB", "usa": "US", "u s a": "US", "united states of america": "US", "america": "US",
    "holland": "NL", "the netherlands": "NL", "niederlande": "NL", "brd": "DE",
    "federal republic of germany": "DE", "bundesrepublik deutschland": "DE", "deutschland": "DE",
    "czech republic": "CZ", "tschechische republik": "CZ", "hong kong": "HK", "hongkong": "HK",
    "korea": "KR", "south korea": "KR", "republic of korea": "KR", "russian federation": "RU",
    "uae": "AE", "macedonia": "MK", "turkey": "TR", "turkei": "TR", "tuerkei": "TR", "vatican": "VA",
    "slovak republic": "SK", "ivory coast": "CI", "swaziland": "SZ", "cape verde": "CV", "burma": "MM",
    "macau": "MO", "viet nam": "VN", "moldova": "MD", "espana": "ES", "italia": "IT", "osterreich": "AT",
    "oesterreich": "AT", "schweiz": "CH", "suisse": "CH", "polska": "PL", "belgique": "BE", "belgie": "BE",
    "danmark": "DK", "sverige": "SE", "norge": "NO", "suomi": "FI", "el": "GR", "hellas": "GR",
}  # fmt: skip
_TWO_LETTERS = re.compile(r"[A-Z]{2}")


@lru_cache(maxsize=4_096)
def parse_country(text: str) -> CountryMatch | ValueProblem:
    """The country of the cell: a name (English, German, own), an alpha-2 or an alpha-3 code."""
    key = _key(text)
    if key in _SPECIAL:
        return _SPECIAL[key]
    code = _codes().get(key)
    return CountryMatch(code) if code else ValueProblem("country-unknown", text)


@cache
def _codes() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for language in ("de", "en"):
        for code, name in Locale(language).territories.items():
            if _TWO_LETTERS.fullmatch(code) and code not in {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}:
                found[_key(name)] = found[code.casefold()] = code
    for old, new in get_global("territory_aliases").items():
        if len(old) == 3 and old.isalpha() and len(new) == 1 and _TWO_LETTERS.fullmatch(new[0]):
            found[old.casefold()] = new[0]
    return {**found, **_ALIASES}


def _key(text: str) -> str:
    flat = unicodedata.normalize("NFKD", text.replace("ß", "ss"))
    bare = "".join(char for char in flat if not unicodedata.combining(char)).casefold()
    return re.sub(r"[^a-z0-9]+", " ", bare.replace("&", " and ")).strip()
