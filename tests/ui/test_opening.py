"""The window on a database that cannot be opened: why, and a second try."""

from __future__ import annotations

import contextlib
import sqlite3
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from app.bootstrap import open_office
from app.views import start
from app.views.desks import all_desks
from app.views.kit.empty_state import EmptyState
from app.views.main_window import MainWindow
from app.views.start import Opening
from db import session
from tests.helpers.small_firm import make_small_firm


def open_frame(qtbot, url):
    """The frame after its office could not be opened."""
    window = MainWindow()
    qtbot.addWidget(window)
    opening = Opening(window, lambda: open_office(url))
    with qtbot.waitSignal(opening.failed):
        window.show()
    window.activateWindow()
    return window, opening


def told(window):
    """What the page says that stands in the place of a desk."""
    page = window.stack.currentWidget()
    assert isinstance(page, EmptyState)
    return "\n".join(label.text() for label in page.findChildren(QLabel))


def text_database(folder):
    (folder / "odd.db").write_text("Dear customer, " * 200)
    return f"sqlite:///{folder}/odd.db"


def newer_database(folder):
    path = folder / "odd.db"
    open_office(f"sqlite:///{path}").close()
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("update alembic_version set version_num = '9999'")
    return f"sqlite:///{path}"


def server_away(_folder):
    return "postgresql://clerk:secret@127.0.0.1:1/keyline"


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (text_database, "odd.db is not a Keyline database"),
        (newer_database, "was written by a newer Keyline"),
        (server_away, "cannot be reached"),
    ],
)
def test_a_database_that_cannot_be_opened_is_told_in_the_window(make, words, qtbot, tmp_path):
    window, _opening = open_frame(qtbot, make(tmp_path))
    assert words in told(window)
    assert "secret" not in told(window)
    assert window.message_bar.text() == "", "it is told once"
    window.close()


def test_a_locked_file_opens_once_it_is_free_again(qtbot, sqlite_url, monkeypatch):
    monkeypatch.setattr(session, "BUSY_TIMEOUT_MS", 50)
    office = open_office(sqlite_url)
    make_small_firm(office.work)
    office.close()
    path = sqlite_url.removeprefix("sqlite:///")
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("pragma locking_mode=exclusive")
        other.execute("begin exclusive")
        window, opening = open_frame(qtbot, sqlite_url)
        assert "is locked by another program" in told(window)
        other.execute("rollback")
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    with qtbot.waitSignal(opening.opened):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert window.message_bar.text() == ""
    window.close()


def test_an_office_whose_first_desk_cannot_be_loaded_is_closed_and_another_is_opened(
    qtbot, sqlite_url, monkeypatch
):
    office = open_office(sqlite_url)
    make_small_firm(office.work)
    office.close()
    offices, desks = [], all_desks
    broken = [True]

    def open_it():
        offices.append(open_office(sqlite_url))
        return offices[-1]

    def with_broken_first(context):
        first, *others = desks(context)

        def commands():
            if broken:
                raise OSError("the file of the screen is gone")
            return first.commands()

        return [replace(first, commands=commands), *others]

    monkeypatch.setattr(start, "all_desks", with_broken_first)
    window = MainWindow()
    qtbot.addWidget(window)
    opening = Opening(window, open_it)
    with qtbot.waitSignal(opening.failed):
        window.show()
    assert "Something went wrong in the program itself" in told(window)
    qtbot.waitUntil(lambda: open_connections(offices[0]) == 0)
    broken.clear()
    again = window.stack.findChild(QPushButton)
    assert again is not None
    with qtbot.waitSignal(opening.opened):
        again.click()
    assert len(offices) == 2
    assert window.context.office is offices[1]
    window.close()


def open_connections(office) -> int:
    return sum(engine.pool.checkedin() for engine in (office.database.reader, office.database.writer))
