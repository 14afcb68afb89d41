"""States in the words of the office."""

from __future__ import annotations

from app.i18n import _


def state_word(state: str) -> str:
    """An order's state in words."""
    words = {
        "draft": _("draft"),
        "quoted": _("quoted"),
        "ordered": _("ordered"),
        "confirmed": _("confirmed"),
        "shipped": _("shipped"),
        "closed": _("closed"),
        "cancelled": _("cancelled"),
    }
    return words.get(state, state)
