"""A picture of when lists and prices hold: bars over months, today's line, gaps and overlaps marked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QScrollArea, QToolTip, QVBoxLayout, QWidget

from app.domain.pricing.calendar import BarRow
from app.domain.pricing.spans import Span
from app.i18n import format_month
from app.services.prices.calendar import Calendar
from app.views.kit import theme
from app.views.prices.calendar_words import bar_text, row_name, told_at
from app.views.prices.time_scale import LABEL, TimeScale

ROW, BAR, HEADER = 30, 16, 30
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class CalendarRows(QWidget):
    """The rows under the months. Up and Down go by list, Left and Right by time, + and - zoom, Home is today."""

    row_activated = Signal(int)
    row_changed = Signal(int)
    scale_changed = Signal()

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("calendarRows")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.today = today
        self.scale = TimeScale(today)
        self.calendar = Calendar((), {}, {})
        self.current = -1
        theme.signals().changed.connect(self.update)

    def show_calendar(self, calendar: Calendar) -> None:
        """Show these rows; the cursor stays in its place."""
        self.calendar = calendar
        self.setMinimumHeight(max(1, len(calendar.rows)) * ROW)
        self.select(min(max(self.current, 0), len(calendar.rows) - 1))
        self.updateGeometry()
        self.update()

    def select(self, row: int) -> None:
        """Put the cursor on a row."""
        self.current = row
        text = told_at(self.calendar, self.calendar.rows[row]) if row >= 0 else ""
        self.setAccessibleName(text)
        self.row_changed.emit(row)
        self.update()

    def set_scale(self, scale: TimeScale) -> None:
        """Other days, or nearer ones."""
        self.scale = scale
        self.scale_changed.emit()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(600, max(1, len(self.calendar.rows)) * ROW)

    # keys and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps: dict[int, Callable[[], object]] = {
            Qt.Key.Key_Up: lambda: self._step(-1),
            Qt.Key.Key_Down: lambda: self._step(1),
            Qt.Key.Key_PageUp: lambda: self._step(-10),
            Qt.Key.Key_PageDown: lambda: self._step(10),
            Qt.Key.Key_Left: lambda: self.set_scale(self.scale.by_months(-1)),
            Qt.Key.Key_Right: lambda: self.set_scale(self.scale.by_months(1)),
            Qt.Key.Key_Plus: lambda: self.zoom(1),
            Qt.Key.Key_Minus: lambda: self.zoom(-1),
            Qt.Key.Key_Home: self.show_today,
            Qt.Key.Key_Return: self._activate,
            Qt.Key.Key_Enter: self._activate,
        }
        step = steps.get(event.key())
        if step is None:
            super().keyPressEvent(event)
        else:
            step()

    def zoom(self, steps: int) -> None:
        """Nearer or further, around today."""
        self.set_scale(self.scale.zoomed(steps, around=self.today, width=self.width()))

    def show_today(self) -> None:
        """Back to today."""
        self.set_scale(self.scale.showing(self.today, self.width()))

    def _step(self, rows: int) -> None:
        if self.calendar.rows:
            self.select(max(0, min(self.current + rows, len(self.calendar.rows) - 1)))

    def _activate(self) -> None:
        if self.current >= 0:
            self.row_activated.emit(self.current)

    def row_at(self, y: float) -> int:
        """The row at this height, -1 for none."""
        row = int(y // ROW)
        return row if 0 <= row < len(self.calendar.rows) else -1

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        row = self.row_at(event.position().y())
        if row >= 0:
            self.select(row)

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        self._activate()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.text_at(event.pos().x(), event.pos().y()), self)
            return True
        return super().event(event)

    def text_at(self, x: float, y: float) -> str:
        """What the pointer is told here."""
        row = self.row_at(y)
        if row < 0:
            return ""
        day = self.scale.day_at(x) if x >= LABEL else None
        return told_at(self.calendar, self.calendar.rows[row], day)

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        table = theme.tokens()
        first, last = self.row_at(event.rect().top()), event.rect().bottom() // ROW
        if self.current >= 0:
            place = QRectF(0, self.current * ROW, self.width(), ROW)
            painter.fillRect(place, QColor(table.row_selected if self.hasFocus() else table.hover))
        painter.setPen(QPen(QColor(table.border)))
        for month in self.scale.months(self.width()):
            x = self.scale.x(month)
            painter.drawLine(QPointF(x, 0), QPointF(x, self.height()))
        for number in range(max(first, 0), min(last + 1, len(self.calendar.rows))):
            self._paint_row(painter, number)
        x = self.scale.x(self.today)
        if x >= LABEL:
            painter.setPen(QPen(QColor(table.bad), 2))
            painter.drawLine(QPointF(x, 0), QPointF(x, self.height()))

    def _paint_row(self, painter: QPainter, number: int) -> None:
        table, row = theme.tokens(), self.calendar.rows[number]
        whole = QRectF(0, number * ROW, self.width(), ROW)
        self._paint_bars(painter, row, whole)
        painter.setFont(theme.base_font())
        painter.setPen(QColor(table.text))
        name = painter.fontMetrics().elidedText(
            row_name(self.calendar, row), Qt.TextElideMode.ElideRight, LABEL - 16
        )
        painter.drawText(QRectF(8, whole.y(), LABEL - 12, ROW), int(_LEFT), name)
        painter.setPen(QPen(QColor(table.border)))
        painter.drawLine(whole.bottomLeft(), whole.bottomRight())

    def _paint_bars(self, painter: QPainter, row: BarRow, whole: QRectF) -> None:
        table = theme.tokens()
        for bar in row.bars:
            place = self._place(bar.span, whole)
            if place is not None:
                is_over = bar.span.last < self.today
                painter.setBrush(QColor(table.track if is_over else table.info_back))
                painter.setPen(QPen(QColor(table.muted if is_over else table.accent)))
                painter.drawRoundedRect(place, 3, 3)
                painter.setPen(QColor(table.text))
                painter.setFont(theme.base_font())
                words = place.adjusted(6, 0, -4, 0)
                text = bar_text(self.calendar, row, bar)
                shown = painter.fontMetrics().elidedText(
                    text, Qt.TextElideMode.ElideRight, max(0, int(words.width()))
                )
                painter.drawText(words, int(_LEFT), shown)
        for span, colour, style in (
            *((gap, table.bad, Qt.BrushStyle.BDiagPattern) for gap in row.gaps),
            *((both, table.warn, Qt.BrushStyle.FDiagPattern) for both in row.overlaps),
        ):
            place = self._place(span, whole)
            if place is not None:
                painter.setPen(QPen(QColor(colour)))
                painter.setBrush(QColor(colour))
                brush = painter.brush()
                brush.setStyle(style)
                painter.setBrush(brush)
                painter.drawRect(place)

    def _place(self, span: Span, row: QRectF) -> QRectF | None:
        """Where the days of a span stand; None beside the picture."""
        first = max(LABEL - 1.0, self.scale.x(span.first))
        last = min(self.width() + 1.0, self.scale.x(span.last) + self.scale.pixels_a_day)
        if last <= LABEL or first >= self.width():
            return None
        return QRectF(first, row.center().y() - BAR / 2, max(2.0, last - first), BAR)


class CalendarHeader(QWidget):
    """The months over the rows."""

    def __init__(self, rows: CalendarRows) -> None:
        super().__init__()
        self._rows = rows
        self.setFixedHeight(HEADER)
        rows.scale_changed.connect(self.update)
        theme.signals().changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, table, scale = QPainter(self), theme.tokens(), self._rows.scale
        painter.fillRect(self.rect(), QColor(table.header))
        painter.setFont(theme.base_font(weight=QFont.Weight.DemiBold))
        painter.setPen(QColor(table.muted))
        for month in scale.months(self.width()):
            text = format_month(month) if month.month > 1 and scale.pixels_a_day >= 1 else str(month.year)
            painter.drawText(QRectF(scale.x(month) + 4, 0, 80, HEADER), int(_LEFT), text)


class CalendarChart(QWidget):
    """The rows scroll under their months."""

    def __init__(self, today: date) -> None:
        super().__init__()
        self.rows = CalendarRows(today)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(self.rows)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(CalendarHeader(self.rows))
        column.addWidget(self.area, 1)
        self.rows.row_changed.connect(self._reveal)

    def _reveal(self, row: int) -> None:
        if row >= 0:
            self.area.ensureVisible(0, row * ROW + ROW // 2, 0, ROW)
