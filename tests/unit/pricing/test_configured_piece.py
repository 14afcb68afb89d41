"""What the configurator shows as the price of a piece is what the price function makes of the line."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings

from app.domain.pricing import price
from app.domain.pricing.abroad import in_currency
from app.domain.pricing.asked import Counted, shared_facts
from app.domain.pricing.configured_piece import ConfiguredPiece, nothing_of
from app.domain.pricing.taxed import in_mode
from tests.unit.pricing.any_order import Example
from tests.unit.pricing.test_worked_configured import configured


@settings(max_examples=40)
@given(configured())
def test_any_line_costs_what_was_shown_while_it_was_configured(example: Example):
    order = example.order
    rules = in_mode(in_currency(example.rules, order.exchange), order.price_mode)
    counted = (
        Counted(line.product_id, line.family, line.base_unit, line.base_micro)
        for line in order.lines
        if line.product_id is not None
    )
    shared = shared_facts(order.buyer, order.purchases, (*counted, *order.counted))
    kept = tuple(replace(line, manual_price_micro=None) for line in order.lines)
    lines = price(replace(order, lines=kept), example.rules).lines
    for line, result in zip(order.lines, lines, strict=True):
        if line.configured is None or line.product_id is None or result.list_micro is None:
            continue  # no model whose shares leave a line without a price is released
        bare = replace(line, configured=nothing_of(line.configured.lists))
        piece = ConfiguredPiece(bare, rules, shared)
        shares = line.configured.shares(piece.first_facts.code, line.on)
        found = piece.priced([(each.amount, each.is_discountable, each.currency) for each in shares])
        assert found.result == result
        added = [each.amount for each in shares] if found.shares is None else found.shares
        told = found.own + sum(added) + sum(amount for _step, amount in found.steps)
        assert told == found.price
