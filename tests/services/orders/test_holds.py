"""Holds of orders and customers: what they stop, who releases them, and what makes them stand again (C45-C47)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from app.domain.errors import NotAllowedError, RefusedError
from app.domain.holds import HoldKind, Stop
from app.domain.orders.draft import edit_header
from app.domain.rights import SYSTEM, Actor
from app.services import rates
from app.services.check_settings import CheckInput, check_id, update_check
from app.services.history import read_history
from app.services.holds.asking import read_standing_holds
from app.services.holds.laying import HoldInput, place_hold
from app.services.invoicing.shipped import post_invoice_for_order
from app.services.orders.amending import cancel_order
from app.services.orders.approvals import ask_approval, grant_approval
from app.services.orders.drafts import throw_away_draft
from app.services.orders.planning import plan_order
from app.services.orders.releasing import release_order_hold
from app.services.people import UserInput, create_user
from app.services.shipping.picking import create_pick_list, read_picked_lines, record_picked
from app.services.shipping.posting import post_shipment
from app.services.verify import verify
from db.schema.holds import OrderHold
from db.schema.papers import Outbox
from tests.helpers.order_office import CHAIR, CLERK, HAMBURG, LAMP, NORD, OWNER

BERTA = Actor("berta", frozenset({"bookkeeper"}))
STORE = Actor("willy", frozenset({"warehouse"}))
MONDAY = date(2026, 3, 2)
CHAIR_GROSS = 41_454


def hold(desk, actor=OWNER, kind=HoldKind.MANUAL, reason="He calls back", **values):
    with desk.begin(actor) as uow:
        return place_hold(uow, HoldInput(kind=kind, reason=reason, **values))


def release(desk, hold_id, actor=OWNER, reason="He called", until=None):
    with desk.begin(actor) as uow:
        version = uow.db.execute(sa.select(OrderHold.version).where(OrderHold.id == hold_id)).scalar_one()
        release_order_hold(uow, hold_id, version=version, reason=reason, until=until)


def pick(desk, order_id):
    with desk.begin(STORE) as uow:
        return create_pick_list(uow, order_id, HAMBURG, with_paper=False)


def ship(desk, shipment_id):
    with desk.begin(STORE) as uow:
        lines = read_picked_lines(uow, shipment_id)
        record_picked(uow, shipment_id, {line.id: line.quantity_micro for line in lines})
        post_shipment(uow, shipment_id, with_paper=False)


def refused(call):
    with pytest.raises(RefusedError) as error:
        call()
    return [(issue.code, issue.params.get("hold"), issue.params.get("again")) for issue in error.value.issues]


def standing(desk):
    with desk.reading(OWNER) as view:
        return [(card.hold.kind, card.again) for card in read_standing_holds(view)]


def limit(desk, minor, **values):
    with desk.begin() as uow:
        uow.db.execute(
            sa.text("update customer set credit_limit_minor = :limit where id = :id"),
            {"limit": minor, "id": desk.ids[NORD], **values},
        )


def weigh(desk, code, severity):
    with desk.begin(OWNER) as uow:
        data = CheckInput(is_on=True, severity=severity, owner="bookkeeper")
        update_check(uow, check_id(code), data, version=0)


def sound(desk):
    with desk.reading() as view:
        assert verify(view) == ()


def test_a_held_order_is_not_picked_until_it_is_released_and_a_change_holds_it_again(desk):
    order_id = desk.ordered((CHAIR, 2))
    id_ = hold(desk, CLERK, order_id=order_id)
    assert refused(lambda: pick(desk, order_id)) == [("hold.stops", "manual", "never")]
    release(desk, id_, CLERK)
    assert standing(desk) == []
    desk.amend(order_id, edit_header(desk.read(order_id), note="To the back door"))
    assert standing(desk) == [("manual", "content")]
    assert refused(lambda: pick(desk, order_id)) == [("hold.stops", "manual", "content")]
    release(desk, id_, CLERK)
    ship(desk, pick(desk, order_id))
    sound(desk)
    with desk.reading(OWNER) as view:
        told = [entry for entry in read_history(view, "order", order_id) if "hold" in str(entry.changes)]
    assert len(told) == 3


def test_a_picking_hold_lets_go_what_is_picked_and_a_shipping_hold_lets_pick(desk):
    picked = desk.ordered((CHAIR, 1))
    shipment = pick(desk, picked)
    hold(desk, STORE, HoldKind.PICKING, order_id=picked)
    ship(desk, shipment)
    waits = desk.ordered((LAMP, 1))
    id_ = hold(desk, STORE, HoldKind.SHIPPING, order_id=waits)
    shipment = pick(desk, waits)
    assert refused(lambda: ship(desk, shipment)) == [("hold.stops", "shipping", "never")]
    release(desk, id_, STORE)
    ship(desk, shipment)


def test_a_hold_of_the_customer_is_one_of_all_his_orders_and_ends_with_its_day(desk, clock):
    order_id = desk.ordered((CHAIR, 1))
    hold(desk, BERTA, HoldKind.CREDIT, customer_id=desk.ids[NORD], until=MONDAY)
    assert refused(lambda: pick(desk, order_id)) == [("hold.stops", "credit", "never")]
    marked = sa.text("select on_hold from customer where id = :id").bindparams(id=desk.ids[NORD])
    assert desk.rows(marked)[0]["on_hold"]
    assert desk.confirm(desk.key((CHAIR, 1))).number, "more may be ordered meanwhile"
    clock.set(datetime(2026, 3, 3, 8, 0, tzinfo=UTC))
    assert standing(desk) == []
    pick(desk, order_id)


def test_a_manual_hold_stops_what_its_owner_chose(desk):
    order_id = desk.key((CHAIR, 1))
    id_ = hold(desk, CLERK, order_id=order_id, stops=frozenset({Stop.CONFIRM}))
    assert refused(lambda: desk.confirm(order_id)) == [("order.held", "manual", "never")]
    release(desk, id_, CLERK)
    assert desk.confirm(order_id).number
    assert pick(desk, order_id)


def test_a_release_on_a_draft_is_for_the_draft_as_it_is(desk):
    order_id = desk.key((CHAIR, 1))
    release(desk, hold(desk, CLERK, order_id=order_id, stops=frozenset({Stop.CONFIRM})), CLERK)
    desk.edit(order_id, desk.set_quantity(order_id, 0, 2))
    assert refused(lambda: desk.confirm(order_id)) == [("order.held", "manual", "content")]


def test_what_compliance_holds_goes_nowhere_and_is_released_for_a_time(desk, clock):
    order_id, other = desk.key((CHAIR, 1)), desk.key((CHAIR, 1))
    id_ = hold(desk, kind=HoldKind.COMPLIANCE, customer_id=desk.ids[NORD], reason="On a list")
    assert refused(lambda: desk.confirm(order_id, actor=OWNER, approve=True)) == [
        ("order.held", "compliance", "never")
    ]
    assert refused(lambda: release(desk, id_)) == [("hold.until_missing", None, None)]
    release(desk, id_, until=MONDAY + timedelta(days=1))
    assert desk.confirm(order_id).number
    clock.set(datetime(2026, 3, 4, 8, 0, tzinfo=UTC))
    assert refused(lambda: desk.confirm(other)) == [("order.held", "compliance", "until")]
    assert refused(lambda: pick(desk, order_id)) == [("hold.stops", "compliance", "until")]


def test_what_left_before_compliance_held_it_is_not_invoiced(desk):
    order_id = desk.ordered((CHAIR, 1))
    ship(desk, pick(desk, order_id))
    id_ = hold(desk, kind=HoldKind.COMPLIANCE, customer_id=desk.ids[NORD], reason="On a list")

    def invoice():
        with desk.begin(OWNER) as uow:
            return post_invoice_for_order(uow, order_id=order_id, with_paper=False)

    assert refused(invoice) == [("hold.stops", "compliance", "never")]
    release(desk, id_, until=MONDAY)
    assert invoice()


def test_who_may_not_answer_for_a_kind_neither_lays_nor_releases_it(desk):
    order_id = desk.ordered((CHAIR, 1))
    for actor, kind in ((CLERK, HoldKind.CREDIT), (BERTA, HoldKind.SHIPPING), (BERTA, HoldKind.COMPLIANCE)):
        with pytest.raises(NotAllowedError):
            hold(desk, actor, kind, order_id=order_id)
    id_ = hold(desk, BERTA, HoldKind.CREDIT, order_id=order_id)
    with pytest.raises(NotAllowedError):
        release(desk, id_, CLERK)
    release(desk, id_, BERTA)
    assert standing(desk) == []
    with pytest.raises(RefusedError) as error:
        release(desk, id_, BERTA)
    assert error.value.code == "hold.answered"


def test_where_the_limit_only_warns_the_order_is_confirmed_and_held(desk):
    weigh(desk, "order.credit_exceeded", "warn")
    limit(desk, CHAIR_GROSS)
    order_id = desk.ordered((CHAIR, 2))
    assert standing(desk) == [("credit", "never")]
    assert refused(lambda: pick(desk, order_id)) == [("hold.stops", "credit", "never")]
    (row,) = desk.rows(sa.select(OrderHold.__table__))
    assert (row["placed_by"], row["cause"]) == ("system", "credit")
    release(desk, row["id"], BERTA)
    shipment = pick(desk, order_id)
    ship(desk, shipment)
    sound(desk)


def test_those_who_may_release_it_get_a_mail(desk):
    with desk.begin(OWNER) as uow:
        create_user(uow, UserInput(name="berta", email="berta@firm.example", roles=("bookkeeper",)))
        create_user(uow, UserInput(name="willy", email="willy@firm.example", roles=("warehouse",)))
    weigh(desk, "order.credit_exceeded", "warn")
    limit(desk, CHAIR_GROSS)
    desk.ordered((CHAIR, 2))
    ((recipient, subject),) = [
        (row["recipient"], row["subject"]) for row in desk.rows(sa.select(Outbox.__table__))
    ]
    assert (recipient, subject) == ("berta@firm.example", "Held: order for Nord Office GmbH")


def test_within_the_limit_nothing_is_held_and_money_that_comes_lets_go(desk):
    weigh(desk, "order.credit_exceeded", "warn")
    limit(desk, CHAIR_GROSS)
    desk.ordered((CHAIR, 1))
    assert standing(desk) == []
    order_id = desk.ordered((CHAIR, 1))
    assert standing(desk) == [("credit", "never")]
    limit(desk, 2 * CHAIR_GROSS)
    assert standing(desk) == []
    assert pick(desk, order_id)


def test_who_approves_has_released_it_for_what_he_approved(desk):
    limit(desk, CHAIR_GROSS)
    order_id = desk.key((CHAIR, 2))
    desk.confirm(order_id, actor=OWNER, approve=True)
    (row,) = desk.rows(sa.select(OrderHold.__table__))
    assert (row["released_by"], row["release_used_minor"]) == (OWNER.name, row["release_order_minor"])
    assert standing(desk) == []
    desk.confirm(desk.key((CHAIR, 1)), actor=OWNER, approve=True)
    assert standing(desk) == [], "who approved the second saw what is used with the first"
    weigh(desk, "order.credit_exceeded", "warn")
    desk.confirm(desk.key((CHAIR, 1)))
    assert sorted(again for _kind, again in standing(desk)) == ["never", "used", "used"]
    assert refused(lambda: pick(desk, order_id)) == [("hold.stops", "credit", "used")]


def test_what_came_between_asking_and_confirming_was_not_approved(desk):
    with desk.begin(OWNER) as uow:
        create_user(uow, UserInput(name=OWNER.name, roles=("owner", "bookkeeper")))
    limit(desk, CHAIR_GROSS)
    order_id, other = desk.key((CHAIR, 2)), desk.key((CHAIR, 1))
    with desk.begin() as uow:
        request = ask_approval(uow, plan_order(uow, order_id))
    with desk.begin(OWNER) as uow:
        grant_approval(uow, request, version=1, answer="fine")
    desk.confirm(other)
    assert desk.confirm(order_id).number
    assert standing(desk) == [("credit", "used")]
    (row,) = desk.rows(sa.select(OrderHold.__table__))
    assert (row["released_by"], row["release_reason"], row["order_id"]) == (OWNER.name, "fine", order_id)
    assert refused(lambda: pick(desk, order_id)) == [("hold.stops", "credit", "used")]


def test_an_amendment_that_raises_the_order_needs_its_own_approval_and_release(desk):
    limit(desk, CHAIR_GROSS)
    order_id = desk.key((CHAIR, 2))
    desk.confirm(order_id, actor=OWNER, approve=True)
    with pytest.raises(RefusedError) as error:
        desk.amend(order_id, desk.set_quantity(order_id, 0, 3))
    assert error.value.code == "order.needs_approval"
    desk.amend(order_id, desk.set_quantity(order_id, 0, 3), actor=OWNER, approve=True)
    assert standing(desk) == []
    assert len(desk.rows(sa.select(OrderHold.__table__))) == 1
    weigh(desk, "order.credit_exceeded", "warn")
    desk.amend(order_id, desk.set_quantity(order_id, 0, 4))
    assert standing(desk) == [("credit", "order")]
    desk.amend(order_id, desk.set_quantity(order_id, 0, 3))
    assert standing(desk) == []


def test_the_holds_of_an_order_go_with_it(desk):
    draft, order_id = desk.key((CHAIR, 1)), desk.ordered((CHAIR, 1))
    hold(desk, CLERK, order_id=draft)
    hold(desk, CLERK, order_id=order_id)
    with desk.begin() as uow:
        throw_away_draft(uow, draft)
        cancel_order(uow, order_id, version=desk.head(order_id)["version"], reason="keyed twice")
    assert standing(desk) == []
    assert len(desk.rows(sa.select(OrderHold.__table__))) == 1
    with pytest.raises(RefusedError) as error:
        hold(desk, CLERK, order_id=order_id)
    assert error.value.code == "hold.nothing_left"


def test_an_order_in_another_currency_is_bound_by_what_it_is_worth_at_home(desk):
    with desk.begin(SYSTEM) as uow:
        data = rates.RateInput(currency="JPY", day=date(2026, 2, 27), rate_nano=162_310_000_000, far_off=True)
        rates.create_rate(uow, data)
    weigh(desk, "order.credit_exceeded", "warn")
    limit(desk, 1_00)
    exchange = "JPY 162.31 EUR 2026-02-27 typed"
    order_id = desk.ordered((CHAIR, 2), exchange=exchange)
    (row,) = desk.rows(sa.select(OrderHold.__table__))
    release(desk, row["id"], BERTA)
    (row,) = desk.rows(sa.select(OrderHold.__table__))
    worth = row["release_order_minor"]
    assert abs(worth - 2 * CHAIR_GROSS) < 100
    assert desk.head(order_id)["gross_minor"] > worth, "more yen than cents"
    assert abs(row["release_used_minor"] - worth) < 100
    assert standing(desk) == []
    draft = desk.key((CHAIR, 1), exchange=exchange)
    release(desk, hold(desk, BERTA, HoldKind.CREDIT, order_id=draft), BERTA)
    with desk.reading() as view:
        issues = plan_order(view, draft).issues
    assert "order.held" not in {issue.code for issue in issues}
