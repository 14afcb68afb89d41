"""A notice that comes and goes by itself at the foot of the navigation: it takes no key and hides no work."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent, QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from app.views.kit import theme
from app.views.kit.side_bar import WIDTH
from app.views.kit.tokens import RADIUS

SHOWN_MS = 12_000
_EDGE = 8


class Toast(QFrame):
    """One notice in the window; a newer one takes its place. A click runs what its key does."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("toast")
        self.setFixedWidth(WIDTH - 2 * _EDGE)
        self._run: Callable[[], None] = lambda: None
        self._text, self._keys = QLabel(), QLabel()
        self._text.setObjectName("toastText")
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(4)
        for label in (self._text, self._keys):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            column.addWidget(label)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        theme.signals().changed.connect(self._recolour)
        window.installEventFilter(self)
        self.hide()

    def tell(self, text: str, keys: str, run: Callable[[], None]) -> None:
        """Show a sentence, and how one goes there; a screen reader says it."""
        self._run = run
        self._text.setText(text)
        self._keys.setText(keys)
        self.setAccessibleName(f"{text} {keys}".rstrip())
        self._recolour()
        self._place()
        self.show()
        self.raise_()
        self._timer.start(SHOWN_MS)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def text(self) -> str:
        """The sentence shown, "" when there is none."""
        return "" if self.isHidden() else self._text.text()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self._place()
        return super().eventFilter(watched, event)

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        self.hide()
        self._run()

    def paintEvent(self, _event: QPaintEvent) -> None:
        table = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(table.accent), 1))
        painter.setBrush(QColor(table.nav_selected))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)

    def _place(self) -> None:
        """At the foot of the navigation, above the status bar."""
        window = self.parentWidget()
        assert window is not None, "made in a window"
        height = self._column.heightForWidth(self.width())
        self.resize(self.width(), height)
        status = window.findChild(QWidget, "statusBar")
        foot = status.height() if status is not None and status.isVisible() else 0
        self.move(_EDGE, window.height() - foot - height - _EDGE)

    def _recolour(self) -> None:
        table = theme.tokens()
        theme.set_ink(self._text, table.nav_text_selected)
        theme.set_ink(self._keys, table.nav_text)
        self.update()
