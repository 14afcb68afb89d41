"""Orders with goods that the law looks at."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from app.domain.dangerous import Carrier, Hazard
from app.domain.export_control import ExportFacts, ExportLicence, ExportRule
from app.domain.order_checks import Surroundings
from app.domain.orders.context import CustomerFacts, OrderContext
from app.domain.orders.draft import Draft
from app.domain.regulated import LicenceInput
from app.domain.units import Counted
from tests.unit.orders.check_cases import BLOCK, INFO, TOMORROW, WARN, YESTERDAY, Case, around, case, one
from tests.unit.orders.world import CHAIR, NORD, PRODUCTS, TODAY, context, draft, goods

PAINT = Hazard(
    un_number="1263", hazard_class="3", packing_group="III", shipping_name="PAINT", limited_amount=5000,
    inner_amount=750,
)  # fmt: skip
TANK = replace(PAINT, inner_amount=20000)
POST = Carrier(code="POST", name="Parcel post")
LIMITED = Carrier(code="LQ", name="Limited Express", takes_limited=True)
TANKER = Carrier(code="ADR", name="Tank & Co", classes=("3", "8"))


def dangerous(hazard: Hazard = PAINT, *carriers: Carrier, **values: Any) -> OrderContext:
    """The world in which chairs are dangerous."""
    found = {**PRODUCTS, CHAIR: replace(PRODUCTS[CHAIR], hazard=hazard)}
    return context(products=found, carriers=carriers or (POST, LIMITED, TANKER), **values)


GOODS_CASES: list[Case] = [
    case("goods.carrier_refuses", one(carrier="POST"), dangerous(), weighs=BLOCK, where="lines/k1/sku", line=10,
         sku="CH-1", un="1263", carrier="Parcel post", hazard_class="3"),
    case("goods.carrier_missing", world=dangerous(), weighs=WARN, where="header/carrier", line=10, sku="CH-1",
         un="1263"),
    case("goods.limited_exceeded", one(carrier="LQ"), dangerous(TANK), weighs=WARN, where="lines/k1/sku", line=10,
         sku="CH-1", un="1263", inner=20000, limited=5000),
]  # fmt: skip

TOBACCO = LicenceInput("tobacco", "T-1", "City of Hamburg", valid_until=YESTERDAY)


def regulated(*licences: LicenceInput, **product: Any) -> OrderContext:
    """The world in which chairs are sold only to the tobacco trade, unless said otherwise."""
    chair = replace(PRODUCTS[CHAIR], **(product or {"licence_kind": "tobacco"}))
    found = {**PRODUCTS, CHAIR: chair}
    return context(products=found, licences=licences, licence_names={"tobacco": "Tobacco trade"})


ADULT = replace(regulated(age_least=18), customer=replace(NORD, is_business=False))

GOODS_CASES += [
    case("goods.licence_missing", world=regulated(), weighs=BLOCK, where="lines/k1/sku", line=10, sku="CH-1",
         customer=NORD.name, licence="Tobacco trade"),
    case("goods.licence_over", world=regulated(TOBACCO), weighs=BLOCK, where="lines/k1/sku", line=10, sku="CH-1",
         customer=NORD.name, licence="Tobacco trade", number="T-1", day=TODAY, until=YESTERDAY),
    case("goods.licence_later", world=regulated(replace(TOBACCO, valid_from=TOMORROW, valid_until=None)),
         weighs=BLOCK, where="lines/k1/sku", line=10, sku="CH-1", customer=NORD.name, licence="Tobacco trade",
         since=TOMORROW, day=TODAY),
    case("goods.age_not_proved", draft([goods("k1", CHAIR)], ADULT), ADULT, weighs=WARN, where="header/carrier",
         line=10, sku="CH-1", age=18),
]  # fmt: skip

SWISS = CustomerFacts(4, "C4", "Zürich Labor AG", "CH", vat_id="", email="z@labor.example")
ENCRYPTION = "5A002"
NEEDS_ONE = ExportRule("5A", "", "licence", "EU 2021/821")


def exported(
    *rules: ExportRule, licences: tuple[ExportLicence, ...] = (), country: str = "CH"
) -> Surroundings:
    """An order that leaves for Switzerland under these rules, with these licences."""
    return around(export=ExportFacts(country, rules, licences))


def controlled(**values: Any) -> OrderContext:
    """The world of a Swiss customer in which chairs are controlled goods that customs know all about."""
    known = {"eccn": ENCRYPTION, "commodity_code": "84713000", "origin_country": "DE"}
    return context(SWISS, products={**PRODUCTS, CHAIR: replace(PRODUCTS[CHAIR], **(known | values))})


def to_zurich(quantity: str = "1", **values: Any) -> Draft:
    """Chairs for Switzerland."""
    head = {"customer_id": 4, "ship_country": "CH", "ship_postcode": "8001"}
    return draft([goods("k1", CHAIR, quantity, **values)], controlled(), **head)


PERMIT = ExportLicence(7, "DE/2026/17", (ENCRYPTION,), ("CH",), left_micro=5_000_000)

GOODS_CASES += [
    case("export.prohibited", to_zurich(), controlled(), exported(ExportRule("5A002", "CH", "prohibited", "List X")),
         weighs=BLOCK, where="lines/k1/sku", line=10, sku="CH-1", eccn="5A002", country="CH", source="List X"),
    case("export.licence_missing", to_zurich(), controlled(), exported(NEEDS_ONE), weighs=BLOCK,
         where="lines/k1/sku", line=10, sku="CH-1", eccn="5A002", country="CH"),
    case("export.licence_over", to_zurich(), controlled(),
         exported(NEEDS_ONE, licences=(replace(PERMIT, valid_until=YESTERDAY),)), weighs=BLOCK,
         where="lines/k1/sku", line=10, sku="CH-1", number="DE/2026/17", day=TODAY),
    case("export.licence_short", to_zurich("6"), controlled(), exported(NEEDS_ONE, licences=(PERMIT,)), weighs=BLOCK,
         where="lines/k1/quantity", line=10, sku="CH-1", number="DE/2026/17", left=Counted(Decimal(5), "pc"),
         needed=Counted(Decimal(6), "pc")),
    case("export.licence_unrated", to_zurich(), controlled(),
         exported(NEEDS_ONE, licences=(replace(PERMIT, left_minor=1, currency="USD"),)), weighs=BLOCK,
         where="lines/k1/sku", line=10, sku="CH-1", number="DE/2026/17", currency="USD"),
    case("export.code_missing", to_zurich(), controlled(commodity_code=""), exported(), weighs=INFO,
         where="lines/k1/sku", line=10, sku="CH-1", count=1),
    case("export.origin_missing", to_zurich(), controlled(origin_country=""), exported(), weighs=INFO,
         where="lines/k1/sku", line=10, sku="CH-1", count=1),
]  # fmt: skip
