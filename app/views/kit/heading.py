"""The line over each desk: its title, a detail, the way to the palette and the menu.

It is on screen before the office is opened: see `flags` for why nothing here says `Qt`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRectF, QSize, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from app.i18n import _
from app.views.kit import theme
from app.views.kit.flags import LEFT_MIDDLE, NO_FOCUS, RIGHT_MIDDLE
from app.views.kit.hover_button import HoverButton
from app.views.kit.icons import draw_icon

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QResizeEvent
    from PySide6.QtWidgets import QMenu

    from app.views.kit.commands import CommandRegistry

_GAP = 12
_HEIGHT = 30
_SEARCH_WIDTHS = (160, 320)
_TITLE_PIXELS = 18


class HeadingText(QWidget):
    """Title and detail on one line, cut with dots where the window is narrow.

    A new text is only painted: nothing is laid out again.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("headingText")
        self.title = ""
        self.detail = ""
        self.setMinimumWidth(120)
        self.setFixedHeight(_HEIGHT)

    def set_text(self, title: str, detail: str) -> None:
        """Show a title and what is to be said about it."""
        if (title, detail) != (self.title, self.detail):
            self.title, self.detail = title, detail
            self.setAccessibleName(" ".join(filter(None, (title, detail))))
            self._tell_cut()
            self.update()

    def shown(self) -> tuple[str, str]:
        """What there is room for, with dots where something was cut: the title goes first."""
        title, detail = self._metrics()
        name = _cut(title, self.title, self.width())
        left = self.width() - title.horizontalAdvance(name) - _GAP
        return name, _cut(detail, self.detail, left)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self.title:
            return
        name, detail = self.shown()
        painter = QPainter(self)
        painter.setFont(_title_font())
        painter.drawText(self.rect(), LEFT_MIDDLE, name)
        start = painter.fontMetrics().horizontalAdvance(name) + _GAP
        painter.setFont(theme.base_font())
        painter.setPen(QColor(theme.tokens().muted))
        painter.drawText(self.rect().adjusted(start, 2, 0, 2), LEFT_MIDDLE, detail)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._tell_cut()
        super().resizeEvent(event)

    def _tell_cut(self) -> None:
        """What was cut is shown whole beside the pointer."""
        whole = (self.title, self.detail)
        self.setToolTip("" if self.shown() == whole else "\n".join(filter(None, whole)))

    def _metrics(self) -> tuple[QFontMetrics, QFontMetrics]:
        return QFontMetrics(_title_font()), QFontMetrics(theme.base_font())


def _title_font() -> QFont:
    return theme.base_font(_TITLE_PIXELS, QFont.Weight.DemiBold)


def _cut(metrics: QFontMetrics, text: str, room: int) -> str:
    """The text, or as much of its beginning as there is room for."""
    if metrics.horizontalAdvance(text) <= room:
        return text
    dots = metrics.horizontalAdvance("…")
    kept = text
    while kept and metrics.horizontalAdvance(kept) + dots > room:
        kept = kept[: len(kept) * 9 // 10] if len(kept) > 40 else kept[:-1]
    return f"{kept.rstrip()}…" if kept else ""


class SearchBox(QPushButton):
    """Looks like a search field and opens the palette."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("searchBox")
        self._keys = ""
        self.reword()
        self.setProperty("focusPolicy", NO_FOCUS)
        self.setMinimumWidth(_SEARCH_WIDTHS[0])
        self.setMaximumWidth(_SEARCH_WIDTHS[1])
        self.setFixedHeight(_HEIGHT)

    def reword(self) -> None:
        """Say it in the language in force."""
        self._text = _("Search or run a command")
        self.setAccessibleName(self._text)
        self.update()

    def set_keys(self, keys: str) -> None:
        """Show the key that opens it."""
        self._keys = keys
        self.setAccessibleDescription(keys)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(_SEARCH_WIDTHS[1], _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)  # the box; the style sheet has its colours
        painter = QPainter(self)
        draw_icon(painter, "mdi6.magnify", QRectF(8, 7, 16, 16))
        box = self.rect().adjusted(32, 0, -12, 0)
        painter.drawText(box, RIGHT_MIDDLE, self._keys)
        metrics = painter.fontMetrics()
        room = box.width() - metrics.horizontalAdvance(self._keys) - _GAP
        painter.drawText(box, LEFT_MIDDLE, _cut(metrics, self._text, room))


class MenuButton(HoverButton):
    """The three lines at the right end."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("menuButton")
        self.reword()
        self.setProperty("focusPolicy", NO_FOCUS)
        self.setFixedSize(_HEIGHT, _HEIGHT)
        theme.signals().changed.connect(self._recolour)
        self._recolour()

    def reword(self) -> None:
        """Say it in the language in force."""
        self.setAccessibleName(_("Menu"))
        self.setToolTip(_("Menu (F10)"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        table = theme.tokens()
        if self.underMouse() or self.isDown():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QColor(0, 0, 0, 0))
            painter.setBrush(QColor(table.hover))
            painter.drawRoundedRect(QRectF(self.rect()), 4, 4)
            painter.setPen(QColor(table.muted))
        draw_icon(painter, "mdi6.menu", QRectF(6, 6, 18, 18))

    def _recolour(self) -> None:
        theme.set_ink(self, theme.tokens().muted)


class Heading(QWidget):
    """Title, detail, search box and menu button of the frame."""

    search_wanted = Signal()
    menu_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._menu: QMenu | None = None
        self._text = HeadingText()
        self._box = SearchBox()
        self._box.clicked.connect(self.search_wanted)
        self._button = MenuButton()
        self._button.clicked.connect(self.menu_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP)
        row.addWidget(self._text, 1)
        row.addWidget(self._box)
        row.addWidget(self._button)
        theme.signals().changed.connect(self._text.update)

    def set_text(self, title: str, detail: str) -> None:
        """Show a title and what is to be said about it."""
        self._text.set_text(title, detail)

    def text(self) -> tuple[str, str]:
        """Title and detail, as they are where there is room for them."""
        return self._text.title, self._text.detail

    def set_search_keys(self, keys: str) -> None:
        """Tell which key opens the palette."""
        self._box.set_keys(keys)

    def reword(self) -> None:
        """Say the box and the button in the language in force."""
        self._box.reword()
        self._button.reword()

    def open_menu(self, registry: CommandRegistry) -> None:
        """Show the menu of all commands below its button; made when it is first wanted."""
        if self._menu is None:
            from PySide6.QtWidgets import QMenu

            self._menu = QMenu(self)
            self._menu.aboutToHide.connect(registry.restore)
        registry.build_menu(self._menu)
        corner = QPoint(self._button.width() - self._menu.sizeHint().width(), self._button.height())
        self._menu.popup(self._button.mapToGlobal(corner))
