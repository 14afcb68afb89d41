"""A start in a process of its own: what it does without until the first desk takes keys."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from app.bootstrap import open_office
from tests.helpers.small_firm import make_small_firm

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = """
import builtins, os, sys
import main
from app.views import start

open_window = start.open_window
marks = {}

def opened(*arguments):
    window, opening = open_window(arguments[0])
    window.painted.connect(lambda: marks.update(painted=set(sys.modules)))

    def done():
        for name in sorted(marks["painted"]):
            print("painted", name)
        for name in sorted(sys.modules):
            print("ready", name)
        print("desk", window.current_desk())
        print("import", f"{type(builtins.__import__).__name__}:{builtins.__import__.__name__}")
        sys.stdout.flush()
        os._exit(0)

    opening.opened.connect(done)
    return window, opening

start.open_window = opened
start.run_window(sys.argv[1])
"""
UNPAINTED = (
    "sqlalchemy", "sqlite3", "app.bootstrap", "app.domain.money", "app.views.kit.jobs", "app.views.kit.errors",
    "app.views.orders",
)  # fmt: skip
UNREADY = (
    "alembic", "sqlalchemy.orm", "sqlalchemy.dialects.postgresql", "asyncio", "ssl", "psycopg", "reportlab",
    "pypdfium2",
    "app.domain.pricing", "app.views.orders.order_page", "app.views.orders.actions", "app.views.shipping",
    "app.views.invoices", "app.views.kit.list_export", "app.views.kit.palette",
)  # fmt: skip


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """What the process says, line by line."""
    url = f"sqlite:///{tmp_path_factory.mktemp('start') / 'firm.db'}"
    office = open_office(url)
    make_small_firm(office.work)
    office.close()
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, url], capture_output=True, text=True, check=True, cwd=ROOT, timeout=300
    )
    return [line.split() for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def loaded(told):
    """The modules that are there at the first paint, and when the desk takes keys."""
    assert ["desk", "orders"] in told
    return {mark: {name for at, name in told if at == mark} for mark in ("painted", "ready")}


@pytest.mark.parametrize("module", UNPAINTED)
def test_the_frame_is_painted_without(module, loaded):
    assert "app.views.main_window" in loaded["painted"]
    assert module not in loaded["painted"]


@pytest.mark.parametrize("module", UNREADY)
def test_the_first_desk_takes_keys_without(module, loaded):
    assert "app.views.orders.order_list" in loaded["ready"]
    assert module not in loaded["ready"]


def test_python_imports_by_itself_again(told):
    assert ["import", "builtin_function_or_method:__import__"] in told
