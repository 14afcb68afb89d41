"""The line over the configurator: the way back, what the configuration is called, how far it is."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from app.domain.configuring.views import Progress
from app.i18n import _
from app.views.kit import theme
from app.views.kit.action_row import CutLabel
from app.views.kit.buttons import key_button
from app.views.kit.tokens import GRID

_WIDE, _HIGH = 96, 8


class TopLine(QWidget):
    """`back_wanted`: to where it was asked from."""

    back_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.crumb = key_button("", "", "quiet", self)
        self.crumb.setObjectName("configCrumb")
        self.crumb.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.crumb.setToolTip(_("Back (Esc)"))
        self.crumb.clicked.connect(self.back_wanted)
        self.words = CutLabel(parent=self)
        self.words.setObjectName("configText")
        self.count = CutLabel(parent=self, tells_cut=False)
        self.count.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Preferred)
        self.bar = ProgressLine(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addWidget(self.crumb)
        row.addWidget(self.words, 1)
        row.addWidget(self.count)
        row.addWidget(self.bar)

    def set_origin(self, text: str) -> None:
        """Where one goes back to."""
        self.crumb.setText(f"\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}  {text}")
        self.crumb.setAccessibleName(_("Back to {place}").format(place=text))

    def make_narrow(self, *, narrow: bool) -> None:
        """Without the bar, where what is configured has no room beside it: the figures say the same."""
        self.bar.setVisible(not narrow)

    def show_progress(self, text: str, progress: Progress) -> None:
        """What it is called, and how many fields are decided."""
        if text != self.words.text():
            self.words.setText(text)
        told = _("{decided} of {asked} decided").format(decided=progress.decided, asked=progress.asked)
        if told != self.count.text():
            self.count.setText(told)
            self.count.setMinimumWidth(self.count.fontMetrics().horizontalAdvance(told) + 2)
        self.bar.set_share(progress.decided, progress.asked)


class ProgressLine(QWidget):
    """A thin bar."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._share = 0.0
        self.setFixedWidth(_WIDE)
        theme.signals().changed.connect(self.update)

    def set_share(self, decided: int, asked: int) -> None:
        """So much of it is filled."""
        share = decided / asked if asked else 1.0
        if share != self._share:
            self._share = share
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(_WIDE, 20)

    def paintEvent(self, _event: QPaintEvent) -> None:
        table, painter = theme.tokens(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        box = QRectF(0, (self.height() - _HIGH) / 2, self.width(), _HIGH)
        painter.setBrush(QColor(table.track))
        painter.drawRoundedRect(box, _HIGH / 2, _HIGH / 2)
        if self._share > 0:
            box.setWidth(max(_HIGH, box.width() * self._share))
            painter.setBrush(QColor(table.ok if self._share >= 1 else table.accent))
            painter.drawRoundedRect(box, _HIGH / 2, _HIGH / 2)
