"""The parties of an order are screened by one key, and the owner releases a hit by keys from the order."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.domain.rights import SYSTEM
from app.services import screening
from app.services.holds.asking import read_standing_holds
from tests.helpers.order_keys import add_line, start_order
from tests.helpers.screening_office import import_sdn
from tests.helpers.small_firm import make_small_firm
from tests.helpers.window import ALT, CTRL, KEY, open_on


@pytest.fixture
def firm(office):
    """The small firm with the SDN list in force."""
    make_small_firm(office.work)
    import_sdn(office.work)
    return office


@pytest.fixture
def desk(qtbot, firm):
    """A window with two chairs keyed for a customer that nobody screened."""
    window = open_on(qtbot, firm)
    window.show("orders")
    start_order(window)
    add_line(window, "CHR", "2")
    return window


def listed(firm, customer_id):
    """The customer has the name of a listed party now."""
    with firm.work.begin(actor=SYSTEM) as uow:
        values = {"name": "Mahtab Shipping Company", "id": customer_id}
        uow.db.execute(sa.text("update customer set name = :name where id = :id"), values)
        uow.changed("customer", customer_id, version=0)


def codes(desk):
    return [issue.code for issue in desk.page.verdict.issues]


def screen_by_key(desk):
    desk.press(KEY.Key_Escape)
    while desk.page.verdict.current().code != "compliance.screening_missing":
        desk.press(KEY.Key_F8)
    desk.press(KEY.Key_Return, ALT)
    desk.idle()


def test_parties_are_screened_by_one_key_and_the_order_is_confirmed(desk):
    assert "compliance.screening_missing" in codes(desk)
    screen_by_key(desk)
    assert "screened" in desk.message()
    assert "compliance.screening_missing" not in codes(desk)
    desk.press(KEY.Key_Return, CTRL)
    assert desk.page.session.draft.number == "SO-000001"


def test_a_hit_is_looked_at_and_released_by_keys_from_the_order(desk, firm):
    listed(firm, desk.page.session.draft.header.customer_id)
    desk.idle()
    screen_by_key(desk)
    assert {"compliance.denied_party", "order.held"} <= set(codes(desk))
    order_id = desk.page.order_id
    while desk.page.verdict.current().code != "compliance.denied_party":
        desk.press(KEY.Key_F8)
    desk.press(KEY.Key_Return, ALT)
    desk.idle()
    page = desk.context.desk().page()
    assert page is desk.context.desk().hits
    desk.type("Another firm, seen its register")
    assert page.hits.form.text("reason") == "Another firm, seen its register"
    desk.press(KEY.Key_L, CTRL)
    desk.idle()
    with firm.work.reading(actor=SYSTEM) as view:
        assert screening.read_waiting_hits(view) == ()
        assert read_standing_holds(view) == ()
    desk.ask("order.open", order_id)
    desk.idle()
    assert "compliance.denied_party" not in codes(desk)
    desk.press(KEY.Key_Return, CTRL)
    assert desk.page.session.draft.number == "SO-000001"
