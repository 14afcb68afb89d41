"""The word lists of the demo firm (`resources/demo`), read once."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[3] / "resources" / "demo"


@dataclass(frozen=True, slots=True)
class CountryWords:
    """Names and places of one country; cities as (city, postcode, dialling code)."""

    code: str
    share: int
    language: str
    phone: str
    domain: str
    forms: tuple[str, ...]
    trades: tuple[str, ...]
    first: tuple[str, ...]
    last: tuple[str, ...]
    streets: tuple[str, ...]
    cities: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Variant:
    """A size or finish: code in the SKU, label in the name, factor of the price."""

    code: str
    label: str
    factor: float


@dataclass(frozen=True, slots=True)
class FamilyWords:
    """A row of products: every size in every finish."""

    family: str
    prefix: str
    name: str
    price: float
    cost: float
    weight: int
    pick: tuple[int, int]
    sizes: tuple[Variant, ...]
    finishes: tuple[Variant, ...]
    units: tuple[tuple[str, int], ...]
    unit: str = "pc"
    decimals: int = 0
    min: int = 0
    step: int = 0
    tax: str = "standard"
    kind: str = "goods"


@cache
def countries() -> tuple[CountryWords, ...]:
    """The countries in which the firm sells."""
    return tuple(
        CountryWords(
            code=code,
            **{name: _tuples(value) for name, value in words.items()},
        )
        for code, words in _load("countries.json").items()
    )


@cache
def families() -> tuple[FamilyWords, ...]:
    """The firm's range."""
    return tuple(_family(entry) for entry in _load("families.json"))


def logo() -> bytes:
    """The firm's logo (PNG)."""
    return (FOLDER / "logo.png").read_bytes()


def _family(entry: dict[str, Any]) -> FamilyWords:
    lists = {
        "sizes": tuple(Variant(*size) for size in entry["sizes"]),
        "finishes": tuple(Variant(*finish) for finish in entry["finishes"]),
        "pick": tuple(entry["pick"]),
        "units": tuple((code, factor) for code, factor in entry.get("units", ())),
    }
    return FamilyWords(**{**entry, **lists})


def _tuples(value: Any) -> Any:
    return tuple(_tuples(each) for each in value) if isinstance(value, list) else value


def _load(name: str) -> Any:
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))
