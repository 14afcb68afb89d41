"""Boxes of choices: the wheel goes past them, and a text without room ends in dots."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QStylePainter

_ROOM = 4  # pixels that the style keeps free on both sides of the text


class SteadyComboBox(QComboBox):
    """Who scrolls the page with the wheel does not change what stands under the pointer."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the page behind takes it; keys and the open list change the choice


class CutComboBox(SteadyComboBox):
    """Cuts its text with dots, and tells the whole beside the pointer. Not for boxes that are typed into."""

    def shown(self) -> str:
        """What there is room for."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        field = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self
        )
        width = field.width() - _ROOM
        return self.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideRight, width)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        option.currentText = self.shown()
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            self.setToolTip("" if self.shown() == self.currentText() else self.currentText())
        return super().event(event)
