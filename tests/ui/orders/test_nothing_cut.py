"""On a small window nothing that counts is cut: sums, states, addresses, what the keys do, later arrivals."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QListWidget

from app.domain.money import MICRO
from app.domain.promise import ArrivalSupply, ProductAvailability, WarehouseStock
from app.domain.routing.sources import WarehouseFacts
from app.i18n import set_language
from app.views.kit.cut_combo_box import CutComboBox
from app.views.kit.tokens import ROW_HEIGHT
from app.views.orders.panels import stock_bars
from tests.helpers.order_keys import start_order
from tests.helpers.stored_orders import open_order
from tests.helpers.window import CTRL, KEY, SHIFT, open_url

TODAY = dt.date(2026, 11, 22)
SMALL = (1280, 720)


def is_seen_whole(widget, place) -> bool:
    """Whether all of a widget is inside what shows it, and as high as its words."""
    top = widget.mapTo(place, QPoint(0, 0))
    inside = place.rect().contains(top) and place.rect().contains(top + widget.rect().bottomRight())
    return inside and widget.height() >= widget.minimumSizeHint().height()


def test_the_sums_are_seen_whole_with_more_fields_a_message_and_rows_that_wait(desk):
    desk.frame.resize(*SMALL)
    start_order(desk)
    QApplication.clipboard().setText("CHR-ERG-BLK\t3\n" + "".join(f"NO-{n}\t5\n" for n in range(6)))
    desk.press(KEY.Key_V, CTRL)
    desk.press(KEY.Key_F3)
    page = desk.page
    page.message_bar.show_message("Something that must be read.", "warn")
    desk.press(KEY.Key_M, CTRL | SHIFT)
    desk.until(lambda: page.side_list.list.viewport().height() >= 29)
    for label in page.totals.findChildren(QLabel):
        if label.isVisible():
            assert is_seen_whole(label, page.totals), label.text()
    for button in page.totals.buttons():
        assert button.isHidden() or is_seen_whole(button, page.totals)
    assert is_seen_whole(page.totals, page)
    desk.frame.resize(1600, 1000)
    desk.until(lambda: page.side_list.list.height() >= 110)
    titles = [card.findChild(QLabel, "cardTitle").isVisible() for card in (page.header, page.totals)]
    assert titles == [True, True], "the titles come back where there is room"


def test_the_state_of_an_open_order_is_read_without_the_mouse(desk):
    open_order(desk, ("CHR", "8"))
    desk.press(KEY.Key_Return, CTRL)
    desk.frame.resize(*SMALL)
    start_order(desk)
    desk.page.header.customer.setFocus()
    desk.page.grid.select_row(-1)
    orders = desk.find(QListWidget, "openOrders")
    text = orders.item(0).text()
    assert text.endswith("confirmed")
    room = orders.viewport().width() - 24
    assert max(orders.fontMetrics().horizontalAdvance(line) for line in text.split("\n")) <= room
    assert orders.visualItemRect(orders.item(0)).height() >= 2 * orders.fontMetrics().lineSpacing()


def test_what_the_customer_bought_gives_way_before_the_credit_does(desk):
    desk.frame.resize(*SMALL)
    start_order(desk)
    badges = desk.page.header._badges
    badges.history.setText("usual: " + ", ".join(["CHR-ERG-BLK"] * 20))
    badges.overdue.set_state("12 late, 340 days · 1,234,567.89", "warn")
    desk.until(lambda: badges.history.shown().endswith("…"))
    for badge in (badges.credit, badges.overdue):
        assert badge.width() >= badge.sizeHint().width()


def test_an_address_without_room_ends_in_dots(qtbot):
    box = CutComboBox()
    qtbot.addWidget(box)
    box.addItem("Piazza del Duomo 94, 40121 Bologna, IT")
    box.resize(160, 30)
    box.show()
    assert box.shown().startswith("Piazza")
    assert box.shown().endswith("…")
    box.resize(500, 30)
    assert box.shown() == box.currentText()


@pytest.mark.parametrize("state", ["draft", "quoted", "confirmed", "cancelled"])
def test_the_line_below_the_lines_tells_the_keys_in_every_state(desk, state):
    open_order(desk, ("CHR", "8"))
    if state == "quoted":
        desk.press(KEY.Key_P, CTRL)
    elif state != "draft":
        desk.press(KEY.Key_Return, CTRL)
    if state == "cancelled":
        desk.press(KEY.Key_C, CTRL | SHIFT)
        desk.type("not wanted any more\n")
    desk.show("orders")
    assert desk.draft.state == state
    wanted = {"draft": "Ins insert line", "quoted": "Ctrl+Enter turn into order", "confirmed": "Ctrl+E amend"}
    assert wanted.get(state, "Ctrl+R repeat") in desk.page.hint.text()


def test_arrivals_beyond_the_first_four_are_counted_and_summed():
    def arrival(days: int) -> ArrivalSupply:
        return ArrivalSupply(days, f"PO-{days}", TODAY + dt.timedelta(days), days * MICRO)

    stock = WarehouseStock(1, arrivals=tuple(arrival(days) for days in (1, 2, 3, 4, 5, 6)))
    house = WarehouseFacts(1, "HH", "Hamburg", "DE", None, None, dt.time(14))
    bars = stock_bars(ProductAvailability(7, (stock,)), [house], TODAY, "pc")
    assert [bar.label.split()[0] for bar in bars] == ["Hamburg", "HH", "HH", "HH", "HH", "and"]
    assert bars[-1].label == "and 2 more"
    assert bars[-1].text.replace("\N{NO-BREAK SPACE}", " ") == "11 / 11 pc"


@pytest.mark.parametrize("language", ["en", "de"])
def test_four_lines_are_seen_with_more_fields_open(qtbot, firm_url, language):
    set_language(language)
    desk = open_url(qtbot, firm_url)
    desk.frame.resize(*SMALL)
    start_order(desk)
    desk.press(KEY.Key_F3)
    grid = desk.page.grid
    desk.until(lambda: grid.viewport().height() >= 4 * ROW_HEIGHT)
    fields = desk.page.header.findChildren(QLineEdit)
    seen = [field for field in fields if field.isVisible()]
    assert len(seen) > 8
    assert all(is_seen_whole(field, desk.page.header) for field in seen)


def test_all_fields_of_the_head_are_seen_whole_below_a_message_in_the_smallest_window(desk):
    desk.frame.resize(1000, 650)
    start_order(desk)
    desk.press(KEY.Key_F3)
    page = desk.page
    page.message_bar.show_message("Something that must be read.", "warn")
    desk.idle()
    assert page.header.height() >= page.header.minimumSizeHint().height()
    assert page.grid.height() >= page.grid.minimumHeight()
    assert is_seen_whole(page.totals, page)
    assert not page.reason.isVisible()
    page.message_bar.clear()
    desk.press(KEY.Key_F3)
    desk.until(page.hint.isVisible)
    assert page.header.layout().contentsMargins().top() == page.totals.layout().contentsMargins().top() == 10


def test_a_reason_is_keyed_also_where_its_row_gave_way(desk):
    desk.frame.resize(1000, 600)
    open_order(desk, ("CHR", "9000"))
    assert desk.page.header.customer.cursorPosition() == 0, "the name is read from its beginning"
    desk.press(KEY.Key_F3)
    page = desk.page
    page.message_bar.show_message("Something that must be read.", "warn")
    desk.idle()
    assert not page.reason.isHidden(), "there is something to accept"
    assert not page.reason.isVisible(), "its row gave way"
    desk.press(KEY.Key_A, CTRL | SHIFT)
    desk.type("as agreed")
    assert page.reason.given() == "as agreed"
    desk.press(KEY.Key_Escape)
    assert page.reason.isVisible(), "what was given stays in sight"
    page.message_bar.clear()
    desk.press(KEY.Key_F3)
    desk.until(lambda: page.header.layout().contentsMargins().top() == 10)


def test_with_all_its_fields_the_head_scrolls_below_a_message_and_covers_nothing(desk):
    desk.frame.resize(1000, 650)
    start_order(desk)
    rows, page = desk.page.header._rows, desk.page
    for field in list(rows._withheld):
        rows.withhold(field, withheld=False)
    desk.press(KEY.Key_F3)
    desk.idle()
    whole = page.header.further.height()
    page.message_bar.show_message("Something that must be read.", "warn")
    desk.idle()
    assert page.header.height() >= page.header.minimumSizeHint().height()
    assert page.grid.height() >= page.grid.minimumHeight()
    assert is_seen_whole(page.totals, page)
    assert page.header.further.height() < whole
    page.header.contact.setFocus()
    for _field in range(len(rows._more) - 1):
        desk.enter()
        desk.idle()
        at = desk.focus()
        place = page.header.further.viewport()
        top = at.mapTo(place, QPoint(0, 0))
        assert place.rect().contains(at.rect().translated(top)), at.objectName()
    page.message_bar.clear()
    desk.press(KEY.Key_F3)
    desk.until(lambda: not page.header.further.isVisible())


def test_a_button_that_has_no_room_for_its_key_tells_it_to_the_mouse(desk):
    desk.frame.resize(1000, 650)
    start_order(desk)
    totals = desk.page.totals
    totals.set_titles(save="Sichern", paper="Angebot zeigen", confirm="Änderungen bestätigen")
    for button in totals.buttons():
        assert button.isHidden() or "Ctrl+" in button.text() or "Ctrl+" in button.toolTip()
    assert not all("Ctrl+" in button.text() for button in totals.buttons())
    desk.frame.resize(1600, 1000)
    desk.until(lambda: all("Ctrl+" in button.text() for button in totals.buttons()))
    assert not any(button.toolTip() for button in totals.buttons())
