"""Checks of export control: what may not go there, what needs a licence, and what customs want to know."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from app.domain.export_control import ExportRule, Lack, Need, Ruling, Use, allot, rule_for
from app.domain.issues import Remedy, Severity
from app.domain.money import Money
from app.domain.order_checks.check import Check, Hit, OrderSeen
from app.domain.order_checks.line_limits import StandingLimits
from app.domain.order_checks.regulated import ShipDays
from app.domain.order_checks.surroundings import Surroundings
from app.domain.orders.context import OrderContext, ProductFacts
from app.domain.orders.draft import Draft, Line
from app.domain.orders.repricing import StandingPrices
from app.domain.quantity import shown_quantity
from app.domain.units import Counted

_OPEN_LICENCES = Remedy("remedy.open_export_licences", "setup.open", {"page": "export_licence"})


def is_prohibited(order: OrderSeen) -> Iterator[Hit]:
    """A rule forbids the article for the country."""
    facts = order.around.export
    if not any(rule.ruling == Ruling.PROHIBITED for rule in facts.rules):
        return
    found = _Rules(order)
    for line, number, product in _goods(order):
        rule, _day = found.of(line, product)
        if rule is not None and rule.ruling == Ruling.PROHIBITED:
            params = {
                "line": number,
                "sku": product.sku,
                "eccn": product.eccn or "-",
                "country": facts.country,
                "source": rule.source or "-",
            }
            remedy = Remedy("remedy.remove_line", "order.delete_line", {"key": line.key})
            yield Hit(f"lines/{line.key}/sku", params, (remedy,))


def has_no_licence(order: OrderSeen) -> Iterator[Hit]:
    """The article needs a licence for the country, and the firm has none that names it."""
    for lack, number, product in _lacking(order, "missing"):
        params = {"line": number, "sku": product.sku, "eccn": product.eccn or "-"}
        params |= {"country": order.around.export.country}
        yield Hit(f"lines/{lack.need.line_key}/sku", params, (_OPEN_LICENCES,))


def licence_is_over(order: OrderSeen) -> Iterator[Hit]:
    """There is a licence, and it is not valid on the day on which the goods leave."""
    for lack, number, product in _lacking(order, "over"):
        assert lack.licence is not None, "one that is not valid is there"
        params = {"line": number, "sku": product.sku, "number": lack.licence.number, "day": lack.need.day}
        yield Hit(f"lines/{lack.need.line_key}/sku", params, (_OPEN_LICENCES,))


def licence_is_short(order: OrderSeen) -> Iterator[Hit]:
    """There is a valid licence, and less of it is left than the line needs."""
    for lack, number, product in _lacking(order, "short"):
        params = {"line": number, "sku": product.sku, **_numbers(order, lack, product)}
        yield Hit(f"lines/{lack.need.line_key}/quantity", params, (_OPEN_LICENCES,))


def _numbers(order: OrderSeen, lack: Lack, product: ProductFacts) -> dict[str, object]:
    """What is left and what is needed: of the quantity, or of the value where that is what lacks."""
    licence, need, taken = lack.licence, lack.need, lack.taken
    assert licence is not None, "one with too little left is there"
    left = None if licence.left_micro is None else licence.left_micro - taken[0]
    if left is not None and left < need.quantity_micro:
        unit = product.units[0].code
        told: tuple[object, object] = (
            Counted(shown_quantity(left), unit),
            Counted(shown_quantity(need.quantity_micro), unit),
        )
    else:
        assert licence.left_minor is not None, "quantity or value is too little"
        currency = order.context.currency
        told = Money(licence.left_minor - taken[1], currency), Money(need.amount_minor, currency)
    return {"number": licence.number, "left": told[0], "needed": told[1]}


def has_no_code(order: OrderSeen) -> Iterator[Hit]:
    """Customs want a commodity code of each article."""
    yield from _unknown_to_customs(order, lambda product: not product.commodity_code)


def has_no_origin(order: OrderSeen) -> Iterator[Hit]:
    """Customs want to know where each article was made."""
    yield from _unknown_to_customs(order, lambda product: not product.origin_country)


def _unknown_to_customs(order: OrderSeen, lacks: Callable[[ProductFacts], bool]) -> Iterator[Hit]:
    """One hit for all articles: an export of a thousand lines is no thousand notes."""
    if not leaves_the_customs_union(order.context, order.draft.header.ship_country):
        return
    found = [(line, number, product) for line, number, product in _goods(order) if lacks(product)]
    if found:
        line, number, product = found[0]
        skus = dict.fromkeys(each.sku for _line, _number, each in found)
        remedy = Remedy("remedy.open_product", "product.open", {"id": product.id})
        params = {"line": number, "sku": product.sku, "count": len(skus)}
        yield Hit(f"lines/{line.key}/sku", params, (remedy,))


def leaves_the_customs_union(context: OrderContext, country: str) -> bool:
    """Whether goods to the country pass customs."""
    home, union = context.ship_from, context.taxes.eu_countries
    return bool(country) and country != home and not {home, country} <= union


def licence_uses(draft: Draft, context: OrderContext, around: Surroundings) -> tuple[Use, ...]:
    """What the order takes of licences once it is confirmed."""
    seen = OrderSeen(draft, context, around, {}, StandingPrices(), StandingLimits())
    return allot(_needs(seen), around.export, draft.header.customer_id)[0]


def _lacking(order: OrderSeen, reason: str) -> Iterator[tuple[Lack, int, ProductFacts]]:
    facts = order.around.export
    if not any(rule.ruling == Ruling.LICENCE for rule in facts.rules):
        return
    lacks = allot(_needs(order), facts, order.draft.header.customer_id)[1]
    if not any(lack.reason == reason for lack in lacks):
        return
    known = {line.key: (number, product) for line, number, product in _goods(order)}
    for lack in lacks:
        if lack.reason == reason:
            yield (lack, *known[lack.need.line_key])


class _Rules:
    """The rule that speaks of each line on the day on which it leaves: few numbers and days in an order."""

    def __init__(self, order: OrderSeen) -> None:
        self._facts, self._days = order.around.export, ShipDays(order)
        self._found: dict[tuple[str, date], ExportRule | None] = {}

    def of(self, line: Line, product: ProductFacts) -> tuple[ExportRule | None, date]:
        """The rule, and the day."""
        day = self._days.of(line)
        key = product.eccn, day
        if key not in self._found:
            self._found[key] = rule_for(self._facts.rules, product.eccn, self._facts.country, day)
        return self._found[key], day


def _needs(order: OrderSeen) -> Iterable[Need]:
    if not order.around.export.rules:
        return
    found = _Rules(order)
    for line, _number, product in _goods(order):
        rule, day = found.of(line, product)
        if rule is not None and rule.ruling == Ruling.LICENCE:
            yield Need(line.key, product.eccn, line.base_micro, max(0, line.amount_minor), day)


def _goods(order: OrderSeen) -> Iterator[tuple[Line, int, ProductFacts]]:
    products = order.context.products
    for index, line in enumerate(order.draft.lines):
        product = products.get(line.product_id) if line.product_id is not None else None
        if product is not None and line.kind == "goods" and line.base_micro > 0:
            yield line, (index + 1) * 10, product


CHECKS = (
    Check(
        code="export.prohibited",
        area="export",
        severity=Severity.BLOCK,
        owner="compliance",
        run=is_prohibited,
    ),
    Check(
        code="export.licence_missing",
        area="export",
        severity=Severity.BLOCK,
        owner="compliance",
        run=has_no_licence,
    ),
    Check(
        code="export.licence_over",
        area="export",
        severity=Severity.BLOCK,
        owner="compliance",
        run=licence_is_over,
    ),
    Check(
        code="export.licence_short",
        area="export",
        severity=Severity.BLOCK,
        owner="compliance",
        run=licence_is_short,
    ),
    Check(code="export.code_missing", area="export", severity=Severity.INFO, run=has_no_code),
    Check(code="export.origin_missing", area="export", severity=Severity.INFO, run=has_no_origin),
)
