"""Commands are data: menus, the palette, the shortcut sheet and the keys come from one list."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import shiboken6
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from app.i18n import _
from app.views.kit import errors
from app.views.kit.context import Context
from app.views.kit.field_keys import FieldKeys
from app.views.kit.message_bar import MessageBar
from app.views.kit.tokens import Level


def always(_context: Context) -> bool:
    """A command that is always possible."""
    return True


@dataclass(frozen=True, slots=True)
class Command:
    """One thing the user can do. `keys`: "Ctrl+Return" or several, "Ctrl+Return, Ctrl+Enter"."""

    id: str
    title: str
    run: Callable[[Context], None]
    keys: str = ""
    menu: str = ""
    right: str = ""
    enabled: Callable[[Context], bool] = always
    why: Callable[[Context], str] | None = None  # why it is not possible now, and what to do


@dataclass(slots=True)
class _Entry:
    command: Command
    scope: str
    action: QAction
    keys: frozenset[str]


def key_sequences(keys: str) -> list[QKeySequence]:
    """`keys` as sequences; Ctrl+Enter means both Enter keys."""
    parts = [part.strip() for part in keys.split(", ") if part.strip()]
    texts = [other for part in parts for other in _both_enters(part)]
    return [QKeySequence(text) for text in dict.fromkeys(texts)]


def _both_enters(part: str) -> tuple[str, ...]:
    base = part.removesuffix("Enter").removesuffix("Return")
    return (base + "Return", base + "Enter") if base != part else (part,)


def _why_not(command: Command, context: Context) -> str:
    text = _("Not possible now: {title}").format(title=command.title)
    why = command.why(context) if command.why is not None else ""
    return f"{text}. {why}" if why else text


class CommandRegistry(QObject):
    """All commands of the window. Scope "" holds everywhere, any other only while that desk is in front."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._entries: dict[str, _Entry] = {}
        self._scope = ""
        self._told: tuple[MessageBar, str] | None = None  # what was not possible
        self.context: Context | None = None
        FieldKeys(self.takes, self)

    def register(self, commands: Sequence[Command], scope: str = "") -> None:
        """Add commands; an id or a key that is taken where this one holds is our mistake."""
        for command in commands:
            assert command.id not in self._entries, f"command {command.id} is registered twice"
            sequences = key_sequences(command.keys)
            keys = frozenset(sequence.toString() for sequence in sequences)
            self._assert_keys_free(command, scope, keys)
            self._entries[command.id] = _Entry(command, scope, self._action(command, sequences), keys)
        self._apply_scope()

    def clear(self) -> None:
        """Forget all commands: they come again in another language."""
        for entry in self._entries.values():
            self._window.removeAction(entry.action)
            entry.action.deleteLater()
        self._entries.clear()

    def set_scope(self, scope: str) -> None:
        """The desk in front; its keys hold from now on."""
        if scope != self._scope:
            self._forget_told()
        self._scope = scope
        self._apply_scope()

    def run(self, id: str) -> None:
        """Run a command if right and state allow it; otherwise say why not."""
        entry = self._entries[id]
        context = self._known_context()
        if not self.may(entry.command):
            title = entry.command.title
            self._tell(_("You have no right to: {title}").format(title=title), "warn")
        elif not entry.command.enabled(context):
            self._tell(_why_not(entry.command, context), "info")
        else:
            self._forget_told()
            entry.command.run(context)

    def _tell(self, text: str, level: Level) -> None:
        """In the bar of the page in front, unless that one says something of its own; till the next thing is done."""
        self._forget_told()
        bar = errors.find_message_bar(self._window.focusWidget() or self._window)
        if bar is not None and bar.text():
            bar = errors.find_message_bar(None)
        if bar is not None:
            bar.show_message(text, level)
            self._told = (bar, text)

    def _forget_told(self) -> None:
        told, self._told = self._told, None
        if told is not None and shiboken6.isValid(told[0]) and told[0].text() == told[1]:
            told[0].clear()

    def may(self, command: Command) -> bool:
        """True when the person has the command's right."""
        return not command.right or self._known_context().allowed(command.right)

    def available(self) -> Iterator[Command]:
        """Commands the person may use at this moment, those of the desk in front first."""
        entries = sorted(self._entries.values(), key=lambda entry: entry.scope == "")
        for entry in entries:
            if (
                self._holds(entry)
                and self.may(entry.command)
                and entry.command.enabled(self._known_context())
            ):
                yield entry.command

    def shortcuts(self) -> list[Command]:
        """Commands with keys that hold at this moment."""
        return [
            entry.command for entry in self._entries.values() if entry.command.keys and self._holds(entry)
        ]

    def takes(self, keys: QKeySequence) -> bool:
        """Whether a command that holds now has these keys."""
        text = keys.toString()
        return any(text in entry.keys and self._holds(entry) for entry in self._entries.values())

    def build_menu(self, menu: QMenu) -> None:
        """Fill `menu` with a submenu for each menu title, greyed where not possible now."""
        menu.clear()
        groups: dict[str, list[_Entry]] = {}
        for entry in self._entries.values():
            if entry.command.menu and self._holds(entry) and self.may(entry.command):
                groups.setdefault(entry.command.menu, []).append(entry)
        for title, entries in groups.items():
            submenu = menu.addMenu(title)
            for entry in entries:
                entry.action.setEnabled(entry.command.enabled(self._known_context()))
                submenu.addAction(entry.action)

    def _known_context(self) -> Context:
        assert self.context is not None, "the window sets the context first"
        return self.context

    def _action(self, command: Command, keys: list[QKeySequence]) -> QAction:
        action = QAction(command.title, self._window)
        action.setObjectName(command.id)
        action.setShortcuts(keys)
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.setAutoRepeat(False)
        action.triggered.connect(lambda: self.run(command.id))
        self._window.addAction(action)
        return action

    def _holds(self, entry: _Entry) -> bool:
        return entry.scope in ("", self._scope)

    def restore(self) -> None:
        """Make the keys hold again after a menu greyed its actions."""
        self._apply_scope()

    def _apply_scope(self) -> None:
        for entry in self._entries.values():
            entry.action.setEnabled(self._holds(entry))

    def _assert_keys_free(self, command: Command, scope: str, keys: frozenset[str]) -> None:
        for entry in self._entries.values():
            if scope and entry.scope and scope != entry.scope:
                continue
            both = keys & entry.keys
            assert not both, f"{command.id} and {entry.command.id} both want {sorted(both)}"
