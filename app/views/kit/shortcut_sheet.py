"""Ctrl+/: all keys that hold at this moment, and those every field knows."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsDropShadowEffect,
    QGridLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.i18n import _
from app.views.kit import theme
from app.views.kit.buttons import key_text
from app.views.kit.cards import muted_label, strong_label
from app.views.kit.commands import CommandRegistry
from app.views.kit.focus import give_back, lasting_focus


def field_keys() -> tuple[tuple[str, str], ...]:
    """Keys of fields, grids and lists, which are no commands."""
    return (
        (_("Enter / Shift+Enter"), _("Next / previous field")),
        (_("Tab / Shift+Tab"), _("The same order")),
        (_("F4, Alt+Down"), _("Look up")),
        (_("F2"), _("Edit cell")),
        (_("Esc"), _("Close the list, then leave the cell, then the page")),
        (_("Ctrl+C / Ctrl+V"), _("To / from a sheet")),
        (_("Alt+letter"), _("Go to the field with that letter underlined")),
    )


class ShortcutSheet(QFrame):
    """The sheet over the page; any key closes it."""

    def __init__(self, registry: CommandRegistry, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("shortcutSheet")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._registry = registry
        self._window = window
        self._before: QWidget | None = None
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        title = QLabel(_("Keys"))
        title.setObjectName("headingTitle")
        theme.embolden(title, pixels=18)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 16)
        layout.addWidget(title)
        layout.addWidget(self._scroll, 1)
        shadow = QGraphicsDropShadowEffect(self, blurRadius=28, xOffset=0, yOffset=6)
        shadow.setColor(QColor(0, 0, 0, 70))
        self.setGraphicsEffect(shadow)
        self.hide()

    def rows(self) -> list[tuple[str, str]]:
        """Key and what it does, commands first."""
        commands = [(key_text(command.keys), command.title) for command in self._registry.shortcuts()]
        return [*commands, *field_keys()]

    def open(self) -> None:
        """Show the keys of the desk in front."""
        window = self._window
        self._before = lasting_focus(window)
        self._scroll.setWidget(self._table())
        width, height = min(760, window.width() - 32), min(560, window.height() - 80)
        self.setGeometry((window.width() - width) // 2, 52, width, height)
        self.show()
        self.raise_()
        self.setFocus()

    def close_now(self) -> None:
        """Hide and give the focus back."""
        self.hide()
        give_back(self._before)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        modifiers = (Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_Meta)
        if event.key() not in modifiers:
            self.close_now()

    def _table(self) -> QWidget:
        page = QWidget()
        page.setObjectName("scrolled")
        grid = QGridLayout(page)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        rows = self.rows()
        half = (len(rows) + 1) // 2
        for number, (keys, title) in enumerate(rows):
            column = 0 if number < half else 2
            grid.addWidget(strong_label(keys), number % half, column)
            label = muted_label(title)
            label.setWordWrap(True)  # a long title takes a second line: the sheet never scrolls sideways
            grid.addWidget(label, number % half, column + 1)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        grid.setRowStretch(half, 1)
        return page
