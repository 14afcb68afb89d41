"""What stands where there is nothing is read whole in a narrow card; arrows of a row of groups take no keys."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from app.views.kit.empty_state import EmptyState
from app.views.kit.group_bar import GroupBar


def test_the_hint_of_an_empty_page_has_lines_as_long_as_there_is_room(qtbot):
    page = QWidget()
    qtbot.addWidget(page)
    state = EmptyState(
        "mdi6.tray", "No drafts yet", "A draft is tried before anybody is priced by it. " * 3, page
    )
    page.resize(900, 500)
    page.show()
    assert state.minimumSizeHint().width() <= 320
    for width in (320, 900):
        state.setGeometry(0, 0, width, 500)
        layout = state.layout()
        assert layout
        layout.activate()
        hint = max(state.findChildren(QLabel), key=lambda label: len(label.text()))
        assert state.width() == width
        assert hint.geometry().left() >= 0
        assert hint.geometry().right() <= width
        assert hint.height() >= hint.heightForWidth(hint.width())


def test_the_arrows_of_groups_without_room_leave_the_keys_to_the_page(qtbot):
    bar = GroupBar()
    qtbot.addWidget(bar)
    arrows = bar.findChildren(QAbstractButton)
    assert arrows
    assert {arrow.focusPolicy() for arrow in arrows} == {Qt.FocusPolicy.NoFocus}
