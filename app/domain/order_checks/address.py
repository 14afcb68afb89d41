"""Checks of the address that the goods go to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.domain.issues import Severity
from app.domain.order_checks.check import Check, Hit, OrderSeen, focus

SHIP_TO = "header/ship_to"
_NEEDED = ("ship_name", "ship_street", "ship_city")
_PLATES = {
    "A": "AT", "AT": "AT", "B": "BE", "BE": "BE", "CH": "CH", "CZ": "CZ", "D": "DE", "DE": "DE", "DK": "DK",
    "E": "ES", "ES": "ES", "F": "FR", "FR": "FR", "FL": "LI", "H": "HU", "HU": "HU", "I": "IT", "IT": "IT",
    "L": "LU", "LU": "LU", "NL": "NL", "P": "PT", "PL": "PL", "PT": "PT", "S": "SE", "SE": "SE", "SK": "SK",
}  # fmt: skip
"""Letters before postcodes: those of cars (CEPT) and of ISO 3166."""
ENTER = focus("remedy.enter_address", "header/ship_address")


def ships_goods(order: OrderSeen) -> bool:
    """Whether anything has to be brought somewhere."""
    return any(line.kind == "goods" for line in order.draft.lines)


def has_no_country(order: OrderSeen) -> Iterator[Hit]:
    """Without a country there is no tax, and no carrier."""
    if not order.draft.header.ship_country.strip() and ships_goods(order):
        yield Hit(SHIP_TO, remedies=ENTER)


def is_incomplete(order: OrderSeen) -> Iterator[Hit]:
    """Name, street or city is missing; services need no address."""
    header = order.draft.header
    missing = any(not getattr(header, name).strip() for name in _NEEDED)
    if missing and header.ship_country.strip() and ships_goods(order):
        yield Hit(SHIP_TO, remedies=ENTER)


def country_is_unknown(order: OrderSeen) -> Iterator[Hit]:
    """No country has this code."""
    country = order.draft.header.ship_country.strip()
    if country and not order.around.ship_to.is_known:
        yield Hit(SHIP_TO, {"country": country}, ENTER)


def has_no_postcode(order: OrderSeen) -> Iterator[Hit]:
    """Each address of its country has one, and this one has none."""
    place, header = order.around.ship_to, order.draft.header
    if place.needs_postcode and not header.ship_postcode.strip() and ships_goods(order):
        yield Hit(SHIP_TO, {"country": header.ship_country, "like": place.postcode_like}, ENTER)


def postcode_is_wrong(order: OrderSeen) -> Iterator[Hit]:
    """It is not written as in its country; where nobody knows how, nothing is said."""
    place, header = order.around.ship_to, order.draft.header
    postcode = header.ship_postcode.strip().upper()
    if not place.postcode or not postcode or _country_before(postcode):
        return
    if re.fullmatch(place.postcode, _without_state(postcode, header.ship_country)) is None:
        params = {"postcode": postcode, "country": header.ship_country, "like": place.postcode_like}
        yield Hit(SHIP_TO, params, ENTER)


def postcode_is_elsewhere(order: OrderSeen) -> Iterator[Hit]:
    """It names another country than the address: A-1010 in Germany."""
    header = order.draft.header
    named = _country_before(header.ship_postcode.strip().upper())
    if named and header.ship_country and named != header.ship_country:
        params = {"postcode": header.ship_postcode, "country": header.ship_country, "named": named}
        yield Hit(SHIP_TO, params, ENTER)


def _country_before(postcode: str) -> str:
    """The country that is written before a postcode (`A-1010`, `CH-8001`); "" where none is."""
    found = re.fullmatch(r"([A-Z]{1,3})\s?-\s?\d[\w\s-]*", postcode)
    return _PLATES.get(found[1], "") if found else ""


def _without_state(postcode: str, country: str) -> str:
    """An American ZIP code without the state that may be written before it: `NY 10001` is 10001."""
    return re.sub(r"^[A-Z]{2}\s+(?=\d)", "", postcode) if country == "US" else postcode


CHECKS = (
    Check(
        code="order.country_missing",
        area="address",
        severity=Severity.BLOCK,
        held_by="law",
        run=has_no_country,
    ),
    Check(code="order.address_incomplete", area="address", severity=Severity.WARN, run=is_incomplete),
    Check(code="order.country_unknown", area="address", severity=Severity.BLOCK, run=country_is_unknown),
    Check(code="order.postcode_missing", area="address", severity=Severity.WARN, run=has_no_postcode),
    Check(code="order.postcode_wrong", area="address", severity=Severity.WARN, run=postcode_is_wrong),
    Check(code="order.postcode_elsewhere", area="address", severity=Severity.WARN, run=postcode_is_elsewhere),
)
