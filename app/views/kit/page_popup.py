"""A small panel over the page: it has the keys while it is open, and gives the focus back."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QGraphicsDropShadowEffect, QVBoxLayout, QWidget

from app.views.kit.cards import muted_label
from app.views.kit.focus import give_back, lasting_focus


class PagePopup(QFrame):
    """Escape or a click elsewhere closes it and gives the focus back. Subclasses fill `column` and `place` it."""

    def __init__(self, title: str, owner: QWidget) -> None:
        super().__init__(owner.window())
        self.setObjectName("listPopup")
        self.setAccessibleName(title)
        self._owner = owner
        self._before: QWidget | None = None
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(10, 8, 10, 10)
        self.column.setSpacing(6)
        self.column.addWidget(muted_label(title))
        shadow = QGraphicsDropShadowEffect(self, blurRadius=28, xOffset=0, yOffset=6)
        shadow.setColor(QColor(0, 0, 0, 70))
        self.setGraphicsEffect(shadow)
        self.hide()

    def watch(self, widget: QWidget) -> None:
        """The keys of a part belong to the panel first."""
        widget.installEventFilter(self)

    def open_under(self, anchor: QWidget) -> None:
        """Show it below the anchor, inside the window."""
        if not self.isVisible():
            self._before = lasting_focus(self)
            QApplication.instance().focusChanged.connect(self._focus_moved)  # type: ignore[union-attr]  # a QApplication
        self.place(anchor)
        self.show()
        self.raise_()
        self.first_stop().setFocus(Qt.FocusReason.ShortcutFocusReason)

    def first_stop(self) -> QWidget:
        """Where the keys go first."""
        return self

    def place(self, anchor: QWidget) -> None:
        """Take size and place."""

    def close_now(self) -> None:
        """Hide and give the focus back."""
        self._drop()
        give_back(self._before)
        self._before = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride and self.takes(event):
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress and self.press(watched, event):
                return True
        return super().eventFilter(watched, event)

    def takes(self, event: QKeyEvent) -> bool:
        """Whether the key belongs to the panel, not to a command."""
        return event.key() in {
            Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Delete, Qt.Key.Key_F2,
        }  # fmt: skip

    def press(self, watched: QObject, event: QKeyEvent) -> bool:  # subclasses ask where
        """Answer a key; False leaves it to the widget."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_now()
            return True
        return False

    def _focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and not self._holds(new):
            self._drop()

    def _holds(self, widget: QWidget) -> bool:
        """Whether it is part of the panel, or of a list that one of its boxes opens over it."""
        above: QWidget | None = widget
        while above is not None and above is not self:
            above = above.parentWidget()
        return above is self

    def _drop(self) -> None:
        if self.isVisible():
            QApplication.instance().focusChanged.disconnect(self._focus_moved)  # type: ignore[union-attr]  # a QApplication
        self.hide()
