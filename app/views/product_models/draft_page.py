"""A version of a model: its files are written, checked, tried out and released here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter

from app.domain.changes import Change
from app.domain.errors import RefusedError
from app.domain.model_drafts.checking import Finding, Reading, Review
from app.domain.model_drafts.names import new_file_name
from app.i18n import _
from app.messages import text_of_error
from app.views.kit.action_row import ActionRow
from app.views.kit.buttons import key_button
from app.views.kit.context import Context
from app.views.kit.keyed import today_of
from app.views.kit.message_bar import MessageAction
from app.views.kit.tab_desk import DeskPage
from app.views.product_models.ask_line import AskLine
from app.views.product_models.beside import Beside
from app.views.product_models.checker import Checker
from app.views.product_models.files_edit import FilesEdit
from app.views.product_models.findings_card import FindingsCard
from app.views.product_models.saver import Saver
from app.views.product_models.version_hands import release_when_ready
from app.views.product_models.words import state_word

if TYPE_CHECKING:
    from app.services.product_models import ModelVersion
    from app.views.product_models.beside import MakeTryOut


_BESIDE = 0.4
"""Of the width, for the form and the test bench."""


class DraftPage(DeskPage):
    """Files and findings at the left, trying out and the test bench at the right."""

    def __init__(self, context: Context, version_id: int, make_try_out: MakeTryOut | None) -> None:
        super().__init__(context, f"version:{version_id}", _("Product model"))
        self.version_id = version_id
        self.known: ModelVersion | None = None
        self.is_given_up = False
        self._note = ""  # what was keyed for a release that was refused
        self.files = FilesEdit(self)
        self.findings = FindingsCard(self)
        self.beside = Beside(context, make_try_out, self)
        self.ask_line = AskLine(self)
        self.saver = Saver(self)
        self.checker = Checker(context.jobs, self.files.texts, today_of(context), self)
        self._lay_out()
        self._connect()
        self.read()

    def _lay_out(self) -> None:
        left = QSplitter(Qt.Orientation.Vertical)
        left.addWidget(self.files)
        left.addWidget(self.findings)
        left.setSizes([390, 190])
        left.setStretchFactor(0, 1)
        whole = self._whole = QSplitter(Qt.Orientation.Horizontal)
        whole.addWidget(left)
        whole.addWidget(self.beside)
        for splitter in (left, whole):
            splitter.setChildrenCollapsible(False)
            splitter.setHandleWidth(10)
        self.column.addWidget(whole, 1)
        self.column.addWidget(self.checker.work.card)
        self.column.addWidget(self.ask_line)
        hint = _("F7 check · F8 next finding · Ctrl+F find · F4 try out · F9 cases · Ctrl+E table or text")
        self.save_button = key_button(_("Save"), "Ctrl+S")
        self.release_button = key_button(_("Release"), "Ctrl+Return", "primary")
        self.column.addWidget(ActionRow(hint, (self.save_button, self.release_button)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = event.size().width()
        if width != event.oldSize().width():
            beside = max(self.beside.minimumWidth(), round(width * _BESIDE))
            self._whole.setSizes([max(1, width - beside - 10), beside])

    def _connect(self) -> None:
        self.files.keyed.connect(self._keyed)
        self.files.refused.connect(self._tell_read_only)
        self.findings.wanted.connect(self._go_to_finding)
        self.checker.was_read.connect(self._was_read)
        self.checker.was_reviewed.connect(self._was_reviewed)
        self.checker.was_stopped.connect(self.findings.show_stopped)
        self.beside.bench.opened.connect(self._go_to)
        self.save_button.clicked.connect(self.saver.save)
        self.release_button.clicked.connect(self.release)
        self.can_do = {"leave": self.leave}

    # reading

    def read(self) -> None:
        """Ask for the version."""
        from app.services.product_models import read_version

        self.context.jobs.read(self, lambda view: read_version(view, self.version_id), self.show_version)

    def refresh(self) -> None:
        """F5: what somebody else saved; what is keyed here stays."""
        if not self.would_lose():
            self.read()

    def hear(self, changes: Sequence[Change]) -> None:
        if self.known is not None and any(
            change.kind == "product_model" and change.id == self.known.row.model_id for change in changes
        ):
            self.refresh()

    def show_version(self, known: ModelVersion) -> None:
        """Show a version as it is stored; a draft can be written in. What was keyed while it was read stays."""
        if self.would_lose():
            return
        same = self.known is not None and self.known.row.content_hash == known.row.content_hash
        state = self.known.row.state if self.known is not None else ""
        self.known = known
        if not same or state != known.row.state:
            self.files.show_files(known.files, may_edit=self.is_draft())
            self.checker.now()
        self._allow()
        self.retitle()
        if not state:
            self.enter()

    def is_draft(self) -> bool:
        """Whether it may be changed."""
        return self.known is not None and self.known.row.state == "draft"

    def retitle(self) -> None:
        """The name with a mark while something is not saved."""
        if self.known is not None:
            row, mark = self.known.row, "* " if self.would_lose() else ""
            title = _("{model} {number}").format(model=self.known.name, number=row.number)
            detail = " · ".join(filter(None, (state_word(row.state), row.saved_by, row.note)))
            if (mark + title, detail) != (self.title, self.detail):
                self.set_heading(mark + title, detail)

    def _allow(self) -> None:
        self.can_do = {
            "leave": self.leave,
            "find": self.files.open_find,
            "check": self.checker.now,
            "next_finding": lambda: self.findings.step(1),
            "previous_finding": lambda: self.findings.step(-1),
            "next_file": lambda: self.files.step(1),
            "previous_file": lambda: self.files.step(-1),
            "switch": self.files.switch,
            "try_out": self._to_try_out,
            "bench": self._to_bench,
            "undo": self.undo,
            "redo": self.redo,
        }
        if self.is_draft():
            self.can_do |= {
                "save": self.saver.save,
                "release": self.release,
                "new_file": self.new_file,
                "remove_file": self.files.remove_file,
                "remove": self.files.remove_rows,
                "case": self.keep_case,
            }
        else:
            self.can_do["copy"] = self.copy
        for button in (self.save_button, self.release_button):
            button.setEnabled(self.is_draft())

    # writing

    def _keyed(self) -> None:
        self.checker.later()
        self.retitle()

    def _tell_read_only(self) -> None:
        """Nothing is keyed into what was released: a new draft of it is."""
        if self.known is not None:
            told = _("Version {number} stays as it is. A new draft of it can be written in.")
            self.message_bar.show_message(
                told.format(number=self.known.row.number),
                "info",
                (MessageAction(_("New draft"), self.copy, "Alt+1"),),
            )

    def copy(self) -> None:
        """Ctrl+D: a new draft of this version, in a tab of its own."""
        from app.services.product_models import copy_version

        self.message_bar.clear()
        self.context.jobs.write(
            self,
            lambda uow: copy_version(uow, self.version_id),
            lambda saved: self.context.bus.ask("product_model.version", saved.id),
        )

    def would_lose(self) -> bool:
        """Whether something is not saved."""
        return self.is_draft() and self.known is not None and self.files.texts() != dict(self.known.files)

    def new_file(self) -> None:
        """Ctrl+Shift+N: asks for its name."""
        self.ask_line.ask(_("Name of the new file, such as tops.csv"), self._add_file, back=self)

    def _add_file(self, words: str) -> None:
        try:
            name = new_file_name(words, self.files.texts())
        except RefusedError as refused:
            self.message_bar.show_message(text_of_error(refused), "bad")
            self.ask_line.again()
            return
        self.message_bar.clear()
        self.files.put_file(name, "")
        self.files.enter()

    def undo(self) -> None:
        """Ctrl+Z in a table, or of what was tried out; a text undoes by itself."""
        (self.files.table() or self.beside).undo()

    def redo(self) -> None:
        """Ctrl+Shift+Z."""
        (self.files.table() or self.beside).redo()

    def keep_case(self) -> None:
        """Ctrl+B: what is configured beside becomes a case."""
        if self.beside.made is None:
            self.message_bar.show_message(_("There is nothing to keep before the model can be read."), "info")
            return
        self.ask_line.ask(_("Name of the case: what has to be so"), self._add_case, back=self)

    def _add_case(self, name: str) -> None:
        from app.domain.model_cases import CASES_FILE
        from app.domain.model_drafts.case_writing import with_case

        made = self.beside.made
        if made is not None:
            text = with_case(self.files.texts(), name, made.session, made.follows)
            self.files.put_file(CASES_FILE, text)
            self.checker.now()

    def release(self) -> None:
        """Ctrl+Enter: what is keyed is saved first, then the note is asked for."""
        if self.would_lose():
            self.saver.save(then=self.release)
        elif self.is_draft() and self.known is not None:
            question = _("What is new in version {number}?").format(number=self.known.row.number)
            self.ask_line.ask(question, self._release, text=self._note or self.known.row.note, back=self)

    def _release(self, note: str) -> None:
        from app.services.product_models import release_draft

        known, self._note = self.known, note
        if known is not None:
            row = known.row
            release_when_ready(
                self,
                row.id,
                lambda uow: release_draft(uow, row.id, version=row.version, note=note),
                self._released,
            )

    def _released(self) -> None:
        self.message_bar.show_message(_("Released. New configurations use this version from now on."), "ok")
        self.read()

    # leaving

    def leave(self) -> None:
        """Esc and Ctrl+W: away, after asking where something is not saved."""
        if not self.would_lose():
            self.close_wanted.emit()
            return
        actions = (
            MessageAction(_("Save"), lambda: self.saver.save(then=self.close_wanted.emit), "Alt+1"),
            MessageAction(_("Discard"), self._give_up, "Alt+2"),
        )
        self.message_bar.show_message(_("This model has changes that are not saved."), "warn", actions)

    def _give_up(self) -> None:
        self.is_given_up = True
        self.close_wanted.emit()

    # places

    def enter(self) -> None:
        self.files.enter()

    def _to_try_out(self) -> None:
        if not self.beside.enter_try_out():
            self.files.enter()

    def _to_bench(self) -> None:
        if not self.beside.enter_bench():
            self.files.enter()

    def _go_to_finding(self, finding: Finding) -> None:
        self._go_to(finding.file, finding.line)

    def _go_to(self, file: str, line: int) -> None:
        self.files.show_file(file, line)
        self.files.enter()

    # the check

    def _was_read(self, reading: Reading) -> None:
        self.findings.show_findings(reading.findings, more=reading.ready is not None)
        self.files.mark(reading.findings)
        if reading.ready is not None:
            self.beside.show_model(reading.ready)
        else:
            self.beside.show_unread()

    def _was_reviewed(self, review: Review) -> None:
        self.findings.show_findings(review.findings)
        self.files.mark(review.findings)
        self.beside.show_review(review)
