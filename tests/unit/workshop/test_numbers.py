"""A part has one number: on the drawing, in the cut list, on plans and labels."""

from dataclasses import replace

from app.domain.scene.kinds import kinds_of
from app.domain.workshop.cut_list import cut_list
from app.domain.workshop.numbers import numbers_of
from tests.helpers.workshop import cabinet


def test_rows_of_the_cut_list_have_the_numbers_of_the_assembly_drawing():
    scene = cabinet()
    rows = cut_list([scene] * 2)
    drawn = {(kind.name, kind.material): str(kind.number) for kind in kinds_of(scene)}

    assert [(row.name, row.material) for row in rows] == [
        ("Back", "back8"), ("Side", "oak19"), ("Shelf", "oak19"),
    ]  # fmt: skip
    assert numbers_of(rows, scene) == tuple(drawn[row.name, row.material] for row in rows)


def test_parts_that_differ_in_their_edges_only_have_a_letter_more():
    scene = cabinet()
    bare = replace(scene.parts[0], edges={})
    scene = replace(scene, parts=(bare, *scene.parts[1:]))
    rows = cut_list([scene])

    found = {
        (row.name, bool(row.edging.low)): number
        for row, number in zip(rows, numbers_of(rows, scene), strict=True)
    }

    assert {found["Side", False], found["Side", True]} == {"1a", "1b"}
    assert found["Shelf", True] == "2"
