"""Checks of dangerous goods: the chosen carrier has to be one who may carry them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from app.domain.dangerous import Carrier, Hazard, first_for_all
from app.domain.issues import Remedy, Severity
from app.domain.order_checks.check import Check, Hit, OrderSeen
from app.domain.orders.context import ProductFacts

OPEN_CARRIERS = Remedy("remedy.open_carriers", "setup.open", {"page": "carrier"})
CARRIER = "header/carrier"


class _Dangerous(NamedTuple):
    """A line with a dangerous article."""

    key: str
    number: int
    product: ProductFacts
    hazard: Hazard


def carrier_refuses(order: OrderSeen) -> Iterator[Hit]:
    """The chosen carrier may not carry the article's class, nor its packing as limited quantity."""
    lines, carrier = _dangerous(order), chosen_carrier(order)
    if carrier is None:
        return
    for line in lines:
        if not carrier.may_carry(line.hazard):
            params = {
                **_named(line),
                "hazard_class": line.hazard.hazard_class,
                "carrier": carrier.name,
            }
            yield Hit(f"lines/{line.key}/sku", params, (_another(order, lines),))


def has_no_carrier(order: OrderSeen) -> Iterator[Hit]:
    """Dangerous goods go with a carrier of whom it is known that he takes them."""
    lines = _dangerous(order)
    if lines and chosen_carrier(order) is None:
        first = lines[0]
        yield Hit(CARRIER, _named(first), (_another(order, lines),))


def exceeds_limited(order: OrderSeen) -> Iterator[Hit]:
    """An inner packing holds more than the limited quantity: the whole law of its class applies to it."""
    carrier = chosen_carrier(order)
    for line in _dangerous(order):
        hazard = line.hazard
        is_taken = carrier is not None and carrier.takes_class(hazard.hazard_class)
        if hazard.exceeds_limited and not is_taken:
            params = {**_named(line), "inner": hazard.inner_amount, "limited": hazard.limited_amount}
            remedy = Remedy("remedy.open_product", "product.open", {"id": line.product.id})
            yield Hit(f"lines/{line.key}/sku", params, (remedy,))


def chosen_carrier(order: OrderSeen) -> Carrier | None:
    """The carrier in the order's head, as far as he is known."""
    code = order.draft.header.carrier
    return next((each for each in order.context.carriers if each.code == code), None) if code else None


def _dangerous(order: OrderSeen) -> list[_Dangerous]:
    products = order.context.products
    if not any(product.hazard is not None for product in products.values()):
        return []
    found = []
    for index, line in enumerate(order.draft.lines):
        product = products.get(line.product_id) if line.product_id is not None else None
        if product is not None and product.hazard is not None and line.quantity_micro > 0:
            found.append(_Dangerous(line.key, (index + 1) * 10, product, product.hazard))
    return found


def _named(line: _Dangerous) -> dict[str, object]:
    return {"line": line.number, "sku": line.product.sku, "un": line.hazard.un_number}


def _another(order: OrderSeen, lines: list[_Dangerous]) -> Remedy:
    """The first carrier who takes all of it; where there is none, the carriers are opened."""
    carrier = first_for_all(order.context.carriers, (line.hazard for line in lines))
    if carrier is None:
        return OPEN_CARRIERS
    return Remedy("remedy.set_carrier", "order.set_carrier", {"carrier": carrier.code, "name": carrier.name})


CHECKS = (
    Check(
        code="goods.carrier_refuses",
        area="goods",
        severity=Severity.BLOCK,
        owner="warehouse",
        run=carrier_refuses,
    ),
    Check(
        code="goods.carrier_missing",
        area="goods",
        severity=Severity.WARN,
        owner="warehouse",
        run=has_no_carrier,
    ),
    Check(
        code="goods.limited_exceeded",
        area="goods",
        severity=Severity.WARN,
        owner="warehouse",
        run=exceeds_limited,
    ),
)
