"""PostgreSQL: two clerks need the same orders and the same stock. Neither is thrown out, and both count."""

from __future__ import annotations

import contextlib
import itertools
import threading
from collections.abc import Callable
from functools import partial

import pytest
import sqlalchemy as sa

from app.bootstrap import open_office
from app.domain.errors import ConflictError
from app.domain.money import MICRO
from app.messages import text_of_error
from app.services.orders import amending
from app.services.orders.amending import cancel_order
from app.services.stock import receipts
from app.services.stock.moves import ProductQuantity
from app.services.stock.receipts import receive_freely
from app.services.unit_of_work import UnitOfWork
from db.schema.stock import Stock
from db.session import COLLIDED
from tests.helpers.order_office import CABLE, CHAIR, HAMBURG, LAMP, OWNER, WIEN, make_order_office

SURE_S = 60.0  # both come, whatever the machine does besides
MEET_S = 1.0  # who does not meet anybody goes on: the other waits for him then


@pytest.fixture
def desk(postgres_url, clock):
    opened = open_office(postgres_url, clock=clock)
    yield make_order_office(opened.work, stock={CHAIR: 5, LAMP: 60, CABLE: 100})
    opened.close()


def at_once(*calls: Callable[[], object]) -> list[object]:
    """What each returned or raised."""
    told: list[object] = [None] * len(calls)

    def run(place: int, call: Callable[[], object]) -> None:
        try:
            told[place] = call()
        except Exception as error:  # noqa: BLE001 - the test looks at it
            told[place] = error

    threads = [threading.Thread(target=run, args=each) for each in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return told


def meet_before(monkeypatch, *places: tuple[object, str]) -> None:
    """Each of two threads waits there for the other, the first time."""
    barrier = threading.Barrier(2)

    def waiting(real, *arguments, **named):
        with contextlib.suppress(threading.BrokenBarrierError):
            barrier.wait(MEET_S)
        return real(*arguments, **named)

    for module, name in places:
        monkeypatch.setattr(module, name, partial(waiting, getattr(module, name)))


def test_an_order_is_cancelled_while_its_goods_come_in(desk, monkeypatch):
    order_id = desk.ordered((CHAIR, 10))
    version = desk.read(order_id).version
    meet_before(monkeypatch, (amending, "release_lines"), (receipts, "post_moves"))

    def cancel() -> int:
        with desk.begin(OWNER) as uow:
            return cancel_order(uow, order_id, version=version, reason="gone")

    def receive() -> object:
        with desk.begin(OWNER) as uow:
            return receive_freely(
                uow, warehouse_id=HAMBURG, lines=[ProductQuantity(desk.ids[CHAIR], 5 * MICRO)]
            )

    told = at_once(cancel, receive)
    assert not [each for each in told if isinstance(each, Exception)], told
    assert stock_of(desk, CHAIR) == (10 * MICRO, 0)
    assert desk.head(order_id)["state"] == "cancelled"


def test_two_amendments_that_shrink_and_grow_crosswise(desk, monkeypatch):
    first, second = desk.ordered((LAMP, 10), (CABLE, 5)), desk.ordered((LAMP, 5), (CABLE, 10), customer=WIEN)
    meet_before(monkeypatch, (amending, "_fulfil_grown"))
    told = at_once(
        lambda: desk.amend(
            first, desk.set_quantity(first, 0, 5), desk.set_quantity(first, 1, 10), actor=OWNER
        ),
        lambda: desk.amend(
            second, desk.set_quantity(second, 0, 10), desk.set_quantity(second, 1, 5), actor=OWNER
        ),
    )
    assert not [each for each in told if isinstance(each, Exception)], told
    assert stock_of(desk, LAMP) == (60 * MICRO, 15 * MICRO)
    assert stock_of(desk, CABLE) == (100 * MICRO, 15 * MICRO)


def takes(desk, made: list[int], meet: Callable[[], object], *skus: str) -> Callable[[UnitOfWork], int]:
    """Takes stock rows in this order, and waits before the second; how often is what it returns."""

    def call(uow: UnitOfWork) -> int:
        made.append(1)
        for place, sku in enumerate(skus):
            if place:
                meet()
            rows = sa.select(Stock.product_id).where(Stock.product_id == desk.ids[sku])
            uow.db.execute(rows.with_for_update()).all()
        return len(made)

    return call


def meeting(times: int) -> Callable[[], object]:
    """A meeting of two that is held so often; then nobody waits."""
    barrier = threading.Barrier(2)
    left = itertools.count()

    def meet() -> None:
        if next(left) < times:
            barrier.wait(SURE_S)

    return meet


def test_a_call_that_a_deadlock_threw_out_is_made_again(desk):
    """Both are through in the end; who is thrown out, and whether twice, is the server's choice."""
    meet = meeting(2)
    first, second = takes(desk, [], meet, CHAIR, LAMP), takes(desk, [], meet, LAMP, CHAIR)
    told = at_once(lambda: desk.work.run(first, actor=OWNER), lambda: desk.work.run(second, actor=OWNER))
    assert all(tries in (1, 2, 3) for tries in told), told
    assert told != [1, 1], "nobody was in the way"


def test_a_call_that_gives_way_each_time_is_told_after_the_third(desk):
    made = []

    def gives_way(_uow: UnitOfWork) -> None:
        made.append(1)
        raise ConflictError(COLLIDED)

    with pytest.raises(ConflictError):
        desk.work.run(gives_way, actor=OWNER)
    assert len(made) == 3


def test_a_deadlock_without_a_second_try_is_told_in_words_of_people(desk):
    meet = meeting(2)

    def one(*skus: str) -> object:
        with desk.begin(OWNER) as uow:
            return takes(desk, [], meet, *skus)(uow)

    told = at_once(lambda: one(CHAIR, LAMP), lambda: one(LAMP, CHAIR))
    lost = [each for each in told if isinstance(each, Exception)]
    assert len(lost) == 1
    assert isinstance(lost[0], ConflictError)
    assert text_of_error(lost[0]) == "Somebody else was changing the same; nothing was saved. Try again."


def stock_of(desk, sku: str) -> tuple[int, int]:
    """On hand and reserved in Hamburg."""
    with desk.reading() as view:
        row = view.db.execute(
            sa.select(Stock.on_hand_micro, Stock.reserved_micro).where(
                Stock.product_id == desk.ids[sku], Stock.warehouse_id == HAMBURG
            )
        ).one()
    return row[0], row[1]
