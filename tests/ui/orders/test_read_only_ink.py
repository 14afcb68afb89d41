"""What stands in a field that cannot be keyed is read as well as any other."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLineEdit

from app.views.kit import theme
from tests.helpers.stored_orders import open_order
from tests.helpers.window import CTRL, KEY


def strongest(box) -> int:
    """How far the ink stands out from the ground, 0 to 255."""
    picture = box.grab().toImage()
    ground = QColor(theme.tokens().header).lightness()
    inside = [(x, y) for x in range(6, picture.width() // 2) for y in range(6, picture.height() - 6)]
    return max(abs(picture.pixelColor(x, y).lightness() - ground) for x, y in inside)


@pytest.mark.parametrize("dark", [False, True])
def test_address_and_terms_of_a_confirmed_order_are_legible(desk, qapp, dark):
    open_order(desk, ("CHR", "8"))
    desk.press(KEY.Key_Return, CTRL)
    header = desk.page.header
    assert not header.term.isEnabled()
    theme.apply_theme(qapp, dark=dark)
    ink = abs(QColor(theme.tokens().text).lightness() - QColor(theme.tokens().header).lightness())
    for box in (header.ship_to, header.term):
        assert strongest(box) > ink * 0.8
    theme.apply_theme(qapp, dark=False)


def test_no_field_of_a_confirmed_order_is_typed_into(desk):
    open_order(desk, ("CHR", "8"))
    desk.press(KEY.Key_Return, CTRL)
    desk.press(KEY.Key_F3)
    for field in desk.page.header.findChildren(QLineEdit):
        assert field.isReadOnly() or not field.isEnabled(), field.objectName()
    valid_until = desk.page.header.valid_until
    valid_until.setFocus()
    desk.type("+3\n")
    assert valid_until.text() == ""
    assert desk.draft.header.valid_until is None
