"""The mails that have not gone out: what waits, what failed and why, to be sent again or taken back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.changes import Change
from app.domain.pages import Filter, PageRequest
from app.i18n import _, format_moment
from app.models.columns import Column
from app.services.outbox import OutboxRow, cancel_mail, read_outbox, retry_mail
from app.services.unit_of_work import UnitOfWork
from app.views.kit.buttons import key_button
from app.views.kit.cards import Card, muted_label
from app.views.kit.commands import key_sequences
from app.views.kit.context import Context
from app.views.kit.fit_screen import fit_screen
from app.views.kit.message_bar import MessageBar
from app.views.kit.small_list import SmallList
from app.views.papers.sending import send_now
from app.views.papers.words import mail_level, mail_word

OPEN_STATES = ("waiting", "sending", "failed", "cancelled")
SHOWN_MAX = 200


class OutboxWindow(QWidget):
    """Ctrl+R sends the mail again, Ctrl+Del takes it back, Enter shows its paper, Esc closes."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("outboxWindow")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Mails that have not gone out"))
        fit_screen(self, QSize(1100, 560))
        self._context = context
        self.message_bar = MessageBar()
        self.mails = SmallList(mail_columns(), "outboxMails", _("Mails that have not gone out"))
        self.reason = muted_label()
        self.reason.setObjectName("mailReason")
        self.reason.setWordWrap(True)
        self._lay_out()
        self._connect()
        self.refresh()

    def _deeds(self) -> tuple[tuple[str, str, Callable[[], None]], ...]:
        return (
            (_("Send again"), "Ctrl+R", self.retry),
            (_("Take back"), "Ctrl+Del", self.take_back),
        )

    def _lay_out(self) -> None:
        card = Card(_("Mails that have not gone out"))
        card.body.addWidget(self.mails, 1)
        card.body.addWidget(self.reason)
        row = QHBoxLayout()
        row.addWidget(muted_label(_("Enter shows the paper · F5 refresh · Esc close")), 1)
        for title, keys, run in self._deeds():
            button = key_button(title, keys)
            button.clicked.connect(run)
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 14, 14, 14)
        column.addWidget(self.message_bar)
        column.addWidget(card, 1)
        column.addLayout(row)

    def _connect(self) -> None:
        own = (("F5", self.refresh), ("Esc", self._leave), ("Ctrl+W", self._leave))
        for keys, run in (*((keys, run) for _title, keys, run in self._deeds()), *own):
            for sequence in key_sequences(keys):
                QShortcut(QKeySequence(sequence), self).activated.connect(run)
        self.mails.row_activated.connect(self._show_paper)
        self.mails.row_changed.connect(lambda _row: self._show_reason())
        self._context.bus.changed.connect(self._hear)

    def refresh(self) -> None:
        """Read the mails again."""
        request = PageRequest(
            count=SHOWN_MAX, sort="id", descending=True, filters=(Filter("state", "in", OPEN_STATES),)
        )
        self._context.jobs.read(
            self, lambda view: read_outbox(view, request).rows, self._show, latest="mails"
        )

    def _show(self, rows: tuple[OutboxRow, ...]) -> None:
        number = max(0, self.mails.current_row())
        self.mails.show_rows(rows)
        if rows:
            self.mails.select_row(min(number, len(rows) - 1))
        self.mails.setFocus()
        self._show_reason()

    def current(self) -> OutboxRow | None:
        """The chosen mail."""
        return self.mails.row_of(self.mails.current_row())

    def _show_reason(self) -> None:
        mail = self.current()
        if mail is None:
            self.reason.setText(_("Every mail has gone out."))
        else:
            self.reason.setText(mail.error_text or mail.subject)

    def retry(self) -> None:
        """Ctrl+R: the same mail at once, all its attempts anew."""
        self._move(retry_mail, lambda: send_now(self._context, self, self._tell))

    def take_back(self) -> None:
        """Ctrl+Del: the mail is not sent; it may be sent again later."""
        self._move(
            cancel_mail, lambda: self._tell(_("The mail is taken back; Ctrl+R sends it after all."), "ok")
        )

    def _move(self, step: Callable[[UnitOfWork, int], None], then: Callable[[], None]) -> None:
        mail = self.current()
        if mail is None:
            return
        id_ = mail.id

        def done(_none: None) -> None:
            self.refresh()
            then()

        self._context.jobs.write(self, lambda uow: step(uow, id_), done)

    def _tell(self, text: str, level: str) -> None:
        self.message_bar.show_message(text, level)  # type: ignore[arg-type]  # callers name one of its levels
        self.refresh()

    def _show_paper(self, row: int) -> None:
        mail = self.mails.row_of(row)
        if mail is not None and mail.paper_id is not None:
            self._context.bus.ask("paper.show", mail.paper_id)

    def _leave(self) -> None:
        self.close()

    def _hear(self, changes: tuple[Change, ...]) -> None:
        if any(change.kind == "outbox" for change in changes):
            self.refresh()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._context.bus.changed.disconnect(self._hear)
        super().closeEvent(event)


def mail_columns() -> tuple[Column[OutboxRow], ...]:
    """A mail with what became of it."""
    return (
        Column("to", _("To"), lambda row: row.recipient, width=200),
        Column("paper", _("Paper"), lambda row: row.number or row.subject, width=200),
        Column("customer", _("Customer"), lambda row: row.customer_name or "", width=130),
        Column(
            "state", _("State"), lambda row: mail_word(row.state), state=lambda row: mail_level(row.state), width=110
        ),
        Column("attempts", _("Attempts"), lambda row: str(row.attempts), align_right=True, width=90),
        Column(
            "next", _("Next try"), lambda row: format_moment(row.next_try_at) if row.next_try_at else "", width=140
        ),
        Column("error", _("Last error"), lambda row: row.error_text, stretch=True),
    )  # fmt: skip
