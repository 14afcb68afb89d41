"""Prices: a line with its explanation, an order of 1,000 lines, an edit in it."""

from __future__ import annotations

import random
from dataclasses import replace

from app.domain.money import MICRO, line_amount
from app.domain.orders.context import OrderContext
from app.domain.orders.draft import Draft, Line
from app.domain.orders.repricing import DraftPrices, reprice_all, reprice_changed
from app.domain.rights import SYSTEM
from app.services.demo.ordering import product_line
from app.services.orders.context import read_product_facts
from bench.data import BenchData
from bench.drafts import read_big_context, read_customers, read_sellable
from bench.result import LEAST, Entry, measure

LINES = 1000


def price_line(data: BenchData) -> Entry:
    """One line with full explanation."""
    draft, context, rows = big_order(data)
    samples = measure(lambda line: DraftPrices(draft, context).explained(line), draft.lines[:500])
    floor = measure(_bare, draft.lines[:500])
    return samples.entry("price.line", seed=data.seed, floor=floor, budget=1.0, rows=rows, lines=1)


def price_order(data: BenchData) -> Entry:
    """All amounts of an order of 1,000 lines; an edit of one line is in `more`."""
    draft, context, rows = big_order(data)
    priced = reprice_all(draft, context)
    samples = measure(lambda _n: reprice_all(draft, context), range(LEAST))
    floor = measure(lambda _n: [_bare(line) for line in draft.lines], range(LEAST))
    edits = [edited(priced, number) for number in range(LEAST)]
    edit = measure(lambda after: reprice_changed(priced, after, context), edits)
    for after in edits[:5]:
        assert reprice_changed(priced, after, context).lines == reprice_all(after, context).lines
    more = {
        "edit_p50": edit.entry("", seed=0).p50,
        "edit_p95": edit.entry("", seed=0).p95,
        "edit_budget": 5.0,
    }
    facts = {"budget": 60.0, "rows": rows, "lines": LINES, "more": more}
    return samples.entry("price.order.1000", seed=data.seed, floor=floor, **facts)


def edited(draft: Draft, number: int) -> Draft:
    """The draft with one more piece on one of its lines."""
    place = number * 7 % len(draft.lines)
    line = replace(draft.lines[place], quantity_micro=draft.lines[place].quantity_micro + MICRO)
    return replace(draft, lines=(*draft.lines[:place], line, *draft.lines[place + 1 :]))


def big_order(data: BenchData) -> tuple[Draft, OrderContext, int]:
    """An order of 1,000 lines with its context, and how many price rows stand behind it."""
    source = random.Random(data.seed)
    with data.office().work.reading(actor=SYSTEM) as view:
        products = read_sellable(view)
        chosen = [source.choice(products) for _number in range(LINES)]
        context = read_big_context(view, read_customers(view, 1, data.seed)[0], chosen)
        facts = read_product_facts(view, chosen)
    lines = tuple(
        product_line(
            facts[id_], f"k{number}", number, source.randint(1, 30) * MICRO, facts[id_].units[0].code
        )
        for number, id_ in enumerate(chosen, start=1)
    )
    draft = Draft(1, 1, "order", context.currency, context.today, lines=lines)
    rows = sum(len(found) for found in context.rules.rows.values())
    return draft, context, rows


def _bare(line: Line) -> int:
    """The skeleton: one copied line and one multiplication."""
    amount = line_amount(quantity_micro=line.quantity_micro, price_micro=MICRO, per=1, currency="EUR")
    return replace(line, amount_minor=amount).amount_minor
