"""Tax classes in words."""

from __future__ import annotations

from app.i18n import _


def tax_class_word(name: str) -> str:
    """The word for a tax class; classes that a firm made itself keep their own name."""
    words = {
        "standard": _("standard rate"),
        "reduced": _("reduced rate"),
        "zero": _("zero rate"),
        "service": _("service"),
    }
    return words.get(name, name)
