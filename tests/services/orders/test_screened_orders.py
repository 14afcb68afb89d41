"""Orders of parties near a listed name: stopped until somebody looked, held again when release or list runs out."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from app.domain.errors import RefusedError
from app.domain.orders.draft import edit_header
from app.domain.rights import SYSTEM, Actor
from app.messages import text_of_issue
from app.services import screening
from app.services.check_settings import CheckInput, check_id, update_check
from app.services.holds.asking import read_standing_holds
from app.services.orders.context import ship_to_party
from app.services.orders.planning import plan_order
from app.services.people import UserInput, create_user
from app.services.shipping.picking import create_pick_list
from app.services.verify import verify
from db.schema.holds import OrderHold
from db.schema.papers import Outbox
from db.schema.screening import ScreeningRelease
from tests.helpers.order_office import CHAIR, CLERK, HAMBURG, NORD, OWNER
from tests.helpers.screening_lists import ADD, ALT, SDN
from tests.helpers.screening_office import DAY, import_sdn

STORE = Actor("willy", frozenset({"warehouse"}))
MONDAY = date(2026, 3, 2)
PETROV = {"ship_name": "Ivan Petrov", "ship_street": "Weg 1", "ship_city": "Wien", "ship_country": "AT"}


@pytest.fixture
def desk(desk):
    """The SDN list is in force; an owner has an address."""
    import_sdn(desk.work)
    with desk.begin(OWNER) as uow:
        create_user(uow, UserInput(name=OWNER.name, email="olaf@firm.example", roles=("owner",)))
        data = CheckInput(is_on=True, severity="approve", owner="owner", threshold=900_000)
        update_check(uow, check_id("compliance.denied_party"), data, version=0)
    return desk


def renamed(desk, name):
    """Nord has another name: that of a listed party, or nearly."""
    with desk.begin(OWNER) as uow:
        values = {"name": name, "id": desk.ids[NORD]}
        uow.db.execute(sa.text("update customer set name = :name where id = :id"), values)


def screen(desk, order_id):
    draft = desk.read(order_id)
    return screening.screen_order_parties(desk.work, CLERK, draft.header.customer_id, ship_to_party(draft))


def refused(call):
    with pytest.raises(RefusedError) as error:
        call()
    return [issue.code for issue in error.value.issues]


def waiting(desk):
    with desk.reading(OWNER) as view:
        return screening.read_waiting_hits(view)


def standing(desk):
    with desk.reading(OWNER) as view:
        return [(card.hold.kind.value, card.again, card.hold.order_id) for card in read_standing_holds(view)]


def release(desk, hit_id, days=30):
    with desk.begin(OWNER) as uow:
        until = uow.today + timedelta(days=days)
        return screening.release_hit(uow, hit_id, reason="Another firm", until=until)


def pick(desk, order_id):
    with desk.begin(STORE) as uow:
        return create_pick_list(uow, order_id, HAMBURG, with_paper=False)


def sound(desk):
    with desk.reading() as view:
        assert verify(view) == ()


def test_nobody_confirms_an_order_of_a_party_that_was_not_screened(desk):
    order_id = desk.key((CHAIR, 1))
    assert refused(lambda: desk.confirm(order_id)) == ["compliance.screening_missing"]
    assert screen(desk, order_id) == 1
    assert desk.confirm(order_id).number
    sound(desk)


def test_a_hit_holds_the_customer_tells_the_owner_and_goes_with_its_release(desk):
    renamed(desk, "Mahtab Shipping Company")
    order_id = desk.key((CHAIR, 1), ship_name="Mahtab Shipping Company")
    screen(desk, order_id)
    assert standing(desk) == [("compliance", "never", None)]
    assert sorted(refused(lambda: desk.confirm(order_id, actor=OWNER, approve=True))) == [
        "compliance.denied_party",
        "order.held",
    ]
    ((recipient, subject),) = [
        (row["recipient"], row["subject"]) for row in desk.rows(sa.select(Outbox.__table__))
    ]
    assert (recipient, subject) == ("olaf@firm.example", "1 party near a listed name is held")
    for hit in waiting(desk):
        release(desk, hit.id)
    assert standing(desk) == []
    assert desk.confirm(order_id).number
    sound(desk)


def test_a_release_that_runs_out_or_is_taken_back_holds_again(desk, clock):
    renamed(desk, "Mahtab Shipping Company")
    order_id = desk.key((CHAIR, 1))
    screening.screen_customers(desk.work, SYSTEM)
    screen(desk, order_id)
    (hit,) = waiting(desk)
    release_id = release(desk, hit.id, days=1)
    desk.confirm(order_id)
    clock.set(datetime(2026, 3, 4, 8, 0, tzinfo=UTC))
    assert standing(desk) == [("compliance", "until", None)]
    assert refused(lambda: pick(desk, order_id)) == ["hold.stops"]
    release_id = release(desk, hit.id, days=30)
    assert standing(desk) == []
    with desk.begin(OWNER) as uow:
        version = uow.db.execute(
            sa.select(ScreeningRelease.version).where(ScreeningRelease.id == release_id)
        ).scalar_one()
        screening.end_release(uow, release_id, version=version)
    assert standing(desk) == [("compliance", "never", None)]


def test_another_edition_is_asked_again_and_ends_what_is_not_listed_any_more(desk):
    renamed(desk, "Mahtab Shipping Company")
    screening.screen_customers(desk.work, SYSTEM)
    (hit,) = waiting(desk)
    release(desk, hit.id)
    assert standing(desk) == []
    changed = [(36, *SDN[0][1:4], "Phone 4321."), *SDN[1:]]
    import_sdn(desk.work, date(2026, 3, 1), sdn=changed, alt=ALT, add=ADD)
    screening.screen_customers(desk.work, SYSTEM)
    assert standing(desk) == [("compliance", "never", None)], "the entry says something else now: look again"
    import_sdn(desk.work, date(2026, 3, 2), sdn=SDN[1:], alt=ALT[2:], add=ADD[1:], anyway=True)
    screening.screen_customers(desk.work, SYSTEM)
    assert standing(desk) == []
    (row,) = desk.rows(sa.select(OrderHold.__table__))
    assert row["ended_at"] is not None


def test_a_hit_of_an_edition_that_is_taken_back_into_force_can_be_released(desk):
    renamed(desk, "Mahtab Shipping Company")
    screening.screen_customers(desk.work, SYSTEM)
    import_sdn(
        desk.work, date(2026, 3, 1), sdn=[(36, *SDN[0][1:4], "Phone 4321."), *SDN[1:]], alt=ALT, add=ADD
    )
    screening.screen_customers(desk.work, SYSTEM)
    import_sdn(desk.work, date(2026, 3, 2))
    screening.screen_customers(desk.work, SYSTEM)
    (hit,) = waiting(desk)
    release(desk, hit.id)
    assert standing(desk) == []


def test_a_ship_to_near_a_listed_name_holds_its_order_and_no_other(desk):
    order_id, other = desk.key((CHAIR, 1)), desk.key((CHAIR, 1))
    for each in (order_id, other):
        screen(desk, each)
        desk.confirm(each)
    with desk.begin(OWNER) as uow:
        uow.db.execute(
            sa.text("update sales_order set ship_name = 'Ivan Sergeyevich Petrov' where id = :id"),
            {"id": order_id},
        )
    screening.screen_customers(desk.work, SYSTEM)
    assert standing(desk) == [("compliance", "never", order_id)]
    assert refused(lambda: pick(desk, order_id)) == ["hold.stops"]
    assert pick(desk, other)


@pytest.mark.rows_on_sqlite
@pytest.mark.parametrize(
    ("name", "street"), [("MV Ocean Pearl", ""), ("MV Sunflower", "Pier 3, IMO 1234567")]
)
def test_a_delivery_to_a_listed_ship_is_told_with_list_and_day(desk, name, street):
    order_id = desk.key((CHAIR, 1), ship_name=name, ship_street=street or "Pier 3")
    screen(desk, order_id)
    with desk.reading() as view:
        (issue,) = [
            each for each in plan_order(view, order_id).issues if each.code == "compliance.denied_party"
        ]
    assert (issue.params["listed"], issue.params["id"], issue.params["percent"]) == (
        "OCEAN PEARL",
        "412",
        100,
    )
    assert (issue.params["kind"], issue.params["date"]) == ("ofac_sdn", DAY)
    assert "edition of" in text_of_issue(issue)
    assert refused(lambda: desk.confirm(order_id)) == ["compliance.denied_party"]


def test_a_ship_to_that_is_released_for_a_time_is_held_when_that_is_over(desk, clock):
    order_id = desk.key((CHAIR, 1), ship_name="Ivan Sergeyevich Petrov")
    screen(desk, order_id)
    assert standing(desk) == [], "the order is not confirmed: its check stops it"
    assert refused(lambda: desk.confirm(order_id)) == ["compliance.denied_party"]
    (hit,) = waiting(desk)
    release(desk, hit.id, days=1)
    desk.confirm(order_id)
    assert standing(desk) == []
    clock.set(datetime(2026, 3, 4, 8, 0, tzinfo=UTC))
    assert standing(desk) == [("compliance", "until", order_id)]
    assert refused(lambda: pick(desk, order_id)) == ["hold.stops"]


def test_an_order_that_goes_to_somebody_else_is_held_for_who_gets_the_goods_now(desk, clock):
    order_id = desk.key((CHAIR, 1))
    screen(desk, order_id)
    desk.confirm(order_id)
    change = edit_header(desk.read(order_id), ship_name="Ivan Sergeyevich Petrov")
    party = ship_to_party(desk.edited(desk.read(order_id), change))
    screening.screen_order_parties(desk.work, CLERK, desk.ids[NORD], party)
    (hit,) = waiting(desk)
    release(desk, hit.id, days=1)
    desk.amend(order_id, change)
    desk.amend(order_id, edit_header(desk.read(order_id), ship_postcode="20458"))  # he gets them still
    assert standing(desk) == []
    clock.set(datetime(2026, 3, 4, 8, 0, tzinfo=UTC))
    assert standing(desk) == [("compliance", "until", order_id)]
    desk.amend(order_id, edit_header(desk.read(order_id), ship_name=NORD))
    assert standing(desk) == []
    sound(desk)


def test_what_merely_resembles_asks_for_an_approval_and_holds_nobody(desk):
    renamed(desk, "Mahtba Shipping Co.")
    order_id = desk.key((CHAIR, 1))
    screen(desk, order_id)
    assert standing(desk) == []
    assert refused(lambda: desk.confirm(order_id)) == ["compliance.denied_party"]
    assert desk.confirm(order_id, actor=OWNER, approve=True).number


def test_an_order_that_stands_may_be_changed_and_another_ship_to_is_asked_for(desk):
    order_id = desk.key((CHAIR, 1))
    screen(desk, order_id)
    desk.confirm(order_id)
    import_sdn(desk.work, date(2026, 3, 1), sdn=[(36, *SDN[0][1:4], "x"), *SDN[1:]], alt=ALT, add=ADD)
    desk.amend(order_id, desk.set_quantity(order_id, 0, 2))
    header = replace(desk.read(order_id).header, **PETROV)
    change = edit_header(desk.read(order_id), ship_name=header.ship_name, ship_city=header.ship_city)
    assert "compliance.screening_missing" in refused(lambda: desk.amend(order_id, change))


def test_goods_of_a_confirmed_order_do_not_go_to_who_resembles_a_listed_name_without_an_approval(desk):
    order_id = desk.key((CHAIR, 1))
    screen(desk, order_id)
    desk.confirm(order_id)
    change = edit_header(desk.read(order_id), ship_name="Mahtba Shipping Co.")
    party = ship_to_party(desk.edited(desk.read(order_id), change))
    screening.screen_order_parties(desk.work, CLERK, desk.ids[NORD], party)
    assert refused(lambda: desk.amend(order_id, change)) == ["compliance.denied_party"]
    desk.amend(order_id, change, actor=OWNER, approve=True)
    desk.amend(order_id, edit_header(desk.read(order_id), po_number="7"))  # that was approved, and stands


def test_a_firm_that_wants_closer_names_screens_again(desk):
    renamed(desk, "Mahtba Shipping Co.")
    screening.screen_customers(desk.work, SYSTEM)
    assert len(waiting(desk)) == 1
    with desk.begin(OWNER) as uow:
        data = CheckInput(is_on=True, severity="block", owner="sales", threshold=950_000)
        update_check(uow, check_id("compliance.screening_missing"), data, version=0)
    with desk.reading() as view:
        assert screening.count_unscreened(view) > 0
    screening.screen_customers(desk.work, SYSTEM)
    assert waiting(desk) == ()
