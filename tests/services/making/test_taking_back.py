"""A step too many in the workshop is taken back: pieces, the start, the release."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from app.domain.errors import ConflictError, RefusedError
from app.messages import text_of_error
from app.services.making.changing import cancel_workshop_order
from app.services.making.finishing import finish
from app.services.making.releasing import release
from app.services.making.rows import read_components, read_workshop_order
from app.services.making.taking_back import read_last_finished, take_back_step
from app.services.orders.amending import cancel_order
from app.services.shipping.picking import cancel_shipment, create_pick_list
from app.services.verify import verify
from db.schema.costs import ReceiptCost
from db.schema.stock import StockMove
from db.statements import table_of
from tests.helpers.making import BOARD, SCREW, Workshop, make_all
from tests.helpers.order_office import CHAIR, HAMBURG, NORD, OWNER, WIEN, micro
from tests.services.orders.test_amending import invoice, pick, ship

COSTS, MOVES = table_of(ReceiptCost), table_of(StockMove)


@pytest.fixture
def shop(desk):
    return Workshop(desk)


def sound(desk) -> bool:
    with desk.reading() as view:
        assert verify(view) == ()
    return True


def take_back(shop, order_id, pieces=0):
    return shop.do(take_back_step, shop.one(order_id), quantity_micro=micro(pieces))


def refused(shop, order_id, pieces):
    with pytest.raises(RefusedError) as found:
        take_back(shop, order_id, pieces)
    return found.value


def components(shop, order_id):
    with shop.desk.reading() as view:
        rows = read_components(view, shop.one(order_id)["id"])
    return {each.article: (each.reserved_micro, each.consumed_micro) for each in rows}


def costs(desk):
    found = desk.rows(sa.select(COSTS).where(COSTS.c.source_kind == "workshop").order_by(COSTS.c.id))
    names = ("on_hand_micro", "quantity_micro", "cost_micro", "before_micro", "average_micro")
    return [tuple(row[name] for name in names) for row in found]


def last_finished(shop, order_id):
    with shop.desk.reading() as view:
        return read_last_finished(view, read_workshop_order(view, shop.one(order_id)["id"]))


def test_a_finish_too_many_is_taken_back_as_if_it_had_never_been(shop, desk):
    order_id = shop.sell(2)
    begun = shop.begin(order_id)
    was = (shop.stock(BOARD), shop.stock(SCREW), components(shop, order_id), desk.lines(order_id)[0])
    shop.finish(order_id, 2)
    take_back(shop, order_id, 2)
    row = shop.one(order_id)
    assert (row["state"], row["finished_micro"], row["due_date"]) == ("started", 0, begun["due_date"])
    now = (shop.stock(BOARD), shop.stock(SCREW), components(shop, order_id), desk.lines(order_id)[0])
    assert now == was
    assert shop.stock(shop.made_sku(order_id)) == (0, 0)
    assert costs(desk) == []
    moves = desk.rows(sa.select(MOVES.c.quantity_micro).where(MOVES.c.kind == "production"))
    assert [move["quantity_micro"] for move in moves] == [micro(2), -micro(2)], "nothing is wiped out"
    assert sound(desk)
    shop.finish(order_id, 2)
    ship(desk, order_id)
    invoice(desk, order_id)
    assert desk.head(order_id)["state"] == "closed"
    assert sound(desk)


def test_some_of_the_pieces_are_taken_back_and_made_anew(shop, desk):
    order_id = shop.sell(5)
    shop.begin(order_id)
    shop.finish(order_id, 2)
    shop.finish(order_id, 3)
    assert last_finished(shop, order_id) == micro(3)
    take_back(shop, order_id, 4)
    assert last_finished(shop, order_id) == micro(1), "the last finish, and one piece of that before it"
    assert shop.stock(BOARD) == (micro(19), micro(4))
    assert [row[1] for row in costs(desk)] == [micro(1)]
    assert sound(desk)
    shop.finish(order_id, 4)
    assert shop.one(order_id)["state"] == "finished"
    assert shop.stock(BOARD) == (micro(15), 0)
    assert sound(desk)


def test_the_averages_after_pieces_that_never_were_are_reckoned_without_them(shop, desk):
    first, second = shop.sell(2), shop.sell(1, customer=WIEN)
    for order_id, pieces in ((first, 2), (second, 1)):
        shop.begin(order_id)
        shop.finish(order_id, pieces)
    assert costs(desk) == [
        (0, micro(2), micro(40), None, micro(40)),
        (micro(2), micro(1), micro(44), micro(40), 41_333_333),
    ]
    take_back(shop, first, 2)
    assert costs(desk) == [(0, micro(1), micro(44), None, micro(44))]
    assert sound(desk)


def test_what_is_picked_or_shipped_stays_finished_and_why_is_told(shop, desk):
    order_id = shop.sell(3)
    shop.begin(order_id)
    shop.finish(order_id, 2)
    picked = pick(desk, order_id)
    error = refused(shop, order_id, 1)
    assert error.code == "workshop.pieces_picked"
    assert "0\xa0pc can be taken back, the others are on pick list" in text_of_error(error)
    with desk.begin(OWNER) as uow:
        cancel_shipment(uow, picked)
    ship(desk, order_id)
    error = refused(shop, order_id, 1)
    assert error.code == "workshop.pieces_gone"
    assert "shipped" in text_of_error(error)
    shop.finish(order_id, 1)
    assert refused(shop, order_id, 2).params["there"].value == 1
    take_back(shop, order_id, 1)
    assert shop.one(order_id)["finished_micro"] == micro(2)
    assert sound(desk)


@pytest.mark.parametrize("pieces", ["0", "3", "0.5"])
def test_no_more_is_taken_back_than_is_finished_and_no_half_a_piece(shop, pieces):
    order_id = shop.sell(3)
    shop.begin(order_id)
    shop.finish(order_id, 2)
    error = refused(shop, order_id, pieces)
    assert (error.code, "2\xa0pc are finished" in text_of_error(error)) == ("workshop.bad_taken_back", True)


def test_pieces_of_a_cancelled_order_stay_what_they_are(shop, desk):
    order_id = shop.sell(2)
    shop.begin(order_id)
    shop.finish(order_id, 2)
    with desk.begin() as uow:
        cancel_order(uow, order_id, version=desk.head(order_id)["version"], reason="Bankrupt")
    assert refused(shop, order_id, 1).code == "workshop.pieces_gone"
    assert shop.stock(shop.made_sku(order_id)) == (micro(2), 0)


def test_start_and_release_are_taken_back_too(shop, desk):
    order_id = shop.sell(2)
    shop.begin(order_id)
    take_back(shop, order_id)
    assert shop.one(order_id)["state"] == "released"
    assert shop.stock(BOARD) == (micro(20), micro(2))
    take_back(shop, order_id)
    assert shop.one(order_id)["state"] == "open"
    assert shop.stock(BOARD) == (micro(20), 0), "its components lie free again"
    assert refused(shop, order_id, 0).code == "workshop.wrong_state"
    assert shop.do(release, shop.one(order_id)).short == ()
    assert sound(desk)


def test_a_finish_earlier_than_promised_moves_the_line_and_taking_it_back_moves_it_back(shop, desk):
    order_id = shop.sell(2)
    promised = desk.lines(order_id)[0]["promise_date"]
    shop.begin(order_id)
    shop.finish(order_id, 1)
    assert desk.lines(order_id)[0]["promise_date"] == promised, "one of them is still to be made"
    shop.finish(order_id, 1)
    now = desk.lines(order_id)[0]["promise_date"]
    assert now < promised
    assert desk.head(order_id)["promise_date"] == now
    take_back(shop, order_id, 1)
    assert desk.lines(order_id)[0]["promise_date"] == desk.head(order_id)["promise_date"] == promised
    assert sound(desk)


def test_a_piece_that_its_customer_wants_later_is_not_promised_earlier(shop, desk):
    wish = date(2026, 4, 20)
    order_id = desk.start(NORD, requested_date=wish)
    desk.edit(order_id, desk.line(CHAIR, 1, configuration=shop.keep(), text="Shelf"))
    desk.confirm(order_id)
    shop.begin(order_id)
    shop.finish(order_id, 1)
    assert desk.lines(order_id)[0]["promise_date"] == wish


def test_a_free_piece_of_the_same_serves_the_line_that_lost_its_own(shop, desk):
    order_id, other = shop.sell(1), shop.sell(1, customer=WIEN)
    for each in (order_id, other):
        shop.begin(each)
        shop.finish(each, 1)
    with desk.begin() as uow:
        cancel_order(uow, other, version=desk.head(other)["version"], reason="Bankrupt")
    take_back(shop, order_id, 1)
    assert shop.stock(shop.made_sku(order_id)) == (micro(1), micro(1))
    shop.do(cancel_workshop_order, shop.one(order_id), reason="It has one")
    ship(desk, order_id)
    assert sound(desk)


def test_two_desks_take_the_same_piece_back_once(shop, desk):
    order_id = shop.sell(2)
    shop.begin(order_id)
    shop.finish(order_id, 2)
    seen = shop.one(order_id)
    shop.do(take_back_step, seen, quantity_micro=micro(1))
    with pytest.raises(ConflictError, match=r"document\.changed_elsewhere"):
        shop.do(take_back_step, seen, quantity_micro=micro(1))
    assert shop.stock(BOARD) == (micro(19), micro(1))
    assert sound(desk)


def test_who_picks_beside_an_open_take_back_waits_for_it(shop, desk):
    with desk.reading() as view:
        if view.db.dialect.name != "postgresql":
            pytest.skip("SQLite's writer is alone")
    order_id = shop.sell(2)
    shop.begin(order_id)
    shop.finish(order_id, 2)
    seen = shop.one(order_id)
    with desk.begin(OWNER) as first:
        take_back_step(first, seen["id"], version=seen["version"], quantity_micro=micro(2))
        with pytest.raises(sa.exc.OperationalError, match="lock timeout"), desk.begin(OWNER) as second:
            second.db.execute(sa.text("set local lock_timeout = '1ms'"))
            create_pick_list(second, order_id, HAMBURG)
    with pytest.raises(RefusedError, match=r"shipping\.refused"):
        pick(desk, order_id)
    assert shop.stock(BOARD) == (micro(20), micro(2))
    assert sound(desk)


def test_a_finish_beside_an_open_take_back_is_told_that_it_changed(shop, desk):
    order_id = shop.sell(2)
    shop.begin(order_id)
    shop.finish(order_id, 1)
    seen = shop.one(order_id)
    take_back(shop, order_id, 1)
    with pytest.raises(ConflictError):
        shop.do(finish, seen, quantity_micro=micro(1))
    assert sound(desk)


def test_an_order_of_five_is_made_shipped_taken_back_and_made_smaller_until_it_is_invoiced(shop, desk):
    order_id = shop.sell(5)
    shop.begin(order_id)
    shop.finish(order_id, 2)
    ship(desk, order_id)
    assert refused(shop, order_id, 1).code == "workshop.pieces_gone", "both left"
    shop.finish(order_id, 2)
    take_back(shop, order_id, 1)
    smaller = desk.set_quantity(order_id, 0, 4)
    with pytest.raises(RefusedError) as told:
        desk.amend(order_id, smaller)
    assert "order.line_in_workshop" in {issue.code for issue in told.value.issues}
    shop.do(cancel_workshop_order, shop.one(order_id), reason="One less")
    desk.amend(order_id, smaller)
    rest = shop.orders(order_id)[1]
    assert (rest["state"], rest["quantity_micro"]) == ("open", micro(1))
    make_all(desk, order_id)
    ship(desk, order_id)
    invoice(desk, order_id)
    assert desk.head(order_id)["state"] == "closed"
    assert shop.stock(BOARD) == (micro(16), 0)
    assert sound(desk)
