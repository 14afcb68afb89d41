"""The List column tells what the price list says, whatever was typed or which quantity break was reached."""

from __future__ import annotations

from app.models.order_columns import LOCK
from tests.helpers.order_keys import add_line, start_order
from tests.helpers.stored_orders import open_order
from tests.helpers.window import CTRL, KEY, SHIFT
from tests.ui.orders.test_new_prices import raise_price

PLACES = ("list", "discount", "price")


def shown(desk, row: int = 0) -> tuple[str, ...]:
    """List price, discount and net price of a line as the grid shows them."""
    model = desk.page.model
    return tuple(model.cell(row, model.column_of(name))[0] for name in PLACES)


def bars(desk, row: int = 0) -> dict[str, str]:
    """The price panel of a line: texts by label."""
    desk.page.grid.select_row(row, 1)
    return {step.label: step.text for step in desk.page.panels.price.waterfall.steps()}


def type_price(desk, text: str) -> None:
    desk.page.grid.edit_cell(0, "price")
    desk.type(f"{text}\n")
    desk.press(KEY.Key_Escape)


def test_a_typed_price_has_what_the_list_says_beside_it(desk):
    open_order(desk, ("CHR", "2"))
    assert shown(desk) == ("249.00", "5", "236.55")
    type_price(desk, "50")
    assert shown(desk) == ("249.00", "", f"{LOCK} 50.00")
    assert bars(desk)["List 2026"] == "249.00"
    desk.press(KEY.Key_Z, CTRL)
    assert shown(desk) == ("249.00", "5", "236.55")


def test_del_empties_a_cell_and_a_typed_price_is_the_lists_again(desk):
    open_order(desk, ("CHR", "2"))
    type_price(desk, "50")
    desk.page.grid.select_row(0, desk.page.model.column_of("price"))
    desk.page.grid.setFocus()
    desk.press(KEY.Key_Delete)
    assert shown(desk) == ("249.00", "5", "236.55")
    assert desk.page.grid.hasFocus()
    desk.page.grid.select_row(0, desk.page.model.column_of("quantity"))
    desk.press(KEY.Key_Delete)
    assert "is no quantity" in desk.message()
    assert desk.draft.lines[0].quantity_micro == 2_000_000


def test_the_list_price_is_the_one_before_the_quantity_break_as_in_the_panel(desk):
    open_order(desk, ("CHR", "8"))
    assert shown(desk) == ("249.00", "5", "224.7225")
    assert bars(desk)["List 2026"] == "249.00"


def test_a_line_without_article_has_no_list_price(desk):
    start_order(desk)
    desk.press(KEY.Key_Escape)
    desk.press(KEY.Key_F, CTRL | SHIFT)
    desk.type("Freight")
    desk.enter(2)
    desk.type("10\n")
    assert shown(desk) == ("", "", "10.00")


def test_a_new_list_price_shows_beside_the_typed_one_at_once(desk, firm_url):
    open_order(desk, ("CHR", "2"))
    type_price(desk, "50")
    raise_price(firm_url, "CHR-ERG-BLK", 300)
    desk.press(KEY.Key_F5)
    assert shown(desk) == ("300.00", "", f"{LOCK} 50.00")


def test_a_price_kept_from_older_rules_stands_on_the_list_price_it_was_made_from(desk, firm_url):
    open_order(desk, ("CHR", "2"))
    raise_price(firm_url, "CHR-ERG-BLK", 300)
    desk.press(KEY.Key_F5)
    assert shown(desk) == ("249.00", "5", "236.55")


def test_what_the_rules_say_stays_when_it_is_typed(desk, firm_url):
    """A17: a typed price that equals the list's is typed, and so is a discount; looking into a cell types nothing."""
    start_order(desk)
    for sku in ("CHR-ERG-BLK", "CHR-ERG-BLK", "CHR-ERG-BLK"):
        add_line(desk, sku, "2")
    for place, (name, typed) in enumerate([("price", "236.55"), ("discount", "5"), ("price", "")]):
        desk.page.grid.edit_cell(place, name)
        desk.type(f"{typed}\n")
        desk.press(KEY.Key_Escape)
    sources = [(line.price_source, line.discount_source) for line in desk.draft.lines]
    assert sources == [("manual", "manual"), ("auto", "manual"), ("auto", "auto")]
    raise_price(firm_url, "CHR-ERG-BLK", 300)
    desk.press(KEY.Key_F5)
    assert desk.draft.lines[0].price_micro == 236_550_000
