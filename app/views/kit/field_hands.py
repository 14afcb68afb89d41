"""A field that is being keyed keeps its text, cursor and selection while values are written into its form."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSignalBlocker
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from app.views.kit.date_edit import DateEdit
from app.views.kit.number_edit import NumberEdit


@dataclass(frozen=True, slots=True)
class Hand:
    """What stands in a text field, from where to where it is selected; the cursor is at `position`."""

    text: str
    anchor: int
    position: int

    @property
    def has_all(self) -> bool:
        """True where the next key replaces the whole text."""
        return bool(self.text) and abs(self.anchor - self.position) == len(self.text)


def hand_in(widget: QWidget) -> Hand | None:
    """What is being keyed there, None for a field that is no text."""
    if isinstance(widget, QLineEdit):
        at, start = widget.cursorPosition(), widget.selectionStart()
        end = start + len(widget.selectedText())
        return Hand(widget.text(), at if start < 0 else end if at == start else start, at)
    if isinstance(widget, QPlainTextEdit):
        cursor = widget.textCursor()
        return Hand(widget.toPlainText(), cursor.anchor(), cursor.position())
    return None


def keep_hand(widget: QWidget, hand: Hand | None) -> None:
    """After a value was written: in the same text the cursor stays, and what was selected whole is so again."""
    now = hand_in(widget)
    if now is None or hand is None:
        return
    if now.text == hand.text:
        _select(widget, hand.anchor, hand.position)
    elif hand.has_all:
        _select(widget, 0, len(now.text))


def put_back(widget: QWidget, hand: Hand | None) -> None:
    """Show again what was being keyed, without signals."""
    if hand is None:
        return
    with QSignalBlocker(widget):
        if isinstance(widget, QLineEdit):
            widget.setText(hand.text)
        elif isinstance(widget, QPlainTextEdit):
            widget.setPlainText(hand.text)
        _select(widget, hand.anchor, hand.position)


def is_unfinished(widget: QWidget) -> bool:
    """True for a number or a day that cannot be read (yet)."""
    return isinstance(widget, NumberEdit | DateEdit) and not widget.is_valid()


def _select(widget: QWidget, anchor: int, position: int) -> None:
    if isinstance(widget, QLineEdit):
        widget.setCursorPosition(position)
        if anchor != position:
            widget.setSelection(anchor, position - anchor)
    elif isinstance(widget, QPlainTextEdit):
        cursor = widget.textCursor()
        cursor.setPosition(anchor)
        cursor.setPosition(position, QTextCursor.MoveMode.KeepAnchor)
        widget.setTextCursor(cursor)
