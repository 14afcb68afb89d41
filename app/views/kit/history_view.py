"""The history of a card with its fields in words, newest act first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

from app.i18n import _, format_moment, n_
from app.messages import spoken
from app.services.history import FieldChange, HistoryEntry
from app.views.kit.history_words import Words, name_and_shown

_LONGEST = 120
_MOST = 14  # so many fields of one act are told; a price list may change a thousand at once


class HistoryView(QScrollArea):
    """Shows acts under one another; `words` names the fields."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("history")
        self.setAccessibleName(_("History"))
        self.setWidgetResizable(True)
        self.words = words
        self.act_of: Callable[[HistoryEntry], str] = lambda _entry: ""  # what an act was, told first
        self._told = ""
        self._text = QLabel()
        self._text.setTextFormat(Qt.TextFormat.RichText)
        self._text.setWordWrap(True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        inner = QWidget()
        inner.setObjectName("scrolled")
        column = QVBoxLayout(inner)
        column.setContentsMargins(2, 8, 2, 8)
        column.addWidget(self._text)
        column.addStretch(1)
        self.setWidget(inner)

    def show_entries(self, entries: Sequence[HistoryEntry]) -> None:
        """Show these acts."""
        told = [entry_text(entry, self.words, self.act_of(entry)) for entry in entries]
        self._told = "\n\n".join(told) or _("Nothing was recorded yet, or it is not yours to see.")
        self._text.setText("".join(map(_rich, told)) or escape(self._told))

    def text(self) -> str:
        """What is shown."""
        return self._told


def _rich(told: str) -> str:
    """An act with its first line, when and who, standing out."""
    head, *rest = (escape(line) for line in told.split("\n"))
    return f"<p style='margin: 0 0 12px 0'>{'<br>'.join((f'<b>{head}</b>', *rest))}</p>"


def entry_text(entry: HistoryEntry, words: Words, act: str = "") -> str:
    """One act: when, who, what was done, what it changed, why."""
    head = f"{format_moment(entry.at)} · {entry.actor}"
    changes = [change_text(change, words) for change in entry.changes if not _is_nothing(change)]
    beyond = len(changes) - _MOST
    if beyond > 1:
        changes[_MOST:] = [n_("and {count} more", "and {count} more", beyond).format(count=beyond)]
    return "\n".join(part for part in (head, act, *changes, spoken(entry.reason)) if part)


def change_text(change: FieldChange, words: Words) -> str:
    """One field before and after."""
    name, shown = name_and_shown(change.field, words)
    before, after = _cut(shown(change.before)), _cut(shown(change.after))
    return f"{name}: {before} → {after or '-'}" if before else f"{name}: {after or '-'}"


def _is_nothing(change: FieldChange) -> bool:
    empty: tuple[object, ...] = (None, "", False, [])
    return change.field == "sort_key" or (change.before in empty and change.after in empty)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST] + " …"
