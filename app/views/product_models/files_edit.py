"""The files of a draft as tabs: texts, and CSV files as tables as well."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from app.domain.model_drafts.checking import Finding
from app.domain.model_drafts.example import MAIN
from app.domain.model_drafts.tables import is_table
from app.i18n import _
from app.views.kit.tokens import Level
from app.views.product_models.code_edit import CodeEdit
from app.views.product_models.find_bar import FindBar
from app.views.product_models.sheet_edit import SheetEdit
from app.views.product_models.words import finding_text

Edit = CodeEdit | SheetEdit
_WIDEST = 600_000
"""A longer table is shown as a text only."""


class FilesEdit(QWidget):
    """`texts()` is what stands there; `keyed` follows every key that changes something.

    `refused` follows those that would, where the files can only be read.
    """

    keyed = Signal()
    refused = Signal()
    shown = Signal(str)  # the file in front

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tabs = QTabBar(self)
        self.tabs.setObjectName("modelFileTabs")
        self.tabs.setAccessibleName(_("Files of the model"))
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.find_bar = FindBar(self)
        self._stack = QStackedWidget(self)
        self._names: list[str] = []
        self._texts: dict[str, str] = {}
        self._edits: dict[str, Edit] = {}
        self._turned: dict[
            str, Edit
        ] = {}  # the table of a file that is seen as a text, or the other way round
        self._begun: dict[str, str] = {}
        self._findings: tuple[Finding, ...] = ()
        self._other: dict[str, list[int]] = {}
        self._may_edit = True
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.tabs)
        column.addWidget(self.find_bar)
        column.addWidget(self._stack, 1)
        self.tabs.currentChanged.connect(self._show_tab)
        self.find_bar.left.connect(self.enter)

    # texts

    def show_files(self, files: Mapping[str, str], *, may_edit: bool = True) -> None:
        """Show these files from anew; the one in front stays in front, with its line and the keys."""
        front, edit = self.name(), self.edit()
        line, has_keys = (edit.line(), edit.hasFocus()) if edit is not None else (0, False)
        self._may_edit = may_edit
        for edit in (*self._edits.values(), *self._turned.values()):
            self._drop(edit)
        self._edits, self._turned = {}, {}
        self._texts, self._begun = dict(files), dict(files)
        self._names = sorted(files, key=lambda name: (name != MAIN, is_table(name), name))
        with QSignalBlocker(self.tabs):
            while self.tabs.count():
                self.tabs.removeTab(0)
            for name in self._names:
                self.tabs.addTab(name)
        self.show_file(front if front in self._names else MAIN, line if front in self._names else 0)
        if has_keys:
            self.enter()

    def texts(self) -> dict[str, str]:
        """All files as they stand here."""
        for name, edit in self._edits.items():
            if isinstance(edit, CodeEdit):
                self._texts[name] = edit.toPlainText()
        return {name: self._texts[name] for name in self._names}

    def put_file(self, name: str, text: str) -> None:
        """Write a file, made where there is none, as one deed that can be undone, and show it."""
        if name not in self._names:
            self._names.append(name)
            self._texts[name] = self._begun[name] = text
            self.tabs.addTab(name)
            self.show_file(name)
        else:
            self.show_file(name)
            self._put(self._edits[name], text)
            self._texts[name] = text
        self._keyed(name)

    def remove_file(self) -> bool:
        """Take the file in front out; the model itself stays."""
        name = self.name()
        if name in {"", MAIN} or not self._may_edit:
            return False
        gone = [edits.pop(name) for edits in (self._edits, self._turned) if name in edits]
        self._names.remove(name)
        del self._texts[name]
        self.tabs.removeTab(self.tabs.currentIndex())
        for edit in gone:
            self._drop(edit)
        self.keyed.emit()
        return True

    def _drop(self, edit: Edit) -> None:
        self._stack.removeWidget(edit)
        edit.deleteLater()

    # what is in front

    def name(self) -> str:
        """The file in front."""
        at = self.tabs.currentIndex()
        return self._names[at] if 0 <= at < len(self._names) else ""

    def edit(self) -> Edit | None:
        """What the file in front is edited in."""
        return self._edits.get(self.name())

    def enter(self) -> None:
        """Give the keys to the file in front."""
        edit = self.edit()
        if edit is not None:
            edit.setFocus()

    def show_file(self, name: str, line: int = 0) -> None:
        """Bring a file to the front, and a line of it into sight."""
        if name not in self._names:
            return
        self.tabs.setCurrentIndex(self._names.index(name))
        self._show_tab(self.tabs.currentIndex())
        edit = self.edit()
        if line and edit is not None:
            edit.go_to(line)

    def step(self, by: int) -> None:
        """The next file, around the end."""
        if self._names:
            self.tabs.setCurrentIndex((self.tabs.currentIndex() + by) % len(self._names))
            self.enter()

    def switch(self) -> bool:
        """Show a CSV file as a table or as a text; False of another file.

        Both are kept with what can be undone in them: what was keyed in one is one deed more in the other.
        """
        name, edit = self.name(), self.edit()
        if edit is None or not is_table(name):
            return False
        text, line = self.texts()[name], edit.line()
        other = self._turned.pop(name, None)
        if other is None:
            other = self._make(name, self._begun[name], as_table=isinstance(edit, CodeEdit))
        self._edits[name], self._turned[name] = other, edit
        if self._may_edit:
            self._put(other, text)
        self._texts[name] = text
        self._mark(name)
        self.show_file(name, line)
        self.enter()
        return True

    @staticmethod
    def _put(edit: Edit, text: str) -> None:
        """Write all of a file, as one deed that can be undone."""
        if isinstance(edit, SheetEdit):
            edit.sheet.take_text(text)
        elif edit.toPlainText() != text:
            edit.put_text(text)

    def table(self) -> SheetEdit | None:
        """The table that has the keys."""
        edit = self.edit()
        return edit if isinstance(edit, SheetEdit) and edit.hasFocus() else None

    def remove_rows(self) -> None:
        """Ctrl+Del in a table."""
        if (table := self.table()) is not None:
            table.remove_rows()

    def open_find(self) -> None:
        """Ctrl+F."""
        edit = self.edit()
        if isinstance(edit, SheetEdit):
            self.switch()
            edit = self.edit()
        if isinstance(edit, CodeEdit):
            self.find_bar.open_for(edit)

    def _show_tab(self, at: int) -> None:
        if not 0 <= at < len(self._names):
            return
        name = self._names[at]
        if name not in self._edits:
            text = self._texts[name]
            as_table = is_table(name) and len(text) <= _WIDEST
            self._edits[name] = self._make(name, text, as_table=as_table)
        self.find_bar.hide()
        self._stack.setCurrentWidget(self._edits[name])
        self.shown.emit(name)

    def _make(self, name: str, text: str, *, as_table: bool) -> Edit:
        edit: Edit
        if as_table:
            edit = sheet = SheetEdit(name)
            sheet.sheet.is_editable = self._may_edit
            sheet.sheet.show_text(text)
            sheet.sheet.changed.connect(lambda: self._keyed_table(name, sheet))
        else:
            edit = code = CodeEdit(name, text, colours=not is_table(name))
            code.setReadOnly(not self._may_edit)
            code.textChanged.connect(lambda: self._keyed(name))
        edit.refused.connect(self.refused)
        self._stack.addWidget(edit)
        self._edits[name] = edit
        self._mark(name)
        return edit

    def _keyed_table(self, name: str, edit: SheetEdit) -> None:
        self._texts[name] = edit.sheet.text()
        self._keyed(name)

    def _keyed(self, _name: str) -> None:
        self.keyed.emit()

    # marks

    def mark(self, findings: Iterable[Finding]) -> None:
        """Mark the lines of these, and the tabs of their files."""
        self._findings = tuple(findings)
        bad = {finding.file for finding in self._findings if finding.blocks}
        for at, name in enumerate(self._names):
            title = f"{name} \N{BULLET}" if name in bad else name
            if self.tabs.tabText(at) != title:
                self.tabs.setTabText(at, title)
        for name in self._edits:
            self._mark(name)

    def mark_other(self, lines: Mapping[str, list[int]]) -> None:
        """Mark lines by file that say something else than what they are compared with, and go to the first."""
        self._other = {name: found for name, found in lines.items() if found}
        for name in self._edits:
            self._mark(name)
        first = next((name for name in self._names if name in self._other), "")
        if first:
            self.show_file(first, self._other[first][0])

    def _mark(self, name: str) -> None:
        told = _("says something else than yours")
        marks: dict[int, tuple[Level, str]] = dict.fromkeys(self._other.get(name, ()), ("warn", told))
        for finding in reversed(self._findings):  # the heaviest come first
            if finding.file == name and finding.line:
                marks[finding.line] = ("bad" if finding.blocks else "warn", finding_text(finding))
        edit = self._edits[name]
        if isinstance(edit, CodeEdit):
            edit.mark(marks)
        else:
            edit.sheet.mark({line: level for line, (level, _words) in marks.items()})
