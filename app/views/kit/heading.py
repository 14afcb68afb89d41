"""The line over each desk: its title, a detail, the way to the palette and the menu."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QMenu, QToolButton, QWidget

from app.i18n import _
from app.views.kit import theme
from app.views.kit.buttons import key_text
from app.views.kit.commands import CommandRegistry
from app.views.kit.icons import draw_icon, icon


class SearchBox(QAbstractButton):
    """Looks like a search field and opens the palette."""

    def __init__(self, keys: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("searchBox")
        self._keys = key_text(keys)
        self.setText(_("Search or run a command"))
        self.setAccessibleName(self.text())
        self.setAccessibleDescription(self._keys)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setFixedSize(320, 30)
        theme.signals().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(320, 30)

    def paintEvent(self, _event: QPaintEvent) -> None:
        table = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(table.border_strong if self.underMouse() else table.border), 1))
        painter.setBrush(QColor(table.card))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        draw_icon(painter, "mdi6.magnify", QRectF(8, 7, 16, 16), table.muted)
        painter.setPen(QColor(table.muted))
        box = self.rect().adjusted(32, 0, -12, 0)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, self.text())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self._keys)


class Heading(QWidget):
    """Title, detail, search box and menu button of the frame."""

    search_wanted = Signal()

    def __init__(self, registry: CommandRegistry, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._registry = registry
        self.title = QLabel()
        self.title.setObjectName("headingTitle")
        theme.embolden(self.title, pixels=18)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.detail = QLabel()
        self.detail.setObjectName("headingDetail")
        self.detail.setTextFormat(Qt.TextFormat.PlainText)
        box = SearchBox("Ctrl+K")
        box.clicked.connect(self.search_wanted)
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(lambda: registry.build_menu(self._menu))
        self._menu.aboutToHide.connect(registry.restore)
        self._button = QToolButton()
        self._button.setObjectName("menuButton")
        self._button.setAccessibleName(_("Menu"))
        self._button.setToolTip(_("Menu (F10)"))
        self._button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._button.setMenu(self._menu)
        self._button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.title)
        row.addWidget(self.detail)
        row.addStretch(1)
        row.addWidget(box)
        row.addWidget(self._button)
        theme.signals().changed.connect(self._recolour)
        self._recolour()

    def set_text(self, title: str, detail: str) -> None:
        """Show a title and what is to be said about it."""
        self.title.setText(title)
        self.detail.setText(detail)

    def open_menu(self) -> None:
        """Show the menu of all commands."""
        self._button.showMenu()

    def _recolour(self) -> None:
        self._button.setIcon(icon("mdi6.menu", theme.tokens().muted, 18))
