"""What the order desk says of configured lines: that they are made, when, for how much, and by which workshop order."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QPushButton

from tests.helpers.order_keys import add_line, start_order
from tests.helpers.stored_orders import open_order
from tests.helpers.window import CTRL, KEY, SHIFT
from tests.ui.configurator.conftest import SKU


def start_table(desk, quantity="2"):
    """A line of tables that nobody configured yet, the keys on it."""
    start_order(desk)
    add_line(desk, SKU, quantity)
    desk.press(KEY.Key_Escape)
    desk.press(KEY.Key_Up)


def take_table(desk):
    """Configured as it stands, the keys on the line."""
    desk.press(KEY.Key_F6)
    desk.press(KEY.Key_Return, CTRL)
    desk.press(KEY.Key_Escape)
    desk.press(KEY.Key_Up)


def available(desk) -> str:
    model = desk.page.grid.model()
    return str(model.index(0, model.column_of("available")).data())


def test_a_line_that_is_made_says_so_in_place_of_a_stock_of_nothing(desk):
    start_table(desk)
    assert available(desk) == "made"
    assert desk.find(QLabel, "promiseText").text() == "Made to order: configure it, and it has its day."
    take_table(desk)
    assert available(desk) == "made"
    assert desk.find(QLabel, "promiseText").text().startswith("Made for this order in 4 working days; ")


def test_from_a_confirmed_order_a_key_leads_to_its_workshop_order(desk):
    start_table(desk)
    take_table(desk)
    desk.press(KEY.Key_Return, CTRL)
    assert "Workshop  Ctrl+Shift+W" in [
        each.text() for each in desk.page.message_bar.findChildren(QPushButton)
    ]
    desk.press(KEY.Key_P, CTRL | SHIFT)
    (part,) = desk.page.parts.rows()
    assert part.workshop_number == "WO-000001"
    assert "made in the workshop, WO-000001" in [desk.page.parts.index(0, each).data() for each in range(8)]
    desk.show("orders")
    desk.press(KEY.Key_W, CTRL | SHIFT)
    assert desk.page.objectName() == "workshopOrder"


def test_where_nothing_is_made_for_an_order_the_key_says_so(desk):
    open_order(desk, ("CHR", "1"))
    desk.press(KEY.Key_Return, CTRL)
    desk.press(KEY.Key_W, CTRL | SHIFT)
    assert desk.message().startswith("Nothing is made for this order")


def test_what_was_confirmed_stands_beside_another_configuration_before_it_is_confirmed(desk):
    start_table(desk)
    take_table(desk)
    desk.press(KEY.Key_Return, CTRL)
    desk.press(KEY.Key_E, CTRL)
    desk.press(KEY.Key_Up)
    told = desk.find(QLabel, "promiseText").text()
    assert "Confirmed" not in told
    desk.press(KEY.Key_F6)
    desk.press(KEY.Key_Down)
    desk.enter()
    desk.press(KEY.Key_Return, CTRL)
    told = desk.find(QLabel, "promiseText").text()
    assert "Made for this order in 6 working days" in told
    assert "Confirmed: another one at 844.55, made in 4 working days." in told


def test_the_last_price_says_where_it_was_for_another_configuration(desk):
    start_table(desk)
    take_table(desk)
    desk.press(KEY.Key_Return, CTRL)
    start_table(desk)
    take_table(desk)
    told = desk.page.panels.price.told
    assert any(text.startswith("Last time: 2") for text in told.lines())
    desk.press(KEY.Key_F6)
    desk.press(KEY.Key_Down)
    desk.enter()
    desk.press(KEY.Key_Return, CTRL)
    assert any(text.startswith("Last time, configured otherwise: 2") for text in told.lines())


def test_the_model_is_no_list_that_another_one_comes_before(desk):
    start_table(desk)
    take_table(desk)
    told = desk.page.panels.price.told.lines()
    assert not any(text.startswith("table:") for text in told), told


def test_a_configured_line_is_copied_into_another_order_with_its_configuration(desk):
    start_table(desk)
    desk.press(KEY.Key_F6)
    desk.press(KEY.Key_Down)
    desk.enter()
    desk.press(KEY.Key_Return, CTRL)
    desk.press(KEY.Key_Escape)
    desk.press(KEY.Key_Up)
    first = desk.draft.lines[0]
    desk.press(KEY.Key_C, CTRL)
    start_order(desk)
    desk.press(KEY.Key_Escape)
    desk.press(KEY.Key_V, CTRL)
    (copy,) = desk.draft.lines
    names = ("configuration", "text", "quantity_micro", "price_micro")
    assert [getattr(copy, name) for name in names] == [getattr(first, name) for name in names]
