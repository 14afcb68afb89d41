"""The panels a page is made of: white, rounded, with a small title in capitals; and badges."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.i18n import _
from app.views.kit import theme
from app.views.kit.scrolled import ScrolledCards
from app.views.kit.steady import SteadyLabel
from app.views.kit.tokens import GRID, Level

AIR = (12, 10, 12, 12)
TIGHT = (12, 4, 12, 6)


class Card(QFrame):
    """A panel: `Card(_("Customer"))`, then fill `body` (a QVBoxLayout); `side` stands right of the title."""

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._is_low = False
        outer = QVBoxLayout(self)
        outer.setContentsMargins(*AIR)
        outer.setSpacing(GRID)
        self.side = QHBoxLayout()
        self.side.setSpacing(GRID)
        self._title = SteadyLabel(parent=self)
        self._title.setObjectName("cardTitle")
        theme.embolden(self._title, pixels=12)
        self.side.addWidget(self._title)
        self.side.addStretch(1)
        self.body = QVBoxLayout()
        self.body.setSpacing(GRID)
        outer.addLayout(self.side)
        outer.addLayout(self.body, 1)
        self.set_title(title)

    def set_title(self, title: str) -> None:
        """Change the title; it is shown in capitals."""
        self._title.setText(title.upper())
        self._title.setVisible(bool(title) and not self._is_low)
        self.setAccessibleName(title)

    def make_low(self, *, low: bool) -> None:
        """Do without the title, where a page has no room for all of its panels."""
        if low != self._is_low:
            self._is_low = low
            self._title.setVisible(bool(self.accessibleName()) and not low)

    def make_tight(self, *, tight: bool) -> None:
        """Do without air above and below its parts as well."""
        layout = self.layout()
        assert layout is not None, "a card is laid out"
        layout.setContentsMargins(*(TIGHT if tight else AIR))

    def title_room(self) -> int:
        """How high the title and its distance are."""
        return self._title.sizeHint().height() + GRID


def scrolling(column: QVBoxLayout) -> ScrolledCards:
    """A page's cards, one under the other, which scroll where the window is low; the keys stay in the fields."""
    return ScrolledCards(column)


def muted_label(text: str = "", parent: QWidget | None = None) -> QLabel:
    """A label in the quieter ink."""
    label = QLabel(text, parent)
    label.setProperty("tone", "muted")
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def strong_label(text: str = "") -> QLabel:
    """A label in bold, for the number that counts."""
    label = QLabel(text)
    theme.embolden(label, QFont.Weight.Bold)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def figure(caption: str, value: str = "", *, strong: bool = False) -> tuple[QVBoxLayout, QLabel]:
    """A right-aligned caption over its number, as in a row of totals; the layout and the number's label."""
    column = QVBoxLayout()
    column.setSpacing(6)
    number = SteadyLabel(value)
    if strong:
        theme.embolden(number, QFont.Weight.Bold)
    for label in (muted_label(caption), number):
        label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        column.addWidget(label, 0, Qt.AlignmentFlag.AlignRight)
    number.setAccessibleName(caption)
    return column, number


class Badge(QWidget):
    """A state in colour and word: `Badge(_("Credit OK"), "ok")`."""

    def __init__(self, text: str = "", level: Level = "info", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._text, self._level = "", level
        self.setVisible(False)
        self.set_state(text, level)
        theme.signals().changed.connect(self.update)

    def set_state(self, text: str, level: Level) -> None:
        """Show another text and state; an empty text hides the badge."""
        if (text, level) == (self._text, self._level):
            return
        self._text, self._level = text, level
        self.setAccessibleName(f"{_level_word(level)}: {text}")
        self.setVisible(bool(text))
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """The text shown."""
        return self._text

    def level(self) -> Level:
        """The state shown."""
        return self._level

    def sizeHint(self) -> QSize:
        width = QFontMetrics(self._bold()).horizontalAdvance(self._text)
        return QSize(width + 24, 22)

    def minimumSizeHint(self) -> QSize:
        return QSize(min(60, self.sizeHint().width()), 22)

    def _bold(self) -> QFont:
        return theme.base_font(weight=QFont.Weight.DemiBold)

    def paintEvent(self, _event: QPaintEvent) -> None:
        table = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(table.paper(self._level)))
        painter.drawRoundedRect(QRectF(self.rect()), 4, 4)
        painter.setPen(QColor(table.ink(self._level)))
        painter.setFont(self._bold())
        shown = painter.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideRight, self.width() - 16)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, shown)


def _level_word(level: Level) -> str:
    words = {
        "ok": _("all right"),
        "warn": _("warning"),
        "bad": _("problem"),
        "info": _("note"),
        "muted": _("note"),
    }
    return words[level]


def badge_row() -> QHBoxLayout:
    """A row for badges that keeps them left."""
    row = QHBoxLayout()
    row.setSpacing(GRID)
    return row


def clear_layout(layout: QLayout) -> None:
    """Remove and delete everything in a layout."""
    while layout.count():
        item = layout.takeAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        inner = item.layout() if item is not None else None
        if inner is not None:
            clear_layout(inner)
