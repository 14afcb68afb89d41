"""The order office with a warehouse in Vienna, for whose country it is registered."""

from __future__ import annotations

from app.domain.registrations import Registration
from app.services import setup
from tests.helpers.order_office import CHAIR, OWNER, OrderOffice

AUSTRIAN_ID = "ATU13585627"


def open_vienna(desk: OrderOffice, *, chairs: int = 5, registered: bool = True) -> int:
    """Open the warehouse with so many chairs; its id."""
    data = setup.WarehouseInput(code="VIE", name="Wien", country="AT", postcode="1100", city="Wien")
    with desk.begin(OWNER) as uow:
        vienna = setup.create_warehouse(uow, data)
        if registered:
            setup.create_registration(uow, Registration("AT", AUSTRIAN_ID))
    if chairs:
        desk.receive(CHAIR, chairs, vienna)
    return vienna
