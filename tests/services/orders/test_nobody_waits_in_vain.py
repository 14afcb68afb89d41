"""Whatever comes, goes and is cancelled: nothing is oversold, and no line waits that could be served or promised."""

from __future__ import annotations

import contextlib
import random
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from app.bootstrap import open_office
from app.domain.errors import ConflictError, RefusedError
from app.domain.money import MICRO
from app.domain.orders.draft import edit_header
from app.services.clock import FixedClock
from app.services.orders.amending import cancel_order
from app.services.orders.previewing import plan_amendment
from app.services.orders.standing import plan_standing
from app.services.stock.arrivals import ExpectedLine, cancel_arrival, create_arrival, read_arrival
from app.services.stock.changes import adjust_stock, count_stock, transfer_stock
from app.services.stock.lists import read_waiting_lines
from app.services.stock.moves import ProductQuantity
from app.services.stock.receipts import ReceivedLine, receive_arrival
from db.schema.stock import Arrival, ArrivalLine, Stock
from tests.helpers.order_office import (
    CHAIR,
    HAMBURG,
    MUNICH,
    NORD,
    OWNER,
    WIEN,
    OrderOffice,
    make_order_office,
)
from tests.services.conftest import MONDAY
from tests.services.stock.test_two_clerks import at_once

DUE, LATER = date(2026, 3, 12), date(2026, 3, 20)
ACTS = (
    "confirm", "confirm", "complete", "receive", "adjust", "count", "transfer", "cancel", "amend",
    "announce", "announce_later", "come", "come_short", "call_off", "call_off", "wish",
)  # fmt: skip
steps = st.lists(
    st.tuples(st.sampled_from(ACTS), st.sampled_from((HAMBURG, MUNICH)), st.integers(1, 40)),
    min_size=4,
    max_size=12,
)


@dataclass
class Weeks:
    """The office and what is open in it; every act takes a warehouse and a number."""

    desk: OrderOffice
    orders: list[int] = field(default_factory=list)

    @property
    def chair(self) -> int:
        return self.desk.ids[CHAIR]

    def confirm(self, place: int, number: int, **header: Any) -> None:
        customer = NORD if place == HAMBURG else WIEN
        lines = [(CHAIR, number)] if number % 3 else [(CHAIR, number), (CHAIR, number // 3)]
        self.orders.append(self.desk.ordered(*lines, customer=customer, **header))

    def complete(self, place: int, number: int) -> None:
        self.confirm(place, number, delivery_wish="complete")

    def receive(self, place: int, number: int) -> None:
        self.desk.receive(CHAIR, number, place)

    def adjust(self, place: int, number: int) -> None:
        change = (number if number % 2 else -number) * MICRO
        with self.desk.begin(OWNER) as uow:
            adjust_stock(uow, warehouse_id=place, product_id=self.chair, change_micro=change, reason="found")

    def count(self, place: int, number: int) -> None:
        with self.desk.begin(OWNER) as uow:
            found = [ProductQuantity(self.chair, number * MICRO)]
            count_stock(uow, warehouse_id=place, counted=found, reason="count")

    def transfer(self, place: int, number: int) -> None:
        with self.desk.begin(OWNER) as uow:
            lines = [ProductQuantity(self.chair, number * MICRO)]
            other = HAMBURG + MUNICH - place
            transfer_stock(uow, from_warehouse_id=place, to_warehouse_id=other, lines=lines)

    def cancel(self, _place: int, number: int) -> None:
        if self.orders:
            order_id = self.orders.pop(number % len(self.orders))
            with self.desk.begin(OWNER) as uow:
                cancel_order(uow, order_id, version=self.desk.read(order_id).version, reason="changed mind")

    def amend(self, place: int, number: int) -> None:
        """What is shown before is what stands after (see `_amend`)."""
        if not self.orders:
            return
        order_id = self.orders[(number + place) % len(self.orders)]
        self._amend(order_id, self.desk.set_quantity(order_id, 0, number))

    def _amend(self, order_id: int, *edits: Any) -> None:
        before = self.desk.read(order_id)
        with self.desk.reading() as view:
            shown = plan_amendment(view, before, self.desk.edited(before, *edits))
        self.desk.amend(order_id, *edits)
        with self.desk.reading() as view:
            stands = plan_standing(view, self.desk.read(order_id))
        assert _held(shown.parts) == _held(stands.parts)

    def wish(self, place: int, number: int) -> None:
        """Another delivery wish, sometimes with another quantity: what is shown before is what stands after."""
        if not self.orders:
            return
        order_id = self.orders[(number + place) % len(self.orders)]
        edits: list[Any] = [self._other_wish(order_id)]
        if number % 2:
            edits.append(self.desk.set_quantity(order_id, 0, number))
        self._amend(order_id, *edits)

    def wish_unseen(self, _place: int, number: int) -> None:
        """Without a look at what it does: others may change that in between."""
        if self.orders:
            order_id = self.orders[number % len(self.orders)]
            self.desk.amend(order_id, self._other_wish(order_id))

    def _other_wish(self, order_id: int) -> Any:
        before = self.desk.read(order_id)
        other = "complete" if before.header.delivery_wish == "partial" else "partial"
        return edit_header(before, delivery_wish=other)

    def announce_later(self, place: int, number: int) -> None:
        self.announce(place, number, LATER)

    def announce(self, place: int, number: int, due: date = DUE) -> None:
        with self.desk.begin(OWNER) as uow:
            lines = [ExpectedLine(self.chair, number * MICRO, due)]
            create_arrival(uow, warehouse_id=place, supplier="Works", lines=lines)

    def come(self, _place: int, number: int, *, close: bool = False) -> None:
        with self.desk.begin(OWNER) as uow:
            arrival = self._open_arrival(uow, sa.func.min)
            if arrival is not None:
                came = [ReceivedLine(arrival.lines[0].id, number * MICRO, close=close)]
                receive_arrival(uow, arrival_id=arrival.id, version=arrival.version, received=came)

    def come_short(self, place: int, number: int) -> None:
        self.come(place, 1 + number // 4, close=True)

    def call_off(self, _place: int, number: int) -> None:
        with self.desk.begin(OWNER) as uow:
            arrival = self._open_arrival(uow, sa.func.min if number % 2 else sa.func.max)
            if arrival is not None:
                cancel_arrival(uow, arrival_id=arrival.id, version=arrival.version, reason="strike")

    @staticmethod
    def _open_arrival(uow: Any, which: Any) -> Any:
        """The first or the last of them."""
        found = uow.db.execute(sa.select(which(Arrival.id)).where(Arrival.state == "open")).scalar_one()
        return None if found is None else read_arrival(uow, found)

    def check(self) -> None:
        assert self.desk.reserved() == self.desk.held()
        rows = self.desk.rows(sa.select(Stock.__table__).where(Stock.product_id == self.chair))
        free = {row["warehouse_id"]: row["on_hand_micro"] - row["reserved_micro"] for row in rows}
        assert all(micro >= 0 for micro in free.values())
        with self.desk.reading() as view:
            waiting = read_waiting_lines(view)
        coming = self._coming(waiting, free)
        for line in waiting:
            assert free.get(line.warehouse_id, 0) == 0, "who waits there is served first"
            if line.arrival_id is not None:
                continue
            able = [place for place, micro in free.items() if micro > 0 and line.may_move_to(place)]
            if line.ships_complete:
                able = [place for place in able if free[place] >= line.quantity_micro]
            assert able == [], "a line waits that could be served"
            able = [place for place in coming if place == line.warehouse_id or line.may_move_to(place)]
            if line.ships_complete:  # it may get a part where it waits, elsewhere all of it
                enough = line.quantity_micro
                able = [place for place in able if place == line.warehouse_id or coming[place] >= enough]
            assert able == [], "a line waits for nothing that could be promised"
        for order_id in self.orders:
            self._check_promise(order_id)

    def _coming(self, waiting: Iterable[Any], free: Mapping[int, int]) -> dict[int, int]:
        """Where something comes of which more is left than is promised, and how much with what lies there."""
        opened = (
            sa.select(Arrival.warehouse_id, ArrivalLine.quantity_micro - ArrivalLine.received_micro)
            .join(ArrivalLine, ArrivalLine.arrival_id == Arrival.id)
            .where(sa.not_(ArrivalLine.closed))
        )
        left: dict[int, int] = {}
        with self.desk.reading() as view:
            for place, micro in view.db.execute(opened):
                left[place] = left.get(place, free.get(place, 0)) + micro
        for line in waiting:
            if line.arrival_id is not None and line.warehouse_id in left:
                left[line.warehouse_id] -= line.quantity_micro
        return {place: micro for place, micro in left.items() if micro > 0}

    def _check_promise(self, order_id: int) -> None:
        """The order has the day of its last part, and none while a part has none."""
        with self.desk.reading() as view:
            days = [part.promise_date for part in plan_standing(view, self.desk.read(order_id)).parts]
        promised = self.desk.head(order_id)["promise_date"]
        assert promised == (None if None in days else max(day for day in days if day is not None))


def _held(parts: Any) -> list[tuple[Any, ...]]:
    """What is held from where for which day, parts of one kind added up."""
    sums: dict[tuple[Any, ...], list[int]] = {}
    for part in parts:
        key = (part.line_key, part.warehouse_id, str(part.promise_date), part.arrival_line_id or 0)
        total = sums.setdefault(key, [0, 0])
        total[0] += part.reserve_micro
        total[1] += part.wait_micro
    return sorted((*key, *total) for key, total in sums.items() if any(total))


def live(desk: OrderOffice, acts: list[tuple[str, int, int]]) -> None:
    """Do it all, each step in its own unit of work; what the services refuse changes nothing."""
    weeks = Weeks(desk)
    weeks.count(HAMBURG, 0)
    for act, place, number in acts:
        try:
            getattr(weeks, act)(place, number)
        except RefusedError:
            assert act in {"adjust", "count", "transfer"}, "only what orders hold cannot be taken away"
        weeks.check()


@settings(max_examples=25)
@given(steps)
def test_after_any_days_on_a_file(sqlite_firm, acts):
    template, made = sqlite_firm
    with TemporaryDirectory() as folder:
        path = Path(folder) / "firm.db"
        shutil.copyfile(template, path)
        opened = open_office(f"sqlite:///{path}", clock=FixedClock(MONDAY))
        try:
            live(OrderOffice(opened.work, ids=dict(made.ids), price_list=made.price_list), acts)
        finally:
            opened.close()


@pytest.mark.parametrize("seed", [1, 2])
def test_after_weeks_in_both_databases(desk, seed):
    source = random.Random(seed)
    live(
        desk,
        [(source.choice(ACTS), source.choice((HAMBURG, MUNICH)), source.randint(1, 40)) for _ in range(25)],
    )


def test_after_days_of_three_clerks_at_once(postgres_url, clock):
    """Who comes too late is told; nobody is thrown out, and in the end nobody waits in vain."""
    opened = open_office(postgres_url, clock=clock)
    desk = make_order_office(opened.work, stock={CHAIR: 0})
    acts = (
        "confirm",
        "complete",
        "receive",
        "announce",
        "announce_later",
        "come_short",
        "call_off",
        "cancel",
    )

    def clerk(seed: int) -> Weeks:
        source, weeks = random.Random(seed), Weeks(desk)
        for _ in range(16):
            act = source.choice((*acts, "confirm", "wish_unseen"))
            place, number = source.choice((HAMBURG, MUNICH)), source.randint(1, 12)
            with contextlib.suppress(RefusedError, ConflictError):
                getattr(weeks, act)(place, number)
        return weeks

    done = at_once(*(partial(clerk, seed) for seed in (1, 2, 3)))
    assert not [each for each in done if not isinstance(each, Weeks)], done
    Weeks(desk, [order_id for each in done if isinstance(each, Weeks) for order_id in each.orders]).check()
    opened.close()
