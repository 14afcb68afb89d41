"""Carriers as cards, dangerous articles, and what stands on the note that goes with them, on both databases."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.errors import ConflictError, NotAllowedError, RefusedError
from app.domain.orders.draft import edit_header
from app.domain.rights import SYSTEM, Actor
from app.services.goods.carriers import (
    CarrierInput,
    create_carrier,
    read_carrier_cards,
    read_carriers,
    update_carrier,
)
from app.services.history import read_history
from app.services.orders.planning import plan_order
from app.services.shipping.papers import delivery_note_content
from app.services.verify import verify
from tests.helpers.goods import PAINT, change_product, refused_codes, ship
from tests.helpers.order_office import CHAIR, LAMP, NORD, WIEN

POST = CarrierInput(code="POST", name="Parcel post")
TANKER = CarrierInput(code="ADR", name="Tank & Co", hazard_classes="3, 8,3 ,1.4s", takes_limited=True)


@pytest.fixture
def carriers(desk):
    with desk.begin(SYSTEM) as uow:
        return [create_carrier(uow, data) for data in (POST, TANKER)]


def cards(desk):
    with desk.reading() as view:
        return read_carrier_cards(view)


def issues(desk, order_id):
    with desk.reading() as view:
        return {issue.code for issue in plan_order(view, order_id).issues if issue.code.startswith("goods.")}


def test_a_carrier_is_kept_tidied_and_changed_with_its_history(desk, carriers):
    adr, _post = cards(desk)
    assert (adr.code, adr.hazard_classes, adr.carrier.classes) == ("ADR", "3, 8, 1.4S", ("3", "8", "1.4S"))
    with desk.begin(SYSTEM) as uow:
        update_carrier(uow, adr.id, replace(TANKER, code="OTHER", active=False), version=1)
    adr, _post = cards(desk)
    assert (adr.code, adr.active, adr.version) == ("ADR", False, 2), "orders name him by his code"
    with desk.reading(SYSTEM) as view:
        changed = read_history(view, "carrier", adr.id)[0].changes
    assert [change.field for change in changed] == ["active"]
    with pytest.raises(ConflictError), desk.begin(SYSTEM) as uow:
        update_carrier(uow, adr.id, TANKER, version=1)


def test_what_is_wrong_is_refused_and_only_who_sets_up_may_write(desk, carriers):
    with pytest.raises(RefusedError) as refused, desk.begin(SYSTEM) as uow:
        create_carrier(uow, CarrierInput(code="POST", name=" ", hazard_classes="3, fire"))
    assert refused_codes(refused.value) == {
        "card.code_taken",
        "card.name_missing",
        "carrier.class_unknown",
    }
    with pytest.raises(RefusedError) as refused, desk.begin(SYSTEM) as uow:
        create_carrier(uow, CarrierInput(code="", name="N" * 201))
    assert refused_codes(refused.value) == {"card.code_missing", "card.too_long"}
    with pytest.raises(NotAllowedError), desk.begin(Actor("anna", frozenset({"sales"}))) as uow:
        create_carrier(uow, POST)


def test_carriers_are_read_only_for_dangerous_goods(desk, carriers):
    order_id = desk.key((CHAIR, 1))
    with desk.reading() as view:
        assert [each.code for each in read_carriers(view)] == ["ADR", "POST"]
        assert plan_order(view, order_id).context.carriers == ()


def test_dangerous_goods_go_only_with_who_takes_them(desk, carriers):
    change_product(desk, CHAIR, **PAINT)
    order_id = desk.key((CHAIR, 2))
    assert issues(desk, order_id) == {"goods.carrier_missing"}
    desk.edit(order_id, edit_header(desk.read(order_id), carrier="POST"))
    with pytest.raises(RefusedError) as refused:
        desk.confirm(order_id)
    assert refused_codes(refused.value) == {"goods.carrier_refuses"}
    desk.edit(order_id, edit_header(desk.read(order_id), carrier="ADR"))
    assert issues(desk, order_id) == set()
    assert desk.confirm(order_id).number


def test_another_carrier_of_a_confirmed_order_is_looked_at_and_an_untouched_one_is_not(desk, carriers):
    change_product(desk, CHAIR, **PAINT)
    order_id = desk.ordered((CHAIR, 2), carrier="ADR")
    with pytest.raises(RefusedError) as refused:
        desk.amend(order_id, edit_header(desk.read(order_id), carrier="POST"))
    assert refused_codes(refused.value) == {"goods.carrier_refuses"}
    loose = desk.ordered((CHAIR, 2))
    assert desk.amend(loose, edit_header(desk.read(loose), note="leave at the gate")).revision == 1
    with desk.reading() as view:
        assert verify(view) == ()


@pytest.mark.parametrize(
    ("customer", "words"),
    [(NORD, ("Gefahrgut:", "begrenzte Menge")), (WIEN, ("Dangerous goods:", "limited quantity"))],
)
def test_the_delivery_note_says_carrier_and_danger_in_the_customers_language(desk, carriers, customer, words):
    change_product(desk, CHAIR, **PAINT)
    order_id = desk.ordered((CHAIR, 2), (LAMP, 1), customer=customer, carrier="ADR")
    with desk.reading() as view:
        note = delivery_note_content(view, ship(desk, order_id))
    head, told = words
    assert note.notes == (head, f"UN 1263 PAINT, 3, III ({told})")
    assert "Tank & Co" in [fact.text for fact in note.facts]


def test_the_note_of_harmless_goods_says_nothing(desk, carriers):
    order_id = desk.ordered((LAMP, 1))
    with desk.reading() as view:
        note = delivery_note_content(view, ship(desk, order_id))
    assert note.notes == ()
    assert "Tank & Co" not in [fact.text for fact in note.facts]
