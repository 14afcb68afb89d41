"""How well disguises are found, and how seldom an ordinary firm is taken for a denied party (issue 3, section 3).

Everything is drawn from a seed. Misses were looked at on seeds 1 and 11 to 13 only; 2 to 4 were asked afterwards.
"""

from __future__ import annotations

from functools import cache

import pytest

from app.domain.screening.entries import Party
from app.domain.screening.matching import ScreeningLists
from tests.helpers.screening_names import KINDS, Disguise, make_disguises, make_firms, make_list

ENTRIES = 20_000
DISGUISES = 500
FIRMS = 5_000
SEEDS = (4,)  # `python -m tests.helpers.screening_quality` tells all figures, for any seed


@cache
def made(seed):
    entries = make_list(seed, ENTRIES)
    return entries, ScreeningLists(entries)


def is_found(lists, disguise: Disguise) -> bool:
    return any(hit.entry.id == disguise.entry_id for hit in lists.find_hits(Party(disguise.written)))


@pytest.mark.parametrize("seed", SEEDS)
def test_of_500_disguises_95_in_100_are_found(seed):
    entries, lists = made(seed)
    disguises = make_disguises(seed, entries, DISGUISES)
    assert {disguise.kind for disguise in disguises} == set(KINDS)
    missed = [disguise for disguise in disguises if not is_found(lists, disguise)]
    assert len(missed) <= DISGUISES * 0.05, missed


@pytest.mark.parametrize("seed", SEEDS)
def test_of_5000_ordinary_firms_at_most_one_in_100_is_a_hit(seed):
    _, lists = made(seed)
    hits = [firm for firm in make_firms(seed, FIRMS) if lists.find_hits(Party(firm))]
    assert len(hits) <= FIRMS * 0.01, hits


def test_ordinary_firms_share_words_with_the_list():
    entries, _ = made(SEEDS[0])
    listed = {word.casefold() for entry in entries for name in entry.names for word in name.text.split()}
    sharing = [firm for firm in make_firms(SEEDS[0], FIRMS) if listed & set(firm.casefold().split()[:2])]
    assert len(sharing) > FIRMS / 5
