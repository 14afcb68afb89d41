"""The frame: navigation, heading, the desk in front, messages and status. It knows no business word.

What stands in the first paint is made at once. Jobs, bus, commands, messages, palette and key sheet are made
when they are first used (`furnish` does it after the first paint): their imports take as long as Qt's own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from app.views.kit.fit_screen import fit_screen
from app.views.kit.heading import Heading
from app.views.kit.side_bar import SideBar
from app.views.kit.status_bar import StatusBar

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QPaintEvent, QResizeEvent

    from app.settings import UserSettings
    from app.views.kit.commands import CommandRegistry
    from app.views.kit.context import Context
    from app.views.kit.desk import Desk
    from app.views.kit.jobs import Jobs
    from app.views.kit.leaving import LastWork, Leaving
    from app.views.kit.message_bar import MessageBar
    from app.views.kit.palette import Palette
    from app.views.kit.shortcut_sheet import ShortcutSheet
    from app.views.kit.window_keys import WindowParts

_START_SIZE = (1440, 900)
_LEAST_SIZE = (720, 480)


class MainWindow(QMainWindow):
    """One window. `context` is what it hands to desks and commands."""

    painted = Signal()  # once, after the frame was painted for the first time

    def __init__(self, *, settings: UserSettings | None = None, jobs: Jobs | None = None) -> None:
        super().__init__()
        self._settings = settings
        self._jobs = jobs
        self._desks: dict[str, Desk] = {}
        self._with_commands: set[str] = set()
        self._pages: dict[str, QWidget] = {}
        self._headings: dict[str, tuple[str, str]] = {}
        self._current = ""
        self._closers: list[Callable[[], None]] = []
        self._last_work: Callable[[], LastWork | None] = lambda: None
        self._leaving: Leaving | None = None
        self._left: QWidget | None = None  # what had the keys when the window was to close
        self._was_painted = False
        self._is_entered = True
        self.setObjectName("mainWindow")
        self.setWindowTitle("Keyline")
        self.setMinimumSize(*_LEAST_SIZE)
        self.resize(*_START_SIZE)
        self.side_bar = SideBar()
        self.side_bar.desk_wanted.connect(self.show_desk)
        self.heading = Heading()
        self.heading.search_wanted.connect(self._search)
        self.heading.menu_wanted.connect(lambda: self.heading.open_menu(self.registry))
        self.stack = QStackedWidget()
        self.stack.setObjectName("deskStack")
        self.status = StatusBar()
        self.setStatusBar(self.status)
        self._lay_out()
        self._restore()

    @cached_property
    def context(self) -> Context:
        """What desks and commands work with."""
        from app.views.kit.bus import Bus
        from app.views.kit.commands import CommandRegistry
        from app.views.kit.context import Context
        from app.views.kit.jobs import Jobs
        from app.views.kit.processes import Processes

        registry = CommandRegistry(self)
        registry.context = Context(
            jobs=self._jobs or Jobs(parent=self),
            bus=Bus(self),
            commands=registry,
            processes=Processes(self),
            settings=self._settings,
            desk=self.current_page,
            holder=lambda: self.stack,
            show_desk=self.show_desk,
            set_heading=self._set_heading,
            set_status=self._set_status,
            set_badge=self.side_bar.set_badge,
        )
        return registry.context

    @cached_property
    def registry(self) -> CommandRegistry:
        """All commands; the window's own are in it."""
        from app.views.kit.buttons import key_text
        from app.views.kit.window_keys import window_commands

        registry = self.context.commands
        registry.register(window_commands(self, self._parts))
        self.heading.set_search_keys(key_text("Ctrl+K"))
        return registry

    @cached_property
    def _parts(self) -> WindowParts:
        from app.views.kit.window_keys import WindowParts

        return WindowParts(
            open_palette=self._search,
            open_menu=lambda: self.heading.open_menu(self.registry),
            open_keys=self._show_keys,
            is_entered=lambda: self._is_entered,
        )

    @cached_property
    def message_bar(self) -> MessageBar:
        """The strip over every page, for what no page of its own can say."""
        from app.views.kit import errors
        from app.views.kit.message_bar import MessageBar

        bar = MessageBar()
        errors.set_fallback(bar)
        self._column.insertWidget(1, bar)
        return bar

    @cached_property
    def palette_popup(self) -> Palette:
        """What Ctrl+K opens."""
        from app.views.kit.palette import Palette

        return Palette(self.registry, self.context.searches, self)

    @cached_property
    def shortcut_sheet(self) -> ShortcutSheet:
        """What Ctrl+/ opens."""
        from app.views.kit.shortcut_sheet import ShortcutSheet

        return ShortcutSheet(self.registry, self)

    def furnish(self) -> None:
        """Make what the first paint did without."""
        assert self.message_bar is not None
        assert self.registry is not None

    def add_places(self, places: Sequence[tuple[str, str, str]]) -> None:
        """Put id, title and icon of desks into the navigation; `add_desks` follows when the frame is painted."""
        for number, (id_, title, icon_name) in enumerate(places, len(self.side_bar.ids()) + 1):
            self.side_bar.add_desk(id_, title, icon_name, _desk_keys(number))

    def add_desks(self, desks: Sequence[Desk], *, with_commands: bool = True) -> None:
        """Put desks into the navigation; their widgets are made when they are first shown.

        Without their commands nothing of a desk is imported yet: they follow when it is first shown.
        """
        from app.views.kit.window_keys import desk_command

        for desk in desks:
            assert desk.id not in self._desks, desk.id
            self._desks[desk.id] = desk
            keys = _desk_keys(len(self._desks))
            if desk.id not in self.side_bar.ids():
                self.side_bar.add_desk(desk.id, desk.title, desk.icon, keys)
            self.registry.register([desk_command(desk, keys, self._parts)])
            if with_commands:
                self.add_desk_commands(desk.id)
        self.apply_rights()

    def reword(self, desks: Sequence[Desk]) -> None:
        """Say everything of the frame in another language; before any desk was made."""
        from app.views.kit.window_keys import window_commands

        assert not self._pages, "a desk that was made speaks the old language"
        for name in ("palette_popup", "shortcut_sheet", "message_bar"):
            part: QWidget | None = self.__dict__.pop(name, None)
            if part is not None:
                part.deleteLater()
        self.registry.clear()
        self.registry.register(window_commands(self, self._parts))
        self._desks.clear()
        self._with_commands.clear()
        self.heading.reword()
        for desk in desks:
            self.side_bar.set_title(desk.id, desk.title)
        self.add_desks(desks, with_commands=False)
        self.furnish()

    def apply_rights(self) -> None:
        """Show in the navigation what the person has the right for."""
        self.side_bar.show_only(self.desk_ids())

    def wait_at_door(self, *, wait: bool) -> None:
        """While somebody must say something first there is no navigation, by mouse or key."""
        self._is_entered = not wait
        self.side_bar.setVisible(not wait)

    def add_desk_commands(self, id: str) -> None:
        """Register a desk's commands, once."""
        if id not in self._with_commands:
            self._with_commands.add(id)
            self.registry.register(self._desks[id].commands(), scope=id)

    def show_desk(self, id: str) -> None:
        """Bring a desk to the front, made now if it is its first time."""
        if id not in self.desk_ids():
            self.registry.run(f"desk.{id}")  # which says what right is missing
            return
        self.add_desk_commands(id)
        self._current = id
        self.side_bar.set_current(id)
        self.registry.set_scope(id)
        page = self.make_desk(id)
        self.stack.setCurrentWidget(page)
        self.heading.set_text(*self._headings[id])
        self.setWindowTitle(f"{self._headings[id][0]} - Keyline")
        _focus_inside(page)

    def make_desk(self, id: str) -> QWidget:
        """The page of a desk, made now if it is its first time."""
        page = self._pages.get(id)
        if page is None:
            desk = self._desks[id]
            self._headings.setdefault(id, (desk.title, ""))
            page = desk.make()
            page.setObjectName(page.objectName() or f"page:{id}")
            self._pages[id] = page
            self.stack.addWidget(page)
        return page

    def show_page(self, page: QWidget) -> None:
        """Show something in place of a desk: that the office is being opened, or why it cannot be."""
        self.stack.addWidget(page)
        self.stack.setCurrentWidget(page)

    def desk_ids(self) -> tuple[str, ...]:
        """The desks that the person has the right for, in order."""
        allowed = self.context.allowed
        return tuple(id_ for id_, desk in self._desks.items() if not desk.right or allowed(desk.right))

    def current_desk(self) -> str:
        """The id of the desk in front, "" for none."""
        return self._current

    def current_page(self) -> QWidget | None:
        """The widget of the desk in front."""
        return self._pages.get(self._current)

    def when_closing(self, call: Callable[[], None]) -> None:
        """Call this after jobs and processes have ended: to close what is open."""
        self._closers.append(call)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self, self._tell_painted)

    def _tell_painted(self) -> None:
        self.painted.emit()
        QTimer.singleShot(1, self, self.furnish)  # a turn of its own: 0 would follow at once

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for name in ("palette_popup", "shortcut_sheet"):
            popup: Palette | ShortcutSheet | None = self.__dict__.get(name)
            if popup is not None and popup.isVisible():
                popup.close_now()

    def leave_with(self, ask: Callable[[], LastWork | None]) -> None:
        """What the window does off the GUI thread before it goes, asked when it closes; None: it goes at once."""
        self._last_work = ask

    def end_work(self) -> None:
        """End jobs and processes, then close what is open: nothing of this window works any more."""
        if self._leaving is not None:
            self._leaving.give_up()
        self.context.jobs.close()
        self.context.processes.close()
        for call in self._closers:
            call()
        self._closers.clear()

    def closeEvent(self, event: QCloseEvent) -> None:
        is_under_way = self._leaving is not None and self._leaving.is_under_way
        if not (is_under_way or self._may_close()) or not self._may_leave():
            event.ignore()
            return
        self.hide()  # whoever closes twice sees it gone, whatever must still come to its end
        self.end_work()
        super().closeEvent(event)

    def _may_close(self) -> bool:
        """Whether no desk has a question left; what was keyed is on its way to the database."""
        from app.views.kit.desk import AsksBeforeClosing

        self._leave_field()
        for id_, page in self._pages.items():
            if isinstance(page, AsksBeforeClosing) and not page.may_close():
                self.show_desk(id_)
                return False
        self._remember()
        return True

    def _may_leave(self) -> bool:
        """Whether the last work is done, or nobody waits for it; else the window closes later by itself."""
        work = self._last_work() if self._leaving is None else None
        if work is not None:
            from app.views.kit.focus import give_back
            from app.views.kit.leaving import Leaving

            self._leaving = Leaving(self, self.context, work, self.message_bar)
            self._leaving.stays.connect(lambda: give_back(self._left))
        return self._leaving is None or self._leaving.may_leave()

    def _leave_field(self) -> None:
        """What is keyed in an open cell counts, as it does when the cursor leaves it."""
        from app.views.kit.focus import lasting_focus

        self._left = lasting_focus(self)
        field = self.focusWidget()
        if field is not None:
            field.clearFocus()

    def _lay_out(self) -> None:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(18, 14, 18, 10)
        column.setSpacing(12)
        column.addWidget(self.heading)
        column.addWidget(self.stack, 1)
        self._column = column
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.side_bar)
        row.addWidget(page, 1)
        self.setCentralWidget(whole)

    def _search(self) -> None:
        self.palette_popup.open()

    def _show_keys(self) -> None:
        self.shortcut_sheet.open()

    def _set_heading(self, desk: str, title: str, detail: str) -> None:
        self._headings[desk] = (title, detail)
        if desk == self._current:
            self.heading.set_text(title, detail)
            self.setWindowTitle(f"{title} - Keyline")

    def _set_status(self, name: str, text: str) -> None:
        self.status.set_field(name, text)

    def fit_screen(self) -> None:
        """Not larger than the screen leaves room for, frame and all: the status bar stands at the bottom."""
        fit_screen(self, self.size())

    def _remember(self) -> None:
        if self._settings is not None and not self.context.jobs.is_closed():  # else closed twice
            settings, geometry = self._settings, bytes(self.saveGeometry().toBase64().data()).decode("ascii")
            self.context.jobs.files(
                self, lambda: settings.put("window.geometry", geometry), lambda _none: None
            )

    def _restore(self) -> None:
        geometry = self._settings.text("window.geometry") if self._settings is not None else ""
        if geometry:
            self.restoreGeometry(QByteArray.fromBase64(geometry.encode("ascii")))


def _focus_inside(page: QWidget) -> None:
    """Give the keys to what had them on this page, at first to its first field."""
    from PySide6.QtCore import Qt

    stop: QWidget | None = page.focusWidget()
    candidate: QWidget | None = page.nextInFocusChain()
    while stop is None and candidate is not None and candidate is not page:
        takes_tab = bool(candidate.focusPolicy() & Qt.FocusPolicy.TabFocus)
        if takes_tab and candidate.isEnabled() and candidate.isVisible() and page.isAncestorOf(candidate):
            stop = candidate
        candidate = candidate.nextInFocusChain()
    (stop or page).setFocus(Qt.FocusReason.OtherFocusReason)


def _desk_keys(number: int) -> str:
    """The key of the desk at that place, 0 of the tenth; the places are the same for everybody."""
    return f"Ctrl+{number % 10}" if number <= 10 else ""
