"""Base quantities are exact from the order to the door (B25, B27)."""

from __future__ import annotations

import sqlalchemy as sa

from app.domain.price_inputs import PriceRowInput
from app.domain.products import ProductInput
from app.domain.rights import SYSTEM
from app.services import prices, products
from app.services.shipping.picking import create_pick_list, read_picked_lines, record_picked
from app.services.shipping.posting import post_shipment
from db.schema.stock import Stock, StockMove
from db.statements import table_of
from tests.helpers.order_office import CHAIR, HAMBURG, OWNER, micro

SCREW = "SC-96"


def make_screws(desk) -> None:
    """An article counted in pieces and sold in packs of 96."""
    with desk.begin(SYSTEM) as uow:
        units = (products.UnitInput("pk", 96),)
        id_ = products.create_product(uow, ProductInput(sku=SCREW, name="Screw", family="f", units=units))
        prices.add_price_rows(
            uow, desk.price_list, [PriceRowInput(product_id=id_, price_micro=micro("0.10"))]
        )
    desk.ids[SCREW] = id_


def ship_all(desk, order_id: int) -> list[int]:
    """Pick and ship what is reserved; the picked base quantities."""
    with desk.begin(OWNER) as uow:
        shipment_id = create_pick_list(uow, order_id, HAMBURG)
        lines = read_picked_lines(uow, shipment_id)
        record_picked(uow, shipment_id, {line.id: line.quantity_micro for line in lines})
        post_shipment(uow, shipment_id)
    return [line.quantity_micro for line in lines]


def on_hand(desk, sku: str) -> int:
    stock = table_of(Stock)
    found = desk.rows(sa.select(stock.c.on_hand_micro).where(stock.c.product_id == desk.ids[sku]))
    return sum(row["on_hand_micro"] for row in found)


def moved(desk, sku: str) -> list[int]:
    move = table_of(StockMove)
    found = desk.rows(
        sa.select(move.c.quantity_micro).where(move.c.product_id == desk.ids[sku]).order_by(move.c.id)
    )
    return [row["quantity_micro"] for row in found]


def test_two_packs_of_96_received_as_144_and_48_are_two_packs(desk):
    make_screws(desk)
    order_id = desk.ordered((SCREW, "2 pk"))
    assert desk.lines(order_id)[0]["base_micro"] == micro(192)
    served = []
    for came in (144, 48):
        desk.receive(SCREW, came)
        stock = desk.rows(
            sa.select(table_of(Stock).c.reserved_micro).where(table_of(Stock).c.product_id == desk.ids[SCREW])
        )
        served.append(sum(row["reserved_micro"] for row in stock))
    assert served == [micro(144), micro(192)], "1.5 packs, then 0.5: nothing is rounded to packs"
    assert sum(ship_all(desk, order_id)) == micro(192)
    assert on_hand(desk, SCREW) == 0
    (line,) = desk.lines(order_id)
    assert (line["quantity_micro"], line["unit"], line["shipped_micro"]) == (micro(2), "pk", micro(192))
    assert sum(moved(desk, SCREW)) == 0


def test_one_piece_of_what_is_kept_in_dozens_moves_one_piece(desk):
    before = on_hand(desk, CHAIR)
    order_id = desk.ordered((CHAIR, "1"))
    assert ship_all(desk, order_id) == [micro(1)]
    assert moved(desk, CHAIR)[-1] == -micro(1)
    assert on_hand(desk, CHAIR) == before - micro(1)
