"""What F1 says of a field: its own help, else its name, its tooltip and the keys that work here."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.i18n import _
from app.views.kit.buttons import key_text
from app.views.kit.commands import CommandRegistry

KEYS_SHOWN = 8


def help_text(widget: QWidget | None, commands: CommandRegistry) -> str:
    """The text for a field; what it has no help for, the page around it may."""
    keys = _keys(commands)
    found = widget
    while found is not None and not found.whatsThis():
        found = found.parentWidget()
    if found is not None:
        return f"{found.whatsThis()}\n\n{keys}" if keys else found.whatsThis()
    parts = [widget.accessibleName(), widget.toolTip()] if widget is not None else []
    named = "\n".join(part for part in parts if part)
    text = "\n\n".join(part for part in (named, keys) if part)
    return text or _("No help is written here. Ctrl+/ shows all keys.")


def _keys(commands: CommandRegistry) -> str:
    """The first keys of the desk in front, and where the others stand."""
    found = [command for command in commands.available() if command.keys and command.menu]
    texts = [f"{key_text(command.keys)}  {command.title}" for command in found[:KEYS_SHOWN]]
    return "\n".join([*texts, _("All keys: Ctrl+/")]) if texts else ""
