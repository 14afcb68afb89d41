"""Start Keyline: the window, or one command. No Qt here: spawned processes import this file again."""

import multiprocessing
import sys
from importlib import import_module

from app.cli.main import run


def open_window(database_url: str) -> int:
    """Shows the window on a database until it is closed; the exit code."""
    return int(import_module("app.views.start").run_window(database_url))


if __name__ == "__main__":
    multiprocessing.freeze_support()
    sys.exit(run(sys.argv[1:], open_window=open_window))
