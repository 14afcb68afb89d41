"""A paper in a window of its own: its pages, its revisions, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSize, QStandardPaths, Qt
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.changes import Change
from app.domain.pages import Filter, PageRequest
from app.i18n import _, format_date
from app.models.columns import Column
from app.services.outbox import OutboxRow, attachment_name, read_outbox
from app.services.papers import PaperFacts, read_paper, read_papers, read_pdf
from app.services.unit_of_work import Reading
from app.views.kit.buttons import key_button, key_text
from app.views.kit.cards import Card, muted_label
from app.views.kit.commands import key_sequences
from app.views.kit.context import Context
from app.views.kit.file_dialog import FileDialog
from app.views.kit.fit_screen import fit_screen
from app.views.kit.forms import Field, Form
from app.views.kit.message_bar import MessageBar
from app.views.kit.pdf_view import PdfView
from app.views.kit.small_list import SmallList
from app.views.kit.window_keys import OUTBOX_KEYS
from app.views.papers.mail_form import MailForm
from app.views.papers.words import mail_level, mail_word, paper_title

_SIZE = QSize(1240, 880)
_SIDE_WIDTH = 400


@dataclass(frozen=True, slots=True)
class ShownPaper:
    """A paper with its document's other papers and the mails that took it out."""

    facts: PaperFacts
    all: tuple[PaperFacts, ...]
    mails: tuple[OutboxRow, ...]
    file_name: str


def read_shown(view: Reading, paper_id: int) -> ShownPaper:
    """Everything that the window shows but the pages."""
    facts = read_paper(view, paper_id)
    of_paper = PageRequest(
        count=50, sort="id", descending=True, filters=(Filter("paper_id", "eq", paper_id),)
    )
    return ShownPaper(
        facts=facts,
        all=read_papers(view, facts.document_kind, facts.document_id),
        mails=read_outbox(view, of_paper).rows,
        file_name=attachment_name(view, paper_id),
    )


class PaperWindow(QWidget):
    """Ctrl+P print, Ctrl+S save as, Ctrl+M mail, Ctrl+R a reprint that says copy, Esc back or close."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("paperWindow")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fit_screen(self, _SIZE)
        self._context = context
        self.shown: ShownPaper | None = None
        self.message_bar = MessageBar()
        self.view = PdfView(context.jobs)
        self.view.setObjectName("paperPages")
        self.papers = SmallList(_paper_columns(), "paperRevisions", _("Papers of this document"))
        self.mails = SmallList(_mail_columns(), "paperMails", _("Mails"), nothing=_("It was not mailed yet."))
        self.mail = MailForm(context)
        self.save_form = Form([Field("path", _("&File"), required=True)])
        self._save_card = Card(_("Save as"))
        self._actions = Card(_("Paper"))
        self.mail_reason = muted_label()
        self.mail_reason.setWordWrap(True)
        self._lists = QWidget()
        self._lay_out()
        self._connect()
        self._show_only(None)

    # laying out

    def _lay_out(self) -> None:
        for title, keys, name, run in self._deeds():
            button = key_button(title, keys, "primary" if name == "print" else "secondary")
            button.setObjectName(f"paper:{name}")
            button.clicked.connect(run)
            self._actions.body.addWidget(button)
        browse = key_button(_("Browse …"))
        browse.clicked.connect(self._browse)
        save = key_button(_("Save"), "Return", "primary")
        save.clicked.connect(self.save_now)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(browse)
        row.addWidget(save)
        self._save_card.body.addWidget(self.save_form)
        self._save_card.body.addLayout(row)
        lists = QVBoxLayout(self._lists)
        lists.setContentsMargins(0, 0, 0, 0)
        for title, content in ((_("All papers of it"), self.papers), (_("Mails"), self.mails)):
            card = Card(title)
            card.body.addWidget(content)
            if content is self.mails:
                card.body.addWidget(self.mail_reason)
            lists.addWidget(card, 1)
        side = QVBoxLayout()
        side.setSpacing(10)
        for part in (self._actions, self._save_card, self.mail, self._lists):
            part.setFixedWidth(_SIDE_WIDTH)
            side.addWidget(part)
        side.setStretchFactor(self._lists, 1)
        side.addStretch(0)
        left = QVBoxLayout()
        left.addWidget(self.message_bar)
        left.addWidget(self.view, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(14, 14, 14, 14)
        whole.setSpacing(12)
        whole.addLayout(left, 1)
        whole.addLayout(side)

    def _deeds(self) -> tuple[tuple[str, str, str, Callable[[], None]], ...]:
        return (
            (_("Print"), "Ctrl+P", "print", self.view.open_print_dialog),
            (_("Save as …"), "Ctrl+S", "save", self.ask_file),
            (_("Send by mail"), "Ctrl+M", "mail", self.ask_mail),
            (_("Reprint as copy"), "Ctrl+R", "copy", self.show_copy),
        )

    def _connect(self) -> None:
        for _title, keys, _name, run in self._deeds():
            self._add_key(keys, run)
        self._add_key("Ctrl+Return", self._confirm)
        self._add_key(OUTBOX_KEYS, lambda: self._context.bus.ask("outbox.show"))
        self._add_key("Esc", self.leave)
        self._add_key("Ctrl+W", self._close_window)
        self.papers.row_activated.connect(self._open_other)
        self.save_form.submitted.connect(self.save_now)
        self.mails.row_changed.connect(self._show_mail_reason)
        self.mail.closed.connect(lambda: self._show_only(None))
        self.mail.queued.connect(self._mail_queued)
        self.mail.told.connect(self._tell)
        self._context.bus.changed.connect(self._hear)

    def _add_key(self, keys: str, run: Callable[[], None]) -> None:
        for sequence in key_sequences(keys):
            shortcut = QShortcut(QKeySequence(sequence), self)
            shortcut.activated.connect(run)

    # showing

    def show_paper(self, paper_id: int) -> None:
        """Show a paper; it is rendered now if it never was."""
        self._context.jobs.read(self, lambda view: read_shown(view, paper_id), self._take, latest="shown")
        self._read_pdf(paper_id, as_copy=False)

    def show_copy(self) -> None:
        """Ctrl+R: the paper again, with the word copy on it."""
        if self.shown is not None:
            self._read_pdf(self.shown.facts.id, as_copy=True)
            self._tell(_("This is a copy; printing or saving it gives the copy."), "info")

    def _read_pdf(self, paper_id: int, *, as_copy: bool) -> None:
        work = self._context.opened.work
        actor = self._context.jobs.actor
        self._context.jobs.files(
            self,
            lambda: read_pdf(work, paper_id, actor=actor, as_copy=as_copy),
            self.view.set_pdf,
            latest="pdf",
        )

    def _take(self, shown: ShownPaper) -> None:
        self.shown = shown
        self.setWindowTitle(f"{paper_title(shown.facts)} - Keyline")
        self._actions.set_title(paper_title(shown.facts))
        self.papers.show_rows(shown.all)
        self.mails.show_rows(shown.mails)
        number = next((at for at, each in enumerate(shown.all) if each.id == shown.facts.id), 0)
        self.papers.select_row(number)

    def _open_other(self, row: int) -> None:
        other = self.papers.row_of(row)
        if other is not None:
            self.show_paper(other.id)

    # saving

    def ask_file(self) -> None:
        """Ctrl+S: where to."""
        if self.shown is None:
            return
        place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        self.save_form.set_values({"path": str(Path(place) / self.shown.file_name)})
        self._show_only(self._save_card)
        self.save_form.focus()

    def save_now(self) -> None:
        """Write the file."""
        if not self.save_form.check():
            return
        path, pdf = Path(self.save_form.text("path")).expanduser(), self.view.pdf()

        def saved(_size: int) -> None:
            self._show_only(None)
            self._tell(_("Saved: {file}").format(file=path), "ok")

        def failed(error: Exception) -> None:
            reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            text = _("The file could not be written: {reason}. Choose another place.")
            self.save_form.show_errors({"path": text.format(reason=reason)})

        self._context.jobs.files(self, lambda: path.write_bytes(pdf), saved, failed=failed)

    def _browse(self) -> None:
        dialog = FileDialog(self, _("Save as"), self.save_form.text("path"), "PDF (*.pdf)")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.fileSelected.connect(lambda path: self.save_form.set_values({"path": path}))
        dialog.open()

    # mail

    def ask_mail(self) -> None:
        """Ctrl+M: the mail as the office would write it."""
        if self.shown is not None:
            self._show_only(self.mail)
            self.mail.propose(self.shown.facts.id)

    def _show_mail_reason(self, row: int) -> None:
        """Why the chosen mail has not gone out, and where it is sent again."""
        mail = self.mails.row_of(row)
        reason = mail.error_text if mail is not None else ""
        self.mail_reason.setText(f"{reason} {key_text(OUTBOX_KEYS)}" if reason else "")

    def _mail_queued(self) -> None:
        if self.mail.isVisible():
            self._show_only(None)
        self._refresh()

    def _refresh(self) -> None:
        if self.shown is not None:
            paper_id = self.shown.facts.id
            self._context.jobs.read(self, lambda view: read_shown(view, paper_id), self._take, latest="shown")

    # keys

    def leave(self) -> None:
        """Esc: close the form that is open, else the window."""
        if self._save_card.isVisible() or self.mail.isVisible():
            self._show_only(None)
        else:
            self.close()

    def _close_window(self) -> None:
        self.close()

    def _confirm(self) -> None:
        if self.mail.isVisible():
            self.mail.send()
        elif self._save_card.isVisible():
            self.save_now()

    def _show_only(self, card: QWidget | None) -> None:
        """One card at a time. What goes, goes first: shown beside it, the next would make the window taller."""
        is_shown = {
            self._save_card: card is self._save_card,
            self.mail: card is self.mail,
            self._actions: card is None,
            self._lists: card is not self.mail,
        }
        for part in sorted(is_shown, key=lambda each: is_shown[each]):
            part.setVisible(is_shown[part])
        if card is None:
            self.view.setFocus()

    def _tell(self, text: str, level: str) -> None:
        self.message_bar.show_message(text, level)  # type: ignore[arg-type]  # callers name one of its levels

    def _hear(self, changes: tuple[Change, ...]) -> None:
        if any(change.kind in {"outbox", "paper"} for change in changes):
            self._refresh()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._context.bus.changed.disconnect(self._hear)
        super().closeEvent(event)


def _paper_columns() -> tuple[Column[PaperFacts], ...]:
    return (
        Column("title", _("Paper"), paper_title, stretch=True),
        Column("at", _("Made"), lambda row: format_date(row.created_at), width=96, quiet=True),
    )


def _mail_columns() -> tuple[Column[OutboxRow], ...]:
    return (
        Column("to", _("To"), lambda row: row.recipient, stretch=True),
        Column(
            "state",
            _("State"),
            lambda row: mail_word(row.state),
            state=lambda row: mail_level(row.state),
            width=110,
        ),
    )
