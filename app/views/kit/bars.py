"""Two small painted panels: amounts that build up to a result, and filled shares of a quantity."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.views.kit import theme
from app.views.kit.tokens import Level, Tokens

_ROW = 24
_BAR_LEAST = 56  # pixels that the longest label leaves for bars
_BAR = 12
_SHARE = 9
_TRACK_LEAST = 18
StepKind = Literal["total", "less", "more", "cost", "gain", "loss", "quiet"]


@dataclass(frozen=True, slots=True)
class WaterfallStep:
    """One row: a bar from `start` to `end` in any unit. `total`, `gain`, `loss` are bold.

    `quiet` rows have no bar but a reason in `text` (such as a rule that did not apply).
    """

    label: str
    start: int
    end: int
    text: str
    kind: StepKind = "less"
    hint: str = ""


@dataclass(frozen=True, slots=True)
class ShareBar:
    """One row: `filled` of `total`, with a text at the right."""

    label: str
    filled: int
    total: int
    text: str
    level: Level = "ok"


def _colour(table: Tokens, kind: StepKind) -> str:
    colours: dict[StepKind, str] = {
        "total": table.accent,
        "less": table.warn,
        "more": table.bad,
        "cost": table.muted,
        "gain": table.ok,
        "loss": table.bad,
        "quiet": table.muted,
    }
    return colours[kind]


class _Rows(QWidget):
    """Rows of fixed height; the accessible text is what a sighted person reads."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.signals().changed.connect(self.update)

    def row_count(self) -> int:
        return 0

    def sizeHint(self) -> QSize:
        return QSize(300, max(1, self.row_count()) * _ROW)

    def minimumSizeHint(self) -> QSize:
        return QSize(180, self.sizeHint().height())


class Waterfall(_Rows):
    """How an amount comes about, step by step."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps: tuple[WaterfallStep, ...] = ()

    def row_count(self) -> int:
        return len(self._steps)

    def set_steps(self, steps: Sequence[WaterfallStep]) -> None:
        """Show these steps."""
        grown = len(steps) != len(self._steps)
        self._steps = tuple(steps)
        self.setAccessibleName("; ".join(f"{step.label} {step.text}" for step in self._steps))
        if grown:
            self.updateGeometry()
        self.update()

    def steps(self) -> tuple[WaterfallStep, ...]:
        """The steps shown."""
        return self._steps

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._steps:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bold = QFontMetrics(theme.base_font(weight=QFont.Weight.Bold))
        bars = [step for step in self._steps if step.kind != "quiet"] or list(self._steps)
        widest = max(bold.horizontalAdvance(step.label) for step in bars)
        value = max(bold.horizontalAdvance(step.text) for step in bars) + 12
        label = min(max(widest + 16, 108), max(108, self.width() - value - _BAR_LEAST))
        span = max(max(abs(step.start), abs(step.end)) for step in self._steps) or 1
        low = min(0, *(min(step.start, step.end) for step in bars), 0)
        scale = max(10, self.width() - label - value) / (span - low)
        for number, step in enumerate(self._steps):
            row = QRectF(0, number * _ROW, self.width(), _ROW)
            self._paint_text(painter, step, row, label)
            if step.kind != "quiet":
                left = label + (min(step.start, step.end) - low) * scale
                bar = QRectF(
                    left, row.center().y() - _BAR / 2, max(2.0, abs(step.end - step.start) * scale), _BAR
                )
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(_colour(theme.tokens(), step.kind)))
                painter.drawRoundedRect(bar, 2, 2)

    def _paint_text(self, painter: QPainter, step: WaterfallStep, row: QRectF, label: float) -> None:
        table = theme.tokens()
        strong = step.kind in ("total", "gain", "loss")
        painter.setFont(theme.base_font(weight=QFont.Weight.Bold if strong else QFont.Weight.Normal))
        painter.setPen(QColor(table.text if strong else table.muted))
        metrics = painter.fontMetrics()
        quiet = step.kind == "quiet"
        width = label - 6 if not quiet else row.width() * (0.42 if step.text else 1)
        shown = metrics.elidedText(step.label, Qt.TextElideMode.ElideRight, round(width))
        painter.drawText(row, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.setPen(QColor(table.muted if quiet else table.text))
        room = row.adjusted(width + 6, 0, 0, 0) if quiet else row
        text = metrics.elidedText(step.text, Qt.TextElideMode.ElideRight, round(room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, text)


class ShareBars(_Rows):
    """How much of each is free or filled."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: tuple[ShareBar, ...] = ()

    def row_count(self) -> int:
        return len(self._bars)

    def set_bars(self, bars: Sequence[ShareBar]) -> None:
        """Show these rows."""
        grown = len(bars) != len(self._bars)
        self._bars = tuple(bars)
        self.setAccessibleName("; ".join(f"{bar.label} {bar.text}" for bar in self._bars))
        if grown:
            self.updateGeometry()
        self.update()

    def bars(self) -> tuple[ShareBar, ...]:
        """The rows shown."""
        return self._bars

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._bars:
            return
        table = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = QFontMetrics(self.font())
        value = max(metrics.horizontalAdvance(bar.text) for bar in self._bars) + 8
        # the bar gets short before a word is cut
        room = max(round(self.width() * 0.4), self.width() - value - _TRACK_LEAST)
        label = min(max(metrics.horizontalAdvance(bar.label) for bar in self._bars) + 10, room)
        track = max(_TRACK_LEAST, self.width() - label - value)
        for number, bar in enumerate(self._bars):
            row = QRectF(0, number * _ROW, self.width(), _ROW)
            painter.setPen(QColor(table.text))
            shown = metrics.elidedText(bar.label, Qt.TextElideMode.ElideRight, label - 8)
            painter.drawText(row, Qt.AlignmentFlag.AlignVCenter, shown)
            painter.setPen(QColor(table.muted))
            right = row.adjusted(label + track + 6, 0, 0, 0)
            text = metrics.elidedText(bar.text, Qt.TextElideMode.ElideRight, round(right.width()))
            painter.drawText(right, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, text)
            self._paint_share(painter, bar, QRectF(label, row.center().y() - _SHARE / 2, track, _SHARE))

    def _paint_share(self, painter: QPainter, bar: ShareBar, box: QRectF) -> None:
        table = theme.tokens()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(table.track))
        painter.drawRoundedRect(box, _SHARE / 2, _SHARE / 2)
        if bar.filled > 0 and bar.total > 0:
            filled = QRectF(box)
            filled.setWidth(max(_SHARE, box.width() * min(1.0, bar.filled / bar.total)))
            painter.setBrush(QColor(table.ink(bar.level)))
            painter.drawRoundedRect(filled, _SHARE / 2, _SHARE / 2)
