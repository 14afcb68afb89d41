"""A version as it is stored, to be looked at: what somebody else saved, beside what is keyed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from app.domain.model_drafts.tables import other_lines
from app.i18n import _
from app.views.kit.context import Context
from app.views.kit.tab_desk import DeskPage
from app.views.product_models.files_edit import FilesEdit

if TYPE_CHECKING:
    from app.services.product_models import ModelVersion


class StoredPage(DeskPage):
    """Its files, only to be read and copied; lines that say something else than `mine` are marked."""

    def __init__(self, context: Context, version_id: int, mine: Mapping[str, str] | None = None) -> None:
        super().__init__(context, f"stored:{version_id}", _("Stored"))
        self._version_id = version_id
        self._mine = mine
        self.files = FilesEdit(self)
        self.column.addWidget(self.files, 1)
        self.can_do = {
            "leave": self.close_wanted.emit,
            "find": self.files.open_find,
            "next_file": lambda: self.files.step(1),
            "previous_file": lambda: self.files.step(-1),
            "switch": self.files.switch,
        }
        self.refresh()

    def refresh(self) -> None:
        """Read it again."""
        from app.services.product_models import read_version

        self.context.jobs.read(self, lambda view: read_version(view, self._version_id), self._show)

    def _show(self, known: ModelVersion) -> None:
        self.files.show_files(known.files, may_edit=False)
        title = _("{model} {number} as stored").format(model=known.name, number=known.row.number)
        self.set_heading(title, known.row.saved_by)
        if self._mine is not None:
            self.files.mark_other(
                {name: other_lines(text, self._mine.get(name, "")) for name, text in known.files.items()}
            )
        self.files.enter()
