"""What an amendment is going to do, told before it is made: true after it is made, and no false warning."""

from __future__ import annotations

from datetime import date

import pytest

from app.domain.changes import Change
from app.domain.money import MICRO
from app.domain.orders.draft import delete_line, edit_header, edit_line
from app.services.orders.previewing import plan_amendment
from app.services.orders.standing import plan_standing
from app.services.stock.arrivals import ExpectedLine, create_arrival
from app.services.stock.changes import transfer_stock
from app.services.stock.moves import ProductQuantity
from tests.helpers.order_office import CHAIR, HAMBURG, LAMP, MUNICH, NORD, OWNER

MONDAY, NEXT_MONDAY = date(2026, 3, 2), date(2026, 3, 9)
OF_STOCK = {"line.late", "line.no_supply"}


def plan(desk, order_id, *edits):
    """The plan of the amendment with these edits."""
    before = desk.read(order_id)
    after = desk.edited(before, *edits)
    with desk.reading() as view:
        return plan_amendment(view, before, after)


def told(found):
    """The codes of what is said about stock, by the place of the line."""
    keys = [line.key for line in found.draft.lines]
    issues = [issue for issue in found.issues if issue.code in OF_STOCK]
    return [(issue.code, keys.index(issue.where.split("/")[1])) for issue in issues]


def parts(found):
    """Of each line, in whole pieces: reserved, waiting, and the day of each of its parts."""
    of_line = [[part for part in found.parts if part.line_key == line.key] for line in found.draft.lines]
    return [
        (
            sum(part.reserve_micro // MICRO for part in own),
            sum(part.wait_micro // MICRO for part in own),
            [part.promise_date for part in own],
        )
        for own in of_line
    ]


def standing(desk, order_id):
    """The parts of the order as it is stored, the same way."""
    with desk.reading() as view:
        return parts(plan_standing(view, desk.read(order_id)))


def expect(desk, sku, quantity, day=NEXT_MONDAY):
    with desk.begin(OWNER) as uow:
        lines = [ExpectedLine(desk.ids[sku], quantity * MICRO, day)]
        create_arrival(uow, warehouse_id=HAMBURG, supplier="Works", lines=lines)


@pytest.mark.rows_on_sqlite
@pytest.mark.parametrize(("more", "code"), [(60, "line.no_supply"), (300, "line.no_supply"), (40, None)])
def test_growth_without_stock_or_arrival_is_told_before(desk, more, code):
    order_id = desk.ordered((LAMP, 5), (CHAIR, 2))
    assert told(plan(desk, order_id, desk.set_quantity(order_id, 1, more))) == ([(code, 1)] if code else [])


def test_growth_that_comes_later_than_wished_is_told_before(desk):
    order_id = desk.ordered((CHAIR, 40), (LAMP, 2), requested_date=date(2026, 3, 4))
    expect(desk, CHAIR, 30)
    assert told(plan(desk, order_id, desk.set_quantity(order_id, 0, 45))) == []
    assert told(plan(desk, order_id, desk.set_quantity(order_id, 0, 70))) == [("line.late", 0)]


def test_what_the_order_holds_already_is_not_warned_of(desk):
    """50 of 60 chairs are held, 10 wait without a date: accepted at the confirm. Nothing else is short."""
    order_id = desk.ordered((CHAIR, 60), (LAMP, 200))
    assert told(plan(desk, order_id, edit_header(desk.read(order_id), note="x"))) == []
    line = desk.read(order_id).lines[0]
    assert told(plan(desk, order_id, edit_line(line, text="Chair in blue"))) == []
    assert told(plan(desk, order_id, desk.set_quantity(order_id, 1, 150))) == []


@pytest.mark.parametrize("whole_order", [True, False])
def test_what_is_held_is_late_once_an_earlier_day_is_wished(desk, whole_order):
    expect(desk, CHAIR, 30)
    order_id = desk.ordered((CHAIR, 60), (LAMP, 2), requested_date=date(2026, 3, 20))
    draft, day = desk.read(order_id), date(2026, 3, 6)
    wish = (
        edit_header(draft, requested_date=day)
        if whole_order
        else edit_line(draft.lines[0], requested_date=day)
    )
    found = plan(desk, order_id, wish)
    assert ("line.late", 0) in told(found)
    assert found.draft.lines[0].key in {part.line_key for part in found.parts}


@pytest.mark.parametrize(
    ("first", "then"),
    [((20, 3), (45, 3)), ((50, 3), (60, 3)), ((60, 3), (45, 3)), ((60, 3), (20, 9)), ((5, 5), (5, 5))],
)
def test_what_is_shown_before_is_what_stands_after(desk, first, then):
    order_id = desk.ordered(*zip((CHAIR, LAMP), first, strict=True))
    edits = [desk.set_quantity(order_id, place, n) for place, n in enumerate(then)]
    shown = plan(desk, order_id, *edits)
    desk.amend(order_id, *edits)
    sums = [row[:2] for row in standing(desk, order_id)]
    assert (
        [row[:2] for row in parts(shown)] == sums == [(min(then[0], 50), max(0, then[0] - 50)), (then[1], 0)]
    )
    assert [set(row[2]) for row in parts(shown)] == [set(row[2]) for row in standing(desk, order_id)]


def test_an_untouched_line_keeps_what_it_holds(desk):
    """All 50 chairs are held by this order: nothing is free, and yet nothing of it is open."""
    order_id = desk.ordered((CHAIR, 50), (LAMP, 1))
    assert parts(plan(desk, order_id, desk.set_quantity(order_id, 1, 2))) == [
        (50, 0, [MONDAY]),
        (2, 0, [MONDAY, MONDAY]),
    ]


def test_what_one_line_gives_back_another_may_take(desk):
    order_id = desk.ordered((CHAIR, 40), (CHAIR, 10))
    edits = desk.set_quantity(order_id, 0, 15), desk.set_quantity(order_id, 1, 35)
    shown = plan(desk, order_id, *edits)
    assert (told(shown), [row[:2] for row in parts(shown)]) == ([], [(15, 0), (35, 0)])
    desk.amend(order_id, *edits)
    assert [row[:2] for row in standing(desk, order_id)] == [(15, 0), (35, 0)]


@pytest.mark.parametrize(
    ("left", "gets"), [(45, [(45, 0), (5, 25), (0, 2)]), (15, [(15, 0), (30, 0), (2, 0)]), (60, None)]
)
def test_what_one_line_gives_back_the_waiting_lines_of_the_order_get(desk, left, gets):
    order_id = desk.ordered((CHAIR, 50), (CHAIR, 30), (CHAIR, 2))
    edit = desk.set_quantity(order_id, 0, left)
    shown = plan(desk, order_id, edit)
    assert [row[:2] for row in parts(shown)] == (gets or [(50, 10), (0, 30), (0, 2)])
    desk.amend(order_id, edit)
    assert parts(shown) == standing(desk, order_id)


@pytest.mark.parametrize("expected", [True, False])
def test_another_order_that_waits_longer_is_served_before_the_grown_line(desk, expected):
    """Also where its goods are announced: what is freed is its own at once."""
    order_id = desk.ordered((CHAIR, 50), (LAMP, 1))
    if expected:
        expect(desk, CHAIR, 20)
    other = desk.ordered((CHAIR, 4))
    edits = desk.set_quantity(order_id, 0, 40), desk.line(CHAIR, 8)
    shown = plan(desk, order_id, *edits)
    desk.amend(order_id, *edits)
    assert parts(shown) == standing(desk, order_id)
    assert [row[:2] for row in standing(desk, order_id)] == [(40, 0), (1, 0), (6, 2)]
    assert [row[:2] for row in standing(desk, other)] == [(4, 0)]


def _place(part):
    return part.line_key, part.warehouse_id


@pytest.mark.rows_on_sqlite
@pytest.mark.parametrize(("left", "places"), [(22, [1, 2]), (20, [2]), (28, [1, 2])])
def test_what_one_line_gives_back_a_line_that_waits_elsewhere_gets(desk, left, places):
    """30 chairs come from Munich; 10 more wait in Hamburg, from where most of the order comes."""
    with desk.begin(OWNER) as uow:
        lines = [ProductQuantity(desk.ids[CHAIR], 50 * MICRO)]
        transfer_stock(uow, from_warehouse_id=HAMBURG, to_warehouse_id=MUNICH, lines=lines)
    desk.ordered((CHAIR, 20))
    order_id = desk.ordered((LAMP, 1), (LAMP, 1), (CHAIR, 30), (CHAIR, 10))
    edit = desk.set_quantity(order_id, 2, left)
    shown = plan(desk, order_id, edit)
    gets = 30 - left
    assert parts(shown)[2:] == [(left, 0, [MONDAY]), (gets, 10 - gets, [None, MONDAY][2 - len(places) :])]
    last = shown.draft.lines[3].key
    assert {part.warehouse_id for part in shown.parts if part.line_key == last} == set(places)
    desk.amend(order_id, edit)
    with desk.reading() as view:
        stands = plan_standing(view, desk.read(order_id))
    assert sorted(shown.parts, key=_place) == sorted(stands.parts, key=_place)
    assert told(plan(desk, order_id, edit_header(desk.read(order_id), note="x"))) == []


def test_a_removed_line_and_another_article_hold_nothing(desk):
    order_id = desk.ordered((CHAIR, 4), (LAMP, 3))
    draft, lamp = desk.read(order_id), desk.line(LAMP, 4)
    swap = edit_line(draft.lines[0], product_id=lamp.product_id, sku=lamp.sku, text=lamp.text)
    found = plan(desk, order_id, swap, delete_line(draft.lines[1]))
    assert {part.product_id for part in found.parts} == {desk.ids[LAMP]}
    assert parts(found) == [(4, 0, [MONDAY])]


def test_a_number_of_the_customer_that_was_accepted_is_not_warned_of_again(desk):
    for _twice in range(2):
        order_id = desk.ordered((CHAIR, 1), po_number="4711")

    def codes(*edits):
        return {issue.code for issue in plan(desk, order_id, *edits).issues}

    assert "order.po_twice" not in codes(desk.set_quantity(order_id, 0, 2))
    assert "order.po_twice" not in codes(edit_header(desk.read(order_id), po_number="4712"))
    other = desk.ordered((LAMP, 1), po_number="4712")
    assert "order.po_twice" in codes(edit_header(desk.read(order_id), po_number="4712"))
    assert desk.head(other)["po_number"] == "4712"


def test_a_wished_day_that_has_passed_meanwhile_is_not_warned_of_again(desk, clock):
    order_id = desk.ordered((CHAIR, 1), requested_date=MONDAY)
    clock.advance(days=9)
    codes = {issue.code for issue in plan(desk, order_id, edit_header(desk.read(order_id), note="x")).issues}
    assert not codes & {"order.date_past", "line.late"}


def test_an_amendment_tells_of_the_customer_whose_credit_it_uses(desk):
    order_id = desk.ordered((CHAIR, 2))
    heard: list[Change] = []
    desk.work.listen(heard.extend)
    desk.amend(order_id, desk.set_quantity(order_id, 0, 3))
    assert ("customer", desk.ids[NORD]) in {(change.kind, change.id) for change in heard}
