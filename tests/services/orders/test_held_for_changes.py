"""While changes of a confirmed order wait for an approval, what is new in them is held for a set time."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa

from app.domain.errors import RefusedError
from app.domain.orders.draft import edit_header, edit_line
from app.domain.units import Counted
from app.services.credit import read_credit
from app.services.orders import amending
from app.services.orders.amending import amend_order, cancel_order
from app.services.orders.amendment_approvals import ask_amendment, read_asked_changes
from app.services.orders.approvals import (
    grant_approval,
    read_approvals_of,
    read_open_approvals,
    refuse_approval,
    withdraw_approval,
)
from app.services.orders.holding import end_holds_over_time
from app.services.orders.previewing import plan_amendment
from app.services.orders.standing import plan_standing
from app.services.settings_store import write_firm_settings
from app.services.stock.card import read_stock_card
from app.services.stock.lists import read_waiting_lines
from app.services.stock.serving import hold_orders_beside
from app.services.verify import verify
from db.schema.firm import Audit
from tests.helpers.order_office import ANNA, CHAIR, HAMBURG, LAMP, MUNICH, NORD, OWNER, WIEN, OrderOffice
from tests.services.conftest import MONDAY
from tests.services.orders.test_amending import ship
from tests.services.orders.test_held_while_waiting import WaitingWeeks, free, rows_held, scramble, sound
from tests.services.orders.test_nobody_waits_in_vain import DUE, LATER, Weeks
from tests.services.orders.test_nobody_waits_in_vain import _held as parts_held
from tests.services.stock.test_two_clerks import at_once

DAY = date(2026, 3, 2)


def limit(desk: OrderOffice, minor: int | None, *customers: str) -> None:
    with desk.begin(OWNER) as uow:
        statement = sa.text("update customer set credit_limit_minor = :minor where id = :id")
        for name in customers:
            uow.db.execute(statement, {"minor": minor, "id": desk.ids[name]})


@pytest.fixture
def order_id(desk):
    """Ten chairs, confirmed; whatever is more of it goes beyond the credit."""
    order_id = desk.ordered((CHAIR, 10), customer=ANNA)
    limit(desk, 1, ANNA)
    return order_id


def ask(desk: OrderOffice, order_id: int, *edits: Any) -> int:
    before = desk.read(order_id)
    with desk.begin() as uow:
        return ask_amendment(uow, before=before, after=desk.edited(before, *edits))


def more(desk: OrderOffice, order_id: int, count: int) -> int:
    return ask(desk, order_id, desk.set_quantity(order_id, 0, count))


def card_of(desk: OrderOffice, order_id: int) -> Any:
    with desk.reading() as view:
        return read_approvals_of(view, order_id)[-1]


def grant(desk: OrderOffice, order_id: int) -> None:
    card = card_of(desk, order_id)
    with desk.begin(OWNER) as uow:
        grant_approval(uow, card.id, version=card.version)


def confirm_asked(desk: OrderOffice, order_id: int) -> bool:
    with desk.begin() as uow:
        _card, asked = read_asked_changes(uow, order_id)
        if asked is not None:
            amend_order(uow, before=desk.read(order_id), after=asked.draft)
    return asked is not None


def chairs(count: int) -> tuple[Counted, ...]:
    return (Counted(Decimal(count), "pc"),)


def test_what_is_new_is_held_beside_the_order_and_another_sees_it_as_taken(desk, order_id):
    more(desk, order_id, 30)
    hold = card_of(desk, order_id).hold
    assert (hold.until, hold.ship_day) == (MONDAY + timedelta(hours=24), DAY)
    assert hold.held == hold.wanted == chairs(20)
    with desk.reading(OWNER) as view:
        assert [card.hold for card in read_open_approvals(view)] == [hold]
    assert (free(desk), sum(desk.needed(order_id).values())) == (20, 10), "the order itself stays as it was"
    other = desk.ordered((CHAIR, 25))
    assert desk.reserved() == {(CHAIR, HAMBURG): 50}
    assert desk.head(other)["promise_date"] is None
    sound(desk)


def test_only_what_is_new_is_held_of_new_lines_and_other_articles(desk, order_id):
    before = desk.read(order_id)
    lamp = edit_line(before.lines[0], product_id=desk.ids[LAMP], sku=LAMP, text="Lamp LED")
    ask(desk, order_id, lamp, desk.line(CHAIR, 12))
    assert card_of(desk, order_id).hold.held == chairs(22)
    assert desk.reserved() == {(CHAIR, HAMBURG): 22, (LAMP, HAMBURG): 10}
    grant(desk, order_id)
    confirm_asked(desk, order_id)
    assert desk.reserved() == {(CHAIR, HAMBURG): 12, (LAMP, HAMBURG): 10}
    sound(desk)


def test_the_confirm_of_the_changes_takes_what_they_held(desk, order_id):
    more(desk, order_id, 40)
    desk.ordered((CHAIR, 20), customer=NORD)
    grant(desk, order_id)
    confirm_asked(desk, order_id)
    assert (desk.head(order_id)["promise_date"], rows_held(desk)) == (DAY, 0)
    assert sum(desk.needed(order_id).values()) == 40
    assert desk.reserved() == {(CHAIR, HAMBURG): 50}
    sound(desk)


def test_who_takes_the_changes_up_is_shown_what_they_hold_as_his(desk, order_id):
    more(desk, order_id, 50)
    with desk.reading() as view:
        _card, asked = read_asked_changes(view, order_id)
        assert asked is not None
        plan = plan_amendment(view, desk.read(order_id), asked.draft)
    assert [(part.reserve_micro // 10**6, part.promise_date) for part in plan.parts] == [(10, DAY), (40, DAY)]
    assert plan.availability[desk.ids[CHAIR]].at(HAMBURG).free_micro == 40 * 10**6


def test_more_and_less_of_one_article_is_shown_as_it_will_stand(desk, order_id):
    ask(desk, order_id, desk.set_quantity(order_id, 0, 4), desk.line(CHAIR, 40))
    desk.ordered((CHAIR, 5), customer=NORD)
    before = desk.read(order_id)
    with desk.reading() as view:
        _card, asked = read_asked_changes(view, order_id)
        assert asked is not None
        shown = plan_amendment(view, before, asked.draft)
    grant(desk, order_id)
    confirm_asked(desk, order_id)
    with desk.reading() as view:
        stands = plan_standing(view, desk.read(order_id))
    assert parts_held(shown.parts) == parts_held(stands.parts)
    assert desk.reserved() == {(CHAIR, HAMBURG): 49}, "what it gives back went to who waited"
    sound(desk)


@pytest.mark.parametrize("end", ["refused", "taken back", "changed", "cancelled"])
def test_whatever_ends_the_request_sets_the_goods_free_for_who_waits(desk, order_id, end):
    more(desk, order_id, 50)
    waits = desk.ordered((CHAIR, 30), customer=NORD)
    assert desk.head(waits)["promise_date"] is None
    card = card_of(desk, order_id)
    with desk.begin(OWNER) as uow:
        if end == "refused":
            refuse_approval(uow, card.id, version=card.version, answer="no")
        elif end == "taken back":
            withdraw_approval(uow, order_id)
        elif end == "cancelled":
            cancel_order(uow, order_id, version=desk.head(order_id)["version"], reason="not wanted")
    if end == "changed":
        desk.amend(order_id, edit_header(desk.read(order_id), note="Ring twice"))
    assert (desk.head(waits)["promise_date"], rows_held(desk)) == (DAY, 0)
    assert desk.reserved() == {(CHAIR, HAMBURG): 30 if end == "cancelled" else 40}
    sound(desk)


def test_changes_that_are_asked_for_while_a_cancel_waits_for_the_order_end_with_it(
    desk, order_id, monkeypatch
):
    """The ask is the cancel's last moment before it holds the order: it read it before that."""
    before = desk.read(order_id)
    after = desk.edited(before, desk.set_quantity(order_id, 0, 30))

    def ask_first(uow: Any, id_: int) -> None:
        ask_amendment(uow, before=before, after=after)
        hold_orders_beside(uow, id_)

    monkeypatch.setattr(amending, "hold_orders_beside", ask_first)
    with desk.begin() as uow:
        cancel_order(uow, order_id, version=before.version, reason="not wanted")
    assert (card_of(desk, order_id).state, desk.reserved(), rows_held(desk)) == ("void", {}, 0)
    sound(desk)


def test_the_last_shipment_ends_it_and_the_goods_are_free_at_once(desk, order_id):
    more(desk, order_id, 50)
    ship(desk, order_id)
    assert (card_of(desk, order_id).state, card_of(desk, order_id).hold, free(desk)) == ("void", None, 40)
    sound(desk)
    assert end_holds_over_time(desk.work, actor=OWNER) == 1
    assert (rows_held(desk), desk.reserved()) == (0, {})
    sound(desk)


def test_other_changes_that_are_asked_for_hold_in_place_of_those_before(desk, order_id):
    more(desk, order_id, 50)
    waits = desk.ordered((CHAIR, 15), customer=NORD)
    more(desk, order_id, 40)
    assert card_of(desk, order_id).hold.held == chairs(30)
    assert (desk.needed(waits), desk.reserved()) == (
        {desk.read(waits).lines[0].key: 15},
        {(CHAIR, HAMBURG): 50},
    )
    with desk.reading() as view:
        (line,) = read_waiting_lines(view)
    assert (line.order_id, line.quantity_micro) == (waits, 5 * 10**6), "the rest served who waits"
    sound(desk)


def test_asked_for_twice_it_is_held_once(desk, order_id):
    more(desk, order_id, 30)
    more(desk, order_id, 30)
    assert (free(desk), rows_held(desk)) == (20, 1)


def test_when_the_time_is_over_the_goods_are_anybodys_and_the_confirm_takes_what_is_left(
    desk, order_id, clock
):
    more(desk, order_id, 40)
    grant(desk, order_id)
    clock.advance(hours=24)
    assert (card_of(desk, order_id).hold, free(desk)) == (None, 40)
    desk.ordered((CHAIR, 35), customer=NORD)
    sound(desk)
    confirm_asked(desk, order_id)
    assert (desk.head(order_id)["promise_date"], rows_held(desk)) == (None, 0)
    assert desk.reserved() == {(CHAIR, HAMBURG): 50}
    sound(desk)


def test_an_approval_gives_the_clerk_the_whole_time_once_more(desk, order_id, clock):
    more(desk, order_id, 20)
    clock.advance(hours=20)
    grant(desk, order_id)
    assert card_of(desk, order_id).hold.until == clock.now() + timedelta(hours=24)


def test_what_was_approved_before_shows_no_hold_of_what_is_asked_for_now(desk, order_id):
    for count in (20, 30):
        more(desk, order_id, count)
        grant(desk, order_id)
        if count == 20:
            confirm_asked(desk, order_id)
    with desk.reading() as view:
        holds = [card.hold for card in read_approvals_of(view, order_id)]
    assert [hold and hold.held for hold in holds] == [None, chairs(10)]


def test_a_day_of_an_arrival_is_held_and_the_goods_once_they_come(desk, order_id):
    weeks = Weeks(desk)
    weeks.count(HAMBURG, 10)
    weeks.announce(HAMBURG, 30, DUE)
    weeks.announce(HAMBURG, 30, LATER)
    more(desk, order_id, 40)
    assert card_of(desk, order_id).hold.ship_day == DUE
    other = desk.ordered((CHAIR, 30), customer=NORD)
    assert desk.head(other)["promise_date"] == LATER
    with desk.reading() as view:
        assert {line.order_number for line in read_waiting_lines(view)} == {"SO-000001", "SO-000002"}
    weeks.come(HAMBURG, 30)
    assert desk.reserved() == {(CHAIR, HAMBURG): 40}
    assert desk.head(order_id)["promise_date"] == DAY, "the order promises what it did"
    grant(desk, order_id)
    confirm_asked(desk, order_id)
    with desk.reading() as view:
        assert [line.order_id for line in read_waiting_lines(view)] == [other]
    sound(desk)


def test_an_arrival_that_is_called_off_moves_what_is_held_to_the_next(desk, order_id):
    weeks = Weeks(desk)
    weeks.count(HAMBURG, 10)
    weeks.announce(HAMBURG, 30, DUE)
    weeks.announce(MUNICH, 30, LATER)
    more(desk, order_id, 40)
    weeks.call_off(HAMBURG, 1)
    assert card_of(desk, order_id).hold.ship_day == LATER
    told = desk.rows(sa.select(Audit.after).where(Audit.kind == "order", Audit.entity_id == order_id))
    assert not any("sources" in row["after"] for row in told), "the story is that of the order"
    sound(desk)


def test_the_stock_desk_names_the_order_that_holds(desk, order_id):
    more(desk, order_id, 30)
    with desk.reading() as view:
        card = read_stock_card(view, desk.ids[CHAIR])
    held = [(line.order_number, line.reserved_micro // 10**6) for line in card.holders]
    assert held == [("SO-000001", 10), ("SO-000001", 20)]
    with pytest.raises(RefusedError) as error:
        Weeks(desk).count(HAMBURG, 15)
    assert error.value.issues[0].params["orders"] == "SO-000001"


def test_the_story_tells_up_to_when_and_that_the_time_is_over(desk, order_id, clock):
    more(desk, order_id, 30)
    clock.advance(hours=24)
    assert end_holds_over_time(desk.work, actor=OWNER) == 1
    told = desk.rows(sa.select(Audit.after).where(Audit.kind == "order", Audit.entity_id == order_id))
    assert "2026-03-03 09:00:00+01:00" in {row["after"].get("held_until") for row in told}
    assert {"holds_stock": False} in [row["after"] for row in told]


def test_a_firm_may_hold_nothing(desk, order_id):
    with desk.begin(OWNER) as uow:
        write_firm_settings(uow, {"approval.hold_hours": 0})
    more(desk, order_id, 30)
    assert (card_of(desk, order_id).hold, free(desk)) == (None, 40)


def test_the_credit_counts_the_order_as_it_stands_until_the_changes_are_confirmed(desk, order_id):
    with desk.reading() as view:
        used = read_credit(view, desk.ids[ANNA]).used_minor
    more(desk, order_id, 30)
    with desk.reading() as view:
        assert read_credit(view, desk.ids[ANNA]).used_minor == used


@pytest.mark.parametrize(
    "damage",
    [
        "update approval_request set state = 'withdrawn'",
        "update sales_order set approval = ''",
        "update fulfilment set quantity_micro = quantity_micro + 1000000 where order_id is not null",
    ],
)
def test_verify_finds_goods_that_no_changes_wait_for(desk, order_id, damage):
    more(desk, order_id, 30)
    with desk.begin() as uow:
        uow.db.execute(sa.text(damage))
    with desk.reading() as view:
        assert [finding.code for finding in verify(view)] == ["verify.changes_held"]


@dataclass
class ChangingWeeks(WaitingWeeks):
    """Weeks in which changes of some orders wait for an approval, beside orders that wait themselves."""

    asked: list[int] = field(default_factory=list)
    is_alone: bool = True

    def ask_more(self, place: int, number: int) -> None:
        """More of the first line, or another line."""
        if not self.orders:
            return
        order_id = self.orders[(number + place) % len(self.orders)]
        had = self.desk.read(order_id).lines[0].quantity_micro // 10**6
        edit = (
            self.desk.set_quantity(order_id, 0, had + number) if number % 3 else self.desk.line(CHAIR, number)
        )
        limit(self.desk, 1, NORD, WIEN)
        try:
            ask(self.desk, order_id, edit)
        finally:
            limit(self.desk, None, NORD, WIEN)
        self.asked.append(order_id)

    def take_up(self, _place: int, number: int) -> None:
        """What is shown before is what stands after, as with any change."""
        with self.desk.reading() as view:
            waiting = [asked for order_id in self.asked if (asked := read_asked_changes(view, order_id)[1])]
            if not waiting:
                return
            after = waiting[number % len(waiting)].draft
            before = self.desk.read(after.id)
            shown = plan_amendment(view, before, after)
        limit(self.desk, None, NORD, WIEN)
        with self.desk.begin() as uow:
            amend_order(uow, before=before, after=after)
        with self.desk.reading() as view:
            stands = plan_standing(view, self.desk.read(after.id))
        if self.is_alone:
            assert parts_held(shown.parts) == parts_held(stands.parts)

    def deny(self, _place: int, number: int) -> None:
        if self.asked:
            with self.desk.begin(OWNER) as uow:
                withdraw_approval(uow, self.asked[number % len(self.asked)])


ACTS = (
    "ask_more", "ask_more", "ask_more", "take_up", "take_up", "deny", "hours_pass", "confirm", "confirm", "complete",
    "ask", "grant", "refuse", "receive", "announce", "announce_later", "come", "come_short", "call_off", "cancel",
    "amend", "wish", "count",
)  # fmt: skip


@pytest.mark.parametrize("seed", [1, 2])
def test_after_weeks_of_waiting_changes_nobody_waits_in_vain(desk, clock, seed):
    limit(desk, 1, ANNA)
    source = random.Random(seed)
    weeks = ChangingWeeks(desk, clock=clock)
    weeks.count(HAMBURG, 30)
    for _ in range(20):
        act, place = source.choice(ACTS), source.choice((HAMBURG, MUNICH))
        try:
            getattr(weeks, act)(place, source.randint(1, 40))
        except RefusedError:
            assert act == "count", "only what is held cannot be taken away"
        weeks.check()
    sound(desk)


def test_desks_that_change_ask_and_answer_at_once_never_oversell(desk, clock):
    weeks = [ChangingWeeks(desk, clock=clock, is_alone=False) for _ in range(3)]
    acts = (
        "confirm",
        "ask_more",
        "ask_more",
        "take_up",
        "deny",
        "receive",
        "cancel",
        "come_short",
        "announce",
    )
    done = at_once(*(partial(scramble, each, seed, acts, 10) for seed, each in enumerate(weeks)))
    assert [each for each in done if isinstance(each, Exception)] == []
    Weeks(desk, [order_id for each in weeks for order_id in each.orders]).check()
    with desk.reading() as view:
        assert verify(view) == ()
