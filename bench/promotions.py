"""An edit in an order of 1,000 lines under 200 promotions: priced, checked, painted, and equal to the whole."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from app.domain.money import MICRO
from app.domain.order_checks import Remembered, check_order
from app.domain.orders.context import OrderContext
from app.domain.orders.draft import Draft, Line
from app.domain.orders.repricing import reprice_all, reprice_changed
from app.domain.pricing import EFFECTS, Gift, Promotion
from bench.data import BenchData
from bench.prices import LINES, big_order
from bench.result import LEAST, Entry, measure

PROMOTIONS = 200
WIDE = 5  # of them for every article
EXCLUSIVE = 10


def any_promotions(
    context: OrderContext, lines: Sequence[Line], source: random.Random
) -> tuple[Promotion, ...]:
    """Promotions of every effect that overlap: some for everything, others by family, most by article.

    Beside those for everything one of three waits for its coupon, and one is over, to come, or for others.
    """
    articles = sorted({line.product_id for line in lines if line.product_id is not None})
    families = sorted({context.products[id_].family for id_ in articles} - {""})
    return tuple(
        _promotion(number, source, articles, families, context) for number in range(1, PROMOTIONS + 1)
    )


def _promotion(
    number: int, source: random.Random, articles: list[int], families: list[str], context: OrderContext
) -> Promotion:
    effect = EFFECTS[number % len(EFFECTS)]
    is_wide = number <= WIDE and effect != "bundle"
    by_family = not is_wide and effect != "bundle" and number % 5 == 0
    chosen = [] if is_wide or by_family else source.sample(articles, 3 if effect == "bundle" else 8)
    gift = context.products[source.choice(articles)]
    return Promotion(
        number, number, f"Promotion {number}", effect, context.rules.currency,
        rate_ppm=source.choice((30_000, 50_000, 100_000)), amount_minor=source.choice((500, 2_500, 10_000)),
        buy_micro=source.choice((2, 5, 10)) * MICRO, get_micro=MICRO, max_times=source.choice((0, 3)),
        gift=Gift(gift.id, gift.sku, gift.name, gift.units[0].code, gift.family, gift.tax_class),
        slot="freight", products=tuple((id_, MICRO if effect == "bundle" else 0) for id_ in sorted(chosen)),
        families=frozenset(source.sample(families, 1)) if by_family else frozenset(),
        least_micro=source.choice((0, 0, 5)) * MICRO, order_least_minor=source.choice((0, 0, 100_000)),
        **(_closed(number, context) if number > WIDE else {}),
        exclusive=number % (PROMOTIONS // EXCLUSIVE) == 0, budget_minor=source.choice((0, 0, 100_000)),
    )  # fmt: skip


def _closed(number: int, context: OrderContext) -> dict[str, Any]:
    """What keeps two of three promotions from this order."""
    if number % 3 == 0:
        return {"coupon": f"CODE{number}"}
    if number % 3 == 1:
        return {}
    day = timedelta(days=1)
    return (
        {"valid_to": context.today - day},
        {"valid_from": context.today + day},
        {"groups": frozenset({"nobody"})},
    )[number % 9 // 3]


def big_promoted(data: BenchData) -> tuple[Draft, OrderContext, int]:
    """The order of 1,000 lines with its context under the promotions."""
    draft, context, rows = big_order(data)
    promotions = any_promotions(context, draft.lines, random.Random(data.seed))
    return draft, replace(context, rules=replace(context.rules, promotions=promotions)), rows


def more_of(draft: Draft, number: int) -> Draft:
    """The draft with one more piece on one of its keyed lines."""
    place = number * 7 % LINES
    line = replace(draft.lines[place], quantity_micro=draft.lines[place].quantity_micro + MICRO)
    return replace(draft, lines=(*draft.lines[:place], line, *draft.lines[place + 1 :]))


def price_promotions(data: BenchData) -> Entry:
    """An edit of one line, one after the other as they are keyed; its checks are in `more`."""
    draft, context, rows = big_promoted(data)
    at = replace(reprice_all(draft, context), rules_version=context.rules.version)
    states = [at]

    def edit(number: int) -> None:
        states.append(reprice_changed(states[-1], more_of(states[-1], number), context))

    samples = measure(edit, range(LEAST))
    remembered = Remembered()
    check_order(at, context, remembered=remembered)
    checks = measure(lambda state: check_order(state, context, remembered=remembered), states[-LEAST:])
    whole = measure(lambda _n: reprice_all(draft, replace(context, rules=replace(context.rules))), range(10))
    for state in states[1:6]:
        fresh = replace(context, rules=replace(context.rules))
        assert state.lines == reprice_all(state, fresh).lines, "an edit is what the whole is"
    made = sum(line.is_made for line in states[-1].lines)
    more = {
        "promotions": PROMOTIONS,
        "made_lines": made,
        "checks_p50": checks.entry("", seed=0).p50,
        "whole_p50": whole.entry("", seed=0).p50,
    }
    return samples.entry("price.promotions", seed=data.seed, budget=5.0, rows=rows, lines=LINES, more=more)
