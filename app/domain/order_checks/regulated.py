"""Checks of regulated goods: the customer's licence on the day of shipping, and the age at the door."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from app.domain.dangerous import Carrier
from app.domain.issues import Remedy, Severity
from app.domain.order_checks.check import Check, Hit, OrderSeen
from app.domain.order_checks.dangerous import CARRIER, OPEN_CARRIERS, chosen_carrier
from app.domain.orders.context import ProductFacts
from app.domain.orders.draft import Line
from app.domain.regulated import LicenceInput


class _Regulated(NamedTuple):
    """A line with an article that asks for something of its buyer."""

    line: Line
    number: int
    product: ProductFacts


def licence_is_missing(order: OrderSeen) -> Iterator[Hit]:
    """The customer has no licence of the kind that the article asks for."""
    for each in order.once(_regulated):
        kind = each.product.licence_kind
        if kind and not _of_kind(order, kind):
            yield Hit(_at(each), _named(order, each), _note_licence(order))


def licence_is_over(order: OrderSeen) -> Iterator[Hit]:
    """The customer had one, and it ends before the goods leave."""
    for each, day, held in _not_holding(order):
        if _next_begin(held, day) is None:
            last = max(held, key=lambda licence: licence.valid_until or day)
            params = {**_named(order, each), "number": last.number, "until": last.valid_until, "day": day}
            yield Hit(_at(each), params, _note_licence(order))


def _note_licence(order: OrderSeen) -> tuple[Remedy, ...]:
    """To the licences on the card, not to its first field."""
    return (Remedy("remedy.note_licence", "customer.licences", {"id": order.customer.id}),)


def licence_begins_later(order: OrderSeen) -> Iterator[Hit]:
    """The customer has one that begins only after the goods leave: they may leave on its first day."""
    for each, day, held in _not_holding(order):
        begins = _next_begin(held, day)
        if begins is not None:
            date_of = {"key": each.line.key, "date": begins}
            remedy = Remedy("remedy.set_date", "order.set_line_date", date_of)
            yield Hit(_at(each), {**_named(order, each), "since": begins, "day": day}, (remedy,))


def _not_holding(order: OrderSeen) -> Iterator[tuple[_Regulated, date, list[LicenceInput]]]:
    """Lines whose customer has licences, none of them valid on the day on which they leave."""
    lines = order.once(_regulated)
    days = ShipDays(order) if lines else None
    for each in lines:
        assert days is not None, "made for lines"
        held, day = _of_kind(order, each.product.licence_kind), days.of(each.line)
        if held and not any(licence.holds_on(day) for licence in held):
            yield each, day, held


def _next_begin(held: Iterable[LicenceInput], day: date) -> date | None:
    return min((each.valid_from for each in held if each.valid_from and each.valid_from > day), default=None)


def age_is_not_proved(order: OrderSeen) -> Iterator[Hit]:
    """A consumer gets what only people of an age may have, by somebody who does not look at their papers."""
    lines = [each for each in order.once(_regulated) if each.product.age_least]
    carrier = chosen_carrier(order)
    if not lines or order.customer.is_business or (carrier is not None and carrier.checks_age):
        return
    oldest = max(lines, key=lambda each: each.product.age_least)
    params = {"line": oldest.number, "sku": oldest.product.sku, "age": oldest.product.age_least}
    yield Hit(CARRIER, params, (_who_checks(order),))


class ShipDays:
    """The day on which the last of each line's goods leaves, as far as it is known."""

    def __init__(self, order: OrderSeen) -> None:
        self._planned = dict(order.around.leaves)
        self._wish, self._today = order.draft.header.requested_date, order.context.today

    def of(self, line: Line) -> date:
        """The day of a line; never one that is over."""
        day = self._planned.get(line.key) or line.requested_date or self._wish
        return self._today if day is None or day < self._today else day


def _regulated(order: OrderSeen) -> list[_Regulated]:
    products = order.context.products
    if order.context.customer is None or not any(each.is_regulated for each in products.values()):
        return []
    found = []
    for index, line in enumerate(order.draft.lines):
        product = products.get(line.product_id) if line.product_id is not None else None
        if product is not None and product.is_regulated and line.quantity_micro > 0:
            found.append(_Regulated(line, (index + 1) * 10, product))
    return found


def _of_kind(order: OrderSeen, kind: str) -> list[LicenceInput]:
    return [each for each in order.context.licences if each.kind == kind]


def _named(order: OrderSeen, each: _Regulated) -> dict[str, object]:
    kind = each.product.licence_kind
    return {
        "line": each.number,
        "sku": each.product.sku,
        "customer": order.customer.name,
        "licence": order.context.licence_names.get(kind, kind),
    }


def _at(each: _Regulated) -> str:
    return f"lines/{each.line.key}/sku"


def _who_checks(order: OrderSeen) -> Remedy:
    """The first carrier who looks at papers, and takes what is dangerous of the order."""
    hazards = [each.hazard for each in order.context.products.values() if each.hazard is not None]

    def fits(carrier: Carrier) -> bool:
        return carrier.active and carrier.checks_age and all(map(carrier.may_carry, hazards))

    carrier = next(filter(fits, order.context.carriers), None)
    if carrier is None:
        return OPEN_CARRIERS
    return Remedy("remedy.set_carrier", "order.set_carrier", {"carrier": carrier.code, "name": carrier.name})


CHECKS = (
    Check(
        code="goods.licence_missing",
        area="goods",
        severity=Severity.BLOCK,
        owner="compliance",
        run=licence_is_missing,
    ),
    Check(
        code="goods.licence_over",
        area="goods",
        severity=Severity.BLOCK,
        owner="compliance",
        run=licence_is_over,
    ),
    Check(
        code="goods.licence_later",
        area="goods",
        severity=Severity.BLOCK,
        owner="compliance",
        run=licence_begins_later,
    ),
    Check(
        code="goods.age_not_proved",
        area="goods",
        severity=Severity.WARN,
        owner="warehouse",
        run=age_is_not_proved,
    ),
)
