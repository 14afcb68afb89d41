# ruff: noqa: RUF001  (letters and marks that look like others are what this is about)
"""Whether words read in a code page look like words: each in letters of one language."""

import re
from collections.abc import Iterable, Iterator

_LATIN = (
    "äöüß",  # German
    "àâæçéèêëîïôœùûüÿ",  # French
    "áéíóúüñ",  # Spanish
    "àçèéíïòóúü",  # Catalan
    "áâãàçéêíóôõúü",  # Portuguese
    "àèéìíîòóùú",  # Italian
    "áéíóúëïöüèêàç",  # Dutch
    "åäöéüàšž",  # Swedish, Finnish
    "æøåäöéèêòóôáü",  # Danish, Norwegian
    "áčďéěíňóřšťúůýž",  # Czech
    "áäčďéíĺľňóôŕšťúýž",  # Slovak
    "ąćęłńóśźż",  # Polish
    "áéíóöőúüű",  # Hungarian
    "ăâîșțşţ",  # Romanian
    "čćđšž",  # Slovene, Croatian
    "çğıi̇öşüâîû",  # Turkish
    "ąčęėįšųūž",  # Lithuanian
    "āčēģīķļņšūž",  # Latvian
)
_ALPHABETS = tuple(frozenset(letters) for letters in _LATIN)
"""Icelandic and Estonian are left out: their letters are those that other pages look like in Windows 1252."""

_ASCII = frozenset(map(chr, range(128)))
_OTHER_SCRIPT = re.compile(r"[\u0370-\u03ff]+|[\u0400-\u04ff]+")
_BETWEEN = re.compile(r"[^\w\u0080-\U0010ffff]+|[’‘´·–—\xa0\xad×÷µ°]+|(?<=[m\d])[²³]")
_AROUND = "„“”‚‘’«»‹›…•§¡¿"
_BEHIND = f"{_AROUND}®™©²³¹ªº€£"
_LONGEST_RUN = re.compile(r"[^\W\d_a-zA-Z]{3}")
_CASE_TURNS = re.compile(r"[a-z][^\W\d_a-zA-Z]")


def words_beyond_ascii(text: str) -> Iterator[str]:
    """The words of the text that have another letter or sign than ASCII's."""
    for found in _BETWEEN.split(text):
        if not found or found.isascii():
            continue
        word = found.lstrip(_AROUND).rstrip(_BEHIND)
        if word and not word.isascii() and any(char.isalpha() for char in word):
            yield word


def share_of_words(words: Iterable[str]) -> float:
    """The share of words that can be words; 1.0 of none."""
    seen = [is_plausible(word) for word in words]
    return sum(seen) / len(seen) if seen else 1.0


def is_plausible(word: str) -> bool:
    """True when one language writes all letters of the word; signs within it, or capitals, speak against it."""
    beyond = {char for char in word if not char.isascii()}
    if not all(char.isalpha() for char in beyond):
        return False
    if any(char.upper() == char for char in (pair[1] for pair in _CASE_TURNS.findall(word))):
        return False
    if _OTHER_SCRIPT.fullmatch(word):
        return True
    if _LONGEST_RUN.search(word) or re.search("õ(?!e)", word):  # õ: nearly always a misread Hungarian ő
        return False
    letters = frozenset(word.lower()) - _ASCII
    return any(letters <= alphabet for alphabet in _ALPHABETS)
