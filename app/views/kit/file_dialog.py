"""Where files are chosen, without reading one: a look into the database's file would drop SQLite's locks on it.

POSIX gives all of a process's locks on a file away as soon as it closes any handle of that file. Qt's dialog and those
of the desktops look into files for their kinds; another process could then take the database's journal away beneath
the window, and what was saved from then on was lost.
"""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

from PySide6.QtCore import QDir, QFileInfo
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QFileDialog, QFileIconProvider, QWidget

from app.i18n import _
from app.messages import text_of
from app.services.live_database import is_live_database

_last: list[str] = []  # the folder in which something was chosen last


class FileDialog(QFileDialog):
    """As Qt's own, by names alone; Windows keeps its dialog.

    `folder` "" is where something was chosen last; with a file's name behind it that one is proposed.
    """

    def __init__(self, parent: QWidget, title: str, folder: str = "", kinds: str = "") -> None:
        names_only = sys.platform != "win32"
        # Qt lists its first folder before it can be told how: the root has no database
        first = QDir.rootPath() if names_only else folder
        super().__init__(parent, title, first, kinds)
        if names_only:
            self.setOption(QFileDialog.Option.DontUseNativeDialog)
            self.setIconProvider(_names())
            self._go_to(folder or (_last[0] if _last else QDir.homePath()))
        self.accepted.connect(self._keep_folder)

    def accept(self) -> None:
        """Nothing that is a database in use is handed on to be read or written."""
        taken = next((name for name in self.selectedFiles() if is_live_database(Path(name))), "")
        if taken:
            self.setWindowTitle(text_of("import.is_database", {"file": Path(taken).name}))
        else:
            super().accept()

    def _go_to(self, place: str) -> None:
        info = QFileInfo(place)
        self.setDirectory(place if info.isDir() else info.absolutePath())
        if not info.isDir() and info.fileName():
            self.selectFile(info.fileName())

    def _keep_folder(self) -> None:
        _last[:] = [self.directory().absolutePath()]


class NamesOnly(QFileIconProvider):
    """Kinds and icons of files by their names; Qt asks in a thread of its own."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = super().icon(QFileIconProvider.IconType.Folder)
        self._file = super().icon(QFileIconProvider.IconType.File)
        self._words = _("Folder"), _("File")

    def icon(self, what: QFileIconProvider.IconType | QFileInfo) -> QIcon:
        if isinstance(what, QFileInfo):
            return self._folder if what.isDir() else self._file
        return super().icon(what)

    def type(self, info: QFileInfo) -> str:
        folder, file = self._words
        return folder if info.isDir() else info.suffix().upper() or file


@cache
def _names() -> NamesOnly:
    return NamesOnly()
