"""A list written to a file beside the work: which columns, how far it is, how to stop it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from PySide6.QtCore import QEvent, QObject, QStandardPaths, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from app.domain.pages import Page, PageRequest
from app.i18n import _, current_speech, format_decimal, n_
from app.models.columns import ListedColumn, Value
from app.services.export import ExportColumn, export_rows, read_all
from app.services.unit_of_work import Reading
from app.views.kit.context import Context
from app.views.kit.errors import find_message_bar, show_error
from app.views.kit.file_dialog import FileDialog
from app.views.kit.message_bar import MessageAction
from app.views.kit.progress import ProgressCard

if TYPE_CHECKING:
    from app.bootstrap import Office

R = TypeVar("R")
MANY_ROWS = 5000  # from here on a process of its own makes the file


class _StoppedError(Exception):
    """The person pressed cancel, or the window closes."""


@dataclass(frozen=True, slots=True)
class ExportWish(Generic[R]):
    """What is written: the list as it is filtered and sorted now, with the columns shown."""

    title: str
    columns: Sequence[ListedColumn[R]]
    read: Callable[[Reading, PageRequest], Page[R]]
    request: PageRequest
    expected: int  # rows, -1 for unknown


class ListExport(QObject):
    """One list's exports, one at a time; `card` shows how far it is."""

    _told = Signal(int)

    def __init__(self, context: Context, owner: QWidget) -> None:
        super().__init__(owner)
        self._context, self._owner = context, owner
        self._cancelled = threading.Event()
        self._expected = -1
        self.is_running = False
        self.card = ProgressCard(_("Export"))
        self.card.setObjectName("exportCard")
        self.card.hide()
        self.card.cancel_wanted.connect(self._cancelled.set)
        self._told.connect(self._show)

    def ask_file(self, title: str, chosen: Callable[[Path], None]) -> QFileDialog:
        """Ask where to, as XLSX or CSV; nothing waits meanwhile."""
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        dialog = FileDialog(self._owner, _("Export the list"), folder)
        dialog.setObjectName("exportDialog")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([_("Excel workbook (*.xlsx)"), _("Text for spreadsheets (*.csv)")])
        dialog.setDefaultSuffix("xlsx")
        suffix = {0: "xlsx", 1: "csv"}
        filters = dialog.nameFilters()
        dialog.filterSelected.connect(lambda each: dialog.setDefaultSuffix(suffix[filters.index(each)]))
        dialog.selectFile(f"{title}.xlsx")
        dialog.fileSelected.connect(lambda file: chosen(Path(file)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def start(self, path: Path, wish: ExportWish[Any]) -> None:
        """Write the file on the files lane."""
        assert not self.is_running, "one export of a list at a time"
        work = cast("Office", self._context.office).work
        actor = self._context.jobs.actor
        columns = [
            ExportColumn(column.title, _value_of(column), column.width, column.right)
            for column in wish.columns
        ]
        cancelled, told = self._cancelled, self._told
        beside = not 0 <= wish.expected < MANY_ROWS
        cancelled.clear()

        def tell(count: int) -> None:
            if cancelled.is_set():
                raise _StoppedError
            told.emit(count)

        def write() -> int:
            with work.reading(actor=actor) as view:
                rows = read_all(view, wish.read, wish.request)
                return export_rows(
                    path, columns, rows, title=wish.title, actor=actor, told=tell, beside=beside
                )

        self._begin(wish.expected)
        done = self._done
        self._context.jobs.files(self, write, lambda count: done(path, count), failed=self._failed)

    def _begin(self, expected: int) -> None:
        self.is_running, self._expected = True, expected
        self.card.cancel_button.setEnabled(True)
        self._show(0)
        self.card.show()
        self._owner.window().installEventFilter(self)

    def _end(self) -> None:
        self.is_running = False
        self.card.hide()
        self._owner.window().removeEventFilter(self)

    def _show(self, count: int) -> None:
        if not self._cancelled.is_set():
            fraction = count / self._expected if self._expected > 0 else -1.0
            shown = format_decimal(Decimal(count))
            self.card.set_progress(fraction, n_("{count} row", "{count} rows", count).format(count=shown))

    def _done(self, path: Path, count: int) -> None:
        self._end()
        text = n_("{count} row is in {file}.", "{count} rows are in {file}.", count)
        self._say(text.format(count=format_decimal(Decimal(count)), file=path), path)

    def _say(self, text: str, path: Path) -> None:
        bar = find_message_bar(self._owner)
        if bar is not None:
            opens = MessageAction(_("Open file"), lambda: _open(path), "Alt+1")
            bar.show_message(text, "ok", [opens])

    def _failed(self, error: Exception) -> None:
        self._end()
        if isinstance(error, _StoppedError):
            bar = find_message_bar(self._owner)
            if bar is not None:
                bar.show_message(_("The export was stopped. No file was written."), "info")
            return
        show_error(self._owner, error)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Close:
            self._cancelled.set()
        return super().eventFilter(watched, event)


def _open(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def _value_of(column: ListedColumn[R]) -> Callable[[R], Value]:
    if column.value is not None:
        return column.value
    text = column.text
    return (lambda row: number_or_text(text(row))) if column.align_right else text


def number_or_text(text: str) -> Value:
    """The number that a formatted text shows, or the text where it shows none."""
    speech = current_speech()
    plain = text.strip().replace(speech.group, "").replace(speech.decimal, ".")
    unsigned = plain.removeprefix("-")
    is_number = unsigned.replace(".", "", 1).isdigit() and unsigned[:1].isdigit() and unsigned.isascii()
    return Decimal(plain) if is_number else text
