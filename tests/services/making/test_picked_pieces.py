"""What the warehouse reads of configured pieces: two cabinets of one SKU are different things."""

from __future__ import annotations

import pytest

from app.services.shipping.papers import delivery_note_content, pick_list_content
from app.services.shipping.reading import read_shipment
from app.services.shipping.to_ship import read_order_to_ship, read_scanned
from tests.helpers.making import Workshop, make_all
from tests.helpers.order_office import CHAIR, OWNER
from tests.services.orders.test_amending import pick


@pytest.fixture
def shop(desk):
    return Workshop(desk)


def test_two_pieces_of_one_article_are_told_apart_where_they_are_picked(shop, desk):
    order_id = shop.sell_both()
    make_all(desk, order_id)
    wide, narrow = shop.made_skus(order_id)
    with desk.reading(OWNER) as view:
        parts = read_order_to_ship(view, order_id).parts
    told = [f"{wide} · WO-000001", f"{narrow} · WO-000002"]
    assert [part.piece.words for part in parts] == told
    shipment_id = pick(desk, order_id)
    with desk.reading(OWNER) as view:
        lines = read_shipment(view, shipment_id).lines
        paper = pick_list_content(view, shipment_id).lines
        scanned = read_scanned(view, narrow.lower())
        goes_out = delivery_note_content(view, shipment_id).lines
    assert [line.piece.words for line in lines] == told
    assert [(line.sku, line.detail) for line in paper] == [(CHAIR, told[0]), (CHAIR, told[1])]
    assert scanned is not None
    assert scanned.product_id == lines[1].piece_id
    assert not any(line.detail for line in goes_out), "a customer needs no number of the workshop"


def test_a_piece_from_the_shelf_has_its_sku_and_no_workshop_order(shop, desk):
    order_id = shop.sell(1)
    desk.receive(shop.made_sku(order_id), 1)
    with desk.reading(OWNER) as view:
        (part,) = read_order_to_ship(view, order_id).parts
    assert (part.ready_micro > 0, part.piece.words) == (True, shop.made_sku(order_id))
