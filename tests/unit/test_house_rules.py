"""Rules of the house that no linter knows. A message says what to do."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
ALTGR_TYPES = frozenset("EQM237890ß+<")  # euro, at, micro, powers, brackets, backslash, tilde, bar
FILE_LINES_MAX = 499
FUNCTION_LINES_MAX = 60
MACHINE_PATHS = tuple(f"/{folder}/" for folder in ("work", "root", "home", "Users"))
REGISTRIES = ("pypi" + ".org", "files.python" + "hosted", "deb.debian" + ".org", "npm" + "js.org")


def committed(*suffixes: str) -> list[Path]:
    """The files of this checkout that git knows or would take."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    paths = (ROOT / name for name in listed)
    return sorted(path for path in paths if path.suffix in suffixes and path.is_file())


def written() -> list[Path]:
    """Python that people wrote: a migration is made from the tables, and is not changed any more."""
    return [path for path in committed(".py") if path.parent.name != "versions"]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_there_is_something_to_check():
    assert ROOT / "main.py" in committed(".py")


def test_a_file_has_one_subject():
    counts = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in written()}
    long = {name: count for name, count in counts.items() if count > FILE_LINES_MAX}
    assert long == {}, "split it by subject"


def test_a_function_fits_on_a_screen():
    long = {
        f"{name_of(path)}:{node.lineno} {node.name}": length
        for path in written()
        for node in functions(path)
        if (length := (node.end_lineno or node.lineno) - node.lineno + 1) > FUNCTION_LINES_MAX
    }
    assert long == {}, "give its parts names"


def test_main_only_starts():
    assert len((ROOT / "main.py").read_text(encoding="utf-8").splitlines()) < 40


def test_no_test_sleeps():
    call = "sleep" + "("
    asleep = [
        name_of(path) for path in committed(".py") if "tests" in path.parts and call in path.read_text()
    ]
    assert asleep == [], "wait for the signal or the text"


def test_no_test_measures_time_or_waits_a_time_of_its_own():
    """A busy machine may take ten times as long; `PatientBot` waits long enough, `main.py bench` measures."""
    clocks = "|".join(("perf_" + "counter", "mono" + r"tonic\(", "time" + r"\.time\("))
    waits = r"\.wait(?:Until|Signal|Signals|Active|Exposed|Callback)\([^\n]*timeout="
    timed = [
        name_of(path)
        for path in committed(".py")
        if "tests" in path.parts and re.search(f"{clocks}|{waits}", path.read_text(encoding="utf-8"))
    ]
    assert timed == [], "what must come is waited for, and how long it took is no matter of a test"


@pytest.mark.parametrize("words", [MACHINE_PATHS, REGISTRIES], ids=["paths", "registries"])
def test_no_file_names_a_machine(words):
    named = [
        f"{name_of(path)}: {word}"
        for path in committed(".py", ".toml", ".md", ".sh", ".po", ".json", ".csv", ".sql", ".qss")
        for word in words
        if word in path.read_text(encoding="utf-8", errors="replace")
    ]
    assert named == [], "it is true on one machine only"


def test_no_key_is_one_that_types_on_a_german_keyboard():
    """Windows sends AltGr as Ctrl and Alt: who types an euro sign would run the command."""
    rooms = (ROOT / "app", ROOT / "docs" / "user", ROOT / "resources" / "locale")
    taken = [
        f"{name_of(path)}: Ctrl+Alt+{key}"
        for path in committed(".py", ".md", ".po")
        if any(path.is_relative_to(room) for room in rooms)
        for line in path.read_text(encoding="utf-8").splitlines()
        for key in re.findall(r"Ctrl\+Alt\+([^\s\"'`)]+)", line.split("  # ")[0])
        if key.upper() in ALTGR_TYPES
    ]
    assert taken == [], "AltGr with that key types a character: take another one"
