"""Checks of a line's price and discount, and of prices that the rules give otherwise by now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.domain.issues import Remedy, Severity
from app.domain.money import MICRO, Rate, decimal_of_micro
from app.domain.order_checks.check import Check, Hit, LineCheck, LineSeen, OrderSeen, focus
from app.domain.orders.draft import KIT, Draft
from app.domain.orders.repricing import changed_prices
from app.domain.orders.states import OrderState
from app.domain.orders.without_tax import net_price

LINES_TOLD = 5


def discount_is_impossible(seen: LineSeen) -> Hit | None:
    """More than all of it, or less than nothing."""
    line = seen.line
    if 0 <= line.discount_ppm <= MICRO:
        return None
    params = seen.named(percent=Rate(line.discount_ppm).percent)
    return Hit(seen.at("discount"), params, (_rules_price(seen),))


def discount_line_adds(seen: LineSeen) -> Hit | None:
    """A discount line takes off."""
    if seen.line.kind != "discount" or seen.line.price_micro <= 0:
        return None
    return Hit(seen.at("price"), seen.named(), _type_it(seen))


def is_negative(seen: LineSeen) -> Hit | None:
    """Only discount lines have a price below zero."""
    if seen.line.price_micro >= 0 or seen.line.kind == "discount":
        return None
    remedy = Remedy("remedy.make_discount_line", "order.insert_discount", {"key": seen.line.key})
    return Hit(seen.at("price"), seen.named(), (remedy,))


def is_missing(seen: LineSeen) -> Hit | None:
    """No price list has the article."""
    if not _has_no_price(seen) or seen.line.price_micro < 0:
        return None
    return Hit(seen.at("price"), seen.named(), _type_it(seen))


def is_zero(seen: LineSeen) -> Hit | None:
    """It costs nothing; a person may mean it."""
    if seen.line.price_micro or _has_no_price(seen):
        return None
    return Hit(seen.at("price"), seen.named(), _back_to_rules(seen))


def is_typed(seen: LineSeen) -> Hit | None:
    """A person typed price or discount of an article: the rules are not asked."""
    line = seen.line
    if seen.product is None or not line.is_typed:
        return None
    params = seen.named(price=decimal_of_micro(line.price_micro))
    return Hit(seen.at("price"), params, (_rules_price(seen),))


def is_below_cost(seen: LineSeen) -> Hit | None:
    """Sold for less than it costs; what has no cost is unknown, never 0."""
    line = seen.line
    if line.cost_micro is None or line.kind == "discount" or line.price_micro <= 0:
        return None
    net = net_price(line, seen.world.price_mode)
    if net >= line.cost_micro * line.price_per or _has_no_price(seen):
        return None
    return Hit(seen.at("price"), seen.named(), _back_to_rules(seen))


def has_no_cost(seen: LineSeen) -> Hit | None:
    """Nobody knows what the article costs: its margin is unknown, not 100 %."""
    product = seen.product
    known = seen.line.cost_micro if seen.line.kind == KIT else product.cost_micro if product else None
    if product is None or known is not None:
        return None
    remedy = Remedy("remedy.open_product", "product.open", {"id": product.id})
    return Hit(seen.at("price"), seen.named(), (remedy,))


def moved(order: OrderSeen) -> Iterator[Hit]:
    """Day, rules or the customer's terms would give other prices than were keyed."""
    draft = order.draft
    if draft.state != OrderState.DRAFT or not draft.rules_version:
        return
    changed = {line.key for line in changed_prices(draft, order.context, order.standing)}
    if changed:
        places = [(number, line) for number, line in enumerate(draft.lines, 1) if line.key in changed]
        keyed = [line for _number, line in places if not line.is_made]
        where = f"lines/{keyed[0].key}/price" if keyed else "lines"
        remedy = Remedy("remedy.take_new_prices", "order.reprice", {})
        yield Hit(where, {"lines": _named([number * 10 for number, _line in places], draft)}, (remedy,))


def _named(numbers: Sequence[int], draft: Draft) -> str:
    """The first of them; where a rule would add a line that does not stand there yet, the one behind the last."""
    told = numbers or [(len(draft.lines) + 1) * 10]
    more = [] if len(told) <= LINES_TOLD else ["…"]
    return ", ".join([*map(str, told[:LINES_TOLD]), *more])


def _has_no_price(seen: LineSeen) -> bool:
    line = seen.line
    is_article = line.price_source == "auto" and line.product_id is not None and line.kind != "discount"
    return is_article and line.list_price_micro is None


def _type_it(seen: LineSeen) -> tuple[Remedy, ...]:
    return focus("remedy.type_price", seen.at("price"))


def _rules_price(seen: LineSeen) -> Remedy:
    return Remedy("remedy.take_rules_price", "order.take_rules_price", {"key": seen.line.key})


def _back_to_rules(seen: LineSeen) -> tuple[Remedy, ...]:
    """What was typed gives way to what the rules say; where they said it, a price is typed."""
    line = seen.line
    is_typed = line.product_id is not None and line.is_typed
    return (_rules_price(seen),) if is_typed and line.kind != "discount" else _type_it(seen)


CHECKS = (
    LineCheck(
        code="line.discount_out_of_range",
        area="price",
        severity=Severity.BLOCK,
        held_by="books",
        run=discount_is_impossible,
    ),
    LineCheck(
        code="line.discount_not_negative",
        area="price",
        severity=Severity.BLOCK,
        held_by="books",
        run=discount_line_adds,
    ),
    LineCheck(
        code="line.price_negative", area="price", severity=Severity.BLOCK, held_by="books", run=is_negative
    ),
    LineCheck(code="line.no_price", area="price", severity=Severity.BLOCK, held_by="books", run=is_missing),
    LineCheck(code="line.price_typed", area="price", severity=Severity.INFO, is_on=False, run=is_typed),
    LineCheck(code="line.price_zero", area="price", severity=Severity.WARN, run=is_zero),
    LineCheck(code="line.below_cost", area="price", severity=Severity.WARN, owner="owner", run=is_below_cost),
    LineCheck(
        code="line.no_cost", area="price", severity=Severity.INFO, owner="owner", is_on=False, run=has_no_cost
    ),
)
MOVED_CHECKS = (Check(code="order.prices_changed", area="price", severity=Severity.INFO, run=moved),)
