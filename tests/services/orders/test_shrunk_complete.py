"""An order that ships complete and needs less gets what lies free elsewhere, once that suffices."""

from __future__ import annotations

import pytest

from app.domain.money import MICRO
from app.domain.orders.draft import delete_line
from app.domain.rights import SYSTEM
from app.services.orders.previewing import plan_amendment
from app.services.verify import verify
from tests.helpers.order_office import CHAIR, HAMBURG, LAMP, MUNICH
from tests.services.orders.test_wish_relaxed import IN_HAMBURG, MONDAY, THURSDAY, announce, parts


@pytest.fixture
def bare(desk):
    """No chair is free."""
    desk.ordered((CHAIR, IN_HAMBURG))
    return desk


def amend(desk, order_id, *edits):
    """Amend it, which does what was shown before; what stands then."""
    before = desk.read(order_id)
    with desk.reading() as view:
        shown = plan_amendment(view, before, desk.edited(before, *edits))
    desk.amend(order_id, *edits)
    stands = parts(desk, order_id)
    told = [
        (part.warehouse_id, part.reserve_micro // MICRO, part.wait_micro // MICRO, part.promise_date)
        for part in shown.parts
    ]
    assert sorted(told, key=str) == sorted(stands, key=str)
    with desk.reading(SYSTEM) as view:
        assert verify(view) == ()
    return stands


def test_less_of_it_is_served_from_where_that_lies_free(bare):
    order_id = bare.ordered((CHAIR, 8), delivery_wish="complete")
    bare.receive(CHAIR, 7, MUNICH)
    assert parts(bare, order_id) == [(HAMBURG, 0, 8, None)]
    assert amend(bare, order_id, bare.set_quantity(order_id, 0, 7)) == [(MUNICH, 7, 0, MONDAY)]
    assert bare.head(order_id)["promise_date"] == MONDAY
    later = bare.ordered((CHAIR, 7))
    assert parts(bare, later) == [(HAMBURG, 0, 7, None)]


def test_what_still_does_not_suffice_is_not_split(bare):
    order_id = bare.ordered((CHAIR, 8), delivery_wish="complete")
    bare.receive(CHAIR, 5, MUNICH)
    assert amend(bare, order_id, bare.set_quantity(order_id, 0, 7)) == [(HAMBURG, 0, 7, None)]


def test_less_of_it_is_promised_from_what_is_announced_beside_the_shelf(bare):
    order_id = bare.ordered((CHAIR, 8), delivery_wish="complete")
    bare.receive(CHAIR, 3, MUNICH)
    announce(bare, 4, MUNICH)
    assert parts(bare, order_id) == [(HAMBURG, 0, 8, None)]
    stands = amend(bare, order_id, bare.set_quantity(order_id, 0, 7))
    assert sorted(stands) == [(MUNICH, 0, 4, THURSDAY), (MUNICH, 3, 0, MONDAY)]


def test_a_line_that_goes_leaves_the_others_as_they_wait(bare):
    order_id = bare.ordered((CHAIR, 8), (LAMP, 2), delivery_wish="complete")
    bare.receive(CHAIR, 7, MUNICH)
    gone = delete_line(bare.read(order_id).lines[1])
    assert amend(bare, order_id, gone)[0] == (HAMBURG, 0, 8, None)
