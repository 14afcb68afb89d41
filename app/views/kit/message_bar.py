"""The strip that tells and warns inside the page; nothing here is ever modal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import (
    QColor,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from app.i18n import _
from app.views.kit import theme
from app.views.kit.buttons import key_button
from app.views.kit.icons import draw_icon
from app.views.kit.passing import Passing
from app.views.kit.tokens import RADIUS, Level

_ICONS: dict[Level, str] = {
    "ok": "mdi6.check-circle-outline",
    "warn": "mdi6.alert-outline",
    "bad": "mdi6.alert-circle-outline",
    "info": "mdi6.information-outline",
    "muted": "mdi6.information-outline",
}

_TEXT_LEAST = 260
"""Pixels of a text beside its buttons: a sentence in three lines."""


@dataclass(frozen=True, slots=True)
class MessageAction:
    """One way out of a message: its title, what it runs and the key that runs it."""

    title: str
    run: Callable[[], None]
    keys: str = ""


class MessageBar(QFrame):
    """Shows one message with its remedies; hidden while there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("messageBar")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._level: Level = "info"
        self._extras: list[QWidget] = []
        self._actions: tuple[MessageAction, ...] = ()
        self._keys: list[QShortcut] = []
        self._passing: Passing | None = None
        self._text = QLabel()
        self._text.setObjectName("messageText")
        self._text.setWordWrap(True)
        theme.embolden(self._text)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(40, 4, 8, 4)
        self._row.addWidget(self._text, 1)
        self._buttons = QHBoxLayout()
        self._buttons.addStretch(1)
        self._row.addLayout(self._buttons)
        self._close = QPushButton(_("Close"))
        self._close.setProperty("kind", "quiet")
        self._close.setObjectName("messageClose")
        self._close.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._close.clicked.connect(self.clear)
        self._buttons.addWidget(self._close)
        theme.signals().changed.connect(self._recolour)
        self.hide()

    def show_message(self, text: str, level: Level = "info", actions: Sequence[MessageAction] = ()) -> None:
        """Show this message in place of the one before."""
        self._drop_extras()
        self._level = level
        self._text.setText(text)
        self.setAccessibleName(text)
        for action in actions:
            self._add(action)
        self._actions = tuple(actions)
        self._place_buttons()
        self._recolour()
        self.show()
        self._give_keys()

    def ask(self, text: str, level: Level, actions: Sequence[MessageAction]) -> None:
        """Ask what need not be answered: the question goes with the next key or click that is none of its answers."""
        self.show_message(text, level, actions)
        self._passing = Passing(self, [action.keys for action in actions], self.clear)

    def text(self) -> str:
        """The message shown, "" when there is none."""
        return "" if self.isHidden() else self._text.text()

    def level(self) -> Level:
        """How heavy the message is."""
        return self._level

    def clear(self) -> None:
        """Hide the message and its keys."""
        self._drop_extras()
        self._text.clear()
        self.hide()

    def take_back(self, text: str) -> None:
        """Hide this message, if it is still the one shown: it is true no more."""
        if self.text() == text:
            self.clear()

    def _add(self, action: MessageAction) -> None:
        button = key_button(action.title, action.keys)
        button.clicked.connect(action.run)
        self._buttons.insertWidget(self._buttons.count() - 1, button)
        self._extras.append(button)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_buttons()

    def _place_buttons(self) -> None:
        """Beside the text, or below it where they would leave it a few letters a line."""
        around = self._row.contentsMargins()
        room = self.width() - around.left() - around.right() - self._buttons.sizeHint().width()
        words = self._text.fontMetrics().horizontalAdvance(self._text.text())
        is_narrow = bool(self._actions) and room < min(words, _TEXT_LEAST)
        way = QBoxLayout.Direction.TopToBottom if is_narrow else QBoxLayout.Direction.LeftToRight
        if way != self._row.direction():
            self._row.setDirection(way)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if (
            self._actions
        ):  # the page comes to the front again: once its commands hold, it is seen which keys they have
            QTimer.singleShot(0, self, self._give_keys)

    def _give_keys(self) -> None:
        self._drop_keys()
        for action in self._actions:
            if action.keys and not self._is_taken(action.keys):
                shortcut = QShortcut(QKeySequence(action.keys), self)
                shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
                shortcut.activated.connect(action.run)
                self._keys.append(shortcut)

    def _drop_keys(self) -> None:
        for shortcut in self._keys:
            shortcut.setEnabled(False)
            shortcut.deleteLater()
        self._keys = []

    def _is_taken(self, keys: str) -> bool:
        """Whether a command of the window answers to these keys: two answers to one key are none at all."""
        wanted = QKeySequence(keys)
        return any(action.isEnabled() and wanted in action.shortcuts() for action in self.window().actions())

    def _drop_extras(self) -> None:
        if self._passing is not None:
            self._passing.stop()
            self._passing = None
        self._drop_keys()
        for widget in self._extras:
            self._buttons.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._actions, self._extras = (), []

    def _recolour(self) -> None:
        ink = theme.tokens().ink(self._level)
        self._text.setStyleSheet(f"color: {ink};")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, max(40, super().sizeHint().height()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        table = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = QColor(table.ink(self._level))
        edge.setAlpha(90)
        painter.setPen(QPen(edge, 1))
        painter.setBrush(QColor(table.paper(self._level)))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        box = QRectF(12, (self.height() - 18) / 2, 18, 18)
        draw_icon(painter, _ICONS[self._level], box, table.ink(self._level))
