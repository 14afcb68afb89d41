"""What the lines of an order cost: as known now while it is a draft, as it was known once it is confirmed. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from app.domain.configured import CONFIGURED
from app.domain.exchange import read_exchange_text
from app.domain.orders.asking import unit_of
from app.domain.orders.context import OrderContext, ProductFacts
from app.domain.orders.draft import Draft, Line
from app.domain.orders.states import OrderState

COST_FIELDS = ("cost_micro", "cost_source", "cost_date")
"""The fields of a line that say what it costs: of one unit, from where, since when."""
_LineCost = tuple[int | None, str, date | None]


def cost_of_base(line: Line, context: OrderContext, exchange_text: str) -> _LineCost:
    """What a base unit of a line's article costs in the document's currency, from where that is known, since when.

    A configuration costs what it is made of, as far as that is known, with its share of the setting up; else what the
    card of its article says.
    """
    product, configured = context.products[line.product_id or 0], context.configured(line)
    made = None if configured is None else configured.cost_of(unit_of(line).to_base(line.quantity_micro))
    if made is not None:
        return _in_currency(made, exchange_text), CONFIGURED, None
    return base_cost(product, exchange_text), product.cost_source, product.cost_date


def base_cost(product: ProductFacts, exchange_text: str) -> int | None:
    """What a base unit costs in the document's currency, by the rate that it keeps (A24); None is unknown."""
    return None if product.cost_micro is None else _in_currency(product.cost_micro, exchange_text)


def _in_currency(cost_micro: int, exchange_text: str) -> int:
    exchange = read_exchange_text(exchange_text)
    return cost_micro if exchange is None else exchange.price_from_home(cost_micro)


def with_costs_now(draft: Draft, context: OrderContext) -> Draft:
    """A draft with the costs of today.

    Anything else keeps the costs that it was sent or confirmed with; a draft with a live request for an approval those
    that the approver sees.
    """
    if draft.state != OrderState.DRAFT or draft.approval:
        return draft
    lines = tuple(_at_cost_now(line, draft, context) for line in draft.lines)
    is_same = all(new is old for new, old in zip(lines, draft.lines, strict=True))
    return draft if is_same else replace(draft, lines=lines)


def _at_cost_now(line: Line, draft: Draft, context: OrderContext) -> Line:
    product = context.products.get(line.product_id) if line.product_id is not None else None
    if product is None or not line.has_amount:
        return line
    cost, source, day = cost_of_base(line, context, draft.header.exchange)
    of_one = None if cost is None else unit_of(line).price_from_base(cost, 1)
    return _at_cost(line, (of_one, source, day))


def with_kept_costs(before: Draft, after: Draft) -> Draft:
    """An amended order: lines of which no more is sold than was confirmed keep the cost that they were confirmed with.

    More of an article, another one or another unit costs what it costs on the day of the amendment, as `after` has it.
    """
    old = {line.key: line for line in before.lines}
    lines = tuple(_kept(old.get(line.key), line) for line in after.lines)
    is_same = all(new is was for new, was in zip(lines, after.lines, strict=True))
    return after if is_same else replace(after, lines=lines)


def _kept(old: Line | None, new: Line) -> Line:
    if old is None or old is new or _cost_of(old) == _cost_of(new):
        return new
    is_alike = (old.product_id, old.unit, old.configuration) == (new.product_id, new.unit, new.configuration)
    if not is_alike or new.quantity_micro > old.quantity_micro:
        return new
    return _at_cost(new, _cost_of(old))


def _at_cost(line: Line, cost: _LineCost) -> Line:
    if _cost_of(line) == cost:
        return line
    micro, source, day = cost
    return replace(line, cost_micro=micro, cost_source=source, cost_date=day)


def _cost_of(line: Line) -> _LineCost:
    return line.cost_micro, line.cost_source, line.cost_date
