"""What a step does to prices beside it is told: the day, a break over lines, another customer (A12, A16)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from app.domain.money import MICRO
from app.domain.orders.draft import edit_header, edit_line
from app.domain.orders.repricing import MovedPrices, moved_beside
from app.domain.orders.steps import apply_step
from app.domain.pricing import ListFacts, PriceRow, RulesSnapshot
from tests.unit.orders.world import CABLE, CHAIR, LAMP, TODAY, context, draft, goods

APRIL = date(TODAY.year, 4, 1)
WORLD = context(
    rules=RulesSnapshot(
        1,
        "EUR",
        {1: ListFacts(1, "G", "General", "general", breaks_over="article")},
        {
            CHAIR: (
                PriceRow(1, 1, 0, 100 * MICRO, valid_to=date(TODAY.year, 3, 31)),
                PriceRow(2, 1, 10 * MICRO, 90 * MICRO, valid_to=date(TODAY.year, 3, 31)),
                PriceRow(3, 1, 0, 120 * MICRO, valid_from=APRIL),
            ),
            LAMP: (PriceRow(4, 1, 0, 50 * MICRO),),
            CABLE: (PriceRow(5, 1, 0, 7 * MICRO),),
        },
    )
)
BY_WISH = replace(WORLD, price_day="requested")


def typed(key, price):
    return goods(key, CHAIR, "2", price_source="manual", list_price_micro=price * MICRO)


def step(before, world, *edits):
    after = apply_step(before, edits, world)
    return after, moved_beside(before, after)


def test_another_day_moves_automatic_lines_alone_and_says_by_how_much():
    before = draft([goods("k1", CHAIR, "2"), typed("k2", 100), goods("k3", LAMP)], BY_WISH)
    after, moved = step(before, BY_WISH, edit_header(before, requested_date=APRIL))
    assert [line.price_micro // MICRO for line in after.lines] == [120, 100, 50]
    assert moved == MovedPrices(1, 20_000, 24_000)
    back, moved = step(after, BY_WISH, edit_header(after, requested_date=None))
    assert [line.price_micro for line in back.lines] == [line.price_micro for line in before.lines]
    assert moved == MovedPrices(1, 24_000, 20_000)


def test_a_day_that_decides_no_price_moves_none():
    before = draft([goods("k1", CHAIR, "2")], WORLD)
    _after, moved = step(before, WORLD, edit_header(before, requested_date=APRIL))
    assert moved is None


def test_a_line_that_reaches_a_break_takes_the_others_with_it_and_back_when_it_shrinks():
    before = draft([goods("k1", CHAIR, "4"), goods("k2", CHAIR, "4")], WORLD)
    after, moved = step(before, WORLD, edit_line(before.lines[0], quantity_micro=6 * MICRO))
    assert moved == MovedPrices(1, 40_000, 36_000), "the line that was keyed is seen anyway"
    shrunk, moved = step(after, WORLD, edit_line(after.lines[0], quantity_micro=5 * MICRO))
    assert moved == MovedPrices(1, 36_000, 40_000)
    assert [line.price_micro // MICRO for line in shrunk.lines] == [100, 100]


def test_what_is_keyed_on_a_line_is_not_told_as_moved():
    before = draft([goods("k1", CHAIR, "4"), goods("k2", LAMP)], WORLD)
    _after, moved = step(before, WORLD, edit_line(before.lines[0], quantity_micro=20 * MICRO))
    assert moved is None
