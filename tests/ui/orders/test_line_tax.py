"""The tax of charges, free and discount lines, chosen by its key."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from tests.helpers.order_keys import rows, start_order
from tests.helpers.stored_orders import open_order
from tests.helpers.window import CTRL, SHIFT

LINES = "select kind, tax_class, tax_ppm, amount_minor from order_line order by position"


@pytest.mark.parametrize(
    ("letter", "kind"), [(Qt.Key.Key_F, "charge"), (Qt.Key.Key_L, "free"), (Qt.Key.Key_D, "discount")]
)
def test_a_line_without_article_gets_another_tax_by_its_key(letter, kind, desk, firm_url):
    open_order(desk, ("CHR", "2"))
    desk.press(letter, CTRL | SHIFT)
    desk.type("by hand")
    desk.enter(1 if kind == "discount" else 2)  # a discount is one piece; no stop at a percentage anyway
    desk.type("10")
    desk.enter()
    desk.page.grid.select_row(1, 1)
    desk.press(Qt.Key.Key_T, CTRL)
    assert (
        desk.page.message_bar.text().replace("\N{NO-BREAK SPACE}", " ") == "Line 20 · Tax: reduced rate, 7 %"
    )
    chairs, by_hand = rows(firm_url, LINES)
    sign = -1 if kind == "discount" else 1
    assert by_hand == (kind, "reduced", 70_000, sign * 1000)
    assert chairs[1:3] == ("standard", 190_000)
    ((net, tax),) = rows(firm_url, "select net_minor, tax_minor from sales_order")
    goods = net - sign * 1000
    assert tax == (goods * 19 + 50) // 100 + sign * 70
    desk.press(Qt.Key.Key_Z, CTRL)
    assert rows(firm_url, LINES)[1] == (kind, "standard", 190_000, sign * 1000)


def test_the_key_goes_round_and_the_amount_tells_the_tax(desk):
    start_order(desk)
    desk.press(Qt.Key.Key_Escape)
    desk.press(Qt.Key.Key_F, CTRL | SHIFT)
    desk.press(Qt.Key.Key_Escape)
    seen = []
    for _press in range(16):
        desk.press(Qt.Key.Key_T, CTRL)
        seen.append(desk.draft.lines[0].tax_class)
        column = desk.page.model.column_of("amount")
        hint = desk.page.model.index(0, column).data(Qt.ItemDataRole.ToolTipRole)
        assert hint == desk.page.message_bar.text().removeprefix("Line 10 · ")
    assert seen[0] == "reduced"
    assert "standard" in seen
    assert (
        seen[: seen.index("standard") + 1] == seen[seen.index("standard") + 1 :][: seen.index("standard") + 1]
    )


def test_the_tax_of_an_article_is_its_own(desk, firm_url):
    open_order(desk, ("CHR", "2"))
    desk.page.grid.select_row(0, 1)
    desk.press(Qt.Key.Key_T, CTRL)
    assert "is that of its article" in desk.page.message_bar.text()
    assert rows(firm_url, LINES)[0][:3] == ("goods", "standard", 190_000)


def test_the_price_panel_tells_the_tax_of_the_line_under_the_cursor(desk):
    open_order(desk, ("CHR", "2"))
    desk.press(Qt.Key.Key_F, CTRL | SHIFT)
    desk.type("Freight")
    desk.enter(3)
    desk.type("10")
    desk.enter()

    def told(row: int) -> list[str]:
        desk.page.grid.select_row(row, 1)
        return [text.replace("\N{NO-BREAK SPACE}", " ") for text in desk.page.panels.price.told.lines()]

    assert told(0)[0] == "Tax: standard rate, 19 %"
    assert told(1) == ["Tax: standard rate, 19 %"], "a charge has no rules to tell of, but a tax"
    desk.press(Qt.Key.Key_T, CTRL)
    assert told(1) == ["Tax: reduced rate, 7 %"]


@pytest.mark.parametrize(
    ("letter", "told", "stock"),
    [
        (Qt.Key.Key_F, "is typed", "Needs no stock."),
        (Qt.Key.Key_L, "is typed", "Needs no stock."),
        (Qt.Key.Key_N, "has no price", "Needs no stock."),
    ],
)
def test_a_line_without_article_says_what_its_price_is(letter, told, stock, desk):
    open_order(desk, ("CHR", "2"))
    desk.press(letter, CTRL | SHIFT)
    desk.type("by hand")
    desk.press(Qt.Key.Key_Escape)
    desk.press(Qt.Key.Key_Escape)
    desk.page.grid.select_row(1, 1)
    texts = [label.text() for label in desk.page.findChildren(QLabel) if label.isVisible()]
    assert any(told in text for text in texts)
    assert stock in texts
    assert not any(text.startswith("Choose a line") for text in texts)
