"""What tests do with goods that the law looks at: articles get their facts, orders are shipped."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from app.domain.errors import RefusedError
from app.domain.products import ProductInput
from app.domain.rights import SYSTEM
from app.services.products.cards import read_product, update_product
from app.services.shipping.picking import create_pick_list, record_picked
from app.services.shipping.posting import post_shipment
from app.services.shipping.reading import read_shipment
from tests.helpers.order_office import HAMBURG, OrderOffice

PAINT = {
    "un_number": "1263", "hazard_class": "3", "packing_group": "III", "shipping_name": "PAINT",
    "limited_amount": 5000, "inner_amount": 750,
}  # fmt: skip


def change_product(office: OrderOffice, sku: str, **values: Any) -> None:
    """Change fields of an article's card."""
    set_facts(office.work, office.ids[sku], **values)


def set_facts(work: Any, product_id: int, **values: Any) -> None:
    """The same by its id."""
    with work.begin(actor=SYSTEM) as uow:
        card = read_product(uow, product_id)
        data = ProductInput(**{field.name: getattr(card, field.name) for field in fields(ProductInput)})
        update_product(uow, card.id, replace(data, **values), version=card.version)


def refused_codes(refused: RefusedError) -> set[str]:
    """The codes of all issues of a refusal."""
    return {issue.code for issue in refused.issues}


def ship(office: OrderOffice, order_id: int) -> int:
    """Pick and ship what lies in Hamburg for the order; the shipment."""
    with office.work.begin(actor=SYSTEM) as uow:
        shipment = create_pick_list(uow, order_id, HAMBURG)
        lines = read_shipment(uow, shipment).lines
        record_picked(uow, shipment, {line.id: line.quantity_micro for line in lines})
        post_shipment(uow, shipment)
    return shipment
