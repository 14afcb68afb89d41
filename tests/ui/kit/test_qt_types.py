"""Every Qt class that a screen names is made before a lane imports screens: two threads making them crash PySide."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path
from typing import Any

from pytestqt.qtbot import QtBot

from app.views.kit import qt_types
from app.views.kit.qt_types import NAMES, QtTypes

ROOT = Path(__file__).parents[3]
BY_NEED = {"QtPrintSupport"}  # imported by the printing itself, on the GUI thread


def named_in(file: Path) -> set[tuple[str, str]]:
    found = ast.walk(ast.parse(file.read_text(encoding="utf-8")))
    imports = (each for each in found if isinstance(each, ast.ImportFrom))
    ours = [each for each in imports if each.module and each.module.startswith("PySide6.")]
    return {(str(each.module).removeprefix("PySide6."), one.name) for each in ours for one in each.names}


def test_every_name_of_the_program_is_in_the_list_and_no_other():
    used = {pair for file in (ROOT / "app").rglob("*.py") for pair in named_in(file)}
    listed = {(module, name) for module, names in NAMES.items() for name in names.split()}
    assert listed == {pair for pair in used if pair[0] not in BY_NEED}


def test_they_are_made_in_turns(qtbot: QtBot, monkeypatch: Any):
    monkeypatch.setattr(qt_types, "TURN_S", 0.0)
    types = QtTypes()
    with qtbot.waitSignal(types.made):
        types.make()
        assert not types.is_made
    assert types.is_made


LATE = """
import sys
from PySide6.QtWidgets import QApplication
from app.views import start
app = QApplication(sys.argv[:1])
window, opening = start.open_window(sys.argv[1])
types, seen = opening._types, []
types.make = lambda: None  # whoever makes them is late
opening._opened_before = opening._opened

def opened(office):
    opening._opened_before(office)
    seen.append("app.views.orders.commands" in sys.modules or "app.views.orders.desk" in sys.modules)
    del types.make
    types.make()

opening._opened = opened
opening.opened.connect(app.quit)
window.show()
app.exec()
print(seen, types.is_made, "app.views.orders.commands" in sys.modules, flush=True)
window.close()
"""


def test_no_screen_is_imported_on_a_lane_before_they_are_made(sqlite_url: str):
    """In a process of its own: in this one everything is imported already."""
    done = subprocess.run(
        [sys.executable, "-c", LATE, sqlite_url],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.stdout.split("\n")[0] == "[False] True True", done.stderr
