"""The imported lists of denied parties, and how another edition comes in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton

from app.i18n import _, format_count
from app.messages import text_of
from app.models.columns import Column, day_column
from app.services.screening import ListEdition
from app.views.kit.buttons import key_button
from app.views.kit.cards import Card
from app.views.kit.file_dialog import FileDialog
from app.views.kit.forms import Field, Form
from app.views.kit.small_list import SmallList

SEPARATOR = ";"


class ListsCard(Card):
    """`import_wanted` follows the button; `paths()` are the files that were named."""

    import_wanted = Signal()
    screening_wanted = Signal()

    def __init__(self, today: Callable[[], date], *, may_import: bool) -> None:
        super().__init__(_("Lists of denied parties"))
        self.table: SmallList[ListEdition] = SmallList(
            _columns(),
            "screeningLists",
            _("Lists of denied parties"),
            nothing=_("No list is imported yet, so nobody is screened."),
        )
        self.form = Form(
            [
                Field(
                    "files",
                    _("&Files of a list"),
                    span=3,
                    placeholder=_("sdn.csv; alt.csv; add.csv, or one XML"),
                ),
                Field("published", _("Of the &day (OFAC)"), "date"),
                Field("anyway", _("Import &anyway"), "check"),
            ],
            columns=5,
            today=today,
        )
        for name in ("files", "published", "anyway"):
            self.form.widget(name).setObjectName(f"screening:{name}")
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.form)
        self.body.addLayout(self._buttons(may_import=may_import))

    def _buttons(self, *, may_import: bool) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch(1)
        if may_import:
            row.addWidget(_button(_("Choose files"), "Ctrl+Shift+O", "chooseLists", self.ask_files))
        wanted = self.screening_wanted.emit
        row.addWidget(_button(_("Screen the customers"), "Ctrl+R", "screenCustomers", wanted))
        if may_import:
            button = _button(_("Import the list"), "Ctrl+Return", "importList", self.import_wanted.emit)
            row.addWidget(button)
        return row

    def paths(self) -> tuple[str, ...]:
        """The files as keyed, without the quotation marks of copied paths."""
        parts = (part.strip().strip('"') for part in self.form.text("files").split(SEPARATOR))
        return tuple(part for part in parts if part)

    def ask_files(self) -> QFileDialog:
        """A window to choose the files; nothing waits meanwhile."""
        dialog = FileDialog(self, _("Files of a list"))
        dialog.setObjectName("listDialog")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilters([_("Lists (*.csv *.xml)"), _("All files (*)")])
        dialog.filesSelected.connect(self.set_paths)
        dialog.finished.connect(dialog.deleteLater)
        dialog.setModal(False)
        dialog.show()
        return dialog

    def set_paths(self, paths: Sequence[str]) -> None:
        """Put the files in."""
        self.form.set_values({"files": f"{SEPARATOR} ".join(paths)})

    def clear(self) -> None:
        """The list is in: nothing stays keyed for the next."""
        self.form.set_values({"files": "", "published": None, "anyway": False})


def _button(title: str, keys: str, name: str, call: Callable[[], object]) -> QPushButton:
    button = key_button(title, keys, "primary" if name == "importList" else "secondary")
    button.setObjectName(name)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.clicked.connect(call)
    return button


def _columns() -> tuple[Column[ListEdition], ...]:
    def number(name: str, title: str, count: Callable[[ListEdition], int]) -> Column[ListEdition]:
        return Column(name, title, lambda row: format_count(count(row)), align_right=True, width=86)

    return (
        Column("kind", _("List"), lambda row: text_of(f"kind.{row.kind}", {}), width=160),
        Column("edition", _("Edition"), lambda row: row.edition, quiet=True, stretch=True),
        day_column("published", _("Of"), lambda row: row.published),
        day_column("imported", _("Imported"), lambda row: row.imported_at.date()),
        Column("by", _("By"), lambda row: row.imported_by, width=90, quiet=True),
        number("entries", _("Entries"), lambda row: row.entries),
        number("added", _("Added"), lambda row: row.added),
        number("removed", _("Removed"), lambda row: row.removed),
        number("changed", _("Changed"), lambda row: row.changed),
        Column(
            "state",
            _("State"),
            lambda row: _("superseded") if row.closed_at else _("in force"),
            state=lambda row: "muted" if row.closed_at else "ok",
            width=110,
        ),
    )
