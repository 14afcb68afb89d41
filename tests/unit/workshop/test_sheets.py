"""Panels lie on sheets so that a panel saw can cut them: inside, apart by its kerf, by cuts from edge to edge."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.workshop.sheets import Area, Laid, Panel, lay_out

SHEET = (28000, 20700)
sizes = st.integers(300, 22000)


@st.composite
def some_panels(draw):
    sides = draw(st.lists(st.tuples(sizes, sizes, st.booleans()), max_size=12))
    return [Panel(f"p{number}", *side) for number, side in enumerate(sides)]


def apart(one: Area, other: Area, kerf: int) -> bool:
    return (
        one.x + one.length + kerf <= other.x
        or other.x + other.length + kerf <= one.x
        or one.y + one.width + kerf <= other.y
        or other.y + other.width + kerf <= one.y
    )


def can_be_sawn(laid: list[Laid]) -> bool:
    """Whether cuts from edge to edge part all panels: one that hits none leaves two such heaps."""
    if len(laid) < 2:
        return True
    for axis in ("x", "y"):
        size = "length" if axis == "x" else "width"
        for cut in {getattr(each.area, axis) + getattr(each.area, size) for each in laid}:
            before = [each for each in laid if getattr(each.area, axis) + getattr(each.area, size) <= cut]
            after = [each for each in laid if getattr(each.area, axis) >= cut]
            if before and after and len(before) + len(after) == len(laid):
                return can_be_sawn(before) and can_be_sawn(after)
    return False


@given(some_panels())
@settings(max_examples=60, deadline=None)
def test_every_panel_lies_once_inside_a_sheet_apart_from_the_others_and_can_be_sawn(panels):
    layout = lay_out(panels, SHEET)

    laid = [each for plan in layout.sheets for each in plan.laid]
    assert sorted([*(each.key for each in laid), *layout.too_large]) == sorted(panel.key for panel in panels)
    by_key = {panel.key: panel for panel in panels}
    for plan in layout.sheets:
        for each in plan.laid:
            panel, area = by_key[each.key], each.area
            sides = (panel.width, panel.length) if each.is_turned else (panel.length, panel.width)
            assert (area.length, area.width) == sides
            assert panel.can_turn or not each.is_turned
            assert area.x >= 100
            assert area.y >= 100
            assert area.x + area.length <= SHEET[0] - 100
            assert area.y + area.width <= SHEET[1] - 100
        assert all(apart(one.area, other.area, 32) for one, other in combinations(plan.laid, 2))
        left = [Laid("", area, is_turned=False) for area in plan.left]
        assert all(apart(one.area, other.area, 32) for one in plan.laid for other in left)
        assert can_be_sawn(list(plan.laid))


@given(some_panels())
@settings(max_examples=30, deadline=None)
def test_the_order_in_which_panels_come_does_not_change_how_many_sheets_they_take(panels):
    assert len(lay_out(panels, SHEET).sheets) == len(lay_out(panels[::-1], SHEET).sheets)


@pytest.mark.parametrize(
    ("panel", "fits"),
    [
        (Panel("a", 27800, 20500), True),
        (Panel("a", 27801, 100), False),
        (Panel("a", 20500, 27800), False),
        (Panel("a", 20500, 27800, can_turn=True), True),
    ],
)
def test_what_no_sheet_holds_is_told(panel, fits):
    layout = lay_out([panel], SHEET)

    assert layout.too_large == (() if fits else ("a",))
    assert len(layout.sheets) == int(fits)


def test_four_quarters_fill_a_sheet_but_for_trim_and_kerf():
    quarter = ((28000 - 200 - 32) // 2, (20700 - 200 - 32) // 2)

    layout = lay_out([Panel(f"{number}", *quarter) for number in range(4)], SHEET)

    assert len(layout.sheets) == 1
    assert layout.used_ppm() == 4 * quarter[0] * quarter[1] * 1_000_000 // (28000 * 20700)
    assert layout.used_ppm(0) == layout.used_ppm()
    assert layout.sheets[0].left == ()


def test_nothing_to_cut_takes_no_sheet():
    layout = lay_out([], SHEET)

    assert (layout.sheets, layout.used_ppm()) == ((), 0)
