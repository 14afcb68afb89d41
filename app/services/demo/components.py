"""What the firm makes to measure: configurable articles with their models, and the components that go into them.

Components are bought, not sold, so nobody orders them in the history of the firm; `resources/demo/components.csv`
has them by SKU, with names in both languages, cost, list price and opening stock.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

import sqlalchemy as sa

from app.domain.money import MICRO, micro_of
from app.domain.products import ProductInput
from app.i18n import current_language
from app.services.demo.office import OWNER, DemoOffice
from app.services.demo.words import FOLDER
from app.services.prices import PriceRowInput, add_price_rows
from app.services.product_models import configure_product, release_version, save_model
from app.services.products import create_products
from app.services.stock.changes import open_stock
from app.services.stock.moves import ProductQuantity
from app.services.unit_of_work import UnitOfWork
from db.schema.prices import PriceList

MODELS = FOLDER.parent / "product_models"
CONFIGURABLE: Mapping[str, str] = {"DESK-CONF": "desk", "WARDROBE-CONF": "wardrobe", "SERVER-CONF": "server"}
"""By SKU the folder of its model."""
_FRACTIONS = {"m": 2, "m2": 3, "l": 3}
_GERMAN_FAMILIES = {
    "Materials": "Werkstoffe",
    "Frames": "Gestelle",
    "Fittings": "Beschläge",
    "Server parts": "Serverteile",
    "Made to order": "Auftragsfertigung",
}


@dataclass(frozen=True, slots=True)
class Component:
    """An article and what lies in stock of it, in whole units."""

    data: ProductInput
    price_micro: int
    stock: int


@cache
def components(language: str) -> tuple[Component, ...]:
    """All components and configurable articles, by SKU."""
    with (FOLDER / "components.csv").open(encoding="utf-8", newline="") as file:
        return tuple(_component(row, language) for row in csv.DictReader(file, delimiter=";"))


def model_files(folder: str) -> dict[str, str]:
    """The texts of a model that ships with the program, by file name."""
    return {path.name: path.read_text(encoding="utf-8") for path in sorted((MODELS / folder).iterdir())}


def make_components(office: DemoOffice) -> None:
    """Make the articles with list prices and opening stock, and the models by which some of them are configured."""
    made = components(current_language())
    ids = office.write(OWNER, create_products, [each.data for each in made])
    by_sku = {each.data.sku: id_ for each, id_ in zip(made, ids, strict=True)}
    office.write(OWNER, _price, {by_sku[each.data.sku]: each.price_micro for each in made})
    lines = [ProductQuantity(by_sku[each.data.sku], each.stock * MICRO) for each in made if each.stock]
    office.write(OWNER, open_stock, warehouse_id=office.warehouses[0], lines=lines)
    for sku, folder in CONFIGURABLE.items():
        office.write(OWNER, _configure, by_sku[sku], folder)


def _component(row: Mapping[str, str], language: str) -> Component:
    is_german = language == "de"
    data = ProductInput(
        sku=row["sku"],
        name=row["de"] if is_german else row["en"],
        family=_GERMAN_FAMILIES[row["family"]] if is_german else row["family"],
        kind=row["kind"],
        unit=row["unit"],
        unit_decimals=_FRACTIONS.get(row["unit"], 0),
        weight_g=int(row["weight_g"]),
        standard_cost_micro=micro_of(Decimal(row["cost"])),
    )
    return Component(data, micro_of(Decimal(row["price"])), int(row["stock"]))


def _price(uow: UnitOfWork, prices: Mapping[int, int]) -> None:
    list_id = uow.db.execute(sa.select(PriceList.id).where(PriceList.code == "LIST")).scalar_one()
    rows = [PriceRowInput(product_id=id_, price_micro=price) for id_, price in prices.items()]
    add_price_rows(uow, list_id, rows)


def _configure(uow: UnitOfWork, product_id: int, folder: str) -> None:
    saved = save_model(uow, model_files(folder))
    release_version(uow, saved.id, version=saved.version)
    configure_product(uow, product_id, saved.model_id)
