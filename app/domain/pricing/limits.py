"""How far a person may go with a price: the discount and the margin that the roles allow, and the floor price."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from app.domain.money import MICRO, margin_ppm
from app.domain.pricing.asked import AskedLine, SharedFacts
from app.domain.pricing.base import floor_base
from app.domain.pricing.derived_rows import with_tax
from app.domain.pricing.rules import PriceRight, RulesSnapshot
from app.domain.pricing.taxed import rules_for
from app.domain.pricing.trace import PriceResult
from app.domain.rights import RIGHTS
from app.domain.rounding import divide_half_up, divide_up

NO_LIMIT = PriceRight("")


def limits_for(rights: Iterable[PriceRight], roles: Collection[str], family: str) -> PriceRight:
    """What somebody with these roles may do on a family: of each role the family's own row, of roles the widest.

    A role without a row has no limit but the floor price; one that types no prices says nothing without a row.
    """
    known = tuple(rights)
    found = [own for role in sorted(roles) if (own := _of_role(known, role, family)) is not None]
    if all(each == NO_LIMIT for each in found):
        return NO_LIMIT
    discounts = [each.max_discount_ppm for each in found]
    margins = [each.min_margin_ppm for each in found]
    floor = min(MICRO if each.floor_ppm is None else each.floor_ppm for each in found)
    return PriceRight(
        "",
        family,
        None if None in discounts else max(each for each in discounts if each is not None),
        None if None in margins else min(each for each in margins if each is not None),
        None if floor == MICRO else floor,
    )


def _of_role(rights: tuple[PriceRight, ...], role: str, family: str) -> PriceRight | None:
    own = [each for each in rights if each.role == role and each.family in {"", family}]
    if not own:
        return NO_LIMIT if role in RIGHTS["price.manual"] else None
    return max(own, key=lambda each: each.family != "")


def lowest_micro(floor: int, right: PriceRight, *, is_typed: bool) -> int:
    """The price down to which somebody with these rights may go on a line with this floor price.

    A share above the floor price holds what was typed alone: what the rules give is nobody's doing.
    """
    share = right.floor_ppm
    if share is None or (share > MICRO and not is_typed):
        return floor
    return divide_up(floor * share, MICRO)


def typed_discount_ppm(result: PriceResult) -> int | None:
    """How far a price lies below the list price of its quantity; below zero above it, None without a list price."""
    if not result.list_micro:
        return None
    return divide_half_up((result.list_micro - result.net_micro) * MICRO, result.list_micro)


def margin_of(result: PriceResult, cost_micro: int | None, included_ppm: int = 0) -> int | None:
    """The margin of a price over the cost of one sale unit; None where cost or price say nothing.

    `included_ppm`: the rate of the tax in the price, which is nobody's margin.
    """
    if cost_micro is None:
        return None
    price = with_tax(result.net_micro, -included_ppm)
    return margin_ppm(price_micro=price, cost_micro=cost_micro * result.per)


def floor_micro(line: AskedLine, rules: RulesSnapshot, shared: SharedFacts, per: int) -> int | None:
    """The floor price of a line for `per` sale units; None where no floor list has its article."""
    base = floor_base(line, rules_for(line, rules), shared)
    return None if base is None else base.row.price_in(line.unit, per)
