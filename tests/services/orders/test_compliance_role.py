"""Who has the role of compliance answers for hits, licences and compliance holds; the owner still may."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.domain.errors import NotAllowedError, RefusedError
from app.domain.export_control import ExportRule, LicenceTerms
from app.domain.holds import HoldKind
from app.domain.regulated import LicenceInput
from app.domain.rights import SYSTEM, Actor
from app.services import screening
from app.services.goods.export_licences import create_export_licence
from app.services.goods.export_rules import create_export_rule
from app.services.goods.licence_kinds import LicenceKindInput, create_licence_kind
from app.services.goods.licences import create_licence
from app.services.holds.laying import HoldInput, place_hold, release_hold
from app.services.orders.approvals import ask_approval, grant_approval, read_open_approvals
from app.services.orders.context import ship_to_party
from app.services.orders.inbox_news import read_inbox_news
from app.services.orders.planning import plan_order
from app.services.orders.tending import tend_approvals
from app.services.people import UserInput, create_user, read_users, update_user
from db.schema.papers import Outbox
from tests.helpers.order_office import CHAIR, CLERK, NORD, OWNER
from tests.helpers.screening_office import import_sdn

CARLA = Actor("carla", frozenset({"compliance"}))
CHIEF = Actor("gerda", frozenset({"owner"}))


@pytest.fixture
def desk(desk):
    """A chief, a clerk and Carla for compliance, all with addresses; nobody else has her role."""
    with desk.begin(OWNER) as uow:
        for actor in (CHIEF, CARLA, CLERK):
            email = f"{actor.name}@firm.example"
            create_user(uow, UserInput(name=actor.name, email=email, roles=tuple(actor.roles)))
        for card in read_users(uow):
            if card.name not in {"gerda", "carla", "anna"}:
                data = UserInput(name=card.name, roles=("sales",))
                update_user(uow, card.id, data, version=card.version)
    import_sdn(desk.work)
    return desk


def listed(desk):
    """Nord has the name of a listed party, or nearly; the order of it that waits for an approval."""
    order_id = desk.key((CHAIR, 2))
    desk.receive(CHAIR, 5)
    with desk.begin(OWNER) as uow:
        values = {"name": "Mahtba Shiping Co.", "id": desk.ids[NORD]}
        uow.db.execute(sa.text("update customer set name = :name where id = :id"), values)
    screening.screen_customers(desk.work, SYSTEM)
    return order_id


def mails(desk):
    statement = sa.select(Outbox.recipient, Outbox.subject).order_by(Outbox.id)
    return [(row["recipient"].split("@")[0], row["subject"]) for row in desk.rows(statement)]


def waiting(desk, actor):
    with desk.reading(actor) as view:
        news = read_inbox_news(view)
        return news.approvals, news.hits


def test_a_hit_is_told_to_compliance_and_released_there_and_the_owner_may_too(desk):
    listed(desk)
    assert {name for name, _subject in mails(desk)} == {"carla"}
    assert (waiting(desk, CARLA), waiting(desk, CHIEF), waiting(desk, CLERK)) == ((0, 1), (0, 0), (0, 0))
    with desk.reading(CARLA) as view:
        (hit,) = screening.read_waiting_hits(view)
        until = view.clock.today() + timedelta(days=30)
    with pytest.raises(NotAllowedError), desk.begin(CLERK) as uow:
        screening.release_hit(uow, hit.id, reason="namesake", until=until)
    with desk.begin(CARLA) as uow:
        screening.release_hit(uow, hit.id, reason="namesake", until=until)
    assert waiting(desk, CARLA) == (0, 0)


def test_where_nobody_has_the_role_it_waits_for_the_owner(desk):
    with desk.begin(OWNER) as uow:
        carla = next(card for card in read_users(uow) if card.name == "carla")
        update_user(
            uow, carla.id, UserInput(name="carla", email=carla.email, roles=("sales",)), version=carla.version
        )
    listed(desk)
    assert {name for name, _subject in mails(desk)} == {"gerda"}
    assert waiting(desk, CHIEF) == (0, 1)


def test_an_order_that_asks_for_compliance_waits_for_it_and_is_told_to_the_owner_when_it_is_late(desk, clock):
    order_id = listed(desk)
    draft = desk.read(order_id)
    screening.screen_order_parties(desk.work, CLERK, draft.header.customer_id, ship_to_party(draft))
    with desk.reading(CLERK) as view:
        codes = {issue.code: issue.owner for issue in plan_order(view, order_id).issues}
    assert codes["compliance.denied_party"] == "compliance"
    with desk.begin() as uow:
        ask_approval(uow, plan_order(uow, order_id))
    assert [name for name, subject in mails(desk) if subject.startswith("Approval")] == ["carla"]
    assert (waiting(desk, CARLA)[0], waiting(desk, CHIEF)[0]) == (1, 0)
    with desk.reading(CHIEF) as view:
        assert [each.order_id for each in read_open_approvals(view)] == [order_id], "he still may"
    clock.advance(hours=5)
    assert tend_approvals(desk.work, actor=CLERK).told == 1
    assert {name for name, subject in mails(desk) if subject.startswith("Still")} == {"carla", "gerda"}
    assert waiting(desk, CHIEF)[0] == 1
    with desk.begin(CARLA) as uow:
        (card,) = read_open_approvals(uow)
        assert grant_approval(uow, card.id, version=card.version, answer="namesake") == "granted"


def test_compliance_holds_and_releases_and_keeps_rules_and_licences(desk):
    with desk.begin(CARLA) as uow:
        hold = place_hold(uow, HoldInput(kind=HoldKind.COMPLIANCE, customer_id=desk.ids[NORD], reason="Asks"))
        create_export_rule(uow, ExportRule("5A002", "CH", "licence", "EU 2021/821"))
        create_export_licence(uow, LicenceTerms("DE/1", ("5A",), ("CH",), quantity_micro=1_000_000))
        create_licence_kind(uow, LicenceKindInput("tobacco", "Tobacco trade"))
        create_licence(uow, desk.ids[NORD], LicenceInput(kind="tobacco", number="T-1", issuer="City"))
    for call in (
        lambda uow: create_export_rule(uow, ExportRule("5A003", "CH", "free", "")),
        lambda uow: create_licence_kind(uow, LicenceKindInput("arms", "Arms")),
        lambda uow: release_hold(uow, hold, version=1, reason="fine", until=uow.today),
    ):
        with pytest.raises(NotAllowedError), desk.begin(CLERK) as uow:
            call(uow)
    with desk.begin(CARLA) as uow:
        release_hold(uow, hold, version=1, reason="answered", until=uow.today)


def test_compliance_neither_confirms_nor_types_prices_nor_sets_up(desk):
    order_id = desk.key((CHAIR, 1))
    for right in ("order.confirm", "order.edit", "price.manual", "setup.edit", "customer.edit", "margin.see"):
        assert not CARLA.can(right), right
    with pytest.raises((NotAllowedError, RefusedError)):
        desk.confirm(order_id, actor=CARLA)
