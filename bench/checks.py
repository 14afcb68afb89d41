"""The checks of an order of 1,000 lines, after an edit of one of them."""

from __future__ import annotations

from dataclasses import replace

from app.domain.order_checks import Remembered, check_order
from app.domain.orders.context import OrderContext
from app.domain.orders.draft import Draft
from app.domain.orders.repricing import reprice_all, reprice_changed
from app.domain.pricing import PriceRight
from bench.data import BenchData
from bench.prices import LINES, big_order, edited
from bench.result import LEAST, Entry, measure

FLOOR_ID = 10**9
"""Added to a list's id: that of its floor list."""


def check_order_1000(data: BenchData) -> Entry:
    """All checks after an edit, with what is remembered of the other lines; without that in `more`."""
    draft, context, rows = big_order(data)
    return _after_edits("check.order.1000", data, draft, context, rows)


def check_limits_1000(data: BenchData) -> Entry:
    """The same under a floor price for every article and rights for the role of the clerk."""
    draft, context, rows = big_order(data)
    return _after_edits("check.limits.1000", data, draft, _limited(context), rows)


def _limited(context: OrderContext) -> OrderContext:
    """A floor list of nine tenths of each general list, and a tenth to give away."""
    rules = context.rules
    floors = {
        FLOOR_ID + facts.id: replace(
            facts, id=FLOOR_ID + facts.id, purpose="floor", parent_id=facts.id, factor_ppm=900_000
        )
        for facts in rules.lists.values()
        if facts.kind == "general"
    }
    rights = (PriceRight("sales", "", 100_000, 100_000),)
    limited = replace(rules, lists={**rules.lists, **floors}, rights=rights)
    return replace(context, rules=limited, roles=frozenset({"sales"}))


def _after_edits(name: str, data: BenchData, draft: Draft, context: OrderContext, rows: int) -> Entry:
    priced = replace(reprice_all(draft, context), rules_version=context.rules.version)
    edits = [reprice_changed(priced, edited(priced, number), context) for number in range(LEAST)]
    remembered = Remembered()
    check_order(priced, context, remembered=remembered)
    samples = measure(lambda after: check_order(after, context, remembered=remembered), edits)
    cold = measure(lambda after: check_order(after, context), edits[:10])
    for after in edits[:5]:
        assert check_order(after, context, remembered=remembered) == check_order(after, context)
    more = {"cold_p50": cold.entry("", seed=0).p50}
    return samples.entry(name, seed=data.seed, budget=10.0, rows=rows, lines=LINES, more=more)
