"""Texts that rules write into documents: stored as codes with their parameters, said in the language of who reads.

A paper speaks its customer's language, a window its clerk's; what a rule wrote at some desk is the same for all of
them. `written` gives the text to store; `app.messages.spoken` says it. Whatever people type stays as it is.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from app.domain.money import Money, Rate
from app.domain.units import Counted, ShareOf

MARK = "~["
Part = tuple[str, Mapping[str, object]]
"""A code of `app.messages` and its parameters."""


@dataclass(frozen=True, slots=True)
class PriceTold:
    """A price in millionths as a text says it: without its currency, with two decimals at least."""

    micro: int


def written(*parts: Part) -> str:
    """The stored text of one sentence or of several."""
    return "~" + json.dumps([[code, _packed(params)] for code, params in parts], ensure_ascii=False)


@lru_cache(maxsize=4096)
def read_written(text: str) -> tuple[Part, ...]:
    """The sentences of a stored text; () for one that a person typed."""
    if not text.startswith(MARK):
        return ()
    try:
        return tuple(
            (str(code), {name: _unpack(each) for name, each in params.items()})
            for code, params in json.loads(text[1:])
        )
    except (ValueError, TypeError, AttributeError, ArithmeticError, LookupError):
        return ()


def _packed(params: Mapping[str, object]) -> dict[str, object]:
    return {name: _pack(value) for name, value in params.items()}


_KINDS: tuple[tuple[type, str, Callable[[Any], object], Callable[[Any], object]], ...] = (
    (Money, "money", lambda it: [it.minor, it.currency], lambda its: Money(int(its[0]), str(its[1]))),
    (
        Counted,
        "counted",
        lambda it: [str(it.value), it.unit],
        lambda its: Counted(Decimal(its[0]), str(its[1])),
    ),
    (
        ShareOf,
        "share",
        lambda it: [str(it.value), str(it.percent), str(it.whole)],
        lambda its: ShareOf(*map(Decimal, its)),
    ),
    (Rate, "ppm", lambda it: it.ppm, lambda its: Rate(int(its))),
    (PriceTold, "price", lambda it: it.micro, lambda its: PriceTold(int(its))),
    (Decimal, "decimal", str, Decimal),
    (date, "day", lambda it: it.isoformat()[:10], date.fromisoformat),
    (
        tuple,
        "several",
        lambda it: [_pack(each) for each in it],
        lambda its: tuple(_unpack(each) for each in its),
    ),
)
"""How a value is stored under its kind, and comes back."""

_READERS = {kind: read for _of, kind, _store, read in _KINDS}


def _pack(value: object) -> object:
    """Plain values as they are, others under their kind."""
    for of, kind, store, _read in _KINDS:
        if isinstance(value, of):
            return {kind: store(value)}
    return value if value is None or isinstance(value, bool | int) else str(value)


def _unpack(stored: object) -> object:
    if not isinstance(stored, dict):
        return stored
    ((name, inside),) = stored.items()
    return _READERS[name](inside)
