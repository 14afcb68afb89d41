"""Files of models chosen, read and written: beside the window, in jobs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from app.i18n import _, n_
from app.views.kit.file_dialog import FileDialog
from app.views.kit.keyed import today_of
from app.views.product_models.long_work import LongWork

if TYPE_CHECKING:
    from app.services.product_models import SavedVersion
    from app.views.kit.tab_desk import DeskPage

Files = dict[str, str]


def ask_folder(page: QWidget, title: str, then: Callable[[Path], object]) -> QFileDialog:
    """A window to choose a folder."""
    dialog = FileDialog(page, title)
    dialog.setObjectName("modelFolder")
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.fileSelected.connect(lambda path: then(Path(path)))
    return _opened(dialog)


def ask_files(page: QWidget, title: str, kinds: str, then: Callable[[list[Path]], object]) -> QFileDialog:
    """A window to choose files of some kinds."""
    dialog = FileDialog(page, title)
    dialog.setObjectName("modelFiles")
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.setNameFilters([kinds, _("All files (*)")])
    dialog.filesSelected.connect(lambda paths: then([Path(path) for path in paths]))
    return _opened(dialog)


def ask_target(page: QWidget, title: str, name: str, then: Callable[[Path], object]) -> QFileDialog:
    """A window to say where a file is written."""
    dialog = FileDialog(page, title, name)
    dialog.setObjectName("modelTarget")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.fileSelected.connect(lambda path: then(Path(path)))
    return _opened(dialog)


def _opened(dialog: QFileDialog) -> QFileDialog:
    dialog.finished.connect(dialog.deleteLater)
    dialog.setModal(False)
    dialog.show()
    return dialog


class FileHands(QObject):
    """What a page does with files of models; `saved` is called with a draft that was made of them."""

    def __init__(self, page: DeskPage, saved: Callable[[SavedVersion], None]) -> None:
        super().__init__(page)
        self._page = page
        self._saved = saved
        self.work = LongWork(page.context.jobs, _("The files are being read"), page)
        page.column.addWidget(self.work.card)

    def from_folder(self) -> None:
        """A draft of the files of a folder."""
        from app.services.product_models.folders import read_folder

        title = _("Folder of a product model")
        ask_folder(self._page, title, lambda path: self.take(lambda: read_folder(path)))

    def from_files(self) -> None:
        """A draft of several files, or of a feature model."""
        kinds = _("Files of a product model (*.yaml *.yml *.csv *.uvl)")
        title = _("Files of a product model")
        ask_files(self._page, title, kinds, lambda paths: self.take(lambda: read_any(paths)))

    def take(self, read: Callable[[], Files]) -> None:
        """Read in a job, and save as a draft; ended before that, nothing is kept of it."""
        self._page.message_bar.show_message(_("The files are being read …"), "info")
        self.work.run(lambda: _understood(read()), self._take_in, stopped=self._tell_stopped)

    def _tell_stopped(self) -> None:
        self._page.message_bar.show_message(_("Stopped. No draft was made."), "info")

    def _take_in(self, files: Files) -> None:
        from app.services.product_models import take_in

        self._page.message_bar.clear()
        self._page.context.jobs.write(self, lambda uow: take_in(uow, files), self._saved)

    def export(self, version_id: int) -> None:
        """The files of a version into a folder."""
        ask_folder(self._page, _("Folder for the files"), lambda path: self.write(version_id, path))

    def write(self, version_id: int, folder: Path) -> None:
        """Read the version, then write its files."""
        from app.services.product_models import read_version
        from app.services.product_models.folders import write_folder

        jobs = self._page.context.jobs
        jobs.read(
            self,
            lambda view: read_version(view, version_id).files,
            lambda files: jobs.files(self, lambda: write_folder(folder, files), self._written),
        )

    def _written(self, paths: tuple[Path, ...]) -> None:
        told = n_("{count} file is in {folder}.", "{count} files are in {folder}.", len(paths))
        told = told.format(count=len(paths), folder=paths[0].parent)
        self._page.message_bar.show_message(told, "ok")

    def export_uvl(self, version_id: int, name: str) -> None:
        """A version as a feature model."""
        title = _("Save as a feature model")
        ask_target(self._page, title, name, lambda path: self.write_uvl(version_id, path))

    def write_uvl(self, version_id: int, path: Path) -> None:
        """Read the version, flatten it and write it, in a job."""
        from app.services.product_models import read_version
        from app.services.product_models.folders import write_text

        jobs, today = self._page.context.jobs, today_of(self._page.context)
        jobs.read(
            self,
            lambda view: read_version(view, version_id).files,
            lambda files: jobs.files(
                self, lambda: write_text(path, uvl_of(files, today)), lambda _none: self._told(path)
            ),
        )

    def _told(self, path: Path) -> None:
        self._page.message_bar.show_message(_("{file} is written.").format(file=path.name), "ok")


def _understood(files: Files) -> Files:
    """The same files, read once here: what they say is remembered, and saving them holds nobody up."""
    from app.domain.errors import RefusedError
    from app.services.product_models.kept import definition_of

    with suppress(RefusedError):  # a draft may have mistakes
        definition_of(files)
    return files


def read_any(paths: list[Path]) -> Files:
    """Files of a model; of a feature model the model that says the same."""
    from app.domain.model_drafts.from_uvl import code_of, files_of_uvl
    from app.services.product_models.folders import read_files, read_text

    if len(paths) == 1 and paths[0].suffix.casefold() == ".uvl":
        return files_of_uvl(read_text(paths[0]), code_of(paths[0].stem))
    return read_files(paths)


def uvl_of(files: Mapping[str, str], on: date) -> str:
    """A model as the text of a feature model."""
    from app.domain.configurator.uvl_writing import write_uvl
    from app.domain.product_models.flattening import flatten
    from app.domain.product_models.reading import read_definition

    return write_uvl(flatten(read_definition(files), on).model)
