"""Ships of the lists: a place of delivery is one by the mark before its name, such as MV, or by its IMO number. Pure.

Their names are ordinary words, so one counts only when it is written just so. Aircraft are no place of delivery.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from app.domain.screening.entries import EntryKind, ListEntry, ListName, Party
from app.domain.screening.names import forms_of
from app.domain.screening.scoring import Score, Scorer, WordMatch

_MARK = re.compile(
    r"\s*(?:m[./]?\s?[vtsy]\.?|s[./]?\s?[sy]\.?|vessel|ship|schiff|motorschiff)\s+", re.IGNORECASE
)
_NUMBER = re.compile(r"\bIMO\W{0,3}(?:no|nr|number|nummer)?\W{0,3}([0-9]{7})\b", re.IGNORECASE)
Found = tuple[ListEntry, ListName, Score]


class Ships:
    """The ships in force by what is asked of them; immutable once made."""

    def __init__(self, entries: Iterable[ListEntry]) -> None:
        self._named: dict[tuple[str, ...], list[tuple[ListEntry, ListName]]] = {}
        self._numbered: dict[str, list[ListEntry]] = {}
        for entry in entries:
            if entry.kind is EntryKind.VESSEL:
                self._add(entry)

    def _add(self, entry: ListEntry) -> None:
        for name in entry.names:
            words = tuple(forms_of(name.text).words)
            if words:
                self._named.setdefault(words, []).append((entry, name))
        for number in _numbers(entry.remarks):
            self._numbered.setdefault(number, []).append(entry)

    def find(self, party: Party) -> Iterator[Found]:
        """The ships that a party is by number or name, the number first."""
        if not self._named:
            return
        for number in _numbers(f"{party.name} {party.street} {party.city}"):
            match = WordMatch(number, number, 1.0)
            for entry in self._numbered.get(number, ()):
                yield entry, entry.names[0], Score(1.0, Scorer.NUMBER, (match,), ((Scorer.NUMBER, 1.0),))
        marked = _MARK.match(party.name)
        if marked is None:
            return
        words = tuple(forms_of(_NUMBER.sub("", party.name[marked.end() :])).words)
        matched = tuple(WordMatch(word, word, 1.0) for word in words)
        for entry, name in self._named.get(words, ()):
            yield entry, name, Score(1.0, Scorer.WORDS, matched, ((Scorer.WORDS, 1.0),))


def _numbers(text: str) -> list[str]:
    return list(dict.fromkeys(_NUMBER.findall(text)))
