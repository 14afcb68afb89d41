"""Short lists answer like long ones."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from app.domain.pages import Filter, PageRequest
from app.services.short_lists import page_of


@dataclass(frozen=True)
class Row:
    name: str
    city: str
    due: int | None


ROWS = (
    Row("Müller", "Köln", 3),
    Row("Anders", "Lyon", None),
    Row("Zeta", "Köln", 1),
    Row("Mutzel", "Bonn", 2),
)


def names(**wanted):
    sorts = {"due": lambda row: row.due, "name": lambda row: row.name}
    page = page_of(ROWS, PageRequest(**wanted), texts=lambda row: (row.name, row.city), sorts=sorts)
    return [row.name for row in page.rows], page.total


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, ["Müller", "Anders", "Zeta", "Mutzel"]),
        ({"sort": "due"}, ["Zeta", "Mutzel", "Müller", "Anders"]),
        ({"sort": "due", "descending": True}, ["Müller", "Mutzel", "Zeta", "Anders"]),
        ({"sort": "colour"}, ["Müller", "Anders", "Zeta", "Mutzel"]),
        ({"text": "koln"}, ["Müller", "Zeta"]),
        ({"text": "KÖLN mu"}, ["Müller"]),
        ({"text": "nobody"}, []),
        ({"filters": (Filter("city", "eq", "Köln"),), "sort": "name"}, ["Müller", "Zeta"]),
    ],
)
def test_rows_are_found_filtered_and_sorted(wanted, found):
    assert names(**wanted) == (found, len(found))


def test_a_page_is_a_stretch_and_knows_the_total():
    assert names(first=1, count=2) == (["Anders", "Zeta"], 4)
    assert names(first=9, count=2) == ([], 4)
