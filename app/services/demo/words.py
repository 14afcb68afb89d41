"""The word lists of the demo firm (`resources/demo`), read once."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
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
def families(language: str) -> tuple[FamilyWords, ...]:
    """The firm's range by its names in a language; all else of it is the same in each."""
    english = tuple(_family(entry) for entry in _load("families.json"))
    return tuple(map(_in_german, english)) if language == "de" else english


@cache
def german_words() -> dict[str, dict[str, str]]:
    """German for what the range says, by its English: families, names, and the labels of sizes and finishes."""
    words: dict[str, dict[str, str]] = _load("german.json")
    return words


def family_name(name: str, language: str) -> str:
    """A family as a firm of that language calls it."""
    return german_words()["families"][name] if language == "de" else name


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


def _in_german(words: FamilyWords) -> FamilyWords:
    table = german_words()
    labels = table["labels"]  # measures are the same in both languages
    sizes, finishes = (
        tuple(replace(each, label=labels.get(each.label, each.label)) for each in variants)
        for variants in (words.sizes, words.finishes)
    )
    family, name = family_name(words.family, "de"), table["names"][words.name]
    return replace(words, family=family, name=name, sizes=sizes, finishes=finishes)


def _tuples(value: Any) -> Any:
    return tuple(_tuples(each) for each in value) if isinstance(value, list) else value


def _load(name: str) -> Any:
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))
