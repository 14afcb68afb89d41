"""The README and docs/ are true: links resolve, files, commands, targets and keys that they name exist."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QKeySequence

from app.cli import main as cli
from app.domain.accounts import Account
from app.domain.aging import Bucket
from app.domain.rights import RIGHTS
from app.views.desks import all_desks
from app.views.kit.commands import key_sequences
from app.views.main_window import MainWindow

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
USER = DOCS / "user"
PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *DOCS.rglob("*.md")])
GUIDES = sorted(USER.glob("*.md"))
PICTURE_BYTES_MAX = 250_000

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
NAMED = re.compile(r"`((?:app|db|tests|docs|bench|tools|resources)/[\w./-]*|main\.py)`")
COMMAND = re.compile(r"main\.py ([a-z][a-z-]*)")
TARGET = re.compile(r"`make ([a-z][a-z-]*)|^make ([a-z][a-z-]*)", re.MULTILINE)
CODE = re.compile(r"`([^`]+)`")

CONTRACT = (
    "Enter, Return, Shift+Enter, Tab, Shift+Tab, Esc, Space, Del, "
    "Shift+Del, Home, End, Up, Down, PageUp, PageDown, F2, F4, "
    "Alt, Alt+Down, Alt+1, Alt+2, Alt+3, Alt+Enter, Ctrl+Alt+Return, Ctrl+C, Ctrl+V, Ctrl+Del, Ctrl+Up, Ctrl+Down, "
    "Ctrl+Left, Ctrl+Right, Alt+E, Alt+D, Ctrl+1, Ctrl+9, Ctrl+0, Ctrl+Enter, Ctrl+P, Ctrl+S, Ctrl+M, Ctrl+R, Ctrl+W"
)
"""Keys of fields, grids, popups, papers and the first page (its languages), which are no commands of a desk."""


def texts_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def found(pattern: re.Pattern[str]) -> list[tuple[str, str]]:
    """Every match with the page that has it, once."""
    pairs = {(name_of(page), match) for page in PAGES for match in pattern.findall(texts_of(page))}
    return sorted(pairs)


def found_groups(pattern: re.Pattern[str]) -> list[tuple[str, tuple[str, ...]]]:
    """The same for a pattern with several groups."""
    return [(name_of(page), match) for page in PAGES for match in pattern.findall(texts_of(page))]


def test_every_link_leads_somewhere():
    broken = [
        f"{name_of(page)}: {link}"
        for page in PAGES
        for link in LINK.findall(texts_of(page))
        if "://" not in link
        and not link.startswith("#")
        and not (page.parent / link.partition("#")[0]).exists()
    ]
    assert broken == [], "correct the link, or write the page"


def test_every_file_that_is_named_exists():
    broken = [f"{page}: {path}" for page, path in found(NAMED) if not (ROOT / path).exists()]
    assert broken == [], "the house was changed: change its map too"


def test_the_map_names_every_room():
    shown = texts_of(DOCS / "architecture.md")
    rooms = {path.parent.name for path in (ROOT / "app").glob("*/__init__.py")}
    missing = [room for room in sorted(rooms) if f"app/{room}/" not in shown]
    assert missing == [], "say in docs/architecture.md what the room is for"


def commands() -> set[str]:
    parser = cli._make_cli(lambda _url: 0)
    groups = {str(group.name) for group in parser.registered_groups}
    return groups | {
        info.name or (info.callback.__name__.replace("_", "-") if info.callback else "")
        for info in parser.registered_commands
    }


def test_every_command_that_is_named_exists():
    known = commands()
    unknown = [f"{page}: main.py {name}" for page, name in found(COMMAND) if name not in known]
    assert unknown == [], f"main.py has {sorted(known)}"


def test_the_readme_names_every_command():
    missing = [name for name in sorted(commands()) if f"main.py {name}" not in texts_of(ROOT / "README.md")]
    assert missing == [], "say in README.md what it does"


def test_every_make_target_that_is_named_exists():
    targets = set(re.findall(r"^([a-z][a-z-]*):", texts_of(ROOT / "Makefile"), re.MULTILINE))
    named = {(page, code or line) for page, (code, line) in found_groups(TARGET)}
    assert [pair for pair in sorted(named) if pair[1] not in targets] == []


def test_rights_that_are_named_exist():
    pattern = re.compile(r"right `([a-z]+\.[a-z]+)`")
    assert [pair for pair in found(pattern) if pair[1] not in RIGHTS] == []


def test_the_ledger_page_knows_every_account_and_bucket():
    page = texts_of(DOCS / "money-ledger.md")
    rows = [line.split("|")[1].strip() for line in page.splitlines() if line.startswith("| `")]
    named = {name.strip("`") for name in rows}
    assert named == {*Account, *Bucket}


def test_pictures_are_light_to_carry():
    heavy = [picture.name for picture in DOCS.rglob("*.png") if picture.stat().st_size > PICTURE_BYTES_MAX]
    assert heavy == []


# keys


def normal(keys: str) -> set[str]:
    return {sequence.toString() for sequence in key_sequences(keys)}


def rows_of(page: Path) -> Iterator[tuple[str, str]]:
    """Rows of the tables whose first column is "key"."""
    in_table = False
    for line in texts_of(page).splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")] if line.startswith("|") else []
        if not cells:
            in_table = False
        elif cells[0] == "key":
            in_table = True
        elif in_table and not cells[0].startswith("-"):
            yield cells[0], " ".join(cells[1:])


@pytest.fixture
def window(qtbot):
    window = MainWindow()
    qtbot.addWidget(window)
    window.add_desks(all_desks(window.context))
    yield window
    window.context.jobs.close()
    window.context.processes.close()


def keys_of(window: MainWindow, *scopes: str) -> set[str]:
    entries = window.registry._entries.values()
    return {key for entry in entries if entry.scope in scopes for key in normal(entry.command.keys)}


GUIDE_OF = {
    "orders": "orders.md",
    "shipping": "shipping.md",
    "stock": "stock.md",
    "invoices": "invoices-payments.md",
    "collections": "collections.md",
    "customers": "customers.md",
    "products": "products.md",
    "prices": "prices.md",
    "imports": "import.md",
    "setup": "set-up.md",
    "inbox": "inbox.md",
    "configurator": "configurator.md",
    "workshop": "workshop.md",
    "product_models": "product-models.md",
}


def test_every_key_in_the_guides_does_something(window):
    known = keys_of(window, "", *window.desk_ids()) | normal(CONTRACT)
    dead = [
        f"{page.name}: {key}"
        for page in GUIDES
        for cell, _does in rows_of(page)
        for key in CODE.findall(cell)
        if not normal(key) <= known
    ]
    assert dead == [], "the key is no command's and not in the contract"


def test_a_guide_tells_every_key_of_its_desk(window):
    missing = {}
    for desk in window.desk_ids():
        assert desk in GUIDE_OF, f"write docs/user/ for the desk {desk} and add it here"
        cells = [cell for cell, _does in rows_of(USER / GUIDE_OF[desk])]
        told = {key for cell in cells for code in CODE.findall(cell) for key in normal(code)}
        untold = {key for key in keys_of(window, desk) if not _is_told(key, told)}
        if untold:
            missing[GUIDE_OF[desk]] = sorted(untold)
    assert missing == {}, "the desk has keys that its guide does not tell"


def _is_told(key: str, told: set[str]) -> bool:
    """Both Enter keys are one to a reader."""
    return key in told or key.replace("Enter", "Return") in told


def test_keys_are_read_as_qt_reads_them():
    assert normal("Ctrl+Enter") == {"Ctrl+Return", "Ctrl+Enter"}
    assert QKeySequence("Ctrl+Shift+X").toString() in normal("Ctrl+Shift+X")
