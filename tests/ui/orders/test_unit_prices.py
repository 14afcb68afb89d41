"""A pack's own price by keys: keyed in the list, told to who keys pieces, taken by who keys packs."""

from __future__ import annotations

from app.domain.rights import SYSTEM
from app.services.prices import read_price_lists
from tests.helpers.order_keys import MICRO, rows
from tests.helpers.stored_orders import open_order
from tests.helpers.window import CTRL, KEY
from tests.ui.orders.test_list_prices import bars
from tests.ui.orders.test_price_panel import told

TRAY = "CBL-TRAY"


def key_pack_price(desk, work) -> None:
    """A new row of the list: the article, its unit by the arrow to the left, and the price."""
    with work.reading(actor=SYSTEM) as view:
        list_id = next(card.id for card in read_price_lists(view) if card.kind == "general")
    desk.ask("price.list", list_id)
    desk.idle()
    desk.press(KEY.Key_Insert)
    desk.type(TRAY)
    desk.idle()
    desk.press(KEY.Key_Return)
    desk.press(KEY.Key_Left)
    desk.type("Packung")
    desk.press(KEY.Key_Return)
    desk.press(KEY.Key_Return)
    desk.type("120\n")
    desk.press(KEY.Key_S, CTRL)
    desk.idle()
    assert desk.page.message_bar.level() == "ok", desk.page.message_bar.text()


def test_a_pack_has_its_own_price_and_pieces_are_told_of_it(desk, elsewhere, firm_url):
    key_pack_price(desk, elsewhere.work)
    assert rows(firm_url, "select unit, unit_num, price_micro from price_row where unit <> ''") == [
        ("pk", 12, 120 * MICRO)
    ]
    desk.press(KEY.Key_1, CTRL)
    desk.idle()
    open_order(desk, (TRAY, "24"))
    texts = told(desk)
    assert "List 2026: keyed in packs → 10.00 (saves 36.71 EUR on this quantity)" in texts, texts
    desk.page.grid.edit_cell(0, "quantity")
    desk.type("2 pk\n")
    (line,) = desk.draft.lines
    assert (line.unit, line.list_price_micro) == ("pk", 120 * MICRO)
    assert bars(desk)["List 2026 · pack"] == "120.00"
