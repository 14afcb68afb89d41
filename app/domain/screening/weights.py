"""How much a word of a name says: rare ones much, those of every second firm little."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from math import log

from app.domain.screening.common_words import BUSINESS_WORDS, PARTICLES

FULL = 1.0
BUSINESS = 0.3
PARTICLE = 0.1
_RARE = 5  # a word in so many entries is still somebody's own
_LEAST = 0.3


@dataclass(slots=True)
class WordWeights:
    """Weights by how many entries of the lists have the word."""

    counts: Counter[str] = field(default_factory=Counter)
    entries: int = 0
    _known: dict[str, float] = field(default_factory=dict)

    def weight(self, word: str) -> float:
        """Between 0.1 (an article) and 1 (a name of its own)."""
        known = self._known.get(word)
        if known is None:
            known = self._known[word] = self._work_out(word)
        return known

    def _work_out(self, word: str) -> float:
        if word in PARTICLES or len(word) == 1:
            return PARTICLE
        if word in BUSINESS_WORDS:
            return BUSINESS
        count = self.counts[word]
        if count <= _RARE:
            return FULL
        return max(_LEAST, FULL - log(count / _RARE) / log(max(self.entries, 1000) / _RARE))


def count_words(entries: Iterable[Iterable[str]]) -> WordWeights:
    """Weights for lists whose entries have these words, each entry counted once."""
    counts: Counter[str] = Counter()
    total = 0
    for words in entries:
        counts.update(set(words))
        total += 1
    return WordWeights(counts, total)
