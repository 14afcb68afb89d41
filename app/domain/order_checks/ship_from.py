"""Checks of the country that ships: that the goods come from there, and that the firm can be taxed there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from app.domain.issues import Remedy, Severity
from app.domain.order_checks.check import Check, Hit, OrderSeen
from app.domain.order_checks.taxes import OPEN_TAXES, TOLD_MOST
from app.domain.orders.states import OrderState
from app.domain.routing.facts import ShipPlace
from app.domain.tax import find_rule

FIELD = "header/warehouse_id"
OPEN_IDS = Remedy("remedy.open_registrations", "setup.open", {"page": "tax_registration"})


def comes_from_elsewhere(order: OrderSeen) -> Iterator[Hit]:
    """Goods are planned from another country than the one that the taxes were found for."""
    if not order.around.abroad:
        return
    places = order.context.warehouses
    lines = {key for key, _id in order.around.abroad}
    numbers = [index * 10 for index, line in enumerate(order.draft.lines, 1) if line.key in lines]
    counted = Counter(id_ for _key, id_ in order.around.abroad)
    found = [places[id_] for id_, _count in counted.most_common()]
    told = ", ".join(map(str, numbers[:TOLD_MOST])) + (" …" if len(numbers) > TOLD_MOST else "")
    params = {
        "lines": told,
        "places": ", ".join(f"{place.name} ({place.place.country})" for place in found),
        "ship_from": order.ship_from,
    }
    yield Hit(FIELD, params, _ways(order, found))


def _ways(order: OrderSeen, found: list[ShipPlace]) -> tuple[Remedy, ...]:
    """To ship from there, where the firm has a VAT id; else from a warehouse of the country of the taxes.

    A confirmed order goes on shipping from where it was confirmed.
    """
    if order.draft.state == OrderState.CONFIRMED:
        return ()
    registered = order.context.taxes.registered
    there = [place for place in found if place.place.country in registered or _is_home(order, place)]
    same = (each for each in order.context.warehouses.values() if each.place.country == order.ship_from)
    here = [place for place in same if place.active]
    return tuple(
        Remedy("remedy.ship_from", "order.set_ships_from", {"warehouse_id": place.id, "name": place.name})
        for place in (*there[:1], *here[:1])
    )


def _is_home(order: OrderSeen, place: ShipPlace) -> bool:
    return place.place.country == order.context.home


def has_no_vat_id_there(order: OrderSeen) -> Iterator[Hit]:
    """The order ships from a country in which the firm is not registered."""
    country, taxes = order.ship_from, order.context.taxes
    if country == order.context.home or country in taxes.registered or taxes.is_stacked(country):
        return
    yield Hit(FIELD, {"country": country}, (OPEN_IDS,))


def has_no_taxes_there(order: OrderSeen) -> Iterator[Hit]:
    """A line is taxed by a row of the mapping that is for any country: at the rate of another one than ships."""
    draft, context = order.draft, order.context
    if order.ship_from == context.home or order.ship_from not in context.taxes.registered:
        return
    way, asked = context.way_of(draft.header), set[str]()
    for line in draft.lines:
        if line.tax_class in asked or not (line.has_amount and line.tax_ppm) or line.tax_stack:
            continue
        asked.add(line.tax_class)
        subject = context.tax_subject(line.tax_class, way)
        rule = find_rule(subject, context.taxes.rules, context.taxes.eu_countries)
        if rule is not None and rule.ship_from is None:
            params = {"tax": rule.tax_code, "tax_class": line.tax_class, "country": order.ship_from}
            yield Hit(f"lines/{line.key}/tax", params, (OPEN_TAXES,))
            return


CHECKS = (
    Check(
        code="order.ships_from_elsewhere",
        area="tax",
        severity=Severity.WARN,
        owner="bookkeeper",
        run=comes_from_elsewhere,
    ),
    Check(
        code="order.no_vat_id_there",
        area="tax",
        severity=Severity.BLOCK,
        owner="bookkeeper",
        run=has_no_vat_id_there,
    ),
    Check(
        code="order.no_taxes_there",
        area="tax",
        severity=Severity.BLOCK,
        owner="bookkeeper",
        run=has_no_taxes_there,
    ),
)
