"""What a reader gives: the edition with its entries, or everything that is wrong with the files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.domain.errors import RefusedError
from app.domain.findings import Findings
from app.domain.importing.countries import CountryMatch, parse_country
from app.domain.screening.entries import ListEntry, ListKind, ListName

_MOST_ISSUES = 20
_NAME_LENGTH = 500
_PUBLISHED_AS = {
    "korea north": "KP", "north korea": "KP", "korea south": "KR", "burma": "MM",
    "congo democratic republic of the": "CD",
    "iran islamic republic of": "IR", "syrian arab republic": "SY", "democratic peoples republic of korea": "KP",
    "democratic republic of the congo": "CD", "the gambia": "GM", "cote d ivoire": "CI", "west bank": "PS",
    "region gaza": "PS", "united republic of tanzania": "TZ", "libya": "LY", "russian federation": "RU",
    "cabo verde": "CV", "lao peoples democratic republic": "LA",
}  # fmt: skip
"""Names of countries as OFAC and the United Nations write them, beside the usual ones."""


@dataclass(frozen=True, slots=True)
class ReadList:
    """An edition as its files say it; the entries have no id of ours yet."""

    kind: ListKind
    edition: str
    published: date
    content_hash: str
    file_names: tuple[str, ...]
    entries: tuple[ListEntry, ...]


class FileFindings(Findings):
    """What is wrong with the files; `where` names file and line."""

    def __init__(self) -> None:
        super().__init__("screening")

    def refuse(self, file: str) -> None:
        """Refuse the list with the first of the issues, if there is one that stops."""
        if self.issues:
            raise RefusedError("screening.list_refused", issues=self.issues[:_MOST_ISSUES], file=file)


def check_references(found: FileFindings, file: str, references: Iterable[str]) -> None:
    """A reference that two entries have: nobody could say which of them was meant."""
    doubled = sorted(each for each, count in Counter(references).items() if count > 1)
    for reference in doubled:
        found.block(True, "screening.id_twice", file, file=file, id=reference)


def country_code(text: str) -> str:
    """The code of a country as published; what names none stays as it is written."""
    written = " ".join(text.replace(",", " ").replace("(", " ").replace(")", " ").replace("'", "").split())
    known = _PUBLISHED_AS.get(written.casefold())
    match = None if known else parse_country(text)
    return known or (match.code if isinstance(match, CountryMatch) else text.strip()[:200])


def tidy_names(names: Iterable[ListName]) -> tuple[ListName, ...]:
    """Names without blanks around them, none empty and none twice."""
    found: dict[str, ListName] = {}
    for name in names:
        text = " ".join(name.text.split())[:_NAME_LENGTH]
        if text and text not in found:
            found[text] = ListName(text, name.kind, name.is_weak)
    return tuple(found.values())
