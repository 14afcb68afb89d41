"""Sections and notes go where their lines are shown."""

from __future__ import annotations

import pytest

from app.domain.paper_headings import OrderedLine, headings_of
from app.domain.papers import PaperLine

ORDER = "n1 S1 n2 a n3 b S2 T2 c n4 S3 n5 S4 d n6 n7"


def lines(order):
    kinds = {"S": "section", "T": "section", "n": "note"}
    return [OrderedLine(place, kinds.get(word[0], "goods"), word) for place, word in enumerate(order.split())]


def paper(order, shown):
    ordered = lines(order)
    ids = {line.text: line.id for line in ordered}
    headings = headings_of(ordered, {ids[word] for word in shown})
    return " ".join(line.text for line in headings.around([(ids[word], PaperLine(word)) for word in shown]))


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        ("abcd", "n1 S1 n2 a n3 b S2 T2 c n4 S3 n5 S4 d n6 n7"),
        ("a", "n1 S1 n2 a n3"),
        ("b", "n1 S1 n2 b"),
        ("c", "S2 T2 c n4"),
        ("d", "S3 n5 S4 d n6 n7"),
        ("bd", "n1 S1 n2 b S3 n5 S4 d n6 n7"),
        ("", ""),
    ],
)
def test_a_section_stands_before_the_first_shown_of_its_lines(shown, expected):
    assert paper(ORDER, shown) == expected


def test_a_line_shipped_twice_has_its_headings_once():
    ordered = lines("S1 a n1")
    headings = headings_of(ordered, {1})
    shown = headings.around([(1, PaperLine("a")), (1, PaperLine("a")), (None, PaperLine("free"))])
    assert [line.text for line in shown] == ["S1", "a", "n1", "a", "free"]
