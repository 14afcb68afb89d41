"""A kit in the small world of the drafts: two chairs, a lamp, 1.5 m of cable and half an hour for 700."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.domain.kits import Kit, KitPart
from app.domain.money import MICRO
from app.domain.orders.context import OrderContext, ProductFacts
from app.domain.orders.draft import Draft, Line
from app.domain.orders.keying import product_values
from app.domain.pricing import PriceRow
from app.domain.quantity import Unit
from tests.unit.orders.check_cases import BLOCK, WARN, Case, case
from tests.unit.orders.world import CABLE, CHAIR, LAMP, PRODUCTS, SERVICE, context, draft, micro, rules_at

SET = 9
PARTS = (
    KitPart(CHAIR, micro("2"), 5),
    KitPart(LAMP, micro("1"), 3),
    KitPart(CABLE, micro("1.5"), 2),
    KitPart(SERVICE, micro("0.5"), 0),
)
OWN_PRICE = Kit(PARTS)


def world(
    kit: Kit = OWN_PRICE, *, price: str = "700", percent_more: int = 0, version: int = 1, **values: Any
) -> OrderContext:
    """The world with a kit, and its own price where it has one."""
    product = ProductFacts(
        SET, "SET-1", "Workplace", "goods", "sets", "standard", (Unit("pc"), Unit("dz", 12)), kit=kit
    )
    rules = rules_at(version, percent_more=percent_more)
    rows = {
        **rules.rows,
        SET: (PriceRow(90, 1, 0, micro(price or "0")), PriceRow(91, 1, micro("5"), micro("650"))),
    }
    if not price:
        rows.pop(SET)
    return context(rules=replace(rules, rows=rows), products={**PRODUCTS, SET: product}, **values)


WORLD = world()


def kit_line(
    key: str, quantity: str = "1", unit: str = "", *, within: OrderContext = WORLD, **values: Any
) -> Line:
    """An unpriced line of the kit."""
    product = within.products[SET]
    fields: dict[str, Any] = product_values(product, product.unit(unit) if unit else None)
    return Line(
        **(
            {"key": key, "position": 1000 * int(key[1:]), "quantity_micro": micro(quantity), **fields}
            | values
        )
    )


def order(*lines: Line, within: OrderContext = WORLD, **header: Any) -> Draft:
    """A priced draft of these lines."""
    return draft(lines, within, **header)


ONE = order(kit_line("k1"))
KIT_CASES: list[Case] = [
    case("line.kit_without_parts", replace(ONE, lines=ONE.lines[:1]), WORLD, weighs=BLOCK, where="lines/k1/sku",
         line=10, sku="SET-1"),
    case("line.kit_changed", ONE, world(Kit((KitPart(LAMP, MICRO),))), weighs=WARN, where="lines/k1/sku", line=10,
         sku="SET-1"),
]  # fmt: skip
