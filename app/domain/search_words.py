"""Normalising texts for search and sorting, the same on both databases: done in Python, compared bytewise."""

from __future__ import annotations

import re
import unicodedata

_UNDECOMPOSED = str.maketrans(
    {"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "\u0131": "i"}
)
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_NOT_WORD = re.compile(r"[\W_]+")
SORT_KEY_LENGTH = 200


def fold(text: str) -> str:
    """Lower case without marks: `Müller-Größ` becomes `muller-gross`."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_UNDECOMPOSED))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def words_of(text: str) -> tuple[str, ...]:
    """The folded words of a text: letters and digits only."""
    return tuple(word for word in _NOT_WORD.split(fold(text)) if word)


def sort_key(text: str) -> str:
    """What a name is sorted by: its folded words (F94: ä sorts with a, on both databases)."""
    return " ".join(words_of(text))[:SORT_KEY_LENGTH]


def search_text(*texts: str) -> str:
    """The words that a record is found by: each word, each text without its blanks, and ü also as ue."""
    found: dict[str, None] = {}
    for text in texts:
        for form in {text, unicodedata.normalize("NFC", text.casefold()).translate(_GERMAN)}:
            words = words_of(form)
            found.update(dict.fromkeys(words))
            if len(words) > 1:
                found["".join(words)] = None
    return " ".join(sorted(found))


def phone_forms(phone: str) -> tuple[str, ...]:
    """A phone number as people type it: +49 30 123 also as 030123."""
    digits = "".join(letter for letter in phone if letter.isdigit())
    if not digits:
        return ()
    if phone.strip().startswith(("+", "00")):
        bare = digits.removeprefix("00")
        return (phone, bare, "0" + bare[2:].removeprefix("0"))
    return (phone, digits)
