"""A small firm in which something has to be asked: a floor of 200.00 under chairs, and people with their roles."""

from __future__ import annotations

from typing import Any

from app.domain.price_inputs import PriceListInput, PriceRowInput
from app.domain.rights import SYSTEM, Actor
from app.services.people import UserInput, create_user
from app.services.prices import add_price_rows, create_price_list
from tests.helpers.order_keys import add_line, start_order
from tests.helpers.small_firm import MICRO, make_small_firm
from tests.helpers.window import KEY, open_on

CLERK = Actor("anna", frozenset({"sales"}))
OWNER = Actor("olaf", frozenset({"owner", "bookkeeper", "compliance"}))


def make_floor_firm(office: Any) -> Any:
    """The small firm with the floor, a clerk and an owner."""
    ids = make_small_firm(office.work)
    with office.work.begin(actor=SYSTEM) as uow:
        data = PriceListInput(code="FLOOR", name="Floor", kind="general", currency="EUR", purpose="floor")
        row = PriceRowInput(product_id=ids["CHR-ERG-BLK"], price_micro=200 * MICRO)
        add_price_rows(uow, create_price_list(uow, data), [row])
    add_people(office, CLERK, OWNER)
    return office


def add_people(office: Any, *people: Actor) -> None:
    """Let them sign in."""
    with office.work.begin(actor=SYSTEM) as uow:
        for actor in people:
            create_user(uow, UserInput(name=actor.name, roles=tuple(actor.roles)))


def open_with_chairs(qtbot: Any, office: Any, actor: Actor = CLERK) -> Any:
    """The window of somebody who keyed two chairs; the cursor stands on them."""
    desk = open_on(qtbot, office, actor=actor)
    desk.show("orders")
    start_order(desk)
    add_line(desk, "CHR", "2")
    return desk


def key_cell(desk: Any, name: str, text: str) -> None:
    """Key a text into a cell of the order's first line, and leave the cell."""
    desk.page.grid.edit_cell(0, name)
    desk.type(f"{text}\n")
    desk.press(KEY.Key_Escape)
