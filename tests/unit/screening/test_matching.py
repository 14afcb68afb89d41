"""A hit says which entry, by which name, by which comparison and which words; addresses support or contradict it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.screening.entries import (
    EntryKind,
    ListAddress,
    ListEntry,
    ListKind,
    ListName,
    NameKind,
    Party,
)
from app.domain.screening.evidence import Agreement, Evidence
from app.domain.screening.matching import ScreeningLists
from app.domain.screening.scoring import Scorer, WordMatch

IRAN = (ListAddress("Azadi St. 4", "Tehran 13445", "IR"),)


def entry(id_, *names, kind=EntryKind.ORGANISATION, addresses=()):
    listed = tuple(name if isinstance(name, ListName) else ListName(name) for name in names)
    return ListEntry(id_, ListKind.OFAC_SDN, str(id_), kind, listed, addresses)


LISTS_ENTRIES = (
    entry(1, "AEROCARIBBEAN AIRLINES", ListName("AERO-CARIBBEAN", NameKind.ALIAS)),
    entry(2, "PETROV, Ivan Sergeyevich", kind=EntryKind.PERSON),
    entry(3, "MAHTAB SHIPPING COMPANY", addresses=IRAN),
    entry(4, "MAHTAB SHIPPING LLC"),
    entry(5, "HASSAN NASSER TRADING"),
    entry(6, "OCEAN PEARL", kind=EntryKind.VESSEL),
    entry(7, "Karim Haddad", ListName("The Baker", NameKind.ALIAS, is_weak=True), kind=EntryKind.PERSON),
    entry(8, "ИНВЕСТСТРОЙМЕТ"),
)
LISTS = ScreeningLists(LISTS_ENTRIES)


def found(name, *, threshold=0.82, **address):
    return LISTS.find_hits(Party(name, **address), threshold=threshold)


def ids(name, **rest):
    return [hit.entry.id for hit in found(name, **rest)]


@pytest.mark.parametrize(
    ("written", "entry_id"),
    [
        ("Aero Caribean Airlines", 1),
        ("Aerocaribbean Airlines S.A.", 1),
        ("Airlines Aerocaribbean", 1),
        ("Ivan Petrov", 2),
        ("Iwan Petroff Sergeevich", 2),
        ("Иван Сергеевич Петров", 2),
        ("Ivan Sergeyevich Petrov Handels GmbH", 2),
        ("Mahtabshipping Company", 3),
        ("Mahtba Shipping", 3),
        ("حسن ناصر", 5),
        ("Invest-Stroimet", 8),
    ],
)
def test_a_disguised_name_is_found(written, entry_id):
    assert entry_id in ids(written)


@pytest.mark.parametrize(
    "ordinary",
    [
        "Müller Bau GmbH",
        "Acme Trading Ltd",
        "Caribbean Shipping Ltd",
        "Petrov Bau GmbH",
        "Nasser Möbel",
        "Ivan Horvat",
        "",
    ],
)
def test_an_ordinary_firm_is_not(ordinary):
    assert ids(ordinary) == []


def test_a_ship_is_no_customer():
    assert ids("Ocean Pearl") == []


def test_a_nickname_counts_only_when_written_just_so():
    assert ids("The Baker") == [7]
    assert ids("The Backer Ltd", threshold=0.7) == []


def test_a_hit_tells_comparison_alias_and_words():
    (hit,) = found("Caribbean Aero")
    assert hit.name == ListName("AERO-CARIBBEAN", NameKind.ALIAS)
    assert hit.score.scorer is Scorer.WORDS
    assert hit.score.value == 1
    assert hit.score.matched == (
        WordMatch("caribbean", "caribbean", 1.0),
        WordMatch("aero", "aero", 1.0),
    )
    assert dict(hit.score.scores).keys() >= {Scorer.WORDS, Scorer.SORTED, Scorer.JOINED, Scorer.INSIDE}


def test_words_written_together_are_told_with_a_plus():
    (hit,) = found("Ivansergeyevich Petrov")
    assert WordMatch("ivansergeyevich", "ivan+sergeyevich", 1.0) in hit.score.matched


def test_the_entry_whose_address_agrees_comes_first():
    there = found("Mahtab Shipping", city="Tehran", country="IR")
    elsewhere = found("Mahtab Shipping", city="Bremen", country="DE")
    assert [hit.entry.id for hit in there] == [3, 4]
    assert there[0].evidence == Evidence(Agreement.AGREES, Agreement.AGREES)
    assert [hit.entry.id for hit in elsewhere] == [4, 3], "a contradiction lowers the rank, and drops no hit"
    assert elsewhere[1].evidence == Evidence(Agreement.DIFFERS, Agreement.DIFFERS)
    assert elsewhere[0].evidence == Evidence()


def test_a_lower_threshold_finds_more():
    assert set(ids("Mahtab Trading")) < set(ids("Mahtab Trading", threshold=0.6))


def test_empty_lists_find_nothing():
    assert ScreeningLists([]).find_hits(Party("Anybody")) == ()


@given(st.text(max_size=80), st.permutations(range(8)))
def test_hits_do_not_depend_on_the_order_of_the_list(name, order):
    entries = [each for place in order for each in LISTS_ENTRIES if each.id == place + 1]
    told = [
        (hit.entry.id, hit.score) for hit in ScreeningLists(entries).find_hits(Party(name), threshold=0.5)
    ]
    assert told == [(hit.entry.id, hit.score) for hit in found(name, threshold=0.5)]


@given(st.text(max_size=60))
def test_a_name_is_wholly_like_itself_and_scores_lie_between_0_and_1(name):
    alone = ScreeningLists([entry(1, name)])
    hits = alone.find_hits(Party(name), threshold=0)
    assert all(0 <= score <= 1 for hit in hits for _, score in hit.score.scores)
    assert not alone.entries or not hits or hits[0].score.value >= 0.999
