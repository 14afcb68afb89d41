"""Numbers and dates as a paper of one language writes them (Babel)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import lru_cache

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal

from app.domain.money import minor_digits
from app.services.documents.words import words_for


def amount_text(minor: int, currency: str, language: str) -> str:
    """Return an amount with the currency's own decimals and no currency sign: 1,234.50 or 1.234,50."""
    digits = minor_digits(currency)
    return _number_text(Decimal(minor).scaleb(-digits), language, fewest=digits, most=digits)


@lru_cache(maxsize=4096)  # the quantities and prices of a firm come again and again
def scaled_text(value: int, scale: int, language: str, *, fewest: int = 0, most: int = 6) -> str:
    """Return `value` / 10**`scale` with as many decimals as it needs, between `fewest` and `most`.

    Prices: `scaled_text(334_416_000, 6, "en", fewest=2)` is 334.416.
    """
    return _number_text(Decimal(value).scaleb(-scale), language, fewest=fewest, most=most)


@lru_cache(maxsize=4096)
def size_text(tenths: tuple[int, ...], language: str) -> str:
    """Return lengths in tenths of a millimetre as drawings write them, thousands together: 1200 x 392.5."""
    locale = _locale(language)
    texts = [format_decimal(Decimal(each).scaleb(-1), format="0.#", locale=locale) for each in tenths]
    return " x ".join(texts)


# The lines of a paper name few days, and Babel takes as long for one as all else of a line.
@lru_cache(maxsize=1000)
def date_text(day: dt.date, language: str) -> str:
    """Return a date as people write it: 2 Mar 2026 or 02.03.2026."""
    return str(format_date(day, format="medium", locale=_locale(language)))


def _number_text(value: Decimal, language: str, *, fewest: int, most: int) -> str:
    decimals = "0" * fewest + "#" * (most - fewest)
    pattern = f"#,##0.{decimals}" if decimals else "#,##0"
    return str(format_decimal(value, format=pattern, locale=_locale(language)))


@lru_cache(maxsize=8)
def _locale(language: str) -> Locale:
    return Locale.parse(words_for(language).locale)
