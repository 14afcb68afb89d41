"""Words and formats in the language of whoever reads: gettext, without Qt.

The words lie in `resources/locale/<language>/LC_MESSAGES/keyline.po` and are read from there, so there is no
compiled file that could be out of date. The reader is our own: Babel's takes 100 ms before the first paint.
Numbers and dates are written here, not by Babel, which takes 29 us an amount (a page of rows has a thousand)
and 60 ms to import before the first window is painted; tests compare with Babel.
"""

from __future__ import annotations

import gettext
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date, datetime
    from decimal import Decimal

LANGUAGES = ("en", "de")
LOCALE_FOLDER = Path(__file__).resolve().parent.parent / "resources" / "locale"

_NO_BREAK = "\N{NO-BREAK SPACE}"
PER = f"{_NO_BREAK}/{_NO_BREAK}"
"""Between a price and the number of units that it is for."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Speech:
    """One language: its words and the way it writes numbers and dates."""

    language: str
    words: gettext.NullTranslations
    group: str
    decimal: str
    date_pattern: str


@cache
def speech(language: str) -> Speech:
    """The speech of a language of `LANGUAGES`; ValueError for another."""
    if language not in LANGUAGES:
        raise ValueError(f"unknown language {language!r}")
    words = _read_words(language)
    if language == "de":
        return Speech(language, words, group=".", decimal=",", date_pattern="%d.%m.%Y")
    return Speech(language, words, group=",", decimal=".", date_pattern="%d/%m/%Y")


class _Words(gettext.NullTranslations):
    """The words of a .po file: plural forms by the rule of English and German, one and many."""

    def __init__(self, singles: dict[str, str], plurals: dict[str, tuple[str, str]]) -> None:
        super().__init__()
        self._singles, self._plurals = singles, plurals

    def gettext(self, message: str) -> str:
        return self._singles.get(message, message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self._plurals.get(msgid1, (msgid1, msgid2))[n != 1]


def _read_words(language: str) -> gettext.NullTranslations:
    path = LOCALE_FOLDER / language / "LC_MESSAGES" / "keyline.po"
    if not path.exists():  # English is the language of the source
        return gettext.NullTranslations()
    singles: dict[str, str] = {}
    plurals: dict[str, tuple[str, str]] = {}
    for entry in path.read_text(encoding="utf-8").split("\n\n"):
        fields = _fields(entry)
        text = fields.get("msgid", "")
        if not text or "#, fuzzy" in entry:
            continue
        if "msgid_plural" in fields:
            forms = fields["msgstr[0]"], fields["msgstr[1]"]
            if all(forms):
                plurals[text] = forms
        elif fields["msgstr"]:
            singles[text] = fields["msgstr"]
    return _Words(singles, plurals)


def _fields(entry: str) -> dict[str, str]:
    """The strings of one entry of a .po file by keyword; a string may go on in the next lines."""
    import json  # noqa: PLC0415 - only for other languages; a string of a .po file is escaped as one of JSON

    found: dict[str, str] = {}
    name = ""
    for line in entry.splitlines():
        keyword, _blank, first = line.partition(" ")
        if keyword.startswith("msg"):
            name = keyword
            found[name] = json.loads(first)
        elif line.startswith('"'):
            found[name] += json.loads(line)
    return found


_everywhere: list[Speech] = [speech("en")]
_here: ContextVar[Speech | None] = ContextVar("speech", default=None)


def set_language(language: str) -> None:
    """Speak this language in the whole program from now on."""
    _everywhere[0] = speech(language)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak this language inside the block only, in this thread: a paper in its reader's language."""
    token = _here.set(speech(language))
    try:
        yield
    finally:
        _here.reset(token)


def current_speech() -> Speech:
    """The speech in force here."""
    return _here.get() or _everywhere[0]


def current_language() -> str:
    """The code of the language in force here: "en", "de"."""
    return current_speech().language


def _(text: str) -> str:
    """The text in the language in force; the English text itself where a translation is missing."""
    return current_speech().words.gettext(text) if text else ""


def n_(one: str, many: str, count: int) -> str:
    """The form that fits the count: `n_("{count} line", "{count} lines", 3).format(count=3)`."""
    return current_speech().words.ngettext(one, many, count)


def N_(text: str) -> str:
    """The text unchanged, marked for translation: for data that `_()` says later."""
    return text


def format_decimal(value: Decimal, *, places_min: int = 0, places_max: int = 6, grouped: bool = True) -> str:
    """The number as people here write it, with at least and at most so many decimal places.

    A number with more places than `places_max` is a mistake of the caller: rounding is not done here.
    """
    assert 0 <= places_min <= places_max
    exponent = value.normalize().as_tuple().exponent
    assert isinstance(exponent, int), "a number that is not finite has no text"
    assert -exponent <= places_max, f"{value} has more than {places_max} places"
    if not value:
        value = abs(value)  # no one owes minus nothing
    whole, _point, places = f"{value:f}".partition(".")
    digits = places.rstrip("0").ljust(places_min, "0")
    here = current_speech()
    if grouped:
        sign, whole = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
        whole = sign + f"{int(whole):,}".replace(",", here.group)
    return f"{whole}{here.decimal}{digits}" if digits else whole


def format_micro(micro: int, *, places_min: int = 0) -> str:
    """A number of millionths as people here write it, with at least so many decimal places: `1.234,5`."""
    return _scaled_text(micro, 6, places_min)


def format_price(micro: int, per: int = 1) -> str:
    """A price with as many decimals as it needs, at least two; `3.3333 / 1,000` where it is for many units."""
    text = _scaled_text(micro, 6, 2)
    return text if per == 1 else f"{text}{PER}{format_count(per)}"


def format_rate(ppm: int) -> str:
    """A share of parts per million in percent: 75,000 is `7,5 %`."""
    return f"{_scaled_text(ppm, 4)}{_NO_BREAK}%"


def format_rate_of_exchange(rate_nano: int) -> str:
    """A rate of exchange in billionths with the decimals that it needs, four at least: `1,0543`."""
    return _scaled_text(rate_nano, 9, 4)


def _scaled_text(value: int, places: int, places_min: int = 0) -> str:
    """Whole numbers all the way: lists and papers write thousands of them, and a Decimal costs four times that."""
    here = current_speech()
    whole, rest = divmod(abs(value), int(10**places))
    digits = f"{rest:0{places}d}".rstrip("0").ljust(places_min, "0")
    text = f"{whole:,}".replace(",", here.group)
    sign = "-" if value < 0 else ""
    return f"{sign}{text}{here.decimal}{digits}" if digits else f"{sign}{text}"


def format_count(count: int) -> str:
    """A whole number as people here write it: 1,000 or 1.000."""
    return f"{count:,}".replace(",", current_speech().group)


def currency_places(currency: str) -> int:
    """The decimal places of a currency by ISO 4217: 2 for EUR, 0 for JPY, 3 for KWD.

    Not Babel's table: that one follows habit (0 for RSD), and would show a hundredfold of what is booked.
    """
    return _PLACES.get(currency, 2)


_PLACES = {"JPY": 0, "KRW": 0, "ISK": 0, "CLP": 0, "VND": 0, "KWD": 3, "BHD": 3, "TND": 3, "JOD": 3, "OMR": 3}


def format_amount(minor: int, currency: str) -> str:
    """An amount without its currency, for columns whose head names it: `-1.234,50`."""
    here, places = current_speech(), currency_places(currency)
    major, rest = divmod(abs(minor), 10**places)
    whole = f"{major:,}".replace(",", here.group)
    sign = "-" if minor < 0 else ""
    return f"{sign}{whole}{here.decimal}{rest:0{places}d}" if places else f"{sign}{whole}"


def format_money(minor: int, currency: str) -> str:
    """An amount of minor units with its currency code: `1.234,50 EUR`, held together by a no-break space."""
    return f"{format_amount(minor, currency)}{_NO_BREAK}{currency}"


def format_listed(minor: int, currency: str, *, foreign: bool) -> str:
    """An amount in a list of several currencies: the firm's own goes without saying."""
    return (format_money if foreign else format_amount)(minor, currency)


def format_quantity(value: Decimal, unit: str = "") -> str:
    """A quantity with only the places it needs and its unit: `1,5 m`, `12`."""
    text = format_decimal(value)
    return f"{text}{_NO_BREAK}{unit}" if unit else text


def format_date(day: date) -> str:
    """A day in the short form of the office: `31.01.2026`, `31/01/2026`."""
    return day.strftime(current_speech().date_pattern)


def format_short_date(day: date) -> str:
    """A day where there is little room: `31.01.26`, `31/01/26`."""
    return day.strftime(current_speech().date_pattern.replace("%Y", "%y"))


@cache
def _calendar_names(language: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    from babel.dates import get_day_names, get_month_names  # noqa: PLC0415 - 40 ms, not at the start

    days, months = (
        get_day_names("abbreviated", locale=language),
        get_month_names("abbreviated", locale=language),
    )
    return tuple(days[i].rstrip(".") for i in range(7)), tuple(months[i].rstrip(".") for i in range(1, 13))


def format_day(day: date) -> str:
    """A day near today as people say it: `Mon 23 Nov`, `Mo 23. Nov`."""
    language = current_language()
    days, months = _calendar_names(language)
    dot = "." if language == "de" else ""
    return f"{days[day.weekday()]} {day.day}{dot} {months[day.month - 1]}"


def format_month(day: date) -> str:
    """The month of a day: `Nov`, `Mai`."""
    return _calendar_names(current_language())[1][day.month - 1]


def format_moment(moment: datetime) -> str:
    """A day and the time of day to the minute, in the zone that the moment carries."""
    return f"{format_date(moment)}{_NO_BREAK}{moment:%H:%M}"


@cache
def _territories(language: str) -> Mapping[str, str]:
    from babel import Locale  # noqa: PLC0415 - 30 ms, and only papers and cards name countries

    return dict(Locale(language).territories)


def country_name(code: str) -> str:
    """The country's name in the language in force; the code itself where it has none."""
    return _territories(current_language()).get(code, code)
