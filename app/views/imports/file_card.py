"""What is to be imported: the kind and the file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit

from app.domain.importing.targets import ImportKind
from app.i18n import _
from app.views.imports.words import kind_choices
from app.views.kit.buttons import key_button
from app.views.kit.cards import Card
from app.views.kit.file_dialog import FileDialog
from app.views.kit.forms import Field, Form


class FileCard(Card):
    """`file_chosen` follows the kind, Enter in the file's field, the dialog and a drop."""

    file_chosen = Signal()
    went_on = Signal()  # Enter behind the file

    def __init__(self) -> None:
        super().__init__(_("1  What and which file"))
        self.form = Form(
            [
                Field("kind", _("What it &holds"), "choice", choices=kind_choices()),
                Field(
                    "path",
                    _("&File"),
                    span=3,
                    placeholder=_("Path of a CSV file or a workbook, or drop one here"),
                ),
            ],
            columns=4,
        )
        self.button = key_button(_("Choose file"), "Ctrl+O")
        self.button.setObjectName("chooseFile")
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.button.clicked.connect(self.ask_file)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.form, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignBottom)
        self.body.addLayout(row)
        for name in ("kind", "path"):
            self.form.widget(name).setObjectName(f"import:{name}")
        self.form.changed.connect(self._changed)
        self.form.submitted.connect(self.went_on)
        line = self.form.widget("path")
        assert isinstance(line, QLineEdit), "paths are keyed"
        line.editingFinished.connect(self.file_chosen)

    def kind(self) -> ImportKind:
        """What the file holds."""
        return ImportKind(str(self.form.value("kind")))

    def path(self) -> str:
        """The file, "" for none; quotation marks of a copied path do not count."""
        return self.form.text("path").strip('"')

    def set_kind(self, kind: ImportKind) -> None:
        """Say what the file holds."""
        self.form.set_values({"kind": kind})

    def set_path(self, path: str) -> None:
        """Put a file in and tell of it."""
        self.form.set_values({"path": path})
        self.file_chosen.emit()
        self.went_on.emit()

    def enter(self) -> None:
        """Put the cursor on the first thing to say."""
        self.form.focus("kind" if not self.path() else "path")

    def ask_file(self) -> QFileDialog:
        """Ctrl+O: a window to choose the file; nothing waits meanwhile."""
        dialog = FileDialog(self, _("File to import"), _folder_of(self.path()))
        dialog.setObjectName("importDialog")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters(
            [_("Delimited files and workbooks (*.csv *.tsv *.txt *.xlsx)"), _("All files (*)")]
        )
        dialog.fileSelected.connect(self.set_path)
        dialog.finished.connect(dialog.deleteLater)
        dialog.setModal(False)
        dialog.show()
        return dialog

    def _changed(self, name: str) -> None:
        if name == "kind":
            self.file_chosen.emit()


def _folder_of(path: str) -> str:
    return str(Path(path).parent) if path else ""
