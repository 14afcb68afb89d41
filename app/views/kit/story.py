"""The story of a document beside it: who did what when."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from app.i18n import _, format_moment
from app.services.history import FieldChange, HistoryEntry, read_history
from app.views.kit.cards import Card
from app.views.kit.context import Context


class StoryCard(Card):
    """Shows what the audit table knows of one record."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Story"))
        self._context = context
        self._text = QLabel()
        self._text.setObjectName("storyText")
        self._text.setWordWrap(True)
        self._text.setProperty("tone", "muted")
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.body.addWidget(self._text)

    def show_story(self, kind: str, id: int) -> None:
        """Read and show the story of a record."""
        self._context.jobs.read(
            self, lambda view: read_history(view, kind, id, limit=50), self._show, latest="story"
        )

    def _show(self, entries: tuple[HistoryEntry, ...]) -> None:
        self._text.setText("\n\n".join(map(_entry_text, entries)) or _("Nothing was recorded yet."))


def _entry_text(entry: HistoryEntry) -> str:
    changes = "\n".join(_change_text(change) for change in entry.changes)
    head = f"{format_moment(entry.at)} · {entry.actor}"
    return "\n".join(part for part in (head, changes, entry.reason) if part)


def _change_text(change: FieldChange) -> str:
    if change.before in (None, ""):
        return f"{change.field}: {change.after}"
    return f"{change.field}: {change.before} → {change.after}"
