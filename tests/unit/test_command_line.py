"""The program from outside: one line in, an exit code and at most one line of complaint out."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.cli.main import run
from app.domain.errors import OutsideError

ROOT = Path(__file__).resolve().parent.parent.parent

NO_QT = """
import runpy, sys
sys.argv = ["main.py", "--help"]
try:
    runpy.run_path("main.py", run_name="__main__")
finally:
    assert not [name for name in sys.modules if name.split(".")[0] in {"PySide6", "shiboken6", "qtpy"}]
"""


class Desk:
    def __init__(self, exit_code: int) -> None:
        self.exit_code = exit_code
        self.opened: list[str] = []

    def open(self, url: str) -> int:
        self.opened.append(url)
        return self.exit_code


def no_window(url: str) -> int:
    pytest.fail(f"a window on {url}")


def test_help_names_the_commands_and_loads_no_qt():
    done = subprocess.run(
        [sys.executable, "-c", NO_QT], cwd=ROOT, capture_output=True, text=True, check=False, timeout=300
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "version" in done.stdout


def test_a_machine_without_a_display_is_told_so():
    bare = {name: value for name, value in os.environ.items() if "DISPLAY" not in name and "QPA" not in name}
    done = subprocess.run(
        [sys.executable, "main.py"],
        cwd=ROOT,
        env=bare,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 1
    assert done.stderr == "main.py: There is no display for the window. Without it: main.py --help\n"


def test_without_a_command_the_window_opens_on_the_database_named():
    desk = Desk(exit_code=3)
    assert run(["--db", "sqlite:///x.db"], open_window=desk.open) == 3
    assert desk.opened == ["sqlite:///x.db"]


def test_without_db_the_settings_database_is_opened(home):
    desk = Desk(exit_code=0)
    assert run([], open_window=desk.open) == 0
    assert desk.opened == [f"sqlite:///{home.as_posix()}/keyline.db"]


def test_a_command_works_on_the_database_named(capsys):
    assert run(["version", "--db", "sqlite:///x.db"], open_window=no_window) == 0
    assert "Database sqlite:///x.db" in capsys.readouterr().out


@pytest.mark.parametrize(
    "line",
    [["--db", ""], ["restore", "--db", "", "FILE"], ["version", "--db="], ["verify", "--db", " "]],
)
def test_an_empty_db_is_not_the_settings_database(line, capsys):
    assert run(line, open_window=no_window) == 2
    complaint = capsys.readouterr().err
    assert "--db is empty: name a database, or leave --db out" in complaint
    assert complaint.count("\n") == 1


@pytest.mark.parametrize("line", ["bogus", "version --bogus", "--db x version"])
def test_a_wrong_line_is_answered_in_one_line(line, capsys):
    assert run(line.split(), open_window=no_window) == 2
    complaint = capsys.readouterr().err
    assert complaint.startswith("main.py: ")
    assert complaint.count("\n") == 1


def test_a_refusal_is_one_line_and_exit_code_1(capsys):
    def away(url: str) -> int:
        raise OutsideError("database_away", url=url)

    assert run(["--db", "sqlite:///x"], open_window=away) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_a_bug_is_told_in_one_line_and_logged_in_full(capsys, home):
    def broken(url: str) -> int:
        raise ZeroDivisionError("two\nlines")

    assert run(["--db", "sqlite:///x"], open_window=broken) == 70
    complaint = capsys.readouterr().err
    assert "ZeroDivisionError: two lines" in complaint
    assert complaint.count("\n") == 1
    assert "in broken" in (home / "keyline.log").read_text()


def test_the_quick_way_to_the_window_refuses_an_empty_db_too(capsys):
    from main import main

    assert main(["--db", ""]) == 2
    assert "--db is empty" in capsys.readouterr().err
