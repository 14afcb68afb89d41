"""Starting the window: paint the real frame, then open the office in the read lane's first job."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QObject, QRectF, QTimer, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication, QWidget

from app.i18n import LANGUAGES, _, set_language
from app.kept_code import KEPT
from app.settings import UserSettings
from app.views.desks import all_desks, attach, places
from app.views.kit import theme
from app.views.kit.flags import CENTRE
from app.views.kit.garbage import Garbage
from app.views.kit.icons import draw_icon
from app.views.kit.qt_types import QtTypes
from app.views.main_window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import TracebackType

    from PySide6.QtGui import QPaintEvent

    from app.bootstrap import Office
    from app.views.kit.background import Background
    from app.views.kit.desk import Desk
    from app.views.kit.key_buffer import KeyBuffer

_SWITCH_INTERVAL = 0.001  # seconds; the GUI thread gets the interpreter back in time


class Waiting(QWidget):
    """What stands in the place of a desk while the office is being opened."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text
        self.setAccessibleName(text)
        theme.set_ink(self, theme.tokens().muted)

    def paintEvent(self, _event: QPaintEvent) -> None:
        middle = self.height() * 0.4
        painter = QPainter(self)
        box = QRectF(self.width() / 2 - 24, middle - 60, 48, 48)
        draw_icon(painter, "mdi6.database-outline", box)
        painter.setFont(theme.base_font(16))
        painter.drawText(QRectF(0, middle, self.width(), 24), CENTRE, self._text)


class Opening(QObject):
    """Brings an office into a painted window. `opened` follows, or a page that says why not.

    Opening is done in steps, each a turn of the event loop, so that the painted frame stays alive.
    """

    begun = Signal()  # painted: keys are kept from now on
    opened = Signal()
    warm = Signal()  # later: every desk is imported
    failed = Signal(object)  # Exception

    def __init__(
        self, window: MainWindow, open_it: Callable[[], Office], settings: UserSettings | None = None
    ) -> None:
        super().__init__(window)
        self._window = window
        self._open_it = open_it
        self._settings = settings
        self._desks: list[Desk] = []
        self._is_warm = False
        self._office: Office | None = None  # open, but the first desk is not imported yet
        self._entered: Office | None = None  # the office behind the desks
        self._background: Background | None = None
        self._types = QtTypes(self)
        self._types.made.connect(self._import_first)
        self._keys: KeyBuffer | None = None  # what is typed before there is a field for it
        window.add_places(places())
        window.show_page(Waiting(_("Opening ...")))
        window.painted.connect(self._painted)

    def start(self) -> None:
        """Open the office; also what "Try again" does."""
        self._window.message_bar.clear()
        self._ask()

    def _painted(self) -> None:
        """Whoever else waits for the first paint comes first."""
        QTimer.singleShot(0, self, self._begin)

    def _begin(self) -> None:
        """The frame is painted: the lane opens the office, the window makes what is not seen yet."""
        from app.views.kit.key_buffer import KeyBuffer

        self._keys = KeyBuffer(self._window, give_up_ms=0)
        self._desks = all_desks(self._window.context)
        self._ask()
        QTimer.singleShot(1, self._types, self._types.make)
        QTimer.singleShot(1, self, set_window_icon)
        QTimer.singleShot(1, self, _speak_qt)
        self.begun.emit()

    def _ask(self) -> None:
        self._window.context.jobs.run("read", self, self._open_it, self._opened, failed=self._tell)

    def _opened(self, office: Office) -> None:
        self._office = office
        if self._types.is_made:
            self._import_first()

    def _import_first(self) -> None:
        """On the read lane, once every Qt class is there: the imports of the desk that comes first."""
        office, self._office = self._office, None
        if office is not None:
            self._window.context.jobs.run(
                "read",
                self,
                self._desks[0].commands,
                lambda _commands: self._enter(office),
                failed=lambda error: self._give_up(office, error),
            )

    def _give_up(self, office: Office, error: Exception) -> None:
        """Nobody will use this office: "Try again" opens another."""
        self._window.context.jobs.run("read", self, office.close, lambda _none: None)
        self._tell(error)

    def _enter(self, office: Office) -> None:
        from app.views.first_start.gate import Gate

        context = self._window.context
        self._entered = context.office = office
        self._window.add_desks(self._desks, with_commands=False)
        gate = Gate(context, office, self._show_page, self._show_desks, self._settings, self)
        office.work.listen(context.bus.publish)
        self._window.when_closing(self._end)
        gate.language_changed.connect(lambda: self._reword(office))
        gate.unread.connect(lambda error: self._tell(error, gate.start))
        self._tell_standing(office)
        gate.start()

    def _work_beside(self) -> None:
        """Foreign changes, mails and backups, once somebody sees the desk or a question: the keys come first."""
        office, window = self._entered, self._window
        if office is None or self._background is not None or window.context.jobs.is_closed():
            return
        window.context.jobs.files(self, _import_background, lambda _none: self._begin_beside(office))

    def _begin_beside(self, office: Office) -> None:
        from app.views.kit.background import Background

        if self._background is None:
            self._background = Background(self._window.context, office, self._settings, self)
            self._window.leave_with(self._background.last_work)

    def _end(self) -> None:
        """The window goes: what runs beside the desks ends before the database is closed."""
        if self._background is not None:
            self._background.stop()
        if self._entered is not None:
            self._entered.close()

    def _tell_standing(self, office: Office) -> None:
        """What the status bar always says."""
        context = self._window.context
        context.set_status("connection", _("Connected: {place}").format(place=place_of(office.url)))
        context.set_status("help", _("F1 help"))

    def _reword(self, office: Office) -> None:
        """Another language was chosen before the first desk was shown."""
        titles = {id_: title for id_, title, _icon in places()}
        self._desks = [replace(desk, title=titles[desk.id]) for desk in self._desks]
        self._window.reword(self._desks)
        self._tell_standing(office)
        _speak_qt()

    def _show_page(self, page: QWidget) -> None:
        """The office is open, but somebody must say something first: which firm, who is there."""
        self._drop_keys()
        self._window.wait_at_door(wait=True)
        self._window.show_page(page)
        QTimer.singleShot(1, self, self._work_beside)
        self.opened.emit()

    def _drop_keys(self) -> None:
        """A question stands there, or what went wrong: keys pressed before it was seen answer nothing."""
        if self._keys is not None:
            self._keys.drop()
            self._keys = None

    def _show_desks(self) -> None:
        """Somebody is there: the first desk of those that this person may use, a turn for each part of it."""
        self._window.wait_at_door(wait=False)
        self._window.apply_rights()
        desks = self._window.desk_ids()
        turns: list[Callable[[], object]] = [self._be_there]
        if desks:
            first, before = desks[0], self._window.current_desk()
            commands, make = self._window.add_desk_commands, self._window.make_desk
            turns[:0] = [
                partial(commands, first),
                partial(make, first),
                partial(self._show_first, first, before),
            ]
        self._take_turns(turns)

    def _show_first(self, desk: str, before: str) -> None:
        """Bring the first desk to the front, unless somebody wished for another meanwhile."""
        if self._window.current_desk() == before:
            self._window.show_desk(desk)

    def _take_turns(self, turns: list[Callable[[], object]]) -> None:
        """One a turn of the event loop: keys and painting come in between.

        The others follow one that fails, too: a desk that is broken must not keep the keys of all.
        """
        try:
            turns.pop(0)()
        finally:
            if turns:
                QTimer.singleShot(1, self, lambda: self._take_turns(turns))  # 0: before timers and keys

    def _be_there(self) -> None:
        """The desk takes keys, first those that were typed before it was there."""
        if self._keys is not None:
            self._keys.release()
            self._keys = None
        QTimer.singleShot(1, self, self._work_beside)
        self.opened.emit()
        if not self._is_warm:
            self._is_warm = True
            self._window.context.jobs.files(self, self._warm, lambda _none: self._warmed())

    def _warm(self) -> None:
        """On a lane, while the first desk is used already: the imports of all others."""
        from app.views.orders.desk import prepare

        # The other lane does it just now: waits for that one, so that two do not share the processor. Two that import
        # one package at the same time may meet it half done.
        prepare()
        import app.views.customers.search
        import app.views.inbox.watch
        import app.views.kit.document_search
        import app.views.papers.attach
        import app.views.products.search
        import app.views.setup.search  # noqa: F401 - `attach` needs these six

        for desk in self._desks:
            desk.commands()
        KEPT.save()

    def _warmed(self) -> None:
        attach(self._window.context)
        self.warm.emit()

    def _tell(self, error: Exception, again: Callable[[], None] | None = None) -> None:
        from app.domain.errors import KeylineError
        from app.views.kit import errors
        from app.views.kit.empty_state import EmptyState

        self._drop_keys()
        page = EmptyState(
            "mdi6.database-alert-outline", _("The database could not be opened"), errors.words(error)
        )
        button = page.add_button(_("Try again"), again or self.start, kind="primary")
        self._window.show_page(page)
        button.setFocus()
        if not isinstance(
            error, KeylineError
        ):  # a bug: its details can be copied there; the page says the rest
            errors.show_error(self._window, error)
        self.failed.emit(error)


def open_window(url: str, settings: UserSettings | None = None) -> tuple[MainWindow, Opening]:
    """The window, not yet shown, and the opening that begins when it was painted."""

    def open_it() -> Office:
        from app.bootstrap import open_office

        return open_office(url)

    window = MainWindow(settings=settings)
    return window, Opening(window, open_it, settings)


def window_language(settings: UserSettings, system: Sequence[str]) -> str:
    """The language that was chosen, else the first of the system's ("de-AT") that is spoken here, else English."""
    if settings.is_set("language"):
        return settings.text("language")
    wanted = (name.partition("-")[0] for name in system)
    return next((language for language in wanted if language in LANGUAGES), LANGUAGES[0])


def run_window(db_url: str | None) -> int:
    """Show the window until it is closed; the exit code."""
    sys.setswitchinterval(_SWITCH_INTERVAL)
    settings = UserSettings()
    set_language(window_language(settings, QLocale.system().uiLanguages()))
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    garbage = Garbage(app)
    app.setApplicationName("Keyline")
    app.setDesktopFileName("keyline")
    theme.apply_theme(app, dark=settings.text("theme") == "dark")
    sys.excepthook = _tell_bug
    window, opening = open_window(db_url or settings.database_url(), settings)
    opening.warm.connect(garbage.start)
    stall_file = os.environ.get("KEYLINE_STALL_FILE")
    if stall_file:
        _watch_stalls(window, app, stall_file)
    window.fit_screen()
    window.show()
    QTimer.singleShot(0, window.activateWindow)
    return app.exec()


def _import_background() -> None:
    """On a lane: with the sockets of a server's news it takes as long as making a desk."""
    import app.views.kit.background  # noqa: F401 - imported to be there


def _watch_stalls(window: MainWindow, app: QApplication, file: str) -> None:
    """Tests ask for the longest stall of the event loop, from the first paint to the end."""
    from pathlib import Path

    from app.views.kit.freeze_probe import write_at_end

    write_at_end(window, window.painted, app.aboutToQuit, Path(file))


def _speak_qt() -> None:
    """Qt's own dialogs are seen only later; English is what they speak by themselves."""
    from app.views.kit.qt_words import speak_qt

    speak_qt()


def set_window_icon() -> None:
    """What the task bar and the window's title show."""
    from pathlib import Path

    from PySide6.QtGui import QIcon

    file = Path(__file__).resolve().parent.parent.parent / "resources" / "keyline.png"
    QApplication.setWindowIcon(QIcon(str(file)))


def place_of(url: str) -> str:
    """The database as people know it: its file's name, or server and name without password or options."""
    if url.startswith("sqlite"):
        return url.rsplit("/", maxsplit=1)[-1]
    place = url.partition("://")[2].rsplit("@", maxsplit=1)[-1].partition("?")[0]
    return f"PostgreSQL {place.strip('/')}"


def _tell_bug(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
    """An exception in a slot: logged and shown, never swallowed."""
    import logging

    from app.views.kit import errors

    if isinstance(error, Exception):
        errors.show_error(None, error)
    else:
        logging.getLogger("keyline.window").critical("ended by %r", error)
