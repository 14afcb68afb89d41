"""C48 line by line: whatever of an order is edited after its approval voids it, and nothing else does."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from app.domain.errors import RefusedError
from app.domain.orders.draft import HEADER_FIELDS, delete_line, edit_header, edit_line
from app.domain.rights import Actor
from app.services.orders.approvals import ask_approval, grant_approval, read_approvals_of
from app.services.orders.planning import plan_order
from app.services.people import UserInput, create_user
from app.services.settings_store import write_firm_settings
from tests.helpers.order_office import CHAIR, CLERK, LAMP, MUNICH, NORD, OWNER, micro

BERTA, DORA = Actor("berta", frozenset({"bookkeeper"})), Actor("dora", frozenset({"warehouse"}))
HEADS = {
    "requested_date": date(2026, 6, 1), "warehouse_id": MUNICH, "note": "Ring twice", "delivery_wish": "complete",
    "ship_name": "Werk 2", "ship_street": "Weg 1", "ship_postcode": "20099", "ship_city": "Bremen",
    "contact_name": "Ina", "contact_phone": "040 1", "contact_email": "ina@nord.example", "po_number": "PO-77",
    "channel": "web", "order_discount": "20000ppm", "services": "express", "waived": "S1", "coupons": "SUMMER",
}  # fmt: skip
"""Fields of the head with another value that anybody may key."""
LINES = {
    "more": lambda order: edit_line(order.lines[0], quantity_micro=micro(3)),
    "less": lambda order: edit_line(order.lines[1], quantity_micro=micro(1)),
    "price": lambda order: edit_line(order.lines[0], price_source="manual", list_price_micro=micro(349)),
    "discount": lambda order: edit_line(order.lines[0], discount_source="manual", discount_ppm=10_000),
    "day": lambda order: edit_line(order.lines[0], requested_date=date(2026, 7, 1)),
    "text": lambda order: edit_line(order.lines[0], text="Chair, black"),
    "gone": lambda order: delete_line(order.lines[1]),
}


@pytest.fixture
def desk(desk):
    """Nord may use 500.00; a bookkeeper answers for the credit."""
    with desk.begin(OWNER) as uow:
        for actor in (OWNER, CLERK, BERTA, DORA):
            create_user(uow, UserInput(name=actor.name, roles=tuple(actor.roles)))
        limit = {"limit": 50_000, "id": desk.ids[NORD]}
        uow.db.execute(sa.text("update customer set credit_limit_minor = :limit where id = :id"), limit)
    return desk


def ask(desk, order_id, actor=CLERK):
    with desk.begin(actor) as uow:
        ask_approval(uow, plan_order(uow, order_id))


def answer(desk, order_id, actor):
    with desk.begin(actor) as uow:
        card = read_approvals_of(uow, order_id)[-1]
        return grant_approval(uow, card.id, version=card.version, answer="fine")


def states(desk, order_id):
    with desk.reading() as view:
        return [card.state for card in read_approvals_of(view, order_id)]


@pytest.fixture
def granted(desk):
    """An order of two chairs and two lamps that was approved."""
    order_id = desk.key((CHAIR, 2), (LAMP, 2))
    ask(desk, order_id)
    answer(desk, order_id, BERTA)
    return order_id


@pytest.mark.rows_on_sqlite(but=10)
@pytest.mark.parametrize("name", [*LINES, *HEADS])
def test_an_edit_after_the_approval_voids_it_and_a_second_look_is_asked_for(desk, granted, name):
    order = desk.read(granted)
    edit = edit_header(order, **{name: HEADS[name]}) if name in HEADS else LINES[name](order)
    desk.edit(granted, *(edit if isinstance(edit, tuple) else (edit,)))
    assert states(desk, granted) == ["void"]
    assert desk.read(granted).approval == ""
    with pytest.raises(RefusedError):
        desk.confirm(granted)


def test_content_that_came_around_every_service_is_not_what_was_approved(desk, granted):
    with desk.begin(OWNER) as uow:
        changed = sa.text("update sales_order set note = 'leave it outside' where id = :id")
        uow.db.execute(changed, {"id": granted})
    assert states(desk, granted) == ["granted"]
    with pytest.raises(RefusedError, match="needs_approval"):
        desk.confirm(granted)


def test_the_table_of_edits_has_every_field_that_a_person_keys_into_the_head():
    of_the_customer = {"customer_id", "customer_name", "address_id", "ship_country", "term_id", "carrier"}
    by_other_ways = {"valid_until", "pasted", "exchange", "price_kind"}
    assert set(HEADER_FIELDS) == HEADS.keys() | of_the_customer | by_other_ways


def test_what_is_edited_and_taken_back_was_another_order_meanwhile(desk, granted):
    desk.edit(granted, *_tuple(edit_header(desk.read(granted), po_number="PO-77")))
    desk.edit(granted, *_tuple(edit_header(desk.read(granted), po_number="")))
    assert states(desk, granted) == ["void"]
    ask(desk, granted)
    answer(desk, granted, BERTA)
    assert desk.confirm(granted).number
    assert states(desk, granted) == ["void", "granted"]


def test_nobody_answers_himself_if_so_set_and_an_absent_approver_has_a_deputy(desk):
    with desk.begin(OWNER) as uow:
        write_firm_settings(
            uow, {"approval.other_person": True, "approval.deputies": "berta: dora 2026-03-01 to 2026-03-31"}
        )
    order_id = desk.key((CHAIR, 2))
    ask(desk, order_id, actor=OWNER)
    with pytest.raises(Exception, match="not_yours"):
        answer(desk, order_id, OWNER)
    assert answer(desk, order_id, DORA) == "granted"


def _tuple(edit):
    return edit if isinstance(edit, tuple) else (edit,)
