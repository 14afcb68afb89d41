"""Which names of the lists are worth a closer look: those that share groups of three letters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.domain.screening.names import NameForms
from app.domain.screening.sounds import consonants_of, sound_of

MOST_CANDIDATES = 60
_LEAST_SHARED = 0.25  # of the weight of the groups asked for


@dataclass(frozen=True, slots=True)
class _Groups:
    """Places of names by group of letters, with the groups' weights and each name's length."""

    places: dict[str, npt.NDArray[np.int32]]
    weights: dict[str, float]
    lengths: npt.NDArray[np.float64]


class CandidateIndex:
    """The names of the lists by their groups of letters; places are positions in `names`."""

    def __init__(self, names: Sequence[NameForms]) -> None:
        self.names = tuple(names)
        self._sounds = _collect(self.names, groups_by_sound)
        self._consonants: _Groups | None = None

    def candidates(self, asked: NameForms, most: int = MOST_CANDIDATES) -> tuple[int, ...]:
        """Places of the names that may be alike, the likeliest first."""
        found = _nearest(self._sounds, groups_by_sound(asked), most)
        if asked.is_abjad:
            found = (*found, *_nearest(self._by_consonants(), groups_by_consonants(asked), most))
        return tuple(dict.fromkeys(found))

    def _by_consonants(self) -> _Groups:
        """Made when the first name without vowels is asked for."""
        if self._consonants is None:
            self._consonants = _collect(self.names, groups_by_consonants)
        return self._consonants


def groups_by_sound(name: NameForms) -> set[str]:
    """The groups of three letters of each word as it sounds."""
    return _groups(tuple(sound_of(word) for word in name.words))


def groups_by_consonants(name: NameForms) -> set[str]:
    """The same without vowels."""
    return _groups(tuple(consonants_of(word) for word in name.words))


def _groups(words: tuple[str, ...]) -> set[str]:
    found: set[str] = set()
    for word in words:
        text = f"^{word}$"
        found.update(text[at : at + 3] for at in range(len(text) - 2))
    return found


def _collect(names: Sequence[NameForms], groups_of: Callable[[NameForms], set[str]]) -> _Groups:
    places: dict[str, list[int]] = defaultdict(list)
    for place, name in enumerate(names):
        for group in groups_of(name):
            places[group].append(place)
    total = max(len(names), 1)
    arrays = {group: np.array(where, dtype=np.int32) for group, where in places.items()}
    weights = {group: float(np.log1p(total / len(where))) for group, where in places.items()}
    lengths = np.zeros(len(names))
    for group, where in arrays.items():
        lengths[where] += weights[group]
    return _Groups(arrays, weights, lengths)


def _nearest(groups: _Groups, asked: set[str], most: int) -> tuple[int, ...]:
    """Places by the share of the groups' weight in common (Dice), the first `most` of them; ties by place."""
    known = sorted(group for group in asked if group in groups.places)
    if not known:
        return ()
    unknown = len(asked) - len(known)
    heaviest = float(np.log1p(len(groups.lengths)))
    total = sum(groups.weights[group] for group in known) + unknown * heaviest
    shared = np.zeros(len(groups.lengths))
    for group in known:
        shared[groups.places[group]] += groups.weights[group]
    share = 2 * shared / (groups.lengths + total)
    near = np.flatnonzero(share >= _LEAST_SHARED)
    ordered = near[np.lexsort((near, -share[near]))]
    return tuple(int(place) for place in ordered[:most])
