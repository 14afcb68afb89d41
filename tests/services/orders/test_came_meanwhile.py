"""What comes in or is lost in the same moment meets: a confirm that found nothing, a line without its arrival."""

from __future__ import annotations

import threading
from datetime import date, time
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa

from app.bootstrap import open_office
from app.domain.errors import RefusedError
from app.domain.money import MICRO
from app.domain.orders.draft import edit_line
from app.domain.rights import SYSTEM
from app.services.orders import amending, planning
from app.services.orders.confirming import confirm_ready, prepare
from app.services.orders.planning import plan_order
from app.services.stock import arrivals, receipts
from app.services.stock.arrivals import cancel_arrival
from app.services.stock.changes import count_stock
from app.services.stock.moves import ProductQuantity
from app.services.stock.receipts import receive_freely
from app.services.verify import verify
from db.schema.firm import Audit
from db.schema.stock import Warehouse
from tests.helpers.order_office import CHAIR, HAMBURG, LAMP, MUNICH, OWNER, make_order_office
from tests.services.orders.test_query_counts import counted
from tests.services.orders.test_undated import details
from tests.services.orders.test_wish_relaxed import IN_HAMBURG, MONDAY, THURSDAY, announce, parts
from tests.services.stock.test_two_clerks import MEET_S, at_once

TUESDAY = date(2026, 3, 3)


def planned(desk, order_id):
    with desk.reading() as view:
        return prepare(view, plan_order(view, order_id))


def write(desk, ready):
    with desk.begin() as uow:
        return confirm_ready(uow, ready)


def test_what_found_nothing_takes_what_came_since(desk):
    order_id = desk.key((CHAIR, IN_HAMBURG + 5), (LAMP, 1))
    ready = planned(desk, order_id)
    desk.receive(CHAIR, 5, MUNICH)
    done = write(desk, ready)
    assert (done.promise_date, done.undated) == (MONDAY, ())
    assert parts(desk, order_id)[:2] == [(HAMBURG, 50, 0, MONDAY), (MUNICH, 5, 0, MONDAY)]
    with desk.reading(SYSTEM) as view:
        assert verify(view) == ()
        told = view.db.execute(
            sa.select(Audit.after).where(Audit.kind == "order", Audit.entity_id == order_id)
        ).scalars()
        (accepted,) = [after["accepted"] for after in told if "accepted" in after]
    assert "02.03.2026" in details(desk, order_id)[0]
    assert accepted == []


def test_who_waits_before_it_is_served_first(desk):
    desk.ordered((CHAIR, IN_HAMBURG))
    ready = planned(desk, desk.key((CHAIR, 5)))
    earlier = desk.ordered((CHAIR, 3))
    desk.receive(CHAIR, 4, MUNICH)
    done = write(desk, ready)
    assert parts(desk, earlier) == [(MUNICH, 3, 0, MONDAY)]
    assert parts(desk, done.order_id) == [(MUNICH, 1, 0, MONDAY), (HAMBURG, 0, 4, None)]


def test_an_order_whose_goods_have_their_sources_asks_nothing_more(desk):
    ready = planned(desk, desk.key((CHAIR, 5)))
    with counted() as sent:
        write(desk, ready)
    assert [statement for statement in sent if "arrival_line" in statement and "SELECT" in statement] == []


def hold_until_met(real, held, met, *arguments, **named):
    """Who holds the article goes on when the other one is about to ask for it."""
    real(*arguments, **named)
    held.set()
    met.wait(60)


def hold_until_done(real, held, done, *arguments, **named):
    """Who looked first goes on when the other one is through, or after a moment: that one waits for him then."""
    found = real(*arguments, **named)
    if not held.is_set():
        held.set()
        done.wait(MEET_S)
    return found


def meet(real, held, met, *arguments, **named):
    """The other one comes when the article is held."""
    if held.is_set():
        met.set()
    return real(*arguments, **named)


def in_turn(monkeypatch, hold, other):
    """The one that calls `hold` has the article when the other one comes to `other`; set when it is held."""
    held, met = threading.Event(), threading.Event()
    monkeypatch.setattr(*hold, partial(hold_until_met, getattr(*hold), held, met))
    monkeypatch.setattr(*other, partial(meet, getattr(*other), held, met))
    return held


@pytest.mark.parametrize("first", ["confirm", "receipt"])
def test_two_at_once_never_miss_one_another(postgres_url, clock, monkeypatch, first):
    """Each holds the article before it looks, so that the second sees what the first wrote."""
    opened = open_office(postgres_url, clock=clock)
    desk = make_order_office(opened.work, stock={CHAIR: 0})
    ready = planned(desk, desk.key((CHAIR, 5)))
    holds = {"confirm": (planning, "hold_products"), "receipt": (receipts, "lock_supply")}
    meets = {"confirm": (receipts, "hold_orders_waiting"), "receipt": (planning, "hold_products")}
    held = in_turn(monkeypatch, holds[first], meets[first])

    def confirm():
        if first != "confirm":
            held.wait(60)
        return write(desk, ready)

    def receive():
        if first != "receipt":
            held.wait(60)
        with desk.begin(OWNER) as uow:
            goods = [ProductQuantity(desk.ids[CHAIR], 5 * MICRO)]
            return receive_freely(uow, warehouse_id=MUNICH, lines=goods)

    told = at_once(confirm, receive)
    assert not [each for each in told if isinstance(each, Exception)], told
    (order_id,) = [each.order_id for each in told if hasattr(each, "order_id")]
    assert parts(desk, order_id) == [(MUNICH, 5, 0, MONDAY)]
    opened.close()


@pytest.mark.parametrize("first", ["call_off", "announce"])
def test_a_line_that_loses_its_arrival_meets_the_one_that_is_announced_beside_it(
    postgres_url, clock, monkeypatch, first
):
    opened = open_office(postgres_url, clock=clock)
    desk = make_order_office(opened.work, stock={CHAIR: 0})
    announce(desk, 5, HAMBURG)
    order_id = desk.ordered((CHAIR, 5))
    assert parts(desk, order_id) == [(HAMBURG, 0, 5, THURSDAY)]
    held = in_turn(monkeypatch, (arrivals, "lock_supply"), (arrivals, "hold_orders_waiting"))

    def call_off():
        if first != "call_off":
            held.wait(60)
        with desk.begin(OWNER) as uow:
            cancel_arrival(uow, arrival_id=1, version=1, reason="strike")

    def announce_beside():
        if first != "announce":
            held.wait(60)
        announce(desk, 5, MUNICH)

    assert at_once(call_off, announce_beside) == [None, None]
    assert parts(desk, order_id) == [(MUNICH, 0, 5, THURSDAY)]
    opened.close()


def test_a_line_that_loses_its_arrival_gets_what_comes_in_beside_it(postgres_url, clock, monkeypatch):
    opened = open_office(postgres_url, clock=clock)
    desk = make_order_office(opened.work, stock={CHAIR: 0})
    announce(desk, 5, HAMBURG)
    order_id = desk.ordered((CHAIR, 5))
    held = in_turn(monkeypatch, (receipts, "lock_supply"), (arrivals, "hold_orders_waiting"))

    def call_off():
        held.wait(60)
        with desk.begin(OWNER) as uow:
            cancel_arrival(uow, arrival_id=1, version=1, reason="strike")

    assert at_once(call_off, lambda: desk.receive(CHAIR, 5, MUNICH)) == [None, None]
    assert parts(desk, order_id) == [(MUNICH, 5, 0, THURSDAY)]
    opened.close()


@pytest.mark.parametrize("first", ["amend", "receipt"])
@pytest.mark.parametrize("change", ["another line", "another article"])
def test_an_amendment_that_wants_another_article_meets_what_comes_in(
    postgres_url, clock, monkeypatch, first, change
):
    opened = open_office(postgres_url, clock=clock)
    desk = make_order_office(opened.work, stock={CHAIR: 0, LAMP: 1})
    order_id = desk.ordered((LAMP, 1))
    chairs: Any = desk.line(CHAIR, 5)
    if change == "another article":
        line = desk.read(order_id).lines[0]
        chairs = edit_line(
            line, product_id=chairs.product_id, sku=chairs.sku, text=chairs.text, quantity_micro=5 * MICRO
        )
    held, done = threading.Event(), threading.Event()
    place = {"amend": (amending, "plan_sources"), "receipt": (receipts, "serve_waiting")}[first]
    monkeypatch.setattr(*place, partial(hold_until_done, getattr(*place), held, done))

    def second(call):
        held.wait(60)
        try:
            call()
        finally:
            done.set()

    def amend():
        desk.amend(order_id, chairs)

    def receive():
        desk.receive(CHAIR, 5, MUNICH)

    one, other = (amend, receive) if first == "amend" else (receive, amend)
    assert at_once(one, partial(second, other)) == [None, None]
    assert (MUNICH, 5, 0, MONDAY) in parts(desk, order_id)
    opened.close()


def without_lamps(desk):
    with desk.begin(OWNER) as uow:
        count_stock(uow, warehouse_id=HAMBURG, counted=[ProductQuantity(desk.ids[LAMP], 0)], reason="none")


@pytest.mark.parametrize("lines", [[(CHAIR, IN_HAMBURG), (LAMP, 1)], [(CHAIR, IN_HAMBURG + 3)]])
def test_what_was_taken_meanwhile_is_told_also_where_something_has_no_source(desk, lines):
    without_lamps(desk)
    order_id = desk.key(*lines)
    ready = planned(desk, order_id)
    desk.ordered((CHAIR, 5))
    with pytest.raises(RefusedError) as refused:
        write(desk, ready)
    assert refused.value.code == "stock.taken"
    assert {issue.params["left"] for issue in refused.value.issues} == {IN_HAMBURG - 5}
    assert desk.head(order_id)["state"] == "draft"
    assert write(desk, planned(desk, order_id)).number


def test_a_line_that_was_shown_for_today_stays_where_the_whole_order_would_leave_later(desk):
    """Munich could ship all of it now, but not today: only what had no source is taken from there."""
    without_lamps(desk)
    desk.receive(CHAIR, 2, MUNICH)
    with desk.begin(OWNER) as uow:
        too_late = sa.update(Warehouse).where(Warehouse.id == MUNICH).values(cutoff=time(0, 1))
        uow.db.execute(too_late)
    order_id = desk.key((CHAIR, 2), (LAMP, 2), (LAMP, 3))
    ready = planned(desk, order_id)
    desk.receive(LAMP, 5, MUNICH)
    done = write(desk, ready)
    assert (done.promise_date, done.undated) == (TUESDAY, ())
    stands = [(HAMBURG, 2, 0, MONDAY), (MUNICH, 2, 0, TUESDAY), (MUNICH, 3, 0, TUESDAY)]
    assert parts(desk, order_id) == stands
