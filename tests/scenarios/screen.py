"""The real program under Xvfb and a window manager; keys go through the X server as a person's would."""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.scenarios.books import rows

ROOT = Path(__file__).parents[2]
PATIENCE_S = 30
TOOLS = ("Xvfb", "xdotool", "openbox", "xclip")


class Screen:
    """A screen of its own, the program in it, and the keys that were pressed."""

    def __init__(self, folder: Path, url: str) -> None:
        self.url = url
        self.pressed = 0
        self._stall_file = folder / "stalls.json"
        self._environment = {
            **os.environ, "QT_QPA_PLATFORM": "xcb", "KEYLINE_HOME": str(folder / "home"),
            "KEYLINE_STALL_FILE": str(self._stall_file),
        }  # fmt: skip
        self._stack = contextlib.ExitStack()
        try:
            self._begin()
        except BaseException:
            self.close()
            raise

    def _begin(self) -> None:
        self._environment["DISPLAY"] = self._start_server()
        self.wait(lambda: self._run("xdotool", "getdisplaygeometry"), "the screen")
        self._start(["openbox"])
        self.wait(lambda: self._run("xdotool", "get_desktop"), "the window manager")
        self._program = self._start([sys.executable, "main.py", "--db", self.url], cwd=ROOT)
        self.wait(
            lambda: self._run("xdotool", "search", "--onlyvisible", "--name", "Orders - Keyline"),
            "the window",
        )
        found = self._run("xdotool", "search", "--onlyvisible", "--name", "Orders - Keyline").split()
        self._run("xdotool", "windowactivate", "--sync", found[0])
        self.wait_title("Orders")

    def _start_server(self) -> str:
        """The X server names a free display once it takes clients."""
        reading, writing = os.pipe()
        command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1440x900x24", "-nolisten", "tcp"]
        self._start(command, pass_fds=(writing,))
        os.close(writing)
        with os.fdopen(reading) as told:
            return f":{told.readline().strip()}"

    def _start(self, command: list[str], **options: Any) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(command, env=self._environment, **options)
        self._stack.callback(process.wait)
        self._stack.callback(process.terminate)
        return process

    def _run(self, *command: str) -> str:
        done = subprocess.run(
            command, env=self._environment, capture_output=True, text=True, check=False, timeout=30
        )
        return done.stdout

    # keys

    def key(self, *names: str, times: int = 1) -> None:
        """Press keys one after the other, as fast as a quick clerk."""
        self.pressed += len(names) * times
        self._run("xdotool", "key", "--clearmodifiers", "--delay", "60", *(names * times))

    def type(self, text: str) -> None:
        """Type a text."""
        self.pressed += len(text)
        self._run("xdotool", "type", "--clearmodifiers", "--delay", "25", text)

    # the clipboard, which a sheet would fill

    def put_clipboard(self, text: str) -> None:
        """Copy a text elsewhere."""
        subprocess.run(
            ["xclip", "-selection", "clipboard", "-in"],
            env=self._environment, input=text.encode(), check=True, timeout=30,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def clipboard(self) -> str:
        """What would be pasted elsewhere."""
        return self._run("xclip", "-selection", "clipboard", "-out")

    # what can be seen

    def title(self) -> str:
        """The title of the window that has the keys."""
        return self._run("xdotool", "getactivewindow", "getwindowname").strip()

    def windows(self) -> int:
        """How many windows are seen: lists and tips are windows too."""
        return len(self._run("xdotool", "search", "--onlyvisible", "--name", "").split())

    def dots(self) -> bytes:
        """Every dot of the screen."""
        return subprocess.run(
            ["xwd", "-root", "-silent"], env=self._environment, capture_output=True, check=True, timeout=30
        ).stdout

    def wait_picture(self, before: bytes, *, same: bool) -> None:
        """Wait until the screen looks as it did, or no longer does."""
        self.wait(lambda: self.differs(before) is not same, "the same picture" if same else "another picture")

    def differs(self, before: bytes) -> bool:
        """Whether more of the screen has changed than a cursor that blinks."""
        now = self.dots()
        return sum(now[at : at + 4] != before[at : at + 4] for at in range(4000, len(now) - 4, 160)) > 150

    def wait(self, condition: Callable[[], object], what: str) -> None:
        """Look until it is so; the test fails with the name of what never came."""
        pause = threading.Event()
        for _look in range(PATIENCE_S * 10):
            if condition():
                return
            pause.wait(0.1)
        raise AssertionError(f"{what} never came")

    def wait_title(self, words: str) -> None:
        """Wait until the window in front says so: the page is there."""
        try:
            self.wait(lambda: words in self.title(), "")
        except AssertionError:
            assert words in self.title()
            raise

    def rows(self, statement: str) -> list[tuple]:
        """Rows of the database, read past the program."""
        return rows(self.url, statement)

    def wait_rows(self, statement: str, *expected: tuple) -> None:
        """Wait until the database answers so."""
        try:
            self.wait(lambda: self.rows(statement) == list(expected), "")
        except AssertionError:
            assert self.rows(statement) == list(expected), statement
            raise

    def change_unseen(self, statement: str) -> None:
        """Change the database past the program: nobody is told."""
        connection = sqlite3.connect(self.url.removeprefix("sqlite:///"), timeout=30)
        with connection:
            connection.execute(statement)
        connection.close()

    # the end

    def quit(self) -> dict[str, float]:
        """Ctrl+Q; what the probe of stalls wrote when the program had ended."""
        self.key("ctrl+q")
        assert self._program.wait(PATIENCE_S) == 0
        return dict(json.loads(self._stall_file.read_text()))

    def close(self) -> None:
        """End what still runs: the program, the window manager and the screen."""
        self._stack.close()
