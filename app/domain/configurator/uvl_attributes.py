"""What stands in the braces behind a feature: numbers of its own, and constraints that hold for the whole model."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

_NUMBER = re.compile(r'(?<=[{,])\s*("[^"]*"|[^\s{},"\']+)\s+(-?\d{1,15}(?:\.\d{1,9})?)\s*(?=[,}])')
_CONSTRAINTS = re.compile(r"(?<=[{,])\s*constraints?\s+(?:\[([^\]]*)\]|([^,{}\[\]]+))\s*(?=[,}])")
_IN_WORDS = re.compile(r"'[^']*'")
_PIECES = re.compile(r'"[^"]*"|[(),]|[^"(),]+')
_BOUND = re.compile(r"(\S+?)\s*(>=|<=|>|<)\s*(-?\d{1,15})")
_STRICT = {">": 1, "<": -1}


@dataclass(frozen=True, slots=True)
class Attributes:
    """Numbers by name, and constraints as they were written."""

    numbers: Mapping[str, Fraction] = field(default_factory=dict)
    constraints: tuple[str, ...] = ()


def read_attributes(text: str) -> Attributes:
    """Those of `{Price 5, constraints [A => B, B => C]}`; other ones (texts, truths, lists) say nothing here."""
    plain = _IN_WORDS.sub("''", text)
    numbers = {name.strip('"'): Fraction(value) for name, value in _NUMBER.findall(plain)}
    found = tuple(each for many, one in _CONSTRAINTS.findall(plain) for each in _split(many or one))
    return Attributes(numbers, found)


def _split(text: str) -> Iterator[str]:
    """Constraints with commas between them; those in brackets and quotes are no such commas."""
    depth, said = 0, ""
    for piece in _PIECES.findall(text):
        depth += (piece == "(") - (piece == ")")
        if piece == "," and not depth:
            yield said.strip()
            said = ""
        else:
            said += piece
    if said.strip():
        yield said.strip()


def bounds_said(name: str, constraints: tuple[str, ...]) -> dict[str, Fraction]:
    """The least and the greatest value ("min", "max") that constraints of `name >= 0 & name <= 10` leave."""
    bounds: dict[str, Fraction] = {}
    for part in (part.strip() for each in constraints for part in each.split("&")):
        found = _BOUND.fullmatch(part)
        if found and found[1].strip('"') == name:
            value = Fraction(int(found[3]) + _STRICT.get(found[2], 0))
            if found[2].startswith(">"):
                bounds["min"] = max(bounds.get("min", value), value)
            else:
                bounds["max"] = min(bounds.get("max", value), value)
    return bounds
