"""Start Keyline: the window, or one command. No Qt here: spawned processes import this file again."""

import os
import sys
from importlib import import_module

from app.cli.failures import REFUSED, exit_code, fail
from app.settings import UserSettings

DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


def open_window(database_url: str) -> int:
    """Shows the window on a database until it is closed; the exit code."""
    if sys.platform == "linux" and not any(map(os.environ.get, DISPLAYS)):  # Qt would abort
        return fail("There is no display for the window. Without it: main.py --help", REFUSED)
    return int(import_module("app.views.start").run_window(database_url))


def main(arguments: list[str]) -> int:
    """Carries out the command line; the exit code. The window does without the parser, which costs 90 ms."""
    match arguments:
        case []:
            return exit_code(lambda: open_window(UserSettings().database_url()))
        case ["--db", url] if url.strip():
            return exit_code(lambda: open_window(url))
    return int(import_module("app.cli.main").run(arguments, open_window=open_window))


if __name__ == "__main__":
    if hasattr(sys, "frozen"):  # packed: a spawned process starts here, with arguments of its own
        import_module("multiprocessing").freeze_support()
    sys.exit(main(sys.argv[1:]))
