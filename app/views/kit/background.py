"""What runs beside the desks while an office is open: foreign changes, papers, mail, screening, backup."""

from __future__ import annotations

import logging
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.errors import KeylineError
from app.i18n import _, format_moment, n_
from app.services.change_feed import ChangeFeed
from app.settings import UserSettings, data_folder
from app.views.kit.buttons import key_text
from app.views.kit.context import Context
from app.views.kit.screening_watch import ScreeningWatch
from app.views.kit.window_keys import OUTBOX_KEYS

if TYPE_CHECKING:
    from app.bootstrap import Office
    from app.domain.changes import Change
    from app.services.outbox.sending import SendReport
    from app.views.kit.leaving import LastWork, Report

MAIL_EVERY_MS = 60_000
OVERDUE_EVERY_MS = 3_600_000  # days pass while a window stands open
TEND_EVERY_MS = 60_000
FIRST_AFTER_MS = 2_000  # the start belongs to the person
_log = logging.getLogger("keyline.background")


class Background(QObject):
    """Starts with the office and ends with the window."""

    _came_back = Signal()  # the feed says it on its own thread

    def __init__(
        self, context: Context, office: Office, settings: UserSettings | None, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._office = office
        self._settings = settings
        self._closing = threading.Event()
        self._came_back.connect(self.send_mail)  # what became of a mail meanwhile waits to be told
        self._feed = ChangeFeed(office.work, self._heard, came_back=self._came_back.emit)
        self._feed.start()
        self._mail = QTimer(self)
        self._mail.timeout.connect(self.send_mail)
        self._mail.start(MAIL_EVERY_MS)
        self._first = QTimer(self)
        self._first.setSingleShot(True)
        self._first.timeout.connect(self._catch_up)
        self._first.start(FIRST_AFTER_MS)
        self._overdue = QTimer(self)
        self._overdue.timeout.connect(self.follow_overdue)
        self._overdue.start(OVERDUE_EVERY_MS)
        self._screening = ScreeningWatch(context, office.url, self)
        self._tending = QTimer(self)
        self._tending.timeout.connect(self.tend_approvals)
        self._tending.start(TEND_EVERY_MS)
        if settings is not None and settings.text("backup.last_of") == office.url:
            context.set_status("backup", settings.text("backup.last"))

    def _heard(self, changes: tuple[Change, ...]) -> None:
        """What other processes changed; on the feed's thread."""
        self._office.hear(changes)
        self._context.bus.publish(changes)

    def _catch_up(self) -> None:
        """Have the papers' fonts, render papers that a crash left unrendered, then send what waits."""
        from app.services.housekeeping import forget_old_records
        from app.services.papers import render_missing

        work, actor = self._office.work, self._context.jobs.actor

        def render() -> None:
            from app.services.documents import fonts

            with suppress(OSError):  # told to whoever wants a paper
                fonts.ensure_fonts()  # seconds on a new machine: the first confirmation need not wait for them
            render_missing(work, actor=actor, going_on=lambda: not self._closing.is_set())

        self._context.jobs.write(self, forget_old_records, lambda _count: None)
        self.follow_overdue()
        self._context.jobs.files(self, render, lambda _none: self.send_mail())

    def follow_overdue(self) -> None:
        """Hold customers who are overdue beyond their class by now, and let go those who are not any more."""
        if self._context.jobs.is_closed():
            return
        from app.services.holds.overdue import follow_overdue

        self._context.jobs.write(self, follow_overdue, lambda _done: None, failed=_not_followed)

    def send_mail(self) -> None:
        """Send waiting mails, where a mail server is set up."""
        if self._context.jobs.is_closed():  # the database came back while the window was closing
            return
        work, actor = self._office.work, self._context.jobs.actor

        def send() -> SendReport:
            from app.services.outbox.sending import read_mail_settings, send_waiting

            with work.reading(actor=actor) as view:
                mail = read_mail_settings(view)
            return send_waiting(work, mail, actor=actor)

        self._context.jobs.files(self, send, self._sent, latest="mail", failed=self._mail_failed)

    def tend_approvals(self) -> None:
        """Tell again what nobody answered in time, and set free what waiting orders held too long.

        Each desk looks; who comes first does it, and what others did is no more due.
        """
        if self._context.jobs.is_closed():
            return
        work, actor = self._office.work, self._context.jobs.actor

        def tend() -> object:
            from app.services.orders.tending import tend_approvals

            return tend_approvals(work, actor=actor)

        self._context.jobs.files(self, tend, lambda _done: None, latest="tending", failed=_not_tended)

    def _sent(self, report: SendReport) -> None:
        count = len(report.sent)
        sent = n_("{count} mail sent", "{count} mails sent", count).format(count=count) if count else ""
        if report.stopped_by is None:
            self._tell_unsent(sent)
        else:
            self._tell_unsent(_("Mail waits: the mail server cannot be reached"))

    def _tell_unsent(self, text: str) -> None:
        """Say in the status bar what became of the mails, how many have not gone out, and where they are."""
        from app.services.outbox import count_unsent

        def tell(count: int) -> None:
            unsent = n_("{count} mail has not gone out", "{count} mails have not gone out", count)
            shown = f"{unsent.format(count=count)} ({key_text(OUTBOX_KEYS)})" if count else ""
            self._context.set_status("mail", " · ".join(part for part in (text, shown) if part))

        self._context.jobs.read(self, count_unsent, tell, latest="unsent")

    def _mail_failed(self, error: Exception) -> None:
        if isinstance(error, KeylineError) and error.code == "outbox.not_set_up":
            self._tell_unsent("")
            return
        _log.warning("mail was not sent: %s", error)
        if isinstance(error, KeylineError) and error.code.startswith("database."):
            self._tell_unsent(_("Mail waits: the database cannot be reached"))
        else:
            self._tell_unsent(_("Mail waits: the mail server cannot be reached"))

    def stop(self) -> None:
        """Stop hearing and sending."""
        self._first.stop()
        self._mail.stop()
        self._overdue.stop()
        self._tending.stop()
        self._screening.stop()
        self._feed.stop()

    def last_work(self) -> LastWork | None:
        """The backup at exit and the closing of the database, None for a window without a person's settings."""
        from app.views.kit.leaving import LastWork

        self._first.stop()
        self._closing.set()  # papers that nobody has looked at yet are rendered at the next start
        settings = self._settings
        if settings is None:
            return None
        is_due = settings.flag("backup.at_exit") and self._office.url.startswith("sqlite")
        name = self._office.url.rsplit("/", maxsplit=1)[-1]

        def run(report: Report) -> None:
            if is_due:
                self._back_up(settings, report)
            self._feed.stop()
            self._office.close()  # folds the log into the file: no work for the GUI thread

        return LastWork(
            title=_("Backing up {file}").format(file=name) if is_due else _("Closing"),
            run=run,
            refused=lambda reason: _("The backup failed. {reason}").format(reason=reason),
        )

    def _back_up(self, settings: UserSettings, report: Report) -> None:
        """On a lane; what came of it is told at the next start, too."""
        from app.services.backup import backup_at_exit, exit_folder
        from app.views.kit.errors import words
        from app.views.kit.processes import CancelledError

        office, keep = self._office, max(settings.number("backup.keep"), 1)
        try:
            folder = exit_folder(office.url, data_folder())
            backup_at_exit(office.url, folder, office.clock, keep=keep, report=report)
        except CancelledError:
            raise
        except Exception as error:
            _keep(settings, office.url, _("The last backup failed. {reason}").format(reason=words(error)))
            raise
        moment = format_moment(office.clock.now().astimezone())
        _keep(settings, office.url, _("Backed up {moment}").format(moment=moment))


def _not_followed(error: Exception) -> None:
    """The next hour tries again; a new order of who is overdue is checked in any case."""
    _log.warning("overdue customers were not held: %s", error)


def _not_tended(error: Exception) -> None:
    """The next minute tries again; meanwhile nobody counts a hold whose time is over."""
    _log.warning("waiting requests were not looked at: %s", error)


def _keep(settings: UserSettings, url: str, told: str) -> None:
    """For the next start on this database: another one has had nothing of it."""
    settings.put("backup.last", told)
    settings.put("backup.last_of", url)
