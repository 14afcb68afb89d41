"""A type-ahead list under an editor: the editor keeps the keys, the list only shows.

It asks through `ask(text)` and shows what `put(rows)` brings later; answers to an older text are dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLineEdit, QWidget

from app.i18n import _
from app.views.kit import theme
from app.views.kit.tokens import ROW_HEIGHT, Level

MAX_ROWS = 10
MIN_WIDTH = 420
_EDGE = 5
_PADDING = 12


@dataclass(frozen=True, slots=True)
class SearchRow:
    """One row: what is chosen (`value`), its texts, and what the editor shows when it is chosen."""

    value: object
    main: str
    secondary: str = ""
    right: str = ""
    level: Level | None = None  # colours the right text
    fill: str | None = None  # editor text when chosen; None: `main`


def _is_f4(event: QKeyEvent) -> bool:
    """F4 alone: Shift+F4 is a command, Alt+F4 closes the window."""
    return event.key() == Qt.Key.Key_F4 and not event.modifiers()


class SearchPopup(QWidget):
    """Opens under its editor while typing; Up, Down, PageUp, PageDown, Enter, Tab and Escape work in the editor.

    `chosen(value)` follows Enter, Tab or a click; F4 and Alt+Down open it without typing. With `takes_typed`
    the text counts as it is typed and the rows only offer: none is chosen before Down goes to it.
    """

    chosen = Signal(object)
    awaited = Signal()  # Enter came before the answer: its first row will be taken

    def __init__(
        self,
        editor: QLineEdit,
        ask: Callable[[str], None],
        *,
        min_letters: int = 1,
        takes_typed: bool = False,
    ) -> None:
        flags = Qt.WindowType.ToolTip | Qt.WindowType.FramelessWindowHint
        super().__init__(editor, flags | Qt.WindowType.WindowDoesNotAcceptFocus)
        self.setObjectName("searchPopup")
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self._editor = editor
        self._ask = ask
        self._min_letters = min_letters
        self._takes_typed = takes_typed
        self._rows: tuple[SearchRow, ...] = ()
        self._current = -1
        self._asked: str | None = None
        self._more = False
        self._takes_first = False
        editor.installEventFilter(self)
        editor.textEdited.connect(self._text_edited)
        self._keys: dict[int, Callable[[], bool]] = {
            Qt.Key.Key_Down: lambda: self._move(1),
            Qt.Key.Key_Up: lambda: self._move(-1),
            Qt.Key.Key_PageDown: lambda: self._move(MAX_ROWS),
            Qt.Key.Key_PageUp: lambda: self._move(-MAX_ROWS),
            Qt.Key.Key_Escape: self._escape,
            Qt.Key.Key_Return: self._accept,
            Qt.Key.Key_Enter: self._accept,
            Qt.Key.Key_Tab: self._accept_and_pass,
        }

    def put(self, rows: Sequence[SearchRow], *, text: str | None = None, more: bool = False) -> None:
        """Show the answer; with `text` an answer to an older question is dropped. `more`: there are further ones."""
        if self._asked is None or (text is not None and text != self._asked):
            return
        self._rows = tuple(rows)[:MAX_ROWS]
        self._more = more or len(rows) > MAX_ROWS
        self._current = 0 if self._rows and not self._takes_typed else -1
        takes_first, self._takes_first = self._takes_first, False
        if takes_first and self._rows:
            self._take(self._rows[0])
        else:
            self._open()

    def rows(self) -> tuple[SearchRow, ...]:
        """The rows shown."""
        return self._rows

    def current(self) -> SearchRow | None:
        """The row that Enter takes, None when the popup is closed."""
        open_ = self.isVisible() and 0 <= self._current < len(self._rows)
        return self._rows[self._current] if open_ else None

    def open_now(self) -> None:
        """Ask with the text as it stands, even an empty one (F4)."""
        self._question(self._editor.text())

    def close_now(self) -> None:
        """Hide and forget the question."""
        self._asked = None
        self.hide()

    def handle_key(self, event: QKeyEvent) -> bool:
        """Offer a key press of the editor; True when the popup took it (for delegates)."""
        alt_down = event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier
        if _is_f4(event) or alt_down:
            self.open_now()
            return True
        other = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if not self.isVisible() and not other and self._waits_for_answer(event):
            return True
        if not self.isVisible() or other:
            return False
        handler = self._keys.get(event.key())
        return handler() if handler is not None else False

    def _waits_for_answer(self, event: QKeyEvent) -> bool:
        """Enter right behind the last letter: the answer's first row is meant. A cell has its own way."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if not is_enter or self._asked is None or self._takes_typed or self._is_in_cell():
            return False
        self._takes_first = True
        self.awaited.emit()
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self.handle_key(event)
        if kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if self._wants(event):
                event.accept()
                return True
        elif kind in (QEvent.Type.FocusOut, QEvent.Type.Hide):
            self.close_now()
        return super().eventFilter(watched, event)

    def _wants(self, event: QKeyEvent) -> bool:
        """Escape, F4 and Enter are ours rather than a shortcut's while they mean something here."""
        return _is_f4(event) or (self.isVisible() and event.key() == Qt.Key.Key_Escape)

    def _text_edited(self, text: str) -> None:
        if len(text.strip()) >= self._min_letters:
            self._question(text)
        else:
            self.close_now()

    def _question(self, text: str) -> None:
        self._asked = text
        self._takes_first = False
        self._ask(text)

    def _move(self, steps: int) -> bool:
        if self._rows:
            self._current = max(0, min(len(self._rows) - 1, self._current + steps))
            self._announce()
            self.update()
        return True

    def _escape(self) -> bool:
        self.close_now()
        return True

    def _accept(self) -> bool:
        row = self.current()
        if row is None:
            self.close_now()
            return False
        self._take(row)
        return not self._is_in_cell()  # in a cell, Enter goes on to the next one

    def _take(self, row: SearchRow) -> None:
        self.close_now()
        self._editor.setText(row.main if row.fill is None else row.fill)
        self.chosen.emit(row.value)

    def _is_in_cell(self) -> bool:
        around = self._editor.parentWidget()
        return around is not None and isinstance(around.parentWidget(), QAbstractItemView)

    def _accept_and_pass(self) -> bool:
        self._accept()
        return False  # Tab still moves on

    def _open(self) -> None:
        self._editor.installEventFilter(self)  # to the front, before a delegate's filter
        self.setGeometry(self._place())
        self._announce()
        self.show()
        self.raise_()
        self.update()

    def _announce(self) -> None:
        row = self.current() or (self._rows[0] if self._rows else None)
        said = " ".join(filter(None, (row.main, row.secondary, row.right))) if row else _("Nothing found")
        self.setAccessibleName(said)
        self._editor.setAccessibleDescription(said)

    def _place(self) -> QRect:
        lines = max(1, len(self._rows)) + (1 if self._more else 0)
        size = QSize(max(MIN_WIDTH, self._editor.width()), lines * ROW_HEIGHT + 2 * _EDGE)
        below = self._editor.mapToGlobal(QPoint(0, self._editor.height() + 2))
        screen = self._editor.screen().availableGeometry()
        top = below.y()
        if top + size.height() > screen.bottom():
            top = self._editor.mapToGlobal(QPoint(0, -2)).y() - size.height()
        left = max(screen.left(), min(below.x(), screen.right() - size.width()))
        return QRect(QPoint(left, top), size)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Square: on a screen without a compositor what a round corner leaves clear is black."""
        table = theme.tokens()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(table.card))
        painter.setPen(QPen(QColor(table.border_strong), 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, row in enumerate(self._rows):
            self._paint_row(painter, row, self._row_box(number), current=number == self._current)
        if not self._rows or self._more:
            note = _("Nothing found") if not self._rows else _("More: keep typing")
            painter.setPen(QColor(table.muted))
            box = self._row_box(len(self._rows)).adjusted(_PADDING - _EDGE, 0, _EDGE - _PADDING, 0)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, note)

    def _row_box(self, number: int) -> QRect:
        return QRect(_EDGE, _EDGE + number * ROW_HEIGHT, self.width() - 2 * _EDGE, ROW_HEIGHT)

    def _paint_row(self, painter: QPainter, row: SearchRow, box: QRect, *, current: bool) -> None:
        table = theme.tokens()
        if current:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(table.row_selected))
            painter.drawRoundedRect(box, 4, 4)
        inner = box.adjusted(_PADDING - _EDGE, 0, -(_PADDING - _EDGE), 0)
        bold = theme.base_font(weight=QFont.Weight.DemiBold)
        metrics = QFontMetrics(bold)
        right_width = metrics.horizontalAdvance(row.right) + 16 if row.right else 0
        left = inner.adjusted(0, 0, -right_width, 0)
        painter.setFont(bold)
        painter.setPen(QColor(table.text))
        main = metrics.elidedText(row.main, Qt.TextElideMode.ElideRight, left.width())
        painter.drawText(left, Qt.AlignmentFlag.AlignVCenter, main)
        painter.setFont(self.font())
        painter.setPen(QColor(table.muted))
        rest = left.adjusted(metrics.horizontalAdvance(main) + 12, 0, 0, 0)
        shown = self.fontMetrics().elidedText(
            row.secondary, Qt.TextElideMode.ElideRight, max(0, rest.width())
        )
        painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.setPen(QColor(table.ink(row.level) if row.level else table.muted))
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, row.right)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        number = (int(event.position().y()) - _EDGE) // ROW_HEIGHT
        if 0 <= number < len(self._rows) and number != self._current:
            self._current = number
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.mouseMoveEvent(event)
        if QApplication.mouseButtons() or event.button() == Qt.MouseButton.LeftButton:
            self._accept()
