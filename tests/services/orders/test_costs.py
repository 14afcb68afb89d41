"""Costs with days, the average of receipts, and what orders keep of them, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from app.domain.costs import CostInput
from app.domain.errors import ConflictError, NotAllowedError, RefusedError
from app.domain.money import MICRO
from app.domain.orders.margins import order_margin
from app.domain.pages import PageRequest
from app.domain.promotion_inputs import PromotionInput
from app.domain.rights import Actor
from app.messages import text_of_issue
from app.services.costs import (
    correct_receipt_cost,
    read_costs,
    read_costs_of,
    read_costs_page,
    read_receipt_costs,
    replace_costs,
    set_costs,
)
from app.services.history import read_history
from app.services.orders.approvals import ask_approval, read_approvals_of
from app.services.orders.opening import read_opened
from app.services.orders.planning import plan_order
from app.services.orders.quotes import send_quote
from app.services.prices.promotions import create_promotion
from app.services.products import read_products_page
from app.services.settings_store import write_firm_settings
from app.services.stock.arrivals import ExpectedLine, create_arrival, read_arrival
from app.services.stock.changes import adjust_stock, count_stock
from app.services.stock.moves import ProductQuantity
from app.services.stock.receipts import ReceivedLine, receive_arrival, receive_freely
from app.services.verify import verify
from db.schema.stock import Stock
from tests.helpers.order_office import CABLE, CHAIR, CLERK, HAMBURG, LAMP, MUNICH, OWNER, micro

MONDAY = date(2026, 3, 2)
WAREHOUSE = Actor("willi", frozenset({"warehouse"}))


def keyed(desk, sku, cost, day=None):
    since = {} if day is None else {"valid_from": day}
    return CostInput(product_id=desk.ids[sku], cost_micro=micro(cost), **since)


def put(desk, *rows, closing=()):
    with desk.begin(OWNER) as uow:
        return replace_costs(uow, rows, closing=closing)


def cost_of(desk, sku):
    with desk.reading(OWNER) as view:
        found = read_costs(view, [desk.ids[sku]]).get(desk.ids[sku])
    return None if found is None else (found.cost_micro / MICRO, found.source, found.day)


def choose_average(desk):
    with desk.begin(OWNER) as uow:
        write_firm_settings(uow, {"cost.source": "average"})


@pytest.fixture
def empty(desk):
    """The office with nothing on its shelves."""
    with desk.begin(OWNER) as uow:
        held = sa.select(Stock.product_id, Stock.warehouse_id).where(Stock.on_hand_micro > 0)
        for product_id, warehouse_id in uow.db.execute(held).all():
            counted = [ProductQuantity(product_id, 0)]
            count_stock(uow, warehouse_id=warehouse_id, counted=counted, reason="moved out")
    return desk


def receive(desk, sku, quantity, cost=None, warehouse_id=HAMBURG, actor=OWNER):
    with desk.begin(actor) as uow:
        line = ProductQuantity(desk.ids[sku], quantity * MICRO, None if cost is None else micro(cost))
        receive_freely(uow, warehouse_id=warehouse_id, lines=[line])


def test_the_newest_cost_that_has_begun_counts(desk):
    assert cost_of(desk, CHAIR) == (200, "standard", None)
    assert cost_of(desk, LAMP) is None
    put(desk, keyed(desk, CHAIR, "210", MONDAY), keyed(desk, CHAIR, "220", MONDAY + timedelta(days=1)))
    assert cost_of(desk, CHAIR) == (210, "standard", MONDAY)
    with desk.reading(OWNER) as view:
        told = [
            (row.cost_micro // MICRO, row.first_day, row.source, row.entered_by)
            for row in read_costs_of(view, desk.ids[CHAIR])
        ]
        assert read_costs(view, None).keys() == {desk.ids[CHAIR]}
        assert read_costs(view, []) == {}
    assert [each[:3] for each in told] == [
        (200, None, "card"), (210, MONDAY, "typed"), (220, MONDAY + timedelta(days=1), "typed"),
    ]  # fmt: skip
    assert told[1][3] == "olaf"


def test_a_changed_cost_takes_the_place_of_the_old_one_and_the_story_tells_both(desk):
    [first] = put(desk, keyed(desk, LAMP, "20"))
    put(desk, keyed(desk, LAMP, "21"), closing=[first])
    with desk.reading(OWNER) as view:
        newest = read_history(view, "product", desk.ids[LAMP])[0]
    assert [(each.field, each.before, each.after) for each in newest.changes] == [
        ("cost.beginning", 20 * MICRO, 21 * MICRO)
    ]
    with desk.reading() as view:  # a clerk sees no costs, in the story neither
        assert read_history(view, "product", desk.ids[LAMP])[0].changes == ()
        assert read_costs_of(view, desk.ids[LAMP]) == ()
    with pytest.raises(ConflictError):
        put(desk, keyed(desk, LAMP, "22"), closing=[first])


def test_what_is_wrong_is_refused_as_a_whole(desk):
    with pytest.raises(RefusedError) as caught:
        put(desk, keyed(desk, LAMP, "5"), keyed(desk, CHAIR, "210"), keyed(desk, LAMP, "-1", MONDAY))
    assert {(each.code, each.where) for each in caught.value.issues} == {
        ("cost.twice_ever", "rows/1/valid_from"), ("cost.negative", "rows/2/cost_micro"),
    }  # fmt: skip
    assert cost_of(desk, LAMP) is None
    with pytest.raises(RefusedError) as caught:
        put(desk, replace(keyed(desk, LAMP, "5"), product_id=999))
    [issue] = caught.value.issues
    assert text_of_issue(issue) == "This product is gone. Take the row out."


def test_costs_are_keyed_by_those_who_see_them(desk):
    with pytest.raises(NotAllowedError), desk.begin(CLERK) as uow:
        replace_costs(uow, [keyed(desk, LAMP, "5")])
    with pytest.raises(NotAllowedError):
        receive(desk, LAMP, 1, "5", actor=WAREHOUSE)
    with pytest.raises(NotAllowedError), desk.reading(CLERK) as view:
        read_costs_page(view, PageRequest())


def test_an_imported_cost_replaces_that_of_the_same_day(desk):
    with desk.begin(OWNER) as uow:
        rows = [keyed(desk, CHAIR, "200"), keyed(desk, LAMP, "20", MONDAY)]
        assert set_costs(uow, rows) == (False, True)
        assert set_costs(uow, [keyed(desk, LAMP, "21", MONDAY)]) == (True,)
    assert cost_of(desk, LAMP) == (21, "standard", MONDAY)
    with desk.reading(OWNER) as view:
        assert [row.sku for row in read_costs_page(view, PageRequest()).rows] == [CHAIR, LAMP]
        costs = {row.sku: row.cost_micro for row in read_products_page(view, PageRequest()).rows}
    assert costs == {CHAIR: micro("200"), LAMP: micro("21"), CABLE: None}


def test_the_average_counts_where_the_firm_chose_it(empty):
    receive(empty, CHAIR, 10)  # nobody said what they cost: they count at the standard cost
    receive(empty, CHAIR, 10, "220", MUNICH)
    assert cost_of(empty, CHAIR) == (200, "standard", None)
    choose_average(empty)
    assert cost_of(empty, CHAIR) == (210, "average", MONDAY)
    receive(empty, CHAIR, 7)
    with empty.begin(OWNER) as uow:
        adjust_stock(
            uow, warehouse_id=HAMBURG, product_id=empty.ids[CHAIR], change_micro=-7 * MICRO, reason="lost"
        )
    assert cost_of(empty, CHAIR) == (210, "average", MONDAY)
    assert cost_of(empty, LAMP) is None


def test_what_was_announced_with_a_cost_comes_at_that_cost_unless_another_is_keyed(empty):
    choose_average(empty)
    with empty.begin(OWNER) as uow:
        due = MONDAY + timedelta(days=1)
        lines = [
            ExpectedLine(empty.ids[LAMP], 10 * MICRO, due, micro("10")),
            ExpectedLine(empty.ids[CABLE], 10 * MICRO, due, micro("1")),
        ]
        arrival_id = create_arrival(uow, warehouse_id=HAMBURG, supplier="Mill", lines=lines)
        arrival = read_arrival(uow, arrival_id)
    with empty.begin(WAREHOUSE) as uow:
        assert {line.cost_micro for line in read_arrival(uow, arrival_id).lines} == {None}
        came = [ReceivedLine(line.id, 5 * MICRO) for line in arrival.lines]
        receive_arrival(uow, arrival_id=arrival_id, version=arrival.version, received=came)
    assert (cost_of(empty, LAMP), cost_of(empty, CABLE)) == ((10, "average", MONDAY), (1, "average", MONDAY))
    with empty.begin(OWNER) as uow:
        came = [ReceivedLine(arrival.lines[0].id, 5 * MICRO, cost_micro=micro("12"))]
        extra = [ProductQuantity(empty.ids[LAMP], 10 * MICRO, micro("14"))]
        receive_arrival(
            uow, arrival_id=arrival_id, version=arrival.version + 1, received=came, unannounced=extra
        )
    assert cost_of(empty, LAMP) == (
        12.5,
        "average",
        MONDAY,
    )  # (5 x 10 + 5 x 12) / 10 = 11; (10 x 11 + 10 x 14) / 20
    with empty.reading(OWNER) as view:
        rows = read_receipt_costs(view, empty.ids[LAMP])
    assert [(row.number, row.supplier, row.average_micro / MICRO) for row in rows] == [
        (arrival.number, "Mill", 12.5), (arrival.number, "Mill", 11), (arrival.number, "Mill", 10),
    ]  # fmt: skip


def test_a_corrected_receipt_moves_all_averages_after_it(empty):
    choose_average(empty)
    for cost in ("10", "20", "30"):
        receive(empty, LAMP, 10, cost)
    assert cost_of(empty, LAMP) == (20, "average", MONDAY)
    with empty.begin(OWNER) as uow:
        second = read_receipt_costs(uow, empty.ids[LAMP])[1]
        correct_receipt_cost(
            uow, second.id, cost_micro=micro("26"), version=second.version, reason="invoice 4711"
        )
    assert cost_of(empty, LAMP) == (22, "average", MONDAY)
    with empty.reading(OWNER) as view:
        assert [row.average_micro / MICRO for row in read_receipt_costs(view, empty.ids[LAMP])] == [
            22,
            18,
            10,
        ]
        newest = read_history(view, "product", empty.ids[LAMP])[0]
        assert (newest.changes[0].before, newest.changes[0].after, newest.reason) == (
            20 * MICRO,
            26 * MICRO,
            "invoice 4711",
        )
        assert verify(view) == ()
    with pytest.raises(ConflictError), empty.begin(OWNER) as uow:
        correct_receipt_cost(uow, second.id, cost_micro=MICRO, version=second.version)
    with pytest.raises(RefusedError), empty.begin(OWNER) as uow:
        correct_receipt_cost(uow, second.id, cost_micro=-MICRO, version=second.version + 1)


def test_a_confirmed_order_keeps_its_cost_with_source_and_day(desk):
    order_id = desk.key((CHAIR, "2 dz"), (LAMP, 1))
    put(desk, keyed(desk, CHAIR, "210", MONDAY))  # after it was keyed, before it is confirmed
    with desk.reading() as view:
        assert read_opened(view, order_id, None).draft.lines[0].cost_micro == micro("2520")
    desk.confirm(order_id)
    stored = [(row["cost_micro"], row["cost_source"], row["cost_date"]) for row in desk.lines(order_id)]
    assert stored == [(micro("2520"), "standard", MONDAY), (None, "", None)]
    put(desk, keyed(desk, LAMP, "1"))
    with desk.reading() as view:
        opened = read_opened(view, order_id, None)
        assert [line.cost_micro for line in opened.draft.lines] == [micro("2520"), None]
        assert verify(view) == ()


def test_an_amended_order_keeps_the_cost_of_what_it_had(desk):
    order_id = desk.ordered((CHAIR, 10), (CHAIR, 10))
    put(desk, keyed(desk, CHAIR, "210", MONDAY))
    desk.amend(
        order_id, desk.set_quantity(order_id, 0, 4), desk.set_quantity(order_id, 1, 12), desk.line(CHAIR, 1)
    )
    assert [row["cost_micro"] for row in desk.lines(order_id)] == [micro("200"), micro("210"), micro("210")]
    with desk.reading() as view:
        assert verify(view) == ()


def test_a_quote_is_sent_with_the_costs_of_its_day(desk):
    order_id = desk.key((CHAIR, 2))
    put(desk, keyed(desk, CHAIR, "210", MONDAY))
    with desk.begin() as uow:
        send_quote(uow, plan_order(uow, order_id), valid_until=MONDAY + timedelta(days=9))
    assert desk.lines(order_id)[0]["cost_micro"] == micro("210")
    with desk.reading() as view:
        assert verify(view) == ()


def test_an_order_is_approved_with_the_costs_that_the_approver_saw(desk):
    with desk.begin(OWNER) as uow:
        write_firm_settings(uow, {"approval.other_person": False})
    order_id = desk.key((CHAIR, 400), customer="Anna Meyer")
    with desk.begin(OWNER) as uow:
        uow.db.exec_driver_sql(
            f"update customer set credit_limit_minor = 1 where id = {desk.ids['Anna Meyer']}"
        )
    put(desk, keyed(desk, CHAIR, "210", MONDAY))
    with desk.begin() as uow:
        ask_approval(uow, plan_order(uow, order_id))
    put(desk, keyed(desk, CHAIR, "220", MONDAY), closing=[_id_of(desk, CHAIR, MONDAY)])
    with desk.reading(OWNER) as view:
        [card] = read_approvals_of(view, order_id)
        assert card.effect["cost_minor"] == 400 * 21000
        plan = plan_order(view, order_id)
    assert [line.cost_micro for line in plan.draft.lines] == [micro("210")]


def _id_of(desk, sku, day):
    with desk.reading(OWNER) as view:
        return next(row.id for row in read_costs_of(view, desk.ids[sku]) if row.first_day == day)


def test_what_a_promotion_gives_away_keeps_what_it_costs(desk):
    put(desk, keyed(desk, LAMP, "20", MONDAY))
    gift = PromotionInput(
        name="Lamp for two", effect="gift", currency="EUR", buy_micro=2 * MICRO, get_micro=MICRO, gift=LAMP,
        articles=CHAIR,
    )  # fmt: skip
    with desk.begin(OWNER) as uow:
        create_promotion(uow, gift)
    order_id = desk.ordered((CHAIR, 2))
    told = [
        (row["sku"], row["cost_micro"], row["cost_source"], row["cost_date"]) for row in desk.lines(order_id)
    ]
    assert told == [(CHAIR, micro("200"), "standard", None), (LAMP, micro("20"), "standard", MONDAY)]
    margin = order_margin(desk.read(order_id))
    assert margin is not None
    assert (margin.cost_minor, margin.known, margin.lines) == (420_00, 2, 2)
    with desk.reading() as view:
        assert verify(view) == ()
