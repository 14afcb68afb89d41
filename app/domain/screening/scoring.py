"""How alike two names are, and why: the best of several comparisons, each of which says what it saw.

A comparison gives a number from 0 to 1. None of them alone finds everything: a wrong letter, another order of the
words, words written together, another alphabet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from app.domain.screening.names import NameForms
from app.domain.screening.sounds import consonants_of, sound_of
from app.domain.screening.weights import WordWeights

_LEAST_ALIKE = 0.7  # words below it are different words
_JOINED_ALIKE = 0.85  # words that somebody wrote together
_COMMON_WEIGHT = 0.55  # up to it a word is one of many firms
_LEAST_COMMON = 75  # per cent
_COMMON_SHARE = 0.25  # however many they are
_JOINED_SLIP = 2.5
_SHORT = 3  # a changed letter in a word so short makes another word
_SOUND = 0.96  # the same by its sound, written otherwise
_SHORT_SOUND = 0.85
_SHORT_TURNED = 0.8  # two letters of three turned round
_CONSONANTS = 0.95
_DISTINCT = 0.75  # from this weight on a word is somebody's own
_INSIDE = 0.9  # all words of one name found in the other, which has more
_LEAST_CONSONANTS = 5


class Scorer(StrEnum):
    """The comparison that gave the score."""

    WORDS = "words"
    SORTED = "sorted"
    JOINED = "joined"
    INSIDE = "inside"
    CONSONANTS = "consonants"
    NUMBER = "number"  # of a ship


@dataclass(frozen=True, slots=True)
class WordMatch:
    """Two words taken for the same; several words written together are shown with a `+`."""

    asked: str
    listed: str
    alike: float


@dataclass(frozen=True, slots=True)
class Score:
    """The likeness of two names, which comparison found it and what it saw."""

    value: float
    scorer: Scorer
    matched: tuple[WordMatch, ...] = ()
    scores: tuple[tuple[Scorer, float], ...] = ()


@dataclass(frozen=True, slots=True)
class _Pair:
    """Words `asked[first:first + count]` stand for words `listed[...]`."""

    alike: float
    weight: float
    asked: range
    listed: range


Alike = Callable[[str, str], float]


def score_names(asked: NameForms, listed: NameForms, weights: WordWeights) -> Score:
    """The best of all comparisons; 0 where there is nothing to compare."""
    if asked.is_empty or listed.is_empty:
        return Score(0.0, Scorer.WORDS)
    pairs = _align(asked.words, listed.words, weights, words_alike)
    found = {
        Scorer.WORDS: _shared(asked.words, listed.words, pairs, weights),
        Scorer.SORTED: _sorted_score(asked.words, listed.words, weights),
        Scorer.JOINED: _joined_score(asked, listed),
        Scorer.INSIDE: _inside_score(asked.words, listed.words, pairs, weights),
    }
    if asked.is_abjad != listed.is_abjad:
        pairs_heard = _align(asked.words, listed.words, weights, consonants_alike)
        found[Scorer.CONSONANTS] = _consonant_score(asked, listed, pairs_heard, weights)
        if found[Scorer.CONSONANTS] >= max(found.values()):
            pairs = pairs_heard
    best = max(found, key=found.__getitem__)
    matched = tuple(_told(pair, asked.words, listed.words) for pair in pairs)
    return Score(round(found[best], 3), best, matched, tuple((name, round(found[name], 3)) for name in found))


def words_alike(asked: str, listed: str) -> float:
    """How alike two words are by letters or by sound; 0 below what counts as the same word."""
    if asked == listed:
        return 1.0
    heard, wanted = sound_of(asked), sound_of(listed)
    if heard == wanted and len(heard) > 1:
        return _SOUND if len(heard) > _SHORT + 1 else _SHORT_SOUND
    if min(len(asked), len(listed)) <= _SHORT:
        return _SHORT_TURNED if _is_turned(asked, listed) else 0.0
    letters = OSA.normalized_similarity(asked, listed, score_cutoff=_LEAST_ALIKE)
    if min(len(heard), len(wanted)) <= _SHORT:
        return float(letters)
    sounds = OSA.normalized_similarity(heard, wanted, score_cutoff=_LEAST_ALIKE) * _SOUND
    return float(max(letters, sounds))


def _is_turned(asked: str, listed: str) -> bool:
    """Whether two neighbours of three letters were turned round."""
    is_short = len(asked) == len(listed) == _SHORT
    return is_short and sorted(asked) == sorted(listed) and OSA.distance(asked, listed) == 1


def consonants_alike(asked: str, listed: str) -> float:
    """How alike two words are without their vowels."""
    ours, theirs = consonants_of(asked), consonants_of(listed)
    if ours == theirs:
        return 1.0 if ours else 0.0
    if min(len(ours), len(theirs)) < _SHORT:
        return 0.0
    return float(OSA.normalized_similarity(ours, theirs, score_cutoff=_LEAST_ALIKE))


def _align(
    asked: tuple[str, ...], listed: tuple[str, ...], weights: WordWeights, alike: Alike
) -> tuple[_Pair, ...]:
    """Which words stand for which: the surest pairs first, each word once."""
    possible = sorted(
        _possible_pairs(asked, listed, weights, alike),
        key=lambda pair: (-pair.alike * pair.weight, -pair.alike, pair.asked.start, pair.listed.start),
    )
    taken: list[_Pair] = []
    ours: set[int] = set()
    theirs: set[int] = set()
    for pair in possible:
        if ours.isdisjoint(pair.asked) and theirs.isdisjoint(pair.listed):
            taken.append(pair)
            ours.update(pair.asked)
            theirs.update(pair.listed)
    return tuple(sorted(taken, key=lambda pair: pair.asked.start))


def _possible_pairs(
    asked: tuple[str, ...], listed: tuple[str, ...], weights: WordWeights, alike: Alike
) -> Iterator[_Pair]:
    for i, ours in enumerate(asked):
        for j, theirs in enumerate(listed):
            value = alike(ours, theirs)
            if value:
                yield _Pair(value, weights.weight(theirs), range(i, i + 1), range(j, j + 1))
                continue
            yield from _joined_pairs(asked, listed, (i, j), weights, alike)


def _joined_pairs(
    asked: tuple[str, ...], listed: tuple[str, ...], at: tuple[int, int], weights: WordWeights, alike: Alike
) -> Iterator[_Pair]:
    """One word here for two neighbours there."""
    i, j = at
    if j + 1 < len(listed) and _may_be_joined(asked[i], listed[j], listed[j + 1]):
        value = alike(asked[i], listed[j] + listed[j + 1])
        if value >= _JOINED_ALIKE:
            weight = weights.weight(listed[j]) + weights.weight(listed[j + 1])
            yield _Pair(value, weight, range(i, i + 1), range(j, j + 2))
    if i + 1 < len(asked) and _may_be_joined(listed[j], asked[i], asked[i + 1]):
        value = alike(asked[i] + asked[i + 1], listed[j])
        if value >= _JOINED_ALIKE:
            yield _Pair(value, weights.weight(listed[j]), range(i, i + 2), range(j, j + 1))


def _may_be_joined(whole: str, first: str, second: str) -> bool:
    return abs(len(whole) - len(first) - len(second)) <= 2


def _shared(
    asked: tuple[str, ...], listed: tuple[str, ...], pairs: tuple[_Pair, ...], weights: WordWeights
) -> float:
    """The share of what both names say that they have in common; words count by their weight."""
    agreed = sum(pair.alike * pair.weight for pair in pairs)
    said = sum(pair.weight for pair in pairs)
    alone = _left_weight(asked, pairs, weights, listed=False) + _left_weight(
        listed, pairs, weights, listed=True
    )
    return agreed / (said + alone / 2) if said else 0.0


def _left_weight(
    words: tuple[str, ...], pairs: tuple[_Pair, ...], weights: WordWeights, *, listed: bool
) -> float:
    """The weight of the words that found no partner."""
    taken = {place for pair in pairs for place in (pair.listed if listed else pair.asked)}
    return sum(weights.weight(word) for place, word in enumerate(words) if place not in taken)


def _sorted_score(asked: tuple[str, ...], listed: tuple[str, ...], weights: WordWeights) -> float:
    """rapidfuzz's ratio of the sorted words: those of their own, and apart from them the common ones."""
    ours, theirs = _Parted.of(asked, weights), _Parted.of(listed, weights)
    own = fuzz.token_sort_ratio(ours.own, theirs.own) / 100
    if not ours.common and not theirs.common:
        return float(own)
    common = fuzz.token_sort_ratio(ours.common, theirs.common, score_cutoff=_LEAST_COMMON) / 100
    return float(own * (1 - _COMMON_SHARE) + common * _COMMON_SHARE)


@dataclass(frozen=True, slots=True)
class _Parted:
    """A name's own words and its common ones; a name of common words only owns them all."""

    own: str
    common: str

    @classmethod
    def of(cls, words: tuple[str, ...], weights: WordWeights) -> _Parted:
        own = [word for word in words if weights.weight(word) > _COMMON_WEIGHT] or [*words]
        return cls(" ".join(own), " ".join(word for word in words if word not in own))


def _joined_score(asked: NameForms, listed: NameForms) -> float:
    """Without blanks; a wrong letter counts more, since nothing says how much each word weighs."""
    alike = OSA.normalized_similarity(asked.joined, listed.joined, score_cutoff=0.8)
    return float(max(0.0, 1 - _JOINED_SLIP * (1 - alike)))


def _inside_score(
    asked: tuple[str, ...], listed: tuple[str, ...], pairs: tuple[_Pair, ...], weights: WordWeights
) -> float:
    """All of one name inside the other: a person's middle name left out, a firm named after a person."""
    own = [pair for pair in pairs if pair.weight >= _DISTINCT]
    if len(own) < 2:
        return 0.0
    ours, theirs = (_left_weight(words, pairs, weights, listed=words is listed) for words in (asked, listed))
    if min(ours, theirs) > 0:
        return 0.0
    return _INSIDE * min(pair.alike for pair in pairs)


def _consonant_score(
    asked: NameForms, listed: NameForms, pairs: tuple[_Pair, ...], weights: WordWeights
) -> float:
    heard = sum(len(consonants_of(listed.words[place])) for pair in pairs for place in pair.listed)
    if heard < _LEAST_CONSONANTS:
        return 0.0
    return _CONSONANTS * _shared(asked.words, listed.words, pairs, weights)


def _told(pair: _Pair, asked: tuple[str, ...], listed: tuple[str, ...]) -> WordMatch:
    return WordMatch(
        asked="+".join(asked[place] for place in pair.asked),
        listed="+".join(listed[place] for place in pair.listed),
        alike=round(pair.alike, 3),
    )
