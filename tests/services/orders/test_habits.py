"""A customer's habits are read of his earlier orders, while an order is keyed; its confirm takes them over."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.domain.errors import RefusedError
from app.domain.orders.draft import edit_header, edit_line
from app.services.check_settings import CheckInput, check_id, update_check
from app.services.orders.amending import cancel_order
from app.services.orders.confirming import confirm
from app.services.orders.planning import KeyingMemory, plan_draft, plan_order
from app.services.orders.previewing import plan_amendment
from tests.helpers.order_office import CHAIR, CLERK, LAMP, NORD, OWNER, WIEN
from tests.services.orders.test_query_counts import counted

UNUSUAL, DOUBLE = "line.quantity_unusual", "order.probably_double"


@pytest.fixture
def regular(desk, clock):
    """Six orders of 2 chairs, a week between them, each with the customer's number."""
    desk.receive(CHAIR, 500)
    desk.receive(LAMP, 500)
    for number in range(6):
        desk.ordered((CHAIR, 2), po_number=f"PO-{number}")
        clock.advance(days=7)
    return desk


def keyed(desk, order_id, memory=None):
    memory = memory or KeyingMemory()
    with desk.reading() as view:
        return plan_draft(view, desk.read(order_id), memory=memory)


def codes(plan):
    return {issue.code for issue in plan.issues}


def test_an_unusual_quantity_is_told_with_the_numbers_that_make_it_so(regular):
    plan = keyed(regular, regular.key((CHAIR, 40), po_number="PO-9"))
    (issue,) = [issue for issue in plan.issues if issue.code == UNUSUAL]
    assert (issue.params["count"], issue.params["low"]) == (6, 2)
    assert UNUSUAL not in codes(keyed(regular, regular.key((CHAIR, 3), po_number="PO-9")))


def test_the_habits_are_the_customers_own(regular):
    for customer, told in ((NORD, True), (WIEN, False)):
        order_id = regular.key((CHAIR, 40), customer=customer, po_number="PO-9")
        assert (UNUSUAL in codes(keyed(regular, order_id))) is told


def test_who_always_gave_a_number_is_asked_for_it(regular):
    assert "order.po_missing" in codes(keyed(regular, regular.key((CHAIR, 2))))
    assert "order.po_missing" not in codes(keyed(regular, regular.key((CHAIR, 2), po_number="PO-9")))


def test_the_same_goods_within_days_are_probably_a_double(regular, clock):
    first = regular.ordered((CHAIR, 2), (LAMP, 1), po_number="PO-7")
    clock.advance(minutes=1)
    again = regular.key((LAMP, 1), (CHAIR, 2), po_number="PO-8")
    (issue,) = [issue for issue in keyed(regular, again).issues if issue.code == DOUBLE]
    assert issue.remedies[0].params["id"] == first
    clock.advance(days=4)
    assert DOUBLE not in codes(keyed(regular, again))
    with regular.begin() as uow:
        cancel_order(uow, first, version=regular.read(first).version, reason="Not wanted")
    clock.advance(days=-4)
    assert DOUBLE not in codes(keyed(regular, again)), "a cancelled order is none"


def test_an_order_never_counts_itself_nor_what_came_after_it(regular, clock):
    order_id = regular.key((CHAIR, 40), po_number="PO-9")
    before = keyed(regular, order_id).context.habits
    clock.advance(hours=1)
    regular.ordered((CHAIR, 40), po_number="PO-10")
    clock.advance(hours=-1)
    assert keyed(regular, order_id).context.habits == before


def test_a_desk_reads_them_once_and_again_for_another_article_or_after_a_minute(regular, clock):
    memory = KeyingMemory()
    order_id = regular.key((CHAIR, 2), po_number="PO-9")
    keyed(regular, order_id, memory)
    first = memory.habits
    keyed(regular, order_id, memory)
    assert memory.habits is first
    regular.edit(order_id, regular.line(LAMP, 1))
    keyed(regular, order_id, memory)
    assert memory.habits not in (None, first)
    assert memory.habits.articles.keys() == {regular.ids[CHAIR], regular.ids[LAMP]}
    second = memory.habits
    clock.advance(minutes=2)
    keyed(regular, order_id, memory)
    assert memory.habits is not second
    assert memory.habits == second


def test_reading_them_and_the_ages_takes_four_queries_however_many_articles(regular):
    one = regular.key((CHAIR, 2), po_number="PO-9")
    two = regular.key((CHAIR, 2), (LAMP, 2), po_number="PO-9")

    def count(order_id, memory):
        with regular.reading() as view, counted() as seen:
            plan_draft(view, regular_draft[order_id], memory=memory)
        return len(seen)

    regular_draft = {id_: regular.read(id_) for id_ in (one, two)}
    plain = count(one, None)
    assert count(one, KeyingMemory()) == count(two, KeyingMemory()) == plain + 4


def last_accepted(desk):
    statement = "select after from audit where kind = 'order' order by id desc limit 1"
    return desk.rows(sa.text(statement))[0]["after"]


def test_a_confirm_takes_over_what_the_desk_knew(regular):
    order_id = regular.key((CHAIR, 40), po_number="PO-9")
    habits = keyed(regular, order_id).context.habits
    confirm(regular.work, order_id, actor=CLERK, reason="A new floor", habits=habits)
    assert UNUSUAL in last_accepted(regular)
    bare = regular.key((CHAIR, 40), po_number="PO-10")
    regular.confirm(bare)
    assert UNUSUAL not in last_accepted(regular)


def test_what_a_desk_knew_of_another_customer_says_nothing(regular):
    habits = keyed(regular, regular.key((CHAIR, 40))).context.habits
    other = regular.key((CHAIR, 40), customer=WIEN)
    with regular.reading() as view:
        assert plan_order(view, other, habits=habits).context.habits is None


def test_a_habit_that_may_stop_an_order_stops_it_without_a_desk_too(regular):
    with regular.begin(OWNER) as uow:
        data = CheckInput(is_on=True, severity="block", owner="sales", threshold=20_000)
        update_check(uow, check_id(UNUSUAL), data, version=0)
    order_id = regular.key((CHAIR, 40), po_number="PO-9")
    with pytest.raises(RefusedError) as refused:
        regular.confirm(order_id)
    assert UNUSUAL in {issue.code for issue in refused.value.issues}


def amended(desk, order_id, *edits):
    before = desk.read(order_id)
    with desk.reading() as view:
        return plan_amendment(view, before, desk.edited(before, *edits), memory=KeyingMemory())


def test_an_amendment_is_held_against_what_was_ordered_before_and_not_against_itself(regular):
    order_id = regular.ordered((CHAIR, 2), (LAMP, 1), po_number="PO-9")
    more = amended(regular, order_id, regular.set_quantity(order_id, 0, 40))
    (issue,) = [issue for issue in more.issues if issue.code == UNUSUAL]
    assert (issue.params["count"], issue.params["low"]) == (6, 2), "the order itself is none of them"
    assert UNUSUAL not in codes(amended(regular, order_id, regular.set_quantity(order_id, 0, 3)))
    assert UNUSUAL not in codes(amended(regular, order_id, regular.set_quantity(order_id, 1, 2)))


def test_what_was_accepted_at_the_confirm_is_not_asked_again_of_an_amendment(regular, clock):
    regular.ordered((CHAIR, 2), (LAMP, 1), po_number="PO-7")
    clock.advance(minutes=1)
    double = regular.ordered((CHAIR, 2), (LAMP, 1))
    found = codes(amended(regular, double, regular.set_quantity(double, 1, 2)))
    assert found.isdisjoint({DOUBLE, "order.po_missing"})


def test_an_amendment_is_refused_where_the_firm_lets_a_habit_block(regular):
    order_id = regular.ordered((CHAIR, 2), po_number="PO-9")
    regular.amend(order_id, regular.set_quantity(order_id, 0, 40))
    with regular.begin(OWNER) as uow:
        data = CheckInput(is_on=True, severity="block", owner="sales", threshold=20_000)
        update_check(uow, check_id(UNUSUAL), data, version=0)
    other = regular.ordered((CHAIR, 2), po_number="PO-10")
    with pytest.raises(RefusedError):
        regular.amend(other, regular.set_quantity(other, 0, 400))
    regular.amend(other, regular.set_quantity(other, 0, 3))


def test_the_same_price_with_tax_is_not_unusual(regular):
    order_id = regular.key((CHAIR, 2), po_number="PO-9")
    price = "line.price_unusual"
    turned = regular.edit(order_id, edit_header(regular.read(order_id), price_kind="gross"))
    (line,) = turned.lines
    assert price not in codes(keyed(regular, order_id))
    typed = edit_line(
        line, price_source="manual", list_price_micro=line.price_micro * 100_000_000 // 119_000_000
    )
    regular.edit(order_id, typed)
    (issue,) = [each for each in keyed(regular, order_id).issues if each.code == price]
    assert issue.params["low"].minor == 41454  # 348.35 and 19 %
