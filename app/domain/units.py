"""Units of measure: the words that people read for a code, and the code that a keyed word means. Pure.

One table for papers, window and messages. The code (`pc`) is what is stored; a unit of the firm's own has no
word and is shown as it is. Words of both languages are understood, whatever the window speaks.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

USUAL_UNIT = "pc"  # what a line has before anybody named a unit
_WHOLE = frozenset({"pc", "pk", "set", "pair"})  # nobody cuts one in two
_UNCOUNTED = frozenset({"charge", "discount"})
_NUMBER_AND_UNIT = re.compile(r"(?P<number>.*\d)\s*(?P<unit>[^\W\d][\w²³.]*)\s*")


@dataclass(frozen=True, slots=True)
class Counted:
    """A quantity in a unit, for messages: they say it in the reader's words and number format."""

    value: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class ShareOf:
    """A price that is a share of another one, for messages: they say what it is a share of."""

    value: Decimal
    percent: Decimal
    whole: Decimal


@dataclass(frozen=True, slots=True)
class UnitWords:
    """A usual unit: for one and for many of it in each language, and what else people key for it."""

    en: tuple[str, str]
    de: tuple[str, str]
    also: str = ""

    def all(self) -> frozenset[str]:
        """Every word that means this unit."""
        return frozenset((*self.en, *self.de, *self.also.split()))


def _symbol(text: str, also: str = "") -> UnitWords:
    return UnitWords((text, text), (text, text), also)


_WORDS = {
    "pc": UnitWords(("pc", "pc"), ("Stk.", "Stk."), "pcs pce piece pieces ea each st stck stück stücke stueck"),
    "pk": UnitWords(
        ("pack", "packs"), ("Pack", "Pack"), "pck pkg pkt package packages packung packungen paket pakete ve vpe"
    ),
    "set": UnitWords(("set", "sets"), ("Satz", "Sätze"), "saetze"),
    "roll": UnitWords(("roll", "rolls"), ("Rolle", "Rollen"), "rol"),
    "box": UnitWords(("box", "boxes"), ("Karton", "Kartons"), "bx ktn krt"),
    "pair": UnitWords(("pair", "pairs"), ("Paar", "Paar"), "pr paare"),
    "pal": UnitWords(("pallet", "pallets"), ("Palette", "Paletten")),
    "h": UnitWords(("h", "h"), ("Std.", "Std."), "hr hrs hour hours stunde stunden"),
    "day": UnitWords(("day", "days"), ("Tag", "Tage")),
    "m": _symbol("m", "metre metres meter meters mtr lfm"),
    "m2": _symbol("m²", "qm sqm"),
    "kg": _symbol("kg", "kilo kilos kilogram kilogramm"),
    "g": _symbol("g", "gr gram grams gramm"),
    "l": _symbol("l", "ltr litre litres liter liters"),
}  # fmt: skip


@cache
def _codes() -> dict[str, str]:
    """The code by every word in its plain form."""
    found: dict[str, str] = {}
    for code, words in _WORDS.items():
        for word in {code, *words.all()}:
            plain = _plain(word)
            assert found.setdefault(plain, code) == code, f"{word} means two units"
    return found


_END = re.compile(r"[\s.]+\Z")


def _plain(text: str) -> str:
    """`Stk.` and `STK` are `stk`, `m²` is `m2`."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return _END.sub("", folded).strip()


def unit_word(code: str, language: str, count: Decimal = Decimal(1)) -> str:
    """The reader's word for a usual unit beside such a count: `Rolle`, for two of them `Rollen`."""
    words = _WORDS.get(code) or _WORDS.get(code.casefold())
    if words is None:
        return code
    pair = words.de if language[:2].lower() == "de" else words.en
    return pair[abs(count) != 1]


def told_unit(code: str, kind: str) -> str:
    """The unit of a line of that kind; none for freight or a discount that nobody gave a unit of its own."""
    return "" if kind in _UNCOUNTED and code == USUAL_UNIT else code


def unit_code(text: str) -> str:
    """The code that a keyed word means: `Stück` and `pcs` are `pc`; a unit of the firm's own as it was keyed."""
    return _codes().get(_plain(text), text.strip())


def is_whole(code: str) -> bool:
    """Whether there are no parts of this unit, unless an article's card says that there are."""
    return unit_code(code) in _WHOLE


def is_usual(text: str) -> bool:
    """Whether a text is a word for a usual unit."""
    return _plain(text) in _codes()


def same_unit(one: str, other: str) -> bool:
    """Whether two words or codes mean the same unit, as `pc`, `Stk.` and `pieces` do."""
    return meaning(one) == meaning(other)


def split_unit(text: str) -> tuple[str, str]:
    """A keyed quantity as the text of its number and of its unit, which is "" where none stands behind it."""
    match = _NUMBER_AND_UNIT.fullmatch(text)
    return (match["number"], match["unit"]) if match else (text, "")


def meaning(text: str) -> str:
    """What all words for one unit have in common."""
    plain = _plain(text)
    return _codes().get(plain, plain)
