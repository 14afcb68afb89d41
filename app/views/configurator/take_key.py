"""Ctrl+Enter while a list is open over the page: the configuration is taken over as it stands, no row of the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from app.views.kit.page_popup import PagePopup

if TYPE_CHECKING:
    from app.views.configurator.page import ConfigPage

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def takes_over(popup: PagePopup, page: ConfigPage, event: QKeyEvent) -> bool:
    """Whether the key was Ctrl+Enter: the list is gone then, and the page has done what its button says."""
    if event.key() not in ENTER or not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
        return False
    popup.close_now()
    page.context.commands.run("configurator.take")
    return True
