"""What a clerk takes off an order as a whole is held by the same limits as what is taken off its lines."""

from __future__ import annotations

import pytest

from app.domain.order_checks import check_order
from tests.unit.orders.check_cases import around
from tests.unit.orders.limit_cases import FLOORS, MARGIN, TEN_PERCENT
from tests.unit.orders.world import CHAIR, LAMP, draft, free, goods

NOTHING: set[str] = set()


def told(lines, world, **header):
    """The limits of the order that are passed."""
    issues = check_order(draft(lines, world, **header), world, around())
    return {issue.code for issue in issues if issue.code.startswith("price.order_")}


@pytest.mark.parametrize(
    ("off", "codes"),
    [
        ("-34.83", NOTHING),
        ("-34.84", {"price.order_beyond_discount"}),
        ("-300", {"price.order_beyond_discount"}),
    ],
)
def test_a_line_that_takes_off_counts_as_an_order_discount_does(off, codes):
    """10 % of 348.35 may be taken off."""
    assert told([goods("k1", CHAIR), free("k2", off, kind="discount")], TEN_PERCENT) == codes


def test_several_lines_and_a_typed_discount_are_added_up():
    lines = [goods("k1", CHAIR), free("k2", "-10", kind="discount"), free("k3", "-10", kind="discount")]
    assert told(lines, TEN_PERCENT) == NOTHING
    assert told(lines, TEN_PERCENT, order_discount="1500minor") == {"price.order_beyond_discount"}


def test_the_margin_is_that_of_the_whole_order_with_all_that_is_taken_off():
    """348.35 at a cost of 200: 15.02 off leaves 40 %."""
    for off, codes in (("-15.01", NOTHING), ("-15.03", {"price.order_below_margin"})):
        assert told([goods("k1", CHAIR), free("k2", off, kind="discount")], MARGIN) == codes
    assert told([goods("k1", CHAIR)], MARGIN, order_discount="50000ppm") == {"price.order_below_margin"}
    assert told([goods("k1", CHAIR)], MARGIN) == NOTHING


def test_what_is_taken_off_is_shared_out_over_all_lines_for_the_floor():
    lines = [goods("k1", CHAIR), goods("k2", LAMP, "7"), free("k3", "-60", kind="discount")]
    alone = told([goods("k1", CHAIR), free("k3", "-60", kind="discount")], FLOORS)
    assert alone == {"price.order_below_floor"}
    assert told(lines, FLOORS) == NOTHING  # half of it falls on lamps, which have no floor
