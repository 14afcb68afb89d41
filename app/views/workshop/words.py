"""Workshop orders in words: states, titles of files."""

from __future__ import annotations

from app.i18n import _, format_date
from app.models.columns import State
from app.services.making.lists import WorkshopDetail
from app.services.making.releasing import Released
from app.views.kit.keyed import micro_text

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


def ready_words(seen: WorkshopDetail) -> str:
    """What is to be known of its day: nothing brings its components, or they come too late for it; else nothing."""
    ready, due = seen.ready, seen.row.due_date
    if ready is None:
        return ""
    articles = ", ".join(ready.short)
    if ready.day is None:
        return _("{articles}: neither in stock nor on their way.").format(articles=articles)
    day = format_date(ready.day)
    if due is not None and ready.day <= due:
        return ""
    if ready.comes is None:
        return _("It can be ready on {day}.").format(day=day)
    told = _("{articles} come on {comes}: it can be ready on {day}.")
    return told.format(articles=articles, comes=format_date(ready.comes), day=day)


def released_words(released: Released) -> str:
    """What was reserved, and what is short."""
    if not released.short:
        return _("All components are reserved.")
    short = ", ".join(
        f"{each.article} ({micro_text(each.lacks_micro, each.unit)})" for each in released.short
    )
    return _("Reserved as far as they lie free. Short of {articles}.").format(articles=short)


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
