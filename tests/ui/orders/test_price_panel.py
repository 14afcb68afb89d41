"""What the price panel says of quantity breaks, typed prices and rules that did not apply."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt

from app.domain.money import MICRO
from app.domain.orders.draft import Draft, Line
from app.domain.pricing import NearMiss, PriceResult, Step
from app.models.order_lines_model import OrderLinesModel
from app.views.kit.price_steps import waterfall_steps
from app.views.orders.panels import few
from app.views.orders.price_words import left_text, near_miss_text
from tests.helpers.order_keys import add_line, start_order
from tests.helpers.stored_orders import open_order
from tests.ui.orders.test_list_prices import bars, type_price
from tests.unit.orders.world import context

LINE = Line(key="k1", position=1, product_id=1)
NEEDED = NearMiss("List", "needs_quantity", 1, price_micro=9 * MICRO, more_micro=2 * MICRO, saves_minor=150)


def told(desk) -> list[str]:
    desk.page.grid.select_row(0, 1)
    return [text.replace("\N{NO-BREAK SPACE}", " ") for text in desk.page.panels.price.told.lines()]


def test_a_quantity_break_says_from_which_quantity_it_holds(desk):
    start_order(desk)
    add_line(desk, "CBL-TRAY", "2 pk")
    assert "Quantity break" in bars(desk)
    desk.page.grid.edit_cell(0, "quantity")
    desk.type("5 pc\n")
    assert "Quantity break 4+" in bars(desk)


def test_beside_a_typed_price_nothing_is_said_to_be_saved(desk):
    open_order(desk, ("CHR", "2"))
    assert any("saves" in text for text in told(desk))
    type_price(desk, "50")
    texts = told(desk)
    assert not any("saves" in text for text in texts)
    assert "List 2026: 2 pc more → 236.55, but the typed price stays" in texts


@pytest.mark.parametrize(
    ("miss", "text"),
    [
        (NEEDED, "List: 2 pc more → 9.00 (saves 1.50 EUR on this quantity)"),
        (NearMiss("List", "needs_quantity", 1, 9 * MICRO, 2 * MICRO, saves_minor=0), "List: 2 pc more → 9.00"),
        (replace(NEEDED, over="article"), "List: 2 pc more of this article → 9.00 (saves 1.50 EUR on this quantity)"),
        (replace(NEEDED, over="family", saves_minor=0), "List: 2 pc more of the family → 9.00"),
        (NearMiss("N", "used_up", 1, 6 * MICRO, agreed_micro=5 * MICRO), "N: the agreed 5 pc for 6.00 are used up"),
        (NearMiss("Web", "other_channel", 1, needs="web"), "Web: only for orders by the channel web"),
        (NearMiss("Austria", "other_country", 1, needs="AT"), "Austria: only for orders shipped to AT"),
        (NearMiss("For", "other_group", 1, needs="dealer"), "For: only for customers of the price group dealer"),
        (NearMiss("Lamps", "other_family", 1, needs="light"), "Lamps: only for articles of the family light"),
    ],
)  # fmt: skip
def test_a_rule_that_did_not_apply_says_what_would_make_it(miss, text):
    assert near_miss_text(miss, LINE, "EUR").replace("\N{NO-BREAK SPACE}", " ") == text


def test_a_rule_named_by_its_rate_does_not_say_it_twice():
    labels = [
        waterfall_steps(LINE, PriceResult(0, 0, 0, 0, 0, steps=(step,)), with_margin=False)[0].label
        for step in (
            Step("discount", "Business 12 %", 100, 88, rate_ppm=120_000),
            Step("discount", "Autumn", 100, 88, rate_ppm=120_000),
            Step("discount", "Up to 12 %", 100, 98, rate_ppm=20_000),
            Step("manual_price", "", 100, 88),
        )
    ]
    assert [label.replace("\N{NO-BREAK SPACE}", " ") for label in labels] == [
        "Business 12 %", "Autumn 12 %", "Up to 12 % 2 %", "Typed price"
    ]  # fmt: skip


def test_of_many_sentences_the_first_stand_there_and_the_others_are_counted():
    assert few(["a", "b"], most=2) == ["a", "b"]
    assert few(["a", "b", "c"], most=2) == ["a", "b", "and 1 more"]
    assert few(["a"], most=2, more=4) == ["a", "and 4 more"]
    assert few(["a", "b", "c"], most=2, more=4) == ["a", "b", "and 5 more"]


def labels(*steps: Step) -> list[str]:
    shown = waterfall_steps(LINE, PriceResult(0, 0, 0, 0, 0, steps=steps), with_margin=False)
    return [bar.label.replace("\N{NO-BREAK SPACE}", " ") for bar in shown[: len(steps)]]


def test_a_list_made_of_another_shows_the_price_it_was_made_of_and_by_how_much():
    base = Step("base", "General 2026", 100 * MICRO, 100 * MICRO)
    made = Step("formula", "Export", 100 * MICRO, 110 * MICRO, rate_ppm=1_100_000)
    assert labels(base, made) == ["General 2026", "Export \N{MULTIPLICATION SIGN} 110 %"]


def test_a_break_says_of_what_it_counts_the_quantity():
    line = Step("break", "List", 100, 90, min_micro=10 * MICRO)
    assert labels(line, replace(line, over="article"), replace(line, over="family")) == [
        "Quantity break 10+", "Break over the article 10+", "Break over the family 10+",
    ]  # fmt: skip


def test_a_discount_says_on_which_part_of_the_price_it_counts():
    keyed = Step("manual_discount", "", 3350, 3003, rate_ppm=120_000, on_micro=2890 * MICRO)
    ruled = replace(keyed, code="discount", name="Business 12 %")
    assert labels(keyed, ruled) == ["Typed discount 12 % on 2,890.00", "Business 12 % on 2,890.00"]


def test_the_cells_of_discount_and_price_say_it_too():
    prices: dict[str, Any] = {
        "list_price_micro": 3350 * MICRO,
        "discount_ppm": 120_000,
        "price_micro": 3_003_200_000,
    }
    line = replace(LINE, quantity_micro=MICRO, discount_on_micro=2890 * MICRO, **prices)
    model = OrderLinesModel()
    model.set_draft(
        Draft(1, 1, "order", "EUR", date(2026, 3, 2), lines=(line, replace(LINE, key="k2"))), context()
    )
    hints = [
        model.index(row, model.column_of(name)).data(Qt.ItemDataRole.ToolTipRole)
        for row in (0, 1)
        for name in ("discount", "price")
    ]
    told = "12 % on 2,890.00 of 3,350.00 = 346.80"
    assert [hint and hint.replace("\N{NO-BREAK SPACE}", " ") for hint in hints] == [told, told, None, None]


def test_what_is_left_of_an_agreed_quantity_is_told_in_the_lines_unit():
    none, some = PriceResult(0, 0, 0, 0, 0), PriceResult(0, 0, 0, 0, 0, left_micro=24 * MICRO)
    packs = replace(LINE, unit="dz", factor_num=12)
    assert left_text(LINE, none) == ""
    assert left_text(packs, some).replace("\N{NO-BREAK SPACE}", " ").endswith("before this order: 2 dz")
