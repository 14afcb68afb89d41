"""One party against the lists: the entries it may be, each with its best name, score and address evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.screening.entries import ListEntry, ListName, Party
from app.domain.screening.evidence import Evidence, find_evidence
from app.domain.screening.index import CandidateIndex
from app.domain.screening.names import NameForms, forms_of
from app.domain.screening.scoring import Score, score_names
from app.domain.screening.ships import Ships
from app.domain.screening.weights import count_words

USUAL_THRESHOLD = 0.82
_WEAK_ALIAS = 0.98  # a nickname counts only when it is written just so


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that the party may be: by which of its names, how alike, and what the addresses say."""

    entry: ListEntry
    name: ListName
    score: Score
    evidence: Evidence

    @property
    def rank(self) -> tuple[float, int, int]:
        """What hits are sorted by: the likest first, then the agreeing address, then the entry."""
        return (-self.score.value, -self.evidence.points, self.entry.id)


class ScreeningLists:
    """The entries in force with everything prepared that one question needs; immutable once made."""

    def __init__(self, entries: Sequence[ListEntry]) -> None:
        parties = [entry for entry in entries if entry.is_party]
        names = [(entry, name) for entry in parties for name in entry.names]
        forms = [forms_of(name.text) for _, name in names]
        usable = [place for place, form in enumerate(forms) if not form.is_empty]
        self._named = [names[place] for place in usable]
        self._index = CandidateIndex([forms[place] for place in usable])
        self._weights = count_words(_words_of_entries(self._named, self._index.names))
        self._ships = Ships(entries)
        self.entries = len(parties)

    def find_hits(self, party: Party, *, threshold: float = USUAL_THRESHOLD) -> tuple[Hit, ...]:
        """Entries whose score reaches the threshold, the likest first; each entry once."""
        asked = forms_of(party.name)
        best: dict[int, Hit] = {}
        for place in self._index.candidates(asked):
            entry, name = self._named[place]
            score = score_names(asked, self._index.names[place], self._weights)
            if score.value < (max(threshold, _WEAK_ALIAS) if name.is_weak else threshold):
                continue
            known = best.get(entry.id)
            if known is None or score.value > known.score.value:
                best[entry.id] = Hit(entry, name, score, find_evidence(party, entry))
        for ship, called, score in self._ships.find(party):
            best.setdefault(ship.id, Hit(ship, called, score, find_evidence(party, ship)))
        return tuple(sorted(best.values(), key=lambda hit: hit.rank))


def _words_of_entries(
    named: Sequence[tuple[ListEntry, ListName]], forms: Sequence[NameForms]
) -> list[set[str]]:
    words: dict[int, set[str]] = {}
    for (entry, _), form in zip(named, forms, strict=True):
        words.setdefault(entry.id, set()).update(form.words)
    return list(words.values())
