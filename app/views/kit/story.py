"""The story of a document beside it: who did what when, in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from app.i18n import _, format_amount, format_date, format_moment
from app.services.history import FieldChange, HistoryEntry, read_history
from app.views.kit.cards import Card
from app.views.kit.context import Context

_MINOR = "_minor"


def _words() -> Mapping[str, str]:
    return {
        "number": _("number"),
        "date": _("date"),
        "kind": _("kind"),
        "state": _("state"),
        "net_minor": _("net"),
        "tax_minor": _("tax"),
        "gross_minor": _("total"),
        "amount_minor": _("amount"),
        "applied": _("applied to"),
        "undone": _("undone"),
        "reversed_by": _("reversed by"),
        "paid_back": _("paid back by"),
    }


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
        currencies = [
            change.after for entry in entries for change in entry.changes if change.field == "currency"
        ]
        currency = str(currencies[0]) if currencies else ""
        texts = [_entry_text(entry, currency) for entry in entries]
        self._text.setText("\n\n".join(texts) or _("Nothing was recorded yet, or it is not yours to see."))


def _entry_text(entry: HistoryEntry, currency: str) -> str:
    shown = [change for change in entry.changes if change.field != "currency"]
    changes = "\n".join(_change_text(change, currency) for change in shown)
    head = f"{format_moment(entry.at)} · {entry.actor}"
    return "\n".join(part for part in (head, changes, entry.reason) if part)


def _change_text(change: FieldChange, currency: str) -> str:
    word = _words().get(change.field, change.field.replace("_", " "))
    after = _value(change.field, change.after, currency)
    if change.before in (None, ""):
        return f"{word}: {after}"
    return f"{word}: {_value(change.field, change.before, currency)} → {after}"


def _value(field: str, value: object, currency: str) -> str:
    if field == "kind":
        words = {"invoice": _("invoice"), "credit_note": _("credit note")}
        return words.get(str(value), str(value))
    if isinstance(value, int) and field.endswith(_MINOR):
        return format_amount(value, currency)
    if isinstance(value, list | tuple):
        return ", ".join(_pair(each, currency) for each in value)
    day = _day(value)
    return format_date(day) if day is not None else str(value)


def _pair(value: object, currency: str) -> str:
    """(number, amount) as posted together."""
    if isinstance(value, list | tuple):
        parts = [format_amount(each, currency) if isinstance(each, int) else str(each) for each in value]
        return " ".join(parts)
    return str(value)


def _day(value: object) -> dt.date | None:
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError:
        return None
