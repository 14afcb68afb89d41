"""The small world with an article that is configured, in two versions of its model."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

from app.domain.configured import Configured, ConfiguredFacts
from app.domain.order_checks import AwaitedComponents
from app.domain.orders.context import OrderContext, ProductFacts
from app.domain.orders.draft import Draft, Line
from app.domain.orders.keying import product_values
from app.domain.pricing.configured import ConfiguredPrice, Share, SharesFrom
from app.domain.quantity import Unit
from app.domain.told_texts import written
from tests.unit.orders.check_cases import BLOCK, TOMORROW, WARN, Case, around, case
from tests.unit.orders.world import PRODUCTS, context, draft, micro

DESK, MODEL = 30, 5
PLAIN, LIT = "desk-1", "desk-2"
FRAME = Share("frame", (("de", "Gestell"), ("en", "Frame")), Fraction(600))
OAK = Share("top.oak", (("de", "Platte: Eiche"), ("en", "Top: Oak")), Fraction(121, 3))
STRIP = Share("strip", (("en", "LED strip"),), Fraction(80), is_discountable=False)


def configured(key: str, *shares: Share, **values: Any) -> Configured:
    price = ConfiguredPrice(key, "Desk", (SharesFrom("", None, shares),))
    facts = ConfiguredFacts(price, costs=(), lead_days=8)
    texts = (("de", f"Tisch {key}"), ("en", f"Desk {key}"))
    found = Configured(key, MODEL, "Desk", 11, 1, 1, "", texts, facts, micro("300"))
    return replace(found, **values)


def world(**values: Any) -> OrderContext:
    """The world with a configured article that is in no price list; `values`: of the first configuration."""
    product = ProductFacts(
        DESK, "DESK", "Desk", "goods", "desks", "standard", (Unit("pc"), Unit("dz", 12)), model_id=MODEL,
        cost_micro=micro("250"), cost_source="standard",
    )  # fmt: skip
    known = {PLAIN: configured(PLAIN, FRAME, OAK, **values), LIT: configured(LIT, FRAME, OAK, STRIP)}
    return context(products={**PRODUCTS, DESK: product}, configurations=known)


WORLD = world()


def desk_line(key: str = "k1", quantity: str = "1", configuration: str = PLAIN, **values: Any) -> Line:
    """An unpriced line of the configured article."""
    fields: dict[str, Any] = product_values(WORLD.products[DESK]) | {"configuration": configuration}
    place: dict[str, Any] = {"key": key, "position": 1000 * int(key[1:]), "quantity_micro": micro(quantity)}
    return Line(**(place | fields | values))


def order(*lines: Line, within: OrderContext = WORLD, **header: Any) -> Draft:
    """A priced draft of these lines."""
    return draft(lines, within, **header)


ONE = order(desk_line())
NEVER = AwaitedComponents("k1", "TOP-1", 4, None)
LATER = AwaitedComponents("k1", "TOP-1, LEG-2", 4, TOMORROW)
CONFIGURED_CASES: list[Case] = [
    case("line.not_configured", order(desk_line(configuration="")), WORLD, weighs=BLOCK, where="lines/k1/text",
         line=10, sku="DESK"),
    case("line.older_model", ONE, world(active_number=3, active_note="New frames"), weighs=WARN,
         where="lines/k1/text", line=10, sku="DESK", model="Desk", number=1, active=3, note="New frames",
         fits=written(("line.fits_still", {}))),
    case("line.components_short", ONE, near=around(components=(NEVER,), short_lines=("k1",)),
         weighs=WARN, where="lines/k1/promise", line=10, sku="DESK", articles="TOP-1"),
    case("line.components_late", ONE, near=around(components=(LATER,)),
         weighs=WARN, where="lines/k1/promise", line=10, sku="DESK", articles="TOP-1, LEG-2", date=TOMORROW),
]  # fmt: skip
