"""Checks of what was given away: below a floor price, beyond what the role may, beyond what a contract agreed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.issues import Remedy, Severity
from app.domain.money import Rate, decimal_of_micro
from app.domain.order_checks.check import Check, Hit, OrderSeen, focus
from app.domain.orders.asking import asked_line, shared_of, unit_of
from app.domain.orders.draft import Line
from app.domain.orders.terms_typed import read_discount
from app.domain.pricing import AskedLine, PriceResult, SharedFacts, price_line
from app.domain.pricing.limits import floor_micro, limits_for, margin_of, typed_discount_ppm
from app.domain.quantity import shown_quantity
from app.domain.units import Counted


@dataclass(frozen=True, slots=True)
class _Priced:
    """A line with an article, its number, and what rules and clerk made of its price."""

    line: Line
    number: int
    asked: AskedLine
    result: PriceResult
    shared: SharedFacts


def below_floor(order: OrderSeen) -> Iterator[Hit]:
    """The price lies below the floor price of the article, whoever made it."""
    rules = order.context.rules_of(order.draft)
    if not rules.floors_for(shared_of(order.draft, order.context).buyer):
        return
    for each in _priced(order, only_typed=False):
        floor = floor_micro(each.asked, rules, each.shared, each.line.price_per)
        if floor is not None and each.line.price_micro < floor:
            params = _named(
                each, price=decimal_of_micro(each.line.price_micro), floor=decimal_of_micro(floor)
            )
            yield Hit(_at(each, "price"), params, _ways_out(each))


def beyond_discount(order: OrderSeen) -> Iterator[Hit]:
    """More was taken off the list price than a role of the clerk may."""
    rights, roles = order.context.rules.rights, order.context.roles
    if not rights:
        return
    for each in _priced(order, only_typed=True):
        most = limits_for(rights, roles, each.asked.family).max_discount_ppm
        off = typed_discount_ppm(_as_stored(each))
        if most is not None and off is not None and off > most:
            params = _named(each, percent=_percent(off), most=Rate(most).percent)
            yield Hit(_at(each, "price"), params, _ways_out(each))


def order_beyond_discount(order: OrderSeen) -> Iterator[Hit]:
    """More was typed off the order as a whole than a role of the clerk may."""
    typed = read_discount(order.draft.header.order_discount).ppm
    most = limits_for(order.context.rules.rights, order.context.roles, "").max_discount_ppm
    if typed is not None and most is not None and typed > most:
        params = {"percent": Rate(typed).percent, "most": Rate(most).percent}
        remedy = Remedy("remedy.take_rules_discount", "order.take_rules_discount", {})
        yield Hit("header/order_discount", params, (remedy,))


def below_margin(order: OrderSeen) -> Iterator[Hit]:
    """What was typed leaves less of the price than a role of the clerk must leave; unknown costs say nothing."""
    rights, roles = order.context.rules.rights, order.context.roles
    if not rights:
        return
    for each in _priced(order, only_typed=True):
        least = limits_for(rights, roles, each.asked.family).min_margin_ppm
        left = margin_of(_as_stored(each), each.line.cost_micro)
        if least is not None and left is not None and left < least:
            yield Hit(_at(each, "price"), _named(each, least=Rate(least).percent), _ways_out(each))


def beyond_contract(order: OrderSeen) -> Iterator[Hit]:
    """More is ordered of an article than its contract has left: the rest of it is beyond what was agreed."""
    if not order.context.purchases.drawn:  # it names every row with an agreed quantity, drawn from or not
        return
    told: set[int] = set()
    wanted: dict[int, int] = {}
    found = list(_priced(order, only_typed=False))
    for each in found:
        wanted[each.asked.product_id or 0] = wanted.get(each.asked.product_id or 0, 0) + each.asked.base_micro
    for each in found:
        id_, left = each.asked.product_id or 0, each.result.left_micro
        if left is None or each.asked.is_typed or wanted[id_] <= left or id_ in told:
            continue
        told.add(id_)
        base = order.context.products[id_].units[0].code
        params = _named(
            each,
            left=Counted(shown_quantity(left), base),
            beyond=Counted(shown_quantity(wanted[id_] - left), base),
        )
        yield Hit(_at(each, "quantity"), params, focus("remedy.type_quantity", _at(each, "quantity")))


def _priced(order: OrderSeen, *, only_typed: bool) -> Iterator[_Priced]:
    draft, context = order.draft, order.context
    shared = shared_of(draft, context)
    for place, line in enumerate(draft.lines):
        typed = line.is_typed
        asked = asked_line(line, draft, context) if typed or not only_typed else None
        if asked is not None:
            yield _Priced(
                line, (place + 1) * 10, asked, price_line(asked, context.rules_of(draft), shared), shared
            )


def _as_stored(each: _Priced) -> PriceResult:
    """The result with the price that stands on the line, for the units that it is for."""
    list_micro = each.result.list_micro
    if list_micro is not None and each.result.per != each.line.price_per:
        list_micro = unit_of(each.line).price_from_base(list_micro, each.result.per, each.line.price_per)
    line = each.line
    return PriceResult(
        list_micro, line.discount_ppm, line.price_micro, line.amount_minor, None, per=line.price_per
    )


def _percent(ppm: int) -> object:
    """A percent with two decimals at most: 14.2857 is 14.29 to people."""
    return Rate(round(ppm, -2)).percent


def _named(each: _Priced, **params: object) -> dict[str, object]:
    return {"line": each.number, "sku": each.line.sku, **params}


def _at(each: _Priced, field: str) -> str:
    return f"lines/{each.line.key}/{field}"


def _ways_out(each: _Priced) -> tuple[Remedy, ...]:
    """What was typed gives way to what the rules say; what they said is typed over."""
    if each.asked.is_typed:
        return (Remedy("remedy.take_rules_price", "order.take_rules_price", {"key": each.line.key}),)
    return focus("remedy.type_price", _at(each, "price"))


CHECKS = (
    Check(code="price.below_floor", area="price", severity=Severity.APPROVE, owner="owner", run=below_floor),
    Check(
        code="price.beyond_discount",
        area="price",
        severity=Severity.APPROVE,
        owner="owner",
        run=beyond_discount,
    ),
    Check(
        code="price.order_beyond_discount",
        area="price",
        severity=Severity.APPROVE,
        owner="owner",
        run=order_beyond_discount,
    ),
    Check(
        code="price.below_margin", area="price", severity=Severity.APPROVE, owner="owner", run=below_margin
    ),
    Check(code="price.beyond_contract", area="price", severity=Severity.WARN, run=beyond_contract),
)
