"""The dark navigation at the left: icon and title of each desk, Ctrl+1 to Ctrl+9."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QVBoxLayout, QWidget

from app.i18n import _
from app.views.kit import theme
from app.views.kit.icons import draw_icon

WIDTH = 196
_ROW = 36


class NavigationButton(QAbstractButton):
    """One desk in the navigation."""

    def __init__(self, id: str, title: str, icon_name: str, keys: str) -> None:
        super().__init__()
        self.id = id
        self._icon_name = icon_name
        self._keys = keys
        self._badge = ""
        self.setText(title)
        self.setObjectName(f"desk:{id}")
        self.setAccessibleName(title)
        self.setAccessibleDescription(keys)
        self.setToolTip(f"{title}  {keys}".rstrip())
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFixedHeight(_ROW)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def set_badge(self, text: str) -> None:
        """A small count behind the title, "" for none."""
        self._badge = text
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(WIDTH - 16, _ROW)

    def paintEvent(self, _event: QPaintEvent) -> None:
        table = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isChecked() or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(table.nav_selected if self.isChecked() else table.nav_hover))
            painter.drawRoundedRect(QRectF(self.rect()), 5, 5)
        ink = table.nav_text_selected if self.isChecked() else table.nav_text
        draw_icon(painter, self._icon_name, QRectF(14, (self.height() - 17) / 2, 17, 17), ink)
        weight = QFont.Weight.Medium if self.isChecked() else QFont.Weight.Normal
        painter.setFont(theme.base_font(weight=weight))
        painter.setPen(QColor(ink))
        box = self.rect().adjusted(38, 0, -12, 0)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, self.text())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self._badge)


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
        theme.signals().changed.connect(self.update)

    def add_desk(self, id: str, title: str, icon_name: str, keys: str = "") -> None:
        """Append a desk."""
        button = NavigationButton(id, title, icon_name, keys)
        button.clicked.connect(lambda: self.desk_wanted.emit(id))
        self._buttons[id] = button
        self._layout.insertWidget(self._layout.count() - 1, button)

    def set_current(self, id: str) -> None:
        """Mark the desk in front."""
        for known, button in self._buttons.items():
            button.setChecked(known == id)

    def set_badge(self, id: str, text: str) -> None:
        """Show a count behind a desk's title."""
        self._buttons[id].set_badge(text)

    def ids(self) -> Sequence[str]:
        """The desks in order."""
        return tuple(self._buttons)

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), QColor(theme.tokens().nav))
