"""A grid of rules as a file: Ctrl+E writes it, Ctrl+I takes one in over the rows that are there; Ctrl+S saves."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from app.domain.pages import Page, PageRequest
from app.i18n import _
from app.models.cells_model import Picked
from app.services.importing import SmallTable, read_small_table
from app.services.unit_of_work import Reading
from app.views.kit.cell_file import (
    Taken,
    file_columns,
    is_of_grid,
    lay_rows,
    picks_in,
    rows_of,
    strange_headings,
)
from app.views.kit.file_dialog import FileDialog
from app.views.kit.grid_page import GridPage
from app.views.kit.list_export import ExportWish, ListExport

Find = Callable[[Reading, str], Picked | None]


class RuleFile(QObject):
    """The file's side of a page; `known_by` are the columns that say which row of the grid a row of a file is."""

    def __init__(self, page: GridPage[Any, Any], known_by: Sequence[str], find: Mapping[str, Find]) -> None:
        super().__init__(page)
        self.page, self._known_by, self._find = page, tuple(known_by), dict(find)
        self.exports = ListExport(page.context, page)
        page.column.insertWidget(1, self.exports.card)
        page.can_do |= {"export": self.export}
        if page.context.allowed(page.spec.right):
            page.can_do |= {"import": self.ask_file}

    def export(self) -> None:
        """Ctrl+E: every row as it stands here."""
        if not self.exports.is_running:
            self.exports.ask_file(self.page.spec.title, self.export_to)

    def export_to(self, path: Path) -> None:
        """Write the file."""
        cells = self.page.grid.cells
        rows = tuple(dict(row.values) for row in cells.rows())

        def read(_view: Reading, request: PageRequest) -> Page[dict[str, object]]:
            return Page(rows[request.first : request.first + request.count], len(rows), exact=True)

        columns = file_columns(cells, self.page.today())
        self.exports.start(path, ExportWish(self.page.spec.title, columns, read, PageRequest(), len(rows)))

    def ask_file(self) -> QFileDialog:
        """Ctrl+I: which file."""
        dialog = FileDialog(self.page, _("Take in a file"))
        dialog.setObjectName("ruleFileDialog")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters(
            [_("Delimited files and workbooks (*.csv *.tsv *.txt *.xlsx)"), _("All files (*)")]
        )
        dialog.fileSelected.connect(lambda file: self.import_from(Path(file)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def import_from(self, path: Path) -> None:
        """Read the file, find the records that it names, and key its rows into the grid."""
        jobs = self.page.context.jobs

        def found(table: SmallTable) -> None:
            wanted = picks_in(self.page.grid.cells, table)
            jobs.read(
                self, lambda view: self._picks(view, wanted), lambda picks: self._take(path, table, picks)
            )

        jobs.files(self, lambda: read_small_table(str(path)), found)

    def _picks(self, view: Reading, wanted: set[tuple[str, str]]) -> dict[tuple[str, str], Picked | None]:
        return {(name, text): self._find[name](view, text) for name, text in wanted}

    def _take(self, path: Path, table: SmallTable, picks: Mapping[tuple[str, str], Picked | None]) -> None:
        page, cells = self.page, self.page.grid.cells
        if not is_of_grid(cells, table.header):
            titles = ", ".join(each.title for each in cells.columns if not each.read_only)
            told = _("{file} is no file of this grid, too few of its columns are. They are called: {titles}.")
            page.message_bar.show_message(told.format(file=path.name, titles=titles), "bad")
            return
        page.grid.close_editor()
        taken = lay_rows(cells, rows_of(cells, table, picks), self._known_by)
        strange = strange_headings(cells, table.header)
        page.message_bar.show_message(_told(path, taken, strange), "warn" if strange else "info")
        if cells.has_unread():
            page.show_texts({})


def _told(path: Path, taken: Taken, strange: Sequence[str]) -> str:
    left_out = _("No column for: {titles}.").format(titles=", ".join(strange)) if strange else ""
    return " ".join(filter(None, (_told_taken(path, taken), left_out)))


def _told_taken(path: Path, taken: Taken) -> str:
    if not taken.new and not taken.changed:
        return _("Everything in {file} stands here already.").format(file=path.name)
    told = _("{file}: new {new}, changed {changed}, as they were {same}. Ctrl+S saves the rows.")
    return told.format(file=path.name, new=taken.new, changed=taken.changed, same=taken.same)
