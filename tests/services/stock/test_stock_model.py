"""Random days in the warehouse against a model of two dictionaries: both always agree."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from app.bootstrap import open_office
from app.domain.errors import RefusedError
from app.domain.money import MICRO
from app.services.clock import FixedClock
from app.services.shipping.picking import create_pick_list, read_picked_lines, record_picked
from app.services.shipping.posting import post_shipment
from app.services.stock.changes import adjust_stock
from app.services.stock.fulfilments import LinePart, fulfil_lines
from app.services.stock.moves import ProductQuantity
from app.services.stock.receipts import receive_freely
from app.services.stock.releases import release_lines
from db.schema.stock import StockMove
from tests.helpers.stock_office import HAMBURG, make_stock_office, part

ORDERS, QUANTITY = 4, 12
steps = st.lists(
    st.tuples(
        st.sampled_from(["receive", "adjust", "reserve", "wait", "release", "ship"]),
        st.integers(0, ORDERS - 1),
        st.integers(1, QUANTITY),
    ),
    min_size=1,
    max_size=14,
)


class Model:
    """What is on hand, what each order has reserved, and who waits for how much, first come first."""

    def __init__(self) -> None:
        self.on_hand = 0
        self.reserved = [0] * ORDERS
        self.shipped = [0] * ORDERS
        self.waiting: list[tuple[int, int]] = []

    @property
    def free(self) -> int:
        return self.on_hand - sum(self.reserved)

    def serve(self) -> None:
        left = []
        for order, quantity in self.waiting:
            part_ = min(quantity, self.free)
            self.reserved[order] += part_
            if part_ < quantity:
                left.append((order, quantity - part_))
        self.waiting = left

    def release(self, order: int, quantity: int) -> None:
        for place in reversed(range(len(self.waiting))):
            who, waits = self.waiting[place]
            if who == order:
                given = min(waits, quantity)
                quantity -= given
                self.waiting[place] = (who, waits - given)
        self.waiting = [entry for entry in self.waiting if entry[1]]
        given = min(self.reserved[order], quantity)
        self.reserved[order] -= given
        if given:
            self.serve()


class Day:
    """The office beside its model; every step is done to both."""

    def __init__(self, office) -> None:
        self.office, self.model = office, Model()
        self.orders = [office.add_order((1, 999)) for _ in range(ORDERS)]
        self.lines = [office.line_ids(order)[0] for order in self.orders]

    def receive(self, _order: int, quantity: int) -> None:
        with self.office.begin() as uow:
            receive_freely(uow, warehouse_id=HAMBURG, lines=[ProductQuantity(1, quantity * MICRO)])
        self.model.on_hand += quantity
        self.model.serve()

    def adjust(self, _order: int, quantity: int) -> None:
        def take() -> None:
            with self.office.begin() as uow:
                adjust_stock(
                    uow, warehouse_id=HAMBURG, product_id=1, change_micro=-quantity * MICRO, reason="x"
                )

        self._expect(take, possible=quantity <= self.model.free)
        if quantity <= self.model.free:
            self.model.on_hand -= quantity

    def reserve(self, order: int, quantity: int) -> None:
        self._expect(lambda: self._fulfil(order, reserve=quantity), possible=quantity <= self.model.free)
        if quantity <= self.model.free:
            self.model.reserved[order] += quantity

    def wait(self, order: int, quantity: int) -> None:
        """As a planner would: what is free is reserved, the rest waits."""
        now = min(quantity, self.model.free)
        if now:
            self._fulfil(order, reserve=now)
            self.model.reserved[order] += now
        if quantity > now:
            self._fulfil(order, wait=quantity - now)
            self.model.waiting.append((order, quantity - now))

    def release(self, order: int, quantity: int) -> None:
        with self.office.begin() as uow:
            release_lines(uow, {self.lines[order]: quantity * MICRO})
        self.model.release(order, quantity)

    def ship(self, order: int, quantity: int) -> None:
        part_ = min(quantity, self.model.reserved[order])

        def send() -> None:
            with self.office.begin() as uow:
                wanted = {self.lines[order]: part_ * MICRO} if part_ else None
                shipment = create_pick_list(uow, self.orders[order], HAMBURG, wanted, with_paper=False)
                picked = {line.id: line.quantity_micro for line in read_picked_lines(uow, shipment)}
                record_picked(uow, shipment, picked)
                post_shipment(uow, shipment, with_paper=False)

        self._expect(send, possible=part_ > 0)
        self.model.reserved[order] -= part_
        self.model.shipped[order] += part_
        self.model.on_hand -= part_

    def check(self) -> None:
        level = self.office.level(1, HAMBURG)
        model = self.model
        assert level.on_hand_micro == model.on_hand * MICRO
        assert level.reserved_micro == sum(model.reserved) * MICRO
        for place, order in enumerate(self.orders):
            rows = self.office.fulfilments(order)
            assert sum(row.reserved_micro for row in rows) == model.reserved[place] * MICRO
            assert sum(row.shipped_micro for row in rows) == model.shipped[place] * MICRO
            waits = sum(row.quantity_micro - row.reserved_micro - row.shipped_micro for row in rows)
            assert waits == sum(quantity for who, quantity in model.waiting if who == place) * MICRO
        with self.office.reading() as view:
            moved = view.db.execute(sa.select(sa.func.sum(StockMove.quantity_micro))).scalar_one()
        assert (moved or 0) == model.on_hand * MICRO

    def _fulfil(self, order: int, *, reserve: int = 0, wait: int = 0) -> None:
        with self.office.begin() as uow:
            chosen = part(
                1, reserve=reserve, wait=wait, promise=None if wait else datetime(2026, 3, 2).date()
            )
            fulfil_lines(uow, [LinePart(self.lines[order], chosen)])

    @staticmethod
    def _expect(call, *, possible: bool) -> None:
        if possible:
            call()
        else:
            with pytest.raises(RefusedError):
                call()


@settings(max_examples=25)
@given(steps)
def test_reserving_releasing_shipping_and_receiving_agree_with_the_model(sqlite_template, days):
    with TemporaryDirectory() as folder:
        path = Path(folder) / "model.db"
        copyfile(sqlite_template, path)
        opened = open_office(f"sqlite:///{path}", clock=FixedClock(datetime(2026, 3, 2, 8, 0, tzinfo=UTC)))
        try:
            day = Day(make_stock_office(opened.work))
            for step, order, quantity in days:
                getattr(day, step)(order, quantity)
                day.check()
        finally:
            opened.close()
