"""The import desk: a file is chosen, looked at, matched, taken in and accounted for, on one page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from app.domain.importing.dialect import Dialect
from app.domain.importing.report import ImportReport
from app.domain.importing.targets import ImportKind
from app.i18n import _, current_language
from app.services.importing import ImportPlan, is_sheet, write_report
from app.settings import data_folder
from app.views.imports.chosen_sheet import ChosenSheet
from app.views.imports.file_card import FileCard
from app.views.imports.looking import Look, Request, Terms, look_at, read_terms
from app.views.imports.mapping_card import MappingCard
from app.views.imports.preview_card import PreviewCard
from app.views.imports.reading_card import ReadingCard
from app.views.imports.report_page import ReportPage
from app.views.imports.steps import StepLine
from app.views.imports.taking_card import TakingCard
from app.views.kit import errors
from app.views.kit.bus import Ask
from app.views.kit.cards import scrolling
from app.views.kit.context import Context
from app.views.kit.empty_state import EmptyState
from app.views.kit.file_dialog import FileDialog
from app.views.kit.message_bar import MessageBar
from app.views.kit.processes import ProcessHandle
from app.views.kit.progress import ProgressCard

if TYPE_CHECKING:
    from app.bootstrap import Office

DESK = "imports"
_FILE, _LOOK, _RUN, _REPORT = 1, 2, 3, 4


class ImportDesk(QWidget):
    """Hears "import.open" (with `kind` and `path` if they are known)."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("importsDesk")
        self.setAcceptDrops(True)
        self.context = context
        self.message_bar = MessageBar()
        self.steps = StepLine()
        self.file = FileCard()
        self.reading = ReadingCard()
        self.mapping = MappingCard()
        self.preview = PreviewCard()
        self.taking = TakingCard()
        self.progress = ProgressCard(_("Importing"))
        self.report = ReportPage()
        self._look: Look | None = None
        self._wanted: Request | None = None
        self._dialect: Dialect | None = None
        self._goes_on = self._is_unanswered = False
        self._handle: ProcessHandle | None = None
        self._done: ImportReport | None = None
        self._report_path: Path | None = None
        self._sheet = ChosenSheet(self, context.jobs, self.file.path)
        self._lay_out()
        self._connect()
        context.set_heading(DESK, _("Import"), "")
        self.refresh()

    def _lay_out(self) -> None:
        self.stack = QStackedWidget()
        hint = _(
            "Customers, products, prices, stock, past orders or open items from a delimited file. Encoding,"
            " delimiter, decimal mark and order of dates are found; columns are matched; nothing is written"
            " before you have seen the first rows."
        )
        empty = EmptyState("mdi6.file-import-outline", _("Choose a file, or drop one here"), hint)
        running = QWidget()
        middle = QVBoxLayout(running)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.addWidget(self.progress)
        middle.addStretch(1)
        for page in (empty, self._looking_page(), running, self.report):
            self.stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for widget in (self.message_bar, self.steps, self.file):
            column.addWidget(widget)
        column.addWidget(self.stack, 1)

    def _looking_page(self) -> QWidget:
        left_column = QVBoxLayout()
        left_column.addWidget(self.reading)
        left_column.addWidget(self.mapping, 1)
        self._left = left = scrolling(left_column)  # two doubts in a low window: scrolled, not squeezed
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(left)
        split.addWidget(self.preview)
        split.setHandleWidth(10)
        split.setSizes([450, 750])
        split.setStretchFactor(1, 1)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(split, 1)
        column.addWidget(self.taking)
        return page

    def _connect(self) -> None:
        self.file.file_chosen.connect(self._file_chosen)
        self.file.went_on.connect(self._go_on)
        self.reading.decided.connect(self._decided)
        self.mapping.mapped.connect(self._mapped)
        self.taking.button.clicked.connect(self.start)
        self.progress.cancel_wanted.connect(self.stop)
        self.report.open_button.clicked.connect(self.open_report)
        self.report.save_button.clicked.connect(self.save_report)
        self.report.new_button.clicked.connect(self.next_file)
        escape = QShortcut(QKeySequence("Esc"), self.progress)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.progress.cancel_button.click)
        self.context.bus.asked.connect(self._asked)

    # what the window and other desks ask

    def page(self) -> ImportDesk:
        """The page in front: there is one."""
        return self

    def refresh(self) -> None:
        """F5: the choices of the database and the file once more."""
        self.context.jobs.read(self, read_terms, self._show_terms)
        if self._wanted is not None and self.is_free() and not self.has_report():
            self._ask(self._wanted)

    def _asked(self, ask: object) -> None:
        if not isinstance(ask, Ask) or ask.name != "import.open":
            return
        self.context.show_desk(DESK)
        if self.is_running():
            return
        if self._done is not None:
            self.next_file()
        if kind := ask.params.get("kind"):
            self.file.set_kind(ImportKind(str(kind)))
        if path := ask.params.get("path"):
            self.file.set_path(str(path))
        self.file.enter()

    def is_running(self) -> bool:
        """True while a file is taken in."""
        return self._handle is not None

    def is_free(self) -> bool:
        """True while no file is taken in."""
        return self._handle is None

    def has_report(self) -> bool:
        """True once an import is accounted for."""
        return self._done is not None

    # choosing and looking

    def choose_file(self) -> None:
        """Ctrl+O."""
        if self.is_running():
            return
        if self.has_report():
            self.next_file()
        self.file.ask_file()

    def _file_chosen(self) -> None:
        """Look at another file or at the same one as another kind; what was decided of it stays."""
        kind, path, before = self.file.kind(), self.file.path(), self._wanted
        if not path:
            self._forget()
        elif before is not None and before.kind is not kind and self._sheet.gives(path, before.path):
            self._ask(Request(kind=kind, path=before.path, dialect=before.dialect))
        elif is_sheet(path):
            self._sheet.read(path, lambda text: self._ask(Request(kind=self.file.kind(), path=text)))
        elif before is None or before.path != path:
            self._ask(Request(kind=kind, path=path))

    def _forget(self) -> None:
        """There is no file any more."""
        if self._wanted is not None and self.is_free() and not self.has_report():
            self._look = self._wanted = None
            self._go_to(_FILE)

    def _go_on(self) -> None:
        """Enter behind the file: on to what is to be decided, once the file was looked at."""
        self._goes_on = True
        self.context.jobs.when_idle(self, self._enter_look)

    def _enter_look(self) -> None:
        if not self._goes_on or self._look is None or self._look.preview is None:
            return
        self._goes_on = False
        if not self.reading.go_to_doubt():
            self._enter_mapping()

    def _enter_mapping(self) -> None:
        self.mapping.enter()
        self._left.ensureWidgetVisible(self.mapping)

    def _decided(self, name: str, value: object) -> None:
        if self._wanted is not None and self._dialect is not None:
            self._ask(self._wanted.deciding(self._wanted.dialect or self._dialect, name, str(value)))

    def _mapped(self) -> None:
        if self._wanted is not None:
            self._ask(replace(self._wanted, mapping=self.mapping.mapping()))

    def _ask(self, request: Request) -> None:
        """Look at the file in the background; a later look supersedes this one."""
        self._wanted = request
        self._look, self._is_unanswered = None, False
        self.context.jobs.read(
            self,
            lambda view: look_at(view, request),
            self._show,
            latest="import.look",
            failed=self._not_looked_at,
        )

    def _not_looked_at(self, error: Exception) -> None:
        """Ctrl+Enter asks again, with all that was decided."""
        self._is_unanswered, self._goes_on = True, False
        errors.show_error(self, error)

    def _show_terms(self, terms: Terms) -> None:
        self.taking.show_terms(terms)

    def _show(self, look: Look) -> None:
        self._look, self._dialect = look, look.dialect
        self.message_bar.clear()
        self.file.form.show_errors({})
        if look.error is not None:
            errors.show_error(self, look.error)
        if look.dialect is None:
            self._go_to(_FILE)
            return
        self.reading.show_look(look)
        if look.preview is None:
            for card in (self.mapping, self.preview, self.taking):
                card.clear()
        else:
            self.mapping.show_preview(look.preview)
            self.preview.show_preview(look.preview)
            self.taking.show_preview(look.preview)
        self.mapping.setEnabled(look.preview is not None)
        self._go_to(_LOOK)

    def _go_to(self, step: int) -> None:
        self.steps.show_step(step)
        self.stack.setCurrentIndex(step - 1)
        self.file.setVisible(step in {_FILE, _LOOK})

    # importing

    def start(self) -> None:
        """Ctrl+Enter: import what the preview shows, once everything is decided."""
        if self.is_running() or self.has_report():
            return
        if self.taking.button.isVisible():
            self.taking.button.setFocus()  # what is just being chosen in a cell counts
        self._file_chosen()
        if self._is_unanswered and self._wanted is not None:
            self._ask(self._wanted)
        self.context.jobs.when_idle(self, self._start)

    def _start(self) -> None:
        look = self._look
        if self.is_running():
            return
        if look is None or look.dialect is None:
            self.file.enter()
            self._warn(self.message_bar.text() or _("Choose a file first."))
        elif look.preview is None:
            self.reading.form.focus()
        elif self.reading.go_to_doubt():
            self._warn(_("Decide first: {doubt}").format(doubt=self.reading.doubts()[0]))
        elif look.preview.problems:
            self._warn(" ".join(self.mapping.problems()))
            self._enter_mapping()
        else:
            self._run(self.taking.planned(look.preview.plan))

    def _warn(self, text: str) -> None:
        self.message_bar.show_message(text, "warn")

    def _run(self, plan: ImportPlan) -> None:
        from app.cli.import_process import import_in_process

        self.message_bar.clear()
        self._go_to(_RUN)
        self.progress.set_title(_("Importing {file}").format(file=plan.file_name))
        self.progress.set_progress(0.0, _("Starting …"))
        self.progress.cancel_button.setEnabled(True)
        self.progress.cancel_button.setFocus()
        self._handle = self.context.processes.run(
            self,
            import_in_process,
            self._office().url,
            plan,
            self.context.jobs.actor,
            current_language(),
            done=self._finished,
            progress=self.progress.set_progress,
            failed=self._failed,
        )

    def stop(self) -> None:
        """Escape: stop after the document in work."""
        if self._handle is not None:
            self._handle.cancel()

    def _failed(self, error: Exception) -> None:
        self._handle = None
        self._go_to(_LOOK)
        self.taking.button.setFocus()
        errors.show_error(self, error)

    def _finished(self, report: ImportReport) -> None:
        self._handle = None
        self._done = report
        self._report_path = None
        self.report.show_report(report)
        self._go_to(_REPORT)
        self.report.new_button.setFocus()
        self._write(self._usual_path(report))

    # the report

    def _office(self) -> Office:
        return cast("Office", self.context.office)

    def _usual_path(self, report: ImportReport) -> Path:
        stamp = f"{self._office().clock.now():%Y%m%d-%H%M%S}"
        return data_folder() / "imports" / f"{stamp}-{report.kind}.json"

    def _write(self, path: Path) -> None:
        report = self._done
        assert report is not None, "there is a report to write"
        self.context.jobs.files(self, lambda: write_report(report, path), self._written)

    def _written(self, paths: tuple[Path, Path]) -> None:
        self._report_path = paths[1]
        self.report.show_place(str(paths[1]))

    def open_report(self) -> None:
        """Ctrl+Shift+O: the readable file in the person's own program."""
        if self._report_path is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._report_path)))

    def save_report(self) -> None:
        """Ctrl+S: the report as JSON where the person wants it."""
        if self._done is None:
            return
        dialog = FileDialog(self, _("Save the report"), "", "JSON (*.json)")
        dialog.setObjectName("reportDialog")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("json")
        dialog.selectFile(self._usual_path(self._done).name)
        dialog.fileSelected.connect(lambda file: self._write(Path(file)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def next_file(self) -> None:
        """Ctrl+N: start again with another file of the same kind."""
        if self.is_running():
            return
        self._look = self._wanted = self._done = None
        self.message_bar.clear()
        self.file.form.set_values({"path": ""})
        self._go_to(_FILE)
        self.file.form.focus("path")

    # dropping

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.is_free() and event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if not files:
            return
        event.acceptProposedAction()
        if self.has_report():
            self.next_file()
        self.file.set_path(files[0])
