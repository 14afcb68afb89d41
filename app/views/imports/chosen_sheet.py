"""The workbook that was chosen, and the text that its first sheet is read as."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.services.importing import sheet_as_text
from app.views.kit.jobs import Jobs


class ChosenSheet:
    """`chosen` says which file is wanted now: what comes of another one is forgotten."""

    def __init__(self, owner: QWidget, jobs: Jobs, chosen: Callable[[], str]) -> None:
        self._owner, self._jobs, self._chosen = owner, jobs, chosen
        self._read = "", ""

    def gives(self, path: str, text: str) -> bool:
        """Whether the text is the file itself, or what the workbook was read into."""
        return text == path or self._read == (path, text)

    def read(self, path: str, done: Callable[[str], None]) -> None:
        """Make the text in the background; `done` gets its path."""

        def take(text: str) -> None:
            if self._chosen() == path:
                self._read = path, text
                done(text)

        self._jobs.files(self._owner, lambda: sheet_as_text(path), take)
