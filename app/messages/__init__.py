"""Texts of issues, errors and remedies by code. Each area has a file with its `TEXTS`.

A text says what happened, to which document, and what to do next; `{name}` is a parameter.
"""

from __future__ import annotations

import datetime as dt
import importlib
import pkgutil
import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache

from app.domain.errors import KeylineError, RefusedError
from app.domain.issues import Issue, Remedy
from app.domain.money import Money, Rate
from app.domain.rights import SYSTEM
from app.domain.told_texts import MARK, PriceTold, read_written
from app.domain.units import Counted, ShareOf, unit_word
from app.i18n import (
    _,
    current_language,
    format_date,
    format_decimal,
    format_money,
    format_price,
    format_quantity,
    format_rate,
)

_TWO_DOTS = re.compile(r"(?<=\w)\.\.(?=\s|$)")  # "2 Stk." at the end of a sentence: one dot is both


@cache
def catalogue() -> Mapping[str, str]:
    """Every code with its English text; a code that two areas claim is our mistake."""
    texts: dict[str, str] = {}
    for module in pkgutil.iter_modules(__path__):
        part: Mapping[str, str] = importlib.import_module(f"{__name__}.{module.name}").TEXTS
        twice = texts.keys() & part.keys()
        assert not twice, f"codes in two files: {sorted(twice)}"
        texts.update(part)
    return texts


def text_of(code: str, params: Mapping[str, object]) -> str:
    """The sentence for a code in the language in force."""
    shown = {name: _word(name, value) or _shown(value) for name, value in params.items()}
    text = catalogue().get(code)
    if text is None:
        details = ", ".join(f"{name}: {value}" for name, value in shown.items())
        return f"{code} ({details})" if details else code
    return _TWO_DOTS.sub(".", _(text).format_map(_Shown(shown)))


def spoken(text: str) -> str:
    """A stored text in the language in force: what a rule wrote is said anew, what people typed stays as it is."""
    if not text.startswith(MARK):
        return text
    parts = read_written(text)
    is_known = bool(parts) and all(code in catalogue() for code, _params in parts)
    return " ".join(text_of(code, params) for code, params in parts) if is_known else text


def actor_word(name: str) -> str:
    """Who did something, as people read it: what runs by itself is the program."""
    return "Keyline" if name == SYSTEM.name else name


def text_of_error(error: KeylineError) -> str:
    """The sentence for an error; a refusal with issues lists them after it."""
    head = text_of(error.code, error.params)
    if isinstance(error, RefusedError) and error.issues:
        return "\n".join(dict.fromkeys([head, *(text_of_issue(issue) for issue in error.issues)]))
    return head


def text_of_issue(issue: Issue) -> str:
    """The sentence for an issue."""
    return text_of(issue.code, issue.params)


def text_of_remedy(remedy: Remedy) -> str:
    """What the remedy does, in words."""
    return text_of(remedy.code, remedy.params)


def _word(name: str, value: object) -> str:
    """States, kinds, holds and units of measure as people say them; "" where the parameter is none of them."""
    if name in {"unit", "units"}:
        codes = value if isinstance(value, tuple) else (value,)
        return ", ".join(unit_word(str(code), current_language()) for code in codes)
    if name == "stops" and isinstance(value, tuple):
        return ", ".join(_word("stop", each) for each in value)
    if name == "actor":
        return actor_word(str(value or ""))
    if name == "stop":
        text = catalogue().get(f"hold_stop.{value}")
    elif name == "again":
        text = catalogue().get(f"hold_again.{value}")
    elif name == "hold":
        text = catalogue().get(f"hold_kind.{value}")
    elif name == "kind":
        text = catalogue().get(f"kind.{value}")
    else:
        text = catalogue().get(f"order.state.{value}") if name in {"state", "wanted"} else None
    return _(text) if text else ""


class _Shown(dict[str, str]):
    """A parameter that a text asks for and the caller forgot shows its name, never a crash."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


def _shown(value: object) -> str:
    if isinstance(value, Counted):
        return format_quantity(value.value, unit_word(value.unit, current_language(), value.value))
    if isinstance(value, ShareOf):
        numbers = (value.value, value.percent, value.whole)
        share, percent, whole = map(format_decimal, numbers)
        return _("{share} ({percent} % of {whole})").format(share=share, percent=percent, whole=whole)
    if isinstance(value, Money):
        return format_money(value.minor, value.currency)
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return format_date(value)
    if isinstance(value, Decimal):
        return format_decimal(value)
    if isinstance(value, Rate):
        return format_rate(value.ppm)
    if isinstance(value, PriceTold):
        return format_price(value.micro)
    return spoken(str(value))
