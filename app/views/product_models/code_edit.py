"""The text of a file: line numbers, marks in the margin, colours, indenting, and lines that are underlined."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontDatabase,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from app.i18n import _
from app.views.kit import theme
from app.views.kit.tokens import FONT_PIXELS, Level
from app.views.product_models.highlighter import Highlighter

_INDENT = "  "
_DOT = 7


class CodeEdit(QPlainTextEdit):
    """Tab indents, Shift+Tab takes an indent back, Enter begins where the line above begins.

    `refused` is told when somebody keys where nothing can be changed.
    """

    refused = Signal()

    def __init__(self, name: str, text: str, *, colours: bool = True) -> None:
        super().__init__()
        self.setObjectName("modelText")
        self.setAccessibleName(_("Text of {file}").format(file=name))
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPixelSize(FONT_PIXELS)
        self.setFont(font)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._marks: dict[int, tuple[Level, str]] = {}
        self._margin = _Margin(self)
        self._highlighter = Highlighter(self.document()) if colours else None
        self.setPlainText(text)
        self.blockCountChanged.connect(self._make_room)
        self.updateRequest.connect(self._follow)
        self.cursorPositionChanged.connect(self._underline)
        theme.signals().changed.connect(self._underline)
        self._make_room()

    def mark(self, marks: Mapping[int, tuple[Level, str]]) -> None:
        """Mark lines, from 1: how heavy it weighs, and in words."""
        self._marks = dict(marks)
        self._margin.update()
        self._underline()

    def marks(self) -> Mapping[int, tuple[Level, str]]:
        """The marked lines."""
        return self._marks

    def go_to(self, line: int) -> None:
        """Put the cursor on a line, from 1, where its words begin, and show it."""
        block = self.document().findBlockByNumber(max(0, line - 1))
        cursor = QTextCursor(block if block.isValid() else self.document().lastBlock())
        words = cursor.block().text()
        cursor.setPosition(cursor.block().position() + len(words) - len(words.lstrip()))
        self.setTextCursor(cursor)
        self.centerCursor()

    def line(self) -> int:
        """The line of the cursor, from 1."""
        return self.textCursor().blockNumber() + 1

    def put_text(self, text: str) -> None:
        """Write all of it anew, as one deed that can be undone; the cursor keeps its line."""
        line, cursor = self.line(), self.textCursor()
        cursor.beginEditBlock()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)
        cursor.endEditBlock()
        self.go_to(line)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, plain = event.key(), event.modifiers() == Qt.KeyboardModifier.NoModifier
        if self.isReadOnly():
            if plain and event.text().isprintable() and event.text().strip():
                self.refused.emit()
            super().keyPressEvent(event)
        elif key == Qt.Key.Key_Tab and plain:
            self._indent(1)
        elif key == Qt.Key.Key_Backtab:
            self._indent(-1)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and plain:
            self._break_line()
        else:
            super().keyPressEvent(event)

    def _break_line(self) -> None:
        cursor = self.textCursor()
        words = cursor.block().text()[: cursor.positionInBlock()]
        indent = words[: len(words) - len(words.lstrip())]
        if words.rstrip().endswith(":"):
            indent += _INDENT
        cursor.insertText(f"\n{indent}")
        self.ensureCursorVisible()

    def _indent(self, step: int) -> None:
        cursor = self.textCursor()
        if step > 0 and not cursor.hasSelection():
            cursor.insertText(_INDENT)
            return
        document = self.document()
        first = document.findBlock(cursor.selectionStart()).blockNumber()
        last = document.findBlock(cursor.selectionEnd()).blockNumber()
        cursor.beginEditBlock()
        for number in range(first, last + 1):
            self._indent_line(QTextCursor(document.findBlockByNumber(number)), step)
        cursor.endEditBlock()

    @staticmethod
    def _indent_line(at: QTextCursor, step: int) -> None:
        if step > 0:
            at.insertText(_INDENT)
            return
        words = at.block().text()
        for _blank in range(min(len(_INDENT), len(words) - len(words.lstrip(" ")))):
            at.deleteChar()

    # margin and marks

    def margin_width(self) -> int:
        """Pixels for the longest number and its mark."""
        digits = max(2, len(str(self.blockCount())))
        return self.fontMetrics().horizontalAdvance("0") * digits + 2 * _DOT + 8

    def _make_room(self) -> None:
        self.setViewportMargins(self.margin_width(), 0, 0, 0)

    def _follow(self, _rect: QRect, _dy: int) -> None:
        self._margin.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        inner = self.contentsRect()
        self._margin.setGeometry(inner.left(), inner.top(), self.margin_width(), inner.height())

    def _underline(self) -> None:
        table, found = theme.tokens(), []
        here = QTextEdit.ExtraSelection()
        shade = QTextCharFormat()
        shade.setBackground(QColor(table.hover))
        shade.setProperty(QTextCharFormat.Property.FullWidthSelection, True)
        here.format, here.cursor = shade, self.textCursor()
        here.cursor.clearSelection()
        found.append(here)
        for line, (level, _words) in self._marks.items():
            block = self.document().findBlockByNumber(line - 1)
            if block.isValid():
                found.append(_underlined(QTextCursor(block), table.ink(level)))
        self.setExtraSelections(found)

    def paint_margin(self, event: QPaintEvent) -> None:
        """Numbers of the lines in sight, with a dot where something is wrong."""
        table, painter = theme.tokens(), QPainter(self._margin)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(event.rect(), QColor(table.header))
        painter.setFont(self.font())
        block, offset = self.firstVisibleBlock(), self.contentOffset()
        current, width = self.textCursor().blockNumber(), self._margin.width()
        while block.isValid():
            box = self.blockBoundingGeometry(block).translated(offset)
            if box.top() > event.rect().bottom():
                break
            number = block.blockNumber()
            painter.setPen(QColor(table.text if number == current else table.muted))
            place = QRectF(0, box.top(), width - 6, box.height())
            painter.drawText(
                place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(number + 1)
            )
            if number + 1 in self._marks:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(table.ink(self._marks[number + 1][0])))
                painter.drawEllipse(QRectF(4, box.center().y() - _DOT / 2, _DOT, _DOT))
            block = block.next()

    def words_at(self, y: float) -> str:
        """What is wrong with the line at this height, "" for nothing."""
        line = self.cursorForPosition(QRectF(0, y, 1, 1).topLeft().toPoint()).blockNumber() + 1
        return self._marks[line][1] if line in self._marks else ""


class _Margin(QWidget):
    def __init__(self, editor: CodeEdit) -> None:
        super().__init__(editor)
        self._editor = editor

    def sizeHint(self) -> QSize:
        return QSize(self._editor.margin_width(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        self._editor.paint_margin(event)


def _underlined(cursor: QTextCursor, ink: str) -> QTextEdit.ExtraSelection:
    words = cursor.block().text()
    start = cursor.block().position() + len(words) - len(words.lstrip())
    cursor.setPosition(start)
    cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
    shape = QTextCharFormat()
    shape.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
    shape.setUnderlineColor(QColor(ink))
    found = QTextEdit.ExtraSelection()
    found.format, found.cursor = shape, cursor
    return found
