"""Workshop orders in words: states, titles of files."""

from __future__ import annotations

from app.i18n import _
from app.models.columns import State

STATES: dict[str, State] = {
    "open": "muted",
    "released": "info",
    "started": "warn",
    "partly": "warn",
    "finished": "ok",
    "cancelled": "muted",
}


def seen_state(state: str, finished_micro: int) -> str:
    """The state as people see it: what is begun and partly finished has a word of its own."""
    return "partly" if state == "started" and finished_micro else state


def state_word(state: str) -> str:
    """The state as people say it."""
    words = {
        "open": _("open"),
        "released": _("released"),
        "started": _("started"),
        "partly": _("partly finished"),
        "finished": _("finished"),
        "cancelled": _("cancelled"),
    }
    return words.get(state, state)


def file_kinds() -> tuple[tuple[str, str, str], ...]:
    """What can be saved: (filter of the dialog, name of the file's content, ending)."""
    return (
        (_("Cut list for Excel (*.xlsx)"), "cut_list", "xlsx"),
        (_("Cut list as text (*.csv)"), "cut_list", "csv"),
        (_("Bill of materials for Excel (*.xlsx)"), "articles", "xlsx"),
        (_("Bill of materials as text (*.csv)"), "articles", "csv"),
        (_("Operations for Excel (*.xlsx)"), "operations", "xlsx"),
        (_("Operations as text (*.csv)"), "operations", "csv"),
        (_("Labels of the parts (*.pdf)"), "labels", "pdf"),
        (_("Outlines of the panels (*.dxf)"), "panels", "dxf"),
    )
