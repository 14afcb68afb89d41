"""What a configured line's article costs by itself, before anything of it is chosen: its price in a list. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from app.domain.money import MICRO
from app.domain.orders.asking import asked_line, shared_of
from app.domain.orders.context import OrderContext
from app.domain.orders.draft import Draft, Line
from app.domain.pricing.base import choose_base


@dataclass(frozen=True, slots=True)
class OwnPrice:
    """The price of a base unit in the list that counts, of whose code and name; in the list's own currency."""

    price_list: str
    name: str
    amount: Fraction


def own_price(line: Line, draft: Draft, context: OrderContext) -> OwnPrice | None:
    """The article's own price for this customer and quantity, to which its shares come; None where no list has it."""
    plain = replace(line, configuration="", price_source="auto", discount_source="auto")
    asked = asked_line(plain, draft, context)
    base = choose_base(asked, context.rules, shared_of(draft, context)) if asked is not None else None
    if base is None:
        return None
    row = base.row
    amount = Fraction(row.price_micro * row.unit_den, row.per * row.unit_num * MICRO)
    return OwnPrice(base.facts.code, base.facts.name, amount)
