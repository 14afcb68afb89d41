"""Orders with goods that the law looks at."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.domain.dangerous import Carrier, Hazard
from app.domain.orders.context import OrderContext
from app.domain.regulated import LicenceInput
from tests.unit.orders.check_cases import BLOCK, TOMORROW, WARN, YESTERDAY, Case, case, one
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
