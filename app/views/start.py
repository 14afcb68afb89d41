"""Starting the window: paint the real frame, then open the office in the read lane's first job."""

from __future__ import annotations

import importlib
import logging
import sys
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from app.i18n import _, set_language
from app.settings import UserSettings
from app.views.desks import all_desks, attach
from app.views.kit import errors, theme
from app.views.kit.empty_state import EmptyState
from app.views.main_window import MainWindow

if TYPE_CHECKING:
    from app.bootstrap import Office

_SWITCH_INTERVAL = 0.001  # seconds; the GUI thread gets the interpreter back in time
_log = logging.getLogger("keyline.window")


class Opening(QObject):
    """Brings an office into a painted window. `opened` follows, or a page that says why not."""

    opened = Signal()
    failed = Signal(object)  # Exception

    def __init__(
        self, window: MainWindow, open_it: Callable[[], Office], settings: UserSettings | None = None
    ) -> None:
        super().__init__(window)
        self._window = window
        self._open_it = open_it
        self._settings = settings
        self._waiting = EmptyState("mdi6.database-outline", _("Opening ..."))
        window.show_page(self._waiting)
        self._desks = all_desks(window.context)
        window.add_desks(self._desks, with_commands=False)
        window.painted.connect(self.start)

    def start(self) -> None:
        """Open the office; also what "Try again" does."""
        self._window.message_bar.clear()
        self._window.context.jobs.run("read", self, self._open, self._enter, failed=self._tell)

    def _open(self) -> Office:
        """On the read lane: the office, and every import that the desks need, while the frame stays alive."""
        office = self._open_it()
        for desk in self._desks:
            desk.commands()
        importlib.import_module("app.views.kit.background")
        importlib.import_module("app.views.first_start.gate")
        importlib.import_module("app.views.papers.attach")
        return office

    def _enter(self, office: Office) -> None:
        from app.views.first_start.gate import Gate
        from app.views.kit.background import Background

        context = self._window.context
        context.office = office
        self._window.add_desk_commands()
        attach(context)
        gate = Gate(context, office, self._show_page, self._show_desks, self._settings, self)
        office.work.listen(context.bus.publish)
        background = Background(context, office, self._settings, self)
        for call in (background.stop, background.back_up, office.close):
            self._window.when_closing(call)
        context.set_status("connection", _("Connected: {place}").format(place=_place(office.url)))
        context.set_status("help", _("F1 help"))
        gate.start()

    def _show_page(self, page: QWidget) -> None:
        """The office is open, but somebody must say something first: which firm, who is there."""
        self._window.side_bar.hide()
        self._window.show_page(page)
        self.opened.emit()

    def _show_desks(self) -> None:
        self._window.side_bar.show()
        desks = self._window.desk_ids()
        if desks:
            self._window.show_desk(desks[0])
        self.opened.emit()

    def _tell(self, error: Exception) -> None:
        page = EmptyState(
            "mdi6.database-alert-outline", _("The database could not be opened"), errors.words(error)
        )
        again = page.add_button(_("Try again"), self.start, kind="primary")
        self._window.show_page(page)
        again.setFocus()
        errors.show_error(self._window, error)
        self.failed.emit(error)


def open_window(url: str, settings: UserSettings | None = None) -> tuple[MainWindow, Opening]:
    """The window, not yet shown, and the opening that begins when it was painted."""

    def open_it() -> Office:
        from app.bootstrap import open_office

        return open_office(url)

    window = MainWindow(settings=settings)
    return window, Opening(window, open_it, settings)


def run_window(db_url: str | None) -> int:
    """Show the window until it is closed; the exit code."""
    sys.setswitchinterval(_SWITCH_INTERVAL)
    settings = UserSettings()
    set_language(settings.text("language"))
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("Keyline")
    app.setDesktopFileName("keyline")
    theme.apply_theme(app, dark=settings.text("theme") == "dark")
    sys.excepthook = _tell_bug
    window, _opening = open_window(db_url or settings.database_url(), settings)
    window.show()
    QTimer.singleShot(0, window.activateWindow)
    return app.exec()


def _place(url: str) -> str:
    """The database as people know it: its file's name, or its server without any password."""
    return (
        url.rsplit("/", maxsplit=1)[-1]
        if url.startswith("sqlite")
        else "PostgreSQL " + url.rsplit("@", maxsplit=1)[-1]
    )


def _tell_bug(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
    """An exception in a slot: logged and shown, never swallowed."""
    if isinstance(error, Exception):
        errors.show_error(None, error)
    else:
        _log.critical("ended by %r", error)
