"""Who may not type prices cannot open the cells of price and discount."""

from __future__ import annotations

from tests.helpers.order_keys import start_order
from tests.helpers.window import KEY


def test_without_the_right_the_cells_of_price_and_discount_stay_shut(desk):
    allowed = desk.context.allowed
    desk.context.allowed = lambda right: right != "price.manual" and allowed(right)
    start_order(desk)
    desk.type("CHR")
    desk.enter()
    desk.type("8")
    desk.enter()
    line = desk.draft.lines[0]
    assert line.quantity_micro == 8_000_000
    for name in ("price", "discount"):
        desk.page.grid.setCurrentIndex(desk.page.model.index(0, desk.page.model.column_of(name)))
        desk.type("5")
        desk.press(KEY.Key_Tab)
        kept = desk.draft.lines[0]
        assert (kept.price_source, kept.discount_source, kept.price_micro) == (
            "auto",
            "auto",
            line.price_micro,
        )
