"""Giving the keys back to where they were before something lay over the page."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractItemView, QWidget
from shiboken6 import isValid


def lasting_focus(window: QWidget) -> QWidget | None:
    """The widget that has the keys; for an open cell its table: the cell closes as soon as it loses them."""
    found: QWidget | None = window.window().focusWidget()
    parent = found.parentWidget() if found is not None else None
    while parent is not None:
        if isinstance(parent, QAbstractItemView):
            return parent
        parent = parent.parentWidget()
    return found


def give_back(widget: QWidget | None) -> None:
    """Focus the widget, if it is still there."""
    if widget is not None and isValid(widget):
        widget.setFocus()
