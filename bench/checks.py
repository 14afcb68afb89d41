"""The checks of an order of 1,000 lines, after an edit of one of them."""

from __future__ import annotations

from dataclasses import replace

from app.domain.order_checks import Remembered, check_order
from app.domain.orders.repricing import reprice_all, reprice_changed
from bench.data import BenchData
from bench.prices import LINES, big_order, edited
from bench.result import LEAST, Entry, measure


def check_order_1000(data: BenchData) -> Entry:
    """All checks after an edit, with what is remembered of the other lines; without that in `more`."""
    draft, context, rows = big_order(data)
    priced = replace(reprice_all(draft, context), rules_version=context.rules.version)
    edits = [reprice_changed(priced, edited(priced, number), context) for number in range(LEAST)]
    remembered = Remembered()
    check_order(priced, context, remembered=remembered)
    samples = measure(lambda after: check_order(after, context, remembered=remembered), edits)
    cold = measure(lambda after: check_order(after, context), edits[:10])
    for after in edits[:5]:
        assert check_order(after, context, remembered=remembered) == check_order(after, context)
    more = {"cold_p50": cold.entry("", seed=0).p50}
    return samples.entry("check.order.1000", seed=data.seed, budget=10.0, rows=rows, lines=LINES, more=more)
