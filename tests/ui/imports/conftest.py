"""A window on a firm that has nothing yet but its card."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from app.bootstrap import open_office
from tests.helpers.import_office import make_import_office
from tests.helpers.window import ALT, CTRL, Desk, open_url


class ImportWindow(Desk):
    """The import desk driven by keys."""

    @property
    def desk(self):
        """The import desk."""
        return self.context.desk()

    def look_at(self, kind: int, path) -> None:
        """Choose the kind by its place, key the path, Enter."""
        self.press(Qt.Key.Key_H, ALT)
        self.press(Qt.Key.Key_Home)
        self.press(Qt.Key.Key_Down, times=kind)
        self.press(Qt.Key.Key_F, ALT)
        self.press(Qt.Key.Key_A, CTRL)
        self.type(str(path))
        self.enter()

    def run_import(self) -> None:
        """Ctrl+Enter, then wait for the report."""
        self.press(Qt.Key.Key_Return, CTRL)
        self.qtbot.waitUntil(self.desk.is_free)
        self.idle()


@pytest.fixture
def firm_url(sqlite_url):
    """A British firm that deals in pounds, without customers or products."""
    office = open_office(sqlite_url)
    make_import_office(office.work)
    office.close()
    return sqlite_url


@pytest.fixture
def window(qtbot, firm_url):
    """The window with the import desk in front."""
    opened = ImportWindow(qtbot, open_url(qtbot, firm_url).frame)
    opened.ask("import.open")
    return opened
