"""The keys that every desk shares: the window's own commands, and the one that brings a desk to the front."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.i18n import _
from app.views.kit.commands import Command
from app.views.kit.list_commands import list_commands

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.views.kit.context import Context
    from app.views.kit.desk import Desk


OUTBOX_KEYS = "Ctrl+Alt+O"  # beside Ctrl+Alt+I, the inbox; Ctrl+Alt+M is AltGr+M, the micro sign


@dataclass(frozen=True, slots=True)
class WindowParts:
    """What the commands open, and whether somebody has come in; the parts are made when they are first used."""

    open_palette: Callable[[], None]
    open_menu: Callable[[], None]
    open_keys: Callable[[], None]
    is_entered: Callable[[], bool]


def window_commands(window: QWidget, parts: WindowParts) -> list[Command]:
    """What the window itself can do, whatever desk is in front."""
    view, aid = _("View"), _("Help")
    return [
        Command(
            "window.palette",
            _("Search or run a command"),
            lambda _context: parts.open_palette(),
            "Ctrl+K",
            view,
        ),
        Command("window.refresh", _("Refresh"), _refresh, "F5", view),
        Command(
            "window.dark",
            _("Light or dark"),
            lambda context: _switch_theme(window, context),
            "Ctrl+Alt+D",
            view,
        ),
        Command("window.menu", _("Menu"), lambda _context: parts.open_menu(), "F10"),
        Command(
            "window.outbox",
            _("Mails that have not gone out"),
            lambda context: context.bus.ask("outbox.show"),
            OUTBOX_KEYS,
            view,
            "mail.send",
            enabled=lambda _context: parts.is_entered(),
        ),
        Command(
            "window.inbox",
            _("What waits for me"),
            lambda context: context.bus.ask("inbox.wanted"),
            "Ctrl+Alt+I",
            view,
            enabled=lambda _context: parts.is_entered(),
        ),
        Command("window.help", _("Help on this field"), lambda context: _help(window, context), "F1", aid),
        Command("window.keys", _("All keys"), lambda _context: parts.open_keys(), "Ctrl+/", aid),
        Command("window.quit", _("Quit"), lambda _context: _quit(window), "Ctrl+Q", view),
        *list_commands(),
    ]


def desk_command(desk: Desk, keys: str, parts: WindowParts) -> Command:
    """The command that brings a desk to the front."""
    return Command(
        f"desk.{desk.id}",
        desk.title,
        lambda context: context.show_desk(desk.id),
        keys,
        _("Go"),
        desk.right,
        enabled=lambda _context: parts.is_entered(),
    )


def _refresh(context: Context) -> None:
    from app.views.kit.desk import Refreshable

    page: object = context.desk()
    if isinstance(page, Refreshable):
        page.refresh()


def _switch_theme(window: QWidget, context: Context) -> None:
    from PySide6.QtWidgets import QApplication

    from app.views.kit import theme

    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply_theme(app, dark=not theme.is_dark())
    settings, name = context.settings, theme.tokens().name
    if settings is not None:
        context.jobs.files(window, lambda: settings.put("theme", name), lambda _none: None)


def _help(window: QWidget, context: Context) -> None:
    """Show the help text of the field, or of what stands around it."""
    from PySide6.QtGui import QCursor
    from PySide6.QtWidgets import QToolTip

    from app.views.kit.help import help_text

    widget: QWidget | None = window.focusWidget()
    at = widget.mapToGlobal(widget.rect().bottomLeft()) if widget is not None else QCursor.pos()
    text = help_text(widget, context.commands)
    QToolTip.showText(at, text, widget or window)


def _quit(window: QWidget) -> None:
    window.close()
