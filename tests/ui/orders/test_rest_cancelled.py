"""A sum that was confirmed stays; beside it stands how much of it was cancelled since."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit

from app.domain.rights import SYSTEM
from app.i18n import format_amount, set_language
from app.services.shipping.picking import create_pick_list, read_picked_lines, record_picked
from app.services.shipping.posting import post_shipment
from tests.helpers.order_keys import MICRO, rows
from tests.helpers.stored_orders import open_order
from tests.helpers.window import CTRL, SHIFT, open_url

KEY = Qt.Key


def sums(desk) -> dict[str, str]:
    """The figures under the lines by their captions."""
    labels = [label.text() for label in desk.page.totals.findChildren(QLabel) if label.isVisible()]
    texts = dict(desk.page.totals._texts)
    assert set(texts.values()) <= set(labels)
    return texts


def cancel_rest_by_keys(desk, picked: str) -> None:
    """So many leave, the rest of the order is cancelled."""
    desk.press(KEY.Key_P, CTRL | SHIFT)
    desk.press(KEY.Key_Return, CTRL)
    desk.type(f"{picked}\n")
    desk.find(QComboBox, "restChoice").setFocus()
    desk.press(KEY.Key_Down)
    desk.find(QLineEdit, "restReason").setFocus()
    desk.type("out of the range")
    desk.press(KEY.Key_Return, CTRL)
    desk.show("orders")


def worth(firm_url: str, pieces: int) -> int:
    """Gross of so many chairs at the order's price, 19 % on the sum."""
    ((price,),) = rows(firm_url, "select price_micro from order_line where sku like 'CHR%'")
    net = (price * pieces * 100 + MICRO // 2) // MICRO
    return net + (net * 19 + 50) // 100


def test_the_sum_stays_and_what_was_cancelled_of_it_stands_beside_it(desk, firm_url):
    open_order(desk, ("CHR", "8"))
    desk.press(KEY.Key_Return, CTRL)
    assert "of which cancelled" not in sums(desk)
    cancel_rest_by_keys(desk, "3")
    whole, left = worth(firm_url, 8), worth(firm_url, 3)
    assert list(sums(desk))[-2:] == ["Total EUR", "of which cancelled"]
    assert sums(desk)["Total EUR"] == format_amount(whole, "EUR")
    assert sums(desk)["of which cancelled"] == format_amount(whole - left, "EUR")
    promise = desk.page._promises[desk.draft.lines[0].key]
    assert promise.reason == "The rest was cancelled: nothing is held for it."


def test_an_order_shipped_whole_says_nothing_of_it(desk):
    open_order(desk, ("CHR", "8"))
    desk.press(KEY.Key_Return, CTRL)
    desk.press(KEY.Key_P, CTRL | SHIFT)
    desk.press(KEY.Key_Return, CTRL)
    desk.press(KEY.Key_Return, CTRL)
    desk.show("orders")
    assert desk.draft.state == "shipped"
    assert "of which cancelled" not in sums(desk)


@pytest.mark.parametrize(
    ("language", "state", "hint"),
    [
        ("en", "shipped, part cancelled", "shipped: a rest was cancelled."),
        ("de", "geliefert, teils storniert", "geliefert: ein Rest wurde storniert."),
    ],
)
def test_the_list_says_it_beside_the_sum(qtbot, firm_url, language, state, hint):
    set_language(language)
    desk = open_url(qtbot, firm_url)
    open_order(desk, ("CHR", "8"))
    desk.press(KEY.Key_Return, CTRL)
    cancel_rest_by_keys(desk, "3")
    listed = desk.context.desk().list
    names = [column.name for column in listed.model.columns]
    cell = listed.model.index(0, names.index("state"))
    listed.refresh()
    desk.press(KEY.Key_F, CTRL)
    assert cell.data() == state
    assert cell.data(Qt.ItemDataRole.ToolTipRole).startswith(hint)
    assert listed.model.index(0, names.index("gross")).data(Qt.ItemDataRole.ToolTipRole) is None


def test_what_another_desk_cancels_of_an_order_that_goes_on_is_shown(desk, elsewhere):
    """The order stays confirmed, since a line waits on another pick list: no new version tells of it."""
    open_order(desk, ("CHR", "8"), ("CBL", "4"))
    desk.press(KEY.Key_Return, CTRL)
    order_id = desk.page.order_id
    found = rows(elsewhere.url, "select id from order_line where order_id = ? order by position", order_id)
    chairs, trays = (line_id for (line_id,) in found)
    with elsewhere.work.begin(actor=SYSTEM) as uow:
        create_pick_list(uow, order_id, warehouse_id=1, lines={trays: 4 * MICRO})
        first = create_pick_list(uow, order_id, warehouse_id=1, lines={chairs: 3 * MICRO})
        line = next(each for each in read_picked_lines(uow, first) if each.product_id is not None)
        record_picked(uow, first, {line.id: 3 * MICRO})
        post_shipment(uow, first, cancel_rest=True, reason="out of the range")
    desk.until(lambda: "of which cancelled" in sums(desk))
    assert desk.draft.state == "confirmed"


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_list_stands_in_a_small_window_with_days_and_states_whole(qtbot, firm_url, language):
    set_language(language)
    desk = open_url(qtbot, firm_url)
    open_order(desk, ("CHR", "8"))
    desk.press(KEY.Key_Return, CTRL)
    cancel_rest_by_keys(desk, "3")
    desk.frame.resize(1280, 720)
    desk.press(KEY.Key_F, CTRL)
    table = desk.context.desk().list.table
    desk.until(lambda: desk.context.desk().list.model.row(0) is not None)
    assert table.horizontalScrollBar().maximum() == 0
    model, padding = table.model(), 2 * table.itemDelegate().padding
    dot = {"state": 14}  # pixels before the word
    for number, column in enumerate(model.columns):
        text = str(model.index(0, number).data())
        if column.name != "customer" and not table.isColumnHidden(number):
            room = table.columnWidth(number) - padding - dot.get(column.name, 0)
            assert table.fontMetrics().horizontalAdvance(text) <= room, column.name
