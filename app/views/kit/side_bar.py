"""The dark navigation at the left: icon and title of each desk, Ctrl+1 to Ctrl+9 and Ctrl+0."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.i18n import _
from app.views.kit import theme
from app.views.kit.flags import CENTRE, LEFT_MIDDLE, NO_FOCUS
from app.views.kit.hover_button import HoverButton
from app.views.kit.icons import draw_icon

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

WIDTH = 196
_ROW = 36


class NavigationButton(HoverButton):
    """One desk in the navigation."""

    def __init__(self, id: str, title: str, icon_name: str, keys: str) -> None:
        super().__init__()
        self.id = id
        self._icon_name = icon_name
        self._keys = keys
        self._badge = self._spoken = ""
        self.set_title(title)
        self.setObjectName(f"desk:{id}")
        self.setAccessibleDescription(keys)
        self.setCheckable(True)
        self.setProperty("focusPolicy", NO_FOCUS)
        self.setFixedHeight(_ROW)
        theme.signals().changed.connect(self._recolour)
        self._recolour()

    def set_title(self, title: str) -> None:
        """Show another title, as in another language."""
        self.setText(title)
        self._name()
        self.setToolTip(f"{title}  {self._keys}".rstrip())

    def set_badge(self, text: str, spoken: str = "") -> None:
        """A small count behind the title, "" for none; `spoken` is what a screen reader adds to the title."""
        self._badge, self._spoken = text, spoken
        self._name()
        self.update()

    def _name(self) -> None:
        self.setAccessibleName(", ".join(filter(None, (self.text(), self._spoken))))

    def sizeHint(self) -> QSize:
        return QSize(WIDTH - 16, _ROW)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_current, weight = self.isChecked(), QFont.Weight.Normal
        if is_current or self.underMouse():
            table = theme.tokens()
            painter.setPen(QColor(0, 0, 0, 0))
            painter.setBrush(QColor(table.nav_selected if is_current else table.nav_hover))
            painter.drawRoundedRect(QRectF(self.rect()), 5, 5)
            painter.setPen(QColor(table.nav_text_selected if is_current else table.nav_text))
        if is_current:
            weight = QFont.Weight.Medium
        draw_icon(painter, self._icon_name, QRectF(14, (self.height() - 17) / 2, 17, 17))
        painter.setFont(theme.base_font(weight=weight))
        box = self.rect().adjusted(38, 0, -12, 0)
        painter.drawText(box, LEFT_MIDDLE, self.text())
        if self._badge:
            self._paint_badge(painter)

    def _paint_badge(self, painter: QPainter) -> None:
        table, height = theme.tokens(), 18
        width = max(height, painter.fontMetrics().horizontalAdvance(self._badge) + 12)
        pill = QRectF(self.width() - 10 - width, (self.height() - height) / 2, width, height)
        painter.setPen(QColor(0, 0, 0, 0))
        painter.setBrush(QColor(table.accent))
        painter.drawRoundedRect(pill, height / 2, height / 2)
        painter.setPen(QColor(table.on_accent))
        painter.drawText(pill, CENTRE, self._badge)

    def _recolour(self) -> None:
        theme.set_ink(self, theme.tokens().nav_text)


class SideBar(QFrame):
    """The navigation; `desk_wanted(id)` follows a click or Enter."""

    desk_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sideBar")
        self.setAccessibleName(_("Desks"))
        self.setFixedWidth(WIDTH)
        self._buttons: dict[str, NavigationButton] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(8, 8, 8, 8)
        self._layout.setSpacing(0)
        self._layout.addStretch(1)

    def add_desk(self, id: str, title: str, icon_name: str, keys: str = "") -> None:
        """Append a desk."""
        button = NavigationButton(id, title, icon_name, keys)
        button.clicked.connect(lambda: self.desk_wanted.emit(id))
        self._buttons[id] = button
        self._layout.insertWidget(self._layout.count() - 1, button)

    def set_title(self, id: str, title: str) -> None:
        """Show another title of a desk."""
        self._buttons[id].set_title(title)

    def show_only(self, ids: Collection[str]) -> None:
        """Hide the desks that are not among these."""
        for known, button in self._buttons.items():
            button.setVisible(known in ids)

    def set_current(self, id: str) -> None:
        """Mark the desk in front."""
        for known, button in self._buttons.items():
            button.setChecked(known == id)

    def set_badge(self, id: str, text: str, spoken: str = "") -> None:
        """Show a count behind a desk's title."""
        self._buttons[id].set_badge(text, spoken)

    def ids(self) -> Sequence[str]:
        """The desks in order."""
        return tuple(self._buttons)

    def shown_ids(self) -> Sequence[str]:
        """The desks that are not hidden, in order."""
        return tuple(known for known, button in self._buttons.items() if not button.isHidden())
