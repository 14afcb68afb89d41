"""Checks of export control: what may not go there, what needs a licence, and what customs want to know."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import NamedTuple

from app.domain.exchange import read_exchange_text
from app.domain.export_control import ExportRule, Lack, Need, Ruling, Use, allot, rule_for
from app.domain.issues import Remedy, Severity
from app.domain.money import Money
from app.domain.order_checks.check import Check, Hit, OrderSeen
from app.domain.order_checks.line_limits import StandingLimits
from app.domain.order_checks.regulated import ShipDays
from app.domain.order_checks.surroundings import Surroundings
from app.domain.orders.context import OrderContext, ProductFacts
from app.domain.orders.draft import Draft, Header, Line
from app.domain.orders.repricing import StandingPrices
from app.domain.orders.without_tax import net_minor
from app.domain.quantity import shown_quantity, step_micro
from app.domain.units import Counted

_OPEN_RATES = Remedy("remedy.open_rates", "setup.open", {"page": "rate"})
_LICENCES = {"page": "export_licence"}
_OPEN_LICENCES = Remedy("remedy.open_export_licences", "setup.open", _LICENCES)


def is_prohibited(order: OrderSeen) -> Iterator[Hit]:
    """A rule forbids the article for the country."""
    facts = order.around.export
    for line, number, product, rule, _day in order.once(_ruled_lines):
        if rule.ruling == Ruling.PROHIBITED:
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
        yield Hit(f"lines/{lack.need.line_key}/sku", params, (_open_licence(lack),))


def licence_has_no_rate(order: OrderSeen) -> Iterator[Hit]:
    """There is a valid licence, and nobody knows what the line is worth in its currency."""
    for lack, number, product in _lacking(order, "unrated"):
        assert lack.licence is not None, "one without rate is there"
        params = {"line": number, "sku": product.sku, "number": lack.licence.number}
        params |= {"currency": lack.licence.currency}
        yield Hit(f"lines/{lack.need.line_key}/sku", params, (_OPEN_RATES,))


def licence_is_short(order: OrderSeen) -> Iterator[Hit]:
    """There is a valid licence, and less of it is left than the line needs."""
    for lack, number, product in _lacking(order, "short"):
        params = {"line": number, "sku": product.sku, **_numbers(order, lack, product)}
        remedies = (*_take_what_is_left(order, lack, product), _open_licence(lack))
        yield Hit(f"lines/{lack.need.line_key}/quantity", params, remedies)


def _open_licence(lack: Lack) -> Remedy:
    """To the row of the licence that is over, or has too little left."""
    assert lack.licence is not None, "one that does not do is there"
    return Remedy("remedy.open_export_licence", "setup.open", {**_LICENCES, "id": lack.licence.id})


def _take_what_is_left(order: OrderSeen, lack: Lack, product: ProductFacts) -> tuple[Remedy, ...]:
    """The rest of the licence as the line's quantity, never rounded up: 4 pieces are one pack of 3."""
    left = _left_micro(lack)
    line = next(line for line in order.draft.lines if line.key == lack.need.line_key)
    unit = product.unit(line.unit)
    if left is None or left >= lack.need.quantity_micro or line.kit_key or unit is None:
        return ()
    least = step_micro(unit.decimals)
    quantity = left * line.factor_den // line.factor_num // least * least
    if quantity <= 0:
        return ()
    shown = Counted(shown_quantity(quantity), line.unit)
    params = {"key": line.key, "quantity_micro": quantity, "quantity": shown}
    return (Remedy("remedy.set_quantity_to", "order.set_quantity", params),)


def _left_micro(lack: Lack) -> int | None:
    """What the licence has left of its quantity, after the lines before; None: it limits none."""
    licence = lack.licence
    assert licence is not None, "one with too little left is there"
    return None if licence.left_micro is None else licence.left_micro - lack.taken[0]


def _numbers(order: OrderSeen, lack: Lack, product: ProductFacts) -> dict[str, object]:
    """What is left and what is needed: of the quantity, or of the value where that is what lacks."""
    licence, need, taken = lack.licence, lack.need, lack.taken
    assert licence is not None, "one with too little left is there"
    left = _left_micro(lack)
    if left is not None and left < need.quantity_micro:
        unit = product.units[0].code
        told: tuple[object, object] = (
            Counted(shown_quantity(left), unit),
            Counted(shown_quantity(need.quantity_micro), unit),
        )
    else:
        worth = licence.worth_of(need)
        assert licence.left_minor is not None and worth is not None, "quantity or value is too little"  # noqa: PT018
        currency = licence.currency or order.context.currency
        told = Money(licence.left_minor - taken[1], currency), Money(worth, currency)
    return {"number": licence.number, "left": told[0], "needed": told[1]}


def has_no_code(order: OrderSeen) -> Iterator[Hit]:
    """Customs want a commodity code of each article."""
    yield from _unknown_to_customs(order, lambda product: not product.commodity_code)


def has_no_origin(order: OrderSeen) -> Iterator[Hit]:
    """Customs want to know where each article was made."""
    yield from _unknown_to_customs(order, lambda product: not product.origin_country)


def _unknown_to_customs(order: OrderSeen, lacks: Callable[[ProductFacts], bool]) -> Iterator[Hit]:
    """One hit for all articles: an export of a thousand lines is no thousand notes."""
    if not leaves_the_customs_union(order.context, order.draft.header):
        return
    found = [(line, number, product) for line, number, product in _goods(order) if lacks(product)]
    if found:
        line, number, product = found[0]
        skus = dict.fromkeys(each.sku for _line, _number, each in found)
        remedy = Remedy("remedy.open_product", "product.open", {"id": product.id})
        params = {"line": number, "sku": product.sku, "count": len(skus)}
        yield Hit(f"lines/{line.key}/sku", params, (remedy,))


def leaves_the_customs_union(context: OrderContext, header: Header) -> bool:
    """Whether the goods of an order pass customs."""
    country, home = header.ship_country, context.origin_of(header).country
    return bool(country) and country != home and not {home, country} <= context.taxes.eu_countries


def licence_uses(draft: Draft, context: OrderContext, around: Surroundings) -> tuple[Use, ...]:
    """What the order takes of licences once it is confirmed."""
    seen = OrderSeen(draft, context, around, {}, StandingPrices(), StandingLimits())
    return _shares(seen)[0]


class _RuledLine(NamedTuple):
    """A line, the rule that speaks of it, and the day on which it leaves."""

    line: Line
    number: int
    product: ProductFacts
    rule: ExportRule
    day: date


_Shares = tuple[tuple[Use, ...], tuple[Lack, ...]]


def _shares(order: OrderSeen) -> _Shares:
    """What the lines take of licences, and those without."""
    return allot(_needs(order), order.around.export, order.draft.header.customer_id)


def _lacking(order: OrderSeen, reason: str) -> Iterator[tuple[Lack, int, ProductFacts]]:
    lacks = [lack for lack in order.once(_shares)[1] if lack.reason == reason]
    if not lacks:
        return
    known = {each.line.key: (each.number, each.product) for each in order.once(_ruled_lines)}
    for lack in lacks:
        yield (lack, *known[lack.need.line_key])


def _ruled_lines(order: OrderSeen) -> tuple[_RuledLine, ...]:
    """The lines that a rule speaks of: few numbers and days in an order, so each pair is looked up once."""
    facts = order.around.export
    if not facts.rules:
        return ()
    days, known = ShipDays(order), dict[tuple[str, date], ExportRule | None]()
    found = []
    for line, number, product in _goods(order):
        key = product.eccn, days.of(line)
        if key not in known:
            known[key] = rule_for(facts.rules, product.eccn, facts.country, key[1])
        rule = known[key]
        if rule is not None:
            found.append(_RuledLine(line, number, product, rule, key[1]))
    return tuple(found)


def _needs(order: OrderSeen) -> Iterable[Need]:
    exchange = read_exchange_text(order.draft.header.exchange)
    for line, _number, product, rule, day in order.once(_ruled_lines):
        if rule.ruling == Ruling.LICENCE:
            worth = max(0, net_minor((line,), order.draft))  # a licence counts goods, not their tax
            yield Need(line.key, product.eccn, line.base_micro, worth, day, exchange)


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
    Check(
        code="export.licence_unrated",
        area="export",
        severity=Severity.BLOCK,
        owner="owner",
        run=licence_has_no_rate,
    ),
    Check(code="export.code_missing", area="export", severity=Severity.INFO, run=has_no_code),
    Check(code="export.origin_missing", area="export", severity=Severity.INFO, run=has_no_origin),
)
