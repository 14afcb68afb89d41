"""While an order waits for an approval it holds its stock and its day for a set time, and nobody oversells them."""

from __future__ import annotations

import contextlib
import random
import shutil
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
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
from app.domain.orders.draft import delete_line, edit_header
from app.domain.units import Counted
from app.services.clock import FixedClock
from app.services.orders.approvals import (
    ask_approval,
    grant_approval,
    read_approvals_of,
    read_open_approvals,
    refuse_approval,
    withdraw_approval,
)
from app.services.orders.confirming import confirm_ready, prepare
from app.services.orders.drafts import throw_away_draft
from app.services.orders.holding import end_holds_over_time
from app.services.orders.planning import plan_order
from app.services.orders.quotes import send_quote
from app.services.settings_store import write_firm_settings
from app.services.stock.availability import read_availability
from app.services.stock.card import read_stock_card
from app.services.stock.lists import read_waiting_lines
from app.services.verify import verify
from db.schema.firm import Audit
from db.schema.orders import Fulfilment
from tests.helpers.order_office import (
    ANNA,
    CHAIR,
    CLERK,
    HAMBURG,
    LAMP,
    MUNICH,
    NORD,
    OWNER,
    OrderOffice,
    micro,
)
from tests.services.conftest import MONDAY
from tests.services.orders.test_nobody_waits_in_vain import DUE, LATER, Weeks
from tests.services.stock.test_two_clerks import at_once


def must_ask(desk: OrderOffice) -> OrderOffice:
    """Every order of Anna needs an approval."""
    with desk.begin(OWNER) as uow:
        limit = sa.text("update customer set credit_limit_minor = 1 where id = :id")
        uow.db.execute(limit, {"id": desk.ids[ANNA]})
    return desk


@pytest.fixture
def desk(desk):
    return must_ask(desk)


def ask(desk: OrderOffice, *lines: Any, **header: Any) -> int:
    order_id = desk.key(*(lines or ((CHAIR, 20),)), customer=ANNA, **header)
    send(desk, order_id)
    return order_id


def send(desk: OrderOffice, order_id: int) -> None:
    with desk.begin() as uow:
        ask_approval(uow, plan_order(uow, order_id))


def answer(desk: OrderOffice, order_id: int, call: Any, **words: str) -> None:
    with desk.begin(OWNER) as uow:
        (card,) = [card for card in read_open_approvals(uow) if card.order_id == order_id]
        call(uow, card.id, version=card.version, **words)


def hold_of(desk: OrderOffice, order_id: int) -> Any:
    with desk.reading() as view:
        return read_approvals_of(view, order_id)[-1].hold


def free(desk: OrderOffice, sku: str = CHAIR) -> int:
    """What the stock says is free in Hamburg, as a plan sees it."""
    with desk.reading() as view:
        return read_availability(view, [desk.ids[sku]])[desk.ids[sku]].at(HAMBURG).free_micro // micro(1)


def rows_held(desk: OrderOffice) -> int:
    held = sa.select(sa.func.count()).where(Fulfilment.held_until.is_not(None))
    return desk.rows(held)[0]["count_1"]


def sound(desk: OrderOffice) -> None:
    assert desk.reserved() == desk.held()
    with desk.reading() as view:
        assert verify(view) == ()


def test_a_waiting_order_holds_its_goods_and_another_sees_them_as_taken(desk):
    order_id = ask(desk, (CHAIR, 20), (LAMP, "1 pk"))
    hold = hold_of(desk, order_id)
    assert hold.until == MONDAY + timedelta(hours=24)
    assert hold.held == hold.wanted == (Counted(Decimal(30), "pc"),)
    assert hold.ship_day == date(2026, 3, 2)
    assert free(desk) == 30
    other = desk.key((CHAIR, 40))
    with desk.reading() as view:
        assert plan_order(view, other).parts[0].reserve_micro == micro(30), "the rest is another's"
    sound(desk)


def test_the_order_itself_plans_with_what_it_holds(desk):
    order_id = ask(desk, (CHAIR, 50))
    with desk.reading() as view:
        plan = plan_order(view, order_id)
    assert [(part.reserve_micro, part.wait_micro) for part in plan.parts] == [(micro(50), 0)]
    assert plan.availability[desk.ids[CHAIR]].at(HAMBURG).free_micro == micro(50)


def test_confirmed_it_keeps_what_it_held(desk):
    order_id = ask(desk, (CHAIR, 50))
    answer(desk, order_id, grant_approval)
    confirmed = desk.confirm(order_id)
    assert confirmed.promise_date == date(2026, 3, 2)
    assert desk.reserved() == {(CHAIR, HAMBURG): 50}
    assert rows_held(desk) == 0
    sound(desk)


@pytest.mark.parametrize("end", ["refused", "taken back", "changed", "removed line", "thrown away", "quoted"])
def test_whatever_ends_the_request_sets_the_goods_free(desk, end):
    order_id = ask(desk)
    if end == "refused":
        answer(desk, order_id, refuse_approval, answer="no")
    elif end == "changed":
        desk.edit(order_id, edit_header(desk.read(order_id), note="ring twice"))
    elif end == "removed line":
        desk.edit(order_id, delete_line(desk.read(order_id).lines[0]))
    else:
        with desk.begin() as uow:
            if end == "taken back":
                withdraw_approval(uow, order_id)
            elif end == "quoted":
                send_quote(uow, plan_order(uow, order_id), valid_until=LATER)
            else:
                throw_away_draft(uow, order_id)
    assert (free(desk), rows_held(desk), desk.reserved()) == (50, 0, {})
    sound(desk)


def test_an_order_that_is_asked_for_while_another_desk_confirms_it_holds_its_goods_once(desk):
    order_id = desk.key((CHAIR, 20), customer=ANNA)
    with desk.reading(OWNER) as view:
        ready = prepare(view, plan_order(view, order_id))
    send(desk, order_id)
    with pytest.raises(ConflictError), desk.begin(OWNER) as uow:
        confirm_ready(uow, ready, approve=True)
    desk.confirm(order_id, actor=OWNER, approve=True)
    assert (desk.reserved(), rows_held(desk)) == ({(CHAIR, HAMBURG): 20}, 0)
    sound(desk)


def test_who_waits_gets_what_a_refusal_sets_free(desk):
    order_id = ask(desk, (CHAIR, 40))
    waits = desk.ordered((CHAIR, 20), customer=NORD)
    assert desk.needed(waits)
    assert desk.reserved() == {(CHAIR, HAMBURG): 50}
    answer(desk, order_id, refuse_approval, answer="no")
    assert desk.reserved() == {(CHAIR, HAMBURG): 20}
    with desk.reading() as view:
        assert read_waiting_lines(view) == ()


def test_who_comes_later_and_waits_takes_nothing_of_what_is_held(desk):
    order_id = ask(desk, (CHAIR, 40))
    desk.ordered((CHAIR, 20), customer=NORD)
    answer(desk, order_id, grant_approval)
    assert desk.confirm(order_id).promise_date == date(2026, 3, 2)
    assert desk.reserved() == {(CHAIR, HAMBURG): 50}
    sound(desk)


def test_a_hold_whose_time_is_over_counts_no_more_though_nobody_cleared_up(desk, clock):
    order_id = ask(desk, (CHAIR, 40))
    clock.advance(hours=24)
    assert hold_of(desk, order_id) is None
    assert free(desk) == 50
    with desk.reading() as view:
        card = read_stock_card(view, desk.ids[CHAIR])
    assert (card.places[0].stock.reserved_micro, card.holders) == (0, ())
    other = desk.ordered((CHAIR, 45))
    assert sum(desk.needed(other).values()) == 45, "the goods are taken over"
    sound(desk)
    assert end_holds_over_time(desk.work, actor=CLERK) == 1
    assert end_holds_over_time(desk.work, actor=CLERK) == 0
    assert desk.reserved() == {(CHAIR, HAMBURG): 45}
    sound(desk)


def test_a_count_may_take_what_an_old_hold_had(desk, clock):
    ask(desk, (CHAIR, 40))
    weeks = Weeks(desk)
    with pytest.raises(RefusedError) as error:
        weeks.count(HAMBURG, 25)
    assert ANNA in str(error.value.issues[0].params["orders"])
    clock.advance(hours=24)
    weeks.count(HAMBURG, 25)
    assert free(desk) == 25
    sound(desk)


def test_after_the_time_it_is_planned_anew_and_takes_what_is_left(desk, clock):
    order_id = ask(desk, (CHAIR, 40))
    answer(desk, order_id, grant_approval)
    clock.advance(hours=24)
    desk.ordered((CHAIR, 30))
    desk.confirm(order_id)
    assert desk.reserved() == {(CHAIR, HAMBURG): 50}
    assert rows_held(desk) == 0
    sound(desk)


def test_an_approval_gives_the_clerk_the_whole_time_once_more(desk, clock):
    order_id = ask(desk)
    clock.advance(hours=20)
    answer(desk, order_id, grant_approval)
    assert hold_of(desk, order_id).until == clock.now() + timedelta(hours=24)


def test_it_holds_its_day_of_an_arrival_and_the_goods_once_they_come(desk):
    weeks = Weeks(desk)
    weeks.count(HAMBURG, 0)
    weeks.announce(HAMBURG, 30, DUE)
    weeks.announce(HAMBURG, 30, LATER)
    order_id = ask(desk, (CHAIR, 30))
    assert hold_of(desk, order_id).ship_day == DUE
    other = desk.ordered((CHAIR, 30), customer=NORD)
    assert desk.head(other)["promise_date"] == LATER
    weeks.come(HAMBURG, 30)
    assert desk.reserved() == {(CHAIR, HAMBURG): 30}
    answer(desk, order_id, grant_approval)
    assert desk.confirm(order_id).promise_date == DUE - timedelta(days=10), "it lies there now"
    with desk.reading() as view:
        assert [line.order_id for line in read_waiting_lines(view)] == [other]
    sound(desk)


def test_only_what_can_be_had_is_held_and_told(desk):
    order_id = ask(desk, (CHAIR, 60))
    hold = hold_of(desk, order_id)
    assert (hold.held, hold.wanted) == ((Counted(Decimal(50), "pc"),), (Counted(Decimal(60), "pc"),))
    sound(desk)


def test_a_firm_may_hold_nothing(desk):
    with desk.begin(OWNER) as uow:
        write_firm_settings(uow, {"approval.hold_hours": 0})
    assert hold_of(desk, ask(desk)) is None
    assert free(desk) == 50


def test_the_story_tells_up_to_when_and_that_the_time_is_over(desk, clock):
    order_id = ask(desk)
    clock.advance(hours=24)
    end_holds_over_time(desk.work, actor=CLERK)
    told = desk.rows(sa.select(Audit.after).where(Audit.kind == "order", Audit.entity_id == order_id))
    assert {"approval": "open", "held_until": "2026-03-03 09:00:00+01:00"} in [row["after"] for row in told]
    assert {"holds_stock": False} in [row["after"] for row in told]


@dataclass
class WaitingWeeks(Weeks):
    """Weeks in which some orders wait for an approval."""

    clock: Any = None
    waiting: list[int] = field(default_factory=list)

    def ask(self, place: int, number: int) -> None:
        wish = {"delivery_wish": "complete"} if number % 2 else {}
        self.waiting.append(ask(self.desk, (CHAIR, number), **wish))

    def _one(self, number: int) -> int | None:
        return self.waiting.pop(number % len(self.waiting)) if self.waiting else None

    def grant(self, _place: int, number: int) -> None:
        if (order_id := self._one(number)) is not None:
            answer(self.desk, order_id, grant_approval)
            self.desk.confirm(order_id)
            self.orders.append(order_id)

    def refuse(self, _place: int, number: int) -> None:
        if (order_id := self._one(number)) is not None:
            answer(self.desk, order_id, refuse_approval, answer="no")

    def change(self, _place: int, number: int) -> None:
        """The clerk keys another quantity and asks anew."""
        if (order_id := self._one(number)) is not None:
            self.desk.edit(order_id, self.desk.set_quantity(order_id, 0, number + 1))
            send(self.desk, order_id)
            self.waiting.append(order_id)

    def hours_pass(self, _place: int, number: int) -> None:
        self.clock.advance(hours=number // 3)
        end_holds_over_time(self.desk.work, actor=CLERK)


ACTS = (
    "ask", "ask", "grant", "grant", "refuse", "change", "hours_pass", "confirm", "receive", "announce",
    "announce_later", "come", "come_short", "call_off", "cancel", "count",
)  # fmt: skip


def live(weeks: WaitingWeeks, acts: list[tuple[str, int, int]]) -> None:
    weeks.count(HAMBURG, 30)
    for act, place, number in acts:
        try:
            getattr(weeks, act)(place, number)
        except RefusedError:
            assert act == "count", "only what is held cannot be taken away"
        weeks.check()
    sound(weeks.desk)


def scramble(weeks: WaitingWeeks, seed: int, acts: tuple[str, ...], count: int) -> WaitingWeeks:
    """A clerk at work beside others; who comes too late is told."""
    source = random.Random(seed)
    for _ in range(count):
        act, place = source.choice(acts), source.choice((HAMBURG, MUNICH))
        with contextlib.suppress(RefusedError, ConflictError):
            getattr(weeks, act)(place, source.randint(1, 12))
    return weeks


@settings(max_examples=25)
@given(
    st.lists(
        st.tuples(st.sampled_from(ACTS), st.sampled_from((HAMBURG, MUNICH)), st.integers(1, 40)),
        min_size=4,
        max_size=12,
    )
)
def test_after_any_days_nobody_waits_in_vain(sqlite_firm, acts):
    template, made = sqlite_firm
    with TemporaryDirectory() as folder:
        path = Path(folder) / "firm.db"
        shutil.copyfile(template, path)
        clock = FixedClock(MONDAY)
        opened = open_office(f"sqlite:///{path}", clock=clock)
        try:
            desk = must_ask(OrderOffice(opened.work, ids=dict(made.ids), price_list=made.price_list))
            live(WaitingWeeks(desk, clock=clock), acts)
        finally:
            opened.close()


@pytest.mark.parametrize("seed", [1, 2])
def test_after_weeks_in_both_databases(desk, clock, seed):
    source = random.Random(seed)
    acts = [(source.choice(ACTS), source.choice((HAMBURG, MUNICH)), source.randint(1, 40)) for _ in range(25)]
    live(WaitingWeeks(desk, clock=clock), acts)


def test_of_two_desks_that_want_the_last_pieces_one_gets_them(desk):
    waiting, other = desk.key((CHAIR, 40), customer=ANNA), desk.key((CHAIR, 40), customer=NORD)
    done = at_once(partial(send, desk, waiting), partial(desk.confirm, other))
    assert not [each for each in done if isinstance(each, Exception) and not isinstance(each, RefusedError)]
    hold = hold_of(desk, waiting)
    held = int(hold.held[0].value) if hold else 0
    reserved = desk.reserved()[CHAIR, HAMBURG]
    assert held in {10, 40}
    assert reserved <= 50
    sound(desk)


def test_desks_that_ask_confirm_and_answer_at_once_never_oversell(desk, clock):
    weeks = [WaitingWeeks(desk, clock=clock) for _ in range(3)]
    acts = (
        "ask",
        "ask",
        "grant",
        "refuse",
        "change",
        "confirm",
        "receive",
        "cancel",
        "come_short",
        "announce",
    )
    done = at_once(*(partial(scramble, each, seed, acts, 12) for seed, each in enumerate(weeks)))
    assert [each for each in done if isinstance(each, Exception)] == []
    every = [order_id for each in weeks for order_id in each.orders]
    Weeks(desk, every).check()
    sound(desk)


@pytest.mark.parametrize(
    "damage",
    [
        "update sales_order set approval = ''",
        "update fulfilment set held_until = null",
        "update fulfilment set quantity_micro = quantity_micro + 1000000",
    ],
)
def test_verify_finds_goods_that_nobody_waits_for(desk, damage):
    ask(desk)
    with desk.begin() as uow:
        uow.db.execute(sa.text(damage))
    with desk.reading() as view:
        assert "verify.held" in {finding.code for finding in verify(view)}
