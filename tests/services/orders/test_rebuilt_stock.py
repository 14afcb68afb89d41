"""Random orders that are reserved, shipped in part, changed and cancelled: stock can be rebuilt (B29).

What is on hand is the sum of the moves. What is reserved is what the orders were given less what the moves of
shipments took away; neither is read from the columns that it is compared with.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import Any

import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from app.bootstrap import open_office
from app.domain.errors import KeylineError
from app.domain.money import MICRO
from app.services.clock import FixedClock
from app.services.orders.amending import cancel_order
from app.services.shipping.picking import create_pick_list, read_picked_lines, record_picked
from app.services.shipping.posting import post_shipment
from app.services.verify import verify
from db.schema.orders import Fulfilment
from db.schema.stock import Stock, StockMove
from db.statements import table_of
from tests.helpers.order_office import CHAIR, HAMBURG, LAMP, OWNER, OrderOffice

MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["order", "order", "ship", "amend", "cancel", "receive"]),
        st.integers(0, 5),
        st.integers(1, 40),
    ),
    min_size=3,
    max_size=10,
)


class Days:
    """What happens to the orders; a step that the services refuse leaves everything as it was."""

    def __init__(self, desk: OrderOffice) -> None:
        self.desk = desk
        self.orders: list[int] = []
        self.done: Counter[str] = Counter()

    def take(self, step: str, place: int, quantity: int) -> None:
        if step == "order":
            self.orders.append(self.desk.ordered((CHAIR, quantity), (LAMP, 2 * quantity)))
        elif step == "receive":
            self.desk.receive(CHAIR, quantity)
        elif self.orders:
            order_id = self.orders[place % len(self.orders)]
            try:
                getattr(self, step)(order_id, quantity)
            except KeylineError:
                return
        self.done[step] += 1

    def ship(self, order_id: int, quantity: int) -> None:
        lines = [row["id"] for row in self.desk.lines(order_id)]
        with self.desk.begin(OWNER) as uow:
            wanted = {lines[0]: quantity * MICRO}
            shipment = create_pick_list(uow, order_id, HAMBURG, wanted, with_paper=False)
            picked = {line.id: line.quantity_micro for line in read_picked_lines(uow, shipment)}
            record_picked(uow, shipment, picked)
            post_shipment(uow, shipment, with_paper=False)

    def amend(self, order_id: int, quantity: int) -> None:
        self.desk.amend(order_id, self.desk.set_quantity(order_id, 0, quantity))

    def cancel(self, order_id: int, _quantity: int) -> None:
        version = self.desk.head(order_id)["version"]
        with self.desk.begin(OWNER) as uow:
            cancel_order(uow, order_id, version=version, reason="changed his mind")


Places = Counter[tuple[int, int]]


def rebuilt(desk: OrderOffice) -> tuple[Places, Places]:
    """On hand and reserved by product and warehouse, from the moves and what orders were given."""
    on_hand: Places = Counter()
    reserved: Places = Counter()
    for move in desk.rows(sa.select(table_of(StockMove))):
        place = move["product_id"], move["warehouse_id"]
        on_hand[place] += move["quantity_micro"]
        if move["kind"] == "shipment":
            reserved[place] += move["quantity_micro"]  # it left, so nobody holds it any more
    for row in desk.rows(sa.select(table_of(Fulfilment))):
        reserved[row["product_id"], row["warehouse_id"]] += row["reserved_micro"] + row["shipped_micro"]
    return _filled(on_hand), _filled(reserved)


def stored(desk: OrderOffice) -> tuple[Places, Places]:
    """On hand and reserved as the stock table has it."""
    found = desk.rows(sa.select(table_of(Stock)))
    each: Any = lambda name: Counter({(row["product_id"], row["warehouse_id"]): row[name] for row in found})  # noqa: E731 - twice, here only
    return _filled(each("on_hand_micro")), _filled(each("reserved_micro"))


def _filled(places: Places) -> Places:
    return Counter({place: quantity for place, quantity in places.items() if quantity})


def _live(desk: OrderOffice, orders: list[int]) -> None:
    """No line holds more than was ordered, and a cancelled order nothing."""
    for order_id in orders:
        head, needed = desk.head(order_id), desk.needed(order_id)
        for line in desk.lines(order_id):
            held = needed.get(line["line_key"], 0) * MICRO
            assert held <= line["base_micro"]
        if head["state"] == "cancelled":
            assert needed == {}


@settings(max_examples=12, deadline=None)
@given(STEPS)
def test_stock_is_what_moves_and_fulfilments_rebuild(sqlite_firm, steps):
    template, made = sqlite_firm
    with TemporaryDirectory() as folder:
        path = Path(folder) / "firm.db"
        copyfile(template, path)
        opened = open_office(f"sqlite:///{path}", clock=FixedClock(MONDAY))
        try:
            desk = OrderOffice(opened.work, ids=dict(made.ids), price_list=made.price_list)
            days = Days(desk)
            for step in steps:
                days.take(*step)
                assert stored(desk) == rebuilt(desk)
                _live(desk, days.orders)
            with desk.reading(OWNER) as view:
                assert verify(view) == ()
        finally:
            opened.close()


def test_each_kind_of_step_happens_and_is_rebuilt(desk):
    """On both databases, and so that no step is refused: otherwise the test above might show nothing."""
    days = Days(desk)
    for step in (
        ("order", 0, 20), ("order", 0, 25), ("ship", 0, 5), ("amend", 0, 12), ("cancel", 1, 1), ("order", 0, 45),
        ("receive", 0, 30), ("ship", 2, 3),
    ):  # fmt: skip
        days.take(*step)
        assert stored(desk) == rebuilt(desk)
    assert days.done == Counter(order=3, ship=2, amend=1, cancel=1, receive=1)
    _live(desk, days.orders)


def test_a_reservation_that_no_order_was_given_is_found(desk):
    desk.ordered((CHAIR, 5))
    with desk.begin(OWNER) as uow:
        table = table_of(Stock)
        uow.db.execute(sa.update(table).values(reserved_micro=table.c.reserved_micro + MICRO))
    assert stored(desk) != rebuilt(desk)
