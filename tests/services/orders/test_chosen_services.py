"""What is chosen for an order, such as express, is kept with it: quoted, copied, amended, confirmed, told when gone."""

from __future__ import annotations

import pytest

from app.domain.orders.draft import edit_header
from app.domain.orders.making import offered_to, toggled
from app.services.orders.context import read_order_context
from app.services.orders.drafts import duplicate_order
from app.services.orders.planning import plan_order
from app.services.orders.quotes import order_from_quote, send_quote
from app.services.prices import SurchargeInput, create_surcharge, end_surcharge, read_surcharges
from tests.helpers.order_office import CHAIR, OWNER

EXPRESS = SurchargeInput(slot="express", name="Express", amount_minor=1500, applies="chosen")
GIFT = SurchargeInput(slot="gift", name="Gift wrap", amount_minor=250, applies="chosen")
FREIGHT = SurchargeInput(slot="freight", name="Freight", amount_minor=990)


@pytest.fixture
def desk(desk):
    """The small firm with freight, and with express and gift wrap if chosen."""
    with desk.begin(OWNER) as uow:
        for rule in (EXPRESS, GIFT, FREIGHT):
            create_surcharge(uow, rule)
    return desk


def made(desk, order_id):
    return [(line.text, line.amount_minor) for line in desk.read(order_id).lines if line.is_made]


def tick(desk, order_id, *names):
    for name in names:
        draft = desk.read(order_id)
        with desk.reading() as view:
            world = read_order_context(
                view, customer_id=draft.header.customer_id, product_ids=desk.ids.values()
            )
        wanted = next(each for each in offered_to(draft, world) if each.name == name)
        desk.edit(order_id, toggled(draft, wanted))


def test_several_may_be_chosen_and_each_be_left_out_again(desk):
    order_id = desk.key((CHAIR, 1))
    assert made(desk, order_id) == [("Freight", 990)]
    tick(desk, order_id, "Express", "Gift wrap")
    assert made(desk, order_id) == [("Express", 1500), ("Freight", 990), ("Gift wrap", 250)]
    assert desk.read(order_id).header.services == "express,gift"
    tick(desk, order_id, "Express", "Freight")
    assert made(desk, order_id) == [("Gift wrap", 250)]
    tick(desk, order_id, "Freight")
    assert desk.read(order_id).header.waived == ""


def test_a_line_taken_out_by_hand_is_ticked_again(desk):
    order_id = desk.key((CHAIR, 1))
    tick(desk, order_id, "Express")
    origin = next(line.origin for line in desk.read(order_id).lines if line.text == "Express")
    desk.edit(order_id, edit_header(desk.read(order_id), waived=origin))
    assert made(desk, order_id) == [("Freight", 990)]
    tick(desk, order_id, "Express")
    assert ("Express", 1500) in made(desk, order_id)


def test_a_quote_and_the_order_of_it_have_what_was_chosen(desk):
    order_id = desk.key((CHAIR, 1))
    tick(desk, order_id, "Express")
    with desk.begin() as uow:
        send_quote(uow, plan_order(uow, order_id), valid_until=uow.today)
    quote = desk.read(order_id)
    with desk.begin() as uow:
        ordered = order_from_quote(uow, order_id, version=quote.version)
    assert made(desk, ordered) == [("Express", 1500), ("Freight", 990)]
    assert desk.read(ordered).header.services == "express"


def test_a_copy_has_what_was_chosen_and_not_what_was_waived(desk):
    order_id = desk.key((CHAIR, 1))
    tick(desk, order_id, "Express", "Freight")
    with desk.begin() as uow:
        copy = duplicate_order(uow, order_id, keep_manual_prices=False)
    assert made(desk, copy) == [("Express", 1500), ("Freight", 990)]


def test_an_amendment_adds_what_is_chosen_now_and_takes_back_what_is_not(desk):
    order_id = desk.ordered((CHAIR, 1))
    before = desk.read(order_id)
    desk.amend(order_id, edit_header(before, services="express"))
    assert made(desk, order_id) == [("Freight", 990), ("Express", 1500)]
    desk.amend(order_id, edit_header(desk.read(order_id), services=""))
    assert sum(amount for name, amount in made(desk, order_id) if name == "Express") == 0


def test_what_was_chosen_and_is_gone_is_told(desk):
    order_id = desk.key((CHAIR, 1))
    tick(desk, order_id, "Express")
    with desk.begin(OWNER) as uow:
        end_surcharge(uow, next(card.id for card in read_surcharges(uow) if card.name == "Express"))
    with desk.reading() as view:
        issues = plan_order(view, order_id).issues
    (told,) = [each for each in issues if each.code == "order.service_gone"]
    assert told.params["service"] == "express"
    assert told.remedies[0].command == "order.drop_service"
