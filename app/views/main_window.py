"""The frame: navigation, heading, the desk in front, messages and status. It knows no business word."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QByteArray, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QCursor, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from app.i18n import _
from app.settings import UserSettings
from app.views.kit import errors, theme
from app.views.kit.bus import Bus
from app.views.kit.commands import Command, CommandRegistry
from app.views.kit.context import Context
from app.views.kit.desk import AsksBeforeClosing, Desk, Refreshable
from app.views.kit.heading import Heading
from app.views.kit.jobs import Jobs
from app.views.kit.list_commands import list_commands
from app.views.kit.message_bar import MessageBar
from app.views.kit.palette import Palette
from app.views.kit.processes import Processes
from app.views.kit.shortcut_sheet import ShortcutSheet
from app.views.kit.side_bar import SideBar
from app.views.kit.status_bar import StatusBar

_START_SIZE = (1440, 900)


class MainWindow(QMainWindow):
    """One window. `context` is what it hands to desks and commands."""

    painted = Signal()  # once, after the frame was painted for the first time

    def __init__(self, *, settings: UserSettings | None = None, jobs: Jobs | None = None) -> None:
        super().__init__()
        self._settings = settings
        self._desks: dict[str, Desk] = {}
        self._pages: dict[str, QWidget] = {}
        self._headings: dict[str, tuple[str, str]] = {}
        self._current = ""
        self._closers: list[Callable[[], None]] = []
        self._was_painted = False
        self.setObjectName("mainWindow")
        self.setWindowTitle("Keyline")
        self.resize(*_START_SIZE)
        self.registry = CommandRegistry(self)
        self.context = self._make_context(jobs)
        self.registry.context = self.context
        self.side_bar = SideBar()
        self.side_bar.desk_wanted.connect(self.show_desk)
        self.heading = Heading(self.registry)
        self.message_bar = MessageBar()
        errors.set_fallback(self.message_bar)
        self.stack = QStackedWidget()
        self.stack.setObjectName("deskStack")
        self.status = StatusBar()
        self.setStatusBar(self.status)
        self._lay_out()
        self.palette_popup = Palette(self.registry, self.context.searches, self)
        self.shortcut_sheet = ShortcutSheet(self.registry, self)
        self.heading.search_wanted.connect(self.palette_popup.open)
        self.registry.register([*self._own_commands(), *list_commands()])
        self._restore()

    def add_desks(self, desks: Sequence[Desk], *, with_commands: bool = True) -> None:
        """Put desks into the navigation; their widgets are made when they are first shown.

        Without their commands nothing of a desk is imported yet: `add_desk_commands` follows.
        """
        for desk in desks:
            assert desk.id not in self._desks, desk.id
            if desk.right and not self.context.allowed(desk.right):
                continue
            number = len(self._desks) + 1
            keys = f"Ctrl+{number}" if number <= 9 else ""
            self._desks[desk.id] = desk
            self.side_bar.add_desk(desk.id, desk.title, desk.icon, keys)
            self.registry.register([self._desk_command(desk, keys)])
            if with_commands:
                self.registry.register(desk.commands(), scope=desk.id)

    def add_desk_commands(self) -> None:
        """Register the commands of the desks that were added without them."""
        for desk in self._desks.values():
            self.registry.register(desk.commands(), scope=desk.id)

    def show_desk(self, id: str) -> None:
        """Bring a desk to the front, made now if it is its first time."""
        desk = self._desks[id]
        self._current = id
        self.side_bar.set_current(id)
        self.registry.set_scope(id)
        page = self._pages.get(id)
        if page is None:
            self._headings.setdefault(id, (desk.title, ""))
            page = desk.make()
            page.setObjectName(page.objectName() or f"page:{id}")
            self._pages[id] = page
            self.stack.addWidget(page)
        self.stack.setCurrentWidget(page)
        self.heading.set_text(*self._headings[id])
        self.setWindowTitle(f"{self._headings[id][0]} - Keyline")
        _focus_inside(page)

    def show_page(self, page: QWidget) -> None:
        """Show something in place of a desk: that the office is being opened, or why it cannot be."""
        self.stack.addWidget(page)
        self.stack.setCurrentWidget(page)

    def desk_ids(self) -> tuple[str, ...]:
        """The desks in the navigation."""
        return tuple(self._desks)

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
            QTimer.singleShot(0, self, self.painted.emit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.palette_popup.isVisible():
            self.palette_popup.close_now()
        if self.shortcut_sheet.isVisible():
            self.shortcut_sheet.close_now()

    def end_work(self) -> None:
        """End jobs and processes, then close what is open: nothing of this window works any more."""
        self.context.jobs.close()
        self.context.processes.close()
        for call in self._closers:
            call()
        self._closers.clear()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._leave_field()
        for id_, page in self._pages.items():
            if isinstance(page, AsksBeforeClosing) and not page.may_close():
                self.show_desk(id_)
                event.ignore()
                return
        self._remember()
        self.end_work()
        super().closeEvent(event)

    def _leave_field(self) -> None:
        """What is keyed in an open cell counts, as it does when the cursor leaves it."""
        field = self.focusWidget()
        if field is not None:
            field.clearFocus()

    def _make_context(self, jobs: Jobs | None) -> Context:
        return Context(
            jobs=jobs or Jobs(parent=self),
            bus=Bus(self),
            commands=self.registry,
            processes=Processes(self),
            settings=self._settings,
            desk=self.current_page,
            show_desk=self.show_desk,
            set_heading=self._set_heading,
            set_status=self._set_status,
        )

    def _lay_out(self) -> None:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(18, 14, 18, 10)
        column.setSpacing(12)
        column.addWidget(self.heading)
        column.addWidget(self.message_bar)
        column.addWidget(self.stack, 1)
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.side_bar)
        row.addWidget(page, 1)
        self.setCentralWidget(whole)

    def _own_commands(self) -> list[Command]:
        view, aid = _("View"), _("Help")
        return [
            Command("window.palette", _("Search or run a command"), self._open_palette, "Ctrl+K", view),
            Command("window.refresh", _("Refresh"), self._refresh, "F5", view),
            Command("window.dark", _("Light or dark"), self._switch_theme, "Ctrl+Alt+D", view),
            Command("window.menu", _("Menu"), lambda _context: self.heading.open_menu(), "F10"),
            Command("window.help", _("Help on this field"), self._help, "F1", aid),
            Command("window.keys", _("All keys"), lambda _context: self.shortcut_sheet.open(), "Ctrl+/", aid),
            Command("window.quit", _("Quit"), lambda _context: self._quit(), "Ctrl+Q", view),
        ]

    def _desk_command(self, desk: Desk, keys: str) -> Command:
        return Command(
            f"desk.{desk.id}", desk.title, lambda _context: self.show_desk(desk.id), keys, _("Go"), desk.right
        )

    def _open_palette(self, _context: Context) -> None:
        self.palette_popup.open()

    def _refresh(self, context: Context) -> None:
        page: object = context.desk()
        if isinstance(page, Refreshable):
            page.refresh()

    def _switch_theme(self, _context: Context) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme.apply_theme(app, dark=not theme.is_dark())
        settings, name = self._settings, theme.tokens().name
        if settings is not None:
            self.context.jobs.files(self, lambda: settings.put("theme", name), lambda _none: None)

    def _help(self, _context: Context) -> None:
        """Show the help text of the field, or of what stands around it."""
        widget: QWidget | None = self.focusWidget()
        at = widget.mapToGlobal(widget.rect().bottomLeft()) if widget is not None else QCursor.pos()
        anchor = widget
        while widget is not None and not widget.whatsThis():
            widget = widget.parentWidget()
        text = (
            widget.whatsThis() if widget is not None else _("No help is written here. Ctrl+/ shows all keys.")
        )
        QToolTip.showText(at, text, anchor or self)

    def _quit(self) -> None:
        self.close()

    def _set_heading(self, desk: str, title: str, detail: str) -> None:
        self._headings[desk] = (title, detail)
        if desk == self._current:
            self.heading.set_text(title, detail)
            self.setWindowTitle(f"{title} - Keyline")

    def _set_status(self, name: str, text: str) -> None:
        self.status.set_field(name, text)

    def _remember(self) -> None:
        if self._settings is not None:
            geometry = bytes(self.saveGeometry().toBase64().data()).decode("ascii")
            self._settings.put("window.geometry", geometry)

    def _restore(self) -> None:
        geometry = self._settings.text("window.geometry") if self._settings is not None else ""
        if geometry:
            self.restoreGeometry(QByteArray.fromBase64(geometry.encode("ascii")))


def _focus_inside(page: QWidget) -> None:
    """Give the keys to what had them on this page, at first to its first field."""
    stop: QWidget | None = page.focusWidget()
    candidate: QWidget | None = page.nextInFocusChain()
    while stop is None and candidate is not None and candidate is not page:
        takes_tab = bool(candidate.focusPolicy() & Qt.FocusPolicy.TabFocus)
        if takes_tab and candidate.isEnabled() and candidate.isVisible() and page.isAncestorOf(candidate):
            stop = candidate
        candidate = candidate.nextInFocusChain()
    (stop or page).setFocus(Qt.FocusReason.OtherFocusReason)
