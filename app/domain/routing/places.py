"""Where a ship-to address lies, roughly: enough to tell the nearer of two warehouses.

Degrees in millionths; a country's point is near its middle of population, a German region's is the middle of
the postcodes that share the first digit.
"""

from __future__ import annotations

import math
from typing import Final

Point = tuple[int, int]

_COUNTRIES: Final[dict[str, tuple[float, float]]] = {
    "AT": (47.9, 14.9),
    "AU": (-33.5, 147.5),
    "BE": (50.8, 4.5),
    "BG": (42.7, 24.6),
    "BR": (-20.5, -46.9),
    "CA": (45.9, -78.3),
    "CH": (47.0, 8.1),
    "CN": (33.0, 113.7),
    "CY": (35.0, 33.3),
    "CZ": (49.8, 15.5),
    "DE": (50.8, 9.8),
    "DK": (55.8, 10.9),
    "EE": (58.9, 25.4),
    "ES": (39.8, -3.4),
    "FI": (61.4, 24.9),
    "FR": (47.2, 2.5),
    "GB": (52.6, -1.6),
    "GR": (38.4, 23.2),
    "HR": (45.5, 16.1),
    "HU": (47.2, 19.3),
    "IE": (53.2, -7.2),
    "IL": (32.0, 34.9),
    "IS": (64.3, -20.9),
    "IT": (43.0, 12.0),
    "JP": (35.6, 137.7),
    "LI": (47.1, 9.5),
    "LT": (55.2, 23.9),
    "LU": (49.6, 6.1),
    "LV": (56.9, 24.5),
    "MT": (35.9, 14.4),
    "NL": (52.1, 5.3),
    "NO": (60.8, 10.1),
    "PL": (51.7, 19.3),
    "PT": (39.9, -8.6),
    "RO": (45.7, 25.4),
    "RS": (44.3, 20.8),
    "SE": (58.8, 15.7),
    "SI": (46.2, 14.9),
    "SK": (48.6, 19.2),
    "TR": (39.3, 32.3),
    "UA": (49.0, 31.5),
    "US": (38.0, -91.2),
}

_GERMAN_REGIONS: Final[dict[str, tuple[float, float]]] = {
    "0": (51.1, 12.9),
    "1": (52.9, 13.2),
    "2": (53.6, 9.7),
    "3": (51.9, 9.7),
    "4": (51.6, 7.2),
    "5": (50.5, 7.1),
    "6": (49.8, 8.2),
    "7": (48.6, 8.9),
    "8": (48.1, 11.3),
    "9": (49.7, 11.2),
}


def place_of(country: str, postcode: str) -> Point | None:
    """The rough place of an address; None for a country that the table does not know."""
    region = _GERMAN_REGIONS.get(postcode.strip()[:1]) if country == "DE" else None
    degrees = region or _COUNTRIES.get(country)
    return None if degrees is None else (round(degrees[0] * 1_000_000), round(degrees[1] * 1_000_000))


def distance_km(one: Point, other: Point) -> int:
    """The great-circle distance of two points in whole kilometres (haversine)."""
    latitude, longitude = (math.radians(value / 1_000_000) for value in one)
    other_latitude, other_longitude = (math.radians(value / 1_000_000) for value in other)
    share = (
        math.sin((other_latitude - latitude) / 2) ** 2
        + math.cos(latitude) * math.cos(other_latitude) * math.sin((other_longitude - longitude) / 2) ** 2
    )
    return round(2 * 6371 * math.asin(math.sqrt(share)))
