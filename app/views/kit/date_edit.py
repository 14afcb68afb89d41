"""A date field that is one Tab stop: keyed freely, shown in the person's way, with a calendar on F4."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from datetime import timedelta

from PySide6.QtCore import QDate, QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QFrame, QLineEdit, QToolButton, QVBoxLayout, QWidget

from app.i18n import _
from app.views.kit import theme
from app.views.kit.date_text import parse_date
from app.views.kit.field_state import set_invalid, shown_date
from app.views.kit.icons import icon


class DateEdit(QLineEdit):
    """Takes `23.11.`, `+3`, `23 nov`, `2026-11-23`; Up and Down move by a day, F4 opens a calendar."""

    date_edited = Signal(object)  # dt.date | None
    refused = Signal(str)  # left with a text that is no day

    def __init__(self, today: Callable[[], dt.date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._told: dt.date | None = None
        action = self.addAction(icon("mdi6.chevron-down"), QLineEdit.ActionPosition.TrailingPosition)
        action.setToolTip(_("Calendar (F4)"))
        action.triggered.connect(self.open_calendar)
        self._calendar: _CalendarPopup | None = None
        self.editingFinished.connect(self._finish)
        theme.signals().changed.connect(self._recolour)

    def date(self) -> dt.date | None:
        """The keyed day; None when empty or not a day."""
        text = self.text().strip()
        if self._told is not None and text == shown_date(self._told):
            return self._told
        return parse_date(text, self._today()) if text else None

    def set_date(self, day: dt.date | None) -> None:
        """Show a day; None empties the field."""
        self._told = day
        self.setText("" if day is None else shown_date(day))
        set_invalid(self, invalid=False)

    def is_valid(self) -> bool:
        """False when there is text that is not a day."""
        return not self.text().strip() or self.date() is not None

    def open_calendar(self) -> None:
        """Show the calendar under the field; Enter takes a day, Escape leaves."""
        if self._calendar is None:
            self._calendar = _CalendarPopup(self)
            self._calendar.day_chosen.connect(self._take)
        self._calendar.open_at(self.date() or self._today())

    def event(self, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_F4
            and not event.modifiers()
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
        if event.key() == Qt.Key.Key_F4 or (alt and event.key() == Qt.Key.Key_Down):
            self.open_calendar()
        elif event.key() in steps and not event.modifiers():
            self._take((self.date() or self._today()) + timedelta(days=steps[Qt.Key(event.key())]))
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.selectAll()

    def _finish(self) -> None:
        set_invalid(self, invalid=not self.is_valid())
        if not self.is_valid():
            self.refused.emit(self.text().strip())
            return
        day = self.date()
        if day != self._told or (day and self.text() != shown_date(day)):
            changed = day != self._told
            self.set_date(day)
            if changed:
                self.date_edited.emit(day)

    def _take(self, day: dt.date) -> None:
        self.set_date(day)
        self.selectAll()
        self.date_edited.emit(day)

    def _recolour(self) -> None:
        """Its own action, asked for anew: a form that hides the field lets go of what Python knows of it."""
        for action in self.actions():
            action.setIcon(icon("mdi6.chevron-down"))


class _CalendarPopup(QFrame):
    day_chosen = Signal(object)

    def __init__(self, editor: QWidget) -> None:
        super().__init__(editor, Qt.WindowType.Popup)
        self.setObjectName("calendarPopup")
        self._editor = editor
        self._calendar = QCalendarWidget()
        self._calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.ISOWeekNumbers)
        self._calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self._calendar.setMinimumSize(320, 224)
        self._calendar.activated.connect(self._choose)
        self._calendar.clicked.connect(self._choose)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.addWidget(self._calendar)
        for child in self._calendar.findChildren(QWidget):
            child.installEventFilter(self)

    def open_at(self, day: dt.date) -> None:
        editor = self._editor
        self._dress()
        self._calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        self.adjustSize()
        self.move(editor.mapToGlobal(QPoint(0, editor.height() + 2)))
        self.show()
        self._calendar.setFocus()

    def _dress(self) -> None:
        """Our arrows; Saturday and Sunday in the quieter ink rather than in Qt's red."""
        for part, name in (("prev", "mdi6.chevron-left"), ("next", "mdi6.chevron-right")):
            button = self._calendar.findChild(QToolButton, f"qt_calendar_{part}month")
            if isinstance(button, QToolButton):
                button.setIcon(icon(name))
        ink = QTextCharFormat()
        ink.setForeground(QColor(theme.tokens().muted))
        for weekday in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self._calendar.setWeekdayTextFormat(weekday, ink)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                self.hide()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._choose(self._calendar.selectedDate())
                return True
        return super().eventFilter(watched, event)

    def _choose(self, day: QDate) -> None:
        self.hide()
        self.day_chosen.emit(dt.date(day.year(), day.month(), day.day()))
