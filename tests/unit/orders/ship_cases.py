"""Orders whose goods come from another country than the firm's, or than the one they are taxed from."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.domain.orders.context import OrderContext
from app.domain.places import place_of_address
from app.domain.routing.facts import ShipPlace
from app.domain.tax import TaxRule
from app.domain.tax_rules import TaxRules
from tests.unit.orders.check_cases import BLOCK, WARN, Case, around, case
from tests.unit.orders.world import CHAIR, LAMP, SERVICE, TAXES, _tax, context, draft, goods

HAMBURG, WIEN_DC, ZURICH, AUSTIN = 1, 2, 3, 4
PLACES = {
    HAMBURG: ShipPlace(HAMBURG, "HAM", "Hamburg", place_of_address("DE", "20457", "Hamburg")),
    WIEN_DC: ShipPlace(WIEN_DC, "VIE", "Wien", place_of_address("AT", "1100", "Wien")),
    ZURICH: ShipPlace(ZURICH, "ZRH", "Zürich", place_of_address("CH", "8000", "Zürich"), active=False),
    AUSTIN: ShipPlace(AUSTIN, "AUS", "Austin", place_of_address("US", "78701", "Austin")),
}
AUSTRIAN = (
    TaxRule(None, "domestic", None, None, "S-AT", "AT"),
    TaxRule("reduced", "domestic", None, None, "R-AT", "AT"),
    TaxRule(None, "eu", None, None, "S-AT", "AT"),
    TaxRule(None, "eu", True, True, "K", "AT"),
)
BOTH = TaxRules(
    (*TAXES.rules, *AUSTRIAN),
    {**TAXES.taxes, "S-AT": _tax(7, "S-AT", "S", 20), "R-AT": _tax(8, "R-AT", "S", 10)},
    TAXES.eu_countries,
    registered={"AT": "ATU13585627"},
)


def shipping(**values: Any) -> OrderContext:
    """The world with warehouses in four countries, registered in Austria, whose taxes are mapped."""
    return context(**{"taxes": BOTH, "warehouses": PLACES, **values})


LINES = (goods("k1", CHAIR), goods("k2", LAMP), goods("k3", SERVICE))
ROUTED = draft(LINES, shipping())
AUSTRIA = {"warehouse_id": WIEN_DC, "ship_country": "AT"}
UNMAPPED = shipping(taxes=replace(TAXES, registered=BOTH.registered))
SHIP_CASES: list[Case] = [
    case("order.ships_from_elsewhere", ROUTED, shipping(), around(abroad=(("k2", WIEN_DC),)), weighs=WARN,
         where="header/warehouse_id", lines="20", places="Wien (AT)", ship_from="DE"),
    case("order.ships_from_closed", draft(LINES, shipping(), warehouse_id=ZURICH), shipping(),
         around(no_warehouse=True), weighs=BLOCK, where="header/warehouse_id", warehouse="Zürich"),
    case("order.no_vat_id_there", draft(LINES, shipping(), warehouse_id=ZURICH), shipping(), around(), weighs=BLOCK,
         where="header/warehouse_id", country="CH"),
    case("order.no_taxes_there", draft(LINES, UNMAPPED, **AUSTRIA), UNMAPPED, around(), weighs=BLOCK,
         where="lines/k1/tax", tax="S", tax_class="standard", country="AT"),
]  # fmt: skip
