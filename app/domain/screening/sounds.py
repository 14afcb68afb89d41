"""A word as it sounds and as its consonants alone: what different spellings of one foreign word share."""

from __future__ import annotations

import re
from functools import lru_cache

_TWICE = re.compile(r"(.)\1+")
_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"shch|schtsch|szcz|shh", "sh"),
        (r"tsch|tch|cz|tj", "ch"),
        (r"sch|sz|sj", "sh"),
        (r"zh|dzh|dj|dsch|dz", "j"),
        (r"kh|gh", "h"),
        (r"ph", "f"),
        (r"th", "t"),
        (r"dh", "d"),
        (r"ck|q|k", "k"),
        (r"c(?=[eiy])", "s"),
        (r"c(?!h)", "k"),
        (r"x", "ks"),
        (r"ts|tz", "ch"),
        (r"z", "s"),
        (r"w", "v"),
        (r"ou|oo|ue", "u"),
        (r"ee|ie|iy|ij|yy|ey|ei|ea", "i"),
        (r"ae|ai|ay", "a"),
        (r"oe|au", "o"),
        (r"(?<=[aeiou])h(?=[bcdfgklmnprstvzj]|$)", ""),
        (r"iu|yu|ju", "u"),
        (r"ya|ia|ja", "a"),
        (r"yo|io|jo", "o"),
        (r"[yj]", "i"),
    )
)


@lru_cache(maxsize=200_000)
def sound_of(word: str) -> str:
    """What different romanisations of one word share: Yusuf, Yousef, Jussuf are close to one another."""
    for pattern, sound in _SOUNDS:
        word = pattern.sub(sound, word)
    return _TWICE.sub(r"\1", word)


_CONSONANTS = tuple(
    (re.compile(pattern), letter)
    for pattern, letter in (
        (r"shch|sch|sh", "S"),
        (r"tsh|tch|tS|ch", "C"),
        (r"kh|gh|g|h", "h"),
        (r"th", "t"),
        (r"dh", "d"),
        (r"ph|v", "f"),
        (r"ck|q|c", "k"),
        (r"x", "ks"),
        (r"p", "b"),
        (r"z", "s"),
        (r"[aeiouyw]+", ""),
    )
)


@lru_cache(maxsize=200_000)
def consonants_of(word: str) -> str:
    """The consonants as Arabic and Hebrew write them; `Hassan` and `حسن` are both `hsn`."""
    for pattern, letter in _CONSONANTS:
        word = pattern.sub(letter, word)
    bare = _TWICE.sub(r"\1", word)
    return bare.removesuffix("h") or bare
