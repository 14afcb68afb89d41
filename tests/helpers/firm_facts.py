"""A small firm for tests of facts: made by the services themselves."""

from __future__ import annotations

from app.domain.price_inputs import PriceListInput, PriceRowInput
from app.domain.products import ProductInput, UnitInput
from app.domain.rights import SYSTEM
from app.services import parties, prices, products, setup


def make_firm(work, **changes):
    """A German firm with one warehouse."""
    values = {"name": "Büro Nord GmbH", "city": "Hamburg", "country": "DE", "currency": "EUR"}
    with work.begin(actor=SYSTEM) as uow:
        setup.create_firm(uow, setup.FirmInput(**{**values, **changes}))


def make_customers(work, *names, **values):
    """Customers by name; their ids."""
    with work.begin(actor=SYSTEM) as uow:
        inputs = [parties.CustomerInput(**{"name": name, "country": "DE", **values}) for name in names]
        return parties.create_customers(uow, inputs)


def make_price_list(work, product_id, *, price_micro):
    """The general list with one price; its id."""
    head = PriceListInput(code="LIST", name="List", kind="general", currency="EUR")
    with work.begin(actor=SYSTEM) as uow:
        made = prices.create_price_list(uow, head)
        prices.add_price_rows(uow, made, [PriceRowInput(product_id=product_id, price_micro=price_micro)])
    return made


def make_product(work, sku, name="Chair", *, units=(), **values):
    """A product; its id."""
    with work.begin(actor=SYSTEM) as uow:
        return products.create_product(
            uow, ProductInput(sku=sku, name=name, units=tuple(UnitInput(*unit) for unit in units), **values)
        )
