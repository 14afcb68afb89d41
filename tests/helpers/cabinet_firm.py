"""The small firm, selling the cabinet to measure that ships with the program, its components in stock."""

from __future__ import annotations

from typing import Any

from app.domain.rights import SYSTEM
from app.services.demo.components import components, model_files
from app.services.prices import PriceRowInput, rows
from app.services.product_models import configure_product, release_version, save_model
from app.services.products import create_products
from app.services.stock.moves import ProductQuantity
from app.services.stock.receipts import receive_freely

CABINET = "WARDROBE-CONF"
MICRO = 1_000_000


def sell_cabinets(office: Any) -> dict[str, int]:
    """The cabinet's model in use, its article without a price of its own, components in stock; ids by SKU.

    The small firm's first price list has the components.
    """
    wanted = [
        each
        for each in components("en")
        if each.data.family in {"Materials", "Fittings"} or each.data.sku == CABINET
    ]
    with office.work.begin(actor=SYSTEM) as uow:
        made = create_products(uow, [each.data for each in wanted])
        ids = dict(zip([each.data.sku for each in wanted], made, strict=True))
        priced = [
            PriceRowInput(product_id=ids[each.data.sku], price_micro=each.price_micro) for each in wanted
        ]
        rows.add_price_rows(uow, 1, priced)
        stock = [ProductQuantity(ids[each.data.sku], each.stock * MICRO) for each in wanted if each.stock]
        receive_freely(uow, warehouse_id=1, lines=stock, note="components")
        model = save_model(uow, model_files("wardrobe"))
        release_version(uow, model.id, version=model.version)
        configure_product(uow, ids[CABINET], model.model_id)
    return ids
