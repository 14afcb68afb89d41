"""Leaving: everything keyed is saved, the backup runs beside the window, and nobody is kept who will not wait."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import threading

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from app.services import backup
from app.settings import UserSettings
from app.views.kit import leaving
from app.views.kit.background import Background
from db import sqlite_files
from tests.helpers.order_keys import add_line, start_order
from tests.helpers.window import CTRL, open_url


@pytest.fixture
def settings():
    return UserSettings()


@pytest.fixture
def desk(qtbot, firm_url, settings):
    """A person's own window: with settings, so with a backup at exit."""
    return open_url(qtbot, firm_url, settings)


@pytest.fixture
def backups(home, firm_url):
    return backup.exit_folder(firm_url, home)


def left(desk) -> bool:
    return not desk.frame.isVisible()


def wish(desk) -> None:
    """Ctrl+Q, without waiting for what follows."""
    QTest.keyClick(desk.focus(), Qt.Key.Key_Q, CTRL)


def made(folder):
    """The names of all files in the folder of the backups."""
    return sorted(file.name for file in folder.iterdir()) if folder.is_dir() else []


def quantities(path):
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return [row[0] // 1_000_000 for row in connection.execute("select quantity_micro from order_line")]


@pytest.fixture
def held(monkeypatch):
    """A copy that goes on only when the test says so: `set()` lets it."""
    go_on = threading.Event()
    begun = threading.Event()
    copy = sqlite_files.copy_in_use

    def slow(source, target, tell):
        def wait(fraction):
            tell(fraction)
            begun.set()
            while not go_on.wait(0.01):
                tell(fraction)

        copy(source, target, wait)

    monkeypatch.setattr(sqlite_files, "copy_in_use", slow)
    yield type("Held", (), {"set": go_on.set, "begun": begun.is_set})
    go_on.set()


def test_the_backup_at_exit_holds_the_cell_that_was_open(desk, qtbot, firm_url, backups, settings):
    start_order(desk)
    add_line(desk, "CHR", "8")
    desk.page.grid.edit_cell(0, "quantity")
    desk.type("5")
    wish(desk)
    qtbot.waitUntil(lambda: left(desk))
    (name,) = made(backups)
    assert quantities(firm_url.removeprefix("sqlite:///")) == [5]
    assert quantities(backups / name) == [5]
    assert UserSettings().text("backup.last").startswith("Backed up ")
    assert UserSettings().text("window.geometry")


def test_a_small_file_is_backed_up_without_any_box(desk, qtbot, backups):
    """No box flashes: the window is gone before one would be shown."""
    shown = []
    wish(desk)
    cover = desk.frame.findChild(leaving.Cover)
    cover.card.cancel_wanted.connect(lambda: shown.append("cancelled"))
    assert "Backing up keyline.db" in desk.frame.status.text()
    assert cover.card.isHidden()
    qtbot.waitUntil(lambda: left(desk))
    assert len(made(backups)) == 1
    assert shown == []


def test_while_the_copy_runs_the_window_lives_and_says_how_far_it_is(desk, qtbot, held, backups):
    """The copy goes on by a timer of the event loop: were it on the GUI thread, it would never end."""
    wish(desk)
    cover = desk.frame.findChild(leaving.Cover)
    qtbot.waitUntil(lambda: not cover.card.isHidden())
    qtbot.waitUntil(held.begun)
    qtbot.waitUntil(lambda: "%" in cover.card.text())
    assert not left(desk)
    QTimer.singleShot(0, held.set)
    qtbot.waitUntil(lambda: left(desk))
    assert len(made(backups)) == 1


def test_no_key_reaches_a_desk_while_the_window_is_leaving(desk, qtbot, held):
    start_order(desk)
    before, current = desk.draft, desk.frame.current_desk()
    wish(desk)
    qtbot.waitUntil(held.begun)
    for key, modifiers in (
        (Qt.Key.Key_2, CTRL),
        (Qt.Key.Key_N, CTRL),
        (Qt.Key.Key_Tab, Qt.KeyboardModifier.NoModifier),
    ):
        QTest.keyClick(desk.focus(), key, modifiers)
    QTest.keyClicks(desk.focus(), "7")
    assert (desk.draft, desk.frame.current_desk()) == (before, current)
    assert desk.focus() is desk.frame.findChild(leaving.Cover)
    held.set()
    qtbot.waitUntil(lambda: left(desk))


@pytest.mark.parametrize("way", ["esc", "quit", "close"])
def test_who_does_not_wait_leaves_at_once_and_no_half_file_stays(way, desk, qtbot, held, backups, firm_url):
    start_order(desk)
    add_line(desk, "CHR", "8")
    wish(desk)
    qtbot.waitUntil(held.begun)
    assert any(name.endswith(".part") for name in made(backups))
    if way == "esc":
        QTest.keyClick(desk.focus(), Qt.Key.Key_Escape)
    elif way == "quit":
        wish(desk)
    else:
        desk.frame.close()
    assert left(desk)
    assert made(backups) == []
    assert quantities(firm_url.removeprefix("sqlite:///")) == [8]
    assert UserSettings().text("backup.last") == "", "nothing failed"


def test_a_backup_that_fails_is_told_and_the_next_wish_leaves(desk, qtbot, backups, firm_url, caplog):
    start_order(desk)
    backups.parent.mkdir(parents=True, exist_ok=True)
    backups.write_text("a file where the folder should be")
    wish(desk)
    bar = desk.frame.message_bar
    qtbot.waitUntil(lambda: bar.text() != "")
    assert "The backup failed." in bar.text()
    assert str(backups) in bar.text()
    assert "Close once more to leave without it." in bar.text()
    assert bar.level() == "bad"
    assert "the last work of the window failed" in caplog.text
    assert not left(desk)
    desk.idle()
    add_line(desk, "CHR", "4")  # and the person may go on working
    wish(desk)
    assert left(desk)
    assert quantities(firm_url.removeprefix("sqlite:///")) == [4]
    assert UserSettings().text("backup.last").startswith("The last backup failed. ")


def test_after_a_failure_the_backup_can_be_tried_again(desk, qtbot, backups):
    backups.parent.mkdir(parents=True, exist_ok=True)
    backups.write_text("a file where the folder should be")
    wish(desk)
    qtbot.waitUntil(lambda: desk.frame.message_bar.text() != "")
    backups.unlink()
    QTest.keyClick(desk.focus(), Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: left(desk))
    assert len(made(backups)) == 1


def test_who_closed_the_message_and_worked_on_has_a_backup_when_leaving_later(desk, qtbot, backups):
    backups.parent.mkdir(parents=True, exist_ok=True)
    backups.write_text("a file where the folder should be")
    wish(desk)
    bar = desk.frame.message_bar
    qtbot.waitUntil(lambda: bar.text() != "")
    bar.clear()
    backups.unlink()
    wish(desk)
    qtbot.waitUntil(lambda: left(desk))
    assert len(made(backups)) == 1


def test_who_wants_no_backup_at_exit_has_none(desk, qtbot, backups, settings):
    settings.put("backup.at_exit", value=False)
    wish(desk)
    qtbot.waitUntil(lambda: left(desk))
    assert made(backups) == []


def test_as_many_backups_stay_as_the_person_set(desk, qtbot, backups, settings, monkeypatch):
    asked = []
    make = backup.backup_at_exit

    def keep_some(*args, keep, report):
        asked.append(keep)
        return make(*args, keep=keep, report=report)

    monkeypatch.setattr(backup, "backup_at_exit", keep_some)
    settings.put("backup.keep", 3)
    wish(desk)
    qtbot.waitUntil(lambda: left(desk))
    assert asked == [3]


def test_a_card_with_something_keyed_is_asked_before_the_backup_begins(desk, qtbot, backups):
    desk.show("customers")
    desk.press(Qt.Key.Key_N, CTRL)
    desk.type("Half a name")
    wish(desk)
    desk.idle()
    assert not left(desk)
    assert made(backups) == []
    assert desk.frame.findChild(leaving.Cover) is None
    assert desk.message()


def test_papers_that_nobody_looked_at_keep_no_window_open(desk, qtbot, backups, monkeypatch):
    """The rendering that a start catches up on ends with the paper that it is at."""
    rendering = threading.Event()

    def render(_work, *, actor, going_on):
        assert actor
        rendering.set()
        while going_on():
            threading.Event().wait(0.01)
        return 1

    monkeypatch.setattr("app.services.papers.render_missing", render)
    desk.frame.findChild(Background)._catch_up()
    qtbot.waitUntil(rendering.is_set)
    wish(desk)
    qtbot.waitUntil(lambda: left(desk))
    assert len(made(backups)) == 1


def test_a_database_that_comes_back_while_the_window_goes_sends_no_mail_any_more(desk, qtbot):
    background = desk.frame.findChild(Background)
    wish(desk)
    qtbot.waitUntil(desk.context.jobs.is_closed)
    background._came_back.emit()
    assert desk.context.jobs.is_idle()


def test_a_backup_is_told_only_at_the_next_start_of_its_own_database(
    desk, qtbot, settings, tmp_path, firm_url
):
    wish(desk)
    qtbot.waitUntil(lambda: left(desk))
    assert UserSettings().text("backup.last_of") == firm_url
    other = tmp_path / "other" / "keyline.db"
    other.parent.mkdir()
    shutil.copyfile(firm_url.removeprefix("sqlite:///"), other)
    assert "Backed up" in standing(open_url(qtbot, firm_url, UserSettings()))
    assert "Backed up" not in standing(open_url(qtbot, f"sqlite:///{other}", UserSettings()))


def standing(desk) -> str:
    """What the status bar says."""
    return " ".join(label.text() for label in desk.frame.statusBar().findChildren(QLabel))


def test_the_fonts_of_papers_are_there_before_the_first_one_is_wanted(desk, qtbot, monkeypatch):
    had = threading.Event()
    monkeypatch.setattr("app.services.documents.fonts.ensure_fonts", had.set)
    desk.frame.findChild(Background)._catch_up()
    qtbot.waitUntil(had.is_set)


def test_fonts_that_cannot_be_kept_are_told_only_with_a_paper(desk, qtbot, monkeypatch):
    rendered = threading.Event()

    def full() -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("app.services.documents.fonts.ensure_fonts", full)
    monkeypatch.setattr("app.services.papers.render_missing", lambda _work, **_how: rendered.set())
    desk.frame.findChild(Background)._catch_up()
    qtbot.waitUntil(rendered.is_set)
