"""What may be sold instead of a line that is late, short or going out: kept with the article, priced and dated."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.domain.errors import ConflictError, RefusedError
from app.domain.money import MICRO
from app.domain.orders.draft import edit_line
from app.domain.parties import DeliveryWish
from app.domain.substitutes import Substitute, SubstituteInput
from app.services import products
from app.services.history import read_history
from app.services.orders.offers import offers_for
from app.services.orders.planning import KeyingMemory, plan_draft
from app.services.orders.previewing import plan_amendment
from app.services.products.substitutes import (
    create_substitute,
    read_substitutes,
    read_substitutes_of,
    remove_substitutes,
    set_substitute,
    update_substitute,
)
from app.services.stock.arrivals import ExpectedLine, create_arrival
from tests.helpers.order_office import CABLE, CHAIR, HAMBURG, LAMP, NORD, OWNER
from tests.services.orders.test_query_counts import counted

TODAY, FRIDAY, NEXT_MONDAY = date(2026, 3, 2), date(2026, 3, 6), date(2026, 3, 9)


def put(desk, sku, other, **values):
    with desk.begin(OWNER) as uow:
        return create_substitute(uow, desk.ids[sku], SubstituteInput(substitute_id=desk.ids[other], **values))


def change_card(desk, sku, **values):
    with desk.begin(OWNER) as uow:
        card = products.read_product(uow, desk.ids[sku])
        data = {name: getattr(card, name) for name in products.ProductInput.__slots__ if name != "units"}
        products.update_product(
            uow, card.id, products.ProductInput(**{**data, **values}, units=card.units), version=card.version
        )


def known(desk, *skus, day=TODAY):
    """The substitutes of each, by SKU."""
    names = {id_: name for name, id_ in desk.ids.items()}
    with desk.reading() as view:
        found = read_substitutes(view, [desk.ids[sku] for sku in skus], day)
    return [[names[each.product_id] for each in found.get(desk.ids[sku], ())] for sku in skus]


def keyed(desk, *lines, **header):
    """The plan of a draft as the desk that keys it sees it."""
    order_id = desk.key(*lines, **header)
    with desk.reading() as view:
        return plan_draft(view, desk.read(order_id), memory=KeyingMemory())


def ways_out(plan, code):
    issue = next(each for each in plan.issues if each.code == code)
    return [(each.code.removeprefix("remedy."), each.params.get("sku")) for each in issue.remedies]


# what is kept with the article


def test_substitutes_come_by_rank_and_hold_on_their_days(desk):
    put(desk, CHAIR, CABLE, rank=2)
    put(desk, CHAIR, LAMP, rank=1, valid_from=TODAY, valid_until=FRIDAY)
    assert known(desk, CHAIR) == [[LAMP, CABLE]]
    assert known(desk, CHAIR, day=FRIDAY) == [[LAMP, CABLE]]
    assert known(desk, CHAIR, day=NEXT_MONDAY) == [[CABLE]]


def test_one_that_goes_both_ways_turns_its_rate_round(desk):
    put(desk, CHAIR, LAMP, takes=2, instead_of=3, both_ways=True, note="grey")
    put(desk, CHAIR, CABLE)
    assert known(desk, CHAIR, LAMP, CABLE) == [[LAMP, CABLE], [CHAIR], []]
    with desk.reading() as view:
        found = read_substitutes(view, [desk.ids[LAMP]], TODAY)
    assert found[desk.ids[LAMP]] == (Substitute(desk.ids[CHAIR], 3, 2, "grey"),)


def test_the_successor_is_the_first_of_the_substitutes(desk):
    put(desk, CHAIR, CABLE)
    change_card(desk, CHAIR, successor_id=desk.ids[LAMP])
    assert known(desk, CHAIR) == [[LAMP, CABLE]]
    put(desk, CHAIR, LAMP, takes=2, rank=9)  # the row says how much of it
    with desk.reading() as view:
        first, _second = read_substitutes(view, [desk.ids[CHAIR]], TODAY)[desk.ids[CHAIR]]
    assert first == Substitute(desk.ids[LAMP], 2, 1, "", is_successor=True)


def test_what_is_not_sold_any_more_replaces_nothing(desk):
    put(desk, CHAIR, LAMP)
    change_card(desk, CHAIR, successor_id=desk.ids[CABLE])
    change_card(desk, LAMP, active=False)
    change_card(desk, CABLE, active=False)
    assert known(desk, CHAIR) == [[]]


def test_a_row_is_changed_and_taken_out_and_the_story_says_so(desk):
    id_ = put(desk, CHAIR, LAMP)
    data = SubstituteInput(substitute_id=desk.ids[LAMP], takes=2, rank=3, both_ways=True, note=" grey ")
    with desk.begin(OWNER) as uow:
        assert update_substitute(uow, id_, data, version=1) == 2
    with desk.reading() as view:
        (row,) = read_substitutes_of(view, desk.ids[CHAIR])
    assert (row.sku, row.takes, row.note, row.version) == (LAMP, 2, "grey", 2)
    with pytest.raises(ConflictError), desk.begin(OWNER) as uow:
        update_substitute(uow, id_, data, version=1)
    with desk.begin(OWNER) as uow:
        remove_substitutes(uow, [id_])
    with desk.reading() as view:
        story = read_history(view, "product", desk.ids[CHAIR])
    told = [(each.changes[0].field, each.changes[0].before, each.changes[0].after) for each in story[:3]]
    assert told == [
        ("substitute.LA-1", "2:1 <-> #3 grey", ""),
        ("substitute.LA-1", "1:1", "2:1 <-> #3 grey"),
        ("substitute.LA-1", "", "1:1"),
    ]


@pytest.mark.rows_on_sqlite
@pytest.mark.parametrize("other", [CHAIR, LAMP])
def test_an_article_replaces_neither_itself_nor_one_twice(desk, other):
    put(desk, CHAIR, LAMP)
    with pytest.raises(RefusedError) as refused:
        put(desk, CHAIR, other)
    assert refused.value.issues[0].code == f"substitute.{'itself' if other == CHAIR else 'twice'}"


def test_the_same_row_again_says_nothing_new(desk):
    data = SubstituteInput(substitute_id=desk.ids[LAMP], takes=2)
    with desk.begin(OWNER) as uow:
        again = [set_substitute(uow, desk.ids[CHAIR], each) for each in (data, data, replace(data, rank=1))]
    assert again == [True, False, True]


# what an order is offered


def test_a_short_line_is_offered_what_lies_there_at_its_price_for_this_customer(desk):
    put(desk, CHAIR, LAMP)
    plan = keyed(desk, (CHAIR, 60), requested_date=FRIDAY)
    assert ways_out(plan, "line.no_supply") == [("substitute_cheaper_leaves", LAMP), ("open_stock", None)]
    (issue,) = [each for each in plan.issues if each.code == "line.no_supply"]
    params = issue.remedies[0].params
    assert params["difference"].minor == 60 * 33000 - 60 * 4500  # its own break at 20
    assert params["date"] == FRIDAY


def test_a_late_line_is_offered_what_leaves_in_time_before_the_later_day(desk):
    put(desk, CHAIR, LAMP)
    with desk.begin(OWNER) as uow:
        coming = [ExpectedLine(desk.ids[CHAIR], 100 * MICRO, NEXT_MONDAY)]
        create_arrival(uow, warehouse_id=HAMBURG, supplier="Works", lines=coming)
    plan = keyed(desk, (CHAIR, 60), requested_date=FRIDAY)
    assert [code for code, _sku in ways_out(plan, "line.late")] == [
        "substitute_cheaper_leaves",
        "accept_date",
    ]


def test_what_other_lines_take_of_a_substitute_is_not_offered_twice(desk):
    put(desk, CHAIR, LAMP)
    plan = keyed(desk, (LAMP, 150), (CHAIR, 60), requested_date=FRIDAY)
    assert ways_out(plan, "line.no_supply") == [("open_stock", None), ("substitute_cheaper", LAMP)]
    with desk.reading() as view:
        (offer,) = offers_for(view, plan.draft, plan.draft.lines[1].key, parts=plan.parts)
    assert (offer.free_micro, offer.leaves) == (50 * MICRO, None)


def test_a_discontinued_article_offers_its_successor(desk):
    change_card(desk, CHAIR, discontinued=True, successor_id=desk.ids[LAMP])
    plan = keyed(desk, (CHAIR, 1))
    assert ways_out(plan, "line.discontinued") == [("substitute_cheaper_leaves", LAMP), ("remove_line", None)]


def test_a_closed_card_offers_its_substitutes(desk):
    put(desk, CHAIR, LAMP)
    order_id = desk.key((CHAIR, 1))
    change_card(desk, CHAIR, active=False)
    with desk.reading() as view:
        plan = plan_draft(view, desk.read(order_id), memory=KeyingMemory())
    assert ways_out(plan, "line.product_inactive")[0] == ("substitute_cheaper_leaves", LAMP)


def test_an_amendment_that_needs_more_is_offered_substitutes(desk):
    put(desk, CHAIR, LAMP)
    order_id = desk.ordered((CHAIR, 2))
    before = desk.read(order_id)
    after = desk.edited(before, edit_line(before.lines[0], quantity_micro=70 * MICRO))
    with desk.reading() as view:
        plan = plan_amendment(view, before, after)
    assert ways_out(plan, "line.no_supply")[0][1] == LAMP


def test_no_more_is_read_for_an_order_without_trouble_nor_for_many_lines_than_for_one(desk):
    put(desk, CHAIR, LAMP)
    sent = []
    for lines in ([(CHAIR, 1)], [(CHAIR, 60)], [(CHAIR, 60)] * 9):
        draft = desk.read(desk.key(*lines))
        with counted() as statements, desk.reading() as view:
            plan_draft(view, draft, memory=KeyingMemory())
        sent.append(len(statements))
    quiet, one, many = sent
    assert one == many
    assert one - quiet <= 18


# promise against wish, and ship-complete


def test_a_line_that_leaves_on_the_wished_day_is_not_late(desk):
    plan = keyed(desk, (CHAIR, 10), requested_date=FRIDAY)
    assert not {"line.late", "line.no_supply", "order.waits_for_all"} & {each.code for each in plan.issues}


def test_a_complete_delivery_says_which_line_holds_it_back_and_may_go_in_parts(desk):
    with desk.begin(OWNER) as uow:
        coming = [ExpectedLine(desk.ids[CHAIR], 100 * MICRO, NEXT_MONDAY)]
        create_arrival(uow, warehouse_id=HAMBURG, supplier="Works", lines=coming)
    plan = keyed(desk, (LAMP, 1), (CHAIR, 60), delivery_wish=DeliveryWish.COMPLETE.value)
    (issue,) = [each for each in plan.issues if each.code == "order.waits_for_all"]
    assert (issue.params["line"], issue.params["sku"]) == (20, CHAIR)
    assert ways_out(plan, "order.waits_for_all") == [("deliver_in_parts", None)]
    in_parts = keyed(desk, (LAMP, 1), (CHAIR, 60), customer=NORD)
    assert "order.waits_for_all" not in {each.code for each in in_parts.issues}
