"""From where a cost is known, in words."""

from __future__ import annotations

from app.i18n import _


def cost_source_word(source: str) -> str:
    """The word of a standard cost's source."""
    words = {"card": _("the card"), "typed": _("typed"), "import": _("import")}
    return words.get(source, source)
