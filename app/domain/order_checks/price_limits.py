"""Checks of what was given away: below a floor price, beyond what the role may, beyond what a contract agreed."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from app.domain.issues import Remedy, Severity
from app.domain.money import Rate, decimal_of_micro
from app.domain.order_checks.check import Check, Hit, OrderSeen, focus
from app.domain.order_checks.line_limits import LimitedLine
from app.domain.orders.without_tax import included_ppm
from app.domain.pricing import PriceResult, PriceRight
from app.domain.pricing.limits import NO_LIMIT, limits_for, lowest_micro, margin_of, typed_discount_ppm
from app.domain.quantity import shown_quantity
from app.domain.units import Counted, ShareOf


def below_floor(order: OrderSeen) -> Iterator[Hit]:
    """The price lies below the floor price of the article, or below what a role of the clerk may go to of it."""
    has_own = any(right.floor_ppm is not None for right in order.context.rules.rights)
    right_of = _Rights(order)
    for each in order.limits.of(order.draft, order.context):
        line, floor = each.line, each.limits.floor_micro
        if floor is None or not (has_own or line.price_micro < floor):
            continue  # of a thousand lines seldom one is looked at further
        right = right_of(each) if has_own else NO_LIMIT
        least = lowest_micro(floor, right, is_typed=line.is_typed)
        if line.price_micro < least:
            params = _named(
                each, price=decimal_of_micro(line.price_micro), floor=_told_floor(floor, least, right)
            )
            yield Hit(_at(each, "price"), params, _ways_out(each))


def _told_floor(floor: int, least: int, right: PriceRight) -> object:
    """The floor price, or the role's own one with what it is a share of."""
    whole = decimal_of_micro(floor)
    if least == floor or right.floor_ppm is None:
        return whole
    return ShareOf(decimal_of_micro(least), Rate(right.floor_ppm).percent, whole)


class _Rights:
    """What the clerk may give away on a line, worked out once for each family."""

    def __init__(self, order: OrderSeen) -> None:
        self._rights, self._roles = order.context.rules.rights, order.context.roles
        self._known: dict[str, PriceRight] = {}

    def __call__(self, each: LimitedLine) -> PriceRight:
        if not self._rights:
            return NO_LIMIT
        family = each.limits.family
        if family not in self._known:
            self._known[family] = limits_for(self._rights, self._roles, family)
        return self._known[family]


def beyond_discount(order: OrderSeen) -> Iterator[Hit]:
    """More was taken off the list price than a role of the clerk may."""
    for each, right in _typed(order):
        most = right.max_discount_ppm
        off = typed_discount_ppm(_as_stored(each))
        if most is not None and off is not None and off > most:
            params = _named(each, percent=percent_beyond(off, most), most=Rate(most).percent)
            yield Hit(_at(each, "price"), params, _ways_out(each))


def _typed(order: OrderSeen) -> Iterator[tuple[LimitedLine, PriceRight]]:
    """The lines whose price or discount a person typed, with what the clerk may give away on each."""
    if not order.context.rules.rights:
        return
    right_of = _Rights(order)
    for each in order.limits.typed_of(order.draft, order.context):
        yield each, right_of(each)


def below_margin(order: OrderSeen) -> Iterator[Hit]:
    """What was typed leaves less of the price than a role of the clerk must leave; unknown costs say nothing."""
    for each, right in _typed(order):
        least = right.min_margin_ppm
        included = included_ppm(each.line, order.draft.price_mode)
        left = margin_of(_as_stored(each), each.line.cost_micro, included)
        if least is not None and left is not None and left < least:
            yield Hit(_at(each, "price"), _named(each, least=Rate(least).percent), _ways_out(each))


def beyond_contract(order: OrderSeen) -> Iterator[Hit]:
    """More is ordered of an article than its contract has left: the rest of it is beyond what was agreed."""
    if not order.context.purchases.drawn:  # it names every row with an agreed quantity, drawn from or not
        return
    told: set[int] = set()
    wanted: dict[int, int] = {}
    found = order.limits.of(order.draft, order.context)
    for each in found:
        id_ = each.line.product_id or 0
        wanted[id_] = wanted.get(id_, 0) + each.limits.base_micro
    for each in found:
        id_, left = each.line.product_id or 0, each.limits.left_micro
        if left is None or each.line.is_typed or wanted[id_] <= left or id_ in told:
            continue
        told.add(id_)
        base = order.context.products[id_].units[0].code
        params = _named(
            each,
            left=Counted(shown_quantity(left), base),
            beyond=Counted(shown_quantity(wanted[id_] - left), base),
        )
        yield Hit(_at(each, "quantity"), params, focus("remedy.type_quantity", _at(each, "quantity")))


def _as_stored(each: LimitedLine) -> PriceResult:
    """The price that stands on the line, beside the list price of its quantity."""
    line = each.line
    return PriceResult(
        each.limits.list_micro,
        line.discount_ppm,
        line.price_micro,
        line.amount_minor,
        None,
        per=line.price_per,
    )


def percent_beyond(ppm: int, most: int) -> Decimal:
    """A percent with two decimals, 14.2857 is 14.29 to people; with more where only they say that it is beyond."""
    told = next(each for each in (round(ppm, -2), round(ppm, -1), ppm) if each > most)
    return Rate(told).percent


def _named(each: LimitedLine, **params: object) -> dict[str, object]:
    return {"line": each.number, "sku": each.line.sku, **params}


def _at(each: LimitedLine, field: str) -> str:
    return f"lines/{each.line.key}/{field}"


def _ways_out(each: LimitedLine) -> tuple[Remedy, ...]:
    """What was typed gives way to what the rules say; what they said is typed over."""
    if each.line.is_typed:
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
        code="price.below_margin", area="price", severity=Severity.APPROVE, owner="owner", run=below_margin
    ),
    Check(code="price.beyond_contract", area="price", severity=Severity.WARN, run=beyond_contract),
)
