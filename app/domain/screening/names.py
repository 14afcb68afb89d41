"""A name in the forms in which it is compared: letters of every script as ASCII, words, sounds, consonants."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from anyascii import anyascii
from rapidfuzz.distance import OSA

from app.domain.screening.common_words import LEGAL_FORMS

_APOSTROPHES = re.compile(r"['`´‘’ʻʼʹ\"]+")
_BLANKS = re.compile(r"\s+")
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_SINGLE_LETTERS = re.compile(r"\b(?:[a-z] ){1,5}[a-z]\b")
_GREEK = str.maketrans({"ό": "ο", "ύ": "υ", "ή": "η", "ί": "ι", "έ": "ε", "ά": "α", "ώ": "ω"})
_GREEK_PAIRS = tuple(
    (re.compile(pair), sound)
    for pair, sound in (
        ("γι(?=[αεοωυ])", "y"),
        ("ου", "ou"),
        ("μπ", "b"),
        ("ντ", "d"),
        (r"\bγκ", "g"),
        ("γκ|γγ", "ng"),
        ("τζ", "j"),
        ("χ", "kh"),
        ("υ", "y"),
        ("β", "v"),
    )
)
_ARTICLE = re.compile(r"\bال(?=\w{3})")
_TWICE = re.compile(r"(.)\1+")
_UNDOUBLED_FORMS = frozenset(_TWICE.sub(r"\1", form) for form in LEGAL_FORMS if len(form) > 2)
_MISSPELT = tuple(
    sorted(
        form
        for form in LEGAL_FORMS
        if len(form) >= 6 or form in {"gmbh", "corp", "ojsc", "pjsc", "cjsc", "ltda"}
    )
)
_FORM_AT_END = re.compile(r"(.{4,})(gmbh|corp|corporation|company|limited|ltda?|llc|inc|[op]?jsc|fzco)")
_SHORTEST_MISSPELT = 3
_MOST_CHARACTERS = 400  # longer than any real name: what is pasted here by mistake costs no time
_MOST_WORDS = 20


@dataclass(frozen=True, slots=True)
class NameForms:
    """One name as it is compared: `words` without legal forms, `legal` what was taken off."""

    text: str
    words: tuple[str, ...]
    legal: tuple[str, ...]
    is_abjad: bool  # written without short vowels: Arabic, Hebrew

    @property
    def joined(self) -> str:
        """The words without blanks."""
        return "".join(self.words)

    @property
    def is_empty(self) -> bool:
        """Nothing in it that could be compared."""
        return not self.words


@lru_cache(maxsize=4096)
def forms_of(name: str) -> NameForms:
    """The forms of a name; of `SURNAME, Given` the given name comes first (the order hardly matters)."""
    text = _BLANKS.sub(" ", name[:_MOST_CHARACTERS]).strip()
    all_words = words_of(_given_first(text))[:_MOST_WORDS]
    legal = tuple(word for place, word in enumerate(all_words) if _is_legal_form(word, place, all_words))
    words = tuple(word for word in all_words if word not in legal)
    if not words:
        return NameForms(text, all_words, (), _is_abjad(text))
    return NameForms(text, words, legal, _is_abjad(text))


def _is_legal_form(word: str, place: int, words: tuple[str, ...]) -> bool:
    """Whether the word is a legal form; behind a name a misspelt one is one too."""
    if word in LEGAL_FORMS:
        return True
    if place == 0 or len(word) < _SHORTEST_MISSPELT:
        return False
    if any(rest not in LEGAL_FORMS for rest in words[place + 1 :]):
        return False
    if _TWICE.sub(r"\1", word) in _UNDOUBLED_FORMS or _is_turned(word):
        return True
    return any(OSA.distance(word, form, score_cutoff=_slips(form)) <= _slips(form) for form in _MISSPELT)


def _is_turned(word: str) -> bool:
    """Whether two neighbouring letters of a legal form were turned round: `tld`."""
    turned = (word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1))
    return any(each in LEGAL_FORMS for each in turned)


def _slips(form: str) -> int:
    return 1 if len(form) < 8 else 2


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text in small ASCII letters: `ООО «Ромашка»` is `ooo`, `romashka`; `S.A.` is `sa`."""
    plain = _NOT_WORD.sub(" ", _APOSTROPHES.sub("", to_ascii(text).casefold())).strip()
    plain = _SINGLE_LETTERS.sub(_initials, plain)
    words = plain.replace("sp zoo", "spzoo").replace("dh mm", "dhmm").split()
    return tuple(part for word in words for part in _split_off_form(word))


def _initials(found: re.Match[str]) -> str:
    """Single letters as a word: `s a` is `sa`, and `c v s a` two legal forms, not one."""
    word = found.group().replace(" ", "")
    for at in range(2, len(word) - 1):
        if word[:at] in LEGAL_FORMS and word[at:] in LEGAL_FORMS:
            return f"{word[:at]} {word[at:]}"
    return word


def _split_off_form(word: str) -> tuple[str, ...]:
    """A legal form that somebody wrote together with the word before it: `airlinesgmbh`."""
    found = _FORM_AT_END.fullmatch(word)
    return (found[1], found[2]) if found else (word,)


def to_ascii(text: str) -> str:
    """The text in ASCII letters; the digraphs of Greek are read as they are spoken."""
    if text.isascii():
        return text
    folded = unicodedata.normalize("NFKC", text)
    if any("\u0370" <= letter <= "\u03ff" for letter in folded):
        folded = folded.casefold().translate(_GREEK)
        for pair, sound in _GREEK_PAIRS:
            folded = pair.sub(sound, folded)
    folded = _ARTICLE.sub("al ", folded)
    return str(anyascii(folded))


def _given_first(text: str) -> str:
    surname, comma, given = text.partition(",")
    is_person = comma and given.strip() and given.split()[0].strip(".").casefold() not in LEGAL_FORMS
    return f"{given} {surname}" if is_person else text


def _is_abjad(text: str) -> bool:
    """Whether most letters are Arabic or Hebrew."""
    letters = [letter for letter in text if letter.isalpha()]
    count = sum(1 for letter in letters if "\u0590" <= letter <= "\u06ff" or "\ufb1d" <= letter <= "\ufeff")
    return count * 2 > len(letters)
