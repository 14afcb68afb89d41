"""What is made is promised again as its components come, and a cancelled workshop order is made again."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from app.domain.errors import RefusedError
from app.domain.events import ComponentsCome
from app.services.making.changing import cancel_workshop_order
from app.services.making.delayed import change_arrival_day
from app.services.making.releasing import release
from app.services.making.renewing import (
    Ready,
    make_again,
    on_components_come,
    promise_again,
    read_ready,
)
from app.services.making.rows import read_workshop_order
from app.services.orders.amending import cancel_order
from app.services.stock.arrivals import ExpectedLine, create_arrival, read_arrival
from app.services.stock.changes import adjust_stock, count_stock, open_stock, transfer_stock
from app.services.stock.moves import ProductQuantity
from app.services.stock.waiting import hold_orders_beside, hold_products
from app.services.verify import verify
from tests.helpers.making import BOARD, SCREW, Workshop
from tests.helpers.order_office import HAMBURG, MUNICH, OWNER, WIEN, micro

COMES, MADE = date(2026, 3, 16), date(2026, 3, 26)
"""A Monday, and eight working days after it."""
SOON = date(2026, 3, 12)


def announce(desk, sku, count, due=COMES):
    with desk.begin(OWNER) as uow:
        lines = [ExpectedLine(desk.ids[sku], micro(count), due)]
        return create_arrival(uow, warehouse_id=HAMBURG, supplier="Wood Ltd", lines=lines)


def ready(desk, row) -> Ready:
    with desk.reading() as view:
        return read_ready(view, read_workshop_order(view, row["id"]))


def days(shop, order_id):
    """Of the workshop order, of its line, of the order."""
    desk = shop.desk
    return (
        shop.one(order_id)["due_date"],
        desk.lines(order_id)[0]["promise_date"],
        desk.head(order_id)["promise_date"],
    )


def sound(desk) -> bool:
    with desk.reading() as view:
        return verify(view) == ()


def test_what_has_no_day_takes_one_when_its_components_are_announced(desk):
    shop = Workshop(desk, boards=1, screws=100)
    first, second = shop.sell(2), shop.sell(1, customer=WIEN)
    assert days(shop, first) == (None, None, None)
    announce(desk, BOARD, 5)
    assert days(shop, first) == (MADE, MADE, MADE)
    assert days(shop, second) == (MADE, MADE, MADE)
    assert sound(desk)


def test_too_little_for_all_is_for_who_came_first(desk):
    shop = Workshop(desk, boards=0, screws=100)
    first, second, third = shop.sell(2), shop.sell(2, customer=WIEN), shop.sell(1)
    announce(desk, BOARD, 3)
    assert [days(shop, order_id)[0] for order_id in (first, second, third)] == [MADE, None, None]
    assert ready(desk, shop.one(first)) == Ready(MADE, (BOARD,), COMES), "as it was promised"
    announce(desk, BOARD, 2)
    assert [days(shop, order_id)[0] for order_id in (first, second, third)] == [MADE, MADE, MADE]
    assert sound(desk)


def test_what_has_no_day_takes_one_when_its_components_are_booked_in(desk):
    shop = Workshop(desk, boards=0, screws=100)
    order_id = shop.sell(1)
    desk.receive(SCREW, 1)
    assert days(shop, order_id) == (None, None, None), "the board is what it waits for"
    desk.receive(BOARD, 1)
    assert days(shop, order_id) == (SOON, SOON, SOON)
    assert sound(desk)


def test_a_promise_stays_as_given_when_components_come_later_until_it_is_renewed(desk):
    shop = Workshop(desk, boards=0, screws=100)
    arrival_id = announce(desk, BOARD, 1)
    order_id = shop.sell(1)
    with desk.begin(OWNER) as uow:
        seen = read_arrival(uow, arrival_id)
        late = change_arrival_day(
            uow, arrival_id=arrival_id, version=seen.version, due_date=date(2026, 3, 23)
        )
    assert [(line.order_id, line.promise_date) for line in late] == [(order_id, MADE)], "it is told at once"
    with desk.begin(OWNER) as uow:
        seen = read_arrival(uow, arrival_id)
        assert not change_arrival_day(
            uow, arrival_id=arrival_id, version=seen.version, due_date=date(2026, 3, 24)
        ), "that was told before"
    with desk.begin(OWNER) as uow:
        seen = read_arrival(uow, arrival_id)
        change_arrival_day(uow, arrival_id=arrival_id, version=seen.version, due_date=date(2026, 3, 23))
    assert days(shop, order_id) == (MADE, MADE, MADE)
    later = date(2026, 4, 2)
    assert ready(desk, shop.one(order_id)) == Ready(later, (BOARD,), date(2026, 3, 23))
    shop.do(promise_again, shop.one(order_id))
    assert days(shop, order_id) == (later, later, later)
    seen = shop.one(order_id)
    shop.do(promise_again, seen)
    assert shop.one(order_id)["version"] == seen["version"], "what is promised so already is not changed"
    assert sound(desk)


def test_what_another_workshop_order_lacks_is_not_counted_on_and_its_own_reserve_is(desk):
    shop = Workshop(desk, boards=3, screws=100)
    first, second = shop.sell(2), shop.sell(1, customer=WIEN)
    shop.do(release, shop.one(first))
    assert ready(desk, shop.one(first)) == Ready(SOON)
    assert ready(desk, shop.one(second)) == Ready(SOON)
    third = shop.sell(1)
    assert ready(desk, shop.one(third)) == Ready(None, (BOARD,))


def test_an_article_that_nobody_has_leaves_it_without_a_day(desk):
    shop = Workshop(desk, lacking=True)
    assert ready(desk, shop.one(shop.sell(1))) == Ready(None, ("NO-SUCH",))


def test_who_has_begun_keys_the_day_himself(desk):
    shop = Workshop(desk)
    order_id = shop.sell(1)
    shop.begin(order_id)
    with pytest.raises(RefusedError) as refused:
        shop.do(promise_again, shop.one(order_id))
    assert refused.value.code == "workshop.wrong_state"


def test_what_was_cancelled_is_made_again_with_what_is_left(desk):
    shop = Workshop(desk)
    order_id = shop.sell(3)
    shop.begin(order_id)
    shop.finish(order_id, 1)
    shop.do(cancel_workshop_order, shop.one(order_id), reason="Wrong wood")
    assert desk.lines(order_id)[0]["promise_date"] is None
    shop.do(make_again, shop.one(order_id))
    old, new = shop.orders(order_id)
    assert (old["state"], new["state"], new["quantity_micro"]) == ("cancelled", "open", micro(2))
    assert (new["due_date"], desk.lines(order_id)[0]["promise_date"]) == (SOON, SOON)
    assert shop.stock(BOARD) == (micro(19), 0)
    with pytest.raises(RefusedError) as refused:
        shop.do(make_again, old)
    assert refused.value.code == "workshop.nothing_waits"
    assert sound(desk)


def test_nothing_is_made_again_for_a_cancelled_order(desk):
    shop = Workshop(desk)
    order_id = shop.sell(1)
    with desk.begin() as uow:
        cancel_order(uow, order_id, version=desk.head(order_id)["version"], reason="Bankrupt")
    with pytest.raises(RefusedError) as refused:
        shop.do(make_again, shop.one(order_id))
    assert refused.value.code == "workshop.nothing_waits"


def bring(desk, how, sku, count):
    """Goods come in without a receipt."""
    lines = [ProductQuantity(desk.ids[sku], micro(count))]
    with desk.begin(OWNER) as uow:
        if how == "counted":
            count_stock(uow, warehouse_id=HAMBURG, counted=lines, reason="Shelf 3")
        elif how == "adjusted":
            adjust_stock(
                uow,
                warehouse_id=HAMBURG,
                product_id=lines[0].product_id,
                change_micro=micro(count),
                reason="Found",
            )
        elif how == "moved":
            open_stock(uow, warehouse_id=MUNICH, lines=lines)
            transfer_stock(uow, from_warehouse_id=MUNICH, to_warehouse_id=HAMBURG, lines=lines)
        else:
            open_stock(uow, warehouse_id=HAMBURG, lines=lines)


@pytest.mark.parametrize("how", ["counted", "adjusted", "moved", "opened"])
def test_components_that_come_without_a_receipt_date_what_waits_for_them_too(desk, how):
    shop = Workshop(desk, boards=0, screws=100)
    order_id = shop.sell(1)
    bring(desk, how, BOARD, 1)
    assert days(shop, order_id) == (SOON, SOON, SOON)
    assert sound(desk)


def test_a_receipt_leaves_what_somebody_else_holds_and_is_not_undone(desk):
    shop = Workshop(desk, boards=0, screws=100)
    order_id, other = shop.sell(1), shop.sell(1, customer=WIEN)
    with desk.reading() as view:
        if view.db.dialect.name != "postgresql":
            pytest.skip("SQLite's writer is alone")
    with desk.begin(OWNER) as beside:
        beside.db.execute(sa.text("select 1 from sales_order where id = :id for update"), {"id": order_id})
        with desk.begin(OWNER) as uow:
            on_components_come(uow, ComponentsCome((desk.ids[BOARD],), HAMBURG))
    announce(desk, BOARD, 2)
    assert days(shop, order_id) == days(shop, other) == (MADE, MADE, MADE)


def test_an_order_that_is_changed_holds_the_components_of_what_is_made_for_it(desk):
    """Else it could lose its day after a receipt of them took its holds, and the receipt would be made twice."""
    shop = Workshop(desk, boards=0, screws=100)
    order_id = shop.sell(1)
    with desk.reading() as view:
        if view.db.dialect.name != "postgresql":
            pytest.skip("SQLite's writer is alone")
    with desk.begin(OWNER) as first:
        hold_orders_beside(first, order_id)
        with pytest.raises(sa.exc.OperationalError, match="lock timeout"), desk.begin(OWNER) as second:
            second.db.execute(sa.text("set local lock_timeout = '1ms'"))
            hold_products(second, [desk.ids[BOARD]])
