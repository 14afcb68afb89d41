"""Where the goods go: a known address stays known until one of its fields is really keyed over."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from app.domain.rights import SYSTEM
from app.services import parties
from tests.helpers.order_keys import rows, start_order

KEY = Qt.Key
KEPT = "select address_id, ship_name, ship_street, ship_postcode, ship_city, ship_country from sales_order"
DOCK = ("Dock 4", "Kai 9", "E16 2QU", "London 2", "GB")  # a city with a figure in it: read anew it would move


@pytest.fixture
def address_id(elsewhere) -> int:
    """The customer's usual ship-to address."""
    name, street, postcode, city, country = DOCK
    address = parties.AddressInput(
        label="Dock",
        name=name,
        street=street,
        postcode=postcode,
        city=city,
        country=country,
        is_default_ship_to=True,
    )
    with elsewhere.work.begin(actor=SYSTEM) as uow:
        hit = parties.find_customers(uow, "berger")[0]
        return parties.create_address(uow, hit.id, address)


def test_enter_through_the_address_fields_leaves_a_known_address_known(desk, address_id, firm_url):
    start_order(desk)
    assert rows(firm_url, KEPT) == [(address_id, *DOCK)]
    desk.press(KEY.Key_F3)
    desk.page.header.po_number.setFocus()
    desk.enter(14)  # to the end of the head and into the lines
    assert desk.page.grid.hasFocus() or desk.page.grid.is_keying()
    assert rows(firm_url, KEPT) == [(address_id, *DOCK)]


def test_enter_through_the_own_address_of_a_customer_changes_nothing(desk, firm_url):
    start_order(desk)
    before = rows(firm_url, KEPT)
    desk.press(KEY.Key_F3)
    desk.page.header.po_number.setFocus()
    desk.enter(14)
    assert rows(firm_url, KEPT) == before
    assert desk.page.header.ship_to.currentIndex() == 0


@pytest.mark.parametrize(
    ("field", "text", "kept"),
    [
        ("shipName", "Gate 7", ("Gate 7", *DOCK[1:])),
        ("shipStreet", "Kai 10", ("Dock 4", "Kai 10", *DOCK[2:])),
        ("shipPlace", "20457 Hamburg, DE", ("Dock 4", "Kai 9", "20457", "Hamburg", "DE")),
    ],
)
def test_one_field_keyed_over_makes_an_address_of_this_order_and_leaves_the_others_as_they_are(
    desk, address_id, firm_url, field, text, kept
):
    start_order(desk)
    desk.press(KEY.Key_F3)
    desk.key_field(field, f"{text}\n")
    assert rows(firm_url, KEPT) == [(None, *kept)]
