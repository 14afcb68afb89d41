"""A place of delivery is a listed ship by its mark and name, or by its IMO number; nobody else is taken for one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.screening.entries import EntryKind, ListName, NameKind, Party
from app.domain.screening.matching import ScreeningLists
from app.domain.screening.scoring import Scorer
from tests.unit.screening.test_matching import entry

PEARL = replace(
    entry(6, "OCEAN PEARL", ListName("SEA OFFICE", NameKind.FORMER), kind=EntryKind.VESSEL),
    remarks="Vessel Registration Identification IMO 9187629; Gross Tonnage 23,400.",
)
PLANE = entry(7, "EP-GOM", kind=EntryKind.AIRCRAFT)
LISTS = ScreeningLists((entry(1, "MAHTAB SHIPPING COMPANY"), PEARL, PLANE))


def found(name, **address):
    return [(hit.entry.id, hit.score.scorer) for hit in LISTS.find_hits(Party(name, **address))]


@pytest.mark.parametrize(
    "name",
    [
        "MV Ocean Pearl", "M/V OCEAN PEARL", "m.v. Ocean Pearl", "MS Ocean-Pearl", "MT Ocean Pearl", "SS Ocean Pearl",
        "Schiff Ocean Pearl", "Vessel Sea Office", "MV Ocean Pearl IMO 1234567",
    ],
)  # fmt: skip
def test_a_ship_is_found_by_its_mark_and_its_name(name):
    assert found(name) == [(6, Scorer.WORDS)]


@pytest.mark.parametrize(
    ("name", "street"),
    [("MV Sunflower, IMO 9187629", ""), ("Mayer agency", "for MV Sunflower (IMO no. 9187629)"), ("IMO: 9187629", "")],
)  # fmt: skip
def test_a_ship_with_a_new_name_is_found_by_its_number(name, street):
    assert found(name, street=street) == [(6, Scorer.NUMBER)]


@pytest.mark.parametrize(
    "name",
    ["Ocean Pearl", "Ocean Pearl GmbH", "MV Ocean Perl", "MV Ocean", "MSC Ocean Pearl", "Ms Pearl", "IMO 9187628",
     "EP-GOM", "MV", ""],
)  # fmt: skip
def test_nobody_else_is_taken_for_a_ship(name):
    assert found(name) == []


def test_the_address_of_a_ship_is_told_with_it():
    (hit,) = LISTS.find_hits(Party("MV Ocean Pearl", city="Hamburg", country="DE"))
    assert (hit.name.text, hit.score.value, hit.entry.reference) == ("OCEAN PEARL", 1.0, "6")
