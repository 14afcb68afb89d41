"""Documents in tabs: they go round, and a change inside one draws no more than it must."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.views.kit.tabs import TabArea


def turn(app: Any) -> None:
    """A request for room rises from layout to layout, one turn of the event loop each."""
    for _ in range(5):
        app.processEvents()


def test_tabs_go_round(qtbot: QtBot):
    tabs = TabArea()
    qtbot.addWidget(tabs)
    one, two = QWidget(), QWidget()
    tabs.add_page(one, "One")
    tabs.add_page(two, "Two")
    assert tabs.currentWidget() is two
    tabs.next_page()
    assert tabs.currentWidget() is one
    tabs.close_page(one)
    assert tabs.pages() == [two]


def test_a_label_that_asks_for_room_does_not_draw_the_whole_tab_again(qapp: Any, qtbot: QtBot):
    class Page(QWidget):
        painted = 0

        def paintEvent(self, event: QPaintEvent) -> None:
            self.painted += event.rect() == self.rect()
            super().paintEvent(event)

    tabs, page, label = TabArea(), Page(), QLabel("one")
    qtbot.addWidget(tabs)
    column = QVBoxLayout(page)
    column.addWidget(label)
    column.addWidget(QPushButton("what needs most room"))
    tabs.add_page(page, "First")
    tabs.resize(500, 400)
    tabs.show()
    qtbot.waitUntil(lambda: page.painted > 0)
    label.setText("two")  # settles what the first showing left to do
    turn(qapp)
    before = page.painted
    label.setText("three")
    turn(qapp)
    assert label.width() >= label.sizeHint().width(), "the label has its room"
    assert page.painted == before


def test_a_page_that_needs_more_room_than_there_is_tells_the_window(qapp: Any, qtbot: QtBot):
    tabs, page, label = TabArea(), QWidget(), QLabel("one")
    qtbot.addWidget(tabs)
    QVBoxLayout(page).addWidget(label)
    tabs.add_page(page, "First")
    tabs.resize(300, 200)
    tabs.show()
    before = tabs.minimumSizeHint().width()
    label.setMinimumWidth(700)
    turn(qapp)
    assert tabs.minimumSizeHint().width() > before
    tabs.add_page(QWidget(), "Second")
    turn(qapp)
    assert tabs.tabBar().isVisible()
    assert tabs.currentWidget().y() >= 0


def test_a_long_title_of_tabs_that_scroll_is_read_from_its_beginning(qtbot: QtBot):
    area = TabArea()
    qtbot.addWidget(area)
    area.tabBar().setElideMode(Qt.TextElideMode.ElideNone)
    title = "Discount · dealers, boards and all of their accessories"
    assert area.shown_title("Discounts & Co") == "Discounts && Co"
    assert area.shown_title(title).startswith("Discount · dealers")
    assert area.shown_title(title).endswith("…")


def test_the_tabs_of_lists_are_read_whole_however_many_documents_are_open(qapp: Any, qtbot: QtBot):
    class ListPage(QWidget):
        is_fixed = True

    tabs = TabArea()
    qtbot.addWidget(tabs)
    for title in ("Invoices", "To invoice", "Payments"):
        tabs.add_page(ListPage(), title)
    for number in range(7):
        tabs.add_page(QWidget(), f"Invoice INV-00136{number}")
    tabs.resize(770, 300)
    with qtbot.waitExposed(tabs):
        tabs.show()
    turn(qapp)
    bar = tabs.tabBar()
    widths = [bar.tabRect(number).width() for number in range(tabs.count())]
    assert widths[:3] == [bar.tabSizeHint(number).width() for number in range(3)]
    assert widths[3] < bar.tabSizeHint(3).width(), "the documents behind give way"
