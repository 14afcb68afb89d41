"""Two small painted panels: amounts that build up to a result, and filled shares of a quantity."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.views.kit import theme
from app.views.kit.tokens import Level, Tokens

_ROW = 24
_DENSE = 20
_DENSE_BAR = 28  # pixels that names leave for bars where rows are dense
_LABEL_LEAST = 108
_BAR_LEAST = 56  # pixels that the longest label leaves for bars
_AROUND = 6  # above and below a wrapped label
_WRAPPED = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_BAR = 12
_SHARE = 9
_TRACK_LEAST = 18
_OWN_KEYS = frozenset(
    {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape}
)
StepKind = Literal["total", "less", "more", "cost", "gain", "loss", "quiet"]


@dataclass(frozen=True, slots=True)
class WaterfallStep:
    """One row: a bar from `start` to `end` in any unit. `total`, `gain`, `loss` are bold.

    `quiet` rows have no bar but a reason in `text` (such as a rule that did not apply). `rule` names what made the
    step, where that can be opened.
    """

    label: str
    start: int
    end: int
    text: str
    kind: StepKind = "less"
    hint: str = ""
    rule: str = ""


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
    """Rows under one another; the mouse on one tells it whole, and the accessible text is what all of them say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.signals().changed.connect(self.update)

    @abstractmethod
    def row_count(self) -> int:
        """How many rows there are."""

    @abstractmethod
    def row_text(self, number: int) -> str:
        """All that a row says."""

    def heights(self) -> list[int]:
        """The height of each row."""
        return [_ROW] * self.row_count()

    def text_at(self, y: int) -> str:
        """The whole text of the row at this height, "" below the last one."""
        end = 0
        for number, height in enumerate(self.heights()):
            end += height
            if y < end:
                return self.row_text(number)
        return ""

    def event(self, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and self._is_own(event)
        ):
            event.accept()  # before the keys of the window
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.text_at(event.pos().y()), self)
            return True
        return super().event(event)

    def _is_own(self, event: QKeyEvent) -> bool:
        return self.hasFocus() and event.key() in _OWN_KEYS and not event.modifiers()

    def sizeHint(self) -> QSize:
        return QSize(300, max(_ROW, sum(self.heights())))

    def minimumSizeHint(self) -> QSize:
        return QSize(180, self.sizeHint().height())


class Waterfall(_Rows):
    """How an amount comes about, step by step.

    `choose` lets the keys go through the steps that a rule made: Enter says `rule_chosen`, Esc says `left`.
    """

    rule_chosen = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._at = -1  # the step that the keys are on
        self._steps: tuple[WaterfallStep, ...] = ()
        self._heights: list[int] = []
        self._label = self._value = 0
        self._is_dense = False

    def set_dense(self, *, dense: bool) -> None:
        """Low rows of one line each, for a low window: a name that is too long is cut, and whole beside the pointer."""
        if dense != self._is_dense:
            self._is_dense = dense
            self._fit()
            self.update()

    def row_count(self) -> int:
        return len(self._steps)

    def row_text(self, number: int) -> str:
        step = self._steps[number]
        return " \u00b7 ".join(text for text in (step.label, step.text, step.hint) if text)

    def heights(self) -> list[int]:
        return self._heights

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Share the width between names, bars and figures; a name that is too long is wrapped."""
        bold = QFontMetrics(theme.base_font(weight=QFont.Weight.Bold))
        bars = [step for step in self._steps if step.kind != "quiet"] or list(self._steps)
        widest = max((bold.horizontalAdvance(step.label) for step in bars), default=0)
        self._value = max((bold.horizontalAdvance(step.text) for step in bars), default=0) + 12
        room = max(_LABEL_LEAST, self.width() - self._value - (_DENSE_BAR if self._is_dense else _BAR_LEAST))
        self._label = min(max(widest + 16, _LABEL_LEAST), room)
        least = _DENSE if self._is_dense else _ROW
        heights = [max(least, self._text_height(step, bold)) for step in self._steps]
        if heights != self._heights:
            self._heights = heights
            self.updateGeometry()

    def _text_height(self, step: WaterfallStep, bold: QFontMetrics) -> int:
        if self._is_dense and step.kind != "quiet":
            return 0
        width = self._label_width(step)
        if bold.horizontalAdvance(step.label) < width:  # one that just fits is wrapped by the painter
            return 0
        return bold.boundingRect(QRect(0, 0, width, 10_000), int(_WRAPPED), step.label).height() + _AROUND

    def _label_width(self, step: WaterfallStep) -> int:
        if step.kind != "quiet":
            return self._label - 6
        return self.width() - (
            QFontMetrics(self.font()).horizontalAdvance(step.text) + 12 if step.text else 0
        )

    def set_steps(self, steps: Sequence[WaterfallStep]) -> None:
        """Show these steps."""
        self._steps = tuple(steps)
        self.setAccessibleName("; ".join(f"{step.label} {step.text}" for step in self._steps))
        if self._at >= 0 and self._at not in self._rules():
            self._stand_on(next(iter(self._rules()), -1))
        self._fit()
        self.update()

    def _rules(self) -> list[int]:
        return [place for place, step in enumerate(self._steps) if step.rule]

    def choose(self) -> bool:
        """Take the keys, from the first step that a rule made on; False where none did."""
        rules = self._rules()
        if rules:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self._stand_on(rules[0])
            self.setFocus()
        return bool(rules)

    def chosen_step(self) -> WaterfallStep | None:
        """The step that the keys are on."""
        return self._steps[self._at] if 0 <= self._at < len(self._steps) else None

    def _stand_on(self, place: int) -> None:
        self._at = place
        step = self.chosen_step()
        self.setAccessibleDescription("" if step is None else self.row_text(place))
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        rules, key = self._rules(), event.key()
        if key in {Qt.Key.Key_Up, Qt.Key.Key_Down} and self._at in rules:
            step = 1 if key == Qt.Key.Key_Down else -1
            self._stand_on(rules[max(0, min(len(rules) - 1, rules.index(self._at) + step))])
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._at in rules:
            self.rule_chosen.emit(self._steps[self._at].rule)
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._stand_on(-1)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def steps(self) -> tuple[WaterfallStep, ...]:
        """The steps shown."""
        return self._steps

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._steps:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        label, bars = self._label, [step for step in self._steps if step.kind != "quiet"] or self._steps
        span = max(max(abs(step.start), abs(step.end)) for step in self._steps) or 1
        low = min(0, *(min(step.start, step.end) for step in bars), 0)
        scale = max(10, self.width() - label - self._value) / (span - low)
        top = 0
        for place, (step, height) in enumerate(zip(self._steps, self._heights, strict=True)):
            row = QRectF(0, top, self.width(), height)
            top += height
            if place == self._at:
                painter.fillRect(row, QColor(theme.tokens().row_selected))
            self._paint_text(painter, step, row)
            if step.kind != "quiet":
                left = label + (min(step.start, step.end) - low) * scale
                bar = QRectF(
                    left, row.center().y() - _BAR / 2, max(2.0, abs(step.end - step.start) * scale), _BAR
                )
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(_colour(theme.tokens(), step.kind)))
                painter.drawRoundedRect(bar, 2, 2)

    def _paint_text(self, painter: QPainter, step: WaterfallStep, row: QRectF) -> None:
        table = theme.tokens()
        strong = step.kind in ("total", "gain", "loss")
        painter.setFont(theme.base_font(weight=QFont.Weight.Bold if strong else QFont.Weight.Normal))
        painter.setPen(QColor(table.text if strong else table.muted))
        metrics = painter.fontMetrics()
        quiet, width = step.kind == "quiet", self._label_width(step)
        label = step.label
        if self._is_dense and not quiet:
            label = metrics.elidedText(label, Qt.TextElideMode.ElideRight, width)
        painter.drawText(QRectF(row.x(), row.y(), width, row.height()), int(_WRAPPED), label)
        painter.setPen(QColor(table.muted if quiet else table.text))
        text = metrics.elidedText(step.text, Qt.TextElideMode.ElideRight, round(row.width()))
        painter.drawText(row, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, text)


class ShareBars(_Rows):
    """How much of each is free or filled."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: tuple[ShareBar, ...] = ()

    def row_count(self) -> int:
        return len(self._bars)

    def row_text(self, number: int) -> str:
        bar = self._bars[number]
        return f"{bar.label} \u00b7 {bar.text}"

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
