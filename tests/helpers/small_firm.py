"""A small office-furniture dealer, made by the services: 7 products, 5 customers, stock in Hamburg."""

from __future__ import annotations

from app.domain.price_inputs import DiscountInput, PriceListInput, PriceRowInput
from app.domain.products import ProductInput, UnitInput
from app.domain.rights import SYSTEM
from app.services import parties, products, setup
from app.services.prices import discounts, lists, rows
from app.services.stock.moves import ProductQuantity
from app.services.stock.receipts import receive_freely

MICRO = 1_000_000
# sku, name, family, list price in cents, cost in cents, stock
PRODUCTS = (
    ("DSK-1608-OAK", "Desk Linea 160x80 oak", "desks", 68900, 41800, 24),
    ("DSK-1808-OAK", "Desk Linea 180x80 oak", "desks", 74900, 43800, 3),
    ("CHR-ERG-BLK", "Task chair Ergo black", "chairs", 24900, 13200, 132),
    ("PED-DR3-WHT", "Mobile pedestal 3 drawers white", "cabinets", 17900, 9900, 3),
    ("LMP-DSK-LED", "Desk lamp LED", "lamps", 6450, 2900, 1),
    ("CBL-TRAY", "Cable tray", "accessories", 1290, 410, 500),
    ("SCR-M6", "Screw M6 with a long description that does not fit into its column", "small", 12, 3, 10000),
)
# name, country, city, discount in ppm
CUSTOMERS = (
    ("Bergmann Hotels Ltd", "DE", "Hamburg", 0),
    ("Berger Möbel KG", "DE", "Berlin", 50_000),
    ("Beringer & Söhne", "DE", "Köln", 0),
    ("Atelier Lumière SARL", "FR", "Lyon", 0),
    ("Zeta Büro AG", "DE", "München", 100_000),
)


def make_small_firm(work) -> dict[str, int]:
    """Make the firm in an empty database; product ids by SKU and customer ids by name."""
    with work.begin(actor=SYSTEM) as uow:
        setup.create_firm(
            uow,
            setup.FirmInput(
                name="Linea Office GmbH", street="Speicherstr. 1", postcode="20457", city="Hamburg", country="DE",
                currency="EUR", vat_id="DE136695976", warehouse_code="HAM", warehouse_name="Hamburg DC",
                iban="DE02120300000000202051",
            ),
        )  # fmt: skip
    with work.begin(actor=SYSTEM) as uow:
        ids = _make_customers(uow)
        ids |= {sku: _make_product(uow, row) for row in PRODUCTS for sku in [row[0]]}
        _make_prices(uow, ids)
    with work.begin(actor=SYSTEM) as uow:
        stock = [ProductQuantity(ids[row[0]], row[5] * MICRO) for row in PRODUCTS]
        receive_freely(uow, warehouse_id=1, lines=stock, note="opening")
    return ids


def _make_customers(uow) -> dict[str, int]:
    inputs = [
        parties.CustomerInput(
            name=name, country=country, city=city, street="Hauptstr. 12", postcode="20457",
            email=f"info@{name.split()[0].lower()}.example", phone="+49 40 123456",
            credit_limit_minor=2_500_000, discount_ppm=discount,
        )
        for name, country, city, discount in CUSTOMERS
    ]  # fmt: skip
    return dict(zip([row[0] for row in CUSTOMERS], parties.create_customers(uow, inputs), strict=True))


def _make_product(uow, row) -> int:
    sku, name, family, _price, cost, _stock = row
    units = (UnitInput("pk", 12, 1),) if sku in {"CBL-TRAY", "SCR-M6"} else ()
    data = ProductInput(
        sku=sku, name=name, family=family, weight_g=12000, standard_cost_micro=cost * 10_000, units=units
    )
    return products.create_product(uow, data)


def _make_prices(uow, ids) -> None:
    general = lists.create_price_list(
        uow, PriceListInput(code="LIST", name="List 2026", kind="general", currency="EUR")
    )
    found = []
    for sku, _name, _family, price, _cost, _stock in PRODUCTS:
        for least, share in ((0, 10_000), (4 * MICRO, 9_500), (10 * MICRO, 9_000)):
            row = PriceRowInput(product_id=ids[sku], price_micro=price * share, min_quantity_micro=least)
            found.append(row)
    rows.add_price_rows(uow, general, found)
    discounts.create_discount(uow, DiscountInput(name="Autumn chairs", family="chairs", discount_ppm=30_000))
