"""How a history says a field: its word, and its value as people read it, not as it is stored."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from app.i18n import (
    _,
    country_name,
    format_amount,
    format_date,
    format_decimal,
    format_micro,
    format_money,
    format_quantity,
    format_rate,
)
from app.messages import spoken
from app.models.cells_model import CellColumn
from app.models.unit_words import quantity_text

Shown = Callable[[object], str]
_DAY = re.compile(r"(19|2\d)\d\d-(0[1-9]|1[0-2])-\d\d")  # a phone may have the same shape: 0451-12-34
_TIME = re.compile(r"(\d{2}:\d{2}):00")


def plain(value: object) -> str:
    """A value that needs no more than yes or no, the office's way to write a day, or commas between several."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list | tuple):
        return ", ".join(plain(each) for each in value)
    text = spoken(str(value))
    if _DAY.fullmatch(text):
        with suppress(ValueError):  # 2026-02-31: a customer's own number
            return format_date(dt.date.fromisoformat(text))
    time = _TIME.fullmatch(text)
    return time[1] if time else text


@dataclass(frozen=True, slots=True)
class Word:
    """A field's word and how its value is shown."""

    title: str
    shown: Shown = plain


@dataclass(frozen=True, slots=True)
class Group:
    """Fields of one kind whose name goes on behind a dot or a blank (`unit.pk`, `line 10`): the words for all."""

    name: Callable[[str], str]
    shown: Shown = plain


Words = Mapping[str, Word | Group | str]


def columns_words(columns: Iterable[CellColumn]) -> dict[str, Word | Group | str]:
    """The columns of a grid as words; a choice is shown as its cell shows it."""
    return {
        column.name: Word(column.title, chosen(column.choices)) if column.choices else column.title
        for column in columns
    }


def name_and_shown(field: str, words: Words) -> tuple[str, Shown]:
    """What a field is called and how its values are shown; `address.5.city` is the city of an address."""
    word = words.get(field)
    kind, _blank, number = field.partition(" ")
    numbered = words.get(f"{kind} ")
    if isinstance(numbered, Group):
        return numbered.name(number), numbered.shown
    group, _dot, rest = field.partition(".")
    if word is None and rest:
        above = words.get(f"{group}.")
        _id, _dot, inner = rest.partition(".")
        if isinstance(above, Group):
            return above.name(rest), above.shown
        if isinstance(above, str) and inner:
            name, shown = name_and_shown(inner, words)
            return f"{above} · {name}", shown
        word = words.get(field.rpartition(".")[2])
    if isinstance(word, Word):
        return word.title, word.shown
    return (word if isinstance(word, str) else field.replace("_", " ")), plain


# how values are shown


def percent(value: object) -> str:
    """Millionths as percent."""
    return format_rate(value) if isinstance(value, int) else plain(value)


def money(currency: str) -> Shown:
    """Minor units with the currency."""
    return lambda value: format_money(value, currency) if isinstance(value, int) else plain(value)


def amount(currency: str) -> Shown:
    """Minor units, in a currency that stands elsewhere."""
    return lambda value: format_amount(value, currency) if isinstance(value, int) else plain(value)


def price(currency: str) -> Shown:
    """Millionths of the currency's unit, with as many places as they need."""

    def shown(value: object) -> str:
        if not isinstance(value, int):
            return plain(value)
        return f"{format_micro(value, places_min=2)}\N{NO-BREAK SPACE}{currency}"

    return shown


def quantity(unit: str = "") -> Shown:
    """Millionths of a unit of measure, by its code."""
    return lambda value: quantity_text(value, unit) if isinstance(value, int) else plain(value)


def counted(unit: str) -> Shown:
    """A whole number with its unit."""
    return lambda value: format_quantity(Decimal(value), unit) if isinstance(value, int) else plain(value)


def chosen(choices: Iterable[tuple[object, str]]) -> Shown:
    """The word of a choice."""
    texts = dict(choices)
    return lambda value: texts.get(value) or plain(value)


def listed(words: Mapping[str, str]) -> Shown:
    """Codes behind commas, each by its word."""
    return lambda value: ", ".join(words.get(code, code) for code in str(value or "").split(",") if code)


def country(value: object) -> str:
    """A country by its name."""
    return country_name(value) if isinstance(value, str) and value else plain(value)


def number_text(value: object) -> str:
    """A text that begins with a number with a point, such as "7.7 %", as people here write it."""
    number, space, rest = str(value or "").partition(" ")
    try:
        return f"{format_decimal(Decimal(number))}{space}{rest}"
    except (InvalidOperation, AssertionError):
        return plain(value)
